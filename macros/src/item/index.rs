//! The model of one index: `index(ByStatus, partition = status, sort = placed_at)` above an item.

use proc_macro2::TokenStream;
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Ident, Token, Type};

use super::fields::{Fields, Key};
use crate::errors::Errors;
use crate::keys::{self, Pair};

const GLOBAL_KEYS: &str = "`partition`, `sort` or `project`";
const LOCAL_KEYS: &str = "`sort` or `project`";
/// The attributes that either half of the key of an index has at most.
const MOST: usize = 4;

/// An index, ready to be expanded.
pub(super) struct Index {
    pub(super) name: Ident,
    pub(super) is_local: bool,
    /// Each with the field's name.
    pub(super) partition: Vec<(Ident, Key)>,
    pub(super) sort: Vec<(Ident, Key)>,
    /// What it holds, where that is not the whole item.
    pub(super) projected: Option<Type>,
}

impl Index {
    /// The index with what can be read of it, unless it has no name.
    pub(super) fn parse(pair: &Pair, fields: &Fields, errors: &mut Errors) -> Option<Self> {
        let is_local = pair.key == "local_index";
        let example = if is_local {
            "local_index(ByTotal, sort = total)"
        } else {
            "index(ByStatus, partition = status)"
        };
        let inside = syn::parse2::<proc_macro2::Group>(pair.list(example, errors)?.clone()).ok()?;
        let mut parts = errors.take(keys::parts(inside.stream()))?;
        let name = parts.next().and_then(|first| syn::parse2::<Ident>(first.0).ok());
        let Some(name) = name else {
            errors.at(&pair.key, format!("an index begins with its name, as in `{example}`"));
            return None;
        };
        let mut index = Self { name, is_local, partition: Vec::new(), sort: Vec::new(), projected: None };
        let before = errors.count();
        let known = if is_local { LOCAL_KEYS } else { GLOBAL_KEYS };
        for part in parts {
            let Some(pair) = errors.take(Pair::parse(part, known)) else { continue };
            index.take(&pair, known, fields, errors);
        }
        if is_local && let Some(key) = &fields.partition_key {
            index.partition = vec![(Ident::new("partition", index.name.span()), key.clone())];
        }
        if errors.count() == before {
            index.check(errors);
        }
        Some(index)
    }

    fn take(&mut self, pair: &Pair, known: &str, fields: &Fields, errors: &mut Errors) {
        match pair.key.to_string().as_str() {
            "partition" if !self.is_local => self.partition = attributes(pair, fields, errors),
            "sort" => self.sort = attributes(pair, fields, errors),
            "project" => {
                let Some(value) = pair.value(errors) else { return };
                let all = syn::parse2::<Ident>(value.clone()).is_ok_and(|value| value == "all");
                match syn::parse2(value.clone()) {
                    Ok(ty) if !all => self.projected = Some(ty),
                    Ok(_) => {}
                    Err(_) => errors
                        .at(value, "`project` is `all`, or a struct with the fields that the index holds"),
                }
            }
            _ => pair.unknown(known, errors),
        }
    }

    /// What an index needs, and of which there may not be too much.
    fn check(&self, errors: &mut Errors) {
        if self.is_local && self.sort.len() != 1 {
            errors
                .at(&self.name, "a local index has one sort key: write `sort = …` with one field behind it");
        } else if self.partition.is_empty() && !self.is_local {
            errors.at(&self.name, "an index has a partition key: write `partition = …` behind its name");
        }
        for (what, key) in [("partition", &self.partition), ("sort", &self.sort)] {
            if let Some((fifth, _)) = key.get(MOST) {
                errors.at(fifth, format!("the {what} key of an index has at most {MOST} attributes"));
            }
        }
    }
}

/// The fields of `partition = status`, or `partition = (tenant, status)`.
fn attributes(pair: &Pair, fields: &Fields, errors: &mut Errors) -> Vec<(Ident, Key)> {
    let Some(value) = pair.value(errors) else { return Vec::new() };
    let Some(idents) = idents(value) else {
        let key = &pair.key;
        errors.at(
            value,
            format!("`{key}` is a field, as in `{key} = status`, or several: `{key} = (tenant, status)`"),
        );
        return Vec::new();
    };
    let mut attributes = Vec::new();
    for ident in idents {
        if let Some(key) = fields.indexed(&ident, errors) {
            attributes.push((ident, key));
        }
    }
    attributes
}

fn idents(value: &TokenStream) -> Option<Vec<Ident>> {
    let list = match syn::parse2::<proc_macro2::Group>(value.clone()) {
        Ok(group) if group.delimiter() == proc_macro2::Delimiter::Parenthesis => group.stream(),
        _ => value.clone(),
    };
    let idents = Punctuated::<Ident, Token![,]>::parse_terminated.parse2(list).ok()?;
    Some(idents.into_iter().collect()).filter(|idents: &Vec<Ident>| !idents.is_empty())
}
