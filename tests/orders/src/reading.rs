//! Reading orders.

use fingerpost::{
    Claims, Cursor, File, GetItem, Html, Json, Limit, OrError, Owned, Page, Query, Result, Table, Tagged,
    route,
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::caller::Caller;
use crate::order::{ByStatus, Order, OrderError, Status};

/// Lists the caller's orders.
#[route(GET, "/orders?<status>&<since>&<limit=20>&<cursor>", scopes("orders:read"))]
async fn my_orders(
    status: Option<Status>,
    since: Option<Timestamp>,
    limit: Limit<100>,
    cursor: Option<Cursor>,
    orders: Owned<Table<Order, Query>>,
) -> Result<Page<Order>> {
    let orders = orders.query().filter(Order::STATUS.equals(status)).filter(Order::PLACED_AT.at_least(since));
    orders.limit(limit).cursor(cursor).page().await
}

/// Lists every open order, the oldest first, for the people who pack.
#[route(GET, "/packing?<cursor>", scopes("orders:pack"))]
async fn to_pack(cursor: Option<Cursor>, orders: Table<Order, Query<ByStatus>>) -> Result<Page<Order>> {
    orders.query_index(ByStatus::of(Status::Open)).limit(50).cursor(cursor).page().await
}

/// Returns one order, unless the client has it already.
#[route(GET, "/orders/<id>", scopes("orders:read"))]
async fn order(id: Uuid, orders: Owned<Table<Order, GetItem>>) -> Result<Tagged<Json<Order>>, OrderError> {
    let order = orders.get(id).await?.ok_or(OrderError::Missing)?;
    Ok(Tagged::of(Json(order)))
}

/// Returns an order's invoice, a file.
#[route(GET, "/orders/<id>/invoice", scopes("orders:read"))]
async fn invoice(id: Uuid, orders: Owned<Table<Order, GetItem>>) -> Result<File> {
    let order = orders.get(id).await?.or_not_found("No such order")?;
    let lines = order.lines.iter().map(|line| format!("{},{}\n", line.sku, line.quantity));
    let text = format!("{}total,{}\n", lines.collect::<String>(), order.total);
    Ok(File::new("text/csv", text).attachment(format!("invoice {id}.csv")))
}

/// A page for whoever packs.
#[route(GET, "/", scopes("orders:ship"))]
async fn front(caller: Claims<Caller>) -> Html<String> {
    let name: String = caller.sub.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
    Html(format!("<!doctype html><title>Orders</title><p>Hello, {name}."))
}
