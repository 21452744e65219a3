//! The sources of a project, found as the compiler finds them: by the `mod` lines.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use syn::{Attribute, Expr, ExprLit, Item, ItemMod, Lit, Meta};

use crate::project::Project;

/// A file of the project.
pub(super) struct Source {
    pub(super) file: PathBuf,
    /// Its path in the project, for messages.
    pub(super) shown: String,
    pub(super) text: String,
    pub(super) items: Vec<Item>,
    /// The name of the module that it is, where the root declares it.
    pub(super) module: Option<String>,
}

/// The root of the crate, and the files of its modules.
pub(super) struct Sources {
    pub(super) root: Source,
    pub(super) modules: Vec<Source>,
}

impl Sources {
    /// Reads `src/lib.rs`, or `src/main.rs` where there is none, and every file that it leads to.
    pub(super) fn read(project: &Project) -> Result<Self, String> {
        let folder = project.folder.join("src");
        let roots = ["lib.rs", "main.rs"].map(|name| folder.join(name));
        let root = roots.into_iter().find(|file| file.is_file());
        let root = root.ok_or("the project has neither src/lib.rs nor src/main.rs")?;
        let root = Source::read(root, &project.folder)?;
        let mut seen = BTreeSet::from([root.file.clone()]);
        let mut open = root.declared(&folder)?;
        for (_, module) in &mut open {
            module.is_of_root = true;
        }
        let mut modules = Vec::new();
        while let Some((file, Declared { name, below, is_of_root })) = open.pop() {
            if !seen.insert(file.clone()) {
                continue;
            }
            let mut source = Source::read(file, &project.folder)?;
            source.module = is_of_root.then_some(name);
            open.extend(source.declared(&below)?);
            modules.push(source);
        }
        Ok(Self { root, modules })
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &Source> {
        std::iter::once(&self.root).chain(&self.modules)
    }
}

/// A module whose file is still to be read.
struct Declared {
    name: String,
    /// The folder of its own modules.
    below: PathBuf,
    is_of_root: bool,
}

impl Source {
    fn read(file: PathBuf, project: &Path) -> Result<Self, String> {
        let shown = file.strip_prefix(project).unwrap_or(&file).display().to_string();
        let text = fs::read_to_string(&file).map_err(|error| format!("cannot read {shown}: {error}"))?;
        let parsed = syn::parse_file(&text).map_err(|error| {
            let at = error.span().start();
            format!("{shown}:{}:{} is not Rust: {error}", at.line, at.column + 1)
        })?;
        Ok(Self { file, shown, text, items: parsed.items, module: None })
    }

    /// The files of the modules that this one declares; its own are in `folder`.
    fn declared(&self, folder: &Path) -> Result<Vec<(PathBuf, Declared)>, String> {
        let modules = self.items.iter().filter_map(|item| match item {
            Item::Mod(module) if module.content.is_none() && !is_test(&module.attrs) => Some(module),
            _ => None,
        });
        modules.map(|module| self.file_of(module, folder)).collect()
    }

    fn file_of(&self, module: &ItemMod, folder: &Path) -> Result<(PathBuf, Declared), String> {
        let name = module.ident.to_string().trim_start_matches("r#").to_owned();
        let below = folder.join(&name);
        let given = path_attribute(module).and_then(|path| Some(self.file.parent()?.join(path)));
        let usual = [folder.join(format!("{name}.rs")), below.join("mod.rs")];
        let mut files = given.into_iter().chain(usual);
        let file = files
            .find(|file| file.is_file())
            .ok_or_else(|| format!("{} declares `mod {name};`, but the module has no file", self.shown))?;
        Ok((file, Declared { name, below, is_of_root: false }))
    }
}

/// The file that `#[path = "…"]` names.
fn path_attribute(module: &ItemMod) -> Option<String> {
    module.attrs.iter().find_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(path), .. }) => Some(path.value()),
            _ => None,
        },
        _ => None,
    })
}

/// Whether it is compiled for tests alone.
pub(super) fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        _ => false,
    })
}
