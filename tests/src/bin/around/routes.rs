//! Routes for the layers to be around, and those that take a state or their deadline.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use fingerpost::{Deadline, Error, Json, Result, State, Tagged, route};

use super::loaders::{Shared, loaded};

#[route(GET, "/things/<number>")]
async fn thing(number: u8) -> Result<Json<u8>> {
    if number == 0 {
        return Err(Error::not_found("No such thing"));
    }
    Ok(Json(number))
}

#[route(GET, "/tagged")]
async fn tagged() -> Tagged<Json<u8>> {
    Tagged::new("1", Json(1))
}

#[route(GET, "/panics")]
async fn panics() -> Json<u8> {
    panic!("a secret of a handler")
}

/// Waits for longer than it has, and holds nothing that could end it.
#[route(GET, "/sleeps", timeout = 2)]
async fn sleeps() -> Json<u8> {
    tokio::time::sleep(Duration::from_mins(1)).await;
    Json(1)
}

/// Always has more to do, so that the runtime has to interrupt it.
#[route(GET, "/busy", timeout = 2)]
async fn busy() -> Json<u8> {
    loop {
        tokio::task::consume_budget().await;
    }
}

/// Milliseconds that are left at first, and by the moment.
#[route(GET, "/deadline", timeout = 2)]
async fn deadline(deadline: Deadline, again: Deadline) -> Json<[u128; 3]> {
    let left = deadline.remaining();
    tokio::time::sleep(Duration::from_millis(50)).await;
    let at = deadline.instant().saturating_duration_since(Instant::now());
    let apart = again.instant().saturating_duration_since(deadline.instant());
    Json([left, at, apart].map(|time| time.as_millis()))
}

/// How many states were made, how many before this one, and how many requests it has had.
#[route(GET, "/state")]
async fn state(shared: State<Shared>) -> Json<[u32; 3]> {
    let requests = shared.clone().requests.fetch_add(1, Ordering::Relaxed) + 1;
    Json([loaded(), shared.before, requests])
}

#[route(GET, "/state/other")]
async fn other_state(shared: State<Shared>) -> Json<[u32; 3]> {
    state(shared).await
}

/// How many states were made for a route that takes none.
#[route(GET, "/stateless")]
async fn stateless() -> Json<u32> {
    Json(loaded())
}
