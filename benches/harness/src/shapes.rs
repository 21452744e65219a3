//! The shapes of bodies whose memory is measured: what is short as text and long as values, what is
//! decoded or escaped on its way, and what is only long.

use serde_json::{Map, Value, json};

/// A kind of body, of any length.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    /// Whether it comes in base64.
    pub(crate) encoded: bool,
    body: fn(usize) -> String,
}

/// Every shape.
pub(crate) const SHAPES: [Shape; 21] = [
    plain("`[0],[0],…`", |count| list("[0]", count)),
    plain("`{\"a\":0},…`", |count| list("{\"a\":0}", count)),
    plain("`{},{},…`", |count| list("{}", count)),
    plain("`[],[],…`", |count| list("[]", count)),
    plain("`0,0,…`", |count| list("0", count)),
    plain("`null,null,…`", |count| list("null", count)),
    plain("`\"\",\"\",…`", |count| list("\"\"", count)),
    plain("`1.5,1.5,…`", |count| list("1.5", count)),
    plain("lists of 29 levels", |count| list(&nested("[", "]", 29), count)),
    plain("objects of 29 levels", |count| list(&nested("{\"a\":", "}", 29), count)),
    plain("levels of lists", |count| document(&nested("[", "]", count))),
    plain("many keys", |count| {
        let fields: Vec<_> = (0..count).map(|number| format!("\"{number}\":0")).collect();
        document(&format!("{{{}}}", fields.join(",")))
    }),
    plain("one long key", |count| document(&format!("{{\"{}\":0}}", "k".repeat(count)))),
    plain("a long string", |count| string("x", count)),
    plain("a string of `\\u0041`", |count| string("\\u0041", count)),
    plain("a string of `\\\"`", |count| string("\\\"", count)),
    encoded("a long string in base64", |count| string("x", count)),
    encoded("`[0],[0],…` in base64", |count| list("[0]", count)),
    plain("spaces around", |count| format!("{}{{\"name\":\"n\"}}", " ".repeat(count))),
    plain("`[[[[…`, no JSON", |count| "[".repeat(count)),
    plain("keys that parsers reserve", |count| list("{\"$serde_json::private::RawValue\":\"z\"}", count)),
];

const fn plain(name: &'static str, body: fn(usize) -> String) -> Shape {
    Shape { name, encoded: false, body }
}

const fn encoded(name: &'static str, body: fn(usize) -> String) -> Shape {
    Shape { name, encoded: true, body }
}

fn document(value: &str) -> String {
    format!("{{\"name\":\"n\",\"a\":{value}}}")
}

fn list(unit: &str, count: usize) -> String {
    document(&format!("[{}]", vec![unit; count].join(",")))
}

fn string(letter: &str, count: usize) -> String {
    document(&format!("\"{}\"", letter.repeat(count)))
}

fn nested(open: &str, close: &str, levels: usize) -> String {
    format!("{}0{}", open.repeat(levels), close.repeat(levels))
}

impl Shape {
    /// The body of so many units.
    pub(crate) fn body(&self, count: usize) -> String {
        (self.body)(count)
    }
}

/// A document as DynamoDB has it, under an id.
pub(crate) fn stored(document: &str) -> Result<Value, String> {
    let mut fields: Map<String, Value> = serde_json::from_str(document).map_err(|error| error.to_string())?;
    fields.insert("id".to_owned(), json!("550e8400-e29b-41d4-a716-446655440000"));
    Ok(fields.into_iter().map(|(name, value)| (name, attribute(value))).collect())
}

fn attribute(value: Value) -> Value {
    match value {
        Value::Null => json!({ "NULL": true }),
        Value::Bool(value) => json!({ "BOOL": value }),
        Value::Number(number) => json!({ "N": number.to_string() }),
        Value::String(text) => json!({ "S": text }),
        Value::Array(values) => json!({ "L": values.into_iter().map(attribute).collect::<Vec<_>>() }),
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(name, value)| (name, attribute(value)));
            json!({ "M": fields.collect::<Map<_, _>>() })
        }
    }
}

/// Bytes of an item as DynamoDB counts them, for what there is in a page.
pub(crate) fn item_size(item: &Value) -> usize {
    item.as_object().into_iter().flatten().map(|(name, value)| name.len() + size(value)).sum()
}

fn size(attribute: &Value) -> usize {
    let Some((kind, value)) = attribute.as_object().and_then(|fields| fields.iter().next()) else { return 0 };
    let text = value.as_str().map_or(0, str::len);
    match (kind.as_str(), value) {
        ("L", Value::Array(values)) => 3 + values.iter().map(|value| 1 + size(value)).sum::<usize>(),
        ("M", fields) => 3 + item_size(fields) + fields.as_object().map_or(0, Map::len),
        ("N", _) => text / 2 + 1,
        ("S", _) => text,
        _ => 1,
    }
}
