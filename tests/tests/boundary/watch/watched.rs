//! A project whose executable is one of ours, whose sources are empty, and whose cargo is a script: it builds at once
//! what a test wants.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use fingerpost_tests::{Serve, children, runs, wait_until};
use serde_json::json;
use tempfile::TempDir;

/// A build that fails as one of a mistake.
pub(super) const FAILS: &str = "echo 'error[E0308]: mismatched types' >&2; exit 101";

/// A served project.
pub(super) struct Watched {
    folder: TempDir,
    pub(super) api: Serve,
}

impl Watched {
    pub(super) fn start(executable: &str, options: &[&str]) -> Self {
        let folder = project(executable);
        let api = Serve::start_with(command(folder.path()), &[&["--watch"], options].concat());
        let watched = Self { folder, api };
        watched.wait_for("a change builds the API and restarts it", 1);
        watched
    }

    /// The exit code and what is said where it does not start.
    pub(super) fn fails(executable: &str, options: &[&str]) -> (Option<i32>, String) {
        let folder = project(executable);
        let mut command = command(folder.path());
        command.args(["serve", "--port", "0", "--watch"]).args(options).stdin(Stdio::null());
        let output = command.output().expect("runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    }

    /// Has the next builds do this.
    pub(super) fn builds_by(&self, script: &str) {
        fs::write(self.path("build.sh"), script).expect("written");
    }

    /// Has the next builds put another executable in the place of ours.
    pub(super) fn builds_to(&self, executable: &str) {
        self.builds_by(&Self::link(executable));
    }

    /// Has the next builds wait until they are told, and then do this.
    pub(super) fn builds_when_told(&self, script: &str) {
        self.builds_by(&format!("until rm go 2>/dev/null; do sleep 0.02; done\n{script}"));
    }

    /// Lets a build that waits go on.
    pub(super) fn tell(&self) {
        fs::write(self.path("go"), "").expect("written");
    }

    /// What puts an executable in the place of ours, as a file of its own.
    pub(super) fn link(executable: &str) -> String {
        format!("cp {executable} new; mv new target/debug/watched")
    }

    /// The calls of `cargo build` so far.
    pub(super) fn calls(&self) -> Vec<String> {
        let calls = fs::read_to_string(self.path("calls")).unwrap_or_default();
        calls.lines().map(str::to_owned).collect()
    }

    /// The process of the last build, as long as it runs.
    pub(super) fn cargo(&self) -> Option<u32> {
        let pid = fs::read_to_string(self.path("pid")).ok()?.trim().parse().ok()?;
        runs(pid).then_some(pid)
    }

    /// The process that serves: of those that it has started, the one that is this executable.
    pub(super) fn serving(&self) -> u32 {
        let executable = self.path("target/debug/watched");
        let is_ours = |pid: &u32| {
            fs::read(format!("/proc/{pid}/cmdline"))
                .is_ok_and(|line| line.starts_with(executable.as_os_str().as_encoded_bytes()))
        };
        children(self.api.pid()).into_iter().find(is_ours).expect("an API serves")
    }

    /// Waits until the log has a text so often.
    #[track_caller]
    pub(super) fn wait_for(&self, text: &str, times: usize) {
        wait_until(&format!("it says `{text}`"), || self.api.log().matches(text).count() >= times);
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file at one go, as many editors do.
    pub(super) fn write(&self, name: &str, text: &str) {
        write(&self.path(".written"), text);
        let file = self.path(name);
        fs::create_dir_all(file.parent().expect("in a folder")).expect("a folder");
        fs::rename(self.path(".written"), file).expect("renamed");
    }

    pub(super) fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).expect("removed");
    }
}

fn write(file: &Path, text: &str) {
    fs::create_dir_all(file.parent().expect("in a folder")).expect("a folder");
    fs::write(file, text).expect("written");
}

fn project(executable: &str) -> TempDir {
    // Where a link to the executables can be, which are on the same file system.
    let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let sources = ["src/main.rs", "src/notes.rs", "queries/all.sql"];
    for name in ["Cargo.toml"].into_iter().chain(sources) {
        write(&path(name), "# empty\n");
    }
    let listed = sources.map(|name| path(name).display().to_string()).join(" ");
    write(
        &path("target/debug/watched.d"),
        &format!("{}: {listed}\n", path("target/debug/watched").display()),
    );
    fs::hard_link(executable, path("target/debug/watched")).expect("linked");
    let target = json!({ "name": "watched", "kind": ["bin"] });
    let package = json!({
        "id": "watched", "name": "watched", "manifest_path": path("Cargo.toml"), "features": {}, "targets": [target],
        "dependencies": [],
    });
    let metadata = json!({
        "packages": [package], "workspace_default_members": ["watched"], "workspace_root": folder.path(),
        "target_directory": path("target"),
    });
    write(&path("metadata.json"), &metadata.to_string());
    write(
        &path("cargo"),
        "#!/bin/sh\ncase $1 in\nmetadata) cat metadata.json;;\nbuild) echo $$ > pid; echo \"$*\" >> calls; . ./build.sh;;\nesac\n",
    );
    fs::set_permissions(path("cargo"), fs::Permissions::from_mode(0o755)).expect("executable");
    folder
}

/// The executable as `cargo run` starts it.
fn command(folder: &Path) -> Command {
    let mut command = Command::new(folder.join("target/debug/watched"));
    command.current_dir(folder).env("CARGO", folder.join("cargo")).env("CARGO_MANIFEST_DIR", folder);
    command
}
