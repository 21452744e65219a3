//! What a diff of two documents tells of answers, which are written: what widens or is lost breaks callers.

use serde_json::{Value, json};

use super::documents::{Change, check, files, get, lines, payments, post, remove, schema};

/// The lines for either operation that answers orders: in a list, and alone.
fn both(line: &str) -> Vec<String> {
    let (mark, field) = line.split_at(2);
    [format!("{mark}GET /orders 200 field [].{field}"), format!("{mark}POST /orders 201 field {field}")]
        .into()
}

#[test]
fn an_answer_breaks_callers_where_it_widens_or_loses() {
    let order = |field: &'static str, value: Value| {
        move |new: &mut Value| schema(new, "Order")["properties"][field] = value.clone()
    };
    let check = |change: Change<'_>, there: &str, back: &str| {
        let (there, back) = (both(there), both(back));
        let (_folder, [old, new]) = files(change);
        for (files, expected) in [([old.as_str(), &new], there), ([&new, &old], back)] {
            let code = i32::from(expected[0].starts_with('!'));
            assert_eq!(lines(files), (expected, code));
        }
    };
    check(
        &|new| remove(&mut schema(new, "Order")["properties"], "note"),
        "! note is gone",
        "  note is new and optional",
    );
    check(
        &|new| schema(new, "Order")["required"] = json!(["id"]),
        "! status is optional now",
        "  status is required now",
    );
    check(
        &order("id", json!({ "type": "integer" })),
        "! id type: string -> integer",
        "! id type: integer -> string",
    );
    check(
        &order("id", json!({ "type": ["string", "null"] })),
        "! id may be null now",
        "  id is never null any more",
    );
    check(
        &order("status", json!({ "type": "string", "enum": ["open", "shipped", "lost"] })),
        "  status may be \"lost\" now",
        "  status is never \"lost\" any more",
    );
    check(
        &order("status", json!({ "type": "string" })),
        "! status values: \"open\" or \"shipped\" -> any",
        "  status values: any -> \"open\" or \"shipped\"",
    );
    check(
        &order("note", json!({ "type": ["string", "null"], "maxLength": 20 })),
        "! note maxLength: 10 -> 20",
        "  note maxLength: 20 -> 10",
    );
    check(
        &|new| payments(new).push(json!({ "type": "object", "properties": { "kind": { "const": "card" } } })),
        "! payment may be an object whose kind is \"card\" now",
        "  payment is never an object whose kind is \"card\" any more",
    );
    check(
        &|new| payments(new)[0]["properties"]["iban"] = json!({ "type": "integer" }),
        "! payment.iban type: string -> integer",
        "! payment.iban type: integer -> string",
    );
}

#[test]
fn statuses_headers_and_media_types_of_answers() {
    let responses = |new: &mut Value, change: &dyn Fn(&mut Value)| change(&mut post(new)["responses"]);
    check(
        &|new| responses(new, &|responses| responses["202"] = json!({})),
        &["! POST /orders may answer 202 now"],
        &["! POST /orders does not answer 202 any more"],
    );
    check(
        &|new| responses(new, &|responses| responses["410"] = json!({})),
        &["! POST /orders may answer 410 now"],
        &["  POST /orders does not answer 410 any more"],
    );
    check(
        &|new| get(new)["responses"]["404"] = json!({ "description": "None." }),
        &["  GET /orders names its answer 404 now"],
        &["  GET /orders does not name its answer 404 any more"],
    );
    check(
        &|new| responses(new, &|responses| remove(&mut responses["201"]["headers"], "location")),
        &["! POST /orders 201 header location is gone"],
        &["  POST /orders 201 header location is new"],
    );
    check(
        &|new| {
            responses(new, &|responses| {
                responses["201"]["headers"]["location"]["required"] = false.into();
            });
        },
        &["! POST /orders 201 header location is optional now"],
        &["  POST /orders 201 header location is always there now"],
    );
    check(
        &|new| responses(new, &|responses| remove(&mut responses["201"]["content"], "application/json")),
        &["! POST /orders 201 has no body of application/json any more"],
        &["  POST /orders 201 may have a body of application/json now"],
    );
    check(
        &|new| responses(new, &|responses| responses["201"]["content"]["text/csv"] = json!({})),
        &["! POST /orders 201 may have a body of text/csv now"],
        &["! POST /orders 201 has no body of text/csv any more"],
    );
}
