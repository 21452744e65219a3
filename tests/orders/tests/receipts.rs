//! The orders API's queue and bucket: in this process, and in the local cloud over HTTP.

use std::process::Command;

use fingerpost::testing::{TestApi, TestCaller};
use fingerpost::{Ids, Message, Objects};
use fingerpost_tests::{Serve, run};
use orders::Stock;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// What the warehouse reads of a message.
#[derive(Deserialize, serde::Serialize)]
struct Packing {
    customer: String,
    order: Uuid,
}

impl Message for Packing {
    const QUEUE: &'static str = "Jobs";
}

struct Receipts;

impl Objects for Receipts {
    const BUCKET: &'static str = "Receipts";
}

fn ann(api: &TestApi) -> TestCaller<'_> {
    api.caller("ann").scope("orders:read").scope("orders:write").scope("orders:ship")
}

fn order() -> Value {
    json!({ "lines": [{ "sku": "cup", "quantity": 2 }] })
}

/// The API, with cups in stock.
async fn start() -> TestApi {
    let api = TestApi::start(orders::api()).await;
    api.seed(&[Stock { sku: "cup".to_owned(), quantity: 10 }]).await;
    api
}

/// Orders two cups.
async fn placed(api: &TestApi) -> Value {
    let key = Ids::random().next().expect("an id");
    ann(api).post("/orders").header("idempotency-key", &key).json(order()).send().await.assert(201).json()
}

#[tokio::test]
async fn the_warehouse_is_told_what_to_pack() {
    let api = start().await;
    let placed = placed(&api).await;
    let id = placed["id"].as_str().expect("an id");
    ann(&api).post(&format!("/orders/{id}/packing")).send().await.assert(202);
    let sent = api.sent::<Packing>().await;
    assert_eq!(sent.len(), 1);
    assert_eq!((sent[0].customer.as_str(), sent[0].order.to_string().as_str()), ("ann", id));
    let unknown = format!("/orders/{}/packing", Uuid::nil());
    ann(&api).post(&unknown).send().await.assert(404);
    assert_eq!(api.sent::<Packing>().await.len(), 1);
}

#[tokio::test]
async fn a_receipt_is_its_customers() {
    let api = start().await;
    let placed = placed(&api).await;
    let path = format!("/orders/{}/receipt", placed["id"].as_str().expect("an id"));
    ann(&api).get(&path).send().await.assert(404).assert_body(json!({ "error": "No such receipt" }));
    ann(&api).put(&path).send().await.assert(204);
    ann(&api).get(&path).send().await.assert(200).assert_text("2 x cup\ntotal 1800\n");
    let key = format!("ann/{}", placed["id"].as_str().expect("an id"));
    assert!(api.object::<Receipts>(&key).await.is_some());
    let ben = api.caller("ben").scope("orders:read");
    ben.get(&path).send().await.assert(404);
    // A name that is a path is no way to another customer's.
    for name in ["ann/../ann", "../ann", "ann/x"] {
        let answer = api.caller(name).scope("orders:read").get(&path).send().await;
        answer.assert(400);
    }
}

#[test]
fn a_receipt_is_read_by_a_link_in_the_local_cloud() {
    let executable = env!("CARGO_BIN_EXE_orders");
    let folder = tempfile::TempDir::new().expect("a folder");
    let data = folder.path().join("local.db");
    let data = data.to_str().expect("UTF-8");
    let serve = Serve::start_with(Command::new(executable), &["--data", data]);
    let scopes = ["--scope", "orders:read", "--scope", "orders:write", "--scope", "orders:ship"];
    let token =
        run(executable, &[&["token", "--sub", "ann", "--data", data], &scopes[..]].concat(), "").stdout;
    let bearer = format!("Bearer {}", token.trim());
    let client: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let at = |path: &str| format!("{}{path}", serve.url());
    let counted = client.put(at("/stock/cup")).header("authorization", &bearer).send_json(10);
    assert_eq!(counted.expect("an answer").status(), 204, "{}", serve.log());
    let new = client.post(at("/orders")).header("authorization", &bearer).header("idempotency-key", "k-1");
    let placed: Value = new.send_json(order()).expect("an answer").body_mut().read_json().expect("JSON");
    let path = format!("/orders/{}", placed["id"].as_str().expect("an id"));
    let packed = client.post(at(&format!("{path}/packing"))).header("authorization", &bearer).send_empty();
    assert_eq!(packed.expect("an answer").status(), 202, "{}", serve.log());
    let written = client.put(at(&format!("{path}/receipt"))).header("authorization", &bearer).send_empty();
    assert_eq!(written.expect("an answer").status(), 204, "{}", serve.log());
    let link = client.get(at(&format!("{path}/receipt/link"))).header("authorization", &bearer).call();
    let link: Value = link.expect("an answer").body_mut().read_json().expect("JSON");
    let url = link["url"].as_str().expect("a URL");
    let mut read = client.get(url).call().expect("an answer");
    assert_eq!(read.status(), 200);
    assert_eq!(read.body_mut().read_to_string().expect("a text"), "2 x cup\ntotal 1800\n");
    let forged = url.replace("/ann/", "/ben/");
    assert_eq!(client.get(&forged).call().expect("an answer").status(), 403);
}
