//! A table with a sort key, and the calls that the reference API has no use for: updates,
//! conditions, batches, projections, parallel scans.

use fingerpost::{
    BatchGetItem, BatchWriteItem, Cursor, DeleteItem, Error, GetItem, Item, Json, Limit, NoContent, OrError,
    Page, PutItem, Query, Result, Scan, Table, UpdateItem, route,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A seat at an event.
#[derive(Serialize, Deserialize, JsonSchema, Item)]
#[serde(rename_all = "camelCase")]
#[item(table = "Seats")]
pub(crate) struct Seat {
    #[item(partition_key)]
    event_name: String,
    #[item(sort_key)]
    #[serde(rename = "no")]
    number: u32,
    #[serde(default)]
    guest: Option<String>,
    #[serde(default)]
    price: u64,
}

#[route(POST, "/seats")]
async fn add_seat(Json(seat): Json<Seat>, seats: Table<Seat, PutItem>) -> Result<Json<Seat>> {
    seats.put(&seat).if_not_exists().await?.or_conflict("Seat exists")?;
    Ok(Json(seat))
}

#[route(PUT, "/seats")]
async fn book_seat(Json(seat): Json<Seat>, seats: Table<Seat, PutItem>) -> Result<Json<Seat>> {
    let free = Seat::GUEST.is_none().and(Seat::PRICE.less(100));
    seats.put(&seat).condition(free).await?.or_conflict("Seat is taken")?;
    Ok(Json(seat))
}

#[route(GET, "/seats/<event>/<number>")]
async fn get_seat(event: String, number: u32, seats: Table<Seat, (GetItem, Query)>) -> Result<Json<Seat>> {
    let seat = seats.get((&event, number)).consistent().await?.or_not_found("Seat not found")?;
    Ok(Json(seat))
}

#[route(GET, "/seats/<event>?<from>&<to>&<limit>&<cursor>&<last>")]
async fn list_seats(
    event: String,
    from: Option<u32>,
    to: Option<u32>,
    limit: Option<Limit<50>>,
    cursor: Option<Cursor>,
    last: Option<bool>,
    seats: Table<Seat, Query>,
) -> Result<Page<Seat>> {
    let query = seats.query(&event).limit(limit).cursor(cursor);
    let query = if last == Some(true) { query.descending() } else { query };
    match (from, to) {
        (Some(from), Some(to)) => query.sort_key_between(from, to),
        (Some(from), None) => query.sort_key_at_least(from),
        (None, Some(to)) => query.sort_key_less(to),
        (None, None) => query,
    }
    .page()
    .await
}

#[route(PATCH, "/seats/<event>/<number>?<guest>&<under>")]
async fn change_seat(
    event: String,
    number: u32,
    guest: String,
    under: Option<u64>,
    seats: Table<Seat, UpdateItem>,
) -> Result<Json<Seat>> {
    let update = seats.update((&event, number));
    let update = if guest.is_empty() { update } else { update.set(Seat::GUEST, guest).add(Seat::PRICE, 10) };
    let changed = match under {
        Some(price) => update.condition(Seat::PRICE.less(price)).await?,
        None => update.await?,
    };
    let changed = changed.or_missing(|| Error::not_found("Seat not found"))?;
    Ok(Json(changed.or_error(|| Error::precondition_failed("The seat costs too much"))?))
}

#[route(DELETE, "/seats/<event>/<number>")]
async fn remove_seat(event: String, number: u32, seats: Table<Seat, DeleteItem>) -> Result<NoContent> {
    seats.delete((&event, number)).await?.or_not_found("Seat not found")?;
    Ok(NoContent)
}

#[route(POST, "/rows/<event>?<count>&<bytes>", memory = 1024)]
async fn fill_row(
    event: String,
    count: u32,
    bytes: usize,
    seats: Table<Seat, BatchWriteItem>,
) -> Result<NoContent> {
    let guest = Some("x".repeat(bytes));
    let seat = |number| Seat { event_name: event.clone(), number, guest: guest.clone(), price: 1 };
    let row: Vec<Seat> = (1..=count).map(seat).collect();
    // The first is named twice: of two with one key, the last is written.
    let first = Seat { price: 2, ..seat(1) };
    seats.put_many(row.iter().chain([&first])).await?;
    Ok(NoContent)
}

/// The guest's bytes and the price of each seat asked for.
#[route(GET, "/rows/<event>?<number>", memory = 1024)]
async fn get_row(
    event: String,
    number: Vec<u32>,
    seats: Table<Seat, BatchGetItem>,
) -> Result<Json<Vec<Option<(usize, u64)>>>> {
    let found = seats.get_many(number.iter().map(|number| (event.as_str(), *number))).await?;
    let told = |seat: Seat| (seat.guest.unwrap_or_default().len(), seat.price);
    Ok(Json(found.into_iter().map(|seat| seat.map(told)).collect()))
}

#[route(DELETE, "/rows/<event>?<number>")]
async fn clear_row(event: String, number: Vec<u32>, seats: Table<Seat, BatchWriteItem>) -> Result<NoContent> {
    seats.delete_many(number.iter().map(|number| (event.as_str(), *number))).await?;
    Ok(NoContent)
}

/// What a list shows of a seat.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Priced {
    price: u64,
}

#[route(GET, "/prices?<segments>&<limit>&<cursor>")]
async fn prices(
    segments: Option<u32>,
    limit: Option<Limit>,
    cursor: Option<Cursor>,
    seats: Table<Seat, Scan>,
) -> Result<Page<Priced>> {
    let scan = seats.scan().project::<Priced>().limit(limit).cursor(cursor);
    match segments {
        Some(segments) => Ok(Page { items: scan.all_in_parallel(segments).await?, next: None }),
        None => scan.page().await,
    }
}

#[route(GET, "/prices/<event>/<number>")]
async fn price(event: String, number: u32, seats: Table<Seat, GetItem>) -> Result<Json<Priced>> {
    let price = seats.get((&event, number)).project().await?;
    Ok(Json(price.or_not_found("Seat not found")?))
}

#[route(GET, "/prices/<event>?<cursor>")]
async fn row_prices(
    event: String,
    cursor: Option<Cursor>,
    seats: Table<Seat, Query>,
) -> Result<Page<Priced>> {
    seats.query(&event).project().sort_key_at_least(2).cursor(cursor).page().await
}
