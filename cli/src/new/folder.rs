//! A folder that is written beside its place and then renamed. Dropped before that, it is removed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml_edit::DocumentMut;

/// A folder on its way to its place.
pub(super) struct Staged {
    beside: PathBuf,
    folder: PathBuf,
}

impl Staged {
    /// Makes an empty folder beside the place, and what is above it.
    ///
    /// # Errors
    ///
    /// One sentence where something is in that place, be it a link that leads nowhere, or nothing can be made.
    pub(super) fn beside(folder: &Path) -> Result<Self, String> {
        let shown = folder.display();
        let cannot = |error: &dyn std::fmt::Display| format!("cannot make {shown}: {error}");
        if folder.symlink_metadata().is_ok() {
            return Err(format!("{shown} is there already"));
        }
        let place = std::path::absolute(folder).map_err(|error| cannot(&error))?;
        let (Some(parent), Some(name)) = (place.parent(), place.file_name()) else {
            return Err(cannot(&"it has no name"));
        };
        fs::create_dir_all(parent).map_err(|error| cannot(&error))?;
        let mut beside = std::ffi::OsString::from(".");
        beside.push(name);
        beside.push(format!(".{}.new", std::process::id()));
        let beside = parent.join(beside);
        fs::create_dir(&beside).map_err(|error| cannot(&error))?;
        Ok(Self { beside, folder: folder.to_owned() })
    }

    /// Writes a file and the folders that it is in.
    pub(super) fn write(&self, file: &str, text: &str) -> Result<(), String> {
        let target = self.beside.join(file);
        let made = target.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&target, text));
        made.map_err(|error| format!("cannot write {}: {error}", self.folder.join(file).display()))
    }

    /// Puts it in its place.
    pub(super) fn rename(self) -> Result<(), String> {
        fs::rename(&self.beside, &self.folder).map_err(|error: io::Error| {
            let shown = self.folder.display();
            match error.kind() {
                io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::NotADirectory => {
                    format!("{shown} is there already")
                }
                _ => format!("cannot make {shown}: {error}"),
            }
        })
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // It has been renamed, or is not wanted.
        let _ = fs::remove_dir_all(&self.beside);
    }
}

/// Whether cargo would look for the package among the members of a workspace.
pub(super) fn is_in_workspace(folder: &Path) -> bool {
    let Ok(place) = std::path::absolute(folder) else { return false };
    let mut above =
        place.ancestors().skip(1).filter_map(|folder| fs::read_to_string(folder.join("Cargo.toml")).ok());
    above.any(|text| text.parse::<DocumentMut>().is_ok_and(|cargo| cargo.contains_key("workspace")))
}
