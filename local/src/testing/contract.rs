//! Whether an answer is one that the OpenAPI document has: its status, its media type, and its body by its
//! schema.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::http::{Method, Response, header};
use fingerpost_manifest as manifest;
use jsonschema::Validator;
use serde_json::{Value, json};

use super::operation;

/// The answers that each operation may give, by its id.
pub(super) struct Contract(BTreeMap<String, Answers>);

/// By status, `404`, or by range, `4XX`.
type Answers = BTreeMap<String, Bodies>;

/// By media type; no more is known of a body without a schema.
type Bodies = BTreeMap<String, Option<Validator>>;

impl Contract {
    /// Reads a document.
    ///
    /// # Errors
    ///
    /// One sentence, for a schema that is not one.
    pub(super) fn of(document: &Value) -> Result<Self, String> {
        let mut operations = BTreeMap::new();
        for (_, methods) in members(&document["paths"]) {
            for operation in members(methods).map(|(_, operation)| operation) {
                let mut answers = BTreeMap::new();
                for (status, response) in members(&operation["responses"]) {
                    answers.insert(status.clone(), bodies(resolved(response, document), document)?);
                }
                operations.insert(operation["operationId"].as_str().unwrap_or_default().to_owned(), answers);
            }
        }
        Ok(Self(operations))
    }

    /// Checks an answer of a route.
    ///
    /// # Errors
    ///
    /// What the document does not have.
    pub(super) fn check(
        &self,
        route: &manifest::Route,
        method: &Method,
        response: &Response<Bytes>,
    ) -> Result<(), String> {
        let ids = operation::ids(route, &method.as_str().to_ascii_lowercase());
        // One that OpenAPI cannot tell from another has no place in the document.
        let Some(answers) = ids.iter().find_map(|id| self.0.get(id)) else { return Ok(()) };
        let status = response.status().as_u16();
        let range = format!("{}XX", status / 100);
        let exact = answers.get(&status.to_string());
        let Some(bodies) = exact.or_else(|| answers.get(&range)) else {
            let known: Vec<_> = answers.keys().map(String::as_str).collect();
            let name = &route.name;
            return Err(format!("`{name}` answers {}, got {status}", known.join(", ")));
        };
        if *method == Method::HEAD || response.body().is_empty() && bodies.is_empty() {
            return Ok(());
        }
        if bodies.is_empty() && exact.is_none() {
            // Of a range no more may be known than that.
            return Ok(());
        }
        check_body(bodies, response).map_err(|wrong| format!("a {status} of `{}` {wrong}", route.name))
    }
}

fn check_body(bodies: &Bodies, response: &Response<Bytes>) -> Result<(), String> {
    let content_type = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let media_type = without_parameters(content_type.unwrap_or_default());
    let known = || bodies.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
    if bodies.is_empty() {
        return Err("has a body, and the document has it without one".to_owned());
    }
    let Some(schema) = bodies.get(media_type).or_else(|| bodies.get("*/*")) else {
        return Err(format!("has a body of type {}, got `{media_type}`", known()));
    };
    let Some(schema) = schema else { return Ok(()) };
    if !(media_type == "application/json" || media_type.ends_with("+json")) {
        return Ok(());
    }
    let body: Value = serde_json::from_slice(response.body())
        .map_err(|error| format!("has a body that is not JSON: {error}"))?;
    let wrong: Vec<_> = schema
        .iter_errors(&body)
        .take(5)
        .map(|error| format!("  at `{}`: {error}", error.instance_path()))
        .collect();
    if wrong.is_empty() {
        return Ok(());
    }
    Err(format!("has a body that its schema refuses:\n{}", wrong.join("\n")))
}

fn bodies(response: &Value, document: &Value) -> Result<Bodies, String> {
    let mut bodies = BTreeMap::new();
    for (media_type, content) in members(&response["content"]) {
        let schema = content.get("schema").map(|schema| validator(schema, document)).transpose()?;
        bodies.insert(without_parameters(media_type).to_owned(), schema);
    }
    Ok(bodies)
}

/// `text/plain` of `text/plain; charset=utf-8`.
fn without_parameters(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

fn validator(schema: &Value, document: &Value) -> Result<Validator, String> {
    // What a schema refers to is where it is in the document.
    let schema = json!({ "allOf": [schema], "components": document["components"] });
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&schema)
        .map_err(|error| format!("a schema is not valid: {error}"))
}

fn resolved<'d>(response: &'d Value, document: &'d Value) -> &'d Value {
    let reference = response["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    reference.and_then(|reference| document.pointer(reference)).unwrap_or(response)
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}
