//! What a diff tells of who may call, of two OpenAPI documents.

use serde_json::{Value, json};

use super::documents::{check_two, get};

/// Two schemes, and what `GET /orders` asks for.
fn secured(security: Value) -> impl Fn(&mut Value) {
    move |document| {
        document["components"]["securitySchemes"] = json!({
            "jwt": { "type": "http", "scheme": "bearer", "description": "A token of somebody's." },
            "key": { "type": "apiKey", "in": "header", "name": "x-api-key" },
        });
        if !security.is_null() {
            get(document)["security"] = security.clone();
        }
    }
}

#[track_caller]
fn check(before: Value, after: Value, there: &[&str], back: &[&str]) {
    check_two(&secured(before), &secured(after), there, back);
}

#[test]
fn an_operation_that_asks_for_more_breaks_callers_and_one_that_asks_for_less_is_wider() {
    let (asks, open) =
        ("! GET /orders asks for jwt (a) or jwt (b) now", "! GET /orders is open to everyone now");
    let scoped = json!([{ "jwt": ["a"] }, { "jwt": ["b"] }]);
    check(Value::Null, scoped.clone(), &[asks], &[open]);
    check(json!([]), scoped.clone(), &[asks], &[open]);
    check(json!([{}, { "jwt": [] }]), scoped.clone(), &[asks], &[open]);
    check(
        scoped,
        json!([{ "jwt": ["b"] }]),
        &["! GET /orders does not let callers through with jwt (a) any more"],
        &["! GET /orders lets callers through with jwt (a) now"],
    );
    check(
        json!([{ "jwt": [] }]),
        json!([{ "key": [], "jwt": [] }]),
        &[
            "! GET /orders does not let callers through with jwt any more",
            "! GET /orders lets callers through with jwt and key now",
        ],
        &[
            "! GET /orders does not let callers through with jwt and key any more",
            "! GET /orders lets callers through with jwt now",
        ],
    );
}

#[test]
fn what_the_document_asks_for_holds_for_operations_that_say_nothing() {
    let whole = |document: &mut Value| {
        secured(Value::Null)(document);
        document["security"] = json!([{ "jwt": [] }]);
    };
    check_two(
        &secured(Value::Null),
        &whole,
        &["! GET /orders asks for jwt now", "! POST /orders asks for jwt now"],
        &["! GET /orders is open to everyone now", "! POST /orders is open to everyone now"],
    );
}

#[test]
fn a_scheme_that_is_another_is_told() {
    let other = |change: fn(&mut Value)| {
        move |document: &mut Value| {
            secured(Value::Null)(document);
            change(&mut document["components"]["securitySchemes"]);
        }
    };
    let told = "! security scheme key: {\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"x-api-key\"} -> \
                {\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"x-key\"}";
    let back = "! security scheme key: {\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"x-key\"} -> \
                {\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"x-api-key\"}";
    check_two(
        &secured(Value::Null),
        &other(|schemes| schemes["key"]["name"] = "x-key".into()),
        &[told],
        &[back],
    );
    check_two(
        &secured(Value::Null),
        &other(|schemes| schemes["jwt"]["description"] = "Another's.".into()),
        &[],
        &[],
    );
}
