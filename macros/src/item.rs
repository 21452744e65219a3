//! The model of one table item: which fields are the key, and under which names `serde`
//! writes them.

use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Field, Fields, Ident, LitStr, Type};

use crate::errors::Errors;

/// One attribute of a table's primary key.
pub(crate) struct Key {
    /// The attribute's name in DynamoDB: the field as `serde` writes it.
    pub(crate) name: String,
    pub(crate) ty: Type,
}

/// A checked item, ready to be expanded.
pub(crate) struct Item {
    pub(crate) ident: Ident,
    pub(crate) table: String,
    pub(crate) partition_key: Key,
    pub(crate) sort_key: Option<Key>,
}

impl Item {
    pub(crate) fn parse(input: &DeriveInput) -> syn::Result<Self> {
        let mut errors = Errors::default();
        let table = table(input, &mut errors);
        let fields = fields(input, &mut errors);
        if !input.generics.params.is_empty() {
            errors.at(&input.generics, "an item has no generic parameters: a table holds one shape");
        }
        let rename_all = serde_value(&input.attrs, "rename_all");
        let mut partition = None;
        let mut sort = None;
        let complete = fields.is_some();
        for field in fields.into_iter().flatten() {
            for role in roles(field, &mut errors) {
                let known = if role == "partition_key" { &mut partition } else { &mut sort };
                if known.replace(key(field, rename_all.as_deref(), &mut errors)).is_some() {
                    errors.at(field, format!("a table has one {}", role.replace('_', " ")));
                }
            }
        }
        if partition.is_none() && complete {
            let message = "an item has a partition key: write `#[item(partition_key)]` above a field";
            errors.at(&input.ident, message);
        }
        let item = table.zip(partition).map(|(table, partition_key)| Self {
            ident: input.ident.clone(),
            table,
            partition_key,
            sort_key: sort,
        });
        errors.finish(item)
    }
}

fn fields<'a>(input: &'a DeriveInput, errors: &mut Errors) -> Option<Vec<&'a Field>> {
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Some(fields.named.iter().collect()),
            _ => errors.at(&input.ident, "an item is a struct with named fields: they are its attributes"),
        },
        _ => errors.at(&input.ident, "an item is a struct: `#[derive(Item)]` cannot stand on this type"),
    }
    None
}

/// Reads `#[item(table = "Events")]` above the struct.
fn table(input: &DeriveInput, errors: &mut Errors) -> Option<String> {
    let mut table: Option<String> = None;
    for attribute in own(&input.attrs) {
        let result = attribute.parse_nested_meta(|meta| {
            if !meta.path.is_ident("table") {
                return Err(unknown(&meta.path, "`table`"));
            }
            let literal: LitStr = meta.value()?.parse().map_err(|error| {
                syn::Error::new(error.span(), "`table` is a string literal, as in `table = \"Events\"`")
            })?;
            check_table_name(&literal)?;
            match table.replace(literal.value()) {
                Some(_) => Err(meta.error("`table` is given twice")),
                None => Ok(()),
            }
        });
        if let Err(error) = result {
            errors.push(error);
            return None;
        }
    }
    if table.is_none() {
        errors.at(&input.ident, "an item names its table: write `#[item(table = \"…\")]` above the struct");
    }
    table
}

fn check_table_name(literal: &LitStr) -> syn::Result<()> {
    let name = literal.value();
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    if (3..=255).contains(&name.len()) && name.chars().all(allowed) {
        return Ok(());
    }
    let accepted = "a table's name is 3 to 255 ASCII letters, digits, `_`, `-` or `.`";
    Err(syn::Error::new(literal.span(), format!("{accepted}, got `{name}`")))
}

/// Reads `#[item(partition_key)]` or `#[item(sort_key)]` above a field.
fn roles(field: &Field, errors: &mut Errors) -> Vec<String> {
    let mut roles = Vec::new();
    for attribute in own(&field.attrs) {
        let result = attribute.parse_nested_meta(|meta| {
            match meta.path.get_ident().map(ToString::to_string).as_deref() {
                Some(role @ ("partition_key" | "sort_key")) => roles.push(role.to_owned()),
                _ => return Err(unknown(&meta.path, "`partition_key` or `sort_key`")),
            }
            Ok(())
        });
        errors.take(result);
    }
    if roles.len() > 1 {
        errors.at(field, "a field is the partition key or the sort key, not both");
    }
    roles
}

fn key(field: &Field, rename_all: Option<&str>, errors: &mut Errors) -> Key {
    for forbidden in ["skip", "skip_serializing", "skip_serializing_if", "flatten"] {
        if has_serde(&field.attrs, forbidden) {
            errors.at(field, format!("a key is always written: `#[serde({forbidden})]` cannot stand on it"));
        }
    }
    let ident = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
    let plain = ident.trim_start_matches("r#");
    let name = serde_value(&field.attrs, "rename").unwrap_or_else(|| renamed(plain, rename_all));
    Key { name, ty: field.ty.clone() }
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

fn own(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("item"))
}

fn unknown(path: &syn::Path, accepted: &str) -> syn::Error {
    let got = quote::quote!(#path).to_string();
    syn::Error::new(path.span(), format!("unknown key `{got}`; accepted here: {accepted}"))
}

/// The string of `#[serde(key = "…")]`; what is wrong in it, `serde` itself reports.
fn serde_value(attributes: &[Attribute], key: &str) -> Option<String> {
    let mut found = None;
    visit_serde(attributes, |meta| {
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

fn has_serde(attributes: &[Attribute], key: &str) -> bool {
    let mut found = false;
    visit_serde(attributes, |meta| {
        found |= meta.path.is_ident(key);
        skip_value(&meta)
    });
    found
}

fn visit_serde(
    attributes: &[Attribute],
    mut visit: impl FnMut(syn::meta::ParseNestedMeta<'_>) -> syn::Result<()>,
) {
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
