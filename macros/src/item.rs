//! The model of one table item: which fields are the key, and under which names `serde`
//! writes them.

use fingerpost_manifest::name;
use syn::{Attribute, Data, DeriveInput, Field, Fields, Generics, Ident, LitStr, Meta, Type, parse_quote};

use crate::errors::Errors;
use crate::keys::{self, Pair};

const TABLE_KEYS: &str = "`table`";
const KEY_ROLES: &str = "`partition_key` or `sort_key`";

/// One attribute of a table's primary key.
pub(crate) struct Key {
    /// The attribute's name in DynamoDB: the field as `serde` writes it.
    pub(crate) name: String,
    pub(crate) ty: Type,
}

/// An item, ready to be expanded.
pub(crate) struct Item {
    pub(crate) ident: Ident,
    /// Of a mistake: an item has none.
    pub(crate) generics: Generics,
    pub(crate) table: String,
    pub(crate) partition_key: Key,
    pub(crate) sort_key: Option<Key>,
}

impl Item {
    /// The item with its mistakes; what is missing or wrong has a stand-in.
    pub(crate) fn parse(input: &DeriveInput) -> (Self, Errors) {
        let mut errors = Errors::default();
        let table = table(input, &mut errors).unwrap_or_default();
        let (partition_key, sort_key) = keys(input, &mut errors);
        let partition_key = partition_key
            .unwrap_or_else(|| Key { name: String::new(), ty: parse_quote!(::std::string::String) });
        let mut generics = input.generics.clone();
        if !generics.params.is_empty() {
            errors.at(&input.generics, "an item has no generic parameters: a table holds one shape");
            let key = &partition_key.ty;
            generics.make_where_clause().predicates.extend::<[syn::WherePredicate; 2]>([
                parse_quote!(Self: ::serde::Serialize + ::serde::de::DeserializeOwned + Send + Sync + 'static),
                parse_quote!(#key: ::fingerpost::KeyAttribute),
            ]);
        }
        (Self { ident: input.ident.clone(), generics, table, partition_key, sort_key }, errors)
    }
}

/// Reads `#[item(table = "Events")]` above the struct.
fn table(input: &DeriveInput, errors: &mut Errors) -> Option<String> {
    let before = errors.count();
    let mut table: Option<String> = None;
    for pair in pairs(&input.attrs, TABLE_KEYS, errors) {
        if pair.key != "table" {
            pair.unknown(TABLE_KEYS, errors);
            continue;
        }
        let Some(got) = pair.value(errors) else { continue };
        let Ok(literal) = syn::parse2::<LitStr>(got.clone()) else {
            errors.at(got, "`table` is a string literal, as in `table = \"Events\"`");
            continue;
        };
        check_table_name(&literal, errors);
        if table.replace(literal.value()).is_some() {
            errors.at(&pair.key, "`table` is given twice");
        }
    }
    if table.is_none() && errors.count() == before {
        errors.at(&input.ident, "an item names its table: write `#[item(table = \"…\")]` above the struct");
    }
    table
}

fn check_table_name(literal: &LitStr, errors: &mut Errors) {
    let name = literal.value();
    if !name::TABLE.accepts(&name) {
        errors.at(literal, format!("a table's name is {}, got `{name}`", name::TABLE));
    }
}

/// The partition key and the sort key.
fn keys(input: &DeriveInput, errors: &mut Errors) -> (Option<Key>, Option<Key>) {
    let Some(fields) = fields(input, errors) else { return (None, None) };
    let (mut partition, mut sort) = (None, None);
    let mut all_read = true;
    let rename_all = serde_value(&input.attrs, "rename_all");
    for field in fields {
        let before = errors.count();
        let roles = roles(field, errors);
        all_read &= errors.count() == before;
        let mut roles = roles.iter();
        let Some(role) = roles.next() else { continue };
        for second in roles {
            errors.at(second, "a field is the partition key or the sort key, not both");
        }
        let known = if role == "partition_key" { &mut partition } else { &mut sort };
        if known.replace(key(field, rename_all.as_deref(), errors)).is_some() {
            errors.at(role, format!("a table has one {}", role.to_string().replace('_', " ")));
        }
    }
    if partition.is_none() && all_read {
        let message = "an item has a partition key: write `#[item(partition_key)]` above a field";
        errors.at(&input.ident, message);
    }
    (partition, sort)
}

/// Reads `#[item(partition_key)]` or `#[item(sort_key)]` above a field.
fn roles(field: &Field, errors: &mut Errors) -> Vec<Ident> {
    let mut roles = Vec::new();
    for pair in pairs(&field.attrs, KEY_ROLES, errors) {
        if pair.key == "partition_key" || pair.key == "sort_key" {
            pair.no_value(errors);
            roles.push(pair.key);
        } else {
            pair.unknown(KEY_ROLES, errors);
        }
    }
    roles
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

fn key(field: &Field, rename_all: Option<&str>, errors: &mut Errors) -> Key {
    for forbidden in ["skip", "skip_serializing", "skip_serializing_if", "flatten"] {
        if let Some(written) = serde_key(&field.attrs, forbidden) {
            errors
                .at(written, format!("a key is always written: `#[serde({forbidden})]` cannot stand on it"));
        }
    }
    let ident = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
    let plain = ident.trim_start_matches("r#");
    let name = serde_value(&field.attrs, "rename").unwrap_or_else(|| renamed(plain, rename_all));
    Key { name, ty: field.ty.clone() }
}

/// What stands in the `#[item(…)]`s above a struct or field.
fn pairs(attributes: &[Attribute], keys: &str, errors: &mut Errors) -> Vec<Pair> {
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

/// Where `#[serde(key)]` is written.
fn serde_key(attributes: &[Attribute], key: &str) -> Option<syn::Path> {
    let mut found = None;
    visit_serde(attributes, |meta| {
        if meta.path.is_ident(key) {
            found = Some(meta.path.clone());
        }
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
