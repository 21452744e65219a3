//! An API whose callers are known by tokens, by keys that a function knows, and by signatures.

use std::process::ExitCode;

use fingerpost::{
    Api, Claims, Description, Error, FromRequest, GetItem, IamCaller, Item, Json, NoContent, OrError, Owned,
    PutItem, Request, Resources, Result, Table, authorizer, describe, route,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a token says.
#[derive(Deserialize)]
struct Person {
    sub: String,
}

/// What is known of a machine.
#[derive(Serialize, Deserialize)]
struct Machine {
    tenant: String,
    measures: u32,
}

/// Knows machines by their keys.
#[authorizer(headers(key = "x-api-key"), cache = 60)]
async fn api_key(key: String) -> Result<Machine> {
    match key.strip_prefix("key-of-") {
        Some(tenant) => Ok(Machine { tenant: tenant.to_owned(), measures: 3 }),
        None if key == "broken" => Err(Error::internal("the list of keys is gone")),
        None if key == "panic" => panic!("an authorizer that panics"),
        None => Err(Error::forbidden("Nobody has this key")),
    }
}

/// A session that somebody began.
#[derive(Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Sessions")]
struct Session {
    #[item(partition_key)]
    id: String,
    person: String,
}

/// Knows people by their sessions.
#[authorizer(cookies(session), query(hint), memory = 128, timeout = 3)]
async fn session(session: String, hint: Option<u8>, sessions: Table<Session, GetItem>) -> Result<Session> {
    let known = sessions.get(&session).await?.or_error(|| Error::unauthorized("The session is over"))?;
    Ok(Session { person: format!("{}{}", known.person, hint.unwrap_or(0)), ..known })
}

/// Takes a measurement.
#[route(POST, "/measurements", auth = api_key)]
async fn measure(machine: Claims<Machine>) -> String {
    format!("{} of {}", machine.measures, machine.tenant)
}

/// Shows the start page of whoever has a session.
#[route(GET, "/start", auth = session)]
async fn start(session: Claims<Session>) -> String {
    session.0.person
}

/// Greets whoever has a token.
#[route(GET, "/greeting", scopes("greetings:write", "greetings:read"))]
async fn greeting(person: Claims<Person>) -> String {
    person.0.sub
}

/// Tells other services who they are.
#[route(GET, "/whoami", auth = iam)]
async fn whoami(caller: IamCaller) -> String {
    caller.user_arn
}

/// Something that a person writes.
#[derive(Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Drafts")]
struct Draft {
    #[item(partition_key)]
    writer: String,
    #[item(sort_key)]
    title: String,
    text: String,
}

/// Returns a draft of the caller's.
#[route(GET, "/drafts/<title>")]
async fn draft(title: String, drafts: Owned<Table<Draft, GetItem>>) -> Result<String> {
    Ok(drafts.get(&title).await?.or_not_found("No such draft")?.text)
}

/// Keeps a draft of the caller's.
#[route(PUT, "/drafts/<title>")]
async fn keep(
    title: String,
    Json(text): Json<String>,
    drafts: Owned<Table<Draft, PutItem>>,
) -> Result<NoContent> {
    drafts.put(&Draft { writer: drafts.owner()?, title, text }).await?;
    Ok(NoContent)
}

/// Says that it reads its caller's own drafts, and reads everyone's.
struct Prying(Table<Draft, GetItem>);

impl FromRequest for Prying {
    const CALLER: describe::Caller = Owned::<Table<Draft, GetItem>>::CALLER;

    fn describe(route: &mut Description) {
        Owned::<Table<Draft, GetItem>>::describe(route);
    }

    async fn open(resources: &mut Resources) -> Result<()> {
        <Table<Draft, GetItem> as FromRequest>::open(resources).await
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        Table::from_request(request).await.map(Self)
    }
}

/// Returns a draft of anybody's, which the local cloud does not let it do.
#[route(GET, "/drafts-of/<writer>/<title>")]
async fn pry(writer: String, title: String, drafts: Prying) -> Result<String> {
    Ok(drafts.0.get((&writer, &title)).await?.or_not_found("No such draft")?.text)
}

/// Tells whether the API is there.
#[route(GET, "/health", auth = open)]
async fn health() {}

fn main() -> ExitCode {
    Api::new("guarded").jwt("https://issuer.example.com/", ["guarded"]).default_authorizer("jwt").run()
}
