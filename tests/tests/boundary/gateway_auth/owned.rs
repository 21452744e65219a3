//! A table of the caller's own in front of processes: each is held to the caller whose request it answers.

use std::process::Command;

use fingerpost_tests::{Serve, argument, run};
use tempfile::TempDir;

use super::api::get;

const GUARDED: &str = env!("CARGO_BIN_EXE_guarded");

#[test]
fn a_function_reaches_the_partition_of_its_caller_and_no_other() {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("local.db");
    let options = ["--data", argument(&data)];
    let api = Serve::start_with(Command::new(GUARDED), &options);
    let [ann, bob] = ["ann", "bob"].map(|sub| {
        let ran = run(GUARDED, &[&["token", "--sub", sub][..], &options].concat(), "");
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stdout.trim().to_owned()
    });
    let kept = api.request("PUT", "/drafts/plan", &[("authorization", &ann)], br#""of Ann""#);
    assert_eq!(kept.expect("an answer").status, 204, "{}", api.log());
    let read = |path: &str, token: &str| get(&api, path, &[("authorization", token)]);
    assert_eq!(read("/drafts/plan", &ann).text(), "of Ann");
    assert_eq!(read("/drafts/plan", &bob).status, 404);
    assert_eq!(read("/drafts-of/ann/plan", &ann).text(), "of Ann");
    assert_eq!(read("/drafts-of/ann/plan", &bob).status, 500);
    let refused = "pry: dynamodb:GetItem on `Drafts` was refused, because it does not name the partition of the caller, \
                   the claim `sub`";
    assert!(api.log().contains(refused), "{}", api.log());
    assert_eq!(read("/drafts-of/ann/plan", &ann).text(), "of Ann");
    assert_eq!(read("/drafts/plan", "").status, 401);
}
