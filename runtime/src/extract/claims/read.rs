//! Reads what an event says of its caller.
//!
//! A token's claims are texts by the gateway's doing (`text.rs`). What an authorizer's function says of a caller
//! arrives as the JSON that the function wrote.

use fingerpost_untrusted::Fields;
use serde::de::DeserializeOwned;
use serde_path_to_error::Error as PathError;

use super::text::{Claim, Claims};
use crate::error::{Error, Result};

/// A field of a JSON object that is not null.
pub(in crate::extract) fn field<'j>(json: &'j [u8], wanted: &[u8]) -> Option<&'j [u8]> {
    let (_, value) = Fields::of(json)?.find(|(name, _)| *name == wanted)?;
    (value != b"null").then_some(value)
}

/// What a token says.
pub(super) fn of_token<T: DeserializeOwned>(jwt: &[u8]) -> Result<T> {
    let claims = field(jwt, b"claims").unwrap_or(b"{}");
    serde_path_to_error::deserialize(Claims(claims)).map_err(|error| {
        let why = error.inner().to_string();
        let claim = why.strip_prefix("missing field ").map(str::to_owned);
        let sentence = match (claim, claim_of(&error)) {
            (Some(claim), _) => format!("The token lacks the claim {claim}"),
            (None, Some(claim)) => format!("The token's claim `{claim}` cannot be read"),
            (None, None) => "The token's claims cannot be read".to_owned(),
        };
        Error::forbidden(sentence).caused_by(why)
    })
}

/// One claim of a token, and its text.
pub(super) fn one_of_token<T: DeserializeOwned>(jwt: &[u8], name: &str) -> Result<(T, String)> {
    let claim = field(jwt, b"claims").and_then(|claims| field(claims, name.as_bytes()));
    let claim = claim.ok_or_else(|| Error::forbidden(format!("The token lacks the claim `{name}`")))?;
    let read = Claim::of(claim).and_then(|claim| T::deserialize(claim).ok());
    let read = read.ok_or_else(|| Error::forbidden(format!("The token's claim `{name}` cannot be read")))?;
    Ok((read, text(claim)))
}

/// One field of what a function says of a caller, and its text.
pub(super) fn one_of_function<T: DeserializeOwned>(context: &[u8], name: &str) -> Result<(T, String)> {
    let claim = field(context, name.as_bytes()).unwrap_or(b"null");
    Ok((of_function(claim)?, text(claim)))
}

/// The text that a claim is, which a number may be without quotes; none of an array or an object.
fn text(claim: &[u8]) -> String {
    match Claim::of(claim) {
        Some(Claim::Text(text)) => text.into_owned(),
        _ => String::new(),
    }
}

/// The function's own words: what does not fit is not the caller's doing, but that of two versions.
pub(super) fn of_function<T: DeserializeOwned>(context: &[u8]) -> Result<T> {
    let mut deserializer = serde_json::Deserializer::from_slice(context);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        Error::internal("what the authorizer says of the caller cannot be read").caused_by(error.to_string())
    })
}

/// The claim that an error is about.
fn claim_of<E>(error: &PathError<E>) -> Option<String> {
    let path = error.path().to_string();
    (path != ".").then_some(path)
}
