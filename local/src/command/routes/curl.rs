//! A curl line for a route: parameters in capitals to fill in, a body with the required fields.

use fingerpost_manifest::description::Descriptions;
use fingerpost_manifest::path::{self, Segment};
use fingerpost_manifest::{Method, Parameter, Place, Route};
use serde_json::{Map, Value, json};

use crate::gateway::PORT;

pub(super) fn line(route: &Route, descriptions: &Descriptions) -> String {
    let path = path::segments(&route.path).map(|segment| match segment {
        Segment::Literal(literal) => format!("/{literal}"),
        Segment::Parameter(name) | Segment::Greedy(name) => format!("/{}", name.to_uppercase()),
    });
    let description = descriptions.routes.get(&route.name);
    let required = |place| {
        let parameters = description.into_iter().flat_map(|known| &known.parameters);
        parameters.filter(move |parameter: &&Parameter| parameter.required && parameter.place == place)
    };
    let query = required(Place::Query).map(|query| format!("{}={}", query.name, query.name.to_uppercase()));
    let query = query.collect::<Vec<_>>().join("&");
    let url = format!("http://127.0.0.1:{PORT}{}", path.collect::<String>());
    let url = if query.is_empty() { url } else { format!("{url}?{query}") };
    let url = quoted(&url);
    let method = if route.method == Method::Any { Method::Get } else { route.method };
    let flag = if method == Method::Head { "-I".to_owned() } else { format!("-X {method}") };
    let header = |header: &Parameter| {
        format!(" -H {}", quoted(&format!("{}: {}", header.name, header.name.to_uppercase())))
    };
    let headers = required(Place::Header).map(header).collect::<Vec<_>>().concat();
    let body = description.and_then(|known| known.body.as_ref()?.content.first()).and_then(|content| {
        let sample = sample(content.schema.as_ref()?, &descriptions.schemas, &[]).to_string();
        let content_type = quoted(&format!("content-type: {}", content.content_type));
        Some(format!(" -H {content_type} -d {}", quoted(&sample)))
    });
    format!("curl -i {flag} {url}{headers}{}\n", body.unwrap_or_default())
}

/// One word to a shell, whatever is in it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// The smallest value that fits a schema: required fields, plain values. A type that holds itself would
/// not end, so inside of itself it is empty.
fn sample(schema: &Value, schemas: &Map<String, Value>, inside: &[&str]) -> Value {
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        let target = schemas.get(name).filter(|_| !inside.contains(&name));
        return target.map_or(json!({}), |target| sample(target, schemas, &[inside, &[name]].concat()));
    }
    for choice in ["const", "default"] {
        if let Some(value) = schema.get(choice) {
            return value.clone();
        }
    }
    for choices in ["enum", "examples"] {
        if let Some(first) = schema[choices].get(0) {
            return first.clone();
        }
    }
    for choices in ["oneOf", "anyOf"] {
        if let Some(first) = schema[choices].get(0) {
            return sample(first, schemas, inside);
        }
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str()).unwrap_or("object");
    match kind {
        "string" => json!("text"),
        "integer" | "number" => json!(schema["minimum"].as_i64().unwrap_or(1).max(1)),
        "boolean" => json!(true),
        "array" => json!([]),
        "null" => Value::Null,
        _ => {
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let field = |name: &str| sample(&schema["properties"][name], schemas, inside);
            Value::Object(required.map(|name| (name.to_owned(), field(name))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bare_route::bare;

    #[test]
    fn a_path_with_a_quote_in_it_is_one_word() {
        let route = bare("GET", "/what's-on/{day}");
        let expected = "curl -i -X GET 'http://127.0.0.1:3000/what'\\''s-on/DAY'\n";
        assert_eq!(line(&route, &Descriptions::default()), expected);
    }

    /// As a derive makes it of `enum Tree { Fork(Box<Tree>, Box<Tree>), Leaf }`.
    #[test]
    fn a_body_that_holds_itself_ends() {
        let branch = json!({ "$ref": "#/components/schemas/Tree" });
        let fork = json!({ "type": "object", "properties": { "left": branch, "right": branch }, "required": ["left", "right"] });
        let Value::Object(schemas) = json!({ "Tree": { "oneOf": [fork, { "const": "Leaf" }] } }) else {
            unreachable!()
        };
        assert_eq!(sample(&branch, &schemas, &[]), json!({ "left": {}, "right": {} }));
    }
}
