//! The project that this is called in: the nearest package, which depends on `fingerpost`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use toml_edit::DocumentMut;

/// A package.
pub(crate) struct Project {
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// How many columns its source has.
    pub(crate) width: usize,
}

impl Project {
    pub(crate) fn find() -> Result<Self, String> {
        let here =
            std::env::current_dir().map_err(|error| format!("this folder cannot be opened: {error}"))?;
        let found = here.ancestors().find(|folder| folder.join("Cargo.toml").is_file());
        let folder =
            found.ok_or("this is not a project: neither this folder nor one above it has a Cargo.toml")?;
        let file = folder.join("Cargo.toml");
        let shown = file.display();
        let cargo = read_toml(&file)?;
        let Some(package) = cargo.get("package") else {
            return Err(format!("{shown} is of a workspace: call this in the folder of one of its packages"));
        };
        let depends = cargo.get("dependencies").is_some_and(|known| known.get("fingerpost").is_some());
        if !depends {
            let name = package.get("name").and_then(|name| name.as_str()).unwrap_or_default();
            return Err(format!(
                "this is not a project of Fingerpost: `{name}` does not depend on `fingerpost`"
            ));
        }
        Ok(Self { folder: folder.to_owned(), width: width(folder) })
    }

    /// Lets one process at a time change the project, until what this returns is dropped. Where the file system
    /// has no locks, changes go on without.
    pub(crate) fn lock(&self) -> Option<File> {
        let folder = File::open(&self.folder).ok()?;
        folder.lock().ok()?;
        Some(folder)
    }
}

fn read_toml(file: &Path) -> Result<DocumentMut, String> {
    let shown = file.display();
    let text = fs::read_to_string(file).map_err(|error| format!("cannot read {shown}: {error}"))?;
    text.parse().map_err(|error: toml_edit::TomlError| format!("{shown} is not TOML: {}", error.message()))
}

/// `max_width` of the nearest `rustfmt.toml`; rustfmt has 100 without.
fn width(folder: &Path) -> usize {
    let files =
        folder.ancestors().flat_map(|folder| ["rustfmt.toml", ".rustfmt.toml"].map(|name| folder.join(name)));
    let nearest = files.into_iter().find(|file| file.is_file()).and_then(|file| read_toml(&file).ok());
    let width = nearest.and_then(|settings| settings.get("max_width")?.as_integer());
    width.and_then(|width| usize::try_from(width).ok()).unwrap_or(100)
}
