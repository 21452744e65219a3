//! Placing orders.

use fingerpost::{
    Claims, Clock, Committed, Created, Idempotent, Ids, Item, Json, PutItem, State, Transaction, UpdateItem,
    Valid, Versioned as _, route,
};

use crate::caller::Caller;
use crate::catalogue::Prices;
use crate::order::{Line, NewOrder, Order, OrderError};
use crate::stock::Stock;

/// Places an order, or only says what it would cost.
#[route(POST, "/orders?<dry=false>", headers(channel = "x-channel"), memory = 512, scopes("orders:write"))]
async fn place_order(
    caller: Claims<Caller>,
    dry: bool,
    channel: Option<u8>,
    new: Idempotent<Valid<Json<NewOrder>>>,
    prices: State<Prices>,
    clock: Clock,
    ids: Ids,
    store: Transaction<((Order, PutItem), (Stock, UpdateItem))>,
) -> Result<Committed<Created<Order>>, OrderError> {
    let total = prices.of(&new.lines)? * u64::from(channel != Some(0));
    let order = Order::of(caller.0.sub, ids.next()?.parse()?, clock.now().try_into()?, &new, total);
    let mut write = store.begin_once(&new);
    write.put(&order).if_not_exists();
    for Line { sku, quantity } in &order.lines {
        let take = write.update(Stock::at(sku)).subtract(Stock::QUANTITY, quantity);
        let take = take.condition(Stock::QUANTITY.at_least(quantity));
        take.otherwise(OrderError::OutOfStock { skus: vec![sku.clone()] });
    }
    let placed = Created::at(format!("/orders/{}", order.id), order.raised());
    Ok(if dry { Committed::unkept(placed) } else { write.commit_with(placed).await? })
}
