//! The bodies of errors: the API's own and API Gateway's, as schemas.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::document::MediaType;
use crate::description::{Descriptions, ErrorBody, RefusalBody};

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

/// The members of a problem that no field of an error has.
const MEMBERS: [&str; 6] = ["type", "title", "status", "detail", "instance", "errors"];

/// The bodies that a response may have, by media type. Of one that is not known, nothing is said.
#[derive(Default)]
pub(super) struct Contents(BTreeMap<String, Option<Vec<Value>>>);

impl Contents {
    /// Adds one.
    pub(super) fn add(&mut self, media_type: &str, schema: Option<Value>) {
        let known = self.0.entry(media_type.to_owned()).or_insert_with(|| Some(Vec::new()));
        match (schema, known) {
            (Some(schema), Some(schemas)) if !schemas.contains(&schema) => schemas.push(schema),
            (None, known) => *known = None,
            _ => {}
        }
    }

    /// Each media type, with one schema for all of its bodies.
    pub(super) fn finish(self) -> BTreeMap<String, MediaType> {
        let one = |mut schemas: Vec<Value>| match schemas.len() {
            1 => schemas.remove(0),
            _ => json!({ "anyOf": schemas }),
        };
        self.0.into_iter().map(|(name, schemas)| (name, MediaType { schema: schemas.map(one) })).collect()
    }
}

/// How the errors of an API are written.
pub(super) struct Bodies<'d> {
    form: &'d ErrorBody,
    /// The names of our schemas, which are not those of the API's own.
    error: String,
    detail: String,
    problem: String,
    gateway: String,
}

impl<'d> Bodies<'d> {
    pub(super) fn of(descriptions: &'d Descriptions) -> Self {
        let free = |name: &str| {
            let mut name = name.to_owned();
            while descriptions.schemas.contains_key(&name) {
                name.push('_');
            }
            name
        };
        Self {
            form: &descriptions.error_body,
            error: free("Error"),
            detail: free("ErrorDetail"),
            problem: free("Problem"),
            gateway: free("GatewayError"),
        }
    }

    /// The body of an error of which nothing more is known.
    pub(super) fn add_any(&self, contents: &mut Contents) {
        match self.form {
            ErrorBody::Ours => contents.add(JSON, Some(reference(&self.error))),
            ErrorBody::Problem => contents.add(PROBLEM, Some(reference(&self.problem))),
            ErrorBody::Other(media_type) => contents.add(media_type, None),
        }
    }

    /// The body of an error that is known.
    pub(super) fn add(&self, body: &RefusalBody, contents: &mut Contents) {
        match self.form {
            ErrorBody::Ours => contents.add(JSON, Some(self.schema(body, "error", "details", &[]))),
            ErrorBody::Problem => {
                contents.add(PROBLEM, Some(self.schema(body, "detail", "errors", &MEMBERS)));
            }
            ErrorBody::Other(_) => self.add_any(contents),
        }
    }

    /// The body of what fails where no other can be written: a function that panics.
    pub(super) fn add_last(&self, contents: &mut Contents) {
        contents.add(JSON, Some(reference(&self.error)));
    }

    /// The body of what API Gateway answers by itself.
    pub(super) fn add_gateways(&self, contents: &mut Contents) {
        contents.add(JSON, Some(reference(&self.gateway)));
    }

    fn schema(&self, body: &RefusalBody, sentence: &str, details: &str, taken: &[&str]) -> Value {
        let mut properties = Map::new();
        let text = match &body.sentence {
            Some(sentence) => json!({ "type": "string", "const": sentence }),
            None => json!({ "type": "string" }),
        };
        properties.insert(sentence.to_owned(), text);
        let mut required = vec![sentence];
        if body.details {
            properties.insert(details.to_owned(), self.details());
        }
        for field in body.fields.iter().filter(|field| !taken.contains(&field.name.as_str())) {
            properties.insert(field.name.clone(), field.schema.clone().unwrap_or_else(|| json!({})));
            required.push(&field.name);
        }
        json!({ "type": "object", "properties": properties, "required": required })
    }

    fn details(&self) -> Value {
        json!({
            "type": "array",
            "items": reference(&self.detail),
            "description": "Every part of the request that is at fault.",
        })
    }

    /// The schemas that the bodies refer to.
    pub(super) fn schemas(&self) -> Map<String, Value> {
        let error = json!({
            "type": "object",
            "description": "Why a request was refused. Other fields may stand beside these.",
            "properties": {
                "error": { "type": "string", "description": "A sentence for whoever called." },
                "details": self.details(),
            },
            "required": ["error"],
        });
        let detail = json!({
            "type": "object",
            "description": "A part of a request that is at fault.",
            "properties": {
                "in": { "type": "string", "enum": ["path", "query", "header", "cookie", "body"] },
                "field": { "type": "string", "description": "Its name, as in `lines[1].quantity`." },
                "message": { "type": "string", "description": "What is wrong with it." },
            },
            "required": ["in", "field", "message"],
        });
        let gateway = json!({
            "type": "object",
            "description": "What API Gateway answers by itself.",
            "properties": { "message": { "type": "string" } },
            "required": ["message"],
        });
        let mut schemas = Map::new();
        schemas.insert(self.error.clone(), error);
        schemas.insert(self.detail.clone(), detail);
        schemas.insert(self.gateway.clone(), gateway);
        if *self.form == ErrorBody::Problem {
            schemas.insert(self.problem.clone(), self.problem());
        }
        schemas
    }

    /// The problem details of RFC 9457, with our details.
    fn problem(&self) -> Value {
        json!({
            "type": "object",
            "description": "The problem details of RFC 9457. Other fields may stand beside these.",
            "properties": {
                "type": { "type": "string", "format": "uri-reference", "default": "about:blank" },
                "title": { "type": "string", "description": "The name of the status." },
                "status": { "type": "integer", "minimum": 400, "maximum": 599 },
                "detail": { "type": "string", "description": "A sentence for whoever called." },
                "instance": { "type": "string", "format": "uri-reference" },
                "errors": self.details(),
            },
            "required": ["status", "detail"],
        })
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}
