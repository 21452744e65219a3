//! The files that documents are kept in.

use std::fs;

use fingerpost_tests::run;
use tempfile::TempDir;

use super::{EVENTS, FAULTS};

#[test]
fn the_document_of_the_reference_api_is_checked_in() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../infra/openapi.json");
    let ran = run(EVENTS, &["openapi", "--check", file], "");
    assert_eq!(ran.code, 0, "{}{}\n(here: add `-p events-api`)", ran.stdout, ran.stderr);
}

#[test]
fn the_same_source_gives_the_same_bytes() {
    let [one, other] = [(); 2].map(|()| run(FAULTS, &["openapi"], "").stdout);
    assert!(one == other && one.ends_with("}\n"));
}

#[test]
fn a_stale_file_is_told_by_a_diff() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("openapi.json");
    let path = file.to_str().expect("UTF-8");
    assert_eq!(run(EVENTS, &["openapi", "--check", path], "").code, 1, "there is none");
    let written = run(EVENTS, &["openapi", "--write", path], "");
    assert_eq!((written.code, written.stdout.as_str()), (0, ""));
    let fresh = run(EVENTS, &["openapi", "--check", path], "");
    assert_eq!((fresh.code, fresh.stdout.as_str()), (0, ""));
    let text = fs::read_to_string(&file).expect("written");
    assert_eq!(text, run(EVENTS, &["openapi"], "").stdout);

    fs::write(&file, text.replace("Returns one event.", "Returns two.")).expect("writes");
    let stale = run(EVENTS, &["openapi", "--check", path], "");
    assert_eq!(stale.code, 1);
    let changed = stale.stdout.lines().filter(|line| line.contains("Returns")).map(str::trim_end);
    let changed: Vec<_> = changed.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(changed, [r#"- "summary": "Returns two.","#, r#"+ "summary": "Returns one event.","#]);
    let sentence = format!("`cargo run -- openapi --write {path}` refreshes it");
    assert!(stale.stderr.contains(&sentence), "{}", stale.stderr);
    assert_eq!(run(EVENTS, &["openapi", "--write", path, "--check", path], "").code, 2);
}
