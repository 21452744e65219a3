//! No process outlives the `serve` that started it, whatever it is and however `serve` ends.

use std::process::{Command, Stdio};

use fingerpost_tests::{Script, argument, children, install, runs, signal, wait_until};
use serde_json::json;

const EVENTS: &str = env!("CARGO_BIN_EXE_events");

#[track_caller]
fn check_gone(pids: &[u32], after: &str) {
    for pid in pids {
        wait_until(&format!("{pid} is gone after {after}"), || !runs(*pid));
    }
}

/// A script that behaves so, at work in two functions, ended with `serve` by each signal.
#[track_caller]
fn check_ends(behaviour: &str, processes: usize) {
    for how in ["KILL", "TERM", "INT"] {
        let script = Script::new(EVENTS);
        let api = script.serve(EVENTS, behaviour);
        assert_eq!(api.call("GET", "/events").status, 200, "{}", api.log());
        assert_eq!(api.call("GET", "/events/x").status, 404, "{}", api.log());
        let pids = [script.pids(), children(api.pid())].concat();
        // Twice for a process that `serve` started itself, and a supervisor for each.
        assert_eq!(pids.len(), 2 * (processes + 2), "{pids:?}");
        assert!(pids.iter().all(|pid| runs(*pid)), "{pids:?}");
        signal(how, api.pid());
        check_gone(&pids, how);
    }
}

#[test]
fn a_script_that_asks_for_ever_ends_with_its_serve() {
    check_ends("", 1);
}

#[test]
fn a_script_that_ignores_signals_ends_with_its_serve() {
    check_ends("ignores-signals", 1);
}

#[test]
fn a_child_of_a_script_ends_with_its_serve() {
    check_ends("has-child", 2);
}

#[test]
fn a_script_with_a_session_of_its_own_ends_with_its_serve() {
    check_ends("own-session,has-child,ignores-signals", 2);
}

#[test]
fn a_script_that_signals_its_group_does_not_end_its_supervisor() {
    check_ends("signals-its-group", 1);
}

#[test]
fn a_timeout_ends_the_script_and_its_child() {
    let script = Script::new(EVENTS);
    script.change_manifest(|manifest| manifest["routes"][3]["timeoutSeconds"] = json!(1));
    for behaviour in ["hangs,has-child,ignores-signals", "hangs,has-child,own-session"] {
        let api = script.serve(EVENTS, behaviour);
        assert_eq!(api.call("GET", "/events").status, 500);
        assert!(api.log().contains("list_events: Task timed out after 1.00 seconds"), "{}", api.log());
        assert!(children(api.pid()).is_empty(), "neither function nor supervisor is left");
        check_gone(&script.pids(), "the timeout");
    }
}

#[test]
fn a_script_that_exits_takes_its_child_with_it() {
    let script = Script::new(EVENTS);
    let api = script.serve(EVENTS, "exits,has-child");
    assert_eq!(api.call("GET", "/events").status, 500);
    assert!(children(api.pid()).is_empty(), "neither function nor supervisor is left");
    check_gone(&script.pids(), "its exit");
}

#[test]
fn a_supervisor_that_is_killed_takes_its_script_with_it_and_costs_no_request() {
    let script = Script::new(EVENTS);
    let api = script.serve(EVENTS, "has-child");
    assert_eq!(api.call("GET", "/events").status, 200);
    let (functions, supervisors) = (script.pids(), script.supervisors(&api));
    assert_eq!((functions.len(), supervisors.len()), (2, 1));
    signal("KILL", supervisors[0]);
    check_gone(&functions, "its supervisor");
    assert_eq!(api.call("GET", "/events").status, 200, "{}", api.log());
}

#[test]
fn an_executable_that_is_asked_for_its_manifest_ends_with_serve() {
    let script = Script::new(EVENTS);
    let (source, pid) = (script.file("source"), script.file("asked"));
    std::fs::write(
        &source,
        format!("#!/bin/sh\necho $$ >{0}.new; mv {0}.new {0}; exec sleep 3600", argument(&pid)),
    )
    .expect("writes");
    install(&source, &script.file("hangs"));
    let mut serve = Command::new(EVENTS)
        .args(["serve", "--port", "0", "--in-memory", "--binary", argument(&script.file("hangs"))])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts");
    wait_until("it is asked", || pid.exists());
    let asked: u32 = std::fs::read_to_string(&pid).expect("reads").trim().parse().expect("a pid");
    let pids = [vec![asked], children(serve.id())].concat();
    serve.kill().expect("killed");
    serve.wait().expect("reaped");
    check_gone(&pids, "serve");
}
