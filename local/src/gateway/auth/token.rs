//! A JSON Web Token as it stands in a request: found, taken apart and decoded, with nothing of it trusted.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

use super::claims::{self, Claims};
use super::refusal::Refusal;
use crate::facts::Facts;
use crate::signature_key::Algorithm;

/// A token, none of which is true before its signature is verified.
#[derive(Debug)]
pub(super) struct Token<'a> {
    pub(super) algorithm: Algorithm,
    /// Which key it says that it is signed with.
    pub(super) kid: String,
    pub(super) claims: Claims,
    /// The text that is signed.
    pub(super) signed: &'a str,
    pub(super) signature: Vec<u8>,
}

/// What the header `authorization` has, with or without `Bearer ` in front.
pub(super) fn find<'a>(facts: &Facts, headers: &'a HeaderMap) -> Result<&'a str, Refusal> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = values.next().ok_or(Refusal::Missing)?;
    // API Gateway joins them, and what comes of it is no token.
    if values.next().is_some() {
        return Err(Refusal::token("token contains an invalid number of segments"));
    }
    let text = value.to_str().map_err(|_| Refusal::token("the token is malformed"))?.trim();
    let token = match text.split_at_checked("Bearer ".len()) {
        Some(("Bearer ", token)) => token,
        Some((scheme, token)) if facts.bearer_ignores_case && scheme.eq_ignore_ascii_case("Bearer ") => token,
        _ => text,
    };
    if token.is_empty() { Err(Refusal::Missing) } else { Ok(token) }
}

impl<'a> Token<'a> {
    /// Takes a token apart. The key that a token brings with it, or says where to find, is not looked at.
    pub(super) fn parse(facts: &Facts, text: &'a str) -> Result<Self, Refusal> {
        let segments = || Refusal::token("token contains an invalid number of segments");
        let (signed, signature) = text.rsplit_once('.').ok_or_else(segments)?;
        let (header, payload) = signed.split_once('.').ok_or_else(segments)?;
        if payload.contains('.') {
            return Err(segments());
        }
        let header = claims::object(facts, &decoded(header)?)?;
        let algorithm = algorithm(&header)?;
        // What a header declares critical has to be understood, and nothing is.
        if header.has("crit") {
            return Err(Refusal::token("the token has critical headers"));
        }
        let kid = header.text("kid").filter(|kid| !kid.is_empty());
        let kid = kid.ok_or_else(|| Refusal::token("the token has no key id"))?.to_owned();
        let claims = claims::object(facts, &decoded(payload)?)?;
        Ok(Self { algorithm, kid, claims, signed, signature: decoded(signature)? })
    }
}

/// One of the three that API Gateway takes.
fn algorithm(header: &Claims) -> Result<Algorithm, Refusal> {
    let name = header.text("alg").unwrap_or_default();
    Algorithm::named(name).ok_or_else(|| {
        let is_plain = name.len() <= 16 && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        Refusal::token(format!("signing method {} is invalid", if is_plain { name } else { "of the token" }))
    })
}

/// Base64 of URLs, without padding and without bits that say nothing.
fn decoded(segment: &str) -> Result<Vec<u8>, Refusal> {
    let decoded = base64_simd::URL_SAFE_NO_PAD.decode_to_vec(segment);
    decoded.map_err(|_| Refusal::token("the token is malformed"))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;
    use crate::facts::FACTS;

    #[test]
    fn contested_facts_can_be_taken_the_other_way() {
        let headers = HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static("bearer a.b.c"))]);
        assert_eq!(find(&FACTS, &headers), Ok("a.b.c"));
        let other = Facts { bearer_ignores_case: false, ..FACTS };
        assert_eq!(find(&other, &headers), Ok("bearer a.b.c"));
    }
}
