//! A value that a schema allows, as far as its words are known here: what `schemars` writes of Rust's types.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::odd;

/// So many references are followed; a type may hold itself.
const DEEPEST: usize = 8;

/// A value of a schema. `document` is where its references lead.
pub(super) fn value(schema: &Value, document: &Value, rng: &mut Rng, depth: usize) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = reference.strip_prefix('#').and_then(|pointer| document.pointer(pointer));
        return match target {
            Some(target) if depth < DEEPEST => value(target, document, rng, depth + 1),
            _ => Value::Null,
        };
    }
    if let Some(constant) = schema.get("const") {
        return constant.clone();
    }
    if let Some(one) = choice(&schema["enum"], rng) {
        return one.clone();
    }
    if let Some(example) = choice(&schema["examples"], rng).filter(|_| rng.bool()) {
        return example.clone();
    }
    for several in ["oneOf", "anyOf"] {
        if let Some(one) = choice(&schema[several], rng) {
            let chosen = value(one, document, rng, depth + 1);
            return with_own(schema, chosen, document, rng, depth);
        }
    }
    if let Some(all) = schema["allOf"].as_array() {
        let all = all.iter().map(|one| value(one, document, rng, depth + 1));
        let joined = all.reduce(joined).unwrap_or_default();
        return with_own(schema, joined, document, rng, depth);
    }
    of_type(schema, document, rng, depth)
}

/// A choice's value, and the members that the schema has beside the choice.
fn with_own(schema: &Value, chosen: Value, document: &Value, rng: &mut Rng, depth: usize) -> Value {
    if schema["properties"].is_object() {
        joined(chosen, object(schema, document, rng, depth))
    } else {
        chosen
    }
}

fn joined(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Object(mut one), Value::Object(other)) => {
            one.extend(other);
            Value::Object(one)
        }
        (_, other) => other,
    }
}

fn of_type(schema: &Value, document: &Value, rng: &mut Rng, depth: usize) -> Value {
    let kind = match &schema["type"] {
        Value::Array(_) => choice(&schema["type"], rng).and_then(Value::as_str),
        kind => kind.as_str(),
    };
    match kind {
        Some("object") => object(schema, document, rng, depth),
        Some("array") => array(schema, document, rng, depth),
        Some("string") => text(schema, rng).into(),
        Some("integer") => integer(schema, rng),
        Some("number") => json!(bounded(schema, rng, -1e6, 1e6)),
        Some("boolean") => rng.bool().into(),
        Some("null") => Value::Null,
        _ if schema["properties"].is_object() => object(schema, document, rng, depth),
        _ => serde_json::from_str(odd::VALUES[rng.usize(..8)]).unwrap_or_default(),
    }
}

fn object(schema: &Value, document: &Value, rng: &mut Rng, depth: usize) -> Value {
    let required = |name: &str| {
        schema["required"].as_array().is_some_and(|names| names.iter().any(|known| known == name))
    };
    let mut object = Map::new();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        if required(name) || depth < DEEPEST && rng.bool() {
            object.insert(name.clone(), value(property, document, rng, depth + 1));
        }
    }
    if let Some(more) = schema.get("additionalProperties").filter(|more| more.is_object()) {
        for _ in 0..rng.usize(..3) {
            object.insert(word(rng, 1, 8), value(more, document, rng, depth + 1));
        }
    }
    object.into()
}

fn array(schema: &Value, document: &Value, rng: &mut Rng, depth: usize) -> Value {
    let first = schema["prefixItems"].as_array().into_iter().flatten();
    let mut items: Vec<_> = first.map(|item| value(item, document, rng, depth + 1)).collect();
    let least = size(&schema["minItems"]).unwrap_or(0);
    let most = size(&schema["maxItems"]).unwrap_or(usize::MAX).min(least + 3);
    let count = if depth < DEEPEST { rng.usize(least..=most.max(least)) } else { least };
    while items.len() < count {
        items.push(value(&schema["items"], document, rng, depth + 1));
    }
    items.into()
}

fn text(schema: &Value, rng: &mut Rng) -> String {
    match schema["format"].as_str() {
        Some("uuid") => uuid(rng),
        Some("date-time") => {
            format!("20{:02}-0{}-1{}T0{}:00:00Z", rng.u8(10..40), rng.u8(1..10), rng.u8(..10), rng.u8(..10))
        }
        Some("date") => format!("20{:02}-0{}-1{}", rng.u8(10..40), rng.u8(1..10), rng.u8(..10)),
        Some("uri" | "url") => format!("https://example.com/{}", word(rng, 1, 8)),
        Some("email") => format!("{}@example.com", word(rng, 1, 8)),
        _ => {
            let least = size(&schema["minLength"]).unwrap_or(0);
            let most = size(&schema["maxLength"]).unwrap_or(least + 12).min(least + 12);
            word(rng, least, most.max(least))
        }
    }
}

fn uuid(rng: &mut Rng) -> String {
    let bits = rng.u128(..) & !(0xf << 76) | 4 << 76;
    let hex = format!("{bits:032x}");
    format!("{}-{}-{}-a{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[17..20], &hex[20..])
}

/// Letters, digits, and now and then what is neither.
fn word(rng: &mut Rng, least: usize, most: usize) -> String {
    let length = rng.usize(least..=most);
    (0..length)
        .map(|_| {
            if rng.u8(..12) == 0 {
                rng.choice(['é', ' ', '/', '\u{1f600}', '-']).unwrap_or('-')
            } else {
                rng.alphanumeric()
            }
        })
        .collect()
}

fn integer(schema: &Value, rng: &mut Rng) -> Value {
    let (least, most) = match schema["format"].as_str() {
        Some("uint8") => (0, u8::MAX.into()),
        Some("uint16") => (0, u16::MAX.into()),
        Some("int32") => (i32::MIN.into(), i32::MAX.into()),
        Some("uint32") => (0, u32::MAX.into()),
        Some("uint64" | "uint" | "uint128") => (0, i64::MAX),
        _ => (i64::MIN / 2, i64::MAX / 2),
    };
    let least = schema["minimum"].as_i64().unwrap_or(least);
    let most = schema["maximum"].as_i64().unwrap_or(most).max(least);
    let near = most.min(least.saturating_add(100));
    match rng.u8(..4) {
        0 => least.into(),
        1 => most.into(),
        _ => rng.i64(least..=near).into(),
    }
}

fn bounded(schema: &Value, rng: &mut Rng, least: f64, most: f64) -> f64 {
    let least = schema["minimum"].as_f64().unwrap_or(least);
    let most = schema["maximum"].as_f64().unwrap_or(most);
    least + rng.f64() * (most - least)
}

fn size(bound: &Value) -> Option<usize> {
    bound.as_u64()?.try_into().ok()
}

fn choice<'v>(several: &'v Value, rng: &mut Rng) -> Option<&'v Value> {
    rng.choice(several.as_array()?)
}
