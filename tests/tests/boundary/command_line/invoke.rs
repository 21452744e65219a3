//! `invoke`: one event in, one answer out, to a program and to a terminal.

use std::fs;

use fingerpost_tests::{Serve, event, run};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{EVENTS, FAULTS};

#[test]
fn one_event_can_be_given_to_a_function() {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("data/local.db");
    let data = data.to_str().expect("UTF-8");
    let create = event(&json!({ "body": r#"{"name":"n"}"# })).to_string();
    let created = run(EVENTS, &["invoke", "create_event", "--event", "-", "--data", data], &create);
    assert_eq!(created.code, 0, "{}", created.stderr);
    let answer: Value = serde_json::from_str(&created.stdout).expect("JSON");
    assert_eq!(answer["statusCode"], 201);
    // Its data is kept, and is where `serve` finds it.
    let api = Serve::start_on(EVENTS, data.as_ref());
    assert_eq!(api.call("GET", "/events").json()[0]["name"], "n");
}

/// `script` has a command run on a terminal.
#[cfg(target_os = "linux")]
#[test]
fn an_answer_moves_no_terminals_cursor_and_is_left_alone_for_a_program() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("event.json");
    let event =
        event(&json!({ "routeKey": "ANY /raw", "body": "\u{1b}[31m\u{202e}\u{e9}\nb\u{7}" })).to_string();
    fs::write(&file, &event).expect("writes");
    let invoke = ["invoke", "raw", "--in-memory", "--event"];
    let piped = run(FAULTS, &[&invoke[..], &["-"]].concat(), &event);
    assert_eq!(piped.stdout, "\u{1b}[31m\u{202e}\u{e9}\nb\u{7}\n", "{}", piped.stderr);
    let command = format!("{FAULTS} {} {}", invoke.join(" "), file.display());
    let shown = run("script", &["-qec", &command, "/dev/null"], "");
    assert_eq!(shown.stdout, "\\u{1b}[31m\\u{202e}\u{e9}\r\nb\\u{7}\r\n", "{}", shown.stderr);
}
