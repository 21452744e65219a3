//! The command line: answers on stdout, one sentence on stderr, the exit code.

use std::net::TcpListener;

use fingerpost_tests::run;

mod help;
mod invoke;
mod manifest;
mod routes;
mod serve;

const EVENTS: &str = env!("CARGO_BIN_EXE_events");
const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

#[track_caller]
fn check_fails(arguments: &[&str], code: i32, sentence: &str) {
    let ran = run(EVENTS, arguments, "");
    assert_eq!(ran.code, code, "{}", ran.stderr);
    assert!(ran.stderr.contains(sentence), "{}", ran.stderr);
    assert_eq!(ran.stdout, "");
    if code == 1 {
        assert_eq!(ran.stderr.trim().lines().count(), 1, "{}", ran.stderr);
    }
}

#[test]
fn a_mistake_on_the_command_line_is_one_sentence() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("binds");
    let port = taken.local_addr().expect("bound").port().to_string();
    check_fails(&["serve", "--in-memory", "--port", &port], 1, "is in use");
    check_fails(
        &["serve", "--port", "0", "--data", "/proc/nope/local.db"],
        1,
        "cannot keep data in /proc/nope",
    );
    check_fails(
        &["invoke", "nope", "--event", "-"],
        2,
        "no route is named `nope`; the routes are create_event",
    );
    check_fails(
        &["invoke", "get_event", "--event", "/nope", "--in-memory"],
        1,
        "cannot read the event from /nope",
    );
    check_fails(&["invoke", "get_event", "--event", "-", "--in-memory"], 1, "is not JSON");
    check_fails(&["manifest", "--write", "/nope/manifest.json"], 1, "cannot write /nope/manifest.json");
    check_fails(&["manifest", "--check", "/nope/manifest.json"], 1, "cannot read /nope/manifest.json");
    check_fails(&["serve", "--port", "99999"], 2, "99999");
    check_fails(&["sevre"], 2, "sevre");
}
