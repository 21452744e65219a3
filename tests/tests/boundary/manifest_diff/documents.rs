//! What a diff tells of two OpenAPI documents, which differ in one thing each.

use std::fs;

use fingerpost_tests::run;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{EVENTS, check_fails};

/// A small API: a listing, and something that is made.
fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "shop", "version": "1.0.0" },
        "paths": {
            "/orders": {
                "get": {
                    "operationId": "list_orders",
                    "parameters": [
                        { "in": "query", "name": "limit", "required": false, "schema": { "type": "integer", "maximum": 100 } },
                        { "$ref": "#/components/parameters/status" },
                    ],
                    "responses": {
                        "200": { "description": "OK.", "headers": { "link": { "required": false, "schema": { "type": "string" } } }, "content": {
                            "application/json": { "schema": { "type": "array", "items": { "$ref": "#/components/schemas/Order" } } },
                        } },
                        "4XX": { "description": "Refused." },
                    },
                },
                "post": {
                    "operationId": "create_order",
                    "requestBody": { "required": false, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/New" } } } },
                    "responses": {
                        "201": { "description": "Made.", "headers": { "location": { "required": true, "schema": { "type": "string" } } }, "content": {
                            "application/json": { "schema": { "$ref": "#/components/schemas/Order" } },
                        } },
                        "409": { "description": "Out of stock." },
                    },
                },
            },
        },
        "components": {
            "parameters": { "status": { "in": "query", "name": "status", "schema": { "enum": ["open", "shipped"] } } },
            "schemas": {
                "Order": { "type": "object", "required": ["id", "status"], "properties": {
                    "id": { "type": "string" },
                    "status": { "type": "string", "enum": ["open", "shipped"] },
                    "note": { "type": ["string", "null"], "maxLength": 10 },
                    "parts": { "type": "array", "items": { "$ref": "#/components/schemas/Order" } },
                    "payment": { "oneOf": [
                        { "type": "object", "required": ["kind", "iban"], "properties": { "kind": { "const": "bank" }, "iban": { "type": "string" } } },
                        { "type": "object", "required": ["kind"], "properties": { "kind": { "const": "cash" } } },
                    ] },
                } },
                "New": { "type": "object", "required": ["sku"], "properties": {
                    "sku": { "type": "string", "minLength": 1 },
                    "count": { "type": "integer", "format": "uint32", "minimum": 0, "default": 1 },
                    "how": { "oneOf": [{ "const": "post" }, { "const": "van" }] },
                    "tags": { "type": "object", "additionalProperties": { "type": "string" } },
                } },
            },
        },
    })
}

pub(crate) type Change<'c> = &'c dyn Fn(&mut Value);

/// The two documents as files.
pub(crate) fn files(change: Change<'_>) -> (TempDir, [String; 2]) {
    files_of(&|_| {}, change)
}

fn files_of(before: Change<'_>, after: Change<'_>) -> (TempDir, [String; 2]) {
    let folder = TempDir::new().expect("a folder");
    let (mut old, mut new) = (document(), document());
    before(&mut old);
    after(&mut new);
    let files = [("old.json", old), ("new.json", new)].map(|(name, document)| {
        let file = folder.path().join(name);
        fs::write(&file, document.to_string()).expect("writes");
        file.to_str().expect("UTF-8").to_owned()
    });
    (folder, files)
}

pub(crate) fn lines([old, new]: [&str; 2]) -> (Vec<String>, i32) {
    let ran = run(EVENTS, &["manifest", "diff", old, new, "--exit-code"], "");
    let lines = ran.stdout.lines().filter(|line| line.starts_with("  "));
    (lines.map(|line| line[2..].to_owned()).collect(), ran.code)
}

/// Checks what is told of a change, and of the way back.
#[track_caller]
pub(crate) fn check(change: Change<'_>, there: &[&str], back: &[&str]) {
    check_two(&|_| {}, change, there, back);
}

/// Checks what is told from one changed document to another, and of the way back.
#[track_caller]
pub(crate) fn check_two(before: Change<'_>, after: Change<'_>, there: &[&str], back: &[&str]) {
    let (_folder, [old, new]) = files_of(before, after);
    for (files, expected) in [([old.as_str(), &new], there), ([&new, &old], back)] {
        let code = i32::from(expected.iter().any(|line| line.starts_with('!')));
        assert_eq!(lines(files), (expected.iter().map(|&line| line.to_owned()).collect(), code));
    }
}

pub(crate) fn schema<'v>(document: &'v mut Value, name: &str) -> &'v mut Value {
    &mut document["components"]["schemas"][name]
}

pub(crate) fn payments(document: &mut Value) -> &mut Vec<Value> {
    schema(document, "Order")["properties"]["payment"]["oneOf"].as_array_mut().expect("a list")
}

pub(crate) fn get(document: &mut Value) -> &mut Value {
    &mut document["paths"]["/orders"]["get"]
}

pub(crate) fn post(document: &mut Value) -> &mut Value {
    &mut document["paths"]["/orders"]["post"]
}

pub(crate) fn remove(value: &mut Value, name: &str) {
    value.as_object_mut().expect("an object").remove(name).expect("a field");
}

#[test]
fn a_document_that_says_the_same_has_no_changes() {
    check(&|_| {}, &[], &[]);
    check(&|new| schema(new, "Order")["description"] = "An order.".into(), &[], &[]);
    check(&|new| new["info"]["version"] = "2.0.0".into(), &[], &[]);
    check(
        &|new| get(new)["deprecated"] = true.into(),
        &["  the documents differ in what no line here tells"],
        &["  the documents differ in what no line here tells"],
    );
}

#[test]
fn operations_that_are_gone_or_moved_break_callers() {
    check(
        &|new| remove(&mut new["paths"]["/orders"], "get"),
        &["! GET /orders is gone"],
        &["  GET /orders is new"],
    );
    check(
        &|new| {
            let moved = new["paths"]["/orders"].take();
            new["paths"] = json!({ "/purchases": moved });
        },
        &[
            "! GET /orders is gone: it is GET /purchases now",
            "! POST /orders is gone: it is POST /purchases now",
        ],
        &[
            "! GET /purchases is gone: it is GET /orders now",
            "! POST /purchases is gone: it is POST /orders now",
        ],
    );
    check(
        &|new| get(new)["operationId"] = "orders".into(),
        &["  GET /orders operationId: \"list_orders\" -> \"orders\""],
        &["  GET /orders operationId: \"orders\" -> \"list_orders\""],
    );
}

#[test]
fn parameters_break_callers_where_they_narrow() {
    let limit = |new: &mut Value, field: &str, value: Value| get(new)["parameters"][0][field] = value;
    check(
        &|new| limit(new, "schema", json!({ "type": "integer", "maximum": 50 })),
        &["! GET /orders query parameter limit maximum: 100 -> 50"],
        &["  GET /orders query parameter limit maximum: 50 -> 100"],
    );
    check(
        &|new| limit(new, "schema", json!({ "type": "boolean" })),
        &["! GET /orders query parameter limit type: integer -> boolean"],
        &["! GET /orders query parameter limit type: boolean -> integer"],
    );
    check(
        &|new| limit(new, "schema", json!({ "type": "string" })),
        &["  GET /orders query parameter limit may be any text now"],
        &["! GET /orders query parameter limit type: string -> integer"],
    );
    check(
        &|new| limit(new, "required", true.into()),
        &["! GET /orders query parameter limit is required now"],
        &["  GET /orders query parameter limit is optional now"],
    );
    check(
        &|new| limit(new, "explode", true.into()),
        &["! GET /orders query parameter limit explode: null -> true"],
        &["! GET /orders query parameter limit explode: true -> null"],
    );
    check(
        &|new| new["components"]["parameters"]["status"]["schema"]["enum"] = json!(["open"]),
        &["! GET /orders query parameter status may not be \"shipped\" any more"],
        &["  GET /orders query parameter status may be \"shipped\" now"],
    );
    let owner = |required: bool| {
        move |new: &mut Value| {
            let owner = json!({ "in": "header", "name": "X-Owner", "required": required, "schema": { "type": "string" } });
            new["paths"]["/orders"]["parameters"] = json!([owner]);
        }
    };
    check(
        &owner(true),
        &[
            "! GET /orders header parameter X-Owner is new and required",
            "! POST /orders header parameter X-Owner is new and required",
        ],
        &[
            "! GET /orders header parameter X-Owner is gone",
            "! POST /orders header parameter X-Owner is gone",
        ],
    );
    check(
        &owner(false),
        &[
            "  GET /orders header parameter X-Owner is new and optional",
            "  POST /orders header parameter X-Owner is new and optional",
        ],
        &[
            "! GET /orders header parameter X-Owner is gone",
            "! POST /orders header parameter X-Owner is gone",
        ],
    );
}

#[test]
fn a_manifest_and_a_document_are_compared_together_and_told_once() {
    let folder = TempDir::new().expect("a folder");
    let side = |name: &str, change: &dyn Fn(&mut Value, &mut Value)| {
        let mut files = [["manifest"].as_slice(), &["openapi"]].map(|command| -> Value {
            serde_json::from_str(&run(EVENTS, command, "").stdout).expect("JSON")
        });
        let [manifest, document] = &mut files;
        change(manifest, document);
        let side = folder.path().join(name);
        fs::create_dir(&side).expect("a folder");
        for (file, json) in ["manifest.json", "openapi.json"].iter().zip(&files) {
            fs::write(side.join(file), json.to_string()).expect("writes");
        }
        side.to_str().expect("UTF-8").to_owned()
    };
    let old = side("old", &|_, _| {});
    let new = side("new", &|manifest, document| {
        manifest["routes"][3]["parameters"][1]["required"] = true.into();
        document["paths"]["/events"]["get"]["parameters"][1]["required"] = true.into();
        manifest["routes"][2]["grants"][0]["actions"] = json!(["dynamodb:GetItem", "dynamodb:PutItem"]);
        remove(&mut document["components"]["schemas"]["Event"]["properties"], "id");
        manifest["routes"].as_array_mut().expect("routes").remove(1);
        remove(&mut document["paths"]["/events/{id}"], "delete");
    });
    let told = [
        "! DELETE /events/{id} is gone",
        "! GET /events query parameter limit is required now",
        "! GET /events 200 field [].id is gone",
        "! GET /events/{id} 200 field id is gone",
        "! POST /events 201 field id is gone",
        "! GET /events/{id} may now PutItem on Events",
    ];
    assert_eq!(lines([&old, &new]), (told.map(str::to_owned).into(), 1));
    let file = |side: &str, name: &str| format!("{side}/{name}");
    check_fails(
        &["manifest", "diff", &old, &file(&new, "openapi.json")],
        1,
        "new/openapi.json is an OpenAPI document; both must be of one kind",
    );
    check_fails(
        &["manifest", "diff", &file(&old, "manifest.json"), &file(&new, "openapi.json")],
        1,
        "old/manifest.json is a manifest and ",
    );
    check_fails(&["manifest", "diff", &old, "src"], 1, "src has neither manifest.json nor openapi.json");
}
