//! Placing orders.

use fingerpost::{Claims, Clock, Created, Ids, Json, PutItem, State, Table, Valid, Versioned as _, route};
use jiff::Timestamp;

use crate::caller::Caller;
use crate::catalogue::Prices;
use crate::order::{NewOrder, Order, OrderError, Status};

/// Places an order, or only says what it would cost.
#[route(POST, "/orders?<dry=false>", headers(channel = "x-channel"), memory = 512, scopes("orders:write"))]
async fn place_order(
    caller: Claims<Caller>,
    dry: bool,
    channel: Option<u8>,
    Valid(Json(new)): Valid<Json<NewOrder>>,
    prices: State<Prices>,
    clock: Clock,
    ids: Ids,
    orders: Table<Order, PutItem>,
) -> Result<Created<Order>, OrderError> {
    let total = prices.of(&new.lines)?;
    let order = Order {
        customer: caller.0.sub,
        id: ids.next()?.parse()?,
        status: Status::Open,
        placed_at: Timestamp::try_from(clock.now())?,
        lines: new.lines,
        total: total * u64::from(channel != Some(0)),
        note: new.note,
        version: 0,
    };
    if !dry {
        orders.put(&order).await?;
    }
    Ok(Created::at(format!("/orders/{}", order.id), order.raised()))
}
