//! Reads what stands inside `#[route(…)]`: the method, the path, then `key = value` pairs.

use std::ops::RangeInclusive;

use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, LitInt, LitStr, Token};

use crate::errors::Errors;

const METHODS: [&str; 8] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"];
const EXPECTED: &str = "expected a method and a path, as in `#[route(GET, \"/events/<id>\")]`";
const KEYS: &str = "`memory`, `timeout`, `throttle`, `body_limit`, `name`";

/// MB of memory that Lambda gives a function.
const MEMORY: RangeInclusive<u32> = 128..=10_240;
/// Seconds; the HTTP API itself gives up after 30.
const TIMEOUT: RangeInclusive<u32> = 1..=29;
/// Bytes of a JSON body; Lambda takes no more in one event.
const BODY_LIMIT: RangeInclusive<u32> = 1..=6_291_456;
/// Characters of a route's name, which becomes part of the deployed function's name.
const NAME_LENGTH: RangeInclusive<usize> = 1..=64;

/// The arguments of one `#[route]`.
pub(crate) struct Args {
    pub(crate) method: Ident,
    pub(crate) path: LitStr,
    pub(crate) memory: Option<u32>,
    pub(crate) timeout: Option<u32>,
    /// Requests a second, and at once.
    pub(crate) throttle: Option<(u32, u32)>,
    pub(crate) body_limit: Option<u32>,
    pub(crate) name: Option<LitStr>,
}

impl Args {
    pub(crate) fn parse(tokens: TokenStream, function: &Ident, errors: &mut Errors) -> Option<Self> {
        if tokens.is_empty() {
            errors.at(function, EXPECTED);
            return None;
        }
        let parsed = (|input: ParseStream<'_>| Self::parse_stream(input, errors)).parse2(tokens);
        errors.take(parsed)
    }

    fn parse_stream(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Self> {
        let method: Ident = input.parse().map_err(|error| syn::Error::new(error.span(), EXPECTED))?;
        check_method(&method, errors);
        if input.is_empty() {
            return Err(syn::Error::new(method.span(), format!("no path after `{method}`: {EXPECTED}")));
        }
        input.parse::<Token![,]>()?;
        let path: LitStr = input.parse().map_err(|error| {
            syn::Error::new(error.span(), "a path is a string literal, as in `\"/events/<id>\"`")
        })?;
        let mut args =
            Self { method, path, memory: None, timeout: None, throttle: None, body_limit: None, name: None };
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if !input.is_empty() {
                args.parse_key(input, errors)?;
            }
        }
        Ok(args)
    }

    fn parse_key(&mut self, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        let key: Ident = input.parse()?;
        if !input.peek(Token![=]) {
            let message = format!("`{key}` needs a value, as in `{key} = …`; the keys are {KEYS}");
            return Err(syn::Error::new(key.span(), message));
        }
        input.parse::<Token![=]>()?;
        let seen = match key.to_string().as_str() {
            "memory" => self.memory.replace(number(input, &key, "MB", &MEMORY, errors)?).is_some(),
            "timeout" => self.timeout.replace(number(input, &key, "seconds", &TIMEOUT, errors)?).is_some(),
            "throttle" => self.throttle.replace(throttle(input, errors)?).is_some(),
            "body_limit" => {
                self.body_limit.replace(number(input, &key, "bytes", &BODY_LIMIT, errors)?).is_some()
            }
            "name" => self.name.replace(name(input, errors)?).is_some(),
            _ => {
                errors.at(&key, format!("unknown key `{key}`; the keys are {KEYS}"));
                input.parse::<syn::Expr>()?;
                false
            }
        };
        if seen {
            errors.at(&key, format!("`{key}` is given twice"));
        }
        Ok(())
    }
}

fn check_method(method: &Ident, errors: &mut Errors) {
    let got = method.to_string();
    if METHODS.contains(&got.as_str()) {
        return;
    }
    let upper = got.to_uppercase();
    let message = if METHODS.contains(&upper.as_str()) {
        format!("methods are written in capitals: `{upper}`")
    } else {
        format!("unknown method `{got}`; a route takes {}", METHODS.map(|m| format!("`{m}`")).join(", "))
    };
    errors.at(method, message);
}

fn number(
    input: ParseStream<'_>,
    key: &Ident,
    unit: &str,
    range: &RangeInclusive<u32>,
    errors: &mut Errors,
) -> syn::Result<u32> {
    let (low, high) = (range.start(), range.end());
    let expected = format!("`{key}` is a number of {unit} from {low} to {high}");
    let got: syn::Expr = input.parse()?;
    let value = syn::parse2::<LitInt>(quote::quote!(#got)).ok().and_then(|n| n.base10_parse().ok());
    match value {
        Some(value) if range.contains(&value) => return Ok(value),
        _ => errors.at(&got, format!("{expected}, got `{}`", quote::quote!(#got))),
    }
    Ok(*low)
}

fn throttle(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<(u32, u32)> {
    let got: syn::Expr = input.parse()?;
    let numbers: Option<Vec<u32>> = match &got {
        syn::Expr::Tuple(pair) => pair.elems.iter().map(positive).collect(),
        _ => None,
    };
    if let Some([rate, burst]) = numbers.as_deref() {
        return Ok((*rate, *burst));
    }
    let expected = "`throttle` is `(requests a second, requests at once)`, two whole numbers from 1";
    errors.at(&got, format!("{expected}, got `{}`", quote::quote!(#got)));
    Ok((1, 1))
}

fn positive(expression: &syn::Expr) -> Option<u32> {
    match expression {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(number), .. }) => {
            number.base10_parse().ok().filter(|number| *number > 0)
        }
        _ => None,
    }
}

fn name(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<LitStr> {
    let name: LitStr = input.parse().map_err(|error| {
        syn::Error::new(error.span(), "`name` is a string literal, as in `name = \"get_event\"`")
    })?;
    check_name(&name, &name.value(), errors);
    Ok(name)
}

/// A route's name, given or the function's own, is part of the deployed function's name.
pub(crate) fn check_name(written: impl quote::ToTokens, name: &str, errors: &mut Errors) {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !NAME_LENGTH.contains(&name.len()) || !name.chars().all(allowed) {
        let accepted = "a route's name is 1 to 64 ASCII letters, digits, `_` or `-`";
        errors.at(written, format!("{accepted}, got `{name}`"));
    }
}
