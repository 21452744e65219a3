//! Brings names into the scope of a source: a `use` line of the same crate takes them in, or a new line stands
//! where rustfmt would put it.

use std::ops::Range;

use syn::{Item, ItemUse, UseTree, Visibility};

use super::declared::range;
use super::sources::Source;

/// Names of one crate.
pub(super) struct Import {
    pub(super) of: &'static str,
    pub(super) names: Vec<&'static str>,
}

/// Text that takes the place of other text.
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

/// A name that a source has by a `use` line, and the path to it.
pub(super) struct Used {
    pub(super) name: String,
    path: Vec<String>,
}

/// The edits that bring the names into scope, or the sentence why one cannot be.
pub(super) fn edits(source: &Source, imports: &[Import], width: usize) -> Result<Vec<Edit>, String> {
    let used = used(source);
    let mut edits = Vec::new();
    for Import { of, names } in imports {
        let mut missing = Vec::new();
        for name in names {
            match used.iter().find(|used| used.name == *name) {
                Some(known) if known.path.first().is_some_and(|first| first == of) => {}
                Some(_) => {
                    return Err(format!(
                        "`{name}` in {} is not the one of `{of}`, which the new code needs: rename it, or use it by its path",
                        source.shown
                    ));
                }
                None if used.iter().any(|used| used.name == "*" && used.path == [*of]) => {}
                None => missing.push(*name),
            }
        }
        if !missing.is_empty() {
            edits.push(edit(source, of, &missing, width));
        }
    }
    Ok(edits)
}

/// The names that the `use` lines of a source bring, globs as `*`.
pub(super) fn used(source: &Source) -> Vec<Used> {
    let mut used = Vec::new();
    for item in &source.items {
        if let Item::Use(item) = item {
            collect(&item.tree, &mut Vec::new(), &mut used);
        }
    }
    used
}

fn collect(tree: &UseTree, path: &mut Vec<String>, used: &mut Vec<Used>) {
    let mut found = |name: String| used.push(Used { name, path: path.clone() });
    match tree {
        UseTree::Name(name) => found(name.ident.to_string()),
        UseTree::Rename(rename) => found(rename.rename.to_string()),
        UseTree::Glob(_) => found("*".to_owned()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| collect(tree, path, used)),
        UseTree::Path(inner) => {
            path.push(inner.ident.to_string());
            collect(&inner.tree, path, used);
            path.pop();
        }
    }
}

fn edit(source: &Source, of: &str, missing: &[&str], width: usize) -> Edit {
    let uses: Vec<(&Item, &ItemUse)> = source
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Use(of_item) => Some((item, of_item)),
            _ => None,
        })
        .collect();
    for (item, found) in &uses {
        let range = range(item);
        if let Some(names) = plain_names(found, of).filter(|_| !source.text[range.clone()].contains('/')) {
            return Edit { range, text: line(of, merged(names, missing), width) };
        }
    }
    let text = line(of, merged(Vec::new(), missing), width);
    new_line(source, &uses, of, &text)
}

/// The names of `use of::{a, b};`, where there is nothing else in it.
fn plain_names(item: &ItemUse, of: &str) -> Option<Vec<String>> {
    let UseTree::Path(path) = &item.tree else { return None };
    let is_plain = item.attrs.is_empty() && matches!(item.vis, Visibility::Inherited) && path.ident == of;
    let name = |tree: &UseTree| match tree {
        UseTree::Name(name) => Some(name.ident.to_string()),
        _ => None,
    };
    let names = match &*path.tree {
        UseTree::Group(group) => group.items.iter().map(name).collect(),
        tree => name(tree).map(|name| vec![name]),
    };
    names.filter(|_| is_plain)
}

/// Sorted, where they were.
fn merged(mut names: Vec<String>, missing: &[&str]) -> Vec<String> {
    let were_sorted = names.is_sorted();
    names.extend(missing.iter().map(|name| (*name).to_owned()));
    if were_sorted {
        names.sort();
    }
    names
}

/// `use of::{a, b};` as rustfmt writes it.
fn line(of: &str, names: Vec<String>, width: usize) -> String {
    if let [name] = names.as_slice() {
        return format!("use {of}::{name};");
    }
    let one = format!("use {of}::{{{}}};", names.join(", "));
    if one.len() <= width {
        return one;
    }
    let mut lines = format!("use {of}::{{\n");
    let mut current = String::from("   ");
    for name in names {
        if current.len() + name.len() + 2 > width {
            lines.extend([current.as_str(), "\n"]);
            current = String::from("   ");
        }
        current.extend([" ", &name, ","]);
    }
    lines + &current + "\n};"
}

/// A line of its own: among the lines of other crates in the order of their names, or before everything that is
/// no `mod` line.
fn new_line(source: &Source, uses: &[(&Item, &ItemUse)], of: &str, line: &str) -> Edit {
    let at = |place: usize, text: String| Edit { range: place..place, text };
    let own = ["alloc", "core", "std", "crate", "self", "super"];
    let root = |item: &ItemUse| match &item.tree {
        UseTree::Path(path) => path.ident.to_string(),
        _ => String::new(),
    };
    let crates: Vec<_> = uses.iter().filter(|(_, item)| !own.contains(&root(item).as_str())).collect();
    if let Some((item, _)) = crates.iter().find(|(_, item)| root(item).as_str() > of) {
        return at(range(item).start, format!("{line}\n"));
    }
    if let Some((item, _)) = crates.last() {
        return at(range(item).end, format!("\n{line}"));
    }
    let is_module = |item: &&Item| matches!(item, Item::Mod(module) if module.content.is_none());
    match source.items.iter().find(|item| !is_module(item)) {
        Some(item) => at(range(item).start, format!("{line}\n\n")),
        None => at(source.text.len(), format!("\n{line}\n")),
    }
}
