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

/// A call whose one expression or statement is this.
fn with(member: &str, text: &str) -> (&'static str, String) {
    let key = json!({ "eventName": { "S": "e" }, "no": { "N": "1" } });
    let (operation, mut body) = match member {
        "ConditionExpression" => ("PutItem", json!({ "TableName": "Seats", "Item": key })),
        "UpdateExpression" => ("UpdateItem", json!({ "TableName": "Seats", "Key": key })),
        "ProjectionExpression" => ("GetItem", json!({ "TableName": "Seats", "Key": key })),
        "KeyConditionExpression" => ("Query", json!({ "TableName": "Seats" })),
        "FilterExpression" => ("Scan", json!({ "TableName": "Seats" })),
        _ => ("ExecuteStatement", json!({})),
    };
    body[member] = text.into();
    if text.contains(":v") {
        body["ExpressionAttributeValues"] = json!({ ":v": { "N": "1" } });
    }
    (operation, body.to_string())
}

#[test]
fn an_expression_of_too_many_operators_is_refused_and_ends_nobody() {
    let api = Serve::start(FAULTS);
    let around = |count: usize, inner: &str| "(".repeat(count) + inner + &")".repeat(count);
    let nots = |count: usize| "NOT ".repeat(count) + "attribute_exists(a)";
    let group = |count: usize| "SET a = ".to_owned() + &around(count, ":v");
    let defaults =
        |count: usize| format!("SET a = {}:v{}", "if_not_exists(a,".repeat(count), ")".repeat(count));
    for (member, text, operators) in [
        ("ConditionExpression", nots(500), 301),
        ("ConditionExpression", nots(1000), 301),
        ("FilterExpression", nots(1000), 301),
        ("KeyConditionExpression", nots(1000), 301),
        ("ConditionExpression", "a<:v OR ".repeat(500) + "a<:v", 301),
        ("UpdateExpression", group(2000), 301),
        ("UpdateExpression", "SET ".to_owned() + &vec!["a=:v+:v"; 400].join(","), 301),
    ] {
        let (operation, body) = with(member, &text);
        let expected = format!(
            "400 ValidationException: Invalid {member}: The expression contains too many operators; operator count: \
             {operators}"
        );
        assert_eq!(refusal(&api.dynamodb(&api.keys(), operation, &body)), expected, "{text}");
    }
    // In a transaction, and whatever the words' case.
    let check = json!({
        "TableName": "Seats", "Key": { "eventName": { "S": "e" }, "no": { "N": "1" } },
        "ConditionExpression": nots(1000).to_lowercase(),
    });
    let body = json!({ "TransactItems": [{ "ConditionCheck": check }] }).to_string();
    let refused = refusal(&api.dynamodb(&api.keys(), "TransactWriteItems", &body));
    assert!(refused.contains("Invalid ConditionExpression: The expression contains too many"), "{refused}");
    // What is at the bound is run.
    let (operation, body) = with("ConditionExpression", &nots(299));
    assert_eq!(api.dynamodb(&api.keys(), operation, &body).status, 200);
    for (member, text) in [
        ("ConditionExpression", nots(299)),
        ("ConditionExpression", vec!["NOT b BETWEEN :v AND :v"; 100].join(" OR ")),
        ("UpdateExpression", group(300)),
        ("UpdateExpression", defaults(230)),
        (
            "UpdateExpression",
            "SET ".to_owned() + &(0..310).map(|n| format!("a{n}=:v")).collect::<Vec<_>>().join(","),
        ),
    ] {
        let (operation, body) = with(member, &text);
        let answer = api.dynamodb(&api.keys(), operation, &body);
        assert!(!answer.text().contains("too many operators"), "{text}: {}", answer.text());
        assert!([200, 400].contains(&answer.status), "{text}: {}", answer.text());
    }
}

#[test]
fn no_expression_or_statement_ends_anybody() {
    let api = Serve::start(FAULTS);
    let around = |open: &str, count: usize, inner: &str, close: &str| {
        open.repeat(count) + inner + &close.repeat(count)
    };
    let select = |text: &str| format!("SELECT * FROM Seats WHERE {text}");
    let insert = |text: &str| format!("INSERT INTO Seats VALUE {{'eventName':'e','no':1,'a':{text}}}");
    let rows = [
        ("ConditionExpression", around("(", 2000, "a=:v", ")")),
        ("ConditionExpression", around("NOT(", 600, "a=:v", ")")),
        ("FilterExpression", around("(", 2000, "a=:v", ")")),
        ("KeyConditionExpression", around("(", 2000, "eventName=:v", ")")),
        ("ProjectionExpression", vec!["a"; 2000].join(".")),
        ("ProjectionExpression", "a".to_owned() + &"[0]".repeat(1300)),
        ("UpdateExpression", "SET ".to_owned() + &vec!["a"; 2000].join(".") + "=:v"),
        ("UpdateExpression", "SET a = ".to_owned() + &around("list_append(", 300, ":v", ",:v)")),
        ("Statement", select(&around("(", 3900, "a=1", ")"))),
        ("Statement", select(&("NOT ".repeat(1900) + "a=1"))),
        ("Statement", select(&("NOT(".repeat(1300) + "a=1" + &")".repeat(1300)))),
        ("Statement", select(&("a=".to_owned() + &"-".repeat(7000) + "1"))),
        ("Statement", select(&vec!["a=1"; 800].join(" OR "))),
        ("Statement", select(&("CASE WHEN ".repeat(700) + "a"))),
        ("Statement", insert(&around("[", 3900, "1", "]"))),
        ("Statement", insert(&around("{'a':", 1300, "1", "}"))),
        ("Statement", insert(&around("<<", 1900, "1", ">>"))),
        (
            "Statement",
            "UPDATE Seats SET a=".to_owned() + &vec!["1"; 3000].join("+") + " WHERE eventName='e' AND no=1",
        ),
        ("Statement", "SELECT ".to_owned() + &vec!["a"; 3500].join(".") + " FROM Seats"),
    ];
    for (member, text) in rows {
        let (operation, body) = with(member, &text);
        let answer = api.dynamodb(&api.keys(), operation, &body);
        assert!(answer.status == 400 || answer.status == 200, "{text}: {}", answer.text());
    }
    let expected: serde_json::Map<_, _> =
        (0..20_000).map(|at| (format!("a{at}"), json!({ "ComparisonOperator": "NULL" }))).collect();
    let item = json!({ "eventName": { "S": "e" }, "no": { "N": "1" } });
    let body = json!({ "TableName": "Seats", "Item": item, "Expected": expected }).to_string();
    assert_eq!(api.dynamodb(&api.keys(), "PutItem", &body).status, 400);
    let scan = json!({ "TableName": "Seats", "ScanFilter": expected }).to_string();
    assert!([200, 400].contains(&api.dynamodb(&api.keys(), "Scan", &scan).status));
}
