//! Bodies whose types serde reads in ways of its own: variants, tags, flattened fields, and rules of several values.

use fingerpost::{Form, Json, NoContent, Valid, route};
use garde::Validate;
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Deserialize, JsonSchema, Validate)]
#[expect(dead_code, reason = "read and not used")]
struct Shapes {
    #[garde(dive)]
    #[serde(default)]
    entry: Option<Entry>,
    #[garde(skip)]
    #[serde(default)]
    pay: Option<Pay>,
    #[garde(dive)]
    #[serde(default)]
    span: Option<Span>,
    #[garde(skip)]
    n: u8,
}

#[derive(Deserialize, JsonSchema, Validate)]
enum Entry {
    Card {
        #[garde(range(min = 3))]
        number: u64,
    },
    Invoice(#[garde(range(min = 3))] u64),
}

#[derive(Deserialize, JsonSchema)]
#[serde(tag = "by")]
#[expect(dead_code, reason = "read and not used")]
enum Pay {
    Card { number: u64 },
    Invoice { vat: String },
}

#[derive(Deserialize, JsonSchema, Validate)]
#[garde(custom(in_order))]
struct Span {
    #[garde(skip)]
    since: u32,
    #[garde(custom(|until: &u32, (): &()| after(*until, self.since)))]
    until: u32,
}

fn after(until: u32, since: u32) -> garde::Result {
    if until >= since { Ok(()) } else { Err(garde::Error::new("must be after since")) }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "garde hands the context over so")]
fn in_order(span: &Span, (): &()) -> garde::Result {
    after(span.until, span.since)
}

#[route(POST, "/shapes")]
async fn shapes(Valid(Json(shapes)): Valid<Json<Shapes>>) -> NoContent {
    let _ = shapes;
    NoContent
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "read and not used")]
struct Flat {
    id: u8,
    #[serde(flatten)]
    inner: Inner,
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "read and not used")]
struct Inner {
    count: u32,
    name: String,
}

#[route(POST, "/flat")]
async fn flat(Json(flat): Json<Flat>) -> NoContent {
    let _ = flat;
    NoContent
}

#[route(POST, "/flat-form")]
async fn flat_form(Form(flat): Form<Flat>) -> NoContent {
    let _ = flat;
    NoContent
}
