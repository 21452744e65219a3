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

type Change<'c> = &'c dyn Fn(&mut Value);

/// The two documents as files.
fn files(change: Change<'_>) -> (TempDir, [String; 2]) {
    let folder = TempDir::new().expect("a folder");
    let (old, mut new) = (document(), document());
    change(&mut new);
    let files = [("old.json", old), ("new.json", new)].map(|(name, document)| {
        let file = folder.path().join(name);
        fs::write(&file, document.to_string()).expect("writes");
        file.to_str().expect("UTF-8").to_owned()
    });
    (folder, files)
}

fn lines([old, new]: [&str; 2]) -> (Vec<String>, i32) {
    let ran = run(EVENTS, &["manifest", "diff", old, new, "--exit-code"], "");
    let lines = ran.stdout.lines().filter(|line| line.starts_with("  "));
    (lines.map(|line| line[2..].to_owned()).collect(), ran.code)
}

/// Checks what is told of a change, and of the way back.
#[track_caller]
fn check(change: Change<'_>, there: &[&str], back: &[&str]) {
    let (_folder, [old, new]) = files(change);
    for (files, expected) in [([old.as_str(), &new], there), ([&new, &old], back)] {
        let code = i32::from(expected.iter().any(|line| line.starts_with('!')));
        assert_eq!(lines(files), (expected.iter().map(|&line| line.to_owned()).collect(), code));
    }
}

fn schema<'v>(document: &'v mut Value, name: &str) -> &'v mut Value {
    &mut document["components"]["schemas"][name]
}

fn payments(document: &mut Value) -> &mut Vec<Value> {
    schema(document, "Order")["properties"]["payment"]["oneOf"].as_array_mut().expect("a list")
}

fn get(document: &mut Value) -> &mut Value {
    &mut document["paths"]["/orders"]["get"]
}

fn post(document: &mut Value) -> &mut Value {
    &mut document["paths"]["/orders"]["post"]
}

fn remove(value: &mut Value, name: &str) {
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
        &["! GET /orders query parameter limit type: string -> integer", ],
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
        &["! GET /orders header parameter X-Owner is gone", "! POST /orders header parameter X-Owner is gone"],
    );
    check(
        &owner(false),
        &[
            "  GET /orders header parameter X-Owner is new and optional",
            "  POST /orders header parameter X-Owner is new and optional",
        ],
        &["! GET /orders header parameter X-Owner is gone", "! POST /orders header parameter X-Owner is gone"],
    );
}

#[test]
fn a_body_breaks_callers_where_it_narrows() {
    let new_order = |field: &'static str, value: Value| {
        move |new: &mut Value| schema(new, "New")["properties"][field] = value.clone()
    };
    check(
        &|new| post(new)["requestBody"]["required"] = true.into(),
        &["! POST /orders needs a body now"],
        &["  POST /orders needs no body any more"],
    );
    check(
        &|new| {
            let content = &mut post(new)["requestBody"]["content"];
            content["text/csv"] = json!({});
            remove(content, "application/json");
        },
        &["! POST /orders takes no body of application/json any more", "  POST /orders takes a body of text/csv now"],
        &["! POST /orders takes no body of text/csv any more", "  POST /orders takes a body of application/json now"],
    );
    check(
        &|new| schema(new, "New")["required"] = json!(["sku", "how"]),
        &["! POST /orders body field how is required now"],
        &["  POST /orders body field how is optional now"],
    );
    check(
        &|new| {
            schema(new, "New")["required"] = json!(["sku", "owner"]);
            schema(new, "New")["properties"]["owner"] = json!({ "type": "string" });
        },
        &["! POST /orders body field owner is new and required"],
        &["! POST /orders body field owner is gone"],
    );
    check(
        &new_order("owner", json!({ "type": "string" })),
        &["  POST /orders body field owner is new and optional"],
        &["! POST /orders body field owner is gone"],
    );
    check(
        &new_order("count", json!({ "type": "integer", "format": "uint8", "minimum": 0, "default": 1 })),
        &["! POST /orders body field count maximum: 4294967295 -> 255"],
        &["  POST /orders body field count maximum: 255 -> 4294967295"],
    );
    check(
        &new_order("count", json!({ "type": "number", "minimum": 0, "maximum": 4294967295u32, "default": 2 })),
        &[
            "  POST /orders body field count type: integer -> number",
            "  POST /orders body field count default: 1 -> 2",
        ],
        &[
            "! POST /orders body field count type: number -> integer",
            "  POST /orders body field count default: 2 -> 1",
        ],
    );
    check(
        &new_order("sku", json!({ "type": "string", "minLength": 1, "pattern": "^[a-z]" })),
        &["! POST /orders body field sku pattern: none -> \"^[a-z]\""],
        &["  POST /orders body field sku pattern: \"^[a-z]\" -> none"],
    );
    check(
        &new_order("how", json!({ "oneOf": [{ "const": "post" }, { "const": "drone" }, { "const": "van" }] })),
        &["  POST /orders body field how may be \"drone\" now"],
        &["! POST /orders body field how may not be \"drone\" any more"],
    );
    check(
        &new_order("how", json!({ "type": "string" })),
        &["  POST /orders body field how values: \"post\" or \"van\" -> any"],
        &["! POST /orders body field how values: any -> \"post\" or \"van\""],
    );
    check(
        &new_order("tags", json!({ "type": "object", "additionalProperties": { "type": "integer" } })),
        &["! POST /orders body field tags.* type: string -> integer"],
        &["! POST /orders body field tags.* type: integer -> string"],
    );
    check(
        &|new| schema(new, "New")["additionalProperties"] = false.into(),
        &["! POST /orders body has no other fields any more"],
        &["  POST /orders body may have other fields now"],
    );
}

#[test]
fn an_answer_breaks_callers_where_it_widens_or_loses() {
    let order = |field: &'static str, value: Value| {
        move |new: &mut Value| schema(new, "Order")["properties"][field] = value.clone()
    };
    /// The lines for either operation that answers orders: in a list, and alone.
    fn both(line: &str) -> Vec<String> {
        let (mark, field) = line.split_at(2);
        [format!("{mark}GET /orders 200 field [].{field}"), format!("{mark}POST /orders 201 field {field}")].into()
    }
    let check = |change: Change<'_>, there: &str, back: &str| {
        let (there, back) = (both(there), both(back));
        let (_folder, [old, new]) = files(change);
        for (files, expected) in [([old.as_str(), &new], there), ([&new, &old], back)] {
            let code = i32::from(expected[0].starts_with('!'));
            assert_eq!(lines(files), (expected, code));
        }
    };
    check(&|new| remove(&mut schema(new, "Order")["properties"], "note"), "! note is gone", "  note is new and optional");
    check(&|new| schema(new, "Order")["required"] = json!(["id"]), "! status is optional now", "  status is required now");
    check(&order("id", json!({ "type": "integer" })), "! id type: string -> integer", "! id type: integer -> string");
    check(
        &order("id", json!({ "type": ["string", "null"] })),
        "! id may be null now",
        "  id is never null any more",
    );
    check(
        &order("status", json!({ "type": "string", "enum": ["open", "shipped", "lost"] })),
        "  status may be \"lost\" now",
        "  status is never \"lost\" any more",
    );
    check(
        &order("status", json!({ "type": "string" })),
        "! status values: \"open\" or \"shipped\" -> any",
        "  status values: any -> \"open\" or \"shipped\"",
    );
    check(
        &order("note", json!({ "type": ["string", "null"], "maxLength": 20 })),
        "! note maxLength: 10 -> 20",
        "  note maxLength: 20 -> 10",
    );
    check(
        &|new| payments(new).push(json!({ "type": "object", "properties": { "kind": { "const": "card" } } })),
        "! payment may be an object whose kind is \"card\" now",
        "  payment is never an object whose kind is \"card\" any more",
    );
    check(
        &|new| payments(new)[0]["properties"]["iban"] = json!({ "type": "integer" }),
        "! payment.iban type: string -> integer",
        "! payment.iban type: integer -> string",
    );
}

#[test]
fn statuses_headers_and_media_types_of_answers() {
    let responses = |new: &mut Value, change: &dyn Fn(&mut Value)| change(&mut post(new)["responses"]);
    check(
        &|new| responses(new, &|responses| responses["202"] = json!({})),
        &["! POST /orders may answer 202 now"],
        &["! POST /orders does not answer 202 any more"],
    );
    check(
        &|new| responses(new, &|responses| responses["410"] = json!({})),
        &["! POST /orders may answer 410 now"],
        &["  POST /orders does not answer 410 any more"],
    );
    check(
        &|new| get(new)["responses"]["404"] = json!({ "description": "None." }),
        &["  GET /orders names its answer 404 now"],
        &["  GET /orders does not name its answer 404 any more"],
    );
    check(
        &|new| responses(new, &|responses| remove(&mut responses["201"]["headers"], "location")),
        &["! POST /orders 201 header location is gone"],
        &["  POST /orders 201 header location is new"],
    );
    check(
        &|new| responses(new, &|responses| responses["201"]["headers"]["location"]["required"] = false.into()),
        &["! POST /orders 201 header location is optional now"],
        &["  POST /orders 201 header location is always there now"],
    );
    check(
        &|new| responses(new, &|responses| remove(&mut responses["201"]["content"], "application/json")),
        &["! POST /orders 201 has no body of application/json any more"],
        &["  POST /orders 201 may have a body of application/json now"],
    );
    check(
        &|new| responses(new, &|responses| responses["201"]["content"]["text/csv"] = json!({})),
        &["! POST /orders 201 may have a body of text/csv now"],
        &["! POST /orders 201 has no body of text/csv any more"],
    );
}

#[test]
fn what_is_no_document_is_one_sentence() {
    let refused = |change: Change<'_>, sentence: &str| {
        let (_folder, [old, new]) = files(change);
        check_fails(&["manifest", "diff", &old, &new], 1, sentence);
        check_fails(&["manifest", "diff", &new, &old], 1, sentence);
    };
    refused(&|new| new["openapi"] = "3.0.3".into(), "new.json: it is OpenAPI 3.0.3, and documents of 3.1 are compared");
    refused(&|new| new["openapi"] = 3.into(), "new.json: it is not OpenAPI 3.1");
    refused(&|new| *new = json!({ "swagger": "2.0" }), "new.json: it is not OpenAPI 3.1");
    refused(&|new| new["paths"] = json!([]), "new.json: `paths` must be an object");
    refused(&|new| schema(new, "New")["$ref"] = "#/components/schemas/None".into(), "`#/components/schemas/None` is not a place in the document");
    refused(&|new| schema(new, "New")["$ref"] = "other.json".into(), "`other.json` is not a place in the document");
    refused(&|new| *schema(new, "New") = json!({ "$ref": "#/components/schemas/New" }), "a schema refers to itself, and to nothing between");
    let parameter = json!({ "$ref": "#/components/parameters/status" });
    refused(&|new| new["components"]["parameters"]["status"] = parameter.clone(), "a reference leads to nothing but references");
    refused(
        &|new| {
            let many: Vec<_> = (0..60).map(|at| json!({ "minimum": at })).collect();
            *schema(new, "New") = json!({ "anyOf": many, "oneOf": many });
        },
        "a schema has more than 2000 alternatives",
    );
    let (_folder, [old, new]) = files(&|_| {});
    let depth = 100_000;
    let deep = format!("{{\"openapi\":\"3.1.0\",\"paths\":{}1{}}}", "{\"a\":".repeat(depth), "}".repeat(depth));
    fs::write(&new, deep).expect("writes");
    check_fails(&["manifest", "diff", &old, &new], 1, "new.json: it is nested deeper than 127 levels");
}

#[test]
fn documents_that_are_long_chains_or_many_pairs_are_compared_in_bounded_time() {
    let chain = |new: &mut Value| {
        let schemas = new["components"]["schemas"].as_object_mut().expect("schemas");
        for at in 0..10_000 {
            let next = json!({ "type": "array", "items": { "$ref": format!("#/components/schemas/S{}", at + 1) } });
            schemas.insert(format!("S{at}"), next);
        }
        schemas.insert("S10000".to_owned(), json!({ "type": "string" }));
        schemas.insert("New".to_owned(), json!({ "$ref": "#/components/schemas/S0" }));
    };
    let (_folder, [_, new]) = files(&chain);
    check_fails(&["manifest", "diff", &new, &new], 1, "a schema is nested deeper than 100 levels");
    let many = |new: &mut Value| {
        let names = |layer: usize| (0..40).map(move |at| format!("L{layer}x{at}"));
        let schemas = new["components"]["schemas"].as_object_mut().expect("schemas");
        for layer in 0..50 {
            for name in names(layer) {
                let fields = names((layer + 1) % 50).map(|next| (next.clone(), json!({ "$ref": format!("#/components/schemas/{next}") })));
                let fields: serde_json::Map<_, _> = fields.collect();
                schemas.insert(name, json!({ "type": "object", "properties": fields }));
            }
        }
        schemas.insert("New".to_owned(), json!({ "$ref": "#/components/schemas/L0x0" }));
    };
    let (_folder, [_, new]) = files(&many);
    let ran = run(EVENTS, &["manifest", "diff", &new, &new], "");
    assert!(ran.code <= 1, "{}", ran.stderr);
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
