//! Reads the annotations of an item: what stands in `#[item(…)]`.

use syn::{Attribute, Meta};

use crate::errors::Errors;
use crate::keys::{self, Pair};

/// What stands in the `#[item(…)]`s above a struct or field.
pub(super) fn pairs(attributes: &[Attribute], keys: &str, errors: &mut Errors) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("item")) {
        let parts = match &attribute.meta {
            Meta::List(list) if !list.tokens.is_empty() => keys::parts(list.tokens.clone()),
            meta => Err(syn::Error::new_spanned(meta, format!("expected {keys} in `#[item(…)]`"))),
        };
        for part in errors.take(parts).into_iter().flatten() {
            pairs.extend(errors.take(Pair::parse(part, keys)));
        }
    }
    pairs
}
