//! The model of one table item: which fields are the key, and under which names `serde`
//! writes them.

mod expand;
mod handles;
mod serde;

use fingerpost_manifest::name;
use syn::{Attribute, Data, DeriveInput, Field, Fields, Generics, Ident, LitStr, Meta, Type, parse_quote};

pub(crate) use self::expand::item as expand;
use self::handles::Handle;
use crate::errors::Errors;
use crate::keys::{self, Pair};
use crate::types;

const TABLE_KEYS: &str = "`table`";
const FIELD_KEYS: &str = "`partition_key` or `sort_key`";
/// The names of types that are never written as a text, a whole number or bytes.
const NO_KEYS: [&str; 11] = [
    "bool", "f32", "f64", "Option", "Vec", "VecDeque", "HashMap", "BTreeMap", "HashSet", "BTreeSet", "Value",
];

/// One attribute of a table's primary key.
pub(crate) struct Key {
    /// The attribute's name in DynamoDB: the field as `serde` writes it.
    name: String,
    ty: Type,
}

/// An item, ready to be expanded.
pub(crate) struct Item {
    ident: Ident,
    /// Of a mistake: an item has none.
    generics: Generics,
    table: String,
    partition_key: Key,
    sort_key: Option<Key>,
    handles: Vec<Handle>,
}

impl Item {
    /// The item with its mistakes; what is missing or wrong has a stand-in.
    pub(crate) fn parse(input: &DeriveInput) -> (Self, Errors) {
        let mut errors = Errors::default();
        let table = table(input, &mut errors).unwrap_or_default();
        let fields = fields(input, &mut errors);
        let rename_all = serde::value(&input.attrs, "rename_all");
        let Keys { partition, sort, handles } =
            fields.map(|fields| keys(input, &fields, rename_all.as_deref(), &mut errors)).unwrap_or_default();
        let partition_key =
            partition.unwrap_or_else(|| Key { name: String::new(), ty: parse_quote!(::std::string::String) });
        let mut generics = input.generics.clone();
        if !generics.params.is_empty() {
            errors.at(&input.generics, "an item has no generic parameters: a table holds one shape");
            generics.make_where_clause().predicates.push(
                parse_quote!(Self: ::serde::Serialize + ::serde::de::DeserializeOwned + Send + Sync + 'static),
            );
        }
        (Self { ident: input.ident.clone(), generics, table, partition_key, sort_key: sort, handles }, errors)
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

/// What the fields of an item say.
#[derive(Default)]
struct Keys {
    partition: Option<Key>,
    sort: Option<Key>,
    handles: Vec<Handle>,
}

fn keys(input: &DeriveInput, fields: &[&Field], rename_all: Option<&str>, errors: &mut Errors) -> Keys {
    let mut keys = Keys::default();
    let mut all_read = true;
    for field in fields {
        let before = errors.count();
        let roles = roles(field, errors);
        all_read &= errors.count() == before;
        let name = serde::name(field, rename_all);
        keys.handles.extend(Handle::of(field, &name, !roles.is_empty()));
        let mut roles = roles.iter();
        let Some(role) = roles.next() else { continue };
        for second in roles {
            errors.at(second, "a field is the partition key or the sort key, not both");
        }
        let known = if role == "partition_key" { &mut keys.partition } else { &mut keys.sort };
        if known.replace(key(field, name, errors)).is_some() {
            errors.at(role, format!("a table has one {}", role.to_string().replace('_', " ")));
        }
    }
    if keys.partition.is_none() && all_read {
        let message = "an item has a partition key: write `#[item(partition_key)]` above a field";
        errors.at(&input.ident, message);
    }
    keys
}

/// Reads `#[item(partition_key)]` or `#[item(sort_key)]` above a field.
fn roles(field: &Field, errors: &mut Errors) -> Vec<Ident> {
    let mut roles = Vec::new();
    for pair in pairs(&field.attrs, FIELD_KEYS, errors) {
        if pair.key == "partition_key" || pair.key == "sort_key" {
            pair.no_value(errors);
            roles.push(pair.key);
        } else {
            pair.unknown(FIELD_KEYS, errors);
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

fn key(field: &Field, name: String, errors: &mut Errors) -> Key {
    for forbidden in ["skip", "skip_serializing", "skip_serializing_if", "flatten"] {
        if let Some(written) = serde::key(&field.attrs, forbidden) {
            errors
                .at(written, format!("a key is always written: `#[serde({forbidden})]` cannot stand on it"));
        }
    }
    for forbidden in ["with", "serialize_with", "deserialize_with"] {
        if let Some(written) = serde::key(&field.attrs, forbidden) {
            errors.at(
                written,
                format!("a key is written as its type is: `#[serde({forbidden})]` cannot stand on it"),
            );
        }
    }
    let known = types::name(&field.ty).filter(|known| NO_KEYS.contains(&known.as_str()));
    if let Some(known) = known {
        errors.at(
            &field.ty,
            format!("`{known}` cannot be a table's key: a key is a text, a whole number or bytes, or a struct around one"),
        );
    }
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
