//! What is asked of a candidate, as events and answers: one of the tutorial's four routes, or one with many
//! arguments.

use serde_json::{Value, json};

/// The event and the item of every candidate, as `benches/src/lib.rs` has them.
const EVENT: &str = include_str!("../../src/event.json");
/// The id that `EVENT` asks for.
pub(crate) const ID: &str = "550e8400-e29b-41d4-a716-446655440000";
/// Items in a table that `list_events` lists.
const FEW: usize = 20;
/// Items in a table that it lists, too.
const MANY: usize = 100;

/// One of the routes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    List,
    /// The same with a hundred items.
    ListMany,
    Create,
    Get,
    Delete,
    /// An order with many arguments.
    Place,
}

impl Work {
    pub(crate) const ALL: [Self; 5] = [Self::List, Self::ListMany, Self::Create, Self::Get, Self::Delete];

    /// The function's name, in Rust and in Python.
    pub(crate) fn handler(self) -> &'static str {
        match self {
            Self::List | Self::ListMany => "list_events",
            Self::Create => "create_event",
            Self::Get => "get_event",
            Self::Delete => "delete_event",
            Self::Place => "place_order",
        }
    }

    /// The name in tables and results.
    pub(crate) fn name(self) -> String {
        match self {
            Self::ListMany => format!("{} of {MANY}", self.handler()),
            _ => self.handler().to_owned(),
        }
    }

    /// How many items are listed.
    fn listed(self) -> usize {
        if self == Self::ListMany { MANY } else { FEW }
    }

    /// The items that must be there before `events` events.
    pub(crate) fn items(self, events: usize) -> Vec<Value> {
        match self {
            Self::List | Self::ListMany => (0..self.listed()).map(|number| item(&id(number))).collect(),
            Self::Create | Self::Place => Vec::new(),
            Self::Get => vec![item(ID)],
            Self::Delete => (0..events).map(|number| item(&id(number))).collect(),
        }
    }

    /// The event of this number.
    pub(crate) fn event(self, number: usize) -> String {
        match self {
            Self::Get => EVENT.to_owned(),
            Self::Delete => EVENT.replace(ID, &id(number)).replace("GET", "DELETE"),
            Self::List | Self::ListMany => {
                collection().replace("\"content-length\":\"0\"", "\"cache-control\":\"no-cache\"")
            }
            Self::Create => posted(&collection(), &json!({ "name": "CDK Workshop", "date": "2026-06-15" })),
            Self::Place => {
                let event = collection().replace("/events", "/orders");
                let event = event.replace(
                    "\"rawQueryString\":\"\"",
                    "\"rawQueryString\":\"status=open&limit=50&dry=true\"",
                );
                posted(&event.replace("\"origin\"", "\"x-tenant-id\":\"4711\",\"origin\""), &order())
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
            Self::List | Self::ListMany => {
                answer["statusCode"] == 200 && body.as_array().map(Vec::len) == Some(self.listed())
            }
            Self::Create => answer["statusCode"] == 201 && body["name"] == "CDK Workshop",
            Self::Delete => answer["statusCode"] == 204,
            Self::Place => {
                let rest = (&body["tenant"], &body["status"], &body["limit"], &body["dry"]);
                answer["statusCode"] == 200
                    && body["total"] == 13_515
                    && rest == (&json!(4711), &json!("open"), &json!(50), &json!(true))
            }
        };
        if expected && cors { Ok(()) } else { Err(format!("a wrong answer: {answer}")) }
    }
}

/// The event with a body.
fn posted(event: &str, body: &Value) -> String {
    let body = body.to_string();
    let length = body.len();
    let json = format!("\"content-type\":\"application/json\",\"content-length\":\"{length}\"");
    let event = event.replace("GET", "POST").replace("\"content-length\":\"0\"", &json);
    event.replace("\"isBase64Encoded\"", &format!("\"body\":{},\"isBase64Encoded\"", json!(body)))
}

/// An order of 1 KB.
fn order() -> Value {
    let line = |n: u64| json!({ "sku": format!("tea-{n:04}-darjeeling"), "quantity": n, "price": 100 - n });
    json!({ "lines": (1..=17).map(line).collect::<Vec<_>>(), "note": "Ring twice, and leave it at the door." })
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
