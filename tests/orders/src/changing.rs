//! Changing and cancelling orders, if they are still what the caller saw.

use fingerpost::{
    Claims, DeleteItem, IfMatch, Json, NoContent, OrError, Result, State, StatusCode, Table, Tagged,
    UpdateItem, Valid, route,
};
use uuid::Uuid;

use crate::caller::Caller;
use crate::catalogue::Prices;
use crate::order::{Order, OrderError, OrderPatch, Status};

/// Changes an order that has not been shipped.
#[route(PATCH, "/orders/<id>", scopes("orders:write"))]
async fn change_order(
    caller: Claims<Caller>,
    id: Uuid,
    seen: IfMatch<u64>,
    Valid(Json(patch)): Valid<Json<OrderPatch>>,
    prices: State<Prices>,
    orders: Table<Order, UpdateItem>,
) -> Result<Tagged<Json<Order>>, OrderError> {
    let mut update = orders.update((&caller.sub, id)).if_match(seen);
    let mut lines = Vec::new(); // An order has one at least.
    patch.lines.apply_required("lines", &mut lines)?;
    if !lines.is_empty() {
        update = update.set(Order::TOTAL, prices.of(&lines)?).set(Order::LINES, lines);
    }
    if let Some(note) = patch.note.into_option() {
        update = update.set_or_remove(Order::NOTE, note);
    }
    let changed = update.condition(Order::STATUS.equals(Status::Open)).await?;
    let changed = changed.or_missing(|| OrderError::Missing)?;
    let changed = changed.or_error(|| OrderError::TooLate { status: Status::Shipped })?;
    Ok(Tagged::of(Json(changed)))
}

/// Says that an order is on its way.
#[route(PUT, "/orders/<id>/shipment", scopes("orders:ship"))]
async fn ship(caller: Claims<Caller>, id: Uuid, orders: Table<Order, UpdateItem>) -> Result<StatusCode> {
    let update = orders.update((&caller.sub, id)).set(Order::STATUS, Status::Shipped);
    update.await?.or_not_found("No such order")?;
    Ok(StatusCode::RESET_CONTENT)
}

/// Cancels an order.
#[route(DELETE, "/orders/<id>", scopes("orders:write"))]
async fn cancel_order(
    caller: Claims<Caller>,
    id: Uuid,
    orders: Table<Order, DeleteItem>,
) -> Result<NoContent> {
    orders.delete((&caller.sub, id)).await?.or_not_found("No such order")?;
    Ok(NoContent)
}
