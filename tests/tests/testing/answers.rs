//! What fails a test, and what it then says.

use serde_json::{Value, json};

use crate::routes::Tea;
use crate::start;

#[tokio::test]
async fn an_answer_is_what_a_client_gets() {
    let api = start().await;
    api.seed(&[Tea::of("green", 50), Tea::of("black", 20)]).await;
    let answer = api.get("/teas/green").header("origin", "https://example.com").send().await;
    answer.assert(200).assert_body(json!({ "name": "green", "grams": 50 }));
    answer
        .assert_header("access-control-allow-origin", "*")
        .assert_header("content-type", "application/json");
    api.post("/teas")
        .json(Tea::of("white", 5))
        .send()
        .await
        .assert(201)
        .assert_header("location", "/teas/white");
    assert_eq!(api.item::<Tea>("white").await, Tea::of("white", 5));
    assert_eq!(api.find::<Tea>("red").await, None);
    assert_eq!(api.items::<Tea>().await.len(), 3);
    let counted: (usize, String) = api.get("/count").send().await.assert(200).json();
    assert_eq!(counted, (3, "tested-count".to_owned()));
}

#[tokio::test]
async fn a_request_is_put_together_as_a_client_does() {
    let api = start().await;
    let odd = "ü & =+/?#% ";
    let request = api.get("/said?word=first").query("word", odd).query("word", 3);
    let request = request.cookie("theme", "dark").cookie("size", 4).bearer("a.b.c");
    let said = json!([["first", odd, "3"], "dark", 4, "Bearer a.b.c"]);
    request.send().await.assert(200).assert_body(said);
    api.get("/said").query("word", "").send().await.assert(200).assert_body(json!([[""], null, null, null]));
}

#[tokio::test]
#[should_panic(expected = "not a cookie: `theme=dark; size=4`")]
async fn a_cookie_is_one() {
    let _ = start().await.get("/said").cookie("theme", "dark; size=4");
}

#[tokio::test]
async fn the_gateway_answers_what_no_route_takes() {
    let api = start().await;
    api.get("/nowhere").send().await.assert(404).assert_body(json!({ "message": "Not Found" }));
    let preflight = api.request(http_method("OPTIONS"), "/teas").header("origin", "https://example.com");
    let preflight = preflight.header("access-control-request-method", "POST").send().await;
    preflight.assert(204).assert_header("access-control-allow-origin", "*");
    let document: Value = api.get("/openapi.json").send().await.assert(200).json();
    assert_eq!(document["info"]["title"], "tested");
}

fn http_method(name: &str) -> fingerpost::Method {
    name.parse().expect("a method")
}

#[tokio::test]
#[should_panic(
    expected = "the OpenAPI document does not have this answer: `undocumented` answers 200, 404, 429, \
                           431, 500, 503, got 418"
)]
async fn a_status_that_the_document_does_not_have_fails_the_test() {
    start().await.get("/undocumented").send().await;
}

#[tokio::test]
#[should_panic(
    expected = "a 200 of `other_body` has a body that its schema refuses:\n  at ``: {\"short\":\"stout\"} \
                           is not of type \"integer\""
)]
async fn a_body_of_another_shape_fails_the_test() {
    start().await.get("/other-body").send().await;
}

#[tokio::test]
#[should_panic(
    expected = "beyond: dynamodb:Scan on `Teas` was refused; add `Scan` to the `Table<…>` in its signature"
)]
async fn a_call_beyond_the_grants_fails_the_test() {
    start().await.get("/beyond").send().await;
}

#[tokio::test]
#[should_panic(expected = "a 202 of `beside` has a body, and the document has it without one")]
async fn a_body_that_the_document_does_not_have_fails_the_test() {
    start().await.get("/beside").send().await;
}

#[tokio::test]
#[should_panic(expected = "at `/id`: \"not a UUID\" is not a \"uuid\"")]
async fn a_text_of_another_format_fails_the_test() {
    start().await.get("/format").send().await;
}

#[tokio::test]
#[should_panic(expected = "a path begins with `/`, and is encoded, got `https://example.com/teas`")]
async fn a_path_is_not_a_whole_url() {
    start().await.get("https://example.com/teas").send().await;
}

#[tokio::test]
#[should_panic(expected = "expected status 201, got 200\n\nGET /teas/green\n")]
async fn another_status_is_told_with_the_request() {
    let api = start().await;
    api.seed(&[Tea::of("green", 50)]).await;
    api.get("/teas/green").send().await.assert(201);
}

#[tokio::test]
#[should_panic(expected = "expected the body\n{\n  \"grams\": 51,\n  \"name\": \"green\"\n}\ngot\n")]
async fn another_body_is_told_beside_what_is_expected() {
    let api = start().await;
    api.seed(&[Tea::of("green", 50)]).await;
    api.get("/teas/green").send().await.assert_body(json!({ "grams": 51, "name": "green" }));
}

#[tokio::test]
async fn a_panic_and_its_place_are_in_the_log() {
    let api = start().await;
    let answer = api.get("/panic").send().await;
    answer.assert(500).assert_body(json!({ "error": "Internal server error" }));
    assert!(answer.log().contains("tests/testing/routes.rs"), "{}", answer.log());
    assert!(answer.log().contains("the kettle is empty"), "{}", answer.log());
    // The environment goes on.
    api.get("/panic").send().await.assert(500);
}
