//! Which attributes a type reads, so that DynamoDB sends no others.

use serde::de::DeserializeOwned;

use super::expression::Expression;
use crate::named_fields;

/// The attributes that a type reads, or `None` where it reads all of them.
pub(super) fn attributes<P: DeserializeOwned>() -> Option<&'static [&'static str]> {
    named_fields::of::<P>().filter(|fields| !fields.is_empty())
}

/// The projection expression that names these attributes.
pub(super) fn write(attributes: impl Iterator<Item = &'static str>, expression: &mut Expression) -> String {
    let names: Vec<String> = attributes.map(|name| expression.name(name)).collect();
    names.join(", ")
}
