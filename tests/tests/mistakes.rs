//! Everything that is wrong with a request is told at once, each at its field.

use fingerpost_tests::{Answer, Function, MEMORY_GOAL, Serve, event};
use serde_json::{Value, json};

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");
const PROBLEMS: &str = env!("CARGO_BIN_EXE_problems");

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
    let order = order.to_string();
    api.request("POST", "/mistakes/1?limit=1", &[("x-tenant", "1")], order.as_bytes()).expect("answers")
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
fn what_is_wrong_inside_is_told_too() {
    let api = Serve::start(FAULTS);
    let order = json!({
        "lines": "none",
        "shortNote": 5,
        "shipTo": { "coordinates": [1], "kind": 7, "planet": "x" },
        "payment": { "by": "Card", "number": "x" },
    });
    let answer = place(&api, &order);
    let details = answer.json()["details"].clone();
    let fields: Vec<_> =
        details.as_array().expect("details").iter().map(|detail| detail["field"].clone()).collect();
    assert_eq!(
        fields,
        [
            "lines",
            "shortNote",
            "shipTo.coordinates",
            "shipTo.kind",
            "shipTo.planet",
            "shipTo.street",
            "payment"
        ],
        "{details:#}"
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
fn types_with_forms_of_their_own_do_not_hide_what_comes_after() {
    let api = Serve::start(FAULTS);
    let plain =
        json!({ "id": "x", "count": -1, "flag": "yes", "tags": [1, "a", null], "inner": { "id": 7 } });
    let answer = api.send("POST", "/plain", &plain.to_string());
    let details = answer.json()["details"].clone();
    let fields: Vec<_> =
        details.as_array().expect("details").iter().map(|detail| detail["field"].clone()).collect();
    assert_eq!(
        fields,
        ["id", "count", "flag", "tags[0]", "tags[2]", "inner.id", "inner.count", "inner.flag", "inner.tags"],
        "{details:#}"
    );
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

/// What was put in the place of a mistake is not told of.
#[test]
fn nothing_is_told_of_what_nobody_sent() {
    let api = Serve::start(FAULTS);
    let fields = |body: Value| {
        let answer = api.send("POST", "/account", &body.to_string());
        if answer.status == 204 {
            return Vec::new();
        }
        let details = answer.json()["details"].clone();
        let details = details.as_array().cloned().unwrap_or_default();
        details
            .iter()
            .map(|detail| detail["field"].as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    let card = json!({ "t": "Card", "c": { "number": 1 } });
    let fine = json!({ "qty": 5, "password": "p", "again": "p", "pay": card, "name": "n" });
    assert_eq!(fields(fine.clone()), [""; 0]);
    // The rule is the Rust field's, whose name the client does not know.
    assert_eq!(
        fields(json!({ "qty": 1, "password": "p", "again": "p", "pay": card, "name": "n" })),
        ["quantity"]
    );
    assert_eq!(
        fields(json!({ "qty": "x", "password": "p", "again": "p", "pay": card, "name": "n" })),
        ["qty"]
    );
    // The other password is not the one that was put there.
    assert_eq!(
        fields(json!({ "qty": 5, "password": 7, "again": "p", "pay": card, "name": "n" })),
        ["password"]
    );
    assert_eq!(
        fields(json!({ "qty": 5, "password": "p", "again": "q", "pay": card, "name": "n" })),
        ["again"]
    );
    // A tag that nobody sent does not say what its content lacks.
    let pay = json!({ "t": "Cash", "c": { "code": "v" } });
    assert_eq!(fields(json!({ "qty": 5, "password": "p", "again": "p", "pay": pay })), ["pay.t", "name"]);
    assert_eq!(fields(json!({})), ["qty", "password", "again", "pay", "name"]);
    // serde calls it a mistake of the syntax.
    assert_eq!(
        fields(json!({ "qty": 5, "password": "p", "again": "p", "pay": { "t": null } })),
        ["pay.t", "name"]
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

/// A body is read again for each mistake: its size bounds how often.
#[test]
fn to_tell_all_takes_no_more_than_its_share_of_memory_and_time() {
    let wrong = json!({ "id": 1, "count": "a".repeat(1000), "tags": vec![1; 200_000] }).to_string();
    let nested = |levels| format!("{}1{}", r#"{"inner":"#.repeat(levels), "}".repeat(levels));
    let bodies = [
        wrong.clone(),
        nested(100),
        format!(r#"{{"tags":[{}]}}"#, vec!["1"; 2_500_000].join(",")),
        format!(r#"{{"inner":{{"tags":[{}1]}}}}"#, "1,".repeat(2_000)),
    ];
    for body in bodies {
        let function = Function::start(FAULTS, "plain", &[]);
        let answer = function.answer(event(&json!({ "body": body })));
        let text = answer["body"].as_str().expect("text");
        assert_eq!(answer["statusCode"], 400, "{text}");
        let details = serde_json::from_str::<Value>(text).expect("JSON")["details"].clone();
        assert!(details.as_array().is_some_and(|details| details.len() <= 100), "{body:.60}: {details}");
        let peak = function.peak_memory();
        assert!(peak < MEMORY_GOAL, "{body:.60}: {} MB", peak >> 20);
    }
}

#[test]
fn an_api_with_another_taste_writes_its_errors_so() {
    let api = Serve::start(PROBLEMS);
    let check = |path: &str, status: u16, body: Value| {
        let answer = api.call("GET", path);
        assert_eq!((answer.status, answer.json()), (status, body), "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        answer
    };
    let errors = json!([{ "in": "path", "field": "number", "message": "must be a whole number" }]);
    check(
        "/double/x",
        422,
        json!({
            "title": "Unprocessable Entity", "status": 422,
            "detail": "Invalid path parameter number: must be a whole number", "errors": errors,
        }),
    );
    check(
        "/double/13",
        400,
        json!({ "title": "Bad Request", "status": 400, "detail": "Unlucky", "luck": 0 }),
    );
    let taken = json!([{ "in": "path", "field": "number", "message": "is taken" }]);
    let answer = check(
        "/double/14",
        409,
        json!({ "title": "Conflict", "status": 409, "detail": "Taken", "errors": taken }),
    );
    assert_eq!(answer.header("x-by"), "ann");
    for sentence in ["panic", "split", "strange"] {
        let answer = api.call("GET", &format!("/fail/{sentence}"));
        assert_eq!((answer.status, answer.json()), (409, json!({ "error": sentence })));
    }
    let masked =
        json!({ "title": "Internal Server Error", "status": 500, "detail": "Internal server error" });
    assert!(!check("/double/15", 500, masked).header("x-request-id").is_empty());
}
