//! Bodies and queries in which much can be wrong at once.

use fingerpost::{Detail, Error, Form, Json, NoContent, QueryParams, Result, Valid, route};
use garde::Validate;
use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
struct NewOrder {
    #[garde(length(min = 1, max = 3), dive)]
    lines: Vec<Line>,
    #[garde(length(chars, max = 5))]
    short_note: Option<String>,
    #[garde(dive)]
    ship_to: Address,
    #[garde(skip)]
    #[serde(default)]
    payment: Option<Payment>,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
struct Line {
    #[garde(length(min = 1), ascii)]
    sku: String,
    #[garde(range(min = 1, max = 10_000))]
    quantity: u32,
    #[garde(skip)]
    unit_price: f64,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
struct Address {
    #[garde(skip)]
    street: String,
    #[garde(skip)]
    coordinates: (f64, f64),
    #[garde(skip)]
    kind: Kind,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Home,
    Work,
}

#[derive(Deserialize, JsonSchema)]
#[serde(tag = "by")]
#[expect(dead_code, reason = "read and not used")]
enum Payment {
    Card { number: u64 },
    Invoice,
}

#[route(POST, "/mistakes/<day>?<limit>", headers(tenant = "x-tenant"))]
async fn place(
    day: u8,
    limit: u8,
    tenant: u32,
    Valid(Json(order)): Valid<Json<NewOrder>>,
) -> Result<NoContent> {
    let _ = (day, limit, tenant, order.short_note, order.payment);
    let Address { street, coordinates, kind } = order.ship_to;
    let _ = (street, coordinates, matches!(kind, Kind::Home));
    for (index, line) in order.lines.iter().enumerate() {
        if line.sku == "unknown" {
            let field = format!("lines[{index}].sku");
            return Err(Error::conflict("Not sold").detail(Detail::body(field, "is not sold")));
        }
        let _ = (line.quantity, line.unit_price);
    }
    Ok(NoContent)
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "read and not used")]
struct Plain {
    id: Uuid,
    count: u32,
    flag: bool,
    tags: Vec<String>,
    inner: Option<Box<Plain>>,
}

#[route(POST, "/plain", body_limit = 6_291_456)]
async fn plain(Json(plain): Json<Plain>) -> NoContent {
    let _ = plain;
    NoContent
}

#[derive(Deserialize, JsonSchema, Validate)]
struct Account {
    #[serde(rename = "qty")]
    #[garde(range(min = 5))]
    quantity: u32,
    #[garde(skip)]
    password: String,
    #[garde(matches(password))]
    again: String,
    #[garde(skip)]
    pay: Pay,
    #[garde(skip)]
    name: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(tag = "t", content = "c")]
#[expect(dead_code, reason = "read and not used")]
enum Pay {
    Card { number: u64 },
    Voucher { code: String },
}

#[route(POST, "/account")]
async fn account(Valid(Json(account)): Valid<Json<Account>>) -> NoContent {
    let Account { quantity, password, again, pay, name } = account;
    let _ = (quantity, password, again, pay, name);
    NoContent
}

#[route(PUT, "/plain")]
async fn maybe_plain(valid: Option<Valid<Json<Vec<Line>>>>) -> Json<Option<usize>> {
    Json(valid.map(|Valid(Json(lines))| lines.len()))
}

#[derive(Deserialize, JsonSchema, Validate)]
struct Search {
    #[garde(range(max = 100))]
    limit: u32,
    #[garde(skip)]
    id: Uuid,
    #[garde(skip)]
    flag: bool,
    #[garde(inner(length(min = 2)))]
    #[serde(default)]
    tag: Vec<String>,
    #[garde(skip)]
    #[serde(default)]
    days: Vec<u8>,
}

#[route(GET, "/search")]
async fn search(search: Valid<QueryParams<Search>>) -> NoContent {
    let Valid(QueryParams(Search { limit, id, flag, tag, days })) = search;
    let _ = (limit, id, flag, tag, days);
    NoContent
}

#[route(POST, "/search")]
async fn search_by_form(Valid(Form(search)): Valid<Form<Search>>) -> NoContent {
    let _ = search;
    NoContent
}
