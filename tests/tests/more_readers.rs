//! Forms with files, changes, typed headers and versions: what they take, what they refuse, and what an attack on each
//! costs.

use fingerpost_tests::{Answer, Function, MEMORY_GOAL, Serve, event, run};
use serde_json::{Value, json};

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

const FORM: (&str, &str) = ("content-type", "multipart/form-data; boundary=B");

#[track_caller]
fn check(answer: &Answer, status: u16, body: Value) {
    assert_eq!((answer.status, answer.json()), (status, body));
}

/// Refused, with this sentence and this one detail: where, which field, what is wrong.
#[track_caller]
fn check_refused(answer: &Answer, status: u16, sentence: &str, detail: [&str; 3]) {
    let [place, field, message] = detail;
    let details = json!([{ "in": place, "field": field, "message": message }]);
    check(answer, status, json!({ "error": sentence, "details": details }));
}

/// A form of these parts, each with the headers and the content that it is given as.
fn form(parts: &[(&str, &str)]) -> Vec<u8> {
    let parts = parts.iter().map(|(headers, content)| format!("--B\r\n{headers}\r\n\r\n{content}\r\n"));
    (parts.collect::<String>() + "--B--\r\n").into_bytes()
}

fn named(name: &str) -> String {
    format!("Content-Disposition: form-data; name=\"{name}\"")
}

fn post(api: &Serve, path: &str, body: &[u8]) -> Answer {
    api.request("POST", path, &[FORM], body).expect("answers")
}

/// What a route of the API is described as.
fn described(route: &str) -> Value {
    let all: Value = serde_json::from_str(&run(FAULTS, &["routes", "--json"], "").stdout).expect("JSON");
    let routes = all["routes"].as_array().expect("routes");
    routes.iter().find(|known| known["name"] == route).expect("the route").clone()
}

fn refusals(route: &Value) -> Value {
    let all = route["refusals"].as_array().expect("refusals").iter();
    all.map(|refusal| refusal["status"].clone()).collect()
}

#[test]
fn a_form_has_its_fields_as_they_were_sent() {
    let api = Serve::start(FAULTS);
    let file = "Content-Disposition: form-data; name=\"file\"; filename=\"../Zo\u{eb}; name=\\\"x\\\".png\"\r\n\
                Content-Type: image/png";
    let nested = format!("{}\r\nContent-Type: multipart/mixed; boundary=C", named("nested"));
    let body = form(&[
        (&named("text"), "two\r\nlines --B"),
        (file, "\u{89}PNG"),
        (&named("text"), ""),
        (&nested, "--C\r\n\r\na\r\n--C--"),
    ]);
    let fields = json!([
        ["text", null, null, "two\r\nlines --B"],
        ["file", "../Zo\u{eb}; name=\"x\".png", "image/png", "\u{89}PNG"],
        ["text", null, null, ""],
        ["nested", null, "multipart/mixed; boundary=C", "--C\r\n\r\na\r\n--C--"],
    ]);
    check(&post(&api, "/multipart", &body), 200, fields);
    let odd = b"before\r\n--B  \r\nCONTENT-DISPOSITION: form-data; NAME=a\r\n\r\n\r\n--B--behind";
    check(&post(&api, "/multipart", odd), 200, json!([["a", null, null, ""]]));
    check(&post(&api, "/multipart", b"--B--"), 200, json!([]));
    check(&api.call("POST", "/multipart"), 200, json!([]));
    check(&api.call("POST", "/uploads"), 200, Value::Null);
    let bytes = [b"--B\r\n".as_slice(), named("a").as_bytes(), b"\r\n\r\n\xff\x00\r\n--B--"].concat();
    check(&post(&api, "/multipart", &bytes), 200, json!([["a", null, null, "\u{fffd}\0"]]));
}

#[test]
fn a_form_is_described_with_what_it_refuses() {
    let route = described("multipart");
    assert_eq!(route["body"]["content"][0]["contentType"], "multipart/form-data");
    assert_eq!((&route["body"]["required"], refusals(&route)), (&json!(true), json!([400, 413, 415])));
    assert_eq!(described("uploads")["body"]["required"], json!(false));
}

#[test]
fn what_is_wrong_with_a_field_is_said_of_it() {
    let api = Serve::start(FAULTS);
    let (caption, year) = (named("caption"), named("year"));
    let picture = "Content-Disposition: form-data; name=\"picture\"; filename=\"a\"";
    let not_chosen = "Content-Disposition: form-data; name=\"picture\"; filename=\"\"";
    let complete = form(&[(&caption, "Home"), (&year, "1999"), (picture, "12345")]);
    check(&post(&api, "/pictures", &complete), 200, json!(["Home", 1999, 5]));
    let text = named("picture");
    let file_as_text = "Content-Disposition: form-data; name=\"caption\"; filename=\"a\"";
    for (parts, sentence, field, message) in [
        (vec![], "Missing required field: caption", "caption", "is missing"),
        (vec![(&*caption, "a")], "Missing required field: picture", "picture", "is missing"),
        (
            vec![(&*caption, "a"), (not_chosen, "")],
            "Missing required field: picture",
            "picture",
            "is missing",
        ),
        (
            vec![(&*caption, "a"), (&*text, "b")],
            "Field picture: must be a file, got text",
            "picture",
            "must be a file, got text",
        ),
        (
            vec![(file_as_text, "a")],
            "Field caption: must be text, got a file",
            "caption",
            "must be text, got a file",
        ),
        (
            vec![(&*caption, "a"), (&*caption, "b")],
            "Field caption: given several times, one expected",
            "caption",
            "given several times, one expected",
        ),
        (
            vec![(&*caption, "a"), (&*year, "x")],
            "Field year: invalid digit found in string",
            "year",
            "invalid digit found in string",
        ),
    ] {
        check_refused(&post(&api, "/pictures", &form(&parts)), 400, sentence, ["body", field, message]);
    }
    let bytes = [b"--B\r\n".as_slice(), caption.as_bytes(), b"\r\n\r\n\xff\r\n--B--"].concat();
    check_refused(
        &post(&api, "/pictures", &bytes),
        400,
        "Field caption: not UTF-8",
        ["body", "caption", "not UTF-8"],
    );
    let long = post(&api, "/pictures", &form(&[(&caption, &"x".repeat(4096))]));
    check(&long, 413, json!({ "error": "Request body is larger than 4096 bytes" }));
}

#[test]
fn a_form_that_is_broken_is_refused() {
    let api = Serve::start(FAULTS);
    let unfinished = "Request body is not a whole form: a boundary is missing";
    let headers = "Request body is not a form: the headers of a field cannot be read";
    let name = "Request body is not a form: a field has no name";
    let a = named("a");
    let of = |text: &str| text.replace("{a}", &a).into_bytes();
    let long = format!("{a}\r\nX: {}", "x".repeat(8192));
    for (body, sentence) in [
        (of("-"), unfinished),
        (of("--B"), unfinished),
        (of("--B\r\n"), unfinished),
        (of("--B\r\n{a}"), unfinished),
        (of("--B\r\n{a}\r\n\r\n"), unfinished),
        (of("--B\r\n{a}\r\n\r\nx\r\n--B"), unfinished),
        (of("--B\r\n{a}\r\n\r\nx\r\n--BB\r\n{a}\r\n\r\n\r\n--B--"), unfinished),
        (of("--B\n{a}\n\nx\n--B--\n"), unfinished),
        (of("--B\r\n{a}: \0\r\n\r\nx\r\n--B--"), headers),
        (of("--B\r\n{a}\r\n: b\r\n\r\nx\r\n--B--"), headers),
        (form(&[(&format!("{a}{}", "\r\nx: y".repeat(32)), "")]), headers),
        (form(&[("Content-Type: text/plain", "")]), name),
        (form(&[("Content-Disposition: form-data; filename=a", "")]), name),
        (form(&[("Content-Disposition: form-data; name=\"a", "")]), name),
        (form(&[(&long, "")]), "Request body is not a form: a field has headers of more than 8 KB"),
        (
            [b"--B\r\nContent-Disposition: form-data; name=\"\xff\"".as_slice(), b"\r\n\r\n\r\n--B--"]
                .concat(),
            "Request body is not a form: a field has a header that is not UTF-8",
        ),
    ] {
        let answer = post(&api, "/multipart", &body);
        assert_eq!(
            (answer.status, answer.json()),
            (400, json!({ "error": sentence })),
            "{}",
            String::from_utf8_lossy(&body)
        );
    }
    let encoded = format!("{a}\r\nContent-Transfer-Encoding: base64");
    let message = "must not have a content-transfer-encoding";
    let sentence = format!("Field a: {message}");
    check_refused(
        &post(&api, "/multipart", &form(&[(&encoded, "YQ==")])),
        400,
        &sentence,
        ["body", "a", message],
    );
}

#[test]
fn what_is_not_declared_as_a_form_with_files_is_none() {
    let api = Serve::start(FAULTS);
    let declared = |content_type: &str| {
        api.request("POST", "/multipart", &[("content-type", content_type)], b"--B--").expect("answers")
    };
    for other in
        ["application/json", "multipart/mixed; boundary=B", "multipart/form-data; boundary=a b c", "x"]
    {
        let error = format!("Unsupported content type: {other}; send multipart/form-data");
        check(&declared(other), 415, json!({ "error": error }));
    }
    let none = api.request("POST", "/multipart", &[], b"--B--").expect("answers");
    check(&none, 415, json!({ "error": "Missing content type; send multipart/form-data" }));
    check(&declared("Multipart/Form-Data; charset=utf-8; Boundary=\"B\""), 200, json!([]));
    let invalid = "Invalid header content-type";
    for (other, message) in [
        ("multipart/form-data".to_owned(), "has no boundary"),
        (
            format!("multipart/form-data; boundary={}", "B".repeat(71)),
            "its boundary must have 1 to 70 characters",
        ),
    ] {
        let detail = ["header", "content-type", message];
        check_refused(&declared(&other), 400, &format!("{invalid}: {message}"), detail);
    }
}

#[test]
fn a_form_with_files_takes_no_more_than_its_share_of_memory() {
    let part = format!("--B\r\n{}\r\n\r\n\r\n", named("a"));
    let short = "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n";
    let many_headers = format!("--B\r\n{}{}\r\n\r\n", named("a"), "\r\nx: y".repeat(31));
    let boundary = "B".repeat(1 << 20);
    let declared = "multipart/form-data; boundary=";
    for (body, boundary, status) in [
        (part.repeat(1_000) + "--B--", "B", 200),
        (part.repeat(1_001) + "--B--", "B", 413),
        (short.repeat(100_000), "B", 413),
        (many_headers.repeat(1_000) + "--B--", "B", 200),
        (part.clone() + &"x".repeat(5_500_000), "B", 400),
        ("x".repeat(5_500_000), "B", 400),
        ("\r\n--".repeat(1_400_000), "B", 400),
        (format!("--B\r\n{}: {}", named("a"), "x".repeat(5_500_000)), "B", 400),
        (format!("--B\r\n{}{}", named("a"), "\r\nx: y".repeat(900_000)) + "\r\n\r\n\r\n--B--", "B", 400),
        (
            format!("--B\r\nContent-Disposition: form-data; name={}\r\n\r\n", "\\\"".repeat(1_300_000)),
            "B",
            400,
        ),
        (format!("--{boundary}\r\n").repeat(3), boundary.as_str(), 400),
    ] {
        let function = Function::start(FAULTS, "uploads", &[]);
        let headers = json!({ "content-type": format!("{declared}{boundary}") });
        let answer = function.answer(event(&json!({ "body": body, "headers": headers })));
        let peak = function.peak_memory();
        assert_eq!(answer["statusCode"], json!(status), "{body:.40}: {}", answer["body"]);
        assert!(peak < MEMORY_GOAL, "{body:.40}: {} MB", peak >> 20);
    }
}

#[test]
fn a_change_tells_absent_from_null() {
    let api = Serve::start(FAULTS);
    for (change, changed) in [
        ("{}", json!(["before", 1, null])),
        (r#"{"name":"after"}"#, json!(["after", 1, null])),
        (r#"{"seats":null}"#, json!(["before", null, null])),
        (r#"{"seats":2,"inner":null}"#, json!(["before", 2, false])),
        (r#"{"seats":2,"inner":{}}"#, json!(["before", 2, true])),
    ] {
        check(&api.send("PATCH", "/changes", change), 200, changed);
    }
    let null = api.send("PATCH", "/changes", r#"{"name":null}"#);
    check_refused(&null, 400, "Field name must not be null", ["body", "name", "must not be null"]);
    let wrong = api.send("PATCH", "/changes", r#"{"inner":{"seats":"two"}}"#);
    assert_eq!((wrong.status, &wrong.json()["details"][0]["field"]), (400, &json!("inner.seats")));
}

#[test]
fn a_change_is_described_as_what_a_body_may_lack_and_may_hold_as_null() {
    let all: Value = serde_json::from_str(&run(FAULTS, &["routes", "--json"], "").stdout).expect("JSON");
    let change = &all["components"]["schemas"]["Change"];
    assert_eq!(
        (change.get("required"), &change["properties"]["name"]["type"]),
        (None, &json!(["string", "null"]))
    );
}

#[test]
fn a_change_does_not_go_deeper_than_it_should() {
    let nested = |levels: usize| r#"{"inner":"#.repeat(levels) + "{}" + &"}".repeat(levels);
    for (body, status) in [
        (nested(32), 200),
        (nested(33), 400),
        (nested(100), 400),
        (nested(600_000), 400),
        (r#"{"inner":"#.repeat(600_000), 400),
    ] {
        let function = Function::start(FAULTS, "change", &[]);
        let answer = function.answer(event(&json!({ "body": body })));
        let peak = function.peak_memory();
        assert_eq!(answer["statusCode"], json!(status), "{body:.40}: {}", answer["body"]);
        assert!(peak < MEMORY_GOAL, "{body:.40}: {} MB", peak >> 20);
    }
}

#[test]
fn a_header_is_read_as_its_type() {
    let api = Serve::start(FAULTS);
    let call = |headers: &[(&str, &str)]| api.request("GET", "/typed-header", headers, b"").expect("answers");
    let token = format!("Bearer {}", "x".repeat(8_000));
    let answer =
        call(&[("authorization", &token), ("cache-control", "max-age=0"), ("cache-control", "no-store")]);
    assert_eq!(answer.header("cache-control"), "no-cache");
    check(&answer, 200, json!(["127.0.0.1", 8_000, true]));
    check(&call(&[("authorization", "Bearer a")]), 200, json!(["127.0.0.1", 1, false]));
    let missing = ["header", "authorization", "is missing"];
    check_refused(&call(&[]), 400, "Missing header: authorization", missing);
    let unread = ["header", "authorization", "cannot be read"];
    let sentence = "Invalid header authorization: cannot be read";
    check_refused(&call(&[("authorization", "Basic a")]), 400, sentence, unread);
    let function = Function::start(FAULTS, "typed_header", &[]);
    for token in ["Bearer \u{e4}", "Bearer\n", "\0", ""] {
        let headers = json!({ "host": "a", "authorization": token });
        let answer = function.answer(event(&json!({ "headers": headers })));
        assert_eq!(answer["statusCode"], json!(400), "{token:?}: {answer}");
    }
}

#[test]
fn a_typed_header_is_described_by_its_name() {
    let route = described("typed_header");
    let parameters = route["parameters"].as_array().expect("parameters").iter();
    let named: Value = parameters.map(|one| json!([one["in"], one["name"], one["required"]])).collect();
    let expected = json!([
        ["header", "authorization", true],
        ["header", "cache-control", false],
        ["header", "host", true]
    ]);
    assert_eq!((named, refusals(&route)), (expected, json!([400])));
    assert_eq!(route["answers"][0]["headers"][0]["name"], "cache-control");
}

#[test]
fn a_header_that_its_type_is_strict_about_is_a_clear_400() {
    let function = Function::start(FAULTS, "typed_tag", &[]);
    for (tag, status) in
        [("\"a\"", 200), ("a", 400), ("\"a b\"", 400), ("\"\u{e4}\"", 200), ("\"a\n\"", 400), ("", 400)]
    {
        let answer = function.answer(event(&json!({ "headers": { "etag": tag } })));
        assert_eq!(answer["statusCode"], json!(status), "{tag}: {answer}");
    }
}

#[test]
fn cookies_are_a_header_with_a_type_too() {
    let api = Serve::start(FAULTS);
    let call =
        |cookie: &str| api.request("GET", "/typed-cookies", &[("cookie", cookie)], b"").expect("answers");
    check(&call("theme=dark; session=a"), 200, json!("a"));
    check(&api.call("GET", "/typed-cookies"), 200, Value::Null);
    let by_name =
        |cookie: &str| api.request("GET", "/cookies-by-name", &[("cookie", cookie)], b"").expect("answers");
    check(&by_name("theme=\"dark\"; session=a; x"), 200, json!(["a", "dark"]));
}

#[test]
fn cookies_by_the_thousand_take_no_more_than_their_share_of_memory() {
    let twice = |cookie: &str| usize::from(cookie.starts_with("session")) * 200 + 200;
    for route in ["cookies_by_name", "typed_cookies"] {
        for cookie in ["", "a=", "\\", "session=", "session=abc"] {
            let function = Function::start(FAULTS, route, &[]);
            let count = 5_500_000 / (json!(cookie).to_string().len() + 1);
            let answer = function.answer(event(&json!({ "cookies": vec![cookie; count] })));
            let peak = function.peak_memory();
            let status = if route == "typed_cookies" { 200 } else { twice(cookie) };
            assert_eq!(answer["statusCode"], json!(status), "{count} times {cookie}: {}", answer["body"]);
            assert!(peak < MEMORY_GOAL, "{count} times {cookie}: {} MB", peak >> 20);
        }
    }
}

#[test]
fn cookies_that_no_gateway_sends_are_none() {
    let function = Function::start(FAULTS, "cookies_by_name", &[]);
    for cookies in
        [json!([1, "session=a"]), json!({ "session=a": 1 }), json!("session"), json!([["session=a"]])]
    {
        let answer = function.answer(event(&json!({ "cookies": cookies })));
        assert_eq!(answer["statusCode"], json!(200), "{cookies}: {answer}");
    }
    let answer = function.answer(event(&json!({ "cookies": ["session=\"a\\b\"", "theme=\u{e4}"] })));
    assert_eq!(answer["body"], json!(json!(["a\\b", "\u{e4}"]).to_string()));
}

#[test]
fn a_change_of_what_has_changed_meanwhile_is_refused() {
    let api = Serve::start(FAULTS);
    let tag = api.call("GET", "/versions").header("etag");
    let put =
        |tag: &str| api.request("PUT", "/versions?seats=1", &[("if-match", tag)], b"").expect("answers");
    check(&put(&tag), 200, json!(1));
    check(&put(" \"7\" "), 200, json!(1));
    let changed = "It has changed: if-match is not the current version";
    for tag in ["\"6\"", "W/\"7\""] {
        check_refused(&put(tag), 412, changed, ["header", "if-match", "is not the current version"]);
    }
    let one = "must be one tag in quotes, as the `etag` was";
    for (tag, message) in [
        ("7", one),
        ("*", one),
        ("", one),
        ("\"", one),
        ("W/7", one),
        ("\"6\", \"7\"", one),
        ("W/\"6\", \"7\"", one),
        ("\"seven\"", "invalid digit found in string"),
        ("\"\"", "cannot parse integer from empty string"),
    ] {
        let sentence = format!("Invalid header if-match: {message}");
        check_refused(&put(tag), 400, &sentence, ["header", "if-match", message]);
    }
    let sentence = "Missing header: if-match; send the etag of the version that you change";
    check_refused(&api.call("PUT", "/versions?seats=1"), 428, sentence, ["header", "if-match", "is missing"]);
    let both = api.call("PUT", "/versions?seats=x");
    assert_eq!(
        (both.status, both.json()["details"].as_array().map(Vec::len)),
        (400, Some(2)),
        "{}",
        both.text()
    );
}

#[test]
fn a_version_may_be_optional() {
    let api = Serve::start(FAULTS);
    check(&api.call("DELETE", "/versions"), 200, Value::Null);
    let tag = [("if-match", "\"a b\"")];
    check(&api.request("DELETE", "/versions", &tag, b"").expect("answers"), 200, json!("a b"));
    let long = format!("\"{}\"", "x".repeat(8_000));
    let answer = api.request("DELETE", "/versions", &[("if-match", &long)], b"").expect("answers");
    assert_eq!((answer.status, answer.json().as_str().map(str::len)), (200, Some(8_000)));
    assert_eq!(api.request("DELETE", "/versions", &[("if-match", "a")], b"").expect("answers").status, 400);
}

#[test]
fn a_version_is_described_with_what_it_refuses() {
    let route = described("replace");
    let parameter =
        &route["parameters"].as_array().expect("parameters").iter().find(|one| one["in"] == "header");
    let parameter = parameter.expect("a header");
    assert_eq!((&parameter["name"], &parameter["required"]), (&json!("if-match"), &json!(true)));
    let statuses = refusals(&route);
    for status in [400, 412, 428] {
        assert!(statuses.as_array().expect("statuses").contains(&json!(status)), "{statuses}");
    }
}

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
