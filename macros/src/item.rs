//! The model of one table item: which fields are the key, and under which names `serde`
//! writes them.

mod annotation;
mod expand;
mod fields;
mod handles;
mod index;
mod serde;

use fingerpost_manifest::name;
use syn::{DeriveInput, Generics, Ident, LitStr, Type, Visibility, parse_quote};

use self::annotation::pairs;
pub(crate) use self::expand::item as expand;
use self::fields::{Fields, Key};
use self::handles::Handle;
use self::index::Index;
use crate::errors::Errors;
use crate::keys::Pair;

const TABLE_KEYS: &str = "`table`, `index` or `local_index`";
/// An item, ready to be expanded.
pub(crate) struct Item {
    ident: Ident,
    visibility: Visibility,
    /// Of a mistake: an item has none.
    generics: Generics,
    table: String,
    partition_key: Key,
    sort_key: Option<Key>,
    /// The attribute that says when the item expires.
    expires: Option<Key>,
    /// The attribute that counts the writes of the item, with the field's name.
    version: Option<(Ident, Key)>,
    /// The attributes whose values one item has at most.
    unique: Vec<String>,
    handles: Vec<Handle>,
    indexes: Vec<Index>,
}

impl Item {
    /// The item with its mistakes; what is missing or wrong has a stand-in.
    pub(crate) fn parse(input: &DeriveInput) -> (Self, Errors) {
        let mut errors = Errors::default();
        let (table, declared) = annotation(input, &mut errors);
        let fields = Fields::parse(input, &mut errors);
        let indexes = declared.iter().filter_map(|pair| Index::parse(pair, &fields, &mut errors)).collect();
        let mut generics = input.generics.clone();
        if !generics.params.is_empty() {
            errors.at(&input.generics, "an item has no generic parameters: a table holds one shape");
            generics.make_where_clause().predicates.push(
                parse_quote!(Self: ::serde::Serialize + ::serde::de::DeserializeOwned + Send + Sync + 'static),
            );
        }
        let Fields { partition_key, sort_key, expires, version, unique, handles, .. } = fields;
        let partition_key = partition_key.unwrap_or_else(|| {
            let ty: Type = parse_quote!(::std::string::String);
            Key { name: String::new(), ty }
        });
        let item = Self {
            ident: input.ident.clone(),
            visibility: input.vis.clone(),
            generics,
            table: table.unwrap_or_default(),
            partition_key,
            sort_key,
            expires,
            version,
            unique,
            handles,
            indexes,
        };
        (item, errors)
    }
}

/// Reads `#[item(table = "Events", index(…))]` above the struct: the table's name, and what declares indexes.
fn annotation(input: &DeriveInput, errors: &mut Errors) -> (Option<String>, Vec<Pair>) {
    let before = errors.count();
    let (mut table, mut indexes) = (None, Vec::new());
    for pair in pairs(&input.attrs, TABLE_KEYS, errors) {
        if pair.key == "index" || pair.key == "local_index" {
            indexes.push(pair);
            continue;
        }
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
    (table, indexes)
}

fn check_table_name(literal: &LitStr, errors: &mut Errors) {
    if let Err(message) = name::TABLE.check("a table's", &literal.value()) {
        errors.at(literal, message);
    }
}
