//! An OpenAPI document as it is compared: anybody's, read with care, and what its references lead to.

use fingerpost_untrusted::{LEVELS, survey};
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::file::MEMORY;

/// An OpenAPI 3.1 document, of this project or of another one.
#[derive(Debug)]
pub struct OpenApi(pub(super) Value);

/// What tells an OpenAPI document from a manifest.
#[derive(Deserialize)]
struct Head {
    openapi: Option<IgnoredAny>,
    swagger: Option<IgnoredAny>,
}

impl OpenApi {
    /// Whether a text says of itself that it is an OpenAPI document, of any version.
    pub fn is_one(json: &[u8]) -> bool {
        let head = serde_json::from_slice::<Head>(json);
        head.is_ok_and(|head| head.openapi.is_some() || head.swagger.is_some())
    }

    /// Reads a document, as far as it can be without following its references.
    ///
    /// # Errors
    ///
    /// One sentence, for what is not JSON, is not OpenAPI 3.1, or is deeper or larger than a document is.
    pub fn parse(json: &[u8]) -> Result<Self, String> {
        let surveyed =
            survey(json).map_err(|key| format!("it has the key `{key}`, which no document has"))?;
        if surveyed.depth > LEVELS {
            return Err(format!("it is nested deeper than {LEVELS} levels"));
        }
        if surveyed.memory > MEMORY {
            return Err(format!("it would take over {} MB of memory, which no document does", MEMORY >> 20));
        }
        let document: Value =
            serde_json::from_slice(json).map_err(|error| format!("this is not JSON: {error}"))?;
        match document["openapi"].as_str() {
            Some(version) if version == "3.1" || version.starts_with("3.1.") => {}
            Some(version) => {
                return Err(format!("it is OpenAPI {version:.20}, and documents of 3.1 are compared"));
            }
            None => {
                return Err("it is not OpenAPI 3.1: `openapi` must be the version, as a string".to_owned());
            }
        }
        if !document["paths"].is_object() {
            return Err("`paths` must be an object".to_owned());
        }
        Ok(Self(document))
    }
}

/// What a reference leads to, `#/components/schemas/Order`.
///
/// # Errors
///
/// A sentence, where it leads nowhere in this document.
pub(super) fn target<'d>(document: &'d Value, reference: &str) -> Result<&'d Value, String> {
    let pointer = reference.strip_prefix('#').map(|pointer| percent_decode_str(pointer).decode_utf8_lossy());
    let target = pointer.and_then(|pointer| document.pointer(&pointer));
    target.ok_or_else(|| format!("`{reference:.200}` is not a place in the document"))
}

/// The hops from one reference to the next that are followed.
const MOST_HOPS: usize = 32;

/// What a value is, or what it refers to: a parameter, a body, an answer, a header.
///
/// # Errors
///
/// As [`target`], and where references lead to each other alone.
pub(super) fn followed<'d>(document: &'d Value, value: &'d Value) -> Result<&'d Value, String> {
    let mut value = value;
    for _ in 0..MOST_HOPS {
        let Some(reference) = value.get("$ref").and_then(Value::as_str) else { return Ok(value) };
        value = target(document, reference)?;
    }
    Err("a reference leads to nothing but references".to_owned())
}

/// What documents say to people, and how they are made.
const FOR_PEOPLE: [&str; 10] = [
    "description",
    "example",
    "examples",
    "externalDocs",
    "info",
    "links",
    "servers",
    "summary",
    "tags",
    "title",
];

/// A document without what it says to people.
pub(super) fn essence(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let is_said = |name: &str| !FOR_PEOPLE.contains(&name);
            // A field may be called so, and its schema is an object.
            let kept = fields.iter().filter(|(name, value)| is_said(name) || value.get("type").is_some());
            Value::Object(kept.map(|(name, value)| (name.clone(), essence(value))).collect())
        }
        Value::Array(elements) => Value::Array(elements.iter().map(essence).collect()),
        other => other.clone(),
    }
}
