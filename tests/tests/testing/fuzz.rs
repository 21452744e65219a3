//! What `TestApi::fuzz` finds, and that it finds nothing where nothing is.

use std::process::Command;

use fingerpost::{Json, Method, NoContent, route};

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
    start().await.fuzz_from("fragile", 400, 5).await;
}

#[tokio::test]
#[should_panic(expected = "MB of memory; it may take 100")]
async fn a_body_that_takes_too_much_memory_is_found() {
    start().await.fuzz_from("hungry", 1, 1).await;
}

#[tokio::test]
#[should_panic(expected = "$serde_json::private::")]
async fn a_name_that_a_parser_reserves_is_found() {
    start().await.fuzz_from("careless", 400, 1).await;
}

#[tokio::test]
#[should_panic(expected = "after it was written, the answer is a 5xx\n\nGET /shelf")]
async fn a_write_that_breaks_a_list_is_found() {
    start().await.fuzz_from("shelve", 400, 1).await;
}

#[tokio::test]
#[should_panic(expected = "the OpenAPI document does not have this answer")]
async fn an_answer_that_the_document_does_not_have_is_found() {
    start().await.fuzz_from("undocumented", 1, 1).await;
}

#[tokio::test]
async fn a_seed_makes_the_same_requests_and_a_failure_says_how() {
    let mut told = Vec::new();
    for _ in 0..2 {
        let failed = tokio::spawn(async { start().await.fuzz_from("fragile", 400, 5).await }).await;
        let panic = failed.expect_err("it fails").into_panic();
        let message = panic.downcast_ref::<String>().expect("a text").clone();
        let first = message.lines().next().expect("a line").to_owned();
        let (_, code) = message.split_once("As a test:\n\n").expect("a test");
        told.push((first, code.to_owned()));
    }
    assert_eq!(told[0], told[1]);
    let [(first, code), _] = &told[..] else { panic!("two runs") };
    assert!(first.starts_with("seed 5, request "), "{first}");
    assert!(code.starts_with("#[tokio::test]\nasync fn fragile_"), "{code}");
    assert!(code.contains("api.request(Method::POST, \"/fragile\")"), "{code}");
    assert!(code.contains(r#"assert!(!answer.status().is_server_error(), "{answer}");"#), "{code}");
}

/// What the failure of the seed 5 prints, pasted.
#[tokio::test]
#[should_panic(expected = "POST /fragile")]
async fn a_printed_test_fails_as_the_request_did() {
    let api = start().await;
    let answer = api
        .request(Method::POST, "/fragile")
        .header("content-type", b"application/json")
        .body("{\"name\":\"a \",\"grams\":1}")
        .send()
        .await;
    assert!(!answer.status().is_server_error(), "{answer}");
}

/// Ends the process where the text ends with a blank.
#[route(POST, "/ending")]
async fn ending(Json(tea): Json<Tea>) -> NoContent {
    if tea.name.ends_with(' ') {
        std::process::abort();
    }
    NoContent
}

#[tokio::test]
async fn a_request_that_ends_the_process_is_told() {
    const INSIDE: &str = "FUZZED_TO_THE_END";
    if std::env::var_os(INSIDE).is_some() {
        start().await.fuzz_from("ending", 400, 5).await;
        return;
    }
    let mut test = Command::new(std::env::current_exe().expect("a path"));
    test.args(["--exact", "fuzz::a_request_that_ends_the_process_is_told"]).env(INSIDE, "1");
    let output = test.output().expect("runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{told}");
    let (first, code) =
        told.split_once("\n\n`FINGERPOST_FUZZ_SEED=5` sends them again. As a test:\n\n").expect(&told);
    assert!(
        first.contains("seed 5, request ")
            && first.ends_with(" of 400 to `ending`: the process ended before it was answered"),
        "{told}"
    );
    assert!(code.contains(r#"api.request(Method::POST, "/ending")"#), "{told}");
    assert!(code.contains(r#" \",\"grams\""#), "{told}");
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
