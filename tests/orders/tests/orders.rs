//! The orders API in this process: each kind of argument and of answer, and what is told of what is wrong.

use fingerpost::testing::{TestApi, TestCaller, TestRequest};
use fingerpost::{Ids, StatusCode};
use fingerpost_tests::Turns;
use orders::Stock;
use serde_json::{Value, json};

/// The API, with enough of everything in stock.
async fn start() -> TestApi {
    let api = TestApi::of(orders::api()).variable("PAYMENTS_URL", "https://pay.example.com/v1/");
    let api = api.variable("STRIPE_KEY", "sk_test_shibboleth").start().await;
    stocked(&api).await;
    api
}

async fn stocked(api: &TestApi) {
    let stock = |sku: &str| Stock { sku: sku.to_owned(), quantity: 1_000 };
    api.seed(&["tea/green", "tea/black", "cup"].map(stock)).await;
}

/// The customer that the tests know, who ships her own orders.
fn ann(api: &TestApi) -> TestCaller<'_> {
    api.caller("ann").scope("orders:read").scope("orders:write").scope("orders:ship")
}

/// A new order, with a key of its own.
fn place<'a>(caller: &TestCaller<'a>, path: &str, order: &Value) -> TestRequest<'a> {
    let key = Ids::random().next().expect("an id");
    caller.post(path).header("idempotency-key", &key).json(order)
}

async fn placed(api: &TestApi, sku: &str) -> Value {
    let order = json!({ "lines": [{ "sku": sku, "quantity": 2 }], "note": "ring twice" });
    let answer = place(&ann(api), "/orders", &order).send().await;
    let order: Value = answer.assert(201).json();
    answer.assert_header("location", &at(&order));
    order
}

fn at(order: &Value) -> String {
    format!("/orders/{}", order["id"].as_str().expect("an id"))
}

#[tokio::test]
async fn one_post_with_five_mistakes_lists_five() {
    let api = start().await;
    let order = json!({
        "lines": [{ "sku": "tea/green", "quantity": "two" }, { "quantity": 1 }, { "sku": "", "quantity": 1 }],
    });
    let request = place(&ann(&api), "/orders?dry=perhaps", &order).header("x-channel", "shop");
    let told = |place, field, message| json!({ "in": place, "field": field, "message": message });
    request.send().await.assert(400).assert_body(json!({
        "error": "Invalid query parameter dry: must be `true` or `false`",
        "details": [
            told("query", "dry", "must be `true` or `false`"),
            told("header", "x-channel", "must be a whole number"),
            told("body", "lines[0].quantity", "must be a whole number from 0 to 4294967295, got string \"two\""),
            told("body", "lines[1].sku", "is missing"),
            told("body", "lines[2].sku", "must have a length of at least 1"),
        ],
    }));
}

#[tokio::test]
async fn an_order_is_what_was_sent_at_a_time_and_under_an_id() {
    let api = start().await;
    api.set_ids(["5f0c2f3e-7a57-4f43-8c6a-0a1b7f3f8d10"]);
    api.set_time("2026-11-29T12:00:00Z".parse::<jiff::Timestamp>().expect("a time"));
    let order = json!({ "lines": [{ "sku": "cup", "quantity": 1 }] });
    place(&ann(&api), "/orders", &order).send().await.assert(201).assert_body(json!({
        "customer": "ann",
        "id": "5f0c2f3e-7a57-4f43-8c6a-0a1b7f3f8d10",
        "status": "open",
        "placed_at": "2026-11-29T12:00:00Z",
        "lines": [{ "sku": "cup", "quantity": 1 }],
        "total": 900,
        "version": 1,
    }));
}

#[tokio::test]
async fn an_order_is_placed_and_read() {
    let api = start().await;
    let order = placed(&api, "tea/green").await;
    assert_eq!((&order["total"], &order["version"]), (&json!(900), &json!(1)));
    let read = ann(&api).get(&at(&order)).send().await;
    read.assert(200).assert_body(&order).assert_header("etag", "\"1\"");
    assert!(read.header("server-timing").is_some_and(|timing| timing.starts_with("handler;dur=")));
    ann(&api).get(&at(&order)).header("if-none-match", "\"1\"").send().await.assert(304);
}

#[tokio::test]
async fn an_order_is_changed_shipped_and_cancelled() {
    let api = start().await;
    let path = at(&placed(&api, "tea/green").await);
    let change =
        |version: &str, body: Value| ann(&api).patch(&path).header("if-match", version).json(body).send();
    ann(&api).patch(&path).json(json!({})).send().await.assert(428);
    let changed = change("\"1\"", json!({ "note": null })).await;
    let order: Value = changed.assert(200).assert_header("etag", "\"2\"").json();
    assert_eq!((order.get("note"), &order["lines"][0]["quantity"]), (None, &json!(2)));
    change("\"1\"", json!({})).await.assert(412);
    for wrong in [json!({ "lines": null }), json!({ "lines": [] })] {
        let refused: Value = change("\"2\"", wrong).await.assert(400).json();
        assert_eq!(refused["details"][0]["field"], "lines");
    }
    let refused = change("\"2\"", json!({ "lines": [{ "sku": "", "quantity": 0 }] })).await;
    assert_eq!(refused.json::<Value>()["details"].as_array().map(Vec::len), Some(2), "{refused:?}");
    let changed = change("\"2\"", json!({ "lines": [{ "sku": "cup", "quantity": 2 }] })).await;
    assert_eq!(changed.assert(200).json::<Value>()["total"], 1800);

    ann(&api).put(&format!("{path}/shipment")).send().await.assert(205);
    let late = json!({ "error": "The order is shipped already", "status": "shipped" });
    change("\"4\"", json!({})).await.assert(409).assert_body(late);
    ann(&api).delete(&path).send().await.assert(204);
    let gone = json!({ "error": "No such order" });
    ann(&api).delete(&path).send().await.assert(404).assert_body(&gone);
    ann(&api).get(&path).send().await.assert(404).assert_body(&gone);
}

#[tokio::test]
async fn of_two_changes_of_one_version_one_is_made() {
    for (order, expected) in [([0, 1], [200, 412]), ([1, 0], [412, 200])] {
        let (mut turns, stops) = Turns::new();
        let api = TestApi::start(orders::api().dynamodb_config(stops)).await;
        stocked(&api).await;
        let place = async { placed(&api, "cup").await };
        let place = turns.run(place).await;
        let (path, ann) = (at(&place), ann(&api));
        let change = |note: &str| {
            let request = ann.patch(&path).header("if-match", "\"1\"").json(json!({ "note": note }));
            async { request.send().await.status().as_u16() }
        };
        assert_eq!(turns.take(&order, [change("one"), change("other")]).await, expected);
    }
}

#[tokio::test]
async fn orders_are_listed_by_what_the_query_says() {
    let api = start().await;
    let orders = [placed(&api, "tea/green").await, placed(&api, "cup").await];
    ann(&api).put(&format!("{}/shipment", at(&orders[0]))).send().await.assert(205);
    for (query, expected) in [
        ("", 2),
        ("?status=open", 1),
        ("?status=shipped", 1),
        ("?status=", 2),
        ("?since=2020-01-01T00:00:00Z", 2),
        ("?since=2999-01-01T00:00:00Z", 0),
        ("?limit=1", 1),
    ] {
        let answer = ann(&api).get(&format!("/orders{query}")).send().await;
        assert_eq!(answer.assert(200).json::<Vec<Value>>().len(), expected, "{query}");
    }
    let refused = ann(&api).get("/orders?status=lost&since=today&limit=101").send().await;
    assert_eq!(refused.json::<Value>()["details"].as_array().map(Vec::len), Some(3), "{refused:?}");
}

#[tokio::test]
async fn whoever_calls_needs_a_token_and_a_scope_of_the_route() {
    let api = start().await;
    let nobody = api.get("/orders?limit=0").send().await;
    nobody.assert(401).assert_body(json!({ "message": "Unauthorized" }));
    assert!(nobody.header("www-authenticate").is_some_and(|asked| asked.starts_with("Bearer")), "{nobody:?}");
    let reader = api.caller("ben").scope("orders:read");
    let order = json!({ "lines": [{ "sku": "cup", "quantity": 1 }] });
    let refused = place(&reader, "/orders", &order).send().await;
    refused.assert(403).assert_body(json!({ "message": "Forbidden" }));
    let order = placed(&api, "cup").await;
    // Another customer's order is not there.
    reader.get(&at(&order)).send().await.assert(404);
    api.get("/catalogue/cup").send().await.assert(200);
}

#[tokio::test]
async fn made_up_requests_of_a_customer_break_nothing() {
    let api = start().await;
    for route in ["place_order", "my_orders"] {
        ann(&api).fuzz(route, 60).await;
    }
}

#[tokio::test]
async fn what_is_not_sold_is_told() {
    let api = start().await;
    let order = json!({ "lines": [{ "sku": "coffee", "quantity": 1 }, { "sku": "cup", "quantity": 1 }] });
    let refused = place(&ann(&api), "/orders", &order).send().await;
    refused.assert(409).assert_body(json!({ "error": "Not sold here", "skus": ["coffee"] }));
    api.get("/catalogue/tea/green").send().await.assert(200).assert_body(450);
    let details = json!([{ "in": "path", "field": "sku", "message": "is not sold" }]);
    let refused = json!({ "error": "Invalid path parameter sku: is not sold", "details": details });
    api.get("/catalogue/tea/red").send().await.assert(400).assert_body(refused);
    let sold = api.get("/catalogue?prefix=tea&prefix=cup&at_most=400").send().await;
    sold.assert(200).assert_body(["tea/black"]);
    let refused = api.get("/catalogue?at_most=0").send().await;
    assert_eq!(refused.json::<Value>()["details"][0]["message"], "must be at least 1", "{refused:?}");
}

#[tokio::test]
async fn documents_come_and_go() {
    let api = start().await;
    let form = "--b\r\ncontent-disposition: form-data; name=\"caption\"\r\n\r\nA plan\r\n\
                --b\r\ncontent-disposition: form-data; name=\"pages\"\r\n\r\nx\r\n\
                --b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"plan.pdf\"\r\n\
                content-type: application/pdf\r\n\r\n%PDF\r\n--b--\r\n";
    let send = |form: String| {
        let request = ann(&api).post("/documents").header("content-type", "multipart/form-data; boundary=b");
        request.body(form).send()
    };
    let refused: Value = send(form.to_owned()).await.assert(400).json();
    assert_eq!(refused["details"][0]["field"], "pages");
    send(form.replace("\r\nx\r\n", "\r\n3\r\n")).await.assert(202).assert_body(json!({
        "customer": "ann", "caption": "A plan", "pages": 3, "file_name": "plan.pdf", "bytes": 4,
    }));

    let bytes = api.post("/echo").body([0xff, 0, 1].to_vec()).send().await;
    assert_eq!((bytes.status(), bytes.body()), (StatusCode::OK, &[0xff, 0, 1][..]));
    api.post("/length").send().await.assert(200).assert_body(Value::Null);
    api.post("/length").json([1, 2]).send().await.assert(200).assert_body(2);

    let order = placed(&api, "cup").await;
    let invoice = ann(&api).get(&format!("{}/invoice", at(&order))).send().await;
    invoice.assert(200).assert_text("cup,2\ntotal,1800\n").assert_header("content-type", "text/csv");
    let disposition = invoice.header("content-disposition").unwrap_or_default();
    assert!(disposition.starts_with("attachment; filename="), "{disposition}");
}

#[tokio::test]
async fn browsers_are_served_too() {
    let api = start().await;
    let subscribed = api.post("/subscriptions").form("email=a%40b&topics=tea&topics=cups").send().await;
    subscribed.assert(303).assert_header("location", "/?subscribed=3&tea=true&cups=true");
    let refused = api.post("/subscriptions").form("email=ab&topics=coffee").send().await;
    assert_eq!(refused.json::<Value>()["details"].as_array().map(Vec::len), Some(2), "{refused:?}");

    let themed = api.put("/theme/dark").send().await;
    let cookie = themed.assert(204).header("set-cookie").unwrap_or_default();
    assert!(cookie.starts_with("theme=dark; "), "{cookie}");
    api.get("/theme").header("cookie", "theme=dark").send().await.assert(200).assert_body("dark");
    api.get("/theme").send().await.assert(200).assert_body("light");
    let refused: Value = api.get("/theme").header("cookie", "theme=blue").send().await.assert(400).json();
    assert_eq!(refused["details"][0]["in"], "cookie");

    let front = ann(&api).get("/").send().await;
    front.assert_text("<!doctype html><title>Orders</title><p>Hello, ann.");
    api.get("/").send().await.assert(401);
}

#[tokio::test]
async fn support_learns_where_a_request_comes_from() {
    let api = start().await;
    let answer = api.get("/origin").header("user-agent", "tests/1").send().await;
    let mut origin: Value = answer.assert(200).assert_header("cache-control", "no-store").json();
    let left = origin["milliseconds_left"].take().as_u64().expect("a number");
    assert!((1000..=5000).contains(&left), "{left}");
    let expected = json!({
        "address": "127.0.0.1", "agent": "tests/1", "stage": "$default", "refused": 401,
        "milliseconds_left": null,
    });
    assert_eq!(origin, expected);

    let short = api.post("/complaints").body("Too hot").header("content-type", "text/plain").send().await;
    short.assert(200).assert_text("7 characters").assert_header("content-language", "en");
    let complain = |length: usize| {
        api.post("/complaints").header("content-type", "text/plain").body("a".repeat(length)).send()
    };
    complain(30).await.assert(202);
    complain(5000).await.assert(413);
}
