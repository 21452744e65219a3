//! Bodies of requests: what cannot be read, reserved names, nesting.

use fingerpost_tests::Serve;
use serde_json::json;

use super::{FAULTS, function, refusal};

/// serde reads a list as a structure by the order of its members, and of two members with one name
/// `serde_json` takes the last.
#[test]
fn a_body_that_cannot_be_read_is_refused_as_such_and_misleads_nobody() {
    let api = Serve::start(FAULTS);
    let keys = function(&api);
    let key = r#"{"eventName":{"S":"e"},"no":{"N":"1"}}"#;
    let rows = [
        ("PutItem", String::new()),
        ("PutItem", "not JSON".to_owned()),
        ("PutItem", r#"{"TableName":"Seats""#.to_owned()),
        ("PutItem", r#""Seats""#.to_owned()),
        ("PutItem", r#"{"TableName":["Seats"]}"#.to_owned()),
        ("GetItem", format!(r#"{{"TableName":"Other","TableName":"Seats","Key":{key}}}"#)),
        ("DeleteItem", format!(r#"["Seats",{key}]"#)),
        ("GetItem", format!(r#"["Seats",{key}]"#)),
        (
            "TransactWriteItems",
            format!(r#"{{"TransactItems":[[null,null,{{"TableName":"Seats","Key":{key}}}]]}}"#),
        ),
        ("TransactWriteItems", format!(r#"{{"TransactItems":[{{"Delete":["Seats",{key}]}}]}}"#)),
        ("TransactGetItems", format!(r#"[[{{"Get":{{"TableName":"Seats","Key":{key}}}}}]]"#)),
        ("BatchGetItem", format!(r#"{{"RequestItems":{{"Seats":[[{key}]]}}}}"#)),
        ("BatchWriteItem", format!(r#"{{"RequestItems":{{"Seats":[[null,[{key}]]]}}}}"#)),
        ("PutItem", r#"{"TableName":"Seats","Item":{"eventName":["S","e"]}}"#.to_owned()),
    ];
    for (operation, body) in rows {
        let refusal = refusal(&api.dynamodb(&keys, operation, &body));
        assert!(refusal.starts_with("400 SerializationException: "), "{operation} {body}: {refusal}");
    }
    assert!(!api.log().contains("add `"), "{}", api.log());
    // What lacks its table is the database's to refuse.
    let refusal = refusal(&api.dynamodb(&keys, "PutItem", "{}"));
    assert!(refusal.starts_with("400 ValidationException: "), "{refusal}");
}

/// With its features `raw_value` and `arbitrary_precision`, which other crates may switch on,
/// `serde_json` gives these keys a meaning, and each level of them starts its limit of recursion anew.
#[test]
fn a_key_that_the_parser_reserves_reaches_no_row_and_ends_nobody() {
    let api = Serve::start(FAULTS);
    let reserved = [
        "$serde_json::private::RawValue",
        "$serde_json::private::Number",
        r"\u0024serde_json::private::RawValue",
        r"$serde_json\u003a:private\u003a:Raw\u0056alue",
    ];
    for key in reserved {
        let item =
            format!(r#"{{"eventName":{{"S":"e"}},"no":{{"N":"1"}},"a":{{"M":{{"{key}":{{"S":"z"}}}}}}}}"#);
        let bodies = [
            format!(r#"{{"TableName":"Seats","Item":{item}}}"#),
            format!(r#"{{"{key}":"{{}}"}}"#),
            format!(r#"{{"TableName":"Seats","Item":{{"a":{{"M":{{"{key}":"{{\"S\":1}}"}}}}}}}}"#),
        ];
        for body in bodies {
            let answer = api.dynamodb(&api.keys(), "PutItem", &body);
            let refusal = refusal(&answer);
            assert!(refusal.starts_with("400 "), "{body}: {refusal}");
            assert!(refusal.contains("$serde_json::private::"), "{body}: {refusal}");
        }
    }
    // Where no key of the body has the name that would be stored.
    let update = json!({
        "TableName": "Seats", "Key": { "eventName": { "S": "e" }, "no": { "N": "1" } },
        "UpdateExpression": "SET #a = :a", "ExpressionAttributeNames": { "#a": "$serde_json::private::RawValue" },
        "ExpressionAttributeValues": { ":a": { "S": "z" } },
    });
    let statement =
        "INSERT INTO \"Seats\" VALUE {'eventName': 'e', 'no': 1, '$serde_json::private::RawValue': 'z'}";
    for (operation, body) in [
        ("UpdateItem", update),
        ("ExecuteStatement", json!({ "Statement": statement })),
        ("BatchExecuteStatement", json!({ "Statements": [{ "Statement": statement }] })),
        ("ExecuteTransaction", json!({ "TransactStatements": [{ "Statement": statement }] })),
    ] {
        let refusal = refusal(&api.dynamodb(&api.keys(), operation, &body.to_string()));
        assert!(
            refusal.starts_with("400 ") && refusal.contains("$serde_json::private::"),
            "{operation}: {refusal}"
        );
    }
    // As text it is text.
    let key = json!({ "eventName": { "S": "$serde_json::private::RawValue" }, "no": { "N": "1" } });
    let get = json!({ "TableName": "Seats", "Key": key }).to_string();
    assert_eq!(api.dynamodb(&api.keys(), "GetItem", &get).status, 200);
    // Escaped once more for each level, it grows with the square of the depth.
    let nested = |mut body: String| {
        for _ in 0..12 {
            body = json!({ "$serde_json::private::RawValue": body }).to_string();
        }
        body
    };
    assert_eq!(api.dynamodb(&api.keys(), "PutItem", &nested("{}".to_owned())).status, 400);
    assert_eq!(api.dynamodb(&api.keys(), "Scan", r#"{"TableName":"Seats"}"#).json()["Count"], 0);
}

#[test]
fn a_body_that_nests_too_deep_is_refused_and_ends_nobody() {
    let api = Serve::start(FAULTS);
    for levels in [40, 500, 100_000] {
        let value = r#"{"M":{"a":"#.repeat(levels) + r#"{"S":"z"}"# + &"}}".repeat(levels);
        let body = format!(
            r#"{{"TableName":"Seats","Item":{{"eventName":{{"S":"e"}},"no":{{"N":"1"}},"a":{value}}}}}"#
        );
        let refusal = refusal(&api.dynamodb(&api.keys(), "PutItem", &body));
        assert!(refusal.starts_with("400 ValidationException: "), "{levels} levels: {refusal}");
        assert!(
            refusal.contains("Nesting Levels have exceeded supported limits"),
            "{levels} levels: {refusal}"
        );
    }
    let lists = "[".repeat(200_000) + &"]".repeat(200_000);
    assert_eq!(api.dynamodb(&api.keys(), "PutItem", &lists).status, 400);
    assert_eq!(api.dynamodb(&api.keys(), "ListTables", "{}").status, 200);
}
