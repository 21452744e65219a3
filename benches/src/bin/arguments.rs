//! Fingerpost with many arguments: three query parameters, two headers, a body whose rules are checked.

use std::process::ExitCode;

use fingerpost::{Api, Cors, Json, Valid, route};
use fingerpost_benches::order::{NewOrder, Receipt, Status};

pub(crate) fn main() -> ExitCode {
    Api::new("benches").cors(Cors::any_origin()).run()
}

/// Places an order.
#[route(
    POST,
    "/orders?<status>&<limit=20>&<dry>",
    headers(tenant = "x-tenant-id", language = "accept-language")
)]
async fn place_order(
    status: Status,
    limit: u8,
    dry: Option<bool>,
    tenant: u64,
    language: String,
    Valid(Json(order)): Valid<Json<NewOrder>>,
) -> Json<Receipt> {
    let total = order.total();
    Json(Receipt { tenant, language, status, limit, dry: dry.unwrap_or_default(), total })
}
