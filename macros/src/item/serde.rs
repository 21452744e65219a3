//! What `serde` makes of a field: its name, and whether and how it is written.

use syn::{Attribute, Field, LitStr};

/// The functions of the user's own by which `serde` can write a field.
const WRITES: [&str; 3] = ["with", "serialize_with", "getter"];
/// What leaves a field without an attribute of its own.
const NO_ATTRIBUTE: [&str; 3] = ["skip", "skip_serializing", "flatten"];

/// The field's name as `serde` writes it, by the rule of its struct.
pub(super) fn name(field: &Field, rename_all: Option<&str>) -> String {
    let ident = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
    let plain = ident.trim_start_matches("r#");
    value(&field.attrs, "rename").unwrap_or_else(|| renamed(plain, rename_all))
}

/// Whether the field is an attribute of the item.
pub(super) fn is_attribute(field: &Field) -> bool {
    !NO_ATTRIBUTE.iter().any(|absent| key(&field.attrs, absent).is_some())
}

/// Whether the field is written as its type is.
pub(super) fn is_plain(field: &Field) -> bool {
    !WRITES.iter().any(|with| key(&field.attrs, with).is_some())
}

/// What `serde(rename_all = …)` makes of a field's name.
fn renamed(field: &str, rule: Option<&str>) -> String {
    let capitalized = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    };
    let pascal = || field.split('_').map(capitalized).collect::<String>();
    match rule {
        Some("camelCase") => {
            let pascal = pascal();
            pascal[..1.min(pascal.len())].to_ascii_lowercase() + pascal.get(1..).unwrap_or_default()
        }
        Some("PascalCase") => pascal(),
        Some("UPPERCASE" | "SCREAMING_SNAKE_CASE") => field.to_ascii_uppercase(),
        Some("kebab-case") => field.replace('_', "-"),
        Some("SCREAMING-KEBAB-CASE") => field.to_ascii_uppercase().replace('_', "-"),
        _ => field.to_owned(),
    }
}

/// The string of `#[serde(key = "…")]`; what is wrong in it, `serde` itself reports.
pub(super) fn value(attributes: &[Attribute], key: &str) -> Option<String> {
    let mut found = None;
    visit(attributes, |meta| {
        if meta.path.is_ident(key) && meta.input.peek(syn::Token![=]) {
            found = meta.value()?.parse::<LitStr>().ok().map(|literal| literal.value());
            return Ok(());
        }
        if meta.path.is_ident(key) && meta.input.peek(syn::token::Paren) {
            return meta.parse_nested_meta(|inner| {
                let value = inner.value()?.parse::<LitStr>()?.value();
                if inner.path.is_ident("serialize") {
                    found = Some(value);
                }
                Ok(())
            });
        }
        skip_value(&meta)
    });
    found
}

/// Where `#[serde(key)]` is written.
pub(super) fn key(attributes: &[Attribute], key: &str) -> Option<syn::Path> {
    let mut found = None;
    visit(attributes, |meta| {
        if meta.path.is_ident(key) {
            found = Some(meta.path.clone());
        }
        skip_value(&meta)
    });
    found
}

fn visit(attributes: &[Attribute], mut visit: impl FnMut(syn::meta::ParseNestedMeta<'_>) -> syn::Result<()>) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        // `serde`'s own derive reports what is malformed here.
        let _ = attribute.parse_nested_meta(&mut visit);
    }
}

fn skip_value(meta: &syn::meta::ParseNestedMeta<'_>) -> syn::Result<()> {
    if meta.input.peek(syn::Token![=]) {
        meta.value()?.parse::<syn::Expr>()?;
    } else if meta.input.peek(syn::token::Paren) {
        let inside;
        syn::parenthesized!(inside in meta.input);
        inside.parse::<proc_macro2::TokenStream>()?;
    }
    Ok(())
}
