//! What a schema takes, as alternatives: `$ref`, `allOf`, `anyOf`, `oneOf` and a list of types are dissolved,
//! and what is left of each alternative is keywords.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::document::target;

/// The alternatives of one schema, at most: whoever has more is not compared.
const MOST: usize = 2000;

/// The types of JSON, of which a number is an integer, too.
const TYPES: [&str; 7] = ["null", "boolean", "integer", "number", "string", "array", "object"];

static NULL: Value = Value::Null;

/// One alternative: everything that has to hold at the same time.
#[derive(Clone, Default)]
pub(super) struct Alternative<'d> {
    parts: Vec<&'d Map<String, Value>>,
    /// The one of several types that is meant.
    kind: Option<&'d str>,
    /// Whether nothing fits: `false`.
    never: bool,
}

/// The alternatives of a schema.
///
/// # Errors
///
/// A sentence, where a reference leads nowhere or to itself, or where there are too many.
pub(super) fn of<'d>(document: &'d Value, schema: &'d Value) -> Result<Vec<Alternative<'d>>, String> {
    dissolved(document, schema, &mut Vec::new())
}

fn dissolved<'d>(
    document: &'d Value,
    schema: &'d Value,
    within: &mut Vec<&'d Value>,
) -> Result<Vec<Alternative<'d>>, String> {
    let Value::Object(keywords) = schema else {
        return Ok(vec![Alternative { never: *schema == Value::Bool(false), ..Alternative::default() }]);
    };
    if within.iter().any(|outer| std::ptr::eq(*outer, schema)) {
        return Err("a schema refers to itself, and to nothing between".to_owned());
    }
    within.push(schema);
    let mut all = vec![Alternative { parts: vec![keywords], ..Alternative::default() }];
    if let Some(kinds) = keywords.get("type").and_then(Value::as_array) {
        let kinds = kinds.iter().filter_map(Value::as_str);
        all = kinds.map(|kind| Alternative { kind: Some(kind), ..all[0].clone() }).collect();
    }
    if let Some(reference) = keywords.get("$ref").and_then(Value::as_str) {
        all = both(&all, &dissolved(document, target(document, reference)?, within)?)?;
    }
    for member in list(keywords, "allOf") {
        all = both(&all, &dissolved(document, member, within)?)?;
    }
    for keyword in ["anyOf", "oneOf"] {
        let mut either = Vec::new();
        for member in list(keywords, keyword) {
            either.extend(dissolved(document, member, within)?);
        }
        if !either.is_empty() {
            all = both(&all, &either)?;
        }
    }
    within.pop();
    Ok(all)
}

fn list<'d>(keywords: &'d Map<String, Value>, keyword: &str) -> &'d [Value] {
    keywords.get(keyword).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Each of some alternatives with each of others.
fn both<'d>(some: &[Alternative<'d>], others: &[Alternative<'d>]) -> Result<Vec<Alternative<'d>>, String> {
    if some.len() * others.len() > MOST {
        return Err(format!("a schema has more than {MOST} alternatives"));
    }
    let pairs = some.iter().flat_map(|one| others.iter().map(move |other| (one, other)));
    Ok(pairs
        .map(|(one, other)| Alternative {
            parts: one.parts.iter().chain(&other.parts).copied().collect(),
            kind: one.kind.or(other.kind),
            never: one.never || other.never,
        })
        .collect())
}

impl<'d> Alternative<'d> {
    /// The value of a keyword.
    pub(super) fn get(&self, keyword: &str) -> Option<&'d Value> {
        self.parts.iter().find_map(|part| part.get(keyword))
    }

    /// The types that its values may have.
    pub(super) fn types(&self) -> BTreeSet<&'d str> {
        let mut types: BTreeSet<&str> = if self.never { BTreeSet::new() } else { TYPES.into() };
        let named = self.parts.iter().filter_map(|part| part.get("type")?.as_str());
        for kind in named.chain(self.kind) {
            types.retain(|known| *known == kind || (kind, *known) == ("number", "integer"));
        }
        if let Some(listed) = self.listed() {
            types.retain(|known| listed.iter().any(|value| kind(value) == *known));
        }
        types
    }

    /// The values of its list, whatever their types.
    fn listed(&self) -> Option<Vec<&'d Value>> {
        if let Some(value) = self.get("const") {
            return Some(vec![value]);
        }
        Some(self.get("enum")?.as_array()?.iter().collect())
    }

    /// Its values, if they are counted one by one.
    pub(super) fn values(&self) -> Option<Vec<&'d Value>> {
        let types = self.types();
        if types == BTreeSet::from(["null"]) {
            return Some(vec![&NULL]);
        }
        // A list of types beside it has made an alternative of each.
        let mut listed = self.listed()?;
        listed.retain(|value| types.contains(kind(value)));
        Some(listed)
    }

    /// The schemas of the fields of an object.
    pub(super) fn properties(&self) -> BTreeMap<&'d str, &'d Value> {
        let properties = self.parts.iter().filter_map(|part| part.get("properties")?.as_object());
        properties.flatten().map(|(name, schema)| (name.as_str(), schema)).collect()
    }

    /// The fields that an object must have.
    pub(super) fn required(&self) -> BTreeSet<&'d str> {
        let required = self.parts.iter().filter_map(|part| part.get("required")?.as_array());
        required.flatten().filter_map(Value::as_str).collect()
    }

    /// The schema of the fields that have no schema of their own; `false`, where there can be none.
    pub(super) fn rest(&self) -> &'d Value {
        static ANY: Value = Value::Bool(true);
        let rest = ["additionalProperties", "unevaluatedProperties"].map(|keyword| self.get(keyword));
        let [additional, unevaluated] = rest.map(|rest| rest.filter(|rest| **rest != ANY));
        additional.or(unevaluated).unwrap_or(&ANY)
    }

    /// What tells it from other alternatives of a schema.
    pub(super) fn label(&self) -> String {
        let properties = self.properties();
        let tag = properties.iter().find_map(|(name, schema)| Some((name, schema.get("const")?)));
        if let Some((name, value)) = tag {
            return format!("an object whose {name} is {value}");
        }
        let mut required = self.required().into_iter();
        if let (Some(only), None) = (required.next(), required.next()) {
            return format!("an object with {only}");
        }
        // Whoever takes a number takes an integer.
        shown_types(&self.types()).replace("integer", "number")
    }
}

/// The type of a value; of a number that is none, `number` would be wrong only for an integer.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// `integer or string`.
pub(super) fn shown_types(types: &BTreeSet<&str>) -> String {
    if types.len() == TYPES.len() {
        return "anything".to_owned();
    }
    let told = types.iter().copied().filter(|kind| *kind != "integer" || !types.contains("number"));
    let told: Vec<_> = told.collect();
    if told.is_empty() { "nothing".to_owned() } else { told.join(" or ") }
}

/// `"a" or "b"`.
pub(super) fn shown_values(values: &[&Value]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
}
