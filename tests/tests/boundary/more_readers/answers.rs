//! A status alone or with headers, and answers that are part of the executable.

use fingerpost_tests::Serve;
use serde_json::json;

use super::{FAULTS, check, described};

#[test]
fn a_status_alone_is_an_answer_and_a_refusal_has_its_sentence() {
    let api = Serve::start(FAULTS);
    for status in [200, 202, 204, 304] {
        let answer = api.call("GET", &format!("/status-alone/{status}"));
        assert_eq!((answer.status, answer.text().as_str()), (status, ""));
    }
    check(&api.call("GET", "/status-alone/404"), 404, json!({ "error": "Not Found" }));
    check(&api.call("GET", "/status-alone/499"), 499, json!({ "error": "The request was refused" }));
    check(&api.call("GET", "/status-alone/503"), 503, json!({ "error": "Internal server error" }));
    assert_eq!(api.call("GET", "/status-alone/101").status, 500);
    let route = described("status_alone");
    assert_eq!((&route["answersMore"], &route["refusesMore"]), (&json!(true), &json!(true)));
}

#[test]
fn a_status_and_headers_stand_before_an_answer() {
    let answer = Serve::start(FAULTS).call("GET", "/three");
    assert_eq!(
        (answer.status, answer.header("content-type"), answer.text()),
        (201, "text/calendar".into(), "BEGIN:VCALENDAR".into())
    );
}

#[test]
fn what_is_part_of_the_executable_is_an_answer() {
    let api = Serve::start(FAULTS);
    for what in ["borrowed", "owned"] {
        let answer = api.call("GET", &format!("/borrowed/{what}"));
        assert_eq!(
            (answer.text().as_str(), answer.header("content-type")),
            (what, "text/plain; charset=utf-8".into())
        );
    }
    let answer = api.call("GET", "/part-of-it");
    assert_eq!(
        (answer.body.as_slice(), answer.header("content-type")),
        (&b"\xff\0"[..], "application/octet-stream".into())
    );
}
