//! Enums of errors as the answers of routes: what a client sees of each variant, what `?` makes of other
//! errors, and what the description of a route says.

use fingerpost::{ApiError, Detail, Error};
use fingerpost_tests::{Answer, Serve, run, wait_until};
use serde_json::{Value, json};

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

#[track_caller]
fn check(answer: &Answer, status: u16, body: Value) {
    assert_eq!((answer.status, answer.json()), (status, body));
}

fn internal() -> Value {
    json!({ "error": "Internal server error" })
}

#[test]
fn a_variant_is_its_status_its_sentence_and_its_fields() {
    let api = Serve::start(FAULTS);
    let order = |how: &str| api.call("POST", &format!("/failing/order/{how}"));
    let late = json!({ "error": "The order is on its way already", "status": "shipped" });
    check(&order("late"), 409, late);
    let stock = "Out of stock: [\"tea\", \"milk\"] of type 7";
    check(&order("stock"), 409, json!({ "error": stock, "skus": ["tea", "milk"], "type": 7 }));
    let lacks = json!([
        { "in": "body", "field": "lines[0].sku", "message": "is sold out" },
        { "in": "query", "field": "day", "message": "is past" },
    ]);
    check(
        &order("incomplete"),
        422,
        json!({ "error": "The order is not complete", "details": lacks, "lines": 1 }),
    );
    let soon = order("soon");
    check(&soon, 429, json!({ "error": "Wait for 30 seconds" }));
    assert_eq!([soon.header("retry-after"), soon.header("x-queue")], ["30", "a"]);
    assert_eq!(order("well").status, 204);
}

#[test]
fn an_error_that_is_passed_on_is_what_it_was() {
    let api = Serve::start(FAULTS);
    let refused = json!({ "error": "The card was refused {code 051}", "code": 51 });
    for route in ["order", "return", "refund", "plain"] {
        let fail = |how: &str| api.call("POST", &format!("/failing/{route}/{how}"));
        check(&fail("refused"), 402, refused.clone());
        check(&fail("closed"), 503, internal());
        assert_eq!(fail("well").status, 204);
    }
    for route in ["order", "return", "refund", "plain"] {
        let fail = |how: &str| api.call("POST", &format!("/failing/{route}/{how}"));
        check(&fail("unknown"), 404, json!({ "error": "No such order", "near": "e-8" }));
        check(&fail("number"), 500, internal());
        check(&fail("disk"), 500, internal());
    }
    check(&api.call("POST", "/failing/plain/long"), 410, json!({ "error": "Too long ago" }));
    check(&api.call("POST", "/failing/refund/full"), 500, internal());
}

#[test]
fn the_sentence_of_a_5xx_is_in_the_log_alone() {
    let api = Serve::start(FAULTS);
    check(&api.call("POST", "/failing/order/closed"), 503, internal());
    wait_until("the log has it", || {
        api.log().lines().any(|line| line.contains("The bank at 10.0.0.7 is closed") && line.contains("503"))
    });
    check(&api.call("POST", "/failing/standard/x"), 500, internal());
    wait_until("the log has it", || api.log().contains("invalid digit found in string"));
}

#[test]
fn an_error_goes_to_the_variant_of_its_type() {
    let api = Serve::start(FAULTS);
    for (how, variant) in [
        ("refused", "Order of Payment"),
        ("stock", "Order of OutOfStock "),
        ("number", "Order of Other"),
        ("unknown", "Order of Other"),
        // An error of the system inside of `ordered`, and one beside it.
        ("disk", "Order of Other"),
        ("full", "Other of Error "),
        ("long", "TooLong"),
        ("well", "none"),
    ] {
        let answer = api.call("POST", &format!("/failing/variants/{how}"));
        check(&answer, 200, json!(variant));
    }
}

/// What a route refuses, and whether with more than that.
fn described(name: &str) -> (Vec<Value>, bool) {
    let printed: Value = serde_json::from_str(&run(FAULTS, &["routes", "--json"], "").stdout).expect("JSON");
    let routes = printed["routes"].as_array().expect("routes");
    let route = routes.iter().find(|route| route["name"] == name).expect("the route");
    let refusals = route["refusals"].as_array().expect("refusals").iter();
    let refusals = refusals.map(|refusal| json!({ "status": refusal["status"], "when": refusal["when"] }));
    (refusals.collect(), route["refusesMore"] == json!(true))
}

fn refusals(all: &[(u16, &str)]) -> Vec<Value> {
    all.iter().map(|(status, when)| json!({ "status": status, "when": when })).collect()
}

#[test]
fn a_route_is_described_by_the_variants_of_its_error() {
    let payment = [(402, "The card was refused {code {code:03}}"), (503, "the service fails at it")];
    let order = [
        payment[0],
        (409, "Out of stock: {skus:?} of type {type}"),
        (409, "The order is {status} already"),
        (422, "The order is not complete"),
        (429, "Wait for {seconds} seconds"),
        payment[1],
    ];
    assert_eq!(described("fail_order"), (refusals(&order), true));
    assert_eq!(described("fail_payment"), (refusals(&payment), false));
    let mut all = order.to_vec();
    all.insert(3, (410, "Too long ago"));
    assert_eq!(described("fail_refund"), (refusals(&all), true));
    assert_eq!(described("fail_standard"), (vec![], true));
}

macro_rules! errors {
    ($name:ident $variant:ident $field:ident $ty:ty, $sentence:literal) => {
        #[derive(Debug, ApiError)]
        enum $name {
            #[error(409, $sentence)]
            $variant { $field: $ty },
            #[error(404, "No {within}")]
            Within { within: u8 },
            #[error(transparent)]
            Other(Error),
        }
    };
}

errors!(Made Odd status u8, "Is {status}");

/// Its fields are called as the variables of the expansion are.
#[derive(Debug, ApiError)]
enum Names {
    #[error(409, "{error}, {route}, {name:?}, {{}}")]
    Named {
        #[error(skip)]
        error: String,
        route: u8,
        name: Option<u8>,
        #[error(details)]
        details: Option<Detail>,
    },
    #[error(418, "A teapot")]
    Unserializable {
        #[error(skip)]
        #[expect(dead_code, reason = "that it needs no `Serialize` is what is tested")]
        pot: std::rc::Rc<u8>,
    },
    #[error(transparent)]
    Made(Made),
}

/// It compiles, without a variant.
#[derive(Debug, ApiError)]
enum Never {}

#[test]
fn an_enum_may_be_made_by_a_macro_and_its_fields_be_called_anything() {
    let made = |error: Made| Error::from(Names::from(error)).to_string();
    assert_eq!(made(Made::Odd { status: 3 }), "Is 3");
    assert_eq!(made(Made::Within { within: 4 }), "No 4");
    assert_eq!(made(Error::gone("It was").into()), "It was");
    let details = Some(Detail::body("a", "b"));
    let named = Names::Named { error: "e".to_owned(), route: 1, name: None, details };
    assert_eq!(Error::from(named).to_string(), "e, 1, None, {}");
    assert_eq!(Error::from(Names::Unserializable { pot: 1.into() }).status(), 418);
}
