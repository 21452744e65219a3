//! `routes`: what there is to call, as a table or as curl lines.

use fingerpost_manifest::path::{self, Segment};
use fingerpost_manifest::{Action, Grant, Method, Route};
use serde_json::{Map, Value, json};

use super::sources;
use crate::program::Program;
use crate::terminal::{escaped, print, say};

pub(super) fn run(program: &Program, curl: bool) {
    let routes = &program.manifest.routes;
    say(sources::sentence(routes));
    if curl {
        let line = |route: &Route| curl_line(route, program.bodies.get(&route.name)) + "\n";
        print(&routes.iter().map(line).collect::<String>());
    } else {
        print(&table(routes));
    }
}

/// A row for each route, in columns.
pub(crate) fn table(routes: &[Route]) -> String {
    let header = ["METHOD", "PATH", "FUNCTION", "MEMORY", "TIMEOUT", "AUTH", "ACTIONS"].map(str::to_owned);
    let rows = routes.iter().map(|route| {
        [
            route.method.to_string(),
            // Anything may stand in it, such as an end of the line.
            escaped(&route.path),
            route.name.clone(),
            format!("{} MB", route.memory_mb),
            format!("{} s", route.timeout_seconds),
            "open".to_owned(),
            actions(route),
        ]
    });
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by(|one, other| (&one[1], &one[0]).cmp(&(&other[1], &other[0])));
    rows.insert(0, header);
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..7).map(width).collect();
    let line = |row: &[String; 7]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

/// `GetItem on Events`.
fn actions(route: &Route) -> String {
    let on_table = |grant: &Grant| {
        let names: Vec<_> = grant.actions.iter().map(Action::name).collect();
        format!("{} on {}", names.join(", "), grant.table)
    };
    let grants: Vec<_> = route.grants.iter().map(on_table).collect();
    if grants.is_empty() { "none".to_owned() } else { grants.join("; ") }
}

/// A line to copy: parameters in capitals to fill in, a body with the required fields.
fn curl_line(route: &Route, body: Option<&Value>) -> String {
    let path = path::segments(&route.path).map(|segment| match segment {
        Segment::Literal(literal) => format!("/{literal}"),
        Segment::Parameter(name) | Segment::Greedy(name) => format!("/{}", name.to_uppercase()),
    });
    let url = format!("http://127.0.0.1:3000{}", path.collect::<String>());
    let method = if route.method == Method::Any { Method::Get } else { route.method };
    let body = body.map(|schema| {
        let sample = sample(schema, schema).to_string().replace('\'', "'\\''");
        format!(" -H 'content-type: application/json' -d '{sample}'")
    });
    let flag = if method == Method::Head { "-I".to_owned() } else { format!("-X {method}") };
    format!("curl -i {flag} '{url}'{}", body.unwrap_or_default())
}

/// The smallest value that fits a schema: required fields, plain values.
fn sample(schema: &Value, root: &Value) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#'));
        // A type that holds itself would not end.
        return target
            .filter(|target| *target != schema && *target != root)
            .map_or(json!({}), |target| sample(target, root));
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
            return sample(first, root);
        }
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str()).unwrap_or("object");
    match kind {
        "string" => json!("text"),
        "integer" | "number" => json!(1),
        "boolean" => json!(true),
        "array" => json!([]),
        "null" => Value::Null,
        _ => {
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let fields = required.map(|name| (name.to_owned(), sample(&schema["properties"][name], root)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
    }
}
