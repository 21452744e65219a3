//! API Gateway's own part: matching, its own answers, what it makes of requests and answers.

use std::io::{Read, Write};
use std::net::TcpStream;

use fingerpost_tests::Serve;
use serde_json::json;

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");
const SITE: (&str, &str) = ("origin", "https://example.com");

#[test]
fn what_no_route_answers_is_the_gateways_404() {
    let api = Serve::start(FAULTS);
    for (method, path) in
        [("GET", "/"), ("POST", "/panic"), ("HEAD", "/panic"), ("GET", "/panic/"), ("GET", "/echo")]
    {
        let answer = api.call(method, path);
        assert_eq!(answer.status, 404, "{method} {path}");
        if method != "HEAD" {
            assert_eq!(answer.json(), json!({ "message": "Not Found" }));
        }
        assert_ne!(answer.header("apigw-requestid"), "");
    }
}

#[test]
fn a_request_arrives_as_api_gateway_hands_it_over() {
    let api = Serve::start(FAULTS);
    let headers = [("cookie", "a=1; b=2"), ("x-twice", "one"), ("x-twice", "two")];
    let path = "/echo/a%20b/c%2Fd?tag=a,b&tag=c%26d&tag=e+f&tag&other=1";
    let answer = api.request("PUT", path, &headers, b"").expect("answers");
    let expected = json!({
        "rest": "a b/c/d",
        "seen": {
            "tags": ["a,b", "c&d", "e f", ""],
            "cookies": ["a=1", "b=2"],
            "x-twice": "one,two",
            "method": "PUT",
            "routeKey": "ANY /echo/{rest+}",
        },
    });
    assert_eq!(answer.json(), expected);
}

#[test]
fn bytes_go_through_unharmed() {
    let api = Serve::start(FAULTS);
    let bytes: Vec<u8> = (0..=255).cycle().take(3_000_000).collect();
    for kind in ["image/png", "text/plain", "application/json", "application/x-www-form-urlencoded"] {
        let answer = api.request("POST", "/bytes", &[("content-type", kind)], &bytes).expect("answers");
        assert_eq!((answer.status, answer.body == bytes), (200, true), "{kind}");
    }
}

#[test]
fn a_handler_written_for_lambda_http_has_its_request_and_response() {
    let api = Serve::start_allowing(FAULTS, "x.127.0.0.1");
    let empty = api.call("POST", "/moved/a%20b?colour=red&colour=blue%26");
    assert_eq!((empty.status, empty.header("x-uri").as_str()), (202, "/moved/a%20b"));
    assert_eq!(empty.json(), json!({ "id": "a b", "colours": ["red", "blue&"], "known": true }));
    assert_eq!(empty.header("set-cookie"), "a=1|b=2");
    let climbing = api.call("POST", "/moved/..%2Fadmin?colour=red");
    assert_eq!(climbing.json()["id"], "../admin", "path parameters are the gateway's");
    let host = [("host", "x.127.0.0.1")];
    let unreadable = api.request("POST", "/moved/1", &host, b"").expect("a response");
    assert_eq!(unreadable.status, 400, "{}", api.log());
    let body = [0, 159, 146, 150];
    let octets = [("content-type", "application/octet-stream")];
    let echoed = api.request("POST", "/moved/1", &octets, &body).expect("a response");
    assert_eq!((echoed.status, echoed.body.as_slice()), (200, body.as_slice()));
}

#[test]
fn cookies_are_set_one_by_one() {
    let api = Serve::start(FAULTS);
    let answer = api.request("GET", "/cookies", &[("cookie", "seen=1")], b"").expect("answers");
    assert_eq!(answer.header("set-cookie"), "a=1|b=2");
    assert_eq!(answer.text(), "false", "the cookie header is not among the headers");
}

#[test]
fn only_the_declared_origin_is_allowed() {
    let api = Serve::start(FAULTS);
    for path in ["/cookies", "/nope", "/panic"] {
        let allowed = api.request("GET", path, &[SITE], b"").expect("answers");
        assert_eq!(allowed.header("access-control-allow-origin"), SITE.1, "{path}");
        assert_eq!(allowed.header("access-control-allow-credentials"), "true", "{path}");
        let other = api.request("GET", path, &[("origin", "https://evil.example")], b"").expect("answers");
        assert_eq!(other.header("access-control-allow-origin"), "", "{path}");
        assert_eq!(other.header("vary"), "origin", "{path}");
    }
    let preflight = [("origin", "https://evil.example"), ("access-control-request-method", "GET")];
    let answer = api.request("OPTIONS", "/cookies", &preflight, b"").expect("answers");
    assert_eq!((answer.status, answer.header("access-control-allow-methods")), (204, String::new()));
}

#[test]
fn what_is_too_large_is_refused() {
    let api = Serve::start(FAULTS);
    let post = |size: usize| api.request("POST", "/bytes", &[], &vec![b'x'; size]).expect("answers");
    for size in [11 << 20, 5 << 20] {
        let answer = post(size);
        assert_eq!(
            (answer.status, answer.json()),
            (413, json!({ "message": "Request Entity Too Large" })),
            "{size}"
        );
    }
    assert_eq!(post(4 << 20).status, 200);
    let long = "x".repeat(11_000);
    assert_eq!(api.request("GET", "/cookies", &[("x-long", &long)], b"").expect("answers").status, 431);
    assert_eq!(api.call("GET", &format!("/cookies?{long}")).status, 431);
}

#[test]
fn garbage_is_answered_and_harms_nobody() {
    let api = Serve::start(FAULTS);
    let address = api.url().trim_start_matches("http://");
    for garbage in [
        &b"\x00\x01\x02\r\n\r\n"[..],
        b"GET /cookies HTTP/9.9\r\n\r\n",
        b"POST /bytes HTTP/1.1\r\nhost: x\r\ncontent-length: ten\r\n\r\n",
        b"GET /echo/%zz%00%ff?%zz=%ff&tag=%ff HTTP/1.1\r\nhost: x.127.0.0.1\r\nconnection: close\r\n\r\n",
        b"GET /cookies#fragment HTTP/1.1\r\nhost: \xff\xfe\r\nconnection: close\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(address).expect("connects");
        stream.write_all(garbage).expect("writes");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("reads");
        let line = String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned();
        assert!(
            line.starts_with("HTTP/1.1 4") || line.starts_with("HTTP/1.1 200"),
            "{:?}: {line}",
            String::from_utf8_lossy(garbage)
        );
    }
    assert_eq!(api.call("GET", "/cookies").status, 200);
}

#[test]
fn a_path_or_query_value_that_does_not_parse_is_a_400_naming_it() {
    let api = Serve::start(FAULTS);
    assert_eq!(
        api.call("GET", "/typed/7?times=2&tag=1&tag=-2").json(),
        json!({ "day": 7, "times": 2, "tag": [1, -2] })
    );
    assert_eq!(api.call("GET", "/typed/7").json(), json!({ "day": 7, "times": null, "tag": [] }));
    for (path, error) in [
        ("/typed/300", "Invalid path parameter day: must be a smaller number"),
        ("/typed/1?times=x", "Invalid query parameter times: must be a whole number"),
        ("/typed/1?tag=1&tag=x", "Invalid query parameter tag: must be a whole number"),
        ("/slow", "Missing query parameter: ms"),
    ] {
        let answer = api.call("GET", path);
        assert_eq!((answer.status, &answer.json()["error"]), (400, &json!(error)), "{path}");
    }
}
