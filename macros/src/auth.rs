//! Reads `auth = …` and `scopes(…)`: who may call a route.
//!
//! `auth` takes a name and not a path, because the authorizers of an API have one namespace: a name is a JSON
//! Web Token's authorizer that `Api::jwt_named` declares, or a function under `#[authorizer]`. A macro cannot
//! see which of them a path would be. The manifest is made of both, and refuses a name that is neither.

use fingerpost_manifest::{limits, name as names};
use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, LitStr};

use crate::errors::Errors;
use crate::keys::{self, Pair};

const EXPECTED: &str = "`auth` is `open`, `iam` or the name of an authorizer";
const EXAMPLE: &str = "scopes(\"orders:read\")";

/// Who may call a route, where it says so.
pub(crate) enum Auth {
    Open,
    Iam,
    /// Whoever the authorizer of this name lets through.
    By(String),
}

/// Reads the value of `auth`.
pub(crate) fn parse(pair: &Pair, errors: &mut Errors) -> Option<Auth> {
    let got = pair.value(errors)?;
    if let Ok(name) = Ident::parse_any.parse2(got.clone()) {
        return Some(match name.unraw().to_string().as_str() {
            "open" => Auth::Open,
            "iam" => Auth::Iam,
            name => Auth::By(name.to_owned()),
        });
    }
    if let Ok(text) = syn::parse2::<LitStr>(got.clone()) {
        errors.at(text, format!("{EXPECTED}, without quotes, got `{got}`"));
    } else if let Some(last) = last_of_path(got) {
        errors.at(got, format!("an authorizer is named by its name alone: write `auth = {last}`"));
    } else {
        errors.at(got, format!("{EXPECTED}, got `{got}`"));
    }
    None
}

/// The last name of a path.
fn last_of_path(tokens: &TokenStream) -> Option<Ident> {
    let path = syn::parse2::<syn::Path>(tokens.clone()).ok()?;
    path.segments.last().map(|segment| segment.ident.clone())
}

/// Reads the list of `scopes`.
pub(crate) fn scopes(pair: &Pair, errors: &mut Errors) -> Option<Vec<LitStr>> {
    let list = pair.list(EXAMPLE, errors)?;
    let parser = |input: ParseStream<'_>| {
        let inside;
        syn::parenthesized!(inside in input);
        inside.parse::<TokenStream>()
    };
    let parts = errors.take(parser.parse2(list.clone()).and_then(keys::parts))?;
    let mut scopes: Vec<LitStr> = Vec::new();
    let mut count = 0;
    for keys::Part(tokens) in parts {
        count += 1;
        let Ok(scope) = syn::parse2::<LitStr>(tokens.clone()) else {
            errors.at(tokens, format!("a scope is a string literal, as in `{EXAMPLE}`"));
            continue;
        };
        let text = scope.value();
        if !names::is_scope(&text) {
            errors.at(
                &scope,
                format!(
                    "a scope is printable ASCII without spaces, quotes or backslashes, got `{text}`; two scopes are two \
                     strings"
                ),
            );
        } else if scopes.iter().any(|known| known.value() == text) {
            errors.at(&scope, format!("the scope `{text}` is given twice"));
        } else {
            if count == limits::SCOPES + 1 {
                errors.at(&scope, format!("a route takes at most {} scopes", limits::SCOPES));
            }
            scopes.push(scope);
        }
    }
    if count == 0 {
        errors.at(list, "no scope stands here; without `scopes` every caller with a token is let through");
    }
    Some(scopes)
}

/// Scopes are those of a token, so a route that asks for none has none.
pub(crate) fn check(auth: Option<&Auth>, scopes: Option<&[LitStr]>, errors: &mut Errors) {
    let Some([first, ..]) = scopes else { return };
    let why = match auth {
        Some(Auth::Open) => "an open route asks for no token",
        Some(Auth::Iam) => "a route with `auth = iam` asks for a signature and for no token",
        Some(Auth::By(_)) | None => return,
    };
    errors.at(first.to_token_stream(), format!("{why}, so it has no scopes: remove `scopes` or `auth`"));
}
