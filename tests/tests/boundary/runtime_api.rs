//! The local cloud's Runtime API, against what is not the function it is for, and against
//! functions that do not do their part.

mod calls;

use std::io::{ErrorKind, Read};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

use calls::{address, call, event_id, next, receive, send};
use fingerpost_tests::{Answer, Serve, wait_until};
use serde_json::json;

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

/// A `serve` whose functions leave the Runtime API to the test.
fn by_hand(how: &str) -> Serve {
    Serve::start_with(Command::new(FAULTS), &["--in-memory", "--env", &format!("STARTS={how}")])
}

/// Where the last of these functions said that it is.
fn said_address(api: &Serve) -> String {
    let said =
        || api.log().rsplit_once("at 127.").and_then(|(_, at)| Some(at.split_once(".\n")?.0.to_owned()));
    wait_until("the function is at its start", || said().is_some());
    format!("127.{}", said().expect("said"))
}

/// Has a request answered by a function that is played by hand.
fn play(api: &Serve, path: &str, function: impl FnOnce()) -> Answer {
    std::thread::scope(|scope| {
        let request = scope.spawn(|| api.call("GET", path));
        function();
        request.join().expect("answers")
    })
}

fn check_failed(answer: &Answer) {
    assert_eq!((answer.status, answer.json()), (500, json!({ "message": "Internal Server Error" })));
}

#[test]
fn what_a_web_page_sends_is_refused() {
    let api = Serve::start(FAULTS);
    let address = address(&api);
    let functions = api.functions();
    for headers in [
        "origin: null\r\n",
        "origin: http://evil.example\r\n",
        "sec-fetch-site: cross-site\r\n",
        "host: evil.example\r\n",
        "host: localhost\r\n",
    ] {
        for request in [
            "POST init/error",
            "GET invocation/next",
            "POST invocation/1/response",
            "OPTIONS invocation/next",
        ] {
            let (status, response) = call(&address, request, headers, "");
            assert!(status == 403 && response.ends_with("\r\n\r\n"), "{request} with {headers}: {response}");
        }
    }
    assert_eq!(self::address(&api), address, "the same process answers");
    assert_eq!(api.functions(), functions);
}

#[cfg(target_os = "linux")]
#[test]
fn no_two_processes_have_the_address_that_can_be_guessed() {
    let hosts = [(); 2].map(|()| {
        let address = address(&Serve::start(FAULTS));
        address.rsplit_once(':').expect("a port").0.to_owned()
    });
    assert_ne!(hosts[0], hosts[1]);
    assert!(!hosts.contains(&"127.0.0.1".to_owned()), "{hosts:?}");
}

#[test]
fn a_process_that_has_started_cannot_be_said_not_to() {
    let api = Serve::start(FAULTS);
    let first = address(&api);
    let process = api.functions();
    for _ in 0..5 {
        let (status, response) = call(&first, "POST init/error", "", r#"{"errorMessage":"no"}"#);
        assert_eq!(status, 403, "{response}");
        assert_eq!(address(&api), first);
        assert_eq!(api.functions(), process);
    }
}

#[test]
fn an_event_is_for_one_of_those_who_ask() {
    let api = by_hand("silent");
    let answer = play(&api, "/cookies", || {
        let address = said_address(&api);
        for request in ["HEAD invocation/next", "POST invocation/next", "GET invocation"] {
            assert_eq!(call(&address, request, "", "").0, 404, "{request}");
        }
        let asked = [(); 3].map(|()| send(&address, "GET invocation/next", "", "")).map(receive);
        let mut statuses = asked.each_ref().map(|(status, _)| *status);
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 403, 403]);
        let id = asked.iter().find_map(|(_, response)| event_id(response)).expect("an id");
        for request in ["POST invocation/1/response", "POST invocation/1/error"] {
            // It is refused before its body has come.
            assert_eq!(call(&address, request, "content-length: 99\r\n", "").0, 400, "{request}");
        }
        assert_eq!(call(&address, &format!("POST invocation/{id}/response"), "", "{}").0, 202);
    });
    assert_eq!(answer.status, 200);
}

#[test]
fn a_function_that_cannot_start_is_ended_and_said_so_in_short() {
    let api = by_hand("complaining");
    check_failed(&api.call("GET", "/cookies"));
    assert!(api.functions().is_empty());
    let log = api.log();
    let said = log.lines().find(|line| line.contains("cookies: the function did not start: no luck no luck"));
    let length = said.expect("is said").len();
    assert!(length < 5_000, "{length} bytes");
}

#[test]
fn a_function_that_asks_for_no_event_is_ended() {
    let api = by_hand("silent");
    check_failed(&api.call("GET", "/cookies"));
    assert!(api.functions().is_empty());
    let said = "cookies: the function did not start: it asked for no event within 10 s";
    assert!(api.log().contains(said), "{}", api.log());
    let refused = TcpStream::connect(said_address(&api)).map_err(|error| error.kind());
    assert_eq!(refused.err(), Some(ErrorKind::ConnectionRefused));
}

#[test]
fn an_event_is_answered_once() {
    let api = by_hand("silent");
    let answer = play(&api, "/cookies", || {
        let address = said_address(&api);
        let (id, _) = next(&address);
        let path = format!("POST invocation/{id}/response");
        // Nor is there another event before this one is answered.
        assert_eq!(call(&address, "GET invocation/next", "", "").0, 403);
        assert_eq!(call(&address, &path, "", r#"{"first":true}"#).0, 202);
        assert_eq!(call(&address, &path, "", r#"{"second":true}"#).0, 400);
        assert_eq!(call(&address, &format!("POST invocation/{id}/error"), "", "{}").0, 400);
    });
    assert_eq!((answer.status, answer.json()), (200, json!({ "first": true })));
}

#[test]
fn an_event_waits_for_the_next_request_where_the_first_hangs_up() {
    let api = by_hand("silent");
    let respond = |address: &str| {
        let (id, event) = next(address);
        assert_eq!(call(address, &format!("POST invocation/{id}/response"), "", "{}").0, 202);
        event
    };
    play(&api, "/cookies", || drop(respond(&said_address(&api))));
    let address = said_address(&api);
    drop(send(&address, "GET invocation/next", "", ""));
    let answer = play(&api, "/cookies?second", || assert!(respond(&address).contains("second")));
    assert_eq!(answer.status, 200);
}

#[test]
fn an_error_is_said_in_one_short_line_whatever_is_in_it() {
    let deep = format!(r#"{{"a":{},"errorMessage":"deep"}}"#, "[".repeat(1_000_000));
    let private = r#"{"errorMessage":{"$serde_json::private::RawValue":"{}"}}"#;
    let long = json!({ "errorMessage": "x".repeat(3_000_000) }).to_string();
    let api = by_hand("silent");
    wait_until("it has said all that it says at its start", || api.log().contains("Ctrl-C stops it"));
    let said_at_its_start = api.log().len();
    for (report, said) in [
        (r#"{"errorMessage":"plain","errorType":"T"}"#, "cookies: plain\n"),
        (
            "{\"errorMessage\":\"a\\nb\\u001b[31m\\u009b\\u202e\"}",
            "cookies: a\\nb\\u{1b}[31m\\u{9b}\\u{202e}\n",
        ),
        ("no JSON", "cookies: no JSON\n"),
        (private, "cookies: {\"errorMessage\":{\"$serde_json"),
        (&deep, "cookies: {\"a\":[[[["),
        (&long, "xxxx…\n"),
    ] {
        check_failed(&play(&api, "/cookies", || {
            let address = said_address(&api);
            let (id, _) = next(&address);
            let (status, response) = call(&address, &format!("POST invocation/{id}/error"), "", report);
            assert_eq!(status, 202, "{response}");
        }));
        assert!(api.log().contains(said), "{}", api.log());
    }
    let bytes = api.log().len() - said_at_its_start;
    assert!(bytes < 12_000, "{bytes} bytes");
    assert_eq!(api.functions().len(), 1, "it was the same process for all of them");
}

#[test]
fn a_body_that_is_cut_short_or_too_long_fails_the_event_at_once() {
    let api = by_hand("silent");
    let check = |content_length: &str, body: &str, said: &str| {
        check_failed(&play(&api, "/cookies", || {
            let address = said_address(&api);
            let (id, _) = next(&address);
            drop(send(&address, &format!("POST invocation/{id}/response"), content_length, body));
        }));
        assert!(api.log().contains(said), "{}", api.log());
    };
    check("content-length: 99\r\n", "cut", "cookies: the answer was cut short\n");
    check("", &"x".repeat(7_000_000), "cookies: the answer is over Lambda's limit of");
    assert_eq!(api.functions().len(), 1, "it was the same process for both");
}

#[test]
fn a_process_that_is_ended_takes_its_connections_along() {
    let api = by_hand("silent");
    let mut held = None;
    let answer = play(&api, "/hang", || {
        let address = said_address(&api);
        let (id, _) = next(&address);
        // An answer that never ends.
        let path = format!("POST invocation/{id}/response");
        held = Some((send(&address, &path, "content-length: 99\r\n", "x"), address));
    });
    check_failed(&answer);
    assert!(api.log().contains("hangs: Task timed out after 1.00 seconds"), "{}", api.log());
    assert!(api.functions().is_empty(), "it is ended before it is answered for");
    let (mut held, address) = held.expect("sent");
    held.set_read_timeout(Some(Duration::from_secs(5))).expect("sets");
    let mut nothing = [0];
    let ended = held.read(&mut nothing).map_err(|error| error.kind());
    assert!(matches!(ended, Ok(0) | Err(ErrorKind::ConnectionReset)), "{ended:?}");
    assert_eq!(
        TcpStream::connect(address).map_err(|error| error.kind()).err(),
        Some(ErrorKind::ConnectionRefused)
    );
}
