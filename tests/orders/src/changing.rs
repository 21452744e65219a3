//! Changing and cancelling orders, if they are still what the caller saw.

use fingerpost::{
    Claims, DeleteItem, Error, GetItem, IfMatch, Json, NoContent, OrError, Result, State, StatusCode, Table,
    Tagged, UpdateItem, Valid, route,
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
    orders: Table<Order, (GetItem, UpdateItem)>,
) -> Result<Tagged<Json<Order>>, OrderError> {
    let mut order = orders.get((&caller.sub, id)).await?.ok_or(OrderError::Missing)?;
    seen.check(&order.version)?;
    if order.status != Status::Open {
        return Err(OrderError::TooLate { status: order.status });
    }
    patch.lines.apply_required("lines", &mut order.lines)?;
    patch.note.apply(&mut order.note);
    let total = prices.of(&order.lines)?;
    let update = orders
        .update((&caller.sub, id))
        .add(Order::VERSION, 1)
        .set(Order::LINES, &order.lines)
        .set(Order::TOTAL, total)
        .set_or_remove(Order::NOTE, order.note.as_ref())
        .condition(Order::VERSION.equals(order.version));
    let changed = update.await?.or_missing(|| OrderError::Missing)?;
    let changed = changed.or_error(|| Error::precondition_failed("Another was quicker"))?;
    Ok(Tagged::new(changed.version, Json(changed)))
}

/// Says that an order is on its way.
#[route(PUT, "/orders/<id>/shipment", scopes("orders:ship"))]
async fn ship(caller: Claims<Caller>, id: Uuid, orders: Table<Order, UpdateItem>) -> Result<StatusCode> {
    let update = orders.update((&caller.sub, id)).set(Order::STATUS, Status::Shipped).add(Order::VERSION, 1);
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
