//! Reads `headers(tenant = "x-tenant-id")` and `cookies(session)`: the arguments that a header or a cookie
//! carries, and its name where that is not the argument's own.

use fingerpost_manifest::name as names;
use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, LitStr, Token};

use crate::errors::Errors;
use crate::keys;
use crate::path::{Parameter, Place};

/// The parameters of one list.
pub(crate) fn parameters(list: TokenStream, place: Place, errors: &mut Errors) -> Vec<Parameter> {
    let parser = |input: ParseStream<'_>| {
        let inside;
        syn::parenthesized!(inside in input);
        inside.parse::<TokenStream>()
    };
    let parts = parser.parse2(list.clone()).and_then(keys::parts);
    let Some(parts) = errors.take(parts) else { return Vec::new() };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        errors.at(list, "no argument stands here");
    }
    parts.filter_map(|part| parameter(part, place, errors)).collect()
}

fn parameter(part: keys::Part, place: Place, errors: &mut Errors) -> Option<Parameter> {
    let example = match place {
        Place::Cookie => "`cookies(session)` or `cookies(session = \"sid\")`",
        _ => "`headers(user_agent)` or `headers(tenant = \"x-tenant-id\")`",
    };
    let parser = |input: ParseStream<'_>| {
        let wrong = |error: syn::Error| {
            syn::Error::new(error.span(), format!("expected the name of an argument, as in {example}"))
        };
        let argument = Ident::parse_any(input).map_err(wrong)?;
        if input.is_empty() {
            return Ok((argument, None));
        }
        input.parse::<Token![=]>().map_err(wrong)?;
        let key: LitStr = input.parse().map_err(wrong)?;
        if input.is_empty() {
            Ok((argument, Some(key)))
        } else {
            Err(input.error("expected a comma before this"))
        }
    };
    let (argument, written) = errors.take(parser.parse2(part.0))?;
    let name = argument.unraw().to_string();
    let key = match (&written, place) {
        (Some(key), _) => key.value(),
        (None, Place::Header) => name.replace('_', "-"),
        (None, _) => name.clone(),
    };
    let at = written.map_or_else(|| argument.to_token_stream(), |key| key.to_token_stream());
    check_key(&key, place, &at, errors);
    let key = if place == Place::Header { key.to_ascii_lowercase() } else { key };
    Some(Parameter { name, key, place, default: None, at: argument.to_token_stream() })
}

/// Both are tokens of RFC 9110. Cookies have an argument of their own.
fn check_key(key: &str, place: Place, at: &TokenStream, errors: &mut Errors) {
    if place == Place::Query {
        return;
    }
    if !names::is_token(key) {
        let (whose, others) = (if place == Place::Header { "header" } else { "cookie" }, names::TOKEN);
        errors.at(at, format!("a {whose}'s name is ASCII letters, digits and {others}, got `{key}`"));
    } else if place == Place::Header && key.eq_ignore_ascii_case("cookie") {
        errors.at(at, "API Gateway takes the cookies out of the headers: write `cookies(name)`");
    }
}
