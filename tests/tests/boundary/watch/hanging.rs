//! An API that `serve --watch` has started and that never comes to take its listener, because its author's code does
//! not end: it is told, replaced, and not left behind.

use std::net::TcpListener;

use fingerpost_tests::{children, runs, signal, wait_until};
use serde_json::json;

use super::EVENTS;
use super::watched::Watched;

/// What a build puts in the place of the executable: it tells its id, and never takes what was handed to it.
const HANGS: &str = "printf '#!/bin/sh\\necho $$ > hanging\\nexec sleep 3600\\n' > script
chmod +x script; mv script target/debug/watched";

/// Has the API restarted as one that hangs; returns its process.
fn hang(watched: &Watched) -> u32 {
    watched.builds_by(HANGS);
    watched.write("src/main.rs", "// loop {}");
    let mut hanging = None;
    wait_until("the new API runs", || {
        let pid = std::fs::read_to_string(watched.path("hanging")).unwrap_or_default();
        hanging = pid.trim().parse().ok();
        hanging.is_some()
    });
    hanging.expect("its process")
}

#[test]
fn an_api_that_has_not_taken_its_listener_does_not_outlive_the_one_who_watches() {
    let watched = Watched::start(EVENTS, &["--in-memory"]);
    let hanging = hang(&watched);
    assert!(runs(hanging), "{}", watched.api.log());
    let port = watched.api.url().rsplit(':').next().expect("a port").to_owned();
    let port: u16 = port.parse().expect("a number");
    let started = children(watched.api.pid());
    signal("KILL", watched.api.pid());
    for pid in started {
        wait_until(&format!("{pid} is gone"), || !runs(pid));
    }
    assert!(!runs(hanging));
    TcpListener::bind(("127.0.0.1", port)).expect("the port is free");
}

#[test]
fn an_api_that_does_not_come_to_serve_is_told_and_a_change_replaces_it() {
    let watched = Watched::start(EVENTS, &["--in-memory"]);
    let hanging = hang(&watched);
    watched.wait_for("the API takes no requests yet, 5 s after its start", 1);
    watched.builds_to(EVENTS);
    watched.write("src/main.rs", "// repaired");
    watched.wait_for("events is up", 2);
    assert_eq!(watched.api.call("GET", "/events").json(), json!([]), "{}", watched.api.log());
    assert!(!runs(hanging));
    assert_eq!(watched.api.log().matches("takes no requests yet").count(), 1);
}
