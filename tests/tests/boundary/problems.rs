//! An API with another taste in errors: RFC 9457, and 422.

use fingerpost_tests::Serve;
use serde_json::{Value, json};

const PROBLEMS: &str = env!("CARGO_BIN_EXE_problems");

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
