//! The fields of an item: which are its key, which is its version, which says when it expires, and under
//! which names `serde` writes them.

use syn::{Data, DeriveInput, Field, Ident, Type};

use super::annotation::pairs;
use super::handles::Handle;
use super::serde;
use crate::errors::Errors;
use crate::types;

const FIELD_KEYS: &str = "`partition_key`, `sort_key`, `version`, `unique` or `expires`";
/// What a field of the key is.
const KEYS: [&str; 2] = ["partition_key", "sort_key"];
/// The names of types that are never written as a text, a whole number or bytes.
const NO_KEYS: [&str; 11] = [
    "bool", "f32", "f64", "Option", "Vec", "VecDeque", "HashMap", "BTreeMap", "HashSet", "BTreeSet", "Value",
];

/// One attribute of a key.
#[derive(Clone)]
pub(super) struct Key {
    /// The attribute's name in DynamoDB: the field as `serde` writes it.
    pub(super) name: String,
    pub(super) ty: Type,
}

/// What the fields of an item say.
#[derive(Default)]
pub(super) struct Fields {
    pub(super) partition_key: Option<Key>,
    pub(super) sort_key: Option<Key>,
    pub(super) expires: Option<Key>,
    /// With the field's name.
    pub(super) version: Option<(Ident, Key)>,
    /// The attributes whose values one item has at most.
    pub(super) unique: Vec<String>,
    pub(super) handles: Vec<Handle>,
    /// Each field, with its name as `serde` writes it.
    all: Vec<(Field, String)>,
}

impl Fields {
    pub(super) fn parse(input: &DeriveInput, errors: &mut Errors) -> Self {
        let mut fields = Self::default();
        let Some(named) = named(input, errors) else { return fields };
        let rename_all = serde::value(&input.attrs, "rename_all");
        let mut all_read = true;
        for field in named {
            let before = errors.count();
            let roles = roles(&field, errors);
            all_read &= errors.count() == before;
            let name = serde::name(&field, rename_all.as_deref());
            fields.handles.extend(Handle::of(&field, &name, &roles));
            fields.take(&field, &name, &roles, errors);
            fields.all.push((field, name));
        }
        if fields.partition_key.is_none() && all_read {
            let message = "an item has a partition key: write `#[item(partition_key)]` above a field";
            errors.at(&input.ident, message);
        }
        fields
    }

    /// Notes what a field is.
    fn take(&mut self, field: &Field, name: &str, roles: &[Ident], errors: &mut Errors) {
        self.refuse_claims_that_stay(roles, errors);
        if let Some(role) = roles.iter().find(|role| *role == "expires")
            && self.expires.replace(expiry(field, name)).is_some()
        {
            errors.at(role, "an item has one field that says when it expires");
        }
        if let Some(role) = roles.iter().find(|role| *role == "version") {
            self.take_version(role, field, name, roles, errors);
        }
        if let Some(role) = roles.iter().find(|role| *role == "unique") {
            self.take_unique(role, field, name, roles, errors);
        }
        let mut keys = roles.iter().filter(|role| KEYS.iter().any(|key| role == key));
        let Some(role) = keys.next() else { return };
        for second in keys {
            errors.at(second, "a field is the partition key or the sort key, not both");
        }
        let known = if role == "partition_key" { &mut self.partition_key } else { &mut self.sort_key };
        if known.replace(key(field, name, errors)).is_some() {
            errors.at(role, format!("a table has one {}", role.to_string().replace('_', " ")));
        }
    }

    /// Refuses a unique value of an item that expires, at the first field that makes it one.
    fn refuse_claims_that_stay(&self, roles: &[Ident], errors: &mut Errors) {
        let second = match (&self.expires, self.unique.is_empty()) {
            (Some(_), true) => "unique",
            (None, false) => "expires",
            _ => return,
        };
        if let Some(role) = roles.iter().find(|role| *role == second) {
            let why = "DynamoDB deletes the item and not its claim";
            errors.at(role, format!("a value of an item that expires cannot be unique: {why}"));
        }
    }

    fn take_version(
        &mut self,
        role: &Ident,
        field: &Field,
        name: &str,
        roles: &[Ident],
        errors: &mut Errors,
    ) {
        if roles.len() > 1 {
            errors.at(role, "the version is a field of its own, with no other meaning");
        }
        always_written(field, "a version", errors);
        let ident = field.ident.clone().unwrap_or_else(|| role.clone());
        let version = Key { name: name.to_owned(), ty: field.ty.clone() };
        if self.version.replace((ident, version)).is_some() {
            errors.at(role, "an item has one version");
        }
    }

    fn take_unique(&mut self, role: &Ident, field: &Field, name: &str, roles: &[Ident], errors: &mut Errors) {
        if roles.len() > 1 {
            errors.at(role, "a unique field has no other meaning");
        }
        if !serde::is_attribute(field) || !serde::is_plain(field) {
            errors.at(role, "a unique field is an attribute, which is written as its type is");
        }
        let optional = types::wrapper(&field.ty).filter(|(name, _)| name == "Option");
        let known = match optional.and_then(|(_, inside)| syn::parse2(inside).ok()) {
            Some(inside) => types::name(&inside),
            None => types::name(&field.ty),
        };
        if let Some(known) = known.filter(|known| NO_KEYS.contains(&known.as_str())) {
            let what = "a unique value is a text, a whole number or bytes, or a struct around one";
            errors.at(&field.ty, format!("`{known}` cannot be unique: {what}"));
        }
        self.unique.push(name.to_owned());
    }

    /// The attribute of a field as one of an index's key.
    pub(super) fn indexed(&self, ident: &Ident, errors: &mut Errors) -> Option<Key> {
        let Some((field, name)) = self.all.iter().find(|(field, _)| field.ident.as_ref() == Some(ident))
        else {
            errors.at(ident, format!("`{ident}` is not a field of this item"));
            return None;
        };
        let optional = types::wrapper(&field.ty).filter(|(name, _)| name == "Option");
        let Some((_, inside)) = optional else { return Some(key(field, name, errors)) };
        if serde::key(&field.attrs, "skip_serializing_if").is_none() {
            errors.at(
                ident,
                format!(
                    "DynamoDB takes no null for the key of an index: write `#[serde(default, skip_serializing_if = \
                     \"Option::is_none\")]` above `{ident}`, and an item without it is not in the index"
                ),
            );
        }
        Some(Key { name: name.clone(), ty: syn::parse2(inside).ok()? })
    }
}

/// Reads `#[item(partition_key)]`, `#[item(version)]` and the like above a field.
fn roles(field: &Field, errors: &mut Errors) -> Vec<Ident> {
    let mut roles = Vec::new();
    for pair in pairs(&field.attrs, FIELD_KEYS, errors) {
        if KEYS.iter().chain(&["version", "unique", "expires"]).any(|role| pair.key == role) {
            pair.no_value(errors);
            roles.push(pair.key);
        } else {
            pair.unknown(FIELD_KEYS, errors);
        }
    }
    roles
}

fn named(input: &DeriveInput, errors: &mut Errors) -> Option<Vec<Field>> {
    match &input.data {
        Data::Struct(data) => match &data.fields {
            syn::Fields::Named(fields) => return Some(fields.named.iter().cloned().collect()),
            _ => errors.at(&input.ident, "an item is a struct with named fields: they are its attributes"),
        },
        _ => errors.at(&input.ident, "an item is a struct: `#[derive(Item)]` cannot stand on this type"),
    }
    None
}

/// Refuses what leaves an attribute away, or writes it as something else than its type.
fn always_written(field: &Field, what: &str, errors: &mut Errors) {
    for forbidden in ["skip", "skip_serializing", "skip_serializing_if", "flatten"] {
        if let Some(written) = serde::key(&field.attrs, forbidden) {
            errors
                .at(written, format!("{what} is always written: `#[serde({forbidden})]` cannot stand on it"));
        }
    }
    for forbidden in ["with", "serialize_with", "deserialize_with"] {
        if let Some(written) = serde::key(&field.attrs, forbidden) {
            errors.at(
                written,
                format!("{what} is written as its type is: `#[serde({forbidden})]` cannot stand on it"),
            );
        }
    }
}

fn key(field: &Field, name: &str, errors: &mut Errors) -> Key {
    always_written(field, "a key", errors);
    let known = types::name(&field.ty).filter(|known| NO_KEYS.contains(&known.as_str()));
    if let Some(known) = known {
        let what = "a key is a text, a whole number or bytes, or a struct around one";
        errors.at(&field.ty, format!("`{known}` cannot be a key: {what}"));
    }
    Key { name: name.to_owned(), ty: field.ty.clone() }
}

/// The attribute that says when an item expires, which an item may be without.
fn expiry(field: &Field, name: &str) -> Key {
    let optional = types::wrapper(&field.ty).filter(|(name, _)| name == "Option");
    let inside = optional.and_then(|(_, inside)| syn::parse2(inside).ok());
    Key { name: name.to_owned(), ty: inside.unwrap_or_else(|| field.ty.clone()) }
}
