//! Carriers, who fetch what is packed: machines that have a key and no token.

use fingerpost::{
    Claims, Error, GetItem, Ids, Item, Json, OrError, PutItem, Query, Result, Table, authorizer, route,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::order::{ByStatus, Order, Status};

/// A carrier with its key.
#[derive(Serialize, Deserialize, Item)]
#[item(table = "Carriers")]
struct Carrier {
    /// What it sends with each request.
    #[item(partition_key)]
    key: String,
    /// Who it is.
    name: String,
}

/// Takes a carrier on, and returns the key that it is to be given.
#[route(POST, "/carriers/<name>", scopes("orders:ship"))]
async fn take_on(name: String, ids: Ids, carriers: Table<Carrier, PutItem>) -> Result<Json<String>> {
    let carrier = Carrier { key: ids.next()?, name };
    carriers.put(&carrier).if_not_exists().await?.or_error(|| Error::internal("an id was given twice"))?;
    Ok(Json(carrier.key))
}

/// What is known of a carrier that calls.
#[derive(Serialize, Deserialize)]
struct Known {
    name: String,
}

/// Knows carriers by their keys.
#[authorizer(headers(key = "x-carrier-key"), cache = 60)]
async fn carrier(key: String, carriers: Table<Carrier, GetItem>) -> Result<Known> {
    let known = carriers.get(&key).await?.or_error(|| Error::forbidden("No carrier has this key"))?;
    Ok(Known { name: known.name })
}

/// What a carrier fetches.
#[derive(Serialize, JsonSchema)]
struct Pickups {
    carrier: String,
    orders: Vec<Uuid>,
}

/// Tells a carrier which orders wait for it, the oldest first.
#[route(GET, "/pickups", auth = carrier)]
async fn pickups(carrier: Claims<Known>, orders: Table<Order, Query<ByStatus>>) -> Result<Json<Pickups>> {
    let shipped = orders.query_index(ByStatus::of(Status::Shipped)).limit(50).page().await?;
    let orders = shipped.items.iter().map(|order| order.id).collect();
    Ok(Json(Pickups { carrier: carrier.0.name, orders }))
}
