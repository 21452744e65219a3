//! A Python script as the functions of the reference API, in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::{Serve, children, run};

/// The script, its manifest beside it, and the ids of the processes that it has had.
pub struct Script {
    folder: TempDir,
}

impl Script {
    /// Makes a copy of the script, with the manifest that `executable` prints.
    pub fn new(executable: &str) -> Self {
        let python = Command::new("python3").arg("--version").output();
        assert!(python.is_ok_and(|ran| ran.status.success()), "python3 runs the function under test");
        let script = Self { folder: TempDir::new().expect("a folder") };
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("functions/events.py");
        install(&source, &script.path());
        fs::write(script.file("manifest.json"), run(executable, &["manifest"], "").stdout).expect("writes");
        script
    }

    /// Where it is.
    pub fn path(&self) -> PathBuf {
        self.file("events.py")
    }

    /// A file beside it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Changes its manifest.
    pub fn change_manifest(&self, change: impl FnOnce(&mut Value)) {
        let file = self.file("manifest.json");
        let mut manifest = serde_json::from_slice(&fs::read(&file).expect("reads")).expect("JSON");
        change(&mut manifest);
        fs::write(file, manifest.to_string()).expect("writes");
    }

    /// Writes it anew with a text of it replaced, as an editor does that renames a new file.
    pub fn replace(&self, old: &str, new: &str) {
        let source = fs::read_to_string(self.path()).expect("reads");
        assert!(source.contains(old), "{old}");
        fs::write(self.file("source"), source.replace(old, new)).expect("writes");
        install(&self.file("source"), &self.file("new"));
        fs::rename(self.file("new"), self.path()).expect("renames");
    }

    /// A `serve` of `executable` whose functions are the script's.
    pub fn serve(&self, executable: &str, behaviour: &str) -> Serve {
        let (behaviour, pids) =
            (format!("BEHAVIOUR={behaviour}"), format!("PIDS={}", self.file("pids").display()));
        let path = self.path();
        let options = ["--in-memory", "--env", &behaviour, "--env", &pids, "--binary", argument(&path)];
        Serve::start_with(Command::new(executable), &options)
    }

    /// The ids of every process that the script has started as, and of their children.
    pub fn pids(&self) -> Vec<u32> {
        let pids = fs::read_to_string(self.file("pids")).unwrap_or_default();
        pids.lines().map(|pid| pid.parse().expect("a pid")).collect()
    }

    /// The ids of the processes that `serve` has started beside the script's.
    pub fn supervisors(&self, serve: &Serve) -> Vec<u32> {
        let functions = self.pids();
        children(serve.pid()).into_iter().filter(|pid| !functions.contains(pid)).collect()
    }
}

/// Copies a file and makes it executable, in a process of its own: this one may start another at the
/// same time, which would have the file open, and no system executes a file that is written to.
pub fn install(from: &Path, to: &Path) {
    let status = Command::new("install").args(["-m", "755"]).args([from, to]).status();
    assert!(status.is_ok_and(|status| status.success()), "install {} {}", from.display(), to.display());
}

/// A path as an argument.
pub fn argument(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}
