//! Documents held against the official schema of OpenAPI 3.1 and its rules, by a validator of others.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{AROUND, DOCUMENTED, EVENTS, FAULTS, PROBLEMS, document, operation};

/// What the validator says of each document, in order.
fn validate(documents: &[Value]) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let python = root.join("target/aws/bin/python");
    assert!(python.exists(), "openapi-spec-validator is installed by `node tests/install.mjs`");
    let folder = TempDir::new().expect("a folder");
    let said = documents.iter().enumerate().map(|(at, document)| {
        let file = folder.path().join(format!("{at}.json"));
        fs::write(&file, document.to_string()).expect("writes");
        let mut command = Command::new(&python);
        let output = command.args(["-m", "openapi_spec_validator"]).arg(&file).output().expect("python runs");
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&text).into_owned();
        assert_eq!(output.status.success(), text.trim().ends_with(": OK"), "{text}");
        text
    });
    said.collect()
}

#[test]
fn every_document_is_valid() {
    let of = [("", AROUND), ("", DOCUMENTED), ("problems", DOCUMENTED), ("words", DOCUMENTED), ("", EVENTS)];
    let of = of.iter().chain(&[("", PROBLEMS)]);
    let mut documents: Vec<_> = of.map(|(errors, executable)| document(executable, errors)).collect();
    let mut faults = document(FAULTS, "");
    // A type whose defaults break its own rules, which the validator minds and JSON Schema does not.
    for field in ["a", "b", "c"] {
        faults["components"]["schemas"]["Many"]["properties"][field] = json!({});
    }
    documents.push(faults);
    for said in validate(&documents) {
        assert!(said.trim().ends_with(": OK"), "{said}");
    }
}

#[test]
fn a_wrong_document_is_refused() {
    let right = document(EVENTS, "");
    let get = operation(&right, "GET /events/{id}");
    let wrong = |change: &dyn Fn(&mut Value)| {
        let mut document = right.clone();
        change(&mut document["paths"]["/events/{id}"]["get"]);
        assert_ne!(document, right);
        document
    };
    let none = json!({ "$ref": "#/components/schemas/None" });
    let documents = [
        wrong(&|get| get["responses"]["200"]["content"]["application/json"]["schema"] = none.clone()),
        wrong(&|get| get["responses"]["404"] = json!({ "$ref": "#/components/responses/None" })),
        wrong(&|get| get["operationId"] = "list_events".into()),
        wrong(&|get| get["parameters"] = json!([])),
        wrong(&|get| get["parameters"] = json!([get["parameters"][0], get["parameters"][0]])),
        wrong(&|get| get["responses"]["200"] = json!({ "content": {} })),
        wrong(&|get| get["responses"]["all"] = json!({ "description": "" })),
    ];
    assert_eq!(get["operationId"], "get_event");
    for (at, said) in validate(&documents).iter().enumerate() {
        assert!(!said.trim().ends_with(": OK"), "{at} was taken: {said}");
    }
}
