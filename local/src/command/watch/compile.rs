//! The build: what `cargo run` has built, built again.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

use crate::command::project::Project;
use crate::functions::Child;

/// How cargo is called.
pub(super) struct Compiler {
    command: std::process::Command,
    executable: PathBuf,
}

impl Compiler {
    /// Of the executable that runs now: the same package, profile and target, with more options for cargo.
    ///
    /// # Errors
    ///
    /// One sentence: it is not where cargo puts an executable.
    pub(super) fn of(project: &Project, options: &[OsString]) -> Result<Self, String> {
        let executable = std::env::current_exe();
        let executable = executable.map_err(|error| format!("this executable has no path: {error}"))?;
        let built = Built::of(&executable, &project.target_directory)
            .ok_or_else(|| format!("{} is not where cargo builds", executable.display()))?;
        let mut command = project.cargo();
        command.args(["build", "--manifest-path"]).arg(manifest(project));
        command.args(["--bin", &project.binary, "--profile"]).arg(built.profile);
        command.arg("--target-dir").arg(built.folder);
        if let Some(target) = built.target {
            command.arg("--target").arg(target);
        }
        command.args(options);
        Ok(Self { command, executable })
    }

    /// What is built.
    pub(super) fn executable(&self) -> &Path {
        &self.executable
    }

    /// Starts a build; what cargo says goes to stderr.
    ///
    /// # Errors
    ///
    /// One sentence: cargo cannot be started.
    pub(super) async fn start(&self) -> Result<Building, String> {
        let cargo = Path::new(self.command.get_program());
        let mut command = Command::new(cargo);
        command.args(self.command.get_args()).stdin(Stdio::null()).stdout(std::io::stderr());
        for (name, value) in self.command.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        Ok(Building(Child::supervised(cargo, command).await?))
    }
}

/// A build under way. It ends with this process.
pub(super) struct Building(Child);

impl Building {
    /// Resolves when it has ended, with the sentence of a failure, of which cargo has said the reasons.
    pub(super) async fn ended(&mut self) -> Result<(), String> {
        match self.0.ended().await {
            Ok(status) if status.success() => Ok(()),
            Ok(_) => Err("the build failed".to_owned()),
            Err(reason) => Err(format!("the build failed: {reason}")),
        }
    }

    /// Ends it.
    pub(super) async fn end(self) {
        self.0.end().await;
    }
}

/// The `Cargo.toml` by which cargo chooses what `cargo run` has chosen here: from the features of all packages that
/// it chooses follow those of their dependencies.
fn manifest(project: &Project) -> PathBuf {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).ok();
    let is_root = here.is_some() && here == project.root.canonicalize().ok();
    let folder = if is_root && project.is_default { &project.root } else { &project.folder };
    folder.join("Cargo.toml")
}

/// What the place of an executable says of its build.
#[derive(Debug, PartialEq)]
struct Built {
    folder: PathBuf,
    target: Option<OsString>,
    profile: OsString,
}

impl Built {
    /// `target/debug/events`, or `target/x86_64-unknown-linux-gnu/debug/events`.
    fn of(executable: &Path, target_directory: &Path) -> Option<Self> {
        let profile = executable.parent()?;
        let folder = profile.parent()?;
        let profile = match profile.file_name()? {
            debug if debug == "debug" => "dev".into(),
            other => other.to_owned(),
        };
        let is_usual = |folder: &Path| folder.canonicalize().ok() == target_directory.canonicalize().ok();
        match folder.parent() {
            Some(above) if !is_usual(folder) && is_usual(above) => Some(Self {
                folder: above.to_owned(),
                target: folder.file_name().map(OsString::from),
                profile,
            }),
            _ => Some(Self { folder: folder.to_owned(), target: None, profile }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(executable: &str, folder: &str, target: Option<&str>, profile: &str) {
        let expected =
            Built { folder: folder.into(), target: target.map(OsString::from), profile: profile.into() };
        // A folder that is there, as any is that cargo has built in.
        assert_eq!(Built::of(Path::new(executable), Path::new("/tmp")), Some(expected));
    }

    #[test]
    fn the_place_of_an_executable_says_how_it_was_built() {
        check("/tmp/debug/events", "/tmp", None, "dev");
        check("/tmp/release/events", "/tmp", None, "release");
        check("/tmp/aarch64-apple-darwin/mine/events", "/tmp", Some("aarch64-apple-darwin"), "mine");
        check("/usr/debug/events", "/usr", None, "dev");
    }
}
