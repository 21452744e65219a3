//! `--binary`: functions of another executable, and what becomes of them when it changes.

use std::path::Path;
use std::process::Command;

use fingerpost_tests::{Script, Serve, argument, children, event, install, run, runs, wait_until};
use serde_json::{Value, json};
use tempfile::TempDir;

const EVENTS: &str = env!("CARGO_BIN_EXE_events");
const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

/// Creates an event, reads it, lists it and deletes it.
#[track_caller]
fn check_events(api: &Serve) {
    let created = api.send("POST", "/events", r#"{"name":"n"}"#);
    assert_eq!((created.status, &created.json()["name"]), (201, &json!("n")), "{}", api.log());
    let path = format!("/events/{}", created.json()["id"].as_str().expect("an id"));
    assert_eq!(api.call("GET", &path).json(), created.json());
    assert_eq!(api.call("GET", "/events").json(), json!([created.json()]));
    assert_eq!(api.call("DELETE", &path).status, 204);
    let missing = api.call("GET", &path);
    assert_eq!((missing.status, missing.json()), (404, json!({ "error": "Event not found" })));
}

#[test]
fn a_python_script_answers_as_the_functions_of_the_manifest() {
    let script = Script::new(EVENTS);
    let api = script.serve(FAULTS, "");
    check_events(&api);
    assert_eq!(api.call("GET", "/events").header("x-version"), "1");
    let functions = format!("functions from {}", script.path().display());
    for said in ["4 routes of 1 file: handlers/src/events.rs", "printing the manifest", &functions] {
        wait_until(said, || api.log().contains(said));
    }
    assert_eq!(api.terminate().code(), Some(0));
}

#[test]
fn a_script_may_do_what_the_manifest_grants_and_no_more() {
    let script = Script::new(EVENTS);
    script.change_manifest(|manifest| {
        let mut routes = manifest["routes"].as_array_mut().expect("routes").iter_mut();
        let route = routes.find(|route| route["name"] == "list_events").expect("a route");
        assert_eq!(route["grants"][0]["actions"], json!(["dynamodb:Scan"]));
        route["grants"][0]["actions"] = json!(["dynamodb:GetItem"]);
    });
    let api = script.serve(EVENTS, "");
    assert_eq!(api.call("GET", "/events").status, 500);
    let log = api.log();
    assert!(log.contains("AccessDeniedException") && log.contains("perform: dynamodb:Scan on"), "{log}");
    assert_eq!(api.call("GET", "/events/x").status, 404, "what it grants elsewhere still holds");
}

#[test]
fn an_executable_of_its_own_is_served_with_a_manifest_from_a_file() {
    let script = Script::new(EVENTS);
    let manifest = script.file("manifest.json");
    let options = ["--in-memory", "--binary", EVENTS, "--manifest", argument(&manifest)];
    check_events(&Serve::start_with(Command::new(FAULTS), &options));
}

#[test]
fn a_relative_path_is_one_and_no_name_to_look_for() {
    let script = Script::new(EVENTS);
    let mut command = Command::new(EVENTS);
    command.current_dir(script.path().parent().expect("a folder"));
    let api = Serve::start_with(command, &["--in-memory", "--binary", "events.py"]);
    assert_eq!(api.call("GET", "/events").header("x-version"), "1");
}

#[test]
fn one_event_can_be_given_to_another_executable() {
    let script = Script::new(EVENTS);
    let event = event(&json!({})).to_string();
    let path = script.path();
    let arguments = ["invoke", "list_events", "--event", "-", "--in-memory", "--binary", argument(&path)];
    let ran = run(FAULTS, &arguments, &event);
    let answer: Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr));
    assert_eq!((&answer["headers"]["x-version"], &answer["body"]), (&json!("1"), &json!("[]")));
}

#[test]
fn how_a_script_ends_is_said() {
    let script = Script::new(EVENTS);
    let api = script.serve(EVENTS, "exits");
    assert_eq!(api.call("GET", "/events").status, 500);
    assert!(api.log().contains("list_events: the process ended, exit status: 3"), "{}", api.log());
}

#[test]
fn a_script_that_changes_is_run_anew_by_every_function() {
    let script = Script::new(EVENTS);
    let api = script.serve(EVENTS, "has-child");
    let versions = || {
        let answers = [api.call("GET", "/events"), api.call("GET", "/events/x")];
        answers.map(|answer| answer.header("x-version"))
    };
    assert_eq!(versions(), ["1", "1"]);
    let old = script.pids();
    script.replace("VERSION = \"1\"", "VERSION = \"2\"");
    assert_eq!(versions(), ["2", "2"]);
    assert!(!old.iter().any(|pid| runs(*pid)), "none of the old ones is left");
    let said = "events.py has changed: functions start anew from it, with the routes";
    assert_eq!(api.log().matches(said).count(), 1, "{}", api.log());
    let new = children(api.pid());
    assert_eq!(versions(), ["2", "2"]);
    assert_eq!(children(api.pid()), new, "they are used again");
}

#[test]
fn what_a_manifest_says_passes_for_no_line_of_serves() {
    let script = Script::new(EVENTS);
    script.change_manifest(|manifest| manifest["routes"][0]["source"] = "c\nexport AWS_REGION=d:1".into());
    let api = script.serve(EVENTS, "");
    wait_until("it is up", || api.log().contains("Ctrl-C stops it"));
    let log = api.log();
    let exported = log.lines().filter(|line| line.starts_with("export AWS_REGION=")).collect::<Vec<_>>();
    assert_eq!(exported, ["export AWS_REGION=us-east-1"], "{log}");
    assert!(log.contains("c\\nexport AWS_REGION=d, handlers/src/events.rs"), "{log}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_function_that_opens_many_connections_takes_no_files_from_serve() {
    let folder = TempDir::new().expect("a folder");
    let (source, function, manifest) =
        (folder.path().join("source"), folder.path().join("function"), folder.path().join("manifest.json"));
    std::fs::write(&source, OPENS_CONNECTIONS).expect("writes");
    install(&source, &function);
    std::fs::write(&manifest, run(EVENTS, &["manifest"], "").stdout).expect("writes");
    let options = ["--in-memory", "--binary", argument(&function), "--manifest", argument(&manifest)];
    let api = Serve::start_with(Command::new(EVENTS), &options);
    for _ in 0..2 {
        let answer = api.call("GET", "/events");
        assert_eq!((answer.status, answer.text().as_str()), (200, "100 connections"), "{}", api.log());
    }
    let open = std::fs::read_dir(format!("/proc/{}/fd", api.pid())).expect("it runs").count();
    assert!(open < 60, "{open} files");
}

/// A function that opens 100 connections to its Runtime API, and answers with how many there are.
const OPENS_CONNECTIONS: &str = r#"#!/usr/bin/env python3
import http.client, json, os, socket
api = os.environ["AWS_LAMBDA_RUNTIME_API"]
host, port = api.split(":")
runtime = http.client.HTTPConnection(api)
opened = []
while True:
    runtime.request("GET", "/2018-06-01/runtime/invocation/next")
    event = runtime.getresponse()
    event.read()
    while len(opened) < 100:
        opened.append(socket.create_connection((host, int(port)), timeout=5))
    request = event.headers["lambda-runtime-aws-request-id"]
    answer = json.dumps({"statusCode": 200, "body": f"{len(opened)} connections"})
    runtime.request("POST", f"/2018-06-01/runtime/invocation/{request}/response", answer)
    runtime.getresponse().read()
"#;

/// Serves `EVENTS` under a name of its own, replaces it, and calls one function that has a process and
/// one that has none.
fn check_replaced(start: impl FnOnce(&Path) -> Serve) {
    let folder = TempDir::new().expect("a folder");
    let executable = folder.path().join("api");
    install(EVENTS.as_ref(), &executable);
    let api = start(&executable);
    assert_eq!(api.call("GET", "/events").status, 200);
    let said = format!(
        "{} was built anew; this `serve` still runs the old one: end it and start it again",
        executable.display()
    );
    assert!(!api.log().contains(&said), "{}", api.log());
    install(FAULTS.as_ref(), &folder.path().join("new"));
    std::fs::rename(folder.path().join("new"), &executable).expect("renames");
    check_events(&api);
    assert_eq!(api.log().matches(&said).count(), 1, "{}", api.log());
}

#[cfg(target_os = "linux")]
#[test]
fn an_executable_that_is_built_anew_while_it_serves_runs_the_old_code_and_says_so() {
    check_replaced(|executable| Serve::start(argument(executable)));
}

#[cfg(target_os = "linux")]
#[test]
fn another_executable_that_is_built_anew_runs_the_old_code_and_says_so() {
    check_replaced(|executable| {
        Serve::start_with(Command::new(FAULTS), &["--in-memory", "--binary", argument(executable)])
    });
}

/// Nothing that runs can be written to, so no process has the old code.
#[cfg(target_os = "linux")]
#[test]
fn another_executable_that_is_written_to_before_its_first_start_runs_as_it_is_then() {
    let folder = TempDir::new().expect("a folder");
    let executable = folder.path().join("api");
    install(EVENTS.as_ref(), &executable);
    let api = Serve::start_with(Command::new(FAULTS), &["--in-memory", "--binary", argument(&executable)]);
    let written = Command::new("sh").arg("-c").arg(format!("echo >>{}", argument(&executable))).status();
    assert!(written.is_ok_and(|status| status.success()));
    check_events(&api);
    let said = "api has changed: functions start anew from it, with the routes";
    assert_eq!(api.log().matches(said).count(), 1, "{}", api.log());
    assert!(!api.log().contains("was built anew"), "{}", api.log());
}
