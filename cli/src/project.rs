//! The project that this is called in: the nearest package, which depends on `fingerpost`.

use std::fs::File;
use std::path::PathBuf;

use crate::style::{Style, read_toml};

/// A package.
pub(crate) struct Project {
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// How its source is formatted.
    pub(crate) style: Style,
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
        Ok(Self { folder: folder.to_owned(), style: Style::of(folder) })
    }

    /// Lets one process at a time change the project, until what this returns is dropped. Where the file system
    /// has no locks, changes go on without.
    pub(crate) fn lock(&self) -> Option<File> {
        let folder = File::open(&self.folder).ok()?;
        folder.lock().ok()?;
        Some(folder)
    }
}
