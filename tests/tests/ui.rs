//! Source text in, diagnostics out: each mistake of `ui/` gives its one error.

use std::process::Command;
use std::{env, fs};

/// The compiler whose words `ui/` holds: another puts some of them differently.
const BLESSED_WITH: &str = "rustc 1.95.0";

/// The files with more than one error.
const SEVERAL: [(&str, usize); 6] = [
    // Each `impl` of the derive is at odds with one for every standard error.
    ("ui/error_that_is_a_standard_error_too.stderr", 2),
    ("ui/error_with_several_mistakes.stderr", 4),
    // The second is at the call: a table of that type has no `get`.
    ("ui/item_derive_forgotten.stderr", 2),
    ("ui/item_key_unknown.stderr", 2),
    ("ui/several_mistakes_at_once.stderr", 6),
    // The compiler counts the arguments by itself, and checks the first one all the same.
    ("ui/transaction_key_in_two_arguments.stderr", 2),
];

#[test]
fn each_mistake_has_its_message() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}

#[test]
fn the_messages_are_those_of_the_compiler_in_use() {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().expect("rustc starts");
    let version = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(
        version.starts_with(&format!("{BLESSED_WITH} ")),
        "`tests/ui` was blessed with {BLESSED_WITH}, and this is {version}: bless it anew and name the new compiler here"
    );
}

#[test]
fn every_error_stands_at_what_the_user_wrote() {
    for (file, text) in diagnostics() {
        assert!(!text.contains("this error originates in"), "{file} points at the annotation as a whole");
    }
}

#[test]
fn one_mistake_is_one_error() {
    for (file, text) in diagnostics() {
        let errors = text.lines().filter(|line| line.starts_with("error")).count();
        let several = SEVERAL.iter().find(|(name, _)| *name == file);
        assert_eq!(errors, several.map_or(1, |(_, errors)| *errors), "errors in {file}");
    }
}

#[test]
fn what_is_without_rules_is_told_which_garde() {
    let manifest = fs::read_to_string("../Cargo.toml").expect("the workspace");
    let line = manifest.lines().find_map(|line| line.strip_prefix("garde = { version = ")).expect("garde");
    let version = line.split('"').nth(1).expect("a version in quotes");
    let told = fs::read_to_string("ui/valid_by_another_validate.stderr").expect("a file that can be read");
    assert!(told.contains(&format!("the rules are those of garde {version},")), "{told}");
    assert!(told.contains(&format!("garde = {{ version = \"{version}\"")), "{told}");
}

/// The `.stderr` files, by path.
fn diagnostics() -> Vec<(String, String)> {
    let files = fs::read_dir("ui").expect("a folder").map(|file| file.expect("a file").path());
    let files = files.filter(|file| file.extension().is_some_and(|extension| extension == "stderr"));
    let read = |file: std::path::PathBuf| {
        (file.display().to_string(), fs::read_to_string(&file).expect("a file that can be read"))
    };
    let diagnostics: Vec<_> = files.map(read).collect();
    assert!(!diagnostics.is_empty());
    diagnostics
}
