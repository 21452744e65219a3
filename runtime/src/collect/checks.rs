//! What one signature cannot mean. Each is a sentence that names the place in the source and what to
//! write instead.

use fingerpost_manifest::Place;

use crate::api::Api;
use crate::dynamodb::TableSchema;
use crate::route::{Disputed, Route, Signature, Unreadable};

/// The status of a request whose parts are at fault is one that blames the client.
pub(super) fn invalid_status(api: &Api) -> Result<(), String> {
    match api.invalid_status {
        400..500 => Ok(()),
        status => Err(format!("`invalid_status` is a status from 400 to 499, got {status}")),
    }
}

/// Checks the signature of one route.
pub(super) fn signature(route: &Route, signature: &Signature) -> Result<(), String> {
    one_body(route, signature)?;
    one_description(route, signature)?;
    readable_values(route, signature)?;
    body_limit(route, signature)?;
    next_page(route, signature)
}

/// All arguments read the same body, so two of different forms refuse each other's.
fn one_body(route: &Route, signature: &Signature) -> Result<(), String> {
    let [one, other, ..] = signature.bodies.as_slice() else { return Ok(()) };
    Err(format!(
        "route `{}` has two arguments that read the body, `{}` and `{}`, but a request has one: {}; make it one \
         argument whose type has the fields of both",
        route.name,
        without_modules(one),
        without_modules(other),
        route.source()
    ))
}

/// Of two descriptions of a parameter the manifest could have one, and callers would know nothing of the
/// other.
fn one_description(route: &Route, signature: &Signature) -> Result<(), String> {
    let Some(Disputed { place, name, speakers }) = signature.disputed.first() else { return Ok(()) };
    let [one, other] = speakers.map(without_modules);
    Err(format!(
        "route `{}` has two arguments that read the {place} parameter `{name}`, `{one}` and `{other}`, and \
         describe it differently: {}; give both the same type",
        route.name,
        route.source()
    ))
}

/// A value that is not what the manifest says of it would be refused whatever a client sends.
fn readable_values(route: &Route, signature: &Signature) -> Result<(), String> {
    let Some(Unreadable { place, name, why }) = signature.unreadable.first() else { return Ok(()) };
    Err(format!("route `{}`, {place} parameter `{name}`: {why}: {}", route.name, route.source()))
}

/// A limit that nothing would hold to is a mistake.
fn body_limit(route: &Route, signature: &Signature) -> Result<(), String> {
    if route.body_limit.is_none() || !signature.bodies.is_empty() {
        return Ok(());
    }
    Err(format!(
        "route `{}` has a `body_limit` but no argument that it would hold for, `Json<T>`, \
         `Document<T>`, `Form<T>`, `Multipart` or `Text`: {}",
        route.name,
        route.source()
    ))
}

/// Every state that a route takes has to be made by something.
pub(super) fn states(api: &Api, route: &Route, signature: &Signature) -> Result<(), String> {
    let given = |id| api.states.iter().any(|given| given.id == id);
    let Some((_, name)) = signature.states.iter().find(|(id, _)| !given(*id)) else { return Ok(()) };
    let name = without_modules(name);
    Err(format!(
        "route `{}` takes `State<{name}>`, but the API `{}` is given no `{name}`: {}; write \
         `.state(load)` behind its `Api::new(…)`, where `load` is an `async fn() -> Result<{name}>`",
        route.name,
        api.name,
        route.source()
    ))
}

/// Arguments name a state by its type, so of two they would get one.
pub(super) fn one_state_of_a_type(api: &Api) -> Result<(), String> {
    let mut states = api.states.iter().enumerate();
    let twice = states.find(|(at, state)| api.states[..*at].iter().any(|earlier| earlier.id == state.id));
    let Some((_, state)) = twice else { return Ok(()) };
    let name = without_modules(state.name);
    Err(format!(
        "the API `{}` is given two states of the type `{name}`, and `State<{name}>` can mean one; give one of \
         them a type of its own",
        api.name
    ))
}

/// The link to the next page is the request's own URL with another `cursor`. A route that reads none
/// would answer it with the same page. An argument that does not say what it reads may read it.
fn next_page(route: &Route, signature: &Signature) -> Result<(), String> {
    let description = &signature.description;
    let mut parameters = description.parameters.iter();
    let cursor = parameters.any(|parameter| parameter.place == Place::Query && parameter.name == "cursor");
    if !signature.pages || cursor || description.reads_more {
        return Ok(());
    }
    Err(format!(
        "route `{}` answers a `Page`, whose link to the next page needs a query parameter `cursor`: {}; write \
         `?<cursor>` in its path, take `cursor: Option<Cursor>` and give it to the query, or return `Json` of \
         the items",
        route.name,
        route.source()
    ))
}

/// Two types can be items of one table if they have the same key.
pub(super) fn same_keys(one: TableSchema, other: TableSchema) -> Result<(), String> {
    if (one.partition_key, one.sort_key) == (other.partition_key, other.sort_key) {
        return Ok(());
    }
    let (table, one, other) = (one.name, one.source, other.source);
    Err(format!("table `{table}` is declared with two different keys: {one} and {other}"))
}

/// `Json<Sum>` of `fingerpost::extract::json::Json<my_api::Sum>`.
pub(super) fn without_modules(name: &str) -> String {
    let mut short = String::new();
    for word in name.split_inclusive(|c: char| !c.is_alphanumeric() && c != '_' && c != ':') {
        short.push_str(word.rsplit("::").next().unwrap_or_default());
    }
    short
}
