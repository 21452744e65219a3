//! A JSON object kept as it was sent: every field, in its order, no number rounded.

use std::borrow::Cow;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::json::{FromJson, describe_json, json_body};
use super::mistakes::{self, PathError, invalid_json, not_an_object, without_place};
use super::number;
use super::plain::{self, Plain, Sorted};
use super::{FromRequest, OptionalFromRequest};
use crate::dynamodb::limits;
use crate::error::{Error, Result, shortened};
use crate::request::Request;
use crate::route::Description;
use crate::route::describe::Content;

/// A JSON object that is a `T` and keeps the fields that `T` does not know.
///
/// `T` says which fields there must be; the document is stored and answered with all of
/// them. As an argument it takes the body, as [`Json`](crate::Json) does, and keeps the
/// order sent; as a field, under `#[serde(flatten)]`, it is the rest of an item, sorted when
/// it is read, since DynamoDB keeps no order.
///
/// # Errors
///
/// As [`Json`](crate::Json). 413 for more than `DynamoDB` keeps in one item, 400 KB of names and
/// values, and for objects and arrays that would take more than 32 MB of memory. 400 for what it does
/// not keep: an empty name, more than 32 levels; and for what would not come back as it was sent: a
/// field that stands twice, a number with more digits than an `f64` holds, or beyond its range.
///
/// # Examples
///
/// ```
/// # use fingerpost::Document;
/// # use schemars::JsonSchema;
/// # use serde::{Deserialize, Serialize};
/// #[derive(Deserialize, JsonSchema)]
/// struct Details { name: String }
///
/// #[derive(Serialize, Deserialize)]
/// struct Event { id: String, #[serde(flatten)] details: Document<Details> }
///
/// let event: Event = serde_json::from_str(r#"{"id":"7","name":"Workshop","date":"2026-06-15"}"#)?;
/// assert_eq!(event.details.name, "Workshop");
/// assert_eq!(serde_json::to_string(&event)?, r#"{"id":"7","date":"2026-06-15","name":"Workshop"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Document<T> {
    fields: Map<String, Value>,
    typed: T,
}

impl<T> Document<T> {
    /// Every field, in the order sent.
    pub fn fields(&self) -> &Map<String, Value> {
        &self.fields
    }

    /// The document less one field.
    #[must_use]
    pub fn without(mut self, field: &str) -> Self {
        plain::remove_field(&mut self.fields, field);
        self
    }
}

impl<T> Deref for Document<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.typed
    }
}

impl<T: FromJson> FromRequest for Document<T> {
    const READS_BODY: bool = true;

    fn describe(route: &mut Description) {
        route.body(Content::json::<Self>());
        describe_json(route);
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let (body, survey) = json_body(request)?;
        limits::check(&survey)?;
        let Plain(fields) =
            serde_json::from_slice(&body).map_err(|error| match number::out_of_range(&body) {
                Some(number) => refused(number),
                None => not_plain(error),
            })?;
        if let Some(number) = number::first_inexact(&body) {
            return Err(refused(number));
        }
        drop(body);
        let Value::Object(_) = fields else {
            return Err(not_an_object(kind(&fields)));
        };
        match typed(&fields) {
            Ok(typed) => Ok(Self { fields: object(fields), typed }),
            Err(error) => {
                let first = mistakes::wrong(error, true).error;
                let mut read = |fields: &Value| typed::<T>(fields).map(drop);
                Err(mistakes::search(fields, request.body_length(), first, &mut read).0)
            }
        }
    }
}

impl<T: FromJson> OptionalFromRequest for Document<T> {}

/// The fields as a `T`. Once, and not at each of its callers: it is as large as `T`.
#[inline(never)]
fn typed<T: DeserializeOwned>(fields: &Value) -> Result<T, PathError> {
    serde_path_to_error::deserialize(fields)
}

/// The only mistake that is not one of JSON is a field that stands twice.
fn not_plain(error: serde_json::Error) -> Error {
    if error.is_data() {
        return Error::whole_body(400, format!("Request body: {}", without_place(&error.to_string())));
    }
    invalid_json(error)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// The fields of a value that is known to be an object.
fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn refused(number: &str) -> Error {
    let shown = shortened(number);
    Error::whole_body(
        400,
        format!("Number {shown} cannot be kept exactly; send it as a string, or with at most 15 digits"),
    )
}

impl<T> Serialize for Document<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        plain::write_fields(&self.fields, serializer)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Document<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Sorted(fields) = Sorted::deserialize(deserializer)?;
        if !fields.is_object() {
            return Err(D::Error::custom(format_args!("expected an object, got {}", kind(&fields))));
        }
        let typed = T::deserialize(&fields).map_err(D::Error::custom)?;
        Ok(Self { fields: object(fields), typed })
    }
}

/// The schema of a `T` as it is read, in an answer too: a document is written as it was sent, so a field
/// that a `T` would have by default is not there.
fn as_sent<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    if generator.contract().is_serialize() {
        let settings = generator.settings().clone().for_deserialize();
        let inline = settings.with(|settings| settings.inline_subschemas = true);
        let schema = T::json_schema(&mut inline.into_generator());
        // A type that holds itself refers to a schema that is not here.
        if !schema.as_value().to_string().contains("\"$ref\"") {
            return schema;
        }
    }
    T::json_schema(generator)
}

impl<T: JsonSchema> JsonSchema for Document<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}Document", T::schema_name()).into()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("fingerpost::Document<{}>", T::schema_id()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = as_sent::<T>(generator);
        if schema.get("type").is_none_or(|kind| kind == "object") {
            schema.ensure_object().entry("additionalProperties").or_insert(Value::Bool(true));
        }
        schema
    }
}
