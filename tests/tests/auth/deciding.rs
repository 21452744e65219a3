//! Functions that decide who may call, with tables of their own.

use std::panic::AssertUnwindSafe;

use fingerpost::{
    Claims, Description, Error, FromRequest, GetItem, Item, OrError, PutItem, Request, Resources, Result,
    Table, authorizer, route,
};
use futures_util::FutureExt as _;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::start;

/// Whom a key is of.
#[derive(Serialize, Deserialize)]
struct OfKey {
    tenant: u32,
}

/// Knows keys by what they are.
#[authorizer(headers(key = "x-api-key"))]
async fn by_key(key: String) -> Result<OfKey> {
    let tenant = key.strip_prefix("of-").and_then(|tenant| tenant.parse().ok());
    tenant.map(|tenant| OfKey { tenant }).ok_or_else(|| Error::forbidden("Nobody has this key"))
}

#[derive(Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Sessions")]
struct Session {
    #[item(partition_key)]
    id: String,
    person: String,
}

/// Knows people by their sessions, which it may read.
#[authorizer(cookies(session))]
async fn by_session(session: String, sessions: Table<Session, GetItem>) -> Result<Session> {
    sessions.get(&session).await?.or_error(|| Error::unauthorized("The session is over"))
}

/// Reads sessions, and says that it writes them.
struct Unsaid(Table<Session, GetItem>);

impl FromRequest for Unsaid {
    fn describe(route: &mut Description) {
        Table::<Session, PutItem>::describe(route);
    }

    async fn open(resources: &mut Resources) -> Result<()> {
        <Table<Session, GetItem> as FromRequest>::open(resources).await
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        Table::from_request(request).await.map(Self)
    }
}

/// The same, without the grant.
#[authorizer(cookies(session))]
async fn ungranted(session: String, sessions: Unsaid) -> Result<Session> {
    sessions.0.get(&session).await?.or_error(|| Error::unauthorized("The session is over"))
}

#[route(GET, "/start", auth = by_session)]
async fn start_page(session: Claims<Session>) -> String {
    session.0.person
}

#[route(GET, "/other-start", auth = ungranted)]
async fn other_start_page(session: Claims<Session>) -> String {
    session.0.person
}

#[tokio::test]
async fn a_function_that_decides_may_do_what_its_own_signature_grants() {
    let api = start().await;
    api.seed(&[Session { id: "s1".to_owned(), person: "Ann".to_owned() }]).await;
    let ask = |path: &str, session: &str| api.get(path).header("cookie", format!("session={session}")).send();
    ask("/start", "s1").await.assert(200).assert_text("Ann");
    ask("/start", "s2").await.assert(403);
    api.get("/start").send().await.assert(401);
    let refused = AssertUnwindSafe(ask("/other-start", "s1")).catch_unwind().await.expect_err("a refusal");
    let told = refused.downcast::<String>().expect("a sentence");
    assert!(told.contains("ungranted: dynamodb:GetItem on `Sessions` was refused; add `GetItem`"), "{told}");
    assert!(told.contains("AccessDeniedException") && told.contains("500"), "{told}");
}
