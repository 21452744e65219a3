//! What a diff of two documents tells of bodies, which are read: what narrows breaks callers.

use serde_json::{Value, json};

use super::documents::{check, post, remove, schema};

#[test]
fn a_body_breaks_callers_where_it_narrows() {
    let new_order = |field: &'static str, value: Value| {
        move |new: &mut Value| schema(new, "New")["properties"][field] = value.clone()
    };
    check(
        &|new| post(new)["requestBody"]["required"] = true.into(),
        &["! POST /orders needs a body now"],
        &["  POST /orders needs no body any more"],
    );
    check(
        &|new| {
            let content = &mut post(new)["requestBody"]["content"];
            content["text/csv"] = json!({});
            remove(content, "application/json");
        },
        &[
            "! POST /orders takes no body of application/json any more",
            "  POST /orders takes a body of text/csv now",
        ],
        &[
            "! POST /orders takes no body of text/csv any more",
            "  POST /orders takes a body of application/json now",
        ],
    );
    check(
        &|new| schema(new, "New")["required"] = json!(["sku", "how"]),
        &["! POST /orders body field how is required now"],
        &["  POST /orders body field how is optional now"],
    );
    check(
        &|new| {
            schema(new, "New")["required"] = json!(["sku", "owner"]);
            schema(new, "New")["properties"]["owner"] = json!({ "type": "string" });
        },
        &["! POST /orders body field owner is new and required"],
        &["! POST /orders body field owner is gone"],
    );
    check(
        &new_order("owner", json!({ "type": "string" })),
        &["  POST /orders body field owner is new and optional"],
        &["! POST /orders body field owner is gone"],
    );
    check(
        &new_order("count", json!({ "type": "integer", "format": "uint8", "minimum": 0, "default": 1 })),
        &["! POST /orders body field count maximum: 4294967295 -> 255"],
        &["  POST /orders body field count maximum: 255 -> 4294967295"],
    );
    check(
        &new_order(
            "count",
            json!({ "type": "number", "minimum": 0, "maximum": 4_294_967_295_u32, "default": 2 }),
        ),
        &[
            "  POST /orders body field count type: integer -> number",
            "  POST /orders body field count default: 1 -> 2",
        ],
        &[
            "! POST /orders body field count type: number -> integer",
            "  POST /orders body field count default: 2 -> 1",
        ],
    );
    check(
        &new_order("sku", json!({ "type": "string", "minLength": 1, "pattern": "^[a-z]" })),
        &["! POST /orders body field sku pattern: none -> \"^[a-z]\""],
        &["  POST /orders body field sku pattern: \"^[a-z]\" -> none"],
    );
    check(
        &new_order(
            "how",
            json!({ "oneOf": [{ "const": "post" }, { "const": "drone" }, { "const": "van" }] }),
        ),
        &["  POST /orders body field how may be \"drone\" now"],
        &["! POST /orders body field how may not be \"drone\" any more"],
    );
    check(
        &new_order("how", json!({ "type": "string" })),
        &["  POST /orders body field how values: \"post\" or \"van\" -> any"],
        &["! POST /orders body field how values: any -> \"post\" or \"van\""],
    );
    check(
        &new_order("tags", json!({ "type": "object", "additionalProperties": { "type": "integer" } })),
        &["! POST /orders body field tags.* type: string -> integer"],
        &["! POST /orders body field tags.* type: integer -> string"],
    );
    check(
        &|new| schema(new, "New")["additionalProperties"] = false.into(),
        &["! POST /orders body has no other fields any more"],
        &["  POST /orders body may have other fields now"],
    );
}
