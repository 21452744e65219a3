//! What a client gets of each kind of answer, whatever the client itself put into it, and how each is described.

use fingerpost_tests::{Serve, run};
use serde_json::{Value, json};

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

/// The answers of a route, and whether there are others, as `routes --json` has them.
fn described(route: &str) -> (Value, bool) {
    let all: Value = serde_json::from_str(&run(FAULTS, &["routes", "--json"], "").stdout).expect("JSON");
    let routes = all["routes"].as_array().expect("routes");
    let route = routes.iter().find(|known| known["name"] == route).expect("the route");
    (route["answers"].clone(), route["answersMore"] == true)
}

#[test]
fn a_redirect_leads_to_a_url_and_nowhere_else() {
    let api = Serve::start(FAULTS);
    for status in [303, 307, 308] {
        let answer =
            api.call("GET", &format!("/redirect/{status}?to=/notes/Zo%C3%AB%0D%0Aset-cookie:%20a=1"));
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("location"), "/notes/Zo%C3%AB%0D%0Aset-cookie:%20a=1");
        assert_eq!((answer.header("set-cookie"), answer.text()), (String::new(), String::new()));
    }
    let (answers, more) = described("redirect");
    let statuses = answers.as_array().expect("answers").iter().map(|answer| answer["status"].clone());
    assert_eq!((statuses.collect::<Value>(), more), (json!([303, 307, 308]), false));
    assert_eq!(answers[0]["headers"][0]["name"], "location");
}

#[test]
fn work_that_goes_on_is_accepted() {
    let answer = Serve::start(FAULTS).call("POST", "/jobs/7");
    assert_eq!((answer.status, answer.json()), (202, json!(7)));
    let (answers, more) = described("begin");
    let content = &answers[0]["content"][0];
    assert_eq!(
        (&answers[0]["status"], &content["contentType"], more),
        (&json!(202), &json!("application/json"), false)
    );
    assert_eq!(content["schema"]["type"], "integer");
}

#[test]
fn a_page_is_html() {
    let answer = Serve::start(FAULTS).call("GET", "/page");
    assert_eq!((answer.status, answer.text()), (200, "<p>Grüße".to_owned()));
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(described("page").0[0]["content"][0]["contentType"], "text/html; charset=utf-8");
}

#[test]
fn bytes_arrive_as_they_were() {
    let answer = Serve::start(FAULTS).call("GET", "/octets");
    assert_eq!((answer.status, answer.body.as_slice()), (200, &[0xff, 0x00, b'"'][..]));
    assert_eq!(answer.header("content-type"), "application/octet-stream");
    assert_eq!(described("octets").0[0]["content"][0]["contentType"], "application/octet-stream");
}

#[test]
fn a_file_has_a_name_that_leads_nowhere_and_splits_nothing() {
    let api = Serve::start(FAULTS);
    let answer = api.call("GET", "/files/text%2Fcsv?name=Zo%C3%AB.csv&shown=true");
    assert_eq!(
        (answer.status, answer.text(), answer.header("content-type")),
        (200, "a,b\n".into(), "text/csv".into())
    );
    let disposition = "inline; filename=\"Zo_.csv\"; filename*=UTF-8''Zo%C3%AB.csv";
    assert_eq!(answer.header("content-disposition"), disposition);
    let hostile = api.call("GET", "/files/text%2Fcsv?name=..%2F%22%3B%0D%0Aset-cookie:%20a=1");
    let disposition =
        "attachment; filename=\"..__;__set-cookie_ a=1\"; filename*=UTF-8''.._%22%3B__set-cookie_%20a%3D1";
    assert_eq!(hostile.header("content-disposition"), disposition);
    assert_eq!((hostile.status, hostile.header("set-cookie")), (200, String::new()));
    let header = &described("file").0[0]["headers"][0];
    assert_eq!((&header["name"], &header["required"]), (&json!("content-disposition"), &json!(false)));
}

#[test]
fn a_content_type_that_is_none_is_a_logged_500() {
    let api = Serve::start(FAULTS);
    let answer = api.call("GET", "/files/text%0D%0Ax?name=a");
    assert_eq!((answer.status, answer.json()), (500, json!({ "error": "Internal server error" })));
    assert!(api.log().contains("header `content-type` has a control character"), "{}", api.log());
}

#[test]
fn an_answer_takes_another_status_and_an_error_keeps_its_own() {
    let api = Serve::start(FAULTS);
    let answer = api.call("GET", "/status/207");
    assert_eq!((answer.status, answer.json()), (207, json!(207)));
    let refused = api.call("GET", "/status/207?fails=true");
    assert_eq!((refused.status, refused.json()), (409, json!({ "error": "It is taken" })));
    for status in [0, 101, 600, 65535] {
        assert_eq!(api.call("GET", &format!("/status/{status}")).status, 500, "{status}");
        assert!(api.log().contains(&format!("{status} is not the status of a response")), "{}", api.log());
    }
    let (answers, more) = described("status");
    assert_eq!((&answers[0]["content"][0]["contentType"], more), (&json!("application/json"), true));
}

#[test]
fn headers_of_an_answer_are_replaced_and_added() {
    let api = Serve::start(FAULTS);
    let answer = api.call("GET", "/headers?name=X-Colour&value=red");
    assert_eq!(
        (answer.status, answer.header("x-colour"), answer.header("location")),
        (202, "red".into(), "/1".into())
    );
    assert_eq!(answer.header("content-type"), "application/x-number");
    for hostile in ["name=a:%20b&value=c", "name=&value=c", "name=a&value=b%0D%0Aset-cookie:%20c=1"] {
        let answer = api.call("GET", &format!("/headers?{hostile}"));
        assert_eq!((answer.status, answer.header("set-cookie")), (500, String::new()), "{hostile}");
    }
    assert!(described("headers").1, "the headers are not in the type");
}

#[test]
fn cookies_are_set_safely_or_not_at_all() {
    let api = Serve::start(FAULTS);
    let answer = api.call("GET", "/set-cookies?value=a=1");
    let session = "session=a=1; Path=/; Secure; SameSite=Lax; HttpOnly";
    let kept = "kept=1; Path=/; Secure; SameSite=Strict; Max-Age=60; HttpOnly";
    assert_eq!((answer.status, answer.text()), (200, "<p>Hello".to_owned()));
    assert_eq!(answer.header("set-cookie"), format!("{session}|{kept}"));
    let removed = api.call("DELETE", "/set-cookies");
    let expected = "session=; Path=/; Secure; SameSite=Lax; Max-Age=0; HttpOnly";
    assert_eq!((removed.status, removed.header("set-cookie").as_str()), (204, expected));
    for hostile in ["a;%20Domain=example.com", "a%0D%0Ax:%20y", "a%20b", "%C3%AB", "%22"] {
        let answer = api.call("GET", &format!("/set-cookies?value={hostile}"));
        assert_eq!((answer.status, answer.header("set-cookie")), (500, String::new()), "{hostile}");
    }
    assert!(api.log().contains("cookie `session` has an invalid value"), "{}", api.log());
    let (answers, more) = described("set_cookies");
    assert_eq!((answers[0]["headers"].as_array().map(Vec::len), more), (Some(1), false));
    assert_eq!(answers[0]["headers"][0]["name"], "set-cookie");
}

#[test]
fn an_answer_that_the_client_has_is_not_sent_again() {
    let api = Serve::start(FAULTS);
    let get = |method: &str, query: &str, known: &str| {
        let headers = [("if-none-match", known), ("origin", "https://example.com")];
        let answer = api.request(method, &format!("/tagged?tag=v1{query}"), &headers, b"").expect("answers");
        assert_eq!(answer.header("etag"), "\"v1\"", "{known}");
        assert_eq!(answer.header("access-control-allow-origin"), "https://example.com");
        (answer.status, answer.text(), answer.header("content-type"))
    };
    let whole = || (200, "1".to_owned(), "application/json".to_owned());
    for known in ["\"v1\"", "\"v0\", W/\"v1\"", "*"] {
        assert_eq!(get("GET", "", known), (304, String::new(), String::new()), "{known}");
        assert_eq!(get("HEAD", "", known).0, 304, "{known}");
        assert_eq!(get("POST", "", known), whole(), "{known}");
        assert_eq!(get("GET", "&status=203", known).0, 203, "{known}");
    }
    for other in ["\"v0\"", "v1", "\"v1", "\"\""] {
        assert_eq!(get("GET", "", other), whole(), "{other}");
    }
    for hostile in ["a%22b", "a%0D%0Ab", "a%20b", "%C3%AB"] {
        assert_eq!(api.call("GET", &format!("/tagged?tag={hostile}")).status, 500, "{hostile}");
    }
    assert!(api.log().contains("cannot be the tag of an answer"), "{}", api.log());
    let (answers, _) = described("tagged");
    assert_eq!((&answers[1]["status"], &answers[1]["headers"][0]["name"]), (&json!(304), &json!("etag")));
    assert_eq!(answers[0]["headers"][0]["name"], "etag");
}
