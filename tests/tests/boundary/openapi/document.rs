//! What a document says of paths, parameters, answers and documentation.

use serde_json::{Value, json};

use super::{DOCUMENTED, EVENTS, document, operation, schema};

#[test]
fn the_first_paragraph_is_the_summary_and_the_rest_the_description() {
    let books = operation(&document(DOCUMENTED, ""), "GET /shelves/{shelf}/books");
    assert_eq!(books["operationId"], "books");
    assert_eq!(books["summary"], "Lists the books of a shelf.");
    let rest = "They are sorted by title:\n\n- `genre` may be given again,\n  and so may the header.";
    assert_eq!(books["description"], rest);
    let get = operation(&document(EVENTS, ""), "GET /events/{id}");
    assert_eq!((&get["summary"], get.get("description")), (&json!("Returns one event."), None));
    assert_eq!(get["tags"], json!(["events"]));
}

#[test]
fn a_parameter_says_what_it_is_and_how_several_are_sent() {
    let books = operation(&document(DOCUMENTED, ""), "GET /shelves/{shelf}/books");
    let byte = json!({ "type": "integer", "format": "uint8", "minimum": 0, "maximum": 255 });
    let genre = json!({ "type": "string", "enum": ["crime", "verse"] });
    assert_eq!(
        books["parameters"],
        json!([
            { "in": "path", "name": "shelf", "required": true, "schema": byte },
            {
                "in": "query", "name": "genre", "required": false, "style": "form", "explode": true,
                "schema": { "type": "array", "items": genre },
            },
            {
                "in": "header", "name": "x-colour", "required": false, "style": "simple", "explode": false,
                "schema": { "type": "array", "items": byte },
            },
        ])
    );
}

/// The gateway does not care how a parameter is called, and a document may list a path once.
#[test]
fn paths_that_are_one_for_openapi_are_one() {
    let document = document(DOCUMENTED, "");
    let names = |key: &str| {
        let parameters = operation(&document, key)["parameters"].clone();
        let names = parameters.as_array().expect("parameters").iter().map(|p| p["name"].clone());
        names.collect::<Vec<_>>()
    };
    assert_eq!(names("GET /shelves/{rack}/books/{isbn}"), ["isbn", "rack"]);
    assert_eq!(names("DELETE /shelves/{rack}/books/{isbn}"), ["isbn", "rack"]);
    assert_eq!(operation(&document, "GET /files/{file}")["operationId"], "file");
    let left_out =
        "`GET /files/{rest+}` (`files`) is not listed, because OpenAPI cannot tell it from `/files/{file}`.";
    assert_eq!(document["info"]["description"], left_out);
}

#[test]
fn any_method_is_an_operation_for_each() {
    let document = document(DOCUMENTED, "");
    let shelves = document["paths"]["/shelves"].as_object().expect("operations");
    let ids = shelves.iter().map(|(method, operation)| format!("{method} {}", operation["operationId"]));
    let expected = ["delete", "get", "head", "options", "patch", "post", "put"].map(|method| match method {
        "head" => r#"head "any_shelves""#.to_owned(),
        method => format!("{method} \"shelves_{method}\""),
    });
    assert_eq!(ids.collect::<Vec<_>>(), expected);
    let head = &shelves["head"]["responses"];
    assert_eq!(head["404"]["content"], Value::Null, "an answer to HEAD has no body");
}

#[test]
fn what_was_made_links_to_what_reads_it() {
    let links = |document: &Value, key: &str| operation(document, key)["responses"]["201"]["links"].clone();
    let read = "Reads what was made.";
    assert_eq!(
        links(&document(EVENTS, ""), "POST /events"),
        json!({ "get_event": {
            "operationId": "get_event", "description": read, "parameters": { "path.id": "$response.body#/id" },
        } })
    );
    // The read calls the shelf a rack.
    assert_eq!(
        links(&document(DOCUMENTED, ""), "POST /shelves/{shelf}/books")["book"]["parameters"],
        json!({ "path.isbn": "$response.body#/isbn", "path.rack": "$request.path.shelf" })
    );
}

#[test]
fn an_answer_has_its_schema_and_an_unknown_one_is_said_to_be_unknown() {
    let document = document(DOCUMENTED, "");
    let books = operation(&document, "GET /shelves/{shelf}/books");
    let items = json!({ "$ref": "#/components/schemas/Book" });
    assert_eq!(schema(&books, "200"), json!({ "type": "array", "items": items }));
    let isbn = &document["components"]["schemas"]["Book"]["properties"]["isbn"];
    assert_eq!(isbn["examples"], json!(["978-3-16-148410-0"]));
    let statuses = |operation: &Value| {
        operation["responses"].as_object().expect("responses").keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(statuses(&books), ["200", "400", "404", "429", "431", "500", "503"]);
    let file = operation(&document, "GET /files/{file}");
    assert_eq!(statuses(&file), ["2XX", "3XX", "404", "429", "431", "4XX", "500", "503"]);
    assert_eq!(statuses(&operation(&document, "GET /openapi.json"))[0], "200");
    assert!(!document.to_string().contains("\"default\":{\"description\""), "no response is the default");
}

#[test]
fn an_api_has_the_version_that_it_is_given() {
    let info = |executable, errors| document(executable, errors)["info"].clone();
    assert_eq!(info(DOCUMENTED, "")["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(info(EVENTS, ""), json!({ "title": "events", "version": "0.0.0" }));
}
