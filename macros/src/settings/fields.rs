//! One field of settings: the variable that it is read from, and how.

use fingerpost_manifest::name;
use proc_macro2::{Span, TokenStream};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::{Attribute, Field, Ident, Lit, LitStr, Meta, Type};

use crate::errors::Errors;
use crate::keys::{self, Pair};
use crate::types;

const KEYS: &str = "`name` or `default`";
/// The type of a secret.
const SECRET: &str = "Secret";

/// One setting.
pub(super) struct Setting {
    pub(super) field: Ident,
    /// The type of one value, without the `Option` and the `Vec` around it.
    pub(super) of: TokenStream,
    pub(super) variable: String,
    /// Where the variable's name is written.
    at: Span,
    pub(super) kind: Kind,
    /// Whether the function does without it.
    pub(super) optional: bool,
    /// What is read where the variable is not set.
    pub(super) default: Option<String>,
}

/// What a variable holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    One,
    /// Several, with commas between them.
    List,
    Secret,
}

impl Setting {
    /// Reads a field; `None` where its annotation is not readable.
    pub(super) fn parse(field: &Field, errors: &mut Errors) -> Option<Self> {
        let ident = field.ident.clone()?;
        let pairs = pairs(&field.attrs, errors);
        let renamed = pairs.iter().find(|pair| pair.key == "name").and_then(|pair| text(pair, errors));
        let default = pairs.iter().find(|pair| pair.key == "default").and_then(|pair| literal(pair, errors));
        let (variable, at) = match renamed {
            Some(name) => (name.value(), name.span()),
            None => (ident.unraw().to_string().to_uppercase(), ident.span()),
        };
        if let Err(wrong) = name::setting(&variable) {
            errors.push(syn::Error::new(at, wrong));
        }
        let (optional, inside) = unwrapped(&field.ty, "Option");
        let (is_list, of) = unwrapped(&inside, "Vec");
        let is_secret = is_secret(field, &inside, errors);
        if let Some((default, at)) = &default {
            check_default(default, at, optional, is_secret, &of, errors);
        }
        let kind = match (is_secret, is_list) {
            (true, _) => Kind::Secret,
            (false, true) => Kind::List,
            (false, false) => Kind::One,
        };
        let (of, default) = (of.into_token_stream(), default.map(|(default, _)| default));
        Some(Self { field: ident, of, variable, at, kind, optional, default })
    }
}

/// Two fields that read one variable would be one setting.
pub(super) fn check_distinct(fields: &[Setting], errors: &mut Errors) {
    for (index, setting) in fields.iter().enumerate() {
        let earlier = fields[..index].iter().find(|other| other.variable == setting.variable);
        let Some(Setting { field: other, variable, .. }) = earlier else { continue };
        let message = format!("the fields `{other}` and `{}` are both read from `{variable}`", setting.field);
        errors.push(syn::Error::new(setting.at, message));
    }
}

/// What stands in the `#[setting(…)]`s above a field.
fn pairs(attributes: &[Attribute], errors: &mut Errors) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("setting")) {
        let parts = match &attribute.meta {
            Meta::List(list) if !list.tokens.is_empty() => keys::parts(list.tokens.clone()),
            meta => Err(syn::Error::new_spanned(meta, format!("expected {KEYS} in `#[setting(…)]`"))),
        };
        for part in errors.take(parts).into_iter().flatten() {
            let Some(pair) = errors.take(Pair::parse(part, KEYS)) else { continue };
            if pair.key != "name" && pair.key != "default" {
                pair.unknown(KEYS, errors);
            } else if pairs.iter().any(|known| known.key == pair.key) {
                errors.at(&pair.key, format!("`{}` is given twice", pair.key));
            } else {
                pairs.push(pair);
            }
        }
    }
    pairs
}

fn text(pair: &Pair, errors: &mut Errors) -> Option<LitStr> {
    let got = pair.value(errors)?;
    let literal = syn::parse2::<LitStr>(got.clone());
    if literal.is_err() {
        errors.at(got, "`name` is a string literal, as in `name = \"BASE_URL\"`");
    }
    literal.ok()
}

/// The text of a default, and where it stands.
fn literal(pair: &Pair, errors: &mut Errors) -> Option<(String, TokenStream)> {
    let got = pair.value(errors)?;
    let text = match syn::parse2::<Lit>(got.clone()) {
        Ok(Lit::Str(text)) => text.value(),
        Ok(number @ (Lit::Int(_) | Lit::Float(_) | Lit::Bool(_))) => number.to_token_stream().to_string(),
        _ => {
            errors.at(got, "`default` is the text of the variable, as in `default = \"30s\"`");
            return None;
        }
    };
    if text.is_empty() {
        errors.at(got, "`default` is empty, and a variable that is empty counts as one that is not set");
        return None;
    }
    Some((text, got.clone()))
}

/// Whether a type is this wrapper, and what is in it.
fn unwrapped(ty: &Type, wrapper: &str) -> (bool, Type) {
    let inside = types::wrapper(ty).filter(|(name, _)| name == wrapper);
    match inside.and_then(|(_, inside)| syn::parse2(inside).ok()) {
        Some(inside) => (true, inside),
        None => (false, ty.clone()),
    }
}

/// Whether `#[secret]` stands above the field; `ty` is its type without an `Option`.
fn is_secret(field: &Field, ty: &Type, errors: &mut Errors) -> bool {
    let attribute = field.attrs.iter().find(|attribute| attribute.path().is_ident("secret"));
    let of_secret = |ty: &Type| types::name(ty).is_some_and(|name| name == SECRET);
    match attribute {
        Some(attribute) => {
            if !matches!(attribute.meta, Meta::Path(_)) {
                errors.at(&attribute.meta, "`#[secret]` takes no value");
            }
            if !of_secret(ty) {
                let got = types::spelled(&ty.to_token_stream());
                let message = format!(
                    "a field under `#[secret]` is a `Secret` or an `Option<Secret>`, so that nothing shows it, got \
                     `{got}`"
                );
                errors.at(ty, message);
            }
        }
        None if of_secret(ty) => {
            errors.at(
                ty,
                "a `Secret` is fetched and not deployed as a variable: write `#[secret]` above the field",
            );
        }
        None => {}
    }
    attribute.is_some()
}

/// A default is that of a plain setting, and its type can be read from it.
fn check_default(
    default: &str,
    at: &TokenStream,
    optional: bool,
    is_secret: bool,
    of: &Type,
    errors: &mut Errors,
) {
    if is_secret {
        errors.at(at, "a secret has no default, which would stand in the source");
    } else if optional {
        errors.at(at, "a setting with a default is never absent: remove the default, or the `Option`");
    } else if let Some(known) = types::unreadable(default, of) {
        errors.at(at, format!("the default `{default}` cannot be read as `{known}`"));
    }
}
