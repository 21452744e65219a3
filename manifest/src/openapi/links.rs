//! From what creates something to what reads it: `POST /orders` answers 201 with a `Location`, and there is a
//! `GET /orders/{id}`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::document::Link;
use super::paths::Placed;
use crate::description::{Description, Descriptions};
use crate::{Method, Parameter, Place, path};

/// The links of a 201 with a `Location`.
///
/// Whatever the read requires stands in the request or in the answer under its name, or there is no link.
pub(super) fn of(
    create: &Placed<'_>,
    description: &Description,
    places: &[Placed<'_>],
    descriptions: &Descriptions,
) -> BTreeMap<String, Link> {
    let created = description.answers.iter().find(|answer| {
        answer.status == 201
            && answer.headers.iter().any(|header| header.name == "location" && header.required)
    });
    let Some(created) = created else { return BTreeMap::new() };
    let schema = created.content.iter().find_map(|content| content.schema.as_ref());
    let answered = |name: &str| schema.is_some_and(|schema| has(schema, name, descriptions));
    let reads = places.iter().filter(|read| read.route.method == Method::Get && leads(create, read));
    let links = reads.filter_map(|read| {
        let parameters = parameters(create, read, answered)?;
        let operation_id = read.route.name.clone();
        let description = "Reads what was made.";
        Some((operation_id.clone(), Link { operation_id, description, parameters }))
    });
    links.collect()
}

/// Whether a path is that of what another creates: the same, which ends in a name of it, or with one parameter
/// more.
fn leads(create: &Placed<'_>, read: &Placed<'_>) -> bool {
    let (from, to) = (path::shape(&create.route.path), path::shape(&read.route.path));
    if from == to { from.ends_with("{}") } else { to == format!("{}/{{}}", from.trim_end_matches('/')) }
}

/// The parameters that the read requires, each by where it is known from.
fn parameters(
    create: &Placed<'_>,
    read: &Placed<'_>,
    answered: impl Fn(&str) -> bool,
) -> Option<BTreeMap<String, String>> {
    // The two paths have the same parameters first, whatever they are called.
    let of_path: Vec<_> =
        path::parameters(&read.route.path).zip(path::parameters(&create.route.path)).collect();
    let required = read.route.parameters.iter().filter(|parameter| parameter.required);
    let known = required.map(|Parameter { place, name, .. }| {
        let from = if *place == Place::Path {
            match of_path.iter().find(|(own, _)| own == name) {
                Some((_, sent)) => format!("$request.path.{}", create.name(sent)),
                None if answered(name) => format!("$response.body#/{name}"),
                None => return None,
            }
        } else {
            let mut sent = create.route.parameters.iter();
            let is_sent = sent.any(|own| (own.place, &own.name, own.required) == (*place, name, true));
            // No expression names a cookie.
            (is_sent && *place != Place::Cookie).then(|| format!("$request.{place}.{name}"))?
        };
        let shown = if *place == Place::Path { read.name(name) } else { name };
        Some((format!("{place}.{shown}"), from))
    });
    known.collect()
}

/// Whether what has the schema always has the property.
fn has<'a>(mut schema: &'a Value, name: &str, descriptions: &'a Descriptions) -> bool {
    // A schema that refers to itself and nothing else is none.
    for _ in 0..descriptions.schemas.len() {
        let reference = schema.get("$ref").and_then(Value::as_str);
        let known = reference.and_then(|reference| reference.strip_prefix("#/components/schemas/"));
        match known.and_then(|known| descriptions.schemas.get(known)) {
            Some(next) => schema = next,
            None => break,
        }
    }
    let required = schema.get("required").and_then(Value::as_array);
    required.is_some_and(|names| names.iter().any(|known| known == name))
}
