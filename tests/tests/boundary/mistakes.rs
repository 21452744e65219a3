//! Everything that is wrong with a request is told at once, each at its field.

use fingerpost_tests::{Answer, Serve};
use serde_json::{Value, json};

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

/// The answer is a refusal with these details: where, which field, what is wrong.
#[track_caller]
fn check(answer: &Answer, sentence: &str, details: &[[&str; 3]]) {
    let details: Vec<Value> = details
        .iter()
        .map(|[place, field, message]| json!({ "in": place, "field": field, "message": message }))
        .collect();
    assert_eq!(answer.json(), json!({ "error": sentence, "details": details }), "{}", answer.text());
    assert_eq!(answer.status, 400);
}

fn address() -> Value {
    json!({ "street": "s", "coordinates": [1, 2.5], "kind": "home" })
}

#[test]
fn five_mistakes_in_one_request_are_five_details() {
    let api = Serve::start(FAULTS);
    let order = json!({
        "lines": [
            { "sku": "tea", "quantity": "two", "unitPrice": 1 },
            { "quantity": 1, "unitPrice": 1 },
            { "sku": "tea", "quantity": 10_001, "unitPrice": 1 },
        ],
        "shipTo": address(),
    });
    let answer =
        api.request("POST", "/mistakes/1?limit=x", &[("x-tenant", "ann")], order.to_string().as_bytes());
    check(
        &answer.expect("answers"),
        "Invalid query parameter limit: must be a whole number",
        &[
            ["query", "limit", "must be a whole number"],
            ["header", "x-tenant", "must be a whole number"],
            ["body", "lines[0].quantity", "must be a whole number from 0 to 4294967295, got string \"two\""],
            ["body", "lines[1].sku", "is missing"],
            ["body", "lines[2].quantity", "must be at most 10000"],
        ],
    );
}

#[track_caller]
fn place(api: &Serve, order: &Value) -> Answer {
    place_text(api, &order.to_string())
}

#[track_caller]
fn place_text(api: &Serve, body: &str) -> Answer {
    api.request("POST", "/mistakes/1?limit=1", &[("x-tenant", "1")], body.as_bytes()).expect("answers")
}

#[test]
fn a_field_is_named_as_the_client_named_it() {
    let api = Serve::start(FAULTS);
    let line = json!({ "sku": "tea", "quantity": 1, "unitPrice": 1 });
    let fine = json!({ "lines": [line], "shipTo": address() });
    assert_eq!(place(&api, &fine).status, 204);
    let mut long = fine.clone();
    long["shortNote"] = json!("toolong");
    long["lines"] = json!([]);
    check(
        &place(&api, &long),
        "Field lines must have a length of at least 1",
        &[
            ["body", "lines", "must have a length of at least 1"],
            ["body", "shortNote", "must have a length of at most 5"],
        ],
    );
}

#[test]
fn the_handlers_own_check_is_a_detail_too() {
    let api = Serve::start(FAULTS);
    let line = json!({ "sku": "unknown", "quantity": 1, "unitPrice": 1 });
    let answer = place(&api, &json!({ "lines": [line], "shipTo": address() }));
    let details = json!([{ "in": "body", "field": "lines[0].sku", "message": "is not sold" }]);
    assert_eq!((answer.status, answer.json()), (409, json!({ "error": "Not sold", "details": details })));
}

#[test]
fn a_body_that_is_not_json_is_one_mistake_among_others() {
    let api = Serve::start(FAULTS);
    let send = |path: &str, headers: &[(&str, &str)], body: &[u8]| {
        api.request("POST", path, headers, body).expect("answers")
    };
    check(
        &send("/mistakes/300?limit=1", &[("x-tenant", "1")], b"{"),
        "Invalid path parameter day: must be a smaller number",
        &[["path", "day", "must be a smaller number"], ["body", "", "Invalid JSON in request body"]],
    );
    let alone = send("/mistakes/1?limit=1", &[("x-tenant", "1")], b"{");
    assert_eq!((alone.status, alone.json()), (400, json!({ "error": "Invalid JSON in request body" })));
    // Two statuses: neither holds for both.
    let form = ("content-type", "text/plain");
    let answer = send("/mistakes/1", &[("x-tenant", "1"), form], b"a");
    check(
        &answer,
        "Missing query parameter: limit",
        &[
            ["query", "limit", "is missing"],
            ["body", "", "Unsupported content type: text/plain; send application/json"],
        ],
    );
    assert_eq!(send("/mistakes/1?limit=1", &[("x-tenant", "1"), form], b"a").status, 415);
}

#[test]
fn an_array_is_not_an_object_with_the_same_fields() {
    let api = Serve::start(FAULTS);
    let fields = json!([[{ "sku": "tea", "quantity": 1, "unitPrice": 1 }], address()]).to_string();
    for body in [fields.as_str(), " \n\t []"] {
        let answer = place_text(&api, body);
        let told = json!({ "error": "Request body must be an object, got an array" });
        assert_eq!((answer.status, answer.json()), (400, told), "{body}");
    }
    for body in ["[object Object]", "[", "\x0c[]"] {
        let answer = place_text(&api, body);
        assert_eq!(answer.json(), json!({ "error": "Invalid JSON in request body" }), "{body}");
    }
}

#[test]
fn a_valid_body_may_be_absent() {
    let api = Serve::start(FAULTS);
    assert_eq!(api.call("PUT", "/plain").json(), json!(null));
    assert_eq!(api.send("PUT", "/plain", "[]").json(), json!(0));
    let answer = api.send("PUT", "/plain", r#"[{"sku":"","quantity":0,"unitPrice":1}]"#);
    check(
        &answer,
        "Field [0].quantity must be at least 1",
        &[
            ["body", "[0].quantity", "must be at least 1"],
            ["body", "[0].sku", "must have a length of at least 1"],
        ],
    );
}

#[test]
fn queries_and_forms_tell_all_as_well() {
    let api = Serve::start(FAULTS);
    let wrong = "limit=101&id=x&tag=ab&tag=c&days=1&days=x&days=300";
    let details = |place| {
        [
            [
                place,
                "id",
                "UUID parsing failed: invalid length: expected length 32 for simple format, found 1",
            ],
            [place, "days[1]", "must be a whole number"],
            [place, "days[2]", "must be a smaller number"],
            [place, "flag", "is missing"],
            [place, "limit", "must be at most 100"],
            [place, "tag[1]", "must have a length of at least 2"],
        ]
    };
    let query = api.call("GET", &format!("/search?{wrong}"));
    let got = query.json()["details"].clone();
    let got: Vec<_> =
        got.as_array().expect("details").iter().map(|d| (d["in"].clone(), d["field"].clone())).collect();
    let want: Vec<_> =
        details("query").iter().map(|[place, field, _]| (json!(place), json!(field))).collect();
    assert_eq!(got, want, "{}", query.text());
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let form = api.request("POST", "/search", &form, wrong.as_bytes()).expect("answers");
    assert_eq!(form.json()["details"].as_array().map(Vec::len), Some(6), "{}", form.text());
    assert_eq!(form.json()["details"][5]["in"], "body");
}
