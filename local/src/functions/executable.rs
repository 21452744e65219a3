//! The file that functions are started from, and what happens when it changes while they run: at no
//! time do some requests meet the old code and others the new.
//!
//! An executable is opened once and started from what was opened, so a build that puts another file in
//! its place changes nothing. A script cannot be started so: it would no longer find the files beside
//! it. It is looked at before each event instead, and a process of an earlier version gets none.

use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use tokio::process::Command;

use crate::server::handover;
use crate::terminal::say;

/// What this process runs, whatever has taken its name since; on Linux alone.
const RUNNING: &str = "/proc/self/exe";

/// A file that functions are started from.
#[derive(Debug)]
pub(crate) struct Executable {
    path: PathBuf,
    /// What is started, where that is not whatever `path` names.
    pinned: Option<File>,
    /// Whether it ends by itself when the process that started it ends.
    pub(super) watches_parent: bool,
    /// The file at `path` when it was last looked at.
    seen: Mutex<Option<Version>>,
}

/// Tells one content of a file from another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Version {
    modified: Option<SystemTime>,
    length: u64,
}

impl Version {
    fn of(metadata: &Metadata) -> Self {
        Self { modified: metadata.modified().ok(), length: metadata.len() }
    }
}

impl Executable {
    /// The executable that runs now.
    ///
    /// # Errors
    ///
    /// When the system does not say which it is.
    pub(crate) fn own() -> Result<Self, String> {
        let path = std::env::current_exe()
            .map_err(|error| format!("cannot find this executable to start functions from it: {error}"))?;
        // Not by its path, where a build may have put another file by now.
        Ok(Self::new(path, open_unless_interpreted(Path::new(RUNNING)), true))
    }

    /// Another executable, or a script.
    ///
    /// # Errors
    ///
    /// When it is not a file that can be executed.
    pub(crate) fn at(path: &Path) -> Result<Self, String> {
        let shown = path.display();
        let metadata =
            path.metadata().map_err(|error| format!("cannot start functions from {shown}: {error}"))?;
        if metadata.is_dir() {
            return Err(format!("{shown} is a directory, and functions are started from a file"));
        }
        if !metadata.is_file() {
            return Err(format!("{shown} is not a file, so no function can be started from it"));
        }
        if !is_executable(&metadata) {
            return Err(format!("{shown} is not executable; `chmod +x {shown}` makes it so"));
        }
        // Without a folder in front, it would be looked for in `PATH`.
        let path = std::path::absolute(path).map_err(|error| format!("cannot find {shown}: {error}"))?;
        let pinned = open_unless_interpreted(&path);
        Ok(Self::new(path, pinned, false))
    }

    fn new(path: PathBuf, pinned: Option<File>, watches_parent: bool) -> Self {
        let metadata = pinned.as_ref().map_or_else(|| path.metadata(), File::metadata);
        let seen = Mutex::new(metadata.ok().as_ref().map(Version::of));
        Self { path, pinned, watches_parent, seen }
    }

    /// Its name, for people and for the functions.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A command that starts it.
    pub(crate) fn command(&self) -> Command {
        #[cfg(target_os = "linux")]
        if let Some(file) = &self.pinned {
            use std::os::fd::AsRawFd as _;
            // The file as this process has it open, whatever has taken its name since. Not as the child
            // has it: where a program of another machine is emulated, the emulator opens it later.
            let open = format!("/proc/{}/fd/{}", std::process::id(), file.as_raw_fd());
            let mut command = Command::new(open);
            command.arg0(&self.path);
            return command;
        }
        Command::new(&self.path)
    }

    /// The version of what is started now. Says it when the file has changed, or another has taken its
    /// place.
    pub(super) fn version(&self) -> Option<Version> {
        let there = self.path.metadata().ok().as_ref().map(Version::of);
        let started = match &self.pinned {
            Some(file) => file.metadata().ok().as_ref().map(Version::of),
            None => there,
        };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        // A build removes the file; when it is done there is one again.
        if there.is_some() && there != *seen {
            *seen = there;
            self.say_changed(started == there);
        }
        if self.pinned.is_some() { started } else { *seen }
    }

    fn say_changed(&self, started: bool) {
        // `serve --watch`, which restarts it in a moment, says so itself.
        if handover::is_replaced() {
            return;
        }
        let path = self.path.display();
        if started {
            say(format_args!(
                "{path} has changed: functions start anew from it, with the routes, tables and permissions \
                 that `serve` began with"
            ));
        } else {
            say(format_args!(
                "{path} was built anew; this `serve` still runs the old one: end it and start it again"
            ));
        }
    }
}

/// The file to start, when the system executes it by itself, as it does this executable. Any other is
/// read by a program that has to find it under its name.
#[cfg(target_os = "linux")]
fn open_unless_interpreted(path: &Path) -> Option<File> {
    let file = File::open(path).ok()?;
    let own = File::open(RUNNING).ok()?;
    (kind(&file)? == kind(&own)?).then_some(file)
}

/// What the head of an ELF file says: that it is one, of which word size and byte order, and for which
/// machine.
#[cfg(target_os = "linux")]
fn kind(mut file: &File) -> Option<([u8; 6], [u8; 2])> {
    use std::io::Read as _;
    let mut head = [0; 20];
    // What is shorter than that is no executable.
    file.read_exact(&mut head).ok()?;
    Some((*head.first_chunk()?, *head.last_chunk()?))
}

/// Elsewhere nothing can be started but by its name.
#[cfg(not(target_os = "linux"))]
fn open_unless_interpreted(_: &Path) -> Option<File> {
    None
}

fn is_executable(metadata: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.permissions().mode() & 0o111 != 0
}
