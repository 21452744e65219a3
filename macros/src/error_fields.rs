//! The fields of an error: which stand in its body, and which are for the sentence alone.

use syn::ext::IdentExt as _;
use syn::{Attribute, Field, Fields, Ident, Meta, Type};

use crate::errors::Errors;
use crate::keys::{self, Pair};

const KEYS: &str = "`skip` or `details`";

/// A field of a variant.
pub(crate) struct Named {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) role: Role,
}

/// What a field is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It stands in the body.
    Body,
    /// It holds parts of the request that are at fault.
    Details,
    /// It is for the sentence alone.
    Skipped,
}

/// The attributes that are ours.
pub(crate) fn written(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("error"))
}

/// The fields of a variant with a sentence.
pub(crate) fn of(variant: &syn::Variant, errors: &mut Errors) -> Option<Vec<Named>> {
    let fields = match &variant.fields {
        Fields::Unit => return Some(Vec::new()),
        Fields::Named(fields) => &fields.named,
        Fields::Unnamed(fields) => {
            let message = format!(
                "the fields of an error have names, which stand in its body: write `{} {{ name: … }}`",
                variant.ident
            );
            errors.at(fields, message);
            return None;
        }
    };
    let fields: Vec<_> = fields.iter().filter_map(|field| Named::parse(field, errors)).collect();
    for second in fields.iter().filter(|field| field.role == Role::Details).skip(1) {
        errors.at(&second.ident, "a variant has one field of details");
    }
    Some(fields)
}

impl Named {
    /// Its name in the body.
    pub(crate) fn name(&self) -> String {
        self.ident.unraw().to_string()
    }

    fn parse(field: &Field, errors: &mut Errors) -> Option<Self> {
        let ident = field.ident.clone()?;
        let role = role(field, errors);
        let name = ident.unraw().to_string();
        if role == Role::Body && name == "error" {
            errors.at(&ident, "`error` is the sentence in the body: give the field another name");
        } else if role == Role::Body && name == "details" {
            let message = "`details` are the parts of the request that are at fault: write `#[error(details)]` above a `Vec<Detail>`, or give the field another name";
            errors.at(&ident, message);
        }
        Some(Self { ident, ty: field.ty.clone(), role })
    }
}

/// Reads `#[error(skip)]` or `#[error(details)]` above a field.
fn role(field: &Field, errors: &mut Errors) -> Role {
    let mut role = Role::Body;
    for attribute in written(&field.attrs) {
        let parts = match &attribute.meta {
            Meta::List(list) if !list.tokens.is_empty() => keys::parts(list.tokens.clone()),
            meta => Err(syn::Error::new_spanned(meta, format!("expected {KEYS} in `#[error(…)]`"))),
        };
        for part in errors.take(parts).into_iter().flatten() {
            let Some(pair) = errors.take(Pair::parse(part, KEYS)) else { continue };
            match pair.key.to_string().as_str() {
                "skip" => role = Role::Skipped,
                "details" => role = Role::Details,
                _ => {
                    pair.unknown(KEYS, errors);
                    continue;
                }
            }
            pair.no_value(errors);
        }
    }
    role
}
