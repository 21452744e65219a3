//! Functions side by side, handlers as plain functions, and requests for extractors.

use std::time::{Duration, Instant};

use fingerpost::testing::Database;
use fingerpost::{Json, Method, PutItem, Request, Table};

use crate::routes::{Process, Tea, tea};
use crate::start;

#[tokio::test]
async fn each_test_has_data_of_its_own() {
    let (one, other) = (start().await, start().await);
    one.seed(&[Tea::of("green", 50)]).await;
    other.get("/teas/green").send().await.assert(404);
    one.get("/teas/green").send().await.assert(200);
}

#[tokio::test]
async fn requests_run_at_once() {
    let api = start().await;
    let started = Instant::now();
    let slow = || api.get("/slow").send();
    let (one, two, three) = tokio::join!(slow(), slow(), slow());
    for answer in [one, two, three] {
        answer.assert(503);
    }
    // Each is given up shortly before its timeout of a second.
    assert!(started.elapsed() < Duration::from_millis(2500), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_handler_is_a_plain_function() {
    let database = Database::start().await;
    database.seed(&[Tea::of("green", 50)]).await;
    let Json(found) = tea("green".to_owned(), database.table().await).await.expect("a tea");
    assert_eq!(found, Tea::of("green", 50));
    let missing = tea("red".to_owned(), database.table().await).await.expect_err("none");
    assert_eq!(missing.status(), 404);

    let teas: Table<Tea, PutItem> = Table::in_memory().await;
    teas.put(&Tea::of("white", 5)).await.expect("puts");
}

#[tokio::test]
async fn an_extractor_reads_a_request_of_its_own() {
    let request =
        || Request::of(Method::POST, "/teas?a=1").header("x-a", "b").path_parameter("name", "red tea");
    let Json(read) = request().json(Tea::of("red", 3)).extract::<Json<Tea>>().await.expect("a tea");
    assert_eq!(read, Tea::of("red", 3));
    let refused = request().body("{").header("content-type", "application/json").extract::<Json<Tea>>().await;
    assert_eq!(refused.map(|_| ()).expect_err("refused").status(), 400);
    let opened = request().resource(Process("here".to_owned())).extract::<Process>().await.expect("opens");
    // Without a function there is no variable, and `open` has its say.
    assert_eq!(opened.0, "");
}
