//! Where an addition goes: to the end of the module that it belongs to, or into a module of its own, which the
//! root of the crate then declares.

use std::path::Path;

use syn::Item;

use super::changes::Change;
use super::declared::range;
use super::imports::{self, Edit, Import};
use super::sources::{Source, Sources, is_test};
use crate::words::{is_ident, snake};

/// An item that is to be added.
pub(super) struct Addition {
    /// The module that it belongs to.
    pub(super) module: String,
    /// What that module is, where it is made.
    pub(super) documentation: String,
    /// The file that it belongs to where there is no such module.
    pub(super) beside: Option<String>,
    pub(super) imports: Vec<Import>,
    /// The name of the item.
    pub(super) name: String,
    /// The item, without a line's end.
    pub(super) item: String,
    /// What can be done with it, as lines.
    pub(super) next: String,
}

/// The module for a segment of a path, or for a table.
pub(super) fn module(text: &str) -> String {
    let module = snake(text).trim_matches('_').to_owned();
    if module.is_empty() {
        return "root".to_owned();
    }
    let is_file_of_cargo = module == "lib" || module == "main";
    if is_ident(&module) && !is_file_of_cargo { module } else { format!("routes_{module}") }
}

/// The files that have other texts with the addition in them.
pub(super) fn changes(sources: &Sources, addition: &Addition, width: usize) -> Result<Vec<Change>, String> {
    let named = |source: &&Source| source.module.as_ref() == Some(&addition.module);
    let beside = |source: &&Source| addition.beside.as_ref() == Some(&source.shown);
    let home = sources.modules.iter().find(named).or_else(|| sources.all().find(beside));
    match home {
        Some(source) => Ok(vec![extended(source, addition, width)?]),
        None => Ok(vec![made(sources, addition, width)?, declaring(&sources.root, &addition.module)?]),
    }
}

/// The source with the item at its end, or before its tests.
fn extended(source: &Source, addition: &Addition, width: usize) -> Result<Change, String> {
    let Addition { name, item, .. } = addition;
    let shown = &source.shown;
    if source.items.iter().any(|item| ident(item).as_ref() == Some(name))
        || imports::used(source).iter().any(|used| used.name == *name)
    {
        return Err(format!("{shown} has a `{name}` already"));
    }
    let mut edits = imports::edits(source, &addition.imports, width)?;
    let tests =
        source.items.last().filter(|item| matches!(item, Item::Mod(module) if is_test(&module.attrs)));
    edits.push(match tests.map(range) {
        Some(tests) => Edit { range: tests.start..tests.start, text: format!("{item}\n\n") },
        None => {
            let end = source.text.trim_end().len();
            Edit { range: end..source.text.len(), text: format!("\n\n{item}\n") }
        }
    });
    change(source, edits)
}

/// A module of its own.
fn made(sources: &Sources, addition: &Addition, width: usize) -> Result<Change, String> {
    let Addition { module, documentation, imports, item, .. } = addition;
    let root = &sources.root;
    let folder = root.file.parent().unwrap_or(Path::new("."));
    let there = [format!("{module}.rs"), format!("{module}/mod.rs")];
    if let Some(there) = there.iter().find(|file| folder.join(file).symlink_metadata().is_ok()) {
        return Err(format!("src/{there} is there, but {} does not declare `mod {module};`", root.shown));
    }
    let empty = Source {
        file: folder.join(format!("{module}.rs")),
        shown: format!("src/{module}.rs"),
        text: String::new(),
        items: Vec::new(),
        module: None,
    };
    let uses: String = imports::edits(&empty, imports, width)?
        .into_iter()
        .map(|edit| edit.text.trim().to_owned() + "\n")
        .collect();
    let after = format!("//! {documentation}\n\n{uses}\n{item}\n");
    Ok(Change { file: empty.file, shown: empty.shown, before: None, after })
}

/// The root with a `mod` line, in the order of names where the others are.
fn declaring(root: &Source, module: &str) -> Result<Change, String> {
    let taken =
        root.items.iter().any(|item| matches!(item, Item::Mod(_)) && ident(item).as_deref() == Some(module))
            || imports::used(root).iter().any(|used| used.name == module);
    if taken {
        return Err(format!("{} has a `{module}` already, which is not a file of its own", root.shown));
    }
    let line = format!("mod {module};");
    let is_line = |item: &&Item| matches!(item, Item::Mod(module) if module.content.is_none() && module.attrs.is_empty());
    let lines: Vec<&Item> = root.items.iter().filter(is_line).collect();
    let after = lines.iter().find(|item| ident(item).is_some_and(|name| name.as_str() > module));
    let edit = |place: usize, text: String| Edit { range: place..place, text };
    let edit = match (after, lines.last(), root.items.first()) {
        (Some(after), ..) => edit(range(after).start, format!("{line}\n")),
        (None, Some(last), _) => edit(range(last).end, format!("\n{line}")),
        (None, None, Some(first)) => edit(range(first).start, format!("{line}\n\n")),
        (None, None, None) => edit(root.text.len(), format!("\n{line}\n")),
    };
    change(root, vec![edit])
}

/// The source with these edits, which have to leave it Rust with one item more, or with the same.
fn change(source: &Source, mut edits: Vec<Edit>) -> Result<Change, String> {
    edits.sort_by_key(|edit| edit.range.start);
    let newline = if source.text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut after = source.text.clone();
    for edit in edits.iter().rev() {
        after.replace_range(edit.range.clone(), &edit.text.replace('\n', newline));
    }
    if syn::parse_file(&after).is_err() {
        return Err(format!("{} cannot be edited: it would not be Rust any more", source.shown));
    }
    let (file, shown) = (source.file.clone(), source.shown.clone());
    Ok(Change { file, shown, before: Some(source.text.clone()), after })
}

/// The name of an item.
fn ident(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Mod(item) => &item.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string().trim_start_matches("r#").to_owned())
}
