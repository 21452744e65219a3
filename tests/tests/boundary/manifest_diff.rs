//! `manifest diff` and `manifest --check`: what they tell of two manifests, one of which may be anybody's.

mod answers;
mod auth;
mod bodies;
mod documents;
mod hostile;
mod requests;
mod resources;
mod security;
mod settings;
mod tables;

use std::fs;
use std::time::{Duration, Instant};

use fingerpost_tests::run;
use serde_json::{Value, json};
use tempfile::TempDir;

const EVENTS: &str = env!("CARGO_BIN_EXE_events");

#[track_caller]
fn check_fails(arguments: &[&str], code: i32, sentence: &str) {
    let ran = run(EVENTS, arguments, "");
    assert_eq!((ran.code, ran.stdout.as_str()), (code, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains(sentence), "{}", ran.stderr);
}

/// Two manifests as files: the reference API's, and a changed one.
fn changed(change: impl Fn(&mut Value)) -> (TempDir, String, String) {
    let folder = TempDir::new().expect("a folder");
    let mut manifest: Value = serde_json::from_str(&run(EVENTS, &["manifest"], "").stdout).expect("JSON");
    let [old, new] = ["old.json", "new.json"].map(|name| folder.path().join(name));
    fs::write(&old, manifest.to_string()).expect("writes");
    change(&mut manifest);
    fs::write(&new, manifest.to_string()).expect("writes");
    let [old, new] = [old, new].map(|path| path.to_str().expect("UTF-8").to_owned());
    (folder, old, new)
}

/// `list_events` with this change to its parameters.
fn parameters(change: impl Fn(&mut Vec<Value>)) -> impl Fn(&mut Value) {
    move |manifest| change(manifest["routes"][3]["parameters"].as_array_mut().expect("parameters"))
}

#[track_caller]
fn check_diff(change: impl Fn(&mut Value), report: &str, code: i32) {
    let (_folder, old, new) = changed(change);
    let ran = run(EVENTS, &["manifest", "diff", &old, &new, "--exit-code"], "");
    assert_eq!((ran.stdout.as_str(), ran.code), (report, code), "{}", ran.stderr);
    assert_eq!(
        run(EVENTS, &["manifest", "diff", &old, &new], "").code,
        0,
        "without --exit-code it only tells"
    );
}

#[track_caller]
fn check_stops(change: impl Fn(&mut Value), sentence: &str) {
    let (_folder, old, new) = changed(change);
    let ran = run(EVENTS, &["manifest", "diff", &old, &new, "--exit-code"], "");
    assert_eq!((ran.stderr.trim(), ran.code), (format!("error: {sentence}").as_str(), 1));
}

#[test]
fn a_diff_tells_callers_security_and_operations_what_changed() {
    check_diff(|_| {}, "nothing changed\n", 0);
    check_diff(
        |manifest| {
            let routes = manifest["routes"].as_array_mut().expect("routes");
            routes.remove(1);
            routes[0]["memoryMb"] = 512.into();
            routes[1]["path"] = "/events/{event}".into();
            routes[1]["parameters"][0]["name"] = "event".into();
            routes[1]["grants"][0]["actions"] = json!(["dynamodb:GetItem", "dynamodb:PutItem"]);
            routes[2]["grants"] = json!([]);
            manifest["tables"][0]["partitionKey"]["name"] = "key".into();
            manifest["api"]["throttle"]["burst"] = 50.into();
        },
        "\
callers
  ! DELETE /events/{id} is gone

security
    GET /events may no longer Scan on Events
  ! GET /events/{event} may now PutItem on Events

operations
    GET /events/{event} path: /events/{id} -> /events/{event}
    POST /events memoryMb: 256 MB -> 512 MB
    api throttle: 1000/s, 500 at once -> 1000/s, 50 at once
  ! table Events partitionKey: id (S) -> key (S): the table is REPLACED, its data stays behind
",
        1,
    );
}

#[test]
fn a_diff_passes_over_nothing() {
    check_diff(
        |manifest| manifest["tables"][0]["variable"] = "TABLE_NAME_OTHER".into(),
        "operations\n    table Events variable: TABLE_NAME_EVENTS -> TABLE_NAME_OTHER\n",
        0,
    );
    check_diff(
        |manifest| {
            manifest["api"]["cors"]["allowHeaders"] =
                json!(["authorization", "content-type", "content-type"]);
        },
        "operations\n    the manifests differ in what no line here tells\n",
        0,
    );
    check_diff(
        |manifest| manifest["routes"][0]["summary"] = "Makes an event.".into(),
        "nothing changed\n",
        0,
    );
}

#[test]
fn a_diff_stops_for_what_widens_and_not_for_what_narrows() {
    let origins = |origins: Value| {
        move |manifest: &mut Value| manifest["api"]["cors"]["allowOrigins"] = origins.clone()
    };
    check_diff(
        origins(json!(["https://example.com"])),
        "callers\n  ! CORS allowOrigins has * no longer\n\nsecurity\n    CORS allowOrigins has https://example.com now\n",
        1,
    );
    check_stops(
        |manifest| manifest["routes"][0]["bodyLimit"] = 1.into(),
        "1 change breaks the API for its callers or widens what it permits",
    );
    check_stops(
        |manifest| manifest["routes"].as_array_mut().expect("routes").truncate(2),
        "2 changes break the API for its callers or widen what it permits",
    );
    check_diff(
        |manifest| manifest["routes"][0]["timeoutSeconds"] = 20.into(),
        "operations\n    POST /events timeoutSeconds: 10 s -> 20 s\n",
        0,
    );
}

#[test]
fn a_name_in_a_diff_moves_no_terminals_cursor_and_passes_for_no_line() {
    let hostile = "x\u{1b}[1A\u{1b}[2K\n::add-mask::y";
    let escaped = "x\\u{1b}[1A\\u{1b}[2K\\n::add-mask::y";
    check_diff(
        parameters(|list| list[0]["name"] = hostile.into()),
        &format!(
            "callers\n  ! GET /events query parameter cursor is gone\n    \
             GET /events query parameter {escaped} is new and optional\n"
        ),
        1,
    );
    let (_folder, _, new) = changed(|manifest| manifest["routes"][0]["name"] = "x\u{1b}[1A".into());
    // As it is written by hand, not as JSON has to be.
    let text = fs::read_to_string(&new).expect("reads").replace("\\u001b", "\u{1b}");
    fs::write(&new, text).expect("writes");
    let ran = run(EVENTS, &["manifest", "--check", &new], "");
    assert!(ran.stdout.contains("x\\u{1b}[1A") && !ran.stdout.contains('\u{1b}'), "{}", ran.stdout);
}

#[test]
fn a_manifest_that_would_hide_a_change_is_no_manifest_to_a_diff() {
    let check = |change: &dyn Fn(&mut Value), sentence: &str| {
        let (_folder, old, new) = changed(change);
        check_fails(&["manifest", "diff", &old, &new], 1, sentence);
    };
    let twice = |list: &'static str| {
        move |manifest: &mut Value| {
            let entries = manifest[list].as_array_mut().expect("a list");
            let mut other = entries[0].clone();
            other["source"] = "elsewhere.rs:1".into();
            entries.insert(0, other);
        }
    };
    check(&twice("routes"), "new.json: two routes are named `create_event`");
    check(&twice("tables"), "new.json: two tables are named `Events`");
    check(
        &|manifest| *manifest = json!({ "$serde_json::private::RawValue": manifest.to_string() }),
        "new.json: it has the key `$serde_json::private::RawValue`, which no manifest has",
    );
    let many = |manifest: &mut Value| manifest["api"]["x"] = vec![json!([0]); 1_000_000].into();
    check(&many, "new.json: it would take over 256 MB of memory, which no manifest does");
}

#[test]
fn a_manifest_of_any_size_is_compared_in_bounded_memory_and_time() {
    let (folder, old, new) = changed(|_| {});
    for arguments in [&["manifest", "diff", &old, "/dev/zero"][..], &["manifest", "--check", "/dev/zero"]] {
        check_fails(arguments, 1, "/dev/zero is larger than a manifest can be, 8388608 bytes");
    }
    let lines = "0\n1\n4\n0\n7\n7\n0\n4\n1\n".repeat(45_000);
    fs::write(&new, lines).expect("writes");
    let started = Instant::now();
    assert_eq!(run(EVENTS, &["manifest", "--check", &new], "").code, 1);
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
    drop(folder);
}

#[test]
fn a_diff_of_no_manifest_is_one_sentence() {
    let (_folder, old, _) = changed(|_| {});
    check_fails(&["manifest", "diff", &old, "/nope.json"], 1, "cannot read /nope.json");
    check_fails(&["manifest", "diff", &old, "Cargo.toml"], 1, "Cargo.toml: this is not JSON");
    check_fails(&["manifest", "diff", &old], 2, "<NEW>");
    let cannot_be_read = |change: fn(&mut Value), expected: &str| {
        let (_folder, old, new) = changed(change);
        check_fails(&["manifest", "diff", &old, &new], 1, expected);
        check_fails(&["manifest", "diff", &new, &old], 1, expected);
    };
    cannot_be_read(|manifest| manifest["routes"] = json!([7]), "new.json: `routes[0]`: invalid type");
    cannot_be_read(
        |manifest| {
            let route = manifest["routes"][0].as_object_mut().expect("a route");
            let timeout = route.remove("timeoutSeconds").expect("a timeout");
            route.insert("timeoutSecond".to_owned(), timeout);
        },
        "new.json: `routes[0].timeoutSecond`: unknown field",
    );
}
