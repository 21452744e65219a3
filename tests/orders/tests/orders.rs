//! The orders API over HTTP: each kind of argument and of answer, and what is told of what is wrong.

use fingerpost_tests::{Answer, Serve};
use serde_json::{Value, json};

const ORDERS: &str = env!("CARGO_BIN_EXE_orders");

const ANN: (&str, &str) = ("x-customer", "ann");

#[track_caller]
fn check(answer: &Answer, status: u16, body: Value) {
    assert_eq!((answer.status, answer.json()), (status, body), "{}", answer.text());
}

fn send(api: &Serve, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    api.request(method, path, headers, body.as_bytes()).expect("answers")
}

fn placed(api: &Serve, sku: &str) -> Value {
    let order = json!({ "lines": [{ "sku": sku, "quantity": 2 }], "note": "ring twice" });
    let answer = send(api, "POST", "/orders", &[ANN], &order.to_string());
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(
        answer.header("location"),
        format!("/orders/{}", answer.json()["id"].as_str().expect("an id"))
    );
    answer.json()
}

fn at(order: &Value) -> String {
    format!("/orders/{}", order["id"].as_str().expect("an id"))
}

#[test]
fn one_post_with_five_mistakes_lists_five() {
    let api = Serve::start(ORDERS);
    let order = json!({
        "lines": [{ "sku": "tea/green", "quantity": "two" }, { "quantity": 1 }, { "sku": "", "quantity": 1 }],
    });
    let headers = [ANN, ("x-channel", "shop")];
    let answer = send(&api, "POST", "/orders?dry=perhaps", &headers, &order.to_string());
    let told = |place, field, message| json!({ "in": place, "field": field, "message": message });
    check(
        &answer,
        400,
        json!({
            "error": "Invalid query parameter dry: must be `true` or `false`",
            "details": [
                told("query", "dry", "must be `true` or `false`"),
                told("header", "x-channel", "must be a whole number"),
                told("body", "lines[0].quantity", "must be a whole number from 0 to 4294967295, got string \"two\""),
                told("body", "lines[1].sku", "is missing"),
                told("body", "lines[2].sku", "must have a length of at least 1"),
            ],
        }),
    );
}

#[test]
fn an_order_is_placed_read_changed_shipped_and_cancelled() {
    let api = Serve::start(ORDERS);
    let order = placed(&api, "tea/green");
    assert_eq!((&order["total"], &order["version"]), (&json!(900), &json!(1)));
    let path = at(&order);
    let read = send(&api, "GET", &path, &[ANN], "");
    check(&read, 200, order);
    assert_eq!(read.header("etag"), "\"1\"");
    assert!(read.header("server-timing").starts_with("handler;dur="));
    assert_eq!(send(&api, "GET", &path, &[ANN, ("if-none-match", "\"1\"")], "").status, 304);

    let change = |version: &str, body: Value| {
        send(&api, "PATCH", &path, &[ANN, ("if-match", version)], &body.to_string())
    };
    assert_eq!(send(&api, "PATCH", &path, &[ANN], "{}").status, 428);
    let changed = change("\"1\"", json!({ "note": null }));
    assert_eq!((changed.status, changed.header("etag")), (200, "\"2\"".to_owned()));
    assert_eq!((changed.json().get("note"), &changed.json()["lines"][0]["quantity"]), (None, &json!(2)));
    assert_eq!(change("\"1\"", json!({})).status, 412);
    let refused = change("\"2\"", json!({ "lines": null }));
    assert_eq!((refused.status, &refused.json()["details"][0]["field"]), (400, &json!("lines")));
    let refused = change("\"2\"", json!({ "lines": [] }));
    assert_eq!((refused.status, &refused.json()["details"][0]["field"]), (400, &json!("lines")));
    let refused = change("\"2\"", json!({ "lines": [{ "sku": "", "quantity": 0 }] }));
    assert_eq!(refused.json()["details"].as_array().map(Vec::len), Some(2), "{}", refused.text());
    let changed = change("\"2\"", json!({ "lines": [{ "sku": "cup", "quantity": 2 }] }));
    assert_eq!((changed.status, &changed.json()["total"]), (200, &json!(1800)));

    assert_eq!(send(&api, "PUT", &format!("{path}/shipment"), &[ANN], "").status, 205);
    let late = change("\"4\"", json!({}));
    check(&late, 409, json!({ "error": "The order is shipped already", "status": "shipped" }));
    assert_eq!(send(&api, "DELETE", &path, &[ANN], "").status, 204);
    check(&send(&api, "DELETE", &path, &[ANN], ""), 404, json!({ "error": "No such order" }));
    check(&send(&api, "GET", &path, &[ANN], ""), 404, json!({ "error": "No such order" }));
}

#[test]
fn orders_are_listed_by_what_the_query_says() {
    let api = Serve::start(ORDERS);
    let orders = [placed(&api, "tea/green"), placed(&api, "cup")];
    send(&api, "PUT", &format!("{}/shipment", at(&orders[0])), &[ANN], "");
    let count = |query: &str| {
        let answer = send(&api, "GET", &format!("/orders{query}"), &[ANN], "");
        assert_eq!(answer.status, 200, "{query}: {}", answer.text());
        answer.json().as_array().map_or(0, Vec::len)
    };
    assert_eq!((count(""), count("?status=open"), count("?status=shipped"), count("?status=")), (2, 1, 1, 2));
    assert_eq!((count("?since=2020-01-01T00:00:00Z"), count("?since=2999-01-01T00:00:00Z")), (2, 0));
    assert_eq!(count("?limit=1"), 1);
    let refused = send(&api, "GET", "/orders?status=lost&since=today&limit=101", &[ANN], "");
    assert_eq!(refused.json()["details"].as_array().map(Vec::len), Some(3), "{}", refused.text());
    check(&send(&api, "GET", "/orders?limit=0", &[], ""), 401, json!({ "error": "Say who you are" }));
}

#[test]
fn what_is_not_sold_is_told() {
    let api = Serve::start(ORDERS);
    let order = json!({ "lines": [{ "sku": "coffee", "quantity": 1 }, { "sku": "cup", "quantity": 1 }] });
    let answer = send(&api, "POST", "/orders", &[ANN], &order.to_string());
    check(&answer, 409, json!({ "error": "Not sold here", "skus": ["coffee"] }));
    check(&api.call("GET", "/catalogue/tea/green"), 200, json!(450));
    let details = json!([{ "in": "path", "field": "sku", "message": "is not sold" }]);
    let refused = json!({ "error": "Invalid path parameter sku: is not sold", "details": details });
    check(&api.call("GET", "/catalogue/tea/red"), 400, refused);
    check(&api.call("GET", "/catalogue?prefix=tea&prefix=cup&at_most=400"), 200, json!(["tea/black"]));
    let refused = api.call("GET", "/catalogue?at_most=0");
    assert_eq!(refused.json()["details"][0]["message"], "must be at least 1", "{}", refused.text());
}

#[test]
fn documents_come_and_go() {
    let api = Serve::start(ORDERS);
    let form = "--b\r\ncontent-disposition: form-data; name=\"caption\"\r\n\r\nA plan\r\n\
                --b\r\ncontent-disposition: form-data; name=\"pages\"\r\n\r\nx\r\n\
                --b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"plan.pdf\"\r\n\
                content-type: application/pdf\r\n\r\n%PDF\r\n--b--\r\n";
    let headers = [ANN, ("content-type", "multipart/form-data; boundary=b")];
    let refused = send(&api, "POST", "/documents", &headers, form);
    assert_eq!((refused.status, &refused.json()["details"][0]["field"]), (400, &json!("pages")));
    let receipt = json!({
        "customer": "ann", "caption": "A plan", "pages": 3, "file_name": "plan.pdf", "bytes": 4,
    });
    check(&send(&api, "POST", "/documents", &headers, &form.replace("\r\nx\r\n", "\r\n3\r\n")), 202, receipt);

    let bytes = api.request("POST", "/echo", &[], &[0xff, 0, 1]).expect("answers");
    assert_eq!((bytes.status, bytes.body), (200, vec![0xff, 0, 1]));
    check(&api.call("POST", "/length"), 200, Value::Null);
    check(&api.send("POST", "/length", "[1,2]"), 200, json!(2));

    let order = placed(&api, "cup");
    let invoice = send(&api, "GET", &format!("{}/invoice", at(&order)), &[ANN], "");
    assert_eq!((invoice.status, invoice.text()), (200, "cup,2\ntotal,1800\n".into()));
    assert_eq!(invoice.header("content-type"), "text/csv");
    assert!(invoice.header("content-disposition").starts_with("attachment; filename="));
}

#[test]
fn browsers_are_served_too() {
    let api = Serve::start(ORDERS);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let subscribed = send(&api, "POST", "/subscriptions", &form, "email=a%40b&topics=tea&topics=cups");
    assert_eq!(subscribed.status, 303, "{}", subscribed.text());
    assert_eq!(subscribed.header("location"), "/?subscribed=3&tea=true&cups=true");
    let refused = send(&api, "POST", "/subscriptions", &form, "email=ab&topics=coffee");
    assert_eq!(refused.json()["details"].as_array().map(Vec::len), Some(2), "{}", refused.text());

    let themed = api.call("PUT", "/theme/dark");
    assert_eq!((themed.status, themed.header("set-cookie").starts_with("theme=dark; ")), (204, true));
    check(&send(&api, "GET", "/theme", &[("cookie", "theme=dark")], ""), 200, json!("dark"));
    check(&api.call("GET", "/theme"), 200, json!("light"));
    let refused = send(&api, "GET", "/theme", &[("cookie", "theme=blue")], "");
    assert_eq!((refused.status, &refused.json()["details"][0]["in"]), (400, &json!("cookie")));

    let front = send(&api, "GET", "/", &[ANN], "");
    assert_eq!(front.text(), "<!doctype html><title>Orders</title><p>Hello, ann.");
    assert!(api.call("GET", "/").text().ends_with("Hello, stranger."));
    assert_eq!(send(&api, "GET", "/", &[("x-customer", "")], "").status, 401);
}

#[test]
fn support_learns_where_a_request_comes_from() {
    let api = Serve::start(ORDERS);
    let answer = send(&api, "GET", "/origin", &[("user-agent", "tests/1")], "");
    let mut origin = answer.json();
    let left = origin["milliseconds_left"].take().as_u64().expect("a number");
    assert!((1000..=5000).contains(&left), "{left}");
    let expected = json!({
        "address": "127.0.0.1", "agent": "tests/1", "stage": "$default", "refused": 401,
        "milliseconds_left": null,
    });
    assert_eq!(origin, expected);
    assert_eq!(answer.header("cache-control"), "no-store");

    let short = api.send("POST", "/complaints", "Too hot");
    assert_eq!(
        (short.status, short.text(), short.header("content-language")),
        (200, "7 characters".into(), "en".to_owned())
    );
    assert_eq!(api.send("POST", "/complaints", &"a".repeat(30)).status, 202);
    assert_eq!(api.send("POST", "/complaints", &"a".repeat(5000)).status, 413);
}
