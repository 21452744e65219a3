//! Reads what stands inside `#[route(…)]`: the method, the path, then `key = value` pairs.

use std::ops::RangeInclusive;

use fingerpost_manifest::{Method, limits, name as names};
use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Ident, LitInt, LitStr, Token};

use crate::auth::{self, Auth};
use crate::carried;
use crate::errors::Errors;
use crate::keys::{self, Pair, Part};
use crate::path::{Parameter, Place};

const EXPECTED: &str = "expected a method and a path, as in `#[route(GET, \"/events/<id>\")]`";
const KEYS: &str = "`memory`, `timeout`, `throttle`, `body_limit`, `name`, `auth`, \
                    `scopes(…)`, `headers(…)` or `cookies(…)`";
/// Keys that are written for others, and what is meant.
const LIKELY: [(&str, &str); 4] = [
    ("scope", "`scopes(\"orders:read\")`, which takes one scope or several"),
    ("header", "`headers(tenant = \"x-tenant-id\")`, which takes one argument or several"),
    ("cookie", "`cookies(session)`, which takes one argument or several"),
    ("authorizer", "`auth = …`, with the name of the authorizer"),
];

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
    /// Who may call it, where it says so.
    pub(crate) auth: Option<Auth>,
    /// The scopes of which a caller has one.
    pub(crate) scopes: Option<Vec<LitStr>>,
    /// The arguments that headers and cookies carry.
    pub(crate) carried: Vec<Parameter>,
}

impl Args {
    pub(crate) fn parse(tokens: TokenStream, function: &Ident, errors: &mut Errors) -> Option<Self> {
        if tokens.is_empty() {
            errors.at(function, EXPECTED);
            return None;
        }
        let mut parts = errors.take(keys::parts(tokens))?;
        let method: Ident = errors.take(alone(parts.next()?, EXPECTED))?;
        check_method(&method, errors);
        let Some(path) = parts.next() else {
            errors.at(&method, format!("no path after `{method}`: {EXPECTED}"));
            return None;
        };
        let path = errors.take(alone(path, "a path is a string literal, as in `\"/events/<id>\"`"))?;
        let mut args = Self {
            method,
            path,
            memory: None,
            timeout: None,
            throttle: None,
            body_limit: None,
            name: None,
            auth: None,
            scopes: None,
            carried: Vec::new(),
        };
        for part in parts {
            if let Some(pair) = errors.take(Pair::parse(part, KEYS)) {
                args.set(&pair, errors);
            }
        }
        auth::check(args.auth.as_ref(), args.scopes.as_deref(), errors);
        Some(args)
    }

    fn set(&mut self, pair: &Pair, errors: &mut Errors) {
        let Pair { key, .. } = pair;
        let seen = match key.to_string().as_str() {
            "memory" => replace(&mut self.memory, number(pair, "MB", &limits::MEMORY_MB, errors)),
            "timeout" => {
                replace(&mut self.timeout, number(pair, "seconds", &limits::TIMEOUT_SECONDS, errors))
            }
            "throttle" => replace(&mut self.throttle, throttle(pair, errors)),
            "body_limit" => replace(&mut self.body_limit, number(pair, "bytes", &limits::BODY, errors)),
            "name" => replace(&mut self.name, name(pair, errors)),
            "auth" => replace(&mut self.auth, auth::parse(pair, errors)),
            "scopes" => replace(&mut self.scopes, auth::scopes(pair, errors)),
            "headers" => self.carry(pair, Place::Header, "headers(tenant = \"x-tenant-id\")", errors),
            "cookies" => self.carry(pair, Place::Cookie, "cookies(session)", errors),
            key => {
                match LIKELY.iter().find(|(written, _)| *written == key) {
                    Some((_, meant)) => {
                        errors.at(&pair.key, format!("unknown key `{key}`; write {meant}"));
                    }
                    None => pair.unknown(KEYS, errors),
                }
                false
            }
        };
        if seen {
            errors.at(key, format!("`{key}` is given twice"));
        }
    }
}

impl Args {
    /// Whether the place was named before.
    fn carry(&mut self, pair: &Pair, place: Place, example: &str, errors: &mut Errors) -> bool {
        let seen = self.carried.iter().any(|known| known.place == place);
        if let Some(list) = pair.list(example, errors) {
            self.carried.extend(carried::parameters(list.clone(), place, errors));
        }
        seen
    }
}

/// Whether there was a value before.
pub(crate) fn replace<T>(known: &mut Option<T>, value: Option<T>) -> bool {
    value.is_some_and(|value| known.replace(value).is_some())
}

/// The one value of a part; what follows it is told that a comma is missing.
fn alone<T: Parse>(part: Part, expected: &str) -> syn::Result<T> {
    let parser = |input: ParseStream<'_>| {
        let value = input.parse().map_err(|error| syn::Error::new(error.span(), expected))?;
        if input.is_empty() { Ok(value) } else { Err(input.error("expected a comma before this")) }
    };
    parser.parse2(part.0)
}

fn check_method(method: &Ident, errors: &mut Errors) {
    if let Err(message) = method.to_string().parse::<Method>() {
        errors.at(method, message);
    }
}

pub(crate) fn number(
    pair: &Pair,
    unit: &str,
    range: &RangeInclusive<u32>,
    errors: &mut Errors,
) -> Option<u32> {
    let got = pair.value(errors)?;
    let value = syn::parse2(got.clone()).ok().and_then(|number| whole(&number));
    if value.is_none_or(|value| !range.contains(&value)) {
        let (key, low, high) = (&pair.key, range.start(), range.end());
        errors.at(got, format!("`{key}` is a number of {unit} from {low} to {high}, got `{got}`"));
    }
    value
}

fn throttle(pair: &Pair, errors: &mut Errors) -> Option<(u32, u32)> {
    let got = pair.value(errors)?;
    let pair = |input: ParseStream<'_>| {
        let numbers;
        syn::parenthesized!(numbers in input);
        Punctuated::<LitInt, Token![,]>::parse_terminated(&numbers)
    };
    let numbers = pair.parse2(got.clone()).ok();
    let numbers: Option<Vec<u32>> =
        numbers.and_then(|numbers| numbers.iter().map(|number| whole(number).filter(|n| *n > 0)).collect());
    if let Some([rate, burst]) = numbers.as_deref() {
        return Some((*rate, *burst));
    }
    let expected = "`throttle` is `(requests a second, requests at once)`, two whole numbers from 1";
    errors.at(got, format!("{expected}, got `{got}`"));
    None
}

/// A number without a unit: `512MB` is a literal, too.
fn whole(number: &LitInt) -> Option<u32> {
    if number.suffix().is_empty() { number.base10_parse().ok() } else { None }
}

fn name(pair: &Pair, errors: &mut Errors) -> Option<LitStr> {
    let got = pair.value(errors)?;
    let Ok(name) = syn::parse2::<LitStr>(got.clone()) else {
        errors.at(got, "`name` is a string literal, as in `name = \"get_event\"`");
        return None;
    };
    check_name(&name, &name.value(), errors);
    Some(name)
}

/// A route's name, given or the function's own, is part of the deployed function's name.
pub(crate) fn check_name(written: impl quote::ToTokens, name: &str, errors: &mut Errors) {
    if let Err(message) = names::ROUTE.check("a route's", name) {
        errors.at(written, message);
    }
}
