//! The fields of a type as parameters of the query: what one argument reads, described one by one.

use fingerpost_manifest::{Parameter, Place};
use serde_json::{Value, json};

use super::describe::MakeSchema;
use super::schemas::{as_text, inlined};

/// What in a type's schema tells of names that are not among its properties.
const MORE: [&str; 6] = ["additionalProperties", "allOf", "anyOf", "oneOf", "patternProperties", "$ref"];

/// The parameters that a type's fields are, and whether it may read more than these.
pub(super) fn of(schema: MakeSchema) -> (Vec<Parameter>, bool) {
    let schema = inlined(schema);
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return (Vec::new(), true);
    };
    let required = |name: &String| {
        let names = schema.get("required").and_then(Value::as_array);
        names.is_some_and(|names| names.iter().any(|known| known == name))
    };
    let fields = properties.iter().map(|(name, property)| parameter(name, property, required(name)));
    let more = MORE.iter().any(|key| schema.get(key).is_some_and(|said| *said != Value::Bool(false)));
    (fields.collect(), more)
}

fn parameter(name: &str, property: &Value, required: bool) -> Parameter {
    let mut schema = without_null(property);
    let summary = property.get("description").and_then(Value::as_str).unwrap_or_default();
    let repeated = schema.get("type").is_some_and(|kind| kind == "array");
    if repeated {
        schema = schema.get("items").map_or(Value::Null, without_null);
    } else if let Some(schema) = schema.as_object_mut() {
        schema.shift_remove("description");
    }
    Parameter {
        place: Place::Query,
        name: name.to_owned(),
        required,
        repeated,
        summary: summary.to_owned(),
        schema: as_text(schema),
    }
}

/// The schema of an `Option`'s value: no text is null.
fn without_null(schema: &Value) -> Value {
    let null = json!({ "type": "null" });
    if let Some([one, other]) = schema.get("anyOf").and_then(Value::as_array).map(Vec::as_slice)
        && *other == null
    {
        return one.clone();
    }
    let mut schema = schema.clone();
    let Some(fields) = schema.as_object_mut() else { return schema };
    if let Some(kinds) = fields.get_mut("type").and_then(Value::as_array_mut) {
        kinds.retain(|kind| kind != "null");
        if let [kind] = kinds.as_slice() {
            let kind = kind.clone();
            fields.insert("type".to_owned(), kind);
        }
    }
    if let Some(values) = fields.get_mut("enum").and_then(Value::as_array_mut) {
        values.retain(|value| !value.is_null());
    }
    if fields.get("default").is_some_and(Value::is_null) {
        fields.shift_remove("default");
    }
    schema
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use schemars::{JsonSchema, SchemaGenerator};

    use super::*;

    #[derive(JsonSchema)]
    #[schemars(rename_all = "snake_case")]
    #[expect(dead_code, reason = "described and never made")]
    enum Status {
        Open,
        Closed,
    }

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "described and never made")]
    struct Tree {
        branches: Vec<Tree>,
    }

    #[derive(JsonSchema)]
    #[serde(rename_all = "camelCase")]
    #[expect(dead_code, reason = "described and never made")]
    struct Filter {
        /// What the name begins with.
        name_start: String,
        #[serde(default)]
        limit: Option<u8>,
        status: Option<Status>,
        /// All of them.
        #[serde(default)]
        tag: Vec<i64>,
        days: Option<Vec<bool>>,
        tree: Option<Tree>,
    }

    fn described<T: JsonSchema>() -> Value {
        let (parameters, more) = of(SchemaGenerator::subschema_for::<T>);
        json!({ "parameters": parameters, "more": more })
    }

    #[test]
    fn each_field_is_a_parameter() {
        let parameter = |name: &str, required: bool, schema: Value| json!({ "in": "query", "name": name, "required": required, "schema": schema });
        let with = |mut parameter: Value, key: &str, value: Value| {
            parameter[key] = value;
            parameter
        };
        let start = parameter("nameStart", true, json!({ "type": "string" }));
        let byte = json!({ "type": "integer", "format": "uint8", "minimum": 0, "maximum": 255 });
        let tag = with(
            parameter("tag", false, json!({ "type": "integer", "format": "int64" })),
            "repeated",
            true.into(),
        );
        let expected = json!([
            with(start, "summary", "What the name begins with.".into()),
            parameter("limit", false, byte),
            parameter("status", false, json!({ "type": "string", "enum": ["open", "closed"] })),
            with(tag, "summary", "All of them.".into()),
            with(parameter("days", false, json!({ "type": "boolean" })), "repeated", true.into()),
            parameter("tree", false, json!({ "type": "string" })),
        ]);
        assert_eq!(described::<Filter>(), json!({ "parameters": expected, "more": false }));
    }

    #[test]
    fn a_type_of_any_names_may_read_more() {
        let none = json!({ "parameters": [], "more": true });
        assert_eq!(described::<BTreeMap<String, String>>(), none);
        assert_eq!(described::<Vec<(String, String)>>(), none);
    }
}
