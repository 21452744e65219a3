//! Lambda's part: what a failing function costs, and whom.

use std::io::Write;
use std::net::TcpStream;

use fingerpost_tests::{Answer, Serve, runs, signal, wait_until};
use serde_json::json;

const EVENTS: &str = env!("CARGO_BIN_EXE_events");
const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

#[track_caller]
fn check_hidden(answer: &Answer) {
    assert_eq!((answer.status, answer.json()), (500, json!({ "error": "Internal server error" })));
    assert_ne!(answer.header("x-request-id"), "");
}

#[test]
fn a_panic_is_a_500_and_the_process_lives() {
    let api = Serve::start(FAULTS);
    let allowed = api.request("GET", "/panic", &[("origin", "https://example.com")], b"").expect("answers");
    check_hidden(&allowed);
    assert_eq!(allowed.header("access-control-allow-origin"), "https://example.com");
    let process = api.functions();
    check_hidden(&api.call("GET", "/panic"));
    assert_eq!(api.functions(), process);
    wait_until("the log has the panic", || api.log().contains("a secret that no client may see"));
}

#[test]
fn an_error_hides_its_causes_from_the_client_and_shows_them_in_the_log() {
    let api = Serve::start(FAULTS);
    check_hidden(&api.call("GET", "/fails"));
    wait_until("the log has the cause", || api.log().contains("invalid digit found in string"));
    let teapot = api.call("GET", "/teapot");
    assert_eq!((teapot.status, teapot.json()), (418, json!({ "error": "I'm a teapot" })));
}

#[test]
fn a_function_and_a_parameter_may_bear_keywords() {
    let api = Serve::start(FAULTS);
    assert_eq!(api.call("GET", "/keywords?type=loop").text(), "loop");
}

#[test]
fn log_levels_that_cannot_be_read_are_said_and_cost_nothing_else() {
    let api = Serve::start_logging(FAULTS, "info=loud");
    assert_eq!(api.call("GET", "/cookies").status, 200);
    let said = "WARN RUST_LOG is ignored: cannot parse `info=loud`; expected `info` or `info,my_crate=debug`";
    wait_until("the log has the warning", || api.log().contains(said));
    // A function's level without `RUST_LOG`.
    assert!(api.log().contains(" INFO request "), "{}", api.log());
}

#[test]
fn a_header_that_would_split_the_response_is_a_500() {
    let api = Serve::start(FAULTS);
    let answer = api.call("GET", "/split");
    check_hidden(&answer);
    assert_eq!((answer.header("x-split"), answer.header("set-cookie")), (String::new(), String::new()));
}

#[test]
fn an_answer_over_six_megabytes_is_a_500() {
    let api = Serve::start(FAULTS);
    assert_eq!(api.call("GET", "/big?bytes=6000000").body.len(), 6_000_000);
    check_hidden(&api.call("GET", "/big?bytes=6300000"));
    assert_eq!(api.call("GET", "/big?bytes=10").text(), "xxxxxxxxxx");
}

#[test]
fn a_process_that_exits_costs_one_request() {
    let api = Serve::start(FAULTS);
    for _ in 0..2 {
        let answer = api.call("GET", "/exit");
        assert_eq!((answer.status, answer.json()), (500, json!({ "message": "Internal Server Error" })));
    }
    assert!(api.log().contains("exits: the process ended, exit status: 3"), "{}", api.log());
    assert_eq!(api.call("GET", "/cookies").status, 200);
}

#[test]
fn a_process_that_outlives_its_timeout_is_ended_and_replaced() {
    let api = Serve::start(FAULTS);
    let answer = api.call("GET", "/hang");
    assert_eq!((answer.status, answer.json()), (500, json!({ "message": "Internal Server Error" })));
    assert!(api.log().contains("hangs: Task timed out after 1.00 seconds"), "{}", api.log());
    wait_until("it is ended", || api.functions().is_empty());
    assert_eq!(api.call("GET", "/hang").status, 500);
}

#[test]
fn a_process_killed_mid_request_costs_that_request() {
    let api = Serve::start(FAULTS);
    let killed = std::thread::scope(|scope| {
        let request = scope.spawn(|| api.call("GET", "/slow?ms=9000"));
        wait_until("it is at work", || api.functions().len() == 1);
        signal("KILL", api.functions()[0]);
        request.join().expect("answers")
    });
    assert_eq!((killed.status, killed.json()), (500, json!({ "message": "Internal Server Error" })));
    assert_eq!(api.call("GET", "/slow?ms=0").status, 200);
}

#[test]
fn a_process_killed_while_it_is_idle_costs_nobody_anything() {
    let api = Serve::start(FAULTS);
    let first = api.call("GET", "/slow?ms=0").json();
    let pid = u32::try_from(first.as_u64().expect("a pid")).expect("fits");
    signal("KILL", pid);
    wait_until("it is gone", || !runs(pid));
    let second = api.call("GET", "/slow?ms=0");
    assert_eq!(second.status, 200, "{}", api.log());
    assert_ne!(second.json(), first);
}

#[test]
fn requests_at_once_have_processes_of_their_own_and_the_next_reuses_one() {
    let api = Serve::start(FAULTS);
    let mut pids: Vec<_> = std::thread::scope(|scope| {
        let requests = [(); 3].map(|()| scope.spawn(|| api.call("GET", "/slow?ms=1500").json().to_string()));
        requests.map(|request| request.join().expect("answers")).to_vec()
    });
    pids.sort();
    pids.dedup();
    assert_eq!(pids.len(), 3, "three requests at once, three processes");
    assert!(pids.contains(&api.call("GET", "/slow?ms=0").json().to_string()), "a warm one is used again");
}

#[test]
fn no_function_outlives_its_serve_however_that_ends() {
    for how in ["KILL", "TERM", "INT"] {
        let api = Serve::start(FAULTS);
        api.call("GET", "/slow?ms=0");
        let functions = api.functions();
        assert_eq!(functions.len(), 1);
        std::thread::scope(|scope| {
            // One is at work, which must not keep it alive either.
            scope.spawn(|| api.request("GET", "/hang", &[], b""));
            wait_until("the second is at work", || api.functions().len() == 2);
            let functions = api.functions();
            signal(how, api.pid());
            for pid in functions {
                wait_until(&format!("{pid} ends after {how}"), || !runs(pid));
            }
        });
    }
}

#[test]
fn what_the_signature_does_not_grant_is_refused_and_the_log_says_what_to_add() {
    let api = Serve::start(FAULTS);
    check_hidden(&api.call("GET", "/sneaky"));
    let advice =
        "sneaky: dynamodb:Scan on `Seats` was refused; add `Scan` to the `Table<…>` in its signature";
    assert!(api.log().contains(advice), "{}", api.log());
    assert!(api.log().contains("AccessDeniedException"), "{}", api.log());
}

#[test]
fn sigterm_ends_it_cleanly() {
    let api = Serve::start(EVENTS);
    api.call("GET", "/events");
    assert_eq!(api.terminate().code(), Some(0));
}

#[test]
fn a_reader_of_the_log_that_goes_away_takes_no_request_with_it() {
    let mut child = std::process::Command::new(EVENTS)
        .args(["serve", "--port", "0", "--in-memory"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("starts");
    drop(child.stderr.take());
    let mut line = String::new();
    let mut stdout = std::io::BufReader::new(child.stdout.take().expect("piped"));
    std::io::BufRead::read_line(&mut stdout, &mut line).expect("a line");
    let url = line.trim().trim_start_matches("listening on ").to_owned();
    let created =
        ureq::post(format!("{url}/events")).content_type("application/json").send(r#"{"name":"n"}"#);
    assert_eq!(created.map(|answer| answer.status().as_u16()).ok(), Some(201));
    child.kill().expect("killed");
    child.wait().expect("reaped");
}

/// Sends requests and reads no answer.
fn send(api: &Serve, path: &str, count: usize) -> Vec<TcpStream> {
    let host = api.url().trim_start_matches("http://");
    let streams = (0..count).map(|_| {
        let mut stream = TcpStream::connect(host).expect("connects");
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {host}\r\n\r\n").expect("sends");
        stream
    });
    streams.collect()
}

#[test]
fn requests_that_nobody_waits_for_leave_the_queue() {
    let api = Serve::start(FAULTS);
    let at_work = send(&api, "/slow?ms=2000", 10);
    wait_until("every place is taken", || api.functions().len() == 10);
    drop(send(&api, "/slow?ms=9000", 100));
    assert_eq!(api.call("GET", "/slow?ms=0").status, 200, "{}", api.log());
    drop(at_work);
}

#[test]
fn what_has_begun_runs_to_its_end_when_its_client_is_gone() {
    let api = Serve::start_logging(FAULTS, "info");
    let request = send(&api, "/slow?ms=500", 1);
    wait_until("it is at work", || api.functions().len() == 1);
    drop(request);
    wait_until("it is done", || api.log().contains("route=\"slow\" status=200"));
}

#[test]
fn a_queue_that_is_full_takes_no_more() {
    let api = Serve::start(FAULTS);
    let streams = send(&api, "/slow?ms=9000", 420);
    // A stream's answer, once it has come.
    let answer = |stream: &TcpStream| {
        stream.set_nonblocking(true).expect("sets");
        let mut answer = [0; 1024];
        let length = stream.peek(&mut answer).unwrap_or_default();
        String::from_utf8_lossy(&answer[..length]).into_owned()
    };
    let refused = || streams.iter().map(answer).filter(|answer| answer.starts_with("HTTP/1.1 503"));
    wait_until("those beyond 10 at work and 400 waiting are refused", || refused().count() >= 10);
    let log = api.log();
    assert!(log.contains("slow: 400 requests wait for it already; Lambda would throttle this one"), "{log}");
    let answer = refused().next().expect("one");
    assert!(answer.ends_with("{\"message\":\"Service Unavailable\"}"), "{answer}");
}
