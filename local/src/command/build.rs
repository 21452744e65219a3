//! `build`: the deployable `bootstrap` of the project that this runs in, and its manifest.
//!
//! `cdk` calls it before it synthesizes, and owns stdout: its caller may read a template from it.

mod glibc;
mod plan;
mod profile;

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::IgnoredAny;

use self::plan::{Compiler, Plan};
use super::architecture::Architecture;
use super::arguments::BuildArgs;
use super::manifest_file;
use super::project::Project;
use super::staged::Staged;
use crate::program::Program;
use crate::terminal::{CommandError, print, say};

pub(super) fn run(
    program: impl Fn() -> Result<Program, CommandError>,
    args: &BuildArgs,
) -> Result<(), CommandError> {
    let architecture = Architecture::choose(args.arch)?;
    let manifest = program()?.manifest;
    let project = Project::find("build")?;
    let (plan, compiler) = Plan::choose(&project, architecture)?;
    if project.deploys_local_cloud(architecture.target())? {
        return Err(has_local_cloud(&project.package).into());
    }
    if args.dry_run {
        print(&plan.to_json());
        return Ok(());
    }

    let folder =
        args.out.clone().unwrap_or_else(|| project.root.join("target/lambda").join(&manifest.api.name));
    let bootstrap = folder.join("bootstrap");
    fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let manifest_file = args.manifest.clone().or_else(|| manifest_of(&project));
    let _alone = lock([&project.target_directory, &folder]);
    // What cannot be written is better known before a build of minutes.
    for file in [Some(&bootstrap), manifest_file.as_ref()].into_iter().flatten() {
        Staged::new(file, b"")?;
    }
    if let Some(file) = &manifest_file {
        check_owner(file, &manifest.api.name)?;
        if place(file) == place(&bootstrap) {
            return Err(format!("the manifest and the executable cannot both be {}", file.display()).into());
        }
    }

    let executable = compile(&project, architecture, plan, compiler)?;
    let size = executable.len();
    let executable = Staged::new(&bootstrap, &executable)?.executable()?;
    let json = manifest.to_json()?;
    let staged = manifest_file.as_deref().map(|file| Staged::new(file, json.as_bytes())).transpose()?;
    executable.replace()?;
    staged.map_or(Ok(()), Staged::replace)?;
    report(&bootstrap, architecture, size);
    if manifest_file.is_none() {
        let (folder, root) = (project.folder.display(), project.root.display());
        say(format_args!(
            "no manifest was written: neither {folder} nor {root} has a folder `infra`; `--manifest FILE` names one"
        ));
    }
    Ok(())
}

/// The executable's bytes, which Lambda can start.
fn compile(
    project: &Project,
    architecture: Architecture,
    plan: Plan,
    compiler: Compiler,
) -> Result<Vec<u8>, CommandError> {
    let mut executable = build(project, &plan)?;
    let needed = glibc::too_new(&executable);
    if needed.is_some() && compiler == Compiler::Cargo && project.has_command("lambda") {
        executable = build(project, &Plan::new(project, architecture, Compiler::CargoLambda)?)?;
    }
    let Some(needed) = glibc::too_new(&executable) else { return Ok(executable) };
    Err(format!(
        "what was built needs {needed}, but Lambda's Amazon Linux 2023 has {}, so nothing was replaced: install \
         cargo-lambda (https://cargo-lambda.info), which builds for it",
        glibc::LAMBDA
    )
    .into())
}

fn build(project: &Project, plan: &Plan) -> Result<Vec<u8>, CommandError> {
    plan.run(project)?;
    let file = &plan.executable;
    fs::read(file).map_err(|error| format!("cargo has not built {}: {error}", file.display()).into())
}

/// `infra/manifest.json` of the package or, where it has no folder `infra`, of its workspace.
fn manifest_of(project: &Project) -> Option<PathBuf> {
    let infra = [&project.folder, &project.root].map(|folder| folder.join("infra"));
    infra.into_iter().find(|folder| folder.is_dir()).map(|folder| folder.join("manifest.json"))
}

/// Where a file is, by whatever path; it may not be there yet, but its folder is.
fn place(file: &Path) -> Option<PathBuf> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(folder.canonicalize().ok()?.join(file.file_name()?))
}

/// Refuses to put one API's manifest in the place of another's, or of anybody's other JSON. What is not
/// JSON at all, such as a manifest with the marks of a conflict in it, is made anew.
fn check_owner(file: &Path, api: &str) -> Result<(), CommandError> {
    #[derive(Deserialize)]
    struct Named {
        api: Name,
    }
    #[derive(Deserialize)]
    struct Name {
        name: String,
    }
    if !file.exists() {
        return Ok(());
    }
    let json = manifest_file::read(file)?;
    if serde_json::from_slice::<IgnoredAny>(&json).is_err() {
        return Ok(());
    }
    let place = file.display();
    let elsewhere = "give each API a folder `infra` of its own, name another file by `--manifest FILE`, or remove \
                     this one if the API has a new name";
    match serde_json::from_slice::<Named>(&json) {
        Ok(known) if known.api.name == api => Ok(()),
        Ok(Named { api: Name { name } }) => {
            Err(format!("{place} is the manifest of the API `{name}`, and this is `{api}`: {elsewhere}")
                .into())
        }
        Err(_) => Err(format!("{place} is not a manifest: {elsewhere}").into()),
    }
}

/// Lets one build at a time use these folders, until the files that this returns are dropped.
///
/// One folder under two names is locked once, or this build would wait for itself; and all builds lock
/// in the same order, or two would wait for each other.
fn lock(folders: [&Path; 2]) -> Vec<File> {
    let found = |folder: &Path| fs::create_dir_all(folder).and_then(|()| folder.canonicalize()).ok();
    let folders: BTreeSet<_> = folders.into_iter().filter_map(found).collect();
    folders.iter().filter_map(|folder| lock_folder(folder)).collect()
}

/// Where the file system has no locks, as cargo's own, the build goes on without.
fn lock_folder(folder: &Path) -> Option<File> {
    let file = File::open(folder).ok()?;
    if let Err(TryLockError::WouldBlock) = file.try_lock() {
        say("waiting for another build of this project");
        file.lock().ok()?;
    }
    Some(file)
}

fn has_local_cloud(package: &str) -> String {
    format!(
        "`{package}` would be deployed with the local cloud in it: it must have the features \
         `default = [\"local\"]` and `local = [\"fingerpost/local\"]`, and depend on `fingerpost` with \
         `default-features = false`"
    )
}

fn report(bootstrap: &Path, architecture: Architecture, size: usize) {
    let here = std::env::current_dir().unwrap_or_default();
    let file = bootstrap.strip_prefix(&here).unwrap_or(bootstrap).display();
    // Rounded to the nearest hundredth.
    let hundredths = (size + 5_000) / 10_000;
    say(format_args!("{file}: {}, {}.{:02} MB", architecture.name(), hundredths / 100, hundredths % 100));
}
