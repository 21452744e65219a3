//! The parameters of an operation.

use serde_json::{Value, json};

use super::document::Parameter;
use super::paths::Placed;
use crate::{Place, parameter};

/// A parameter as a document has it.
pub(super) fn of(known: &parameter::Parameter, place: &Placed<'_>) -> Parameter {
    let parameter::Parameter { place: at, name, required, repeated, summary, schema } = known;
    let (at, repeated) = (*at, *repeated);
    if at == Place::Path {
        return of_path(known, place);
    }
    // A query repeats the name, and a header separates values by commas.
    let (style, explode) = match at {
        Place::Query if repeated => (Some("form"), Some(true)),
        Place::Header if repeated => (Some("simple"), Some(false)),
        _ => (None, None),
    };
    Parameter {
        place: at,
        name: name.clone(),
        description: summary.clone(),
        required: *required,
        style,
        explode,
        schema: if repeated { json!({ "type": "array", "items": schema }) } else { schema.clone() },
    }
}

/// A part of the path is always there, and never in several pieces: all that is left of a path is one text.
fn of_path(known: &parameter::Parameter, place: &Placed<'_>) -> Parameter {
    let mut sentences: Vec<&str> =
        Some(known.summary.as_str()).filter(|text| !text.is_empty()).into_iter().collect();
    if place.is_greedy(&known.name) {
        sentences.push("It is all that is left of the path, and may have slashes in it.");
    }
    let text: Value = json!({ "type": "string" });
    Parameter {
        place: Place::Path,
        name: place.name(&known.name).to_owned(),
        description: sentences.join(" "),
        required: true,
        style: None,
        explode: None,
        schema: if known.repeated { text } else { known.schema.clone() },
    }
}
