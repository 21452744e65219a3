//! What a document says of errors: an API's own, the framework's and the gateway's.

use serde_json::{Value, json};

use super::{DOCUMENTED, EVENTS, PROBLEMS, document, operation, schema};

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[test]
fn an_enum_of_errors_is_said_exactly() {
    let document = document(DOCUMENTED, "");
    let add = operation(&document, "POST /shelves/{shelf}/books");
    let full = json!({
        "type": "object",
        "properties": {
            "error": { "type": "string", "const": "The shelf is full" },
            "wanted": reference("NewBookAnswer"),
            "others": { "type": "array", "items": reference("Book") },
        },
        "required": ["error", "wanted", "others"],
    });
    // What is answered has the field that a request may leave out.
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["NewBook"]["required"], json!(["isbn"]));
    assert_eq!(schemas["NewBookAnswer"]["required"], json!(["isbn", "copies"]));
    let beside = json!({
        "type": "object",
        "properties": { "error": { "type": "string" }, "neighbour": {} },
        "required": ["error", "neighbour"],
    });
    assert_eq!(schema(&add, "409"), json!({ "anyOf": [beside, full] }));
    assert_eq!(add["responses"]["409"]["description"], "No place beside {neighbour}. The shelf is full.");
    let incomplete = schema(&add, "422");
    assert_eq!(incomplete["properties"]["details"]["items"], reference("ErrorDetail"));
    assert_eq!(incomplete["required"], json!(["error"]));
    let wait = &add["responses"]["429"];
    // The gateway's 429 does not have it.
    let header = json!({ "description": "`{seconds}`", "required": false, "schema": { "type": "string" } });
    assert_eq!(wait["headers"], json!({ "retry-after": header }));
    assert_eq!(wait["content"]["application/json"]["schema"]["anyOf"][1], reference("GatewayError"));
    assert_eq!(add["responses"]["502"]["description"], "The service fails at it.");
    assert!(!document.to_string().contains("printer"), "what the log has is not in the document");
    // It takes no other error.
    assert_eq!(add["responses"]["4XX"], Value::Null);
}

#[test]
fn a_plain_error_is_any_4xx() {
    let document = document(EVENTS, "");
    let get = operation(&document, "GET /events/{id}");
    assert_eq!(schema(&get, "4XX"), reference("Error"));
    assert_eq!(get["responses"]["404"]["$ref"], "#/components/responses/NotFound");
    assert_eq!(get["responses"]["503"]["$ref"], "#/components/responses/ServiceUnavailable");
    let failed = &document["components"]["responses"]["InternalServerError"];
    let either = json!({ "anyOf": [reference("Error"), reference("GatewayError")] });
    assert_eq!(failed["content"]["application/json"]["schema"], either);
    assert_eq!(failed["headers"]["x-request-id"]["required"], false);
    let create = operation(&document, "POST /events");
    assert_eq!(schema(&create, "400"), reference("Error"));
    assert_eq!(schema(&create, "413"), either);
}

#[test]
fn a_schema_of_the_apis_own_keeps_its_name() {
    let document = document(DOCUMENTED, "");
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["Error"]["required"], json!(["page"]));
    assert_eq!(schemas["Error_"]["required"], json!(["error"]));
    assert_eq!(schema(&operation(&document, "GET /shelves/{shelf}/books"), "400"), reference("Error_"));
}

#[test]
fn problems_are_those_of_rfc_9457() {
    let described = document(DOCUMENTED, "problems");
    let add = operation(&described, "POST /shelves/{shelf}/books");
    let problem = |status: &str| {
        let content = add["responses"][status]["content"].as_object().expect("content");
        assert_eq!(content.keys().collect::<Vec<_>>(), ["application/problem+json"], "{status}");
        content["application/problem+json"]["schema"].clone()
    };
    let full = problem("409")["anyOf"][1].clone();
    assert_eq!(full["properties"]["detail"]["const"], "The shelf is full");
    assert_eq!(full["required"], json!(["detail", "wanted", "others"]));
    // What an argument refuses is a 422 here, and so is a variant of the handler's.
    assert!(problem("422")["anyOf"].as_array().expect("bodies").contains(&reference("Problem")));
    assert_eq!(add["responses"]["400"], Value::Null);
    let failed = &described["components"]["responses"]["InternalServerError"]["content"];
    // A function that fails to write the problem answers without it.
    assert_eq!(
        failed["application/json"]["schema"]["anyOf"],
        json!([reference("Error_"), reference("GatewayError")])
    );
    assert_eq!(failed["application/problem+json"]["schema"], reference("Problem"));
    // The function around `problem_json` is that for this purpose.
    let double = operation(&document(PROBLEMS, ""), "GET /double/{number}");
    assert!(double["responses"]["422"]["content"]["application/problem+json"].is_object());
}

#[test]
fn of_bodies_that_an_api_writes_itself_the_media_type_is_known() {
    let content = |errors: &str| {
        let books = operation(&document(DOCUMENTED, errors), "GET /shelves/{shelf}/books");
        books["responses"]["400"]["content"].clone()
    };
    assert_eq!(content("words"), json!({ "text/x-words": {} }));
    // What the gateway says of a response that says nothing.
    assert_eq!(content("bare"), json!({ "text/plain; charset=utf-8": {} }));
    assert_eq!(content("broken"), json!({ "application/json": { "schema": reference("Error_") } }));
}
