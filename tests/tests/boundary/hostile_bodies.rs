//! Bodies that are made to harm: keys that parsers reserve, nesting, repetition, size. Each is
//! answered, and nobody else notices.

use fingerpost_tests::{Answer, Function, MEMORY_GOAL, NOWHERE, Serve, aws, event};
use serde_json::{Value, json};

const EVENTS: &str = env!("CARGO_BIN_EXE_events");
const FAULTS: &str = env!("CARGO_BIN_EXE_faults");
const RAW: &str = "$serde_json::private::RawValue";
const NUMBER: &str = "$serde_json::private::Number";

#[track_caller]
fn check_reserved(answer: &Answer, key: &str) {
    let sentence = format!("Reserved key: no field's name may begin with $serde_json::private::, got {key}");
    assert_eq!((answer.status, answer.json()), (400, json!({ "error": sentence })));
}

#[test]
fn one_anonymous_post_does_not_break_the_list_for_everyone() {
    let api = Serve::start(EVENTS);
    let poison = vec![format!(r#"{{"b":0,"{RAW}":"z"}}"#); 20].join(",");
    check_reserved(&api.send("POST", "/events", &format!(r#"{{"name":"x","a":[{poison}]}}"#)), RAW);
    let kept = api.send("POST", "/events", r#"{"name":"x"}"#);
    let list = api.call("GET", "/events");
    assert_eq!((kept.status, list.status, list.json()), (201, 200, json!([kept.json()])));
}

#[test]
fn a_reserved_key_is_refused_wherever_it_stands_and_however_it_is_escaped() {
    let (events, faults) = (Serve::start(EVENTS), Serve::start(FAULTS));
    for key in [RAW, NUMBER] {
        let escaped = key.replace('$', r"\u0024").replace('R', r"\u0052");
        for body in [
            format!(r#"{{"{key}":"{{\"name\":\"hidden\"}}"}}"#),
            format!(r#"{{"name":"n","price":{{"{key}":"12.000000000000000001"}}}}"#),
            format!(r#"{{"name":"n","price":[[{{"{escaped}" : "1"}}]]}}"#),
        ] {
            check_reserved(&events.send("POST", "/events", &body), key);
            check_reserved(&faults.send("POST", "/any", &body), key);
            assert_eq!(faults.send("PUT", "/any", r#"{"a":1}"#).json(), json!(true));
        }
    }
    assert_eq!(events.call("GET", "/events").json(), json!([]));
}

#[test]
fn nesting_ends_no_process() {
    let (events, faults) = (Serve::start(EVENTS), Serve::start(FAULTS));
    for api in [&events, &faults] {
        api.send("POST", if api.url() == events.url() { "/events" } else { "/any" }, r#"{"name":"n"}"#);
    }
    let processes = (events.functions(), faults.functions());
    let wrapped = |depth: usize, open: &str, close: &str| open.repeat(depth) + "1" + &close.repeat(depth);
    let hidden = (0..12).fold("1".to_owned(), |json, _| {
        format!("{}{{\"{RAW}\":{}}}{}", "[".repeat(120), Value::from(json), "]".repeat(120))
    });
    for (inner, status) in [
        (wrapped(31, "[", "]"), 201),
        (wrapped(32, "[", "]"), 400),
        (wrapped(126, r#"{"a":"#, "}"), 400),
        (wrapped(60_000, "[", "]"), 400),
        (hidden, 400),
    ] {
        let body = format!(r#"{{"name":"n","a":{inner}}}"#);
        let (item, any) = (events.send("POST", "/events", &body), faults.send("POST", "/any", &body));
        assert_eq!(item.status, status, "{}", item.text());
        assert_eq!(any.status, if inner.len() < 1000 { 200 } else { 400 }, "{}", any.text());
    }
    let deep = events.send("POST", "/events", &format!(r#"{{"name":"n","a":{}}}"#, wrapped(32, "[", "]")));
    assert_eq!(deep.json(), json!({ "error": "Item is nested deeper than DynamoDB's 32 levels" }));
    assert_eq!((events.functions(), faults.functions()), processes);
}

/// One event in, the answer's status and body out, and at most [`MEMORY_GOAL`] taken.
#[track_caller]
fn check_bounded(executable: &str, route: &str, body: &str) -> (u64, Value) {
    let function = Function::start(executable, route, &aws(NOWHERE, "Events"));
    let answer = function.answer(event(&json!({ "body": body })));
    let peak = function.peak_memory();
    assert!(peak < MEMORY_GOAL, "{route}: {} MB for {:.40}", peak >> 20, body);
    let text = answer["body"].as_str().expect("text");
    (answer["statusCode"].as_u64().expect("a status"), serde_json::from_str(text).expect("JSON"))
}

fn repeated(element: &str, bytes: usize) -> String {
    let count = bytes / (element.len() + 1);
    format!(r#"{{"name":"n","a":[{}]}}"#, vec![element; count].join(","))
}

#[test]
fn no_body_takes_more_than_its_share_of_memory() {
    let elements =
        ["0", "[0]", r#"{"a":0}"#, "{}", "[]", r#""""#, r#"{"a":{"a":{"a":{"a":0}}}}"#, "[[[[0]]]]"];
    for element in elements {
        let over_megabyte = repeated(element, 5_500_000);
        for (executable, route) in [(EVENTS, "create_event"), (FAULTS, "any")] {
            let (status, error) = check_bounded(executable, route, &over_megabyte);
            assert_eq!(status, 413, "{route}: {element}");
            assert_eq!(error, json!({ "error": "Request body is larger than 1048576 bytes" }));
        }
        for (bytes, route, executable) in [
            (1_048_000, "any", FAULTS),
            (200_000, "create_event", EVENTS),
            (1_048_000, "create_event", EVENTS),
        ] {
            check_bounded(executable, route, &repeated(element, bytes));
        }
    }
}

#[test]
fn an_item_over_400_kb_is_refused_before_it_is_converted() {
    for body in [repeated("0", 600_000), json!({ "name": "x".repeat(410 * 1024) }).to_string()] {
        let (status, error) = check_bounded(EVENTS, "create_event", &body);
        assert_eq!((status, error), (413, json!({ "error": "Item is larger than DynamoDB's 400 KB" })));
    }
    let kept = json!({ "name": "x".repeat(390 * 1024) }).to_string();
    assert_eq!(check_bounded(EVENTS, "create_event", &kept).0, 503, "it gets as far as the database");
}

#[test]
fn a_body_is_held_to_one_megabyte_or_to_what_the_route_says() {
    let api = Serve::start(FAULTS);
    let text = |bytes: usize| Value::from("x".repeat(bytes - 2)).to_string();
    assert_eq!(api.send("POST", "/any", &text(1_048_576)).json(), json!(1_048_576));
    assert_eq!(api.send("POST", "/any", &text(1_048_577)).status, 413);
    assert_eq!(api.send("PUT", "/any", &text(16)).json(), json!(true));
    let over = api.send("PUT", "/any", &text(17));
    assert_eq!((over.status, over.json()), (413, json!({ "error": "Request body is larger than 16 bytes" })));
    let function = Function::start(FAULTS, "few", &[]);
    let encoded = |body: &str| {
        let answer = function.answer(event(&json!({ "body": body, "isBase64Encoded": true })));
        answer["statusCode"].clone()
    };
    assert_eq!(encoded("InhzZHdhcXdlcnF3ZSI="), json!(200), "14 bytes");
    assert_eq!(encoded(&"MTEx".repeat(6)), json!(413), "18 bytes");
}

#[test]
fn a_field_that_stands_twice_is_refused() {
    let api = Serve::start(EVENTS);
    for (body, field) in
        [(r#"{"name":"a","name":"b"}"#, "name"), (r#"{"name":"a","b":[{"c":1,"\u0063":2}]}"#, "c")]
    {
        let answer = api.send("POST", "/events", body);
        assert_eq!(answer.status, 400);
        assert!(answer.text().contains(&format!("duplicate field `{field}`")), "{}", answer.text());
    }
}
