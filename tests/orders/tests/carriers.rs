//! Carriers of the orders API, whom an authorizer knows by their keys.

use fingerpost::testing::TestApi;
use serde_json::{Value, json};

#[tokio::test]
async fn a_carrier_is_known_by_the_key_that_it_was_given() {
    let api = TestApi::start(orders::api()).await;
    let taken_on = api.caller("ann").scope("orders:ship").post("/carriers/fast").send().await;
    let key: String = taken_on.assert(200).json();
    let pickups = |key: &str| api.get("/pickups").header("x-carrier-key", key).send();
    pickups(&key).await.assert(200).assert_body(json!({ "carrier": "fast", "orders": [] }));
    pickups("nobody's").await.assert(403).assert_body(json!({ "message": "Forbidden" }));
    api.get("/pickups").send().await.assert(401);
    // A carrier's key is not a customer's token.
    let orders: Value = api.get("/orders").header("x-carrier-key", &key).send().await.assert(401).json();
    assert_eq!(orders, json!({ "message": "Unauthorized" }));
}
