//! The project that this process was started in by `cargo run`, as cargo knows it.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::terminal::say;

/// A package whose executable this process is.
pub(super) struct Project {
    cargo: OsString,
    pub(super) package: String,
    /// The name of the executable.
    pub(super) binary: String,
    /// The default features without `local`, which brings the local cloud.
    pub(super) features: Vec<String>,
    /// The package and those of its workspace that it depends on. Macros, which run at compile time, are
    /// not among them, nor is Fingerpost, where it is developed.
    pub(super) crates: BTreeSet<String>,
    /// The folder of the package.
    pub(super) folder: PathBuf,
    /// The folder of the workspace.
    pub(super) root: PathBuf,
    /// Where cargo builds.
    pub(super) target_directory: PathBuf,
    /// Whether cargo means it in the folder of the workspace, where no package is named.
    pub(super) is_default: bool,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_default_members: Vec<String>,
    workspace_root: PathBuf,
    target_directory: PathBuf,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    manifest_path: PathBuf,
    features: BTreeMap<String, Vec<String>>,
    targets: Vec<Target>,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

#[derive(Deserialize)]
struct Dependency {
    /// Nothing, `dev` or `build`.
    kind: Option<String>,
    path: Option<PathBuf>,
}

impl Project {
    /// Asks the cargo that started this process, for a command of this executable.
    ///
    /// # Errors
    ///
    /// One sentence where `cargo run` did not start it, or it is another package's executable.
    pub(super) fn find(command: &str) -> Result<Self, String> {
        let (Some(cargo), Some(folder)) = (std::env::var_os("CARGO"), std::env::var_os("CARGO_MANIFEST_DIR"))
        else {
            return Err(format!("`{command}` only works through cargo: call `cargo run -- {command}`"));
        };
        let manifest = Path::new(&folder).join("Cargo.toml");
        let mut command = cargo_command(&cargo);
        command.args(["metadata", "--no-deps", "--format-version", "1", "--manifest-path"]).arg(&manifest);
        command.stderr(Stdio::inherit());
        let metadata = serde_json::from_slice::<Metadata>(&output(command)?)
            .map_err(|error| format!("cannot read what `cargo metadata` says: {error}"))?;
        let package = metadata.packages.iter().find(|package| package.manifest_path == manifest);
        let package = package
            .ok_or_else(|| format!("`cargo metadata` does not list the package of {}", manifest.display()))?;
        let binary = executable_name(package)?;
        let default = package.features.get("default").cloned().unwrap_or_default();
        Ok(Self {
            cargo,
            package: package.name.clone(),
            binary,
            features: default.into_iter().filter(|feature| feature != "local").collect(),
            crates: crates(package, &metadata.packages),
            folder: folder.into(),
            is_default: metadata.workspace_default_members.contains(&package.id),
            root: metadata.workspace_root,
            target_directory: metadata.target_directory,
        })
    }

    /// A call of cargo, without what `cargo run` tells this process of its own package: some build
    /// scripts would run again for it.
    pub(super) fn cargo(&self) -> Command {
        cargo_command(&self.cargo)
    }

    /// The options that choose what is deployed: one executable, without the local cloud.
    pub(super) fn selection(&self) -> Vec<String> {
        let mut options =
            vec!["--package".to_owned(), self.package.clone(), "--no-default-features".to_owned()];
        if !self.features.is_empty() {
            options.extend(["--features".to_owned(), self.features.join(",")]);
        }
        options
    }

    /// The target of this machine, such as `x86_64-unknown-linux-gnu`.
    pub(super) fn host(&self) -> Result<String, String> {
        let mut command = self.cargo();
        command.arg("-vV");
        let said = String::from_utf8_lossy(&output(command)?).into_owned();
        let host = said.lines().find_map(|line| line.strip_prefix("host: "));
        host.map(str::to_owned).ok_or_else(|| "`cargo -vV` does not say what this machine is".to_owned())
    }

    /// Whether a cargo of that name (`cargo lambda`) is installed.
    pub(super) fn has_command(&self, name: &str) -> bool {
        let mut command = self.cargo();
        command.args([name, "--version"]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }

    /// Whether the local cloud is among what is deployed, however it gets there.
    ///
    /// # Errors
    ///
    /// One sentence when cargo cannot tell.
    pub(super) fn deploys_local_cloud(&self, target: &str) -> Result<bool, String> {
        let mut command = self.cargo();
        command
            .args(["tree", "--edges", "normal", "--prefix", "none", "--format", "{p}", "--target", target]);
        command.arg("--manifest-path").arg(self.root.join("Cargo.toml")).args(self.selection());
        let tree = output(command)?;
        let tree = String::from_utf8_lossy(&tree);
        Ok(tree.lines().any(|line| line.split(' ').next() == Some("fingerpost-local")))
    }
}

/// The target of a package that this process is.
fn executable_name(package: &Package) -> Result<String, String> {
    let this = std::env::current_exe().map_err(|error| format!("this executable has no path: {error}"))?;
    let this = this.file_stem().unwrap_or_default();
    let mut targets = package.targets.iter();
    let found = targets.find(|target| target.kind.iter().any(|kind| kind == "bin") && *target.name == *this);
    let name = found.map(|target| target.name.clone());
    name.ok_or_else(|| format!("`{}` is not an executable of the package `{}`", this.display(), package.name))
}

/// The names of a package and of the workspace's packages that are compiled into it.
fn crates(package: &Package, workspace: &[Package]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![package];
    while let Some(package) = open.pop() {
        let is_macro =
            package.targets.iter().any(|target| target.kind.iter().any(|kind| kind == "proc-macro"));
        if is_macro || package.name == "fingerpost" || !found.insert(package.name.clone()) {
            continue;
        }
        let compiled = package.dependencies.iter().filter(|dependency| dependency.kind.is_none());
        let folders: Vec<&PathBuf> = compiled.filter_map(|dependency| dependency.path.as_ref()).collect();
        let is_near = |other: &&Package| {
            other.manifest_path.parent().is_some_and(|parent| folders.iter().any(|folder| *folder == parent))
        };
        open.extend(workspace.iter().filter(is_near));
    }
    found
}

fn cargo_command(cargo: &OsString) -> Command {
    let mut command = Command::new(cargo);
    for (name, _) in std::env::vars_os() {
        let own = ["CARGO_PKG_", "CARGO_MANIFEST_"];
        if own.iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) || name == "OUT_DIR" {
            command.env_remove(name);
        }
    }
    command
}

/// What a command prints. What it says to stderr is shown when it fails.
fn output(mut command: Command) -> Result<Vec<u8>, String> {
    let output = command.stdin(Stdio::null()).output();
    let program = command.get_program().display();
    let output = output.map_err(|error| format!("cannot run {program}: {error}"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    for line in String::from_utf8_lossy(&output.stderr).lines() {
        say(line);
    }
    let arguments: Vec<_> = command.get_args().map(|argument| argument.to_string_lossy()).collect();
    Err(format!("`cargo {}` failed", arguments.join(" ")))
}
