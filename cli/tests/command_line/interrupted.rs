//! A process that cannot write, or dies while it writes: nothing is there by half.

use std::path::Path;
use std::process::{Command, Output};

use crate::call::{EXECUTABLE, Folder, files, refused};

/// Calls it where a file cannot have more than 512 bytes. A longer one ends the process, or, where the shell
/// ignores that signal, cannot be written.
fn limited(folder: &Path, before: &str, arguments: &[&str]) -> Output {
    let script = format!("ulimit -c 0; ulimit -f 1; {before} exec \"$0\" \"$@\"");
    let mut shell = Command::new("sh");
    shell.current_dir(folder).args(["-c", &script, EXECUTABLE]).args(arguments).output().expect("sh runs")
}

const IGNORING: &str = "trap '' XFSZ;";

#[test]
fn a_project_that_cannot_be_written_is_not_there() {
    let folder = Folder::empty();
    let said = refused(&limited(&folder.outer, IGNORING, &["new", "my-api"]));
    assert!(said.starts_with("cannot write my-api/"), "{said}");
    assert!(files(&folder.outer).is_empty());
}

#[test]
fn a_project_whose_making_was_killed_is_not_there_and_can_be_made() {
    let folder = Folder::empty();
    assert_eq!(limited(&folder.outer, "", &["new", "my-api"]).status.code(), None);
    assert!(!folder.project.exists());
    crate::call::done(&folder.call(&["new", "my-api"]));
}

/// A project whose root is over 512 bytes, so that the second file of an addition cannot be written.
fn with_long_root() -> Folder {
    let folder = Folder::with_project();
    let root = folder.read("src/lib.rs") + &"// A long comment.\n".repeat(40);
    folder.write("src/lib.rs", &root);
    folder
}

#[test]
fn an_addition_that_cannot_be_written_changes_nothing() {
    let folder = with_long_root();
    let before = files(&folder.project);
    let said = refused(&limited(&folder.project, IGNORING, &["add", "route", "GET", "/x"]));
    assert!(said.starts_with("cannot write src/lib.rs: "), "{said}");
    assert_eq!(files(&folder.project), before);
}

/// Whether it is a file on its way to its place.
fn is_staged(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|end| end == "new")
}

#[test]
fn an_addition_that_was_killed_changes_nothing_and_can_be_made() {
    let folder = with_long_root();
    let before = files(&folder.project);
    assert_eq!(limited(&folder.project, "", &["add", "route", "GET", "/x"]).status.code(), None);
    let mut after = files(&folder.project);
    after.retain(|file, _| !is_staged(file));
    assert_eq!(after, before);
    crate::call::done(&folder.add(&["route", "GET", "/x"]));
    assert!(files(&folder.project).keys().all(|file| !is_staged(file)));
}
