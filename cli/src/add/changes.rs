//! Changes of files: all are written beside their places first, and then renamed one after the other. Where one
//! cannot be, those before it are taken back.

use std::fs;
use std::path::{Path, PathBuf};

use similar::TextDiff;

/// A file with another text, or one that is new.
pub(super) struct Change {
    pub(super) file: PathBuf,
    /// Its path in the project.
    pub(super) shown: String,
    /// What it had; nothing where it is new.
    pub(super) before: Option<String>,
    pub(super) after: String,
}

/// Makes all changes, or none. They are made in this order: what is new comes before what declares it.
pub(super) fn apply(project: &Path, changes: &[Change]) -> Result<(), String> {
    for change in changes {
        change.check(project)?;
    }
    let mut staged = Vec::new();
    for change in changes {
        staged.push(Staged::write(change)?);
    }
    for (at, (change, staged)) in changes.iter().zip(&staged).enumerate() {
        if let Err(sentence) = staged.rename(change) {
            for made in changes[..at].iter().rev() {
                made.take_back();
            }
            return Err(sentence);
        }
    }
    Ok(())
}

/// The lines that come and go, file by file.
pub(super) fn shown(changes: &[Change]) -> String {
    let mut shown = String::new();
    for Change { shown: file, before, after, .. } in changes {
        let new = if before.is_none() { " (new)" } else { "" };
        shown.extend([file, new, "\n"]);
        let diff = TextDiff::from_lines(before.as_deref().unwrap_or_default(), after);
        for change in diff.iter_all_changes().filter(|change| change.tag() != similar::ChangeTag::Equal) {
            shown += &change.tag().to_string();
            shown.extend([" ", change.value().trim_end(), "\n"]);
        }
    }
    shown
}

impl Change {
    /// Refuses a link, which a new file would replace, a file of somebody else, to which a `#[path]` leads, and one
    /// that has changed since it was read.
    fn check(&self, project: &Path) -> Result<(), String> {
        let inside = self.file.strip_prefix(project).unwrap_or(&self.file);
        let mut place = project.to_owned();
        for part in inside {
            place.push(part);
            if place.is_symlink() {
                let link = place.strip_prefix(project).unwrap_or(&place).display();
                return Err(format!(
                    "{link} is a symbolic link, and only files of the project itself are changed"
                ));
            }
        }
        if !self.is_inside(project) {
            return Err(format!(
                "{} is outside of the project, and only files of the project itself are changed",
                self.shown
            ));
        }
        let there = fs::read_to_string(&self.file).ok();
        if there != self.before || self.before.is_none() && self.file.exists() {
            return Err(format!("{} was changed by someone else meanwhile", self.shown));
        }
        Ok(())
    }

    /// Whether its folder is in the project, whatever its path looks like.
    fn is_inside(&self, project: &Path) -> bool {
        let folder = self.file.parent().and_then(|folder| folder.canonicalize().ok());
        let project = project.canonicalize();
        project.is_ok_and(|project| folder.is_some_and(|folder| folder.starts_with(project)))
    }

    /// Makes it as it was.
    fn take_back(&self) {
        let _ = match &self.before {
            Some(text) => fs::write(&self.file, text),
            None => fs::remove_file(&self.file),
        };
    }
}

/// A text beside its file; dropped, it is removed.
struct Staged(PathBuf);

impl Staged {
    fn write(change: &Change) -> Result<Self, String> {
        let name = change.file.file_name().unwrap_or_default().display();
        // Always the same name, so that the next process replaces what one that was killed has left: the project
        // is locked.
        let staged = Self(change.file.with_file_name(format!(".{name}.new")));
        let written = fs::write(&staged.0, &change.after).and_then(|()| match fs::metadata(&change.file) {
            Ok(there) => fs::set_permissions(&staged.0, there.permissions()),
            Err(_) => Ok(()),
        });
        written.map_err(|error| format!("cannot write {}: {error}", change.shown))?;
        Ok(staged)
    }

    fn rename(&self, change: &Change) -> Result<(), String> {
        fs::rename(&self.0, &change.file).map_err(|error| format!("cannot write {}: {error}", change.shown))
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // It has been renamed, or is not wanted.
        let _ = fs::remove_file(&self.0);
    }
}
