//! The file that keeps the data: readable by its owner alone, and watched while it is open.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use dynoxide::{Database, DynoxideError};

/// Where the data is kept.
#[derive(Debug, Clone)]
pub(crate) enum Storage {
    /// Nowhere: it ends with the process.
    Memory,
    /// In one `SQLite` file.
    File(PathBuf),
}

impl fmt::Display for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory => f.write_str("memory, gone when this ends"),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

impl Storage {
    /// Opens the database.
    ///
    /// # Errors
    ///
    /// One sentence: the file cannot be used.
    pub(crate) fn open(&self) -> Result<Database, String> {
        let database = match self {
            Self::Memory => Database::memory().map_err(|error| error.to_string()),
            Self::File(path) => open(path),
        };
        database.map_err(|problem| format!("cannot keep data in {self}: {problem}"))
    }
}

fn open(path: &Path) -> Result<Database, String> {
    // SQLite takes names that begin with `file:` for URLs, and `:memory:` for no file.
    let path = &std::path::absolute(path).map_err(|error| error.to_string())?;
    let text = path.to_str().ok_or("the path is not UTF-8")?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        create_folder(folder).map_err(|error| error.to_string())?;
    }
    create(path).map_err(|error| error.to_string())?;
    let database = Database::new(text).map_err(|error| said_plainly(&error))?;
    for file in files(path) {
        narrow(&file).map_err(|error| format!("its permissions cannot be narrowed: {error}"))?;
    }
    Ok(database)
}

/// The text of an error, with advice where the file is damaged.
pub(crate) fn said_plainly(error: &DynoxideError) -> String {
    let text = error.to_string();
    // The first is dynoxide's for a file without SQLite's header, the second SQLite's for one whose
    // pages do not fit together.
    if text.contains("new_encrypted()") || text.contains("malformed") {
        return "the file is damaged, or is not a database of this program; move it away, or choose another \
                with `--data`"
            .to_owned();
    }
    text
}

/// The file and what `SQLite` keeps beside it, which is where a link leads.
fn files(path: &Path) -> [PathBuf; 3] {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    ["", "-wal", "-shm"].map(|suffix| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        name.into()
    })
}

fn create_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Makes the file where there is none; `SQLite` gives its own files beside it the same permissions.
fn create(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    if path.exists() {
        return Ok(());
    }
    fs::OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path).map(drop)
}

fn narrow(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    match fs::set_permissions(path, fs::Permissions::from_mode(0o600)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

/// Sees that the open files are still the ones that their paths lead to: `SQLite` goes on with files
/// that have lost their names, and what it writes to them is gone when it ends. And that the first, which
/// it never makes shorter, has not been: somebody else wrote to it.
pub(crate) struct Watch {
    files: [(PathBuf, Option<Identity>); 3],
    length: AtomicU64,
    lost: AtomicBool,
}

type Identity = (u64, u64);

impl Watch {
    /// Remembers the files of a database that was just opened.
    pub(crate) fn of(data: &Storage) -> Option<Self> {
        let Storage::File(path) = data else { return None };
        let known = |file: PathBuf| {
            let identity = identity(&file);
            (file, identity)
        };
        let files = files(path).map(known);
        let length = fs::metadata(path).map_or(0, |file| file.len());
        Some(Self { files, length: length.into(), lost: AtomicBool::new(false) })
    }

    /// Whether the files are where they were; once they are not, it says so, and never holds again.
    pub(crate) fn holds(&self) -> bool {
        let same = |(file, known): &(PathBuf, Option<Identity>)| known.is_none() || identity(file) == *known;
        if !self.lost.load(Ordering::Relaxed) && self.files.iter().all(same) && self.is_whole() {
            return true;
        }
        if !self.lost.swap(true, Ordering::Relaxed) {
            crate::terminal::say(format_args!(
                "the data file {} is gone; end `serve` and start it again (it was removed, moved, replaced or \
                 emptied, so every call of DynamoDB fails until then)",
                self.files[0].0.display()
            ));
        }
        false
    }

    fn is_whole(&self) -> bool {
        let length = fs::metadata(&self.files[0].0).map_or(0, |file| file.len());
        self.length.fetch_max(length, Ordering::Relaxed) <= length
    }
}

fn identity(file: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(file).ok().map(|file| (file.dev(), file.ino()))
}
