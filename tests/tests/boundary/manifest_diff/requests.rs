//! What a diff tells callers of requests: parameters and bodies.

use serde_json::{Value, json};

use super::{check_diff, parameters};

#[test]
fn a_diff_tells_callers_of_parameters() {
    let parameter = |name: &str, required: bool| json!({ "in": "query", "name": name, "required": required, "schema": { "type": "string" } });
    check_diff(
        parameters(|list| {
            list.remove(0);
            list[0]["required"] = true.into();
            list[0]["schema"]["maximum"] = 100.into();
            list.push(parameter("owner", true));
            list.push(parameter("tag", false));
        }),
        "\
callers
  ! GET /events query parameter cursor is gone
  ! GET /events query parameter limit is required now
  ! GET /events query parameter limit: {\"type\":\"integer\",\"minimum\":1,\"maximum\":1000} -> {\"type\":\"integer\",\"minimum\":1,\"maximum\":100}
  ! GET /events query parameter owner is new and required
    GET /events query parameter tag is new and optional
",
        1,
    );
    check_diff(
        parameters(|list| {
            list[0]["repeated"] = true.into();
            list[1]["schema"]["maximum"] = 2000.into();
            list[1]["schema"]["description"] = "How many".into();
        }),
        "\
callers
    GET /events query parameter cursor may be given several times now
    GET /events query parameter limit: {\"type\":\"integer\",\"minimum\":1,\"maximum\":1000} -> {\"type\":\"integer\",\"minimum\":1,\"maximum\":2000}
",
        0,
    );
    check_diff(
        parameters(|list| list[1]["schema"] = json!({ "type": "boolean" })),
        "callers\n  ! GET /events query parameter limit: \
         {\"type\":\"integer\",\"minimum\":1,\"maximum\":1000} -> {\"type\":\"boolean\"}\n",
        1,
    );
}

#[test]
fn a_diff_tells_callers_of_bodies() {
    check_diff(
        |manifest| manifest["routes"][0]["bodyLimit"] = 1024.into(),
        "callers\n  ! POST /events bodyLimit: 1048576 -> 1024 bytes\n",
        1,
    );
    check_diff(
        |manifest| manifest["routes"][0]["bodyLimit"] = 2_000_000.into(),
        "operations\n    POST /events bodyLimit: 1048576 -> 2000000 bytes\n",
        0,
    );
    check_diff(
        |manifest| {
            manifest["routes"][0]["body"]["contentTypes"] = json!(["text/csv"]);
            manifest["routes"][2]["body"] = json!({ "required": true, "contentTypes": ["application/json"] });
        },
        "callers\n  ! GET /events/{id} needs a body now\n    GET /events/{id} takes a body of application/json now\n  \
         ! POST /events takes no body of application/json any more\n    POST /events takes a body of text/csv now\n",
        1,
    );
    check_diff(
        |manifest| manifest["routes"][0]["body"] = Value::Null,
        "callers\n    POST /events needs no body any more\n    \
         POST /events takes no body of application/json any more\n",
        0,
    );
}
