//! `dev` is cargo, which runs `serve --watch`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Output};

use super::call::{EXECUTABLE, Folder, done};

/// Calls it where cargo is a script that tells where it runs and what it was given.
fn dev(folder: &Folder, arguments: &[&str]) -> Output {
    let cargo = folder.outer.join("cargo");
    fs::write(&cargo, "#!/bin/sh\npwd -P\necho \"$*\"\n").expect("written");
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).expect("executable");
    let mut command = Command::new(EXECUTABLE);
    command.current_dir(folder.project.join("src")).env("CARGO", cargo).arg("dev").args(arguments);
    command.output().expect("it runs")
}

#[test]
fn it_is_one_call_of_cargo_in_the_folder_of_the_project() {
    let folder = Folder::with_project();
    let project = folder.project.canonicalize().expect("a folder");
    let called = |options: &str| format!("{}\nrun -- serve --watch{options}\n", project.display());
    assert_eq!(done(&dev(&folder, &[])), called(""));
    assert_eq!(done(&dev(&folder, &["--port", "4000", "--in-memory"])), called(" --port 4000 --in-memory"));
}

#[test]
fn its_help_says_that_it_restarts() {
    let help = done(&dev(&Folder::with_project(), &["--help"]));
    assert!(help.contains("a change of a source builds it and restarts it"), "{help}");
}
