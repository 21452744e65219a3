//! `serve --watch`: what makes it build, what it does with a build, and that nothing is left when it ends.

#[path = "watch/followed.rs"]
mod followed;
#[path = "watch/hanging.rs"]
mod hanging;
#[path = "watch/watched.rs"]
mod watched;

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::thread;

use fingerpost_tests::{children, runs, signal, wait_until};
use serde_json::json;

use self::watched::{FAILS, Watched};

const EVENTS: &str = env!("CARGO_BIN_EXE_events");
const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

/// Restarts by what is done to a file, once.
#[track_caller]
fn check_builds(change: impl FnOnce(&Watched)) {
    let watched = Watched::start(EVENTS, &["--in-memory"]);
    watched.builds_to(FAULTS);
    change(&watched);
    watched.wait_for("restarting", 1);
    assert_eq!(watched.api.call("GET", "/octets").status, 200, "{}", watched.api.log());
    assert_eq!(watched.calls().len(), 1, "{}", watched.api.log());
}

#[test]
fn a_changed_source_is_built_as_it_was_and_answers_on_the_same_port() {
    let watched = Watched::start(EVENTS, &["--in-memory", "--cargo=--features=extra"]);
    assert_eq!(watched.api.call("GET", "/octets").status, 404);
    watched.builds_to(FAULTS);
    watched.write("src/main.rs", "// changed");
    watched.wait_for("restarting, without the data, which was in memory", 1);
    assert_eq!(watched.api.call("GET", "/octets").status, 200, "{}", watched.api.log());
    let (root, target) = (watched.path("Cargo.toml"), watched.path("target"));
    let call = format!(
        "build --manifest-path {} --bin watched --profile dev --target-dir {} --features=extra",
        root.display(),
        target.display()
    );
    assert_eq!(watched.calls(), [call]);
    assert!(watched.api.log().contains("src/main.rs has changed: building\n"), "{}", watched.api.log());
}

#[test]
fn what_cargo_lists_and_what_a_build_may_need_is_watched() {
    check_builds(|watched| watched.write("queries/all.sql", "SELECT 1"));
    check_builds(|watched| watched.write("Cargo.toml", "[package]"));
    check_builds(|watched| watched.write("src/deep/new.rs", ""));
    check_builds(|watched| watched.remove("src/notes.rs"));
    check_builds(|watched| watched.write(".env", "RUST_LOG=warn"));
}

#[test]
fn a_burst_of_changes_is_few_builds() {
    let watched = Watched::start(EVENTS, &["--in-memory"]);
    watched.builds_to(FAULTS);
    for number in 0..100 {
        watched.write(&format!("src/n{number}.rs"), "");
        watched.write("src/main.rs", &number.to_string());
    }
    watched.wait_for("restarting", 1);
    assert_eq!(watched.api.call("GET", "/octets").status, 200, "{}", watched.api.log());
    // On a machine that is busy enough it may be more than one burst.
    assert!(watched.calls().len() < 4, "{}", watched.api.log());
}

#[test]
fn the_data_stays_and_so_do_the_options() {
    let watched = Watched::start(EVENTS, &["--data", "kept.db", "--allow-host", "tunnel.example"]);
    assert_eq!(watched.api.send("POST", "/events", r#"{"name":"n"}"#).status, 201);
    watched.builds_to(EVENTS);
    watched.write("src/main.rs", "// changed");
    watched.wait_for("restarting\n", 1);
    let events =
        watched.api.request("GET", "/events", &[("host", "tunnel.example")], b"").expect("an answer");
    assert_eq!(events.json().as_array().map(Vec::len), Some(1), "{}", watched.api.log());
}

#[test]
fn the_old_api_answers_while_a_build_goes_on_and_after_it_has_failed() {
    let watched = Watched::start(EVENTS, &["--in-memory"]);
    watched.builds_when_told(FAILS);
    watched.write("src/main.rs", "mistake");
    watched.wait_for("building", 1);
    assert_eq!(watched.api.call("GET", "/events").json(), json!([]));
    watched.tell();
    watched.wait_for("error[E0308]: mismatched types\nthe build failed; the API goes on as it was\n", 1);
    assert_eq!(watched.api.call("GET", "/events").json(), json!([]));
    watched.builds_to(FAULTS);
    watched.write("src/main.rs", "// repaired");
    watched.wait_for("restarting", 1);
    assert_eq!(watched.api.call("GET", "/octets").status, 200, "{}", watched.api.log());
}

#[test]
fn a_change_during_a_build_builds_again_before_anything_starts() {
    let watched = Watched::start(EVENTS, &["--in-memory"]);
    watched.builds_when_told(&Watched::link(FAULTS));
    watched.write("src/main.rs", "// first");
    watched.wait_for("building", 1);
    watched.write("src/notes.rs", "// second");
    watched.tell();
    watched.wait_for("src/notes.rs has changed: building", 1);
    assert!(!watched.api.log().contains("restarting"), "{}", watched.api.log());
    watched.tell();
    watched.wait_for("restarting", 1);
    assert_eq!(watched.calls().len(), 2);
}

#[test]
fn the_same_executable_is_not_restarted() {
    let watched = Watched::start(EVENTS, &["--in-memory"]);
    watched.builds_by("true");
    watched.write("src/main.rs", "");
    watched.wait_for("the executable is the same as before: the API was not restarted", 1);
    assert!(!watched.api.log().contains("restarting"), "{}", watched.api.log());
}

#[test]
fn a_request_under_way_is_finished_and_one_that_comes_meanwhile_waits() {
    let watched = Watched::start(FAULTS, &["--in-memory"]);
    // Its function is warm, so the next request is soon under way.
    assert_eq!(watched.api.call("GET", "/slow?ms=0").status, 200);
    watched.builds_to(EVENTS);
    thread::scope(|scope| {
        let slow = scope.spawn(|| watched.api.call("GET", "/slow?ms=1500"));
        let functions = || children(watched.serving());
        wait_until("it is under way", || functions().len() == 1);
        watched.write("src/main.rs", "// changed");
        watched.wait_for("restarting", 1);
        assert_eq!(watched.api.call("GET", "/events").json(), json!([]));
        assert_eq!(slow.join().expect("answered").status, 200, "{}", watched.api.log());
    });
}

#[test]
fn an_api_that_does_not_start_is_said_to_have_ended_until_it_is_repaired() {
    let watched = Watched::start(EVENTS, &["--in-memory"]);
    watched.builds_by(
        "printf '#!/bin/sh\\necho two routes have one name >&2\\nexit 1\\n' > script
chmod +x script; mv script target/debug/watched",
    );
    watched.write("src/main.rs", "// two routes");
    watched.wait_for("the API has ended (exit status: 1): the next change of a source restarts it", 1);
    let answer = watched.api.call("GET", "/events");
    assert_eq!(
        (answer.status, answer.json()),
        (503, json!({ "message": "The API has ended; its terminal says why" }))
    );
    watched.builds_to(EVENTS);
    watched.write("src/main.rs", "// repaired");
    watched.wait_for("events is up", 2);
    assert_eq!(watched.api.call("GET", "/events").json(), json!([]));
}

#[test]
fn nothing_is_left_however_it_ends() {
    for how in ["INT", "TERM", "KILL"] {
        let watched = Watched::start(EVENTS, &["--in-memory"]);
        assert_eq!(watched.api.call("GET", "/events").status, 200);
        watched.builds_when_told("true");
        watched.write("src/main.rs", "// changed");
        wait_until("cargo runs", || watched.cargo().is_some());
        let serving = watched.serving();
        let pids = [vec![serving], children(serving), vec![watched.cargo().expect("runs")]].concat();
        assert!(pids.len() == 3 && pids.iter().all(|pid| runs(*pid)), "{pids:?}");
        signal(how, watched.api.pid());
        for pid in pids {
            wait_until(&format!("{pid} is gone after {how}"), || !runs(pid));
        }
        let port = watched.api.url().rsplit(':').next().expect("a port").to_owned();
        let port: u16 = port.parse().expect("a number");
        wait_until("the port is free", || TcpStream::connect(("127.0.0.1", port)).is_err());
        TcpListener::bind(("127.0.0.1", port)).expect("the port is free");
    }
}

#[test]
fn what_is_wrong_from_the_start_ends_it() {
    let outside = |options: &[&str]| {
        let mut command = Command::new(EVENTS);
        command.args(["serve", "--port", "0"]).args(options).env_remove("CARGO").stdin(Stdio::null());
        let output = command.output().expect("runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let sentence = "error: `serve --watch` only works through cargo: call `cargo run -- serve --watch`\n";
    assert_eq!(outside(&["--watch"]), (Some(1), sentence.to_owned()));
    assert_eq!(outside(&["--watch", "--binary", "x"]).0, Some(2));
    assert_eq!(outside(&["--cargo=--release"]).0, Some(2));
    let (code, said) = Watched::fails(EVENTS, &["--data", "Cargo.toml"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("the file is damaged")
            && said.ends_with("error: the API did not start (exit status: 1)\n"),
        "{said}"
    );
}

#[test]
fn an_executable_that_is_gone_after_a_build_is_no_end() {
    let watched = Watched::start(EVENTS, &["--in-memory"]);
    watched.builds_by("rm target/debug/watched");
    watched.write("src/main.rs", "// changed");
    watched.wait_for("the next change of a source restarts it", 1);
    assert_eq!(watched.api.call("GET", "/events").status, 503, "{}", watched.api.log());
    watched.builds_to(FAULTS);
    watched.write("src/main.rs", "// changed again");
    watched.wait_for("restarting", 2);
    assert_eq!(watched.api.call("GET", "/octets").status, 200, "{}", watched.api.log());
}

#[test]
fn sources_that_change_with_every_build_are_started_all_the_same() {
    let watched = Watched::start(EVENTS, &["--in-memory"]);
    watched.builds_by(&format!("date +%N > src/made.rs; {}", Watched::link(FAULTS)));
    watched.write("src/main.rs", "// changed");
    watched.wait_for("restarting", 1);
    watched.builds_to(FAULTS);
    assert_eq!(watched.api.call("GET", "/octets").status, 200, "{}", watched.api.log());
}

#[test]
fn no_request_is_lost_while_the_api_is_replaced() {
    let watched = Watched::start(EVENTS, &["--in-memory"]);
    let address = watched.api.url().strip_prefix("http://").expect("a URL");
    for round in 1..=5 {
        watched.builds_to(if round % 2 == 0 { EVENTS } else { FAULTS });
        watched.write("src/main.rs", &format!("// {round}"));
        wait_until("it is replaced", || {
            // On a connection of its own each time, which the old API or the new one takes.
            let asked = TcpStream::connect(address).and_then(|mut stream| {
                stream.write_all(b"GET /octets HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
                let mut answer = Vec::new();
                stream.read_to_end(&mut answer)?;
                Ok(answer)
            });
            let asked =
                asked.unwrap_or_else(|error| panic!("{error} in round {round}:\n{}", watched.api.log()));
            assert!(asked.starts_with(b"HTTP/1.1 "), "{asked:?} in round {round}:\n{}", watched.api.log());
            watched.api.log().matches("restarting").count() == round
        });
    }
}
