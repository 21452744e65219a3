//! An API whose callers are known by tokens, by keys that a function knows, and by signatures.

use std::process::ExitCode;

use fingerpost::{Api, Claims, Error, GetItem, IamCaller, Item, OrError, Result, Table, authorizer, route};
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

/// Tells whether the API is there.
#[route(GET, "/health", auth = open)]
async fn health() {}

fn main() -> ExitCode {
    Api::new("guarded").jwt("https://issuer.example.com/", ["guarded"]).default_authorizer("jwt").run()
}
