//! Transactions in process: all writes or none, what is told of those that fail, and what others do meanwhile.

mod faults;
mod once;
mod routes;
mod writes;

use fingerpost::Api;
use fingerpost::testing::{TestAnswer, TestApi};
use serde_json::Value;

use self::routes::Tin;

/// An API with a tin of 50 grams of green tea, and one of 20 of red.
async fn start() -> TestApi {
    let api = TestApi::start(Api::new("transactions")).await;
    api.seed(&[Tin::of("green", 50), Tin::of("red", 20)]).await;
    api
}

/// Has the API do these steps in one transaction.
async fn steps(api: &TestApi, steps: impl Into<Value>) -> TestAnswer {
    api.post("/steps").json(steps.into()).send().await
}

/// What is in the tins.
async fn grams(api: &TestApi) -> Vec<(String, i64)> {
    let mut tins: Vec<_> = api.items::<Tin>().await.into_iter().map(|tin| (tin.name, tin.grams)).collect();
    tins.sort();
    tins
}

/// What is in the tins at first.
fn untouched() -> Vec<(String, i64)> {
    [("green", 50), ("red", 20)].map(|(name, grams)| (name.to_owned(), grams)).into()
}
