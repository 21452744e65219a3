//! The OpenAPI document: from the source of an API to what its callers' tools read.

use std::process::Command;

use serde_json::Value;

mod document;
mod errors;
mod files;
mod served;
mod valid;

const AROUND: &str = env!("CARGO_BIN_EXE_around");
const DOCUMENTED: &str = env!("CARGO_BIN_EXE_documented");
const EVENTS: &str = env!("CARGO_BIN_EXE_events");
const FAULTS: &str = env!("CARGO_BIN_EXE_faults");
const PROBLEMS: &str = env!("CARGO_BIN_EXE_problems");

/// The document of an API, whose errors are written so.
fn document(executable: &str, errors: &str) -> Value {
    let output = Command::new(executable).arg("openapi").env("ERRORS", errors).output().expect("starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// `GET /events` of a document.
fn operation(document: &Value, key: &str) -> Value {
    let (method, path) = key.split_once(' ').expect("a method and a path");
    let operation = &document["paths"][path][method.to_lowercase()];
    assert!(operation.is_object(), "{key} is not among {}", document["paths"]);
    operation.clone()
}

/// The schema of a response's JSON.
fn schema(operation: &Value, status: &str) -> Value {
    operation["responses"][status]["content"]["application/json"]["schema"].clone()
}
