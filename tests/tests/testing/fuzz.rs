//! What `TestApi::fuzz` finds, and that it finds nothing where nothing is.

use crate::routes::Tea;
use crate::start;

#[tokio::test]
async fn a_route_that_is_in_order_passes_and_what_it_wrote_is_gone() {
    let api = start().await;
    api.seed(&[Tea::of("green", 50)]).await;
    for route in ["keep", "tea", "brew", "count"] {
        api.fuzz(route, 60).await;
    }
    assert_eq!(api.items::<Tea>().await, [Tea::of("green", 50)]);
}

#[tokio::test]
#[should_panic(expected = "the answer is a 5xx\n\nPOST /fragile")]
async fn a_panic_on_a_text_is_found() {
    start().await.fuzz("fragile", 400).await;
}

#[tokio::test]
#[should_panic(expected = "MB of memory; it may take 100")]
async fn a_body_that_takes_too_much_memory_is_found() {
    start().await.fuzz("hungry", 400).await;
}

#[tokio::test]
#[should_panic(expected = "after it was written, the answer is a 5xx\n\nGET /shelf")]
async fn a_write_that_breaks_a_list_is_found() {
    start().await.fuzz("shelve", 400).await;
}

#[tokio::test]
#[should_panic(expected = "the OpenAPI document does not have the answer")]
async fn an_answer_that_the_document_does_not_have_is_found() {
    start().await.fuzz("undocumented", 1).await;
}

#[tokio::test]
async fn a_seed_makes_the_same_requests_and_a_failure_says_how() {
    let mut told = Vec::new();
    for _ in 0..2 {
        let failed = tokio::spawn(async { start().await.fuzz_from("fragile", 400, 5).await }).await;
        let panic = failed.expect_err("it fails").into_panic();
        let message = panic.downcast_ref::<String>().expect("a text").clone();
        let first = message.lines().next().expect("a line").to_owned();
        let code = message.lines().find(|line| line.contains("api.request(Method::POST")).expect("code");
        told.push((first, code.to_owned()));
    }
    assert_eq!(told[0], told[1]);
    assert!(told[0].0.starts_with("seed 5, request "), "{told:?}");
}

#[tokio::test]
#[should_panic(expected = "no route is named `tee`; the routes are `")]
async fn a_route_that_is_not_there_is_told() {
    start().await.fuzz("tee", 1).await;
}

/// The requests that a seed makes are mostly ones that a client may send.
#[tokio::test]
async fn a_good_part_of_the_requests_goes_well() {
    let api = start().await;
    api.fuzz_from("keep", 200, 1).await;
    let log = api.log();
    let count =
        |status: &str| log.lines().filter(|line| line.starts_with(&format!("{status} POST "))).count();
    let (taken, refused) = (count("201"), count("400"));
    assert!(taken >= 60 && refused >= 30, "of 200: {taken} were taken and {refused} refused");
}
