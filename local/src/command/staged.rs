//! A file that is replaced as a whole: written beside its place, then renamed, so that no reader and no
//! crash sees half of it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::terminal::CommandError;

/// How many files this process has staged.
static COUNT: AtomicU32 = AtomicU32::new(0);

/// A file that waits beside its place; dropped, it is removed.
pub(super) struct Staged {
    beside: PathBuf,
    file: PathBuf,
}

impl Staged {
    /// Writes the content beside the file. A link stays, and the file that it leads to is replaced.
    ///
    /// # Errors
    ///
    /// One sentence. What is there and no file is never replaced: to root, the place of `/dev/null` is
    /// as good as any.
    pub(super) fn new(file: &Path, content: &[u8]) -> Result<Self, CommandError> {
        if file.metadata().is_ok_and(|there| !there.is_file()) {
            return Err(format!("cannot write {}: it is there, and not a file", file.display()).into());
        }
        // Where nothing is yet, there is no link either.
        let file = file.canonicalize().unwrap_or_else(|_| file.to_owned());
        let mut beside = file.as_os_str().to_owned();
        // Of this alone: another process may write the same file, or this one another time.
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        beside.push(format!(".{}.{count}.new", std::process::id()));
        let staged = Self { beside: beside.into(), file };
        fs::write(&staged.beside, content).map_err(|error| staged.cannot(&error))?;
        Ok(staged)
    }

    /// Lets everybody run it: in Lambda, the user is not the one who deployed.
    pub(super) fn executable(self) -> Result<Self, CommandError> {
        use std::os::unix::fs::PermissionsExt as _;
        let everybody = fs::Permissions::from_mode(0o755);
        fs::set_permissions(&self.beside, everybody).map_err(|error| self.cannot(&error))?;
        Ok(self)
    }

    pub(super) fn replace(self) -> Result<(), CommandError> {
        fs::rename(&self.beside, &self.file).map_err(|error| self.cannot(&error))
    }

    fn cannot(&self, error: &io::Error) -> CommandError {
        format!("cannot write {}: {error}", self.file.display()).into()
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // It has been renamed, or never was written.
        let _ = fs::remove_file(&self.beside);
    }
}
