//! Receipts of orders, which are kept in a bucket and read by links, and the packing, which others do.

use std::time::Duration;

use fingerpost::{
    Accepted, Bucket, Claims, Clock, GetItem, GetObject, Json, Message, NoContent, Objects, OrError,
    PutObject, Queue, Result, SendMessage, Table, route,
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::caller::Caller;
use crate::order::{Order, OrderError};

/// The receipts, by customer and order.
struct Receipts;

impl Objects for Receipts {
    const BUCKET: &'static str = "Receipts";
}

/// What the warehouse is to pack.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Packing {
    customer: String,
    order: Uuid,
    asked_at: Timestamp,
}

impl Message for Packing {
    const QUEUE: &'static str = "Jobs";
}

/// How long a link to a receipt is valid.
const VALID: Duration = Duration::from_mins(1);

/// Has an order packed.
#[route(POST, "/orders/<id>/packing", scopes("orders:ship"))]
async fn pack(
    caller: Claims<Caller>,
    id: Uuid,
    clock: Clock,
    orders: Table<Order, GetItem>,
    jobs: Queue<Packing, SendMessage>,
) -> Result<Accepted<Packing>, OrderError> {
    let order = orders.get((&caller.sub, id)).await?.ok_or(OrderError::Missing)?;
    let asked_at = Timestamp::try_from(clock.now())?;
    let packing = Packing { customer: order.customer, order: order.id, asked_at };
    jobs.send(&packing).await?;
    Ok(Accepted(packing))
}

/// Writes the receipt of an order.
#[route(PUT, "/orders/<id>/receipt", scopes("orders:ship"))]
async fn write_receipt(
    caller: Claims<Caller>,
    id: Uuid,
    orders: Table<Order, GetItem>,
    receipts: Bucket<Receipts, PutObject>,
) -> Result<NoContent, OrderError> {
    let order = orders.get((&caller.sub, id)).await?.ok_or(OrderError::Missing)?;
    let lines = order.lines.iter().map(|line| format!("{} x {}\n", line.quantity, line.sku));
    let text = format!("{}total {}\n", lines.collect::<String>(), order.total);
    receipts.put([&caller.sub, &id.to_string()], text).content_type("text/plain").await?;
    Ok(NoContent)
}

/// Where a receipt can be read.
#[derive(Serialize, JsonSchema)]
struct Link {
    url: String,
}

/// Makes a link to the receipt of an order, which leads past the function.
#[route(GET, "/orders/<id>/receipt/link", scopes("orders:read"))]
async fn receipt_link(
    caller: Claims<Caller>,
    id: Uuid,
    receipts: Bucket<Receipts, GetObject>,
) -> Result<Json<Link>> {
    let url = receipts.link([&caller.sub, &id.to_string()], VALID).download_as("receipt.txt").url()?;
    Ok(Json(Link { url }))
}

/// Reads the receipt of an order.
#[route(GET, "/orders/<id>/receipt", scopes("orders:read"))]
async fn receipt(caller: Claims<Caller>, id: Uuid, receipts: Bucket<Receipts, GetObject>) -> Result<String> {
    let receipt = receipts.get([&caller.sub, &id.to_string()]).await?.or_not_found("No such receipt")?;
    Ok(String::from_utf8_lossy(&receipt.body).into_owned())
}
