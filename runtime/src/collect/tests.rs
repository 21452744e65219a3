//! What a manifest refuses, each with both places in the source.

use fingerpost_manifest::{Action, Cors, Method};

use super::*;
use crate::dynamodb::{Actions as _, GetItem, Item, NoSortKey, ReadWriteData, Table};
use crate::error::Result;
use crate::request::Request;
use crate::response::Response;
use crate::route::{Argument, Handling, extractor};

fn handle<'r>(_: &'r Request<'r>) -> Handling<'r> {
    Box::pin(async { Result::Ok(Response::new(204)) })
}

fn route(name: &'static str, path: &'static str, source: &'static str) -> &'static Route {
    with(name, path, source, &[])
}

fn with(
    name: &'static str,
    path: &'static str,
    source: &'static str,
    arguments: &'static [Argument],
) -> &'static Route {
    let (method, summary) = (Method::Get, "");
    let route = Route {
        name,
        method,
        path,
        memory_mb: 256,
        timeout_seconds: 10,
        throttle: None,
        body_limit: None,
        summary,
        source,
        arguments,
        handle,
    };
    Box::leak(Box::new(route))
}

#[track_caller]
fn check(routes: &[&'static Route], expected: &str) {
    let api = Api::new("test");
    let error = program(&api, routes).map(drop).expect_err("refused");
    assert_eq!(error, expected);
}

#[test]
fn two_routes_with_one_name_are_refused() {
    let routes = [route("get", "/a", "a.rs:1"), route("get", "/b", "b.rs:2")];
    check(&routes, "two routes are named `get`: a.rs:1 and b.rs:2; give one of them `name = \"…\"`");
}

#[test]
fn a_body_limit_without_a_json_body_is_refused() {
    let limited = Route { body_limit: Some(16), ..*route("get", "/a", "a.rs:1") };
    check(
        &[Box::leak(Box::new(limited))],
        "route `get` has a `body_limit` but no argument that reads a JSON body, `Json<T>` or `Document<T>`: a.rs:1",
    );
}

#[test]
fn two_routes_with_one_method_and_path_are_refused() {
    let routes = [route("a", "/x/{id}", "a.rs:1"), route("b", "/x/{name}", "b.rs:2")];
    check(&routes, "two routes answer `GET /x/{name}`: a.rs:1 and b.rs:2");
}

#[test]
fn no_routes_at_all_are_refused() {
    let error = program(&Api::new("test"), &[]).map(drop).expect_err("refused");
    assert!(error.starts_with("there are no routes: the executable must name the crate"), "{error}");
}

#[test]
fn more_routes_than_an_api_takes_are_refused() {
    let many = |count: usize| -> Vec<&'static Route> {
        let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
        (0..count).map(|n| route(leak(format!("r{n}")), leak(format!("/r{n}")), "a.rs:1")).collect()
    };
    check(&many(301), "there are 301 routes, but an HTTP API takes at most 300");
    assert!(program(&Api::new("test"), &many(300)).is_ok());
}

macro_rules! item {
    ($name:ident, $table:literal, $key:literal) => {
        #[derive(serde::Serialize, serde::Deserialize)]
        struct $name;

        impl Item for $name {
            const TABLE: &'static str = $table;
            const SOURCE: &'static str = concat!(stringify!($name), ".rs:1");
            const PARTITION_KEY: &'static str = $key;
            const SORT_KEY: Option<&'static str> = None;
            type PartitionKey = String;
            type SortKey = NoSortKey;
        }
    };
}

item!(Event, "Events", "id");
item!(OtherEvent, "Events", "name");
item!(SameVariable, "EVENTS", "id");

const EVENT: Argument = extractor::<Table<Event, GetItem>>().argument;
const OTHER: Argument = extractor::<Table<OtherEvent, GetItem>>().argument;
const SAME: Argument = extractor::<Table<SameVariable, GetItem>>().argument;

#[test]
fn a_table_declared_two_ways_is_refused() {
    let routes = [with("a", "/a", "a.rs:1", &[EVENT]), with("b", "/b", "b.rs:2", &[OTHER])];
    check(&routes, "table `Events` is declared with two different keys: Event.rs:1 and OtherEvent.rs:1");
}

#[test]
fn two_tables_with_one_variable_are_refused() {
    let routes = [with("a", "/a", "a.rs:1", &[EVENT, SAME])];
    let both = "tables `EVENTS` and `Events` share the variable `TABLE_NAME_EVENTS`";
    check(&routes, &format!("{both}: SameVariable.rs:1 and Event.rs:1"));
}

#[test]
fn what_api_gateway_refuses_of_an_api_is_refused() {
    let routes = [route("a", "/a", "a.rs:1")];
    for (api, expected) in [
        (Api::new("my api"), "an API's name is 1 to 64 ASCII letters, digits, `-` or `_`, got `my api`"),
        (
            Api::new("a").throttle(0, 1),
            "a throttle of 0 lets no request through: give a rate and a burst of 1 or more",
        ),
        (
            Api::new("a").cors(Cors::any_origin().allow_credentials()),
            "CORS with credentials must name its origins, methods and headers: browsers take `*` for a name then",
        ),
        (
            Api::new("a").cors(Cors::origins(["https://example.com/"])),
            "a CORS origin is `scheme://host[:port]`, `https://*`, `http://*` or `*`, got `https://example.com/`",
        ),
        (
            Api::new("a").cors(Cors::any_origin().max_age_seconds(86_401)),
            "CORS max age is at most 86400 seconds, got 86401",
        ),
    ] {
        assert_eq!(program(&api, &routes).map(drop).expect_err("refused"), expected);
    }
}

#[test]
fn the_actions_of_signatures_are_those_that_can_be_granted() {
    for name in ReadWriteData::names() {
        assert!(Action::on_dynamodb(name).can_be_granted(), "{name}");
    }
    assert!(!Action::on_dynamodb("DescribeTable").can_be_granted());
}
