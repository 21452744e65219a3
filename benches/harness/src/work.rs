//! What is asked of a candidate: one of the tutorial's four routes, as events and answers.

use serde_json::{Value, json};

/// The event and the item of every candidate, as `benches/src/lib.rs` has them.
const EVENT: &str = include_str!("../../src/event.json");
/// The id that `EVENT` asks for.
pub(crate) const ID: &str = "550e8400-e29b-41d4-a716-446655440000";
/// Items in the table that `list_events` lists.
const LISTED: usize = 20;

/// One of the four routes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    List,
    Create,
    Get,
    Delete,
}

impl Work {
    pub(crate) const ALL: [Self; 4] = [Self::List, Self::Create, Self::Get, Self::Delete];

    /// The function's name, in Rust and in Python.
    pub(crate) fn handler(self) -> &'static str {
        match self {
            Self::List => "list_events",
            Self::Create => "create_event",
            Self::Get => "get_event",
            Self::Delete => "delete_event",
        }
    }

    /// The items that must be there before `events` events.
    pub(crate) fn items(self, events: usize) -> Vec<Value> {
        match self {
            Self::List => (0..LISTED).map(|number| item(&id(number))).collect(),
            Self::Create => Vec::new(),
            Self::Get => vec![item(ID)],
            Self::Delete => (0..events).map(|number| item(&id(number))).collect(),
        }
    }

    /// The event of this number.
    pub(crate) fn event(self, number: usize) -> String {
        match self {
            Self::Get => EVENT.to_owned(),
            Self::Delete => EVENT.replace(ID, &id(number)).replace("GET", "DELETE"),
            Self::List => collection().replace("\"content-length\":\"0\"", "\"cache-control\":\"no-cache\""),
            Self::Create => {
                let body = json!(json!({ "name": "CDK Workshop", "date": "2026-06-15" }).to_string());
                let json = "\"content-type\":\"application/json\",\"content-length\":\"43\"";
                let event = collection().replace("GET", "POST").replace("\"content-length\":\"0\"", json);
                event.replace("\"isBase64Encoded\"", &format!("\"body\":{body},\"isBase64Encoded\""))
            }
        }
    }

    /// Every candidate must do the whole work: the status, the body, the CORS header.
    pub(crate) fn check(self, answer: &[u8]) -> Result<(), String> {
        let answer: Value = serde_json::from_slice(answer).map_err(|error| error.to_string())?;
        let body: Value = serde_json::from_str(answer["body"].as_str().unwrap_or("null")).unwrap_or_default();
        let headers =
            answer["headers"].as_object().into_iter().chain(answer["multiValueHeaders"].as_object());
        let cors =
            headers.flatten().any(|(name, _)| name.eq_ignore_ascii_case("access-control-allow-origin"));
        let expected = match self {
            Self::Get => answer["statusCode"] == 200 && body == plain(ID),
            Self::List => answer["statusCode"] == 200 && body.as_array().map(Vec::len) == Some(LISTED),
            Self::Create => answer["statusCode"] == 201 && body["name"] == "CDK Workshop",
            Self::Delete => answer["statusCode"] == 204,
        };
        if expected && cors { Ok(()) } else { Err(format!("a wrong answer: {answer}")) }
    }
}

/// An event for `/events`.
fn collection() -> String {
    let parameters = format!(",\"pathParameters\":{{\"id\":\"{ID}\"}}");
    EVENT.replace(&parameters, "").replace(&format!("/{ID}"), "").replace("/{id}", "")
}

fn id(number: usize) -> String {
    format!("550e8400-e29b-41d4-a716-{number:012}")
}

fn plain(id: &str) -> Value {
    json!({ "id": id, "name": "CDK Workshop", "date": "2026-06-15" })
}

/// An item as DynamoDB has it.
pub(crate) fn item(id: &str) -> Value {
    json!({ "id": { "S": id }, "name": { "S": "CDK Workshop" }, "date": { "S": "2026-06-15" } })
}
