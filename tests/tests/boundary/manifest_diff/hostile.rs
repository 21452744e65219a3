//! Documents that are none, refer to themselves, or are as large as they can be.

use std::fs;

use fingerpost_tests::run;
use serde_json::{Map, Value, json};

use super::documents::{Change, files, schema};
use super::{EVENTS, check_fails};

#[test]
fn what_is_no_document_is_one_sentence() {
    let refused = |change: Change<'_>, sentence: &str| {
        let (_folder, [old, new]) = files(change);
        check_fails(&["manifest", "diff", &old, &new], 1, sentence);
        check_fails(&["manifest", "diff", &new, &old], 1, sentence);
    };
    refused(
        &|new| new["openapi"] = "3.0.3".into(),
        "new.json: it is OpenAPI 3.0.3, and documents of 3.1 are compared",
    );
    refused(&|new| new["openapi"] = 3.into(), "new.json: it is not OpenAPI 3.1");
    refused(&|new| *new = json!({ "swagger": "2.0" }), "new.json: it is not OpenAPI 3.1");
    refused(&|new| new["paths"] = json!([]), "new.json: `paths` must be an object");
    refused(
        &|new| schema(new, "New")["$ref"] = "#/components/schemas/None".into(),
        "`#/components/schemas/None` is not a place in the document",
    );
    refused(
        &|new| schema(new, "New")["$ref"] = "other.json".into(),
        "`other.json` is not a place in the document",
    );
    refused(
        &|new| *schema(new, "New") = json!({ "$ref": "#/components/schemas/New" }),
        "a schema refers to itself, and to nothing between",
    );
    let parameter = json!({ "$ref": "#/components/parameters/status" });
    refused(
        &|new| new["components"]["parameters"]["status"] = parameter.clone(),
        "a reference leads to nothing but references",
    );
    refused(
        &|new| {
            let many: Vec<_> = (0..60).map(|at| json!({ "minimum": at })).collect();
            *schema(new, "New") = json!({ "anyOf": many, "oneOf": many });
        },
        "a schema has more than 2000 alternatives",
    );
    let (_folder, [old, new]) = files(&|_| {});
    let depth = 100_000;
    let deep =
        format!("{{\"openapi\":\"3.1.0\",\"paths\":{}1{}}}", "{\"a\":".repeat(depth), "}".repeat(depth));
    fs::write(&new, deep).expect("writes");
    check_fails(&["manifest", "diff", &old, &new], 1, "new.json: it is nested deeper than 127 levels");
}

#[test]
fn documents_that_are_long_chains_or_many_pairs_are_compared_in_bounded_time() {
    let chain = |new: &mut Value| {
        let schemas = new["components"]["schemas"].as_object_mut().expect("schemas");
        for at in 0..10_000 {
            let next =
                json!({ "type": "array", "items": { "$ref": format!("#/components/schemas/S{}", at + 1) } });
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
                let fields = names((layer + 1) % 50)
                    .map(|next| (next.clone(), json!({ "$ref": format!("#/components/schemas/{next}") })));
                let fields: Map<_, _> = fields.collect();
                schemas.insert(name, json!({ "type": "object", "properties": fields }));
            }
        }
        schemas.insert("New".to_owned(), json!({ "$ref": "#/components/schemas/L0x0" }));
    };
    let (_folder, [_, new]) = files(&many);
    let ran = run(EVENTS, &["manifest", "diff", &new, &new], "");
    assert!(ran.code <= 1, "{}", ran.stderr);
}
