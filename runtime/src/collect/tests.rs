//! What a manifest refuses, each with both places in the source.

use fingerpost_manifest::{Action, Cors, Place};

use super::*;
use crate::describe;
use crate::dynamodb::{Actions as _, Cursor, GetItem, Item, Page, ReadWriteData, Table, TableSchema};
use crate::error::Result;
use crate::extract::{Body, FromRequest, Json};
use crate::request::Request;
use crate::response::Response;
use crate::route::{Handling, Maybe, One, Part, Taking, extractor, get, responder};

fn handle<'t>(_: &'t mut Taking<'_>) -> Handling<'t> {
    Box::pin(async { Some(Result::Ok(Response::new(204))) })
}

#[track_caller]
fn route(name: &'static str, path: &'static str, parts: &'static [&'static dyn Part]) -> &'static Route {
    Box::leak(Box::new(get(name, path).parts(parts).handler(handle)))
}

#[track_caller]
fn check(routes: &[&'static Route], expected: &str) {
    let api = Api::new("test");
    let error = program(&api, routes).map(drop).expect_err("refused");
    assert_eq!(error, expected);
}

#[test]
fn two_routes_with_one_name_are_refused() {
    let (one, other) = (route("get", "/a", &[]), route("get", "/b", &[]));
    let (at, also) = (one.source(), other.source());
    check(
        &[one, other],
        &format!("two routes are named `get`: {at} and {also}; give one of them `name = \"…\"`"),
    );
}

#[test]
fn a_body_limit_without_a_body_that_it_holds_for_is_refused() {
    let limited: &Route = Box::leak(Box::new(get("get", "/a").body_limit(16).handler(handle)));
    let expected = "route `get` has a `body_limit` but no argument that it would hold for, `Json<T>`, \
                    `Document<T>`, `Form<T>`, `Multipart` or `Text`";
    check(&[limited], &format!("{expected}: {}", limited.source()));
}

const NAMES: &dyn Part = &extractor::<Json<Vec<String>>>();
const NUMBERS: &dyn Part = &extractor::<Option<Json<Vec<u32>>>>();
const BYTES: &dyn Part = &extractor::<Body>();

/// An extractor of a user's own, which does not say that it reads the body and the query.
struct Secretive;

impl FromRequest for Secretive {
    async fn from_request(request: &Request<'_>) -> Result<Self> {
        request.query_parameter("cursor").map(|_| Self)
    }
}

const SECRETIVE: &dyn Part = &extractor::<Secretive>();

#[test]
fn two_bodies_in_one_signature_are_refused() {
    let twice = route("a", "/a", &[NAMES, NUMBERS]);
    let expected = "route `a` has two arguments that read the body, `Json<Vec<String>>` and \
                    `Option<Json<Vec<u32>>>`, but a request has one";
    let advice = "make it one argument whose type has the fields of both";
    check(&[twice], &format!("{expected}: {}; {advice}", twice.source()));
    // The bytes of the body that another reads, to check a signature; and what nobody knows of.
    assert!(program(&Api::new("test"), &[route("a", "/a", &[NAMES, BYTES, SECRETIVE])]).is_ok());
}

/// An extractor of a user's own, which says what it reads.
struct Tenant;

impl FromRequest for Tenant {
    fn describe(route: &mut Description) {
        route.parameter(describe::Parameter::header("x-tenant"));
        route.parameter(describe::Parameter::cookie("session").optional());
    }

    async fn from_request(_: &Request<'_>) -> Result<Self> {
        Ok(Self)
    }
}

const TENANT: &dyn Part = &extractor::<Tenant>();

#[test]
fn headers_and_cookies_are_in_the_manifest() {
    let program = program(&Api::new("test"), &[route("a", "/a", &[TENANT])]).expect("a program");
    let known = program.manifest.routes[0].parameters.iter();
    let known: Vec<_> = known.map(|known| (known.place, known.name.as_str(), known.required)).collect();
    assert_eq!(known, [(Place::Header, "x-tenant", true), (Place::Cookie, "session", false)]);
}

const TENANT_NUMBER: &dyn Part = &One::<u32>::query("tenant", |v| v.typed().read());
const TENANT_NAME: &dyn Part = &One::<String>::query("tenant", |v| v.typed().read());

#[test]
fn a_parameter_described_in_two_ways_is_refused() {
    let twice = route("a", "/a", &[TENANT_NUMBER, TENANT_NAME]);
    let expected = "route `a` has two arguments that read the query parameter `tenant`, `u32` and `String`, and \
                    describe it differently";
    check(&[twice], &format!("{expected}: {}; give both the same type", twice.source()));
    assert!(program(&Api::new("test"), &[route("a", "/a", &[TENANT_NAME, TENANT_NAME, TENANT])]).is_ok());
}

/// The text of a tenant, with words of its own.
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only described")]
struct TenantId(String);

struct Auth;

impl FromRequest for Auth {
    fn describe(route: &mut Description) {
        route.parameter(describe::Parameter::header("x-tenant").of::<TenantId>());
    }

    async fn from_request(_: &Request<'_>) -> Result<Self> {
        Ok(Self)
    }
}

#[test]
fn two_arguments_agree_whose_words_alone_differ() {
    const AUTH: &dyn Part = &extractor::<Auth>();
    assert!(program(&Api::new("test"), &[route("a", "/a", &[TENANT, AUTH])]).is_ok());
}

const CURSOR: &dyn Part = &Maybe::<Cursor>::query("cursor", |v| v.typed().read());
const PAGE: &dyn Part = &responder::<Result<Page<String>>>();

#[test]
fn a_page_whose_link_would_lead_to_itself_is_refused() {
    let endless = route("a", "/a", &[PAGE]);
    let expected = "route `a` answers a `Page`, whose link to the next page needs a query parameter `cursor`";
    let advice = "write `?<cursor>` in its path, take `cursor: Option<Cursor>` and give it to the query, or return \
                  `Json` of the items";
    check(&[endless], &format!("{expected}: {}; {advice}", endless.source()));
    assert!(program(&Api::new("test"), &[route("a", "/a", &[CURSOR, PAGE])]).is_ok());
    // It may read the cursor by itself.
    assert!(program(&Api::new("test"), &[route("a", "/a", &[SECRETIVE, PAGE])]).is_ok());
}

#[test]
fn two_routes_with_one_method_and_path_are_refused() {
    let (one, other) = (route("a", "/x/{id}", &[]), route("b", "/x/{name}", &[]));
    let (at, also) = (one.source(), other.source());
    check(&[one, other], &format!("two routes answer `GET /x/{{name}}`: {at} and {also}"));
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
        (0..count).map(|n| route(leak(format!("r{n}")), leak(format!("/r{n}")), &[])).collect()
    };
    check(&many(301), "there are 301 routes, but an HTTP API takes at most 300");
    assert!(program(&Api::new("test"), &many(300)).is_ok());
}

macro_rules! item {
    ($name:ident, $table:literal, $key:literal: $kind:ty) => {
        #[derive(serde::Serialize, serde::Deserialize)]
        struct $name;

        impl Item for $name {
            type Key = (String,);
            type Version = ();
            type Unique = ();
            type Fields = ();
            const FIELDS: () = ();

            fn table() -> &'static TableSchema {
                const SOURCE: &str = concat!(stringify!($name), ".rs:1");
                static TABLE: TableSchema =
                    TableSchema::of::<$name>($table, SOURCE, crate::dynamodb::KeySchema::of::<$kind>($key));
                &TABLE
            }
        }
    };
}

item!(Event, "Events", "id": String);
item!(OtherEvent, "Events", "name": String);
item!(Flag, "Flags", "on": Option<bool>);
item!(SameVariable, "EVENTS", "id": String);

const EVENT: &dyn Part = &extractor::<Table<Event, GetItem>>();
const OTHER: &dyn Part = &extractor::<Table<OtherEvent, GetItem>>();
const SAME: &dyn Part = &extractor::<Table<SameVariable, GetItem>>();

#[test]
fn a_table_declared_two_ways_is_refused() {
    let expected = "table `Events` is declared with two different keys: Event.rs:1 and OtherEvent.rs:1";
    check(&[route("a", "/a", &[EVENT]), route("b", "/b", &[OTHER])], expected);
    check(&[route("a", "/a", &[EVENT, OTHER])], expected);
}

#[test]
fn a_key_that_is_neither_a_text_nor_a_number_is_refused() {
    const FLAG: &dyn Part = &extractor::<Table<Flag, GetItem>>();
    let expected = "the key `on` of table `Flags` is of the type `Option<bool>`, which serde does not write as a \
                    text, a whole number or bytes: Flag.rs:1; a key is one of these, or a struct around one";
    check(&[route("a", "/a", &[FLAG])], expected);
}

#[test]
fn two_tables_with_one_variable_are_refused() {
    let both = "tables `EVENTS` and `Events` share the variable `TABLE_NAME_EVENTS`";
    check(&[route("a", "/a", &[EVENT, SAME])], &format!("{both}: SameVariable.rs:1 and Event.rs:1"));
}

#[test]
fn what_api_gateway_refuses_of_an_api_is_refused() {
    let routes = [route("a", "/a", &[])];
    for (api, expected) in [
        (Api::new("my api"), "an API's name is 1 to 64 ASCII letters, digits, `_` or `-`, got `my api`"),
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
    for name in ReadWriteData::statements().into_iter().map(|statement| statement.action) {
        assert!(Action::on_dynamodb(name).can_be_granted(), "{name}");
    }
    assert!(!Action::on_dynamodb("DescribeTable").can_be_granted());
}
