//! The schemas of an API's types: what is read and what is written are two contracts, under one roof.
//!
//! A type that is read as it is written has one schema. Where the two differ, for a field that has a
//! default as one reason, the one that is written is named `<name>Answer`.

use std::collections::{BTreeMap, BTreeSet};

use fingerpost_manifest::description::{Description, Descriptions};
use schemars::SchemaGenerator;
use schemars::generate::{Contract, SchemaSettings};
use serde_json::{Map, Value, json};

use super::describe::MakeSchema;

const PREFIX: &str = "#/components/schemas/";

#[derive(Debug)]
pub(super) struct Schemas {
    read: SchemaGenerator,
    written: SchemaGenerator,
}

impl Default for Schemas {
    fn default() -> Self {
        Self { read: generator(Contract::Deserialize), written: generator(Contract::Serialize) }
    }
}

fn generator(contract: Contract) -> SchemaGenerator {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.contract = contract;
        settings.meta_schema = None;
        settings.definitions_path = "/components/schemas".into();
    });
    settings.into_generator()
}

impl Schemas {
    /// The schema of what a request holds.
    pub(super) fn read(&mut self, schema: MakeSchema) -> Value {
        schema(&mut self.read).to_value()
    }

    /// The schema of what an answer holds.
    pub(super) fn written(&mut self, schema: MakeSchema) -> Value {
        schema(&mut self.written).to_value()
    }

    /// Gives every schema a name, and the routes' descriptions the names of theirs.
    pub(super) fn finish(mut self, mut routes: BTreeMap<String, Description>) -> Descriptions {
        let mut schemas = self.read.take_definitions(true);
        let written = self.written.take_definitions(true);
        let renamed = renamed(&schemas, &written);
        for (name, mut schema) in written {
            rename(&mut schema, &renamed);
            schemas.insert(renamed.get(&name).cloned().unwrap_or(name), schema);
        }
        schemas.sort_keys();
        let answers = routes.values_mut().flat_map(|route| &mut route.answers);
        let contents = answers.flat_map(|answer| &mut answer.content);
        for schema in contents.filter_map(|content| content.schema.as_mut()) {
            rename(schema, &renamed);
        }
        let refusals = routes.values_mut().flat_map(|route| &mut route.refusals);
        let fields = refusals.filter_map(|refusal| refusal.body.as_mut()).flat_map(|body| &mut body.fields);
        for schema in fields.filter_map(|field| field.schema.as_mut()) {
            rename(schema, &renamed);
        }
        Descriptions { routes, schemas, ..Descriptions::default() }
    }
}

/// The schema of what a request holds, complete in itself.
pub(super) fn inlined(schema: MakeSchema) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    schema(&mut settings.into_generator()).to_value()
}

/// The schema of what a single text holds, of one that is complete in itself. A type that also has a form
/// as an object or array has another as text, of which nothing is known.
pub(super) fn as_text(schema: Value) -> Value {
    let is_text = schema.as_object().is_some_and(|schema| !schema.is_empty())
        && !["object", "array", "null"].iter().any(|kind| holds(&schema, "type", kind))
        && references(&schema).is_empty();
    if is_text { schema } else { json!({ "type": "string" }) }
}

/// Whether a key has this value, here or in any part.
fn holds(schema: &Value, key: &str, value: &str) -> bool {
    match schema {
        Value::Object(fields) => fields.iter().any(|(name, field)| {
            let here = name == key
                && (field == value || field.as_array().is_some_and(|all| all.contains(&value.into())));
            here || holds(field, key, value)
        }),
        Value::Array(values) => values.iter().any(|field| holds(field, key, value)),
        _ => false,
    }
}

/// What a schema refers to, in any part of it.
fn references(schema: &Value) -> Vec<&str> {
    match schema {
        Value::Object(fields) => {
            let found = fields.iter().flat_map(|(name, field)| match field.as_str() {
                Some(reference) if name == "$ref" => vec![reference],
                _ => references(field),
            });
            found.collect()
        }
        Value::Array(values) => values.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

/// The names of types whose schemas differ between the contracts, or refer to such; each with the name
/// of what is written.
fn renamed(read: &Map<String, Value>, written: &Map<String, Value>) -> BTreeMap<String, String> {
    let both = written.iter().filter(|(name, _)| read.contains_key(*name));
    let mut differ: BTreeSet<&String> =
        both.clone().filter(|(name, schema)| read[*name] != **schema).map(|(name, _)| name).collect();
    loop {
        let refers = |schema: &Value| {
            let mut names = references(schema).into_iter().filter_map(|path| path.strip_prefix(PREFIX));
            names.any(|name| differ.iter().any(|known| *known == name))
        };
        let more: Vec<_> =
            both.clone().filter(|(name, schema)| !differ.contains(name) && refers(schema)).collect();
        if more.is_empty() {
            break;
        }
        differ.extend(more.into_iter().map(|(name, _)| name));
    }
    let free = |name: &String| {
        let mut other = format!("{name}Answer");
        while read.contains_key(&other) || written.contains_key(&other) {
            other.push('_');
        }
        other
    };
    differ.into_iter().map(|name| (name.clone(), free(name))).collect()
}

fn rename(schema: &mut Value, renamed: &BTreeMap<String, String>) {
    match schema {
        Value::Object(fields) => fields.iter_mut().for_each(|(name, field)| {
            let known = field.as_str().filter(|_| name == "$ref").and_then(|text| text.strip_prefix(PREFIX));
            match known.and_then(|known| renamed.get(known)) {
                Some(other) => *field = format!("{PREFIX}{other}").into(),
                None => rename(field, renamed),
            }
        }),
        Value::Array(values) => values.iter_mut().for_each(|value| rename(value, renamed)),
        _ => {}
    }
}
