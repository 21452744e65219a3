//! The header by which a client names a request that is to be made once.

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::error::{Detail, Error, MISSING, Result};
use crate::extract::{FromRequest, OptionalFromRequest};
use crate::request::Request;
use crate::route::Description;
use crate::route::describe::Parameter;

const HEADER: &str = "idempotency-key";

/// The characters that a key has.
const LENGTH: RangeInclusive<usize> = 1..=255;

/// The name that a client gives to a request, from the header `Idempotency-Key`: 1 to 255 visible characters of
/// ASCII, such as a UUID.
///
/// It is for [`Idempotent`](crate::Idempotent), and alone does nothing.
///
/// # Errors
///
/// 400 when the header is missing or has other characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Returns the key as it was sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromRequest for IdempotencyKey {
    fn describe(route: &mut Description) {
        let header = Parameter::header(HEADER).of::<Self>();
        route.parameter(
            header.summary("Names the request, so that a repeat gets the answer of the first one"),
        );
        route.refuses(400, "`idempotency-key` is missing, or is not 1 to 255 visible characters");
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let missing = || {
            let sentence = "Missing header: idempotency-key; send a new one with each request, and the same one with its repeats";
            Error::absent(400, sentence).detail(Detail::header(HEADER, MISSING))
        };
        let key = request.header(HEADER).ok_or_else(missing)?;
        if !LENGTH.contains(&key.len()) || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            let (least, most) = LENGTH.into_inner();
            let message = format!("must be {least} to {most} visible characters of ASCII");
            return Err(Error::invalid(Detail::header(HEADER, message)));
        }
        Ok(Self(key.into_owned()))
    }
}

impl OptionalFromRequest for IdempotencyKey {}

impl JsonSchema for IdempotencyKey {
    fn schema_name() -> Cow<'static, str> {
        "IdempotencyKey".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let (least, most) = LENGTH.into_inner();
        json_schema!({ "type": "string", "minLength": least, "maxLength": most, "pattern": "^[!-~]+$" })
    }
}

/// A key that a request has, or one that it may be without: [`IdempotencyKey`], or an `Option` of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a key of a request",
    label = "not a key",
    note = "`Idempotent<B>` needs the header `Idempotency-Key`, and `Idempotent<B, Option<IdempotencyKey>>` takes a request without it, too"
)]
pub trait MaybeKey: FromRequest {
    /// The key, if there is one.
    #[doc(hidden)]
    fn key(&self) -> Option<&str>;
}

impl MaybeKey for IdempotencyKey {
    fn key(&self) -> Option<&str> {
        Some(&self.0)
    }
}

#[diagnostic::do_not_recommend]
impl MaybeKey for Option<IdempotencyKey> {
    fn key(&self) -> Option<&str> {
        self.as_ref().map(IdempotencyKey::as_str)
    }
}
