//! What `new` refuses, and any command outside of a project: one sentence, exit code 1, and every file as it was.

use std::fs;
use std::os::unix::fs::symlink;

use crate::call::{EXECUTABLE, Folder, call, files, refused};

/// Calls `new` and checks that it refuses and makes nothing.
fn check_new(arguments: &[&str], sentence: &str) {
    let folder = Folder::empty();
    let arguments: Vec<_> = ["new"].into_iter().chain(arguments.iter().copied()).collect();
    assert_eq!(refused(&folder.call(&arguments)), sentence);
    assert!(files(&folder.outer).is_empty(), "{arguments:?}");
}

#[test]
fn a_name_that_a_crate_or_an_api_cannot_have() {
    let rule = "a project's name is 1 to 64 ASCII letters, digits, `_` or `-` that begin with a letter, all of them \
                in lower case, got";
    let long = "a".repeat(65);
    for name in ["", "2nd", "My-api", "-x", "my api", "my/api", "../api", "käse", "_", &long] {
        check_new(&[name], &format!("{rule} `{name}`"));
    }
    for name in ["fn", "async", "gen", "self"] {
        check_new(&[name], &format!("`{name}` is a keyword of Rust and cannot be the name of a crate"));
    }
    for name in ["test", "std", "proc-macro", "deps"] {
        check_new(
            &[name],
            &format!("`{name}` is a name of Rust's or cargo's own, and cannot be the name of a project"),
        );
    }
    for name in ["fingerpost", "serde", "idna-adapter", "tokio"] {
        check_new(&[name], &format!("the project depends on the crate `{name}`, and cannot have its name"));
    }
}

#[test]
fn control_characters_reach_no_terminal() {
    let said = refused(&Folder::empty().call(&["new", "a\u{1b}[2J"]));
    assert!(said.ends_with("got `a\\u{1b}[2J`"), "{said}");
}

#[test]
fn a_place_where_something_is() {
    let folder = Folder::empty();
    fs::create_dir(&folder.project).expect("a folder");
    symlink("nowhere", folder.outer.join("link")).expect("a link");
    fs::write(folder.outer.join("file"), "").expect("a file");
    let before = files(&folder.outer);
    for place in ["my-api", "link", "file", ".", "/"] {
        let said = refused(&folder.call(&["new", "my-api", "--path", place]));
        assert_eq!(said, format!("{place} is there already"));
    }
    let said = refused(&folder.call(&["new", "my-api", "--path", "file/api"]));
    assert!(said.starts_with("cannot make file/api: "), "{said}");
    assert_eq!(files(&folder.outer), before);
}

#[test]
#[cfg(target_os = "linux")]
fn a_place_where_nothing_can_be_made() {
    let said = refused(&Folder::empty().call(&["new", "my-api", "--path", "/proc/my-api"]));
    assert!(said.starts_with("cannot make /proc/my-api: "), "{said}");
}

#[test]
fn a_checkout_that_is_none() {
    check_new(
        &["my-api", "--source", "."],
        ". is not a checkout of Fingerpost: it has no runtime/Cargo.toml",
    );
    check_new(
        &["my-api", "--source", "nowhere"],
        "cannot open nowhere: No such file or directory (os error 2)",
    );
}

#[test]
fn a_folder_that_is_no_project() {
    for arguments in
        [&["add", "route", "GET", "/x"] as &[&str], &["add", "table", "Orders", "--key", "id"], &["dev"]]
    {
        let folder = Folder::empty();
        let said = refused(&folder.call(arguments));
        assert_eq!(said, "this is not a project: neither this folder nor one above it has a Cargo.toml");
        let cargo = fs::canonicalize(&folder.outer).expect("a folder").join("Cargo.toml");
        fs::write(&cargo, "[workspace]\n").expect("a file");
        let said = refused(&folder.call(arguments));
        assert_eq!(
            said,
            format!("{} is of a workspace: call this in the folder of one of its packages", cargo.display())
        );
        fs::write(&cargo, "[package]\nname = \"other\"\n").expect("a file");
        let said = refused(&folder.call(arguments));
        assert_eq!(said, "this is not a project of Fingerpost: `other` does not depend on `fingerpost`");
        fs::write(&cargo, "[package").expect("a file");
        assert!(refused(&folder.call(arguments)).contains("Cargo.toml is not TOML: "));
    }
}

#[test]
fn a_call_that_is_wrong_is_2() {
    let folder = Folder::empty();
    for arguments in [
        &[] as &[&str],
        &["new"],
        &["add"],
        &["add", "route", "GET"],
        &["add", "table", "Orders"],
        &["build"],
    ] {
        let output = call(&folder.outer, arguments);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{EXECUTABLE} {arguments:?}");
    }
}
