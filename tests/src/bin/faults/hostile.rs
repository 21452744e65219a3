//! Types whose code fails, takes its time or breaks many rules, where a client can have it so.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use fingerpost::{Detail, Error, FromRequest, Json, NoContent, Request, Result, Valid, route};
use garde::Validate;
use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
struct Rules {
    #[garde(dive)]
    #[serde(default)]
    by_name: BTreeMap<String, Vec<Many>>,
    #[garde(dive)]
    #[serde(default)]
    many_more: Vec<Many>,
    #[garde(inner(range(min = 1)))]
    #[serde(default)]
    order_numbers: Vec<u32>,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(default)]
#[derive(Default)]
struct Many {
    #[garde(range(min = 1))]
    a: u8,
    #[garde(range(min = 1))]
    b: u8,
    #[garde(length(min = 1))]
    c: String,
}

/// Its rule sums up what another report has.
#[derive(Deserialize, JsonSchema, Validate)]
struct Nested {
    #[garde(custom(summed_up))]
    many: Vec<Many>,
}

#[expect(clippy::ptr_arg, clippy::trivially_copy_pass_by_ref, reason = "garde hands them over so")]
fn summed_up(many: &Vec<Many>, (): &()) -> garde::Result {
    let broken: Vec<_> = many.iter().filter_map(|many| many.validate().err()).collect();
    if broken.is_empty() { Ok(()) } else { Err(garde::Error::new("is broken")) }
}

#[route(POST, "/hostile/nested")]
async fn nested_rules(Valid(Json(nested)): Valid<Json<Nested>>) -> NoContent {
    let _ = nested.many;
    NoContent
}

#[route(POST, "/hostile/rules", body_limit = 6_291_456)]
async fn many_rules(Valid(Json(rules)): Valid<Json<Rules>>) -> NoContent {
    let Rules { by_name, many_more, order_numbers } = rules;
    let _ = (by_name, order_numbers, many_more.first().map(|many| (many.a, many.b, many.c.len())));
    NoContent
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "read and not used")]
struct Count {
    count: u32,
}

#[route(POST, "/hostile/count", body_limit = 6_291_456)]
async fn hostile_count(Json(count): Json<Count>) -> NoContent {
    let _ = count;
    NoContent
}

/// A text whose first three bytes are looked at.
#[derive(JsonSchema)]
struct Prefixed;

impl<'de> Deserialize<'de> for Prefixed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if &text[..3] == "abc" { Ok(Self) } else { Err(D::Error::custom("must begin with abc")) }
    }
}

/// A text that takes its time.
#[derive(JsonSchema)]
struct Slow;

impl<'de> Deserialize<'de> for Slow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::thread::sleep(Duration::from_millis(20));
        String::deserialize(deserializer).map(|_| Self)
    }
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "read and not used")]
struct Own {
    prefixed: Option<Prefixed>,
    slow: Option<Slow>,
    #[serde(default)]
    numbers: Vec<u8>,
}

#[route(POST, "/hostile/own")]
async fn own_types(Json(own): Json<Own>) -> NoContent {
    let _ = own;
    NoContent
}

/// An error whose text cannot be written.
#[derive(Debug)]
struct Unwritable(bool);

impl fmt::Display for Unwritable {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        assert!(self.0, "an error in the text of an error");
        Err(fmt::Error)
    }
}

impl std::error::Error for Unwritable {}

#[route(GET, "/hostile/text/<status>?<panics>")]
async fn unwritable(status: u16, panics: bool) -> Result<NoContent> {
    Err(Error::new(status, "It failed").caused_by(Unwritable(!panics)))
}

/// Panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("dropped");
    }
}

#[route(GET, "/hostile/bomb", timeout = 1)]
async fn bomb() -> NoContent {
    let _bomb = Bomb;
    std::future::pending().await
}

/// A refusal with details that is not a mistake among others.
struct Limited;

impl FromRequest for Limited {
    async fn from_request(_: &Request<'_>) -> Result<Self> {
        let refusal = Error::too_many_requests("Slower").header("retry-after", "60");
        Err(refusal.detail(Detail::header("x-client", "asks too often")))
    }
}

#[route(GET, "/hostile/limited/<number>")]
async fn limited(number: u8, limited: Limited) -> NoContent {
    let _ = (number, limited);
    NoContent
}
