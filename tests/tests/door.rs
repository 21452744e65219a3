//! The local DynamoDB's door: who is let in, and what they may do there.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, SystemTime};

use fingerpost_tests::{Answer, Header, Keys, Serve};
use serde_json::{Value, json};

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

/// `service#Exception: message` of a refusal.
fn refusal(answer: &Answer) -> String {
    assert_eq!(answer.header("access-control-allow-origin"), "", "no page may read an answer");
    let body = answer.json();
    let kind = body["__type"].as_str().expect("an envelope");
    let message = body["message"].as_str().or(body["Message"].as_str()).unwrap_or_default();
    format!("{} {}: {message}", answer.status, kind.rsplit('#').next().unwrap_or_default())
}

/// The keys of a function that may `BatchGetItem`, `ConditionCheckItem`, `GetItem`, `PutItem` and
/// `Query` seats.
fn function(api: &Serve) -> Keys {
    let keys = api.call("GET", "/keys").json();
    let key = |at: usize| keys[at].as_str().expect("a key").to_owned();
    Keys { id: key(0), secret: key(1) }
}

#[test]
fn what_the_developer_signs_is_answered_as_dynamodb_answers() {
    let api = Serve::start(FAULTS);
    let answer = api.dynamodb(&api.keys(), "ListTables", "{}");
    assert_eq!((answer.status, answer.json()), (200, json!({ "TableNames": ["Seats"] })));
    assert_eq!(answer.header("content-type"), "application/x-amz-json-1.0");
    assert_eq!(answer.header("x-amz-crc32"), "2293053306", "the CRC-32 of the body");
    assert_eq!(answer.header("x-amzn-requestid").len(), 52);
    let health = api.request("GET", &api.database(), &[], b"").expect("answers");
    assert_eq!((health.status, health.text().as_str()), (200, "healthy: dynamodb.us-east-1.amazonaws.com "));
}

/// A browser sets these headers, and a page cannot take them away: `Origin` with every POST,
/// `Sec-Fetch-Site` with every request to an address that it trusts, as it trusts loopback.
#[test]
fn no_web_page_is_let_in_whatever_it_asks() {
    let api = Serve::start(FAULTS);
    let port = api.database().rsplit(':').next().expect("a port").to_owned();
    let rebound = format!("rebound.example:{port}");
    let pages = [
        ("origin", "https://example.com"),
        ("origin", "null"),
        ("origin", "http://127.0.0.1:3000"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-origin"),
        ("host", rebound.as_str()),
        ("host", "127.0.0.1.example.com"),
        ("host", "localhost@example.com"),
        ("host", "0.0.0.0"),
        ("host", ""),
    ];
    for page in pages {
        for method in ["GET", "OPTIONS", "POST"] {
            let mut headers = api.keys().sign(&api.database(), "ListTables", "{}");
            headers.push(("access-control-request-method".to_owned(), "POST".to_owned()));
            headers.push((page.0.to_owned(), page.1.to_owned()));
            let headers: Vec<_> =
                headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let body: &[u8] = if method == "POST" { b"{}" } else { b"" };
            let answer = api.request(method, &api.database(), &headers, body).expect("answers");
            let refusal = refusal(&answer);
            assert!(refusal.starts_with("403 AccessDeniedException: "), "{method} {page:?}: {refusal}");
        }
    }
}

#[test]
fn a_name_that_stands_elsewhere_than_in_one_host_is_foreign_too() {
    let api = Serve::start(FAULTS);
    let address = api.database().trim_start_matches("http://").to_owned();
    let heads = [
        format!("GET http://rebound.example/ HTTP/1.1\r\nhost: {address}"),
        format!("GET / HTTP/1.1\r\nhost: {address}\r\nhost: rebound.example"),
        "GET / HTTP/1.0".to_owned(),
    ];
    for head in heads {
        let mut stream = TcpStream::connect(&address).expect("connects");
        stream.write_all(format!("{head}\r\nconnection: close\r\n\r\n").as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        assert_eq!(answer.split(' ').nth(1), Some("403"), "{head}: {answer}");
    }
}

/// The door is all there is: no other socket of this process lets a page in.
#[cfg(target_os = "linux")]
#[test]
fn there_is_no_second_listener_behind_the_door() {
    let api = Serve::start(FAULTS);
    let opened = std::fs::read_dir(format!("/proc/{}/fd", api.pid())).expect("its descriptors");
    let opened: Vec<_> = opened.filter_map(|file| std::fs::read_link(file.ok()?.path()).ok()).collect();
    let sockets = std::fs::read_to_string("/proc/net/tcp").expect("the sockets");
    let listening =
        sockets.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()).filter(|columns| {
            let inode = format!("socket:[{}]", columns.get(9).unwrap_or(&""));
            columns.get(3) == Some(&"0A") && opened.iter().any(|file| file.as_os_str() == inode.as_str())
        });
    assert_eq!(listening.count(), 2, "the gateway's and the door's");
}

/// A change of a request that was signed well.
type Forge = fn(&mut Vec<Header>);

fn value<'a>(headers: &'a mut [Header], name: &str) -> &'a mut String {
    &mut headers.iter_mut().find(|header| header.0 == name).expect("is there").1
}

fn replace(headers: &mut [Header], old: &str, new: &str) {
    let authorization = value(headers, "authorization");
    assert!(authorization.contains(old), "{authorization}");
    *authorization = authorization.replace(old, new);
}

const INCOMPLETE: &str = "400 IncompleteSignatureException: ";
const INVALID: &str = "400 InvalidSignatureException: ";
const MISMATCH: &str = "The request signature we calculated does not match the signature you provided. Check your \
                        AWS Secret Access Key and signing method. ";

#[track_caller]
fn check_forged(api: &Serve, forge: Forge, kind: &str, message: &str) {
    let mut headers = api.keys().sign(&api.database(), "ListTables", "{}");
    forge(&mut headers);
    let refusal = refusal(&api.send_to_dynamodb(&headers, "{}"));
    assert!(refusal.starts_with(&format!("{kind}{message}")), "{refusal}, not {kind}{message}");
}

/// The words are those of AWS, as seen in aws-sdk-go issue 289 (a space), boto3 issue 1752 (five
/// elements), and dynoxide's captures (what is missing).
#[test]
fn an_authorization_that_is_not_whole_is_refused_in_awss_words() {
    let api = Serve::start(FAULTS);
    let incomplete = |forge: Forge, message: &str| check_forged(&api, forge, INCOMPLETE, message);
    let missing = |forge: Forge| {
        let message = "Request is missing Authentication Token";
        check_forged(&api, forge, "400 MissingAuthenticationTokenException: ", message);
    };
    missing(|headers| headers.retain(|header| header.0 != "authorization"));
    missing(|headers| "Basic dTpw".clone_into(value(headers, "authorization")));
    missing(|headers| replace(headers, "AWS4-HMAC-SHA256", "aws4-hmac-sha256"));
    let sha1: Forge = |headers| replace(headers, "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1");
    incomplete(sha1, "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1'.");
    let lower_case: Forge = |headers| replace(headers, "Credential=", "credential=");
    incomplete(lower_case, "Authorization header requires 'Credential' parameter. Authorization=");
    let two: Forge = |headers| {
        replace(headers, "Credential=", "Credential=A/B/us-east-1/dynamodb/aws4_request, Credential=");
    };
    incomplete(two, "Authorization header has more than one 'Credential' parameter.");
    let space_after: Forge = |headers| replace(headers, "Credential=", "Credential= ");
    incomplete(space_after, "'AKIA");
    let space_before: Forge = |headers| replace(headers, "Credential=", "Credential =");
    incomplete(
        space_before,
        "'Credential' not a valid key=value pair (missing equal-sign) in Authorization header",
    );
    let four: Forge = |headers| replace(headers, "/aws4_request", "");
    incomplete(four, "Credential must have exactly 5 slash-delimited elements");
    let undated: Forge = |headers| headers.retain(|header| header.0 != "x-amz-date");
    incomplete(
        undated,
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ",
    );
    let yesterday: Forge = |headers| "yesterday".clone_into(value(headers, "x-amz-date"));
    incomplete(yesterday, "Date must be in ISO-8601 'basic format'. Got 'yesterday'.");
    let twice: Forge = |headers| {
        let authorization = value(headers, "authorization").clone();
        headers.push(("authorization".to_owned(), authorization));
    };
    incomplete(twice, "The header 'authorization' is there more than once.");
}

/// The words are those of AWS: DynamoDB's developer guide, "Error handling with DynamoDB" (the
/// exceptions), arnemolland/sigv4 issue 15 (the service).
#[test]
fn who_did_not_sign_is_refused_in_awss_words() {
    let api = Serve::start(FAULTS);
    let invalid = |forge: Forge, message: &str| check_forged(&api, forge, INVALID, message);
    let unknown: Forge = |headers| replace(headers, "Credential=AKIA", "Credential=AKIB");
    let message = "The security token included in the request is invalid.";
    check_forged(&api, unknown, "400 UnrecognizedClientException: ", message);
    let service: Forge = |headers| replace(headers, "/dynamodb/", "/s3/");
    invalid(service, "Credential should be scoped to correct service: 'dynamodb'. ");
    let region: Forge = |headers| replace(headers, "us-east-1", "eu-west-1");
    invalid(region, "Credential should be scoped to a valid region, not 'eu-west-1'. ");
    invalid(|headers| replace(headers, "Signature=", "Signature=0"), MISMATCH);
    let none: Forge = |headers| {
        let signature = value(headers, "authorization").rsplit('=').next().expect("a signature").to_owned();
        replace(headers, &signature, "");
    };
    invalid(none, MISMATCH);
    invalid(|headers| "DynamoDB_20120810.DeleteTable".clone_into(value(headers, "x-amz-target")), MISMATCH);
    let second: Forge =
        |headers| headers.push(("x-amz-target".to_owned(), "DynamoDB_20120810.DeleteTable".to_owned()));
    invalid(second, MISMATCH);
    let headers = api.keys().sign(&api.database(), "ListTables", "{}");
    let another_body = api.send_to_dynamodb(&headers, r#"{"Limit":1}"#);
    assert!(refusal(&another_body).contains(MISMATCH), "{}", another_body.text());
    let another_secret = Keys { secret: "local".to_owned(), ..api.keys() };
    assert!(refusal(&api.dynamodb(&another_secret, "ListTables", "{}")).contains(MISMATCH));
}

#[test]
fn a_signature_in_the_query_string_is_not_accepted() {
    let api = Serve::start(FAULTS);
    let url = api.keys().presign(&api.database(), "{}");
    let target = ("x-amz-target", "DynamoDB_20120810.ListTables");
    let headers = [("content-type", "application/x-amz-json-1.0"), target];
    let answer = api.request("POST", &url, &headers, b"{}").expect("answers");
    assert!(refusal(&answer).starts_with("400 InvalidSignatureException: "), "{}", answer.text());
    let authorization =
        ("authorization", "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=0");
    let answer = api.request("POST", &url, &[headers[0], target, authorization], b"{}").expect("answers");
    assert!(refusal(&answer).contains("InvalidSignatureException: Found both"), "{}", answer.text());
}

#[test]
fn a_signature_is_good_for_five_minutes_either_way() {
    let api = Serve::start(FAULTS);
    let at = |offset: i64| {
        let now = SystemTime::now();
        let by = Duration::from_secs(offset.unsigned_abs());
        let time = if offset < 0 { now - by } else { now + by };
        let headers = api.keys().sign_at(&api.database(), "ListTables", "{}", time);
        api.send_to_dynamodb(&headers, "{}")
    };
    assert_eq!([at(-240).status, at(240).status], [200, 200]);
    let expired = refusal(&at(-400));
    assert!(expired.starts_with("400 InvalidSignatureException: Signature expired: 2"), "{expired}");
    assert!(expired.ends_with(" - 5 min.)"), "{expired}");
    let early = refusal(&at(400));
    assert!(early.starts_with("400 InvalidSignatureException: Signature not yet current: 2"), "{early}");
}

#[test]
fn two_targets_are_no_operation_even_if_both_are_signed() {
    let api = Serve::start(FAULTS);
    let mut headers = api.keys().sign(&api.database(), "ListTables,DynamoDB_20120810.DeleteTable", "{}");
    "DynamoDB_20120810.ListTables".clone_into(value(&mut headers, "x-amz-target"));
    headers.push(("x-amz-target".to_owned(), "DynamoDB_20120810.DeleteTable".to_owned()));
    assert_eq!(refusal(&api.send_to_dynamodb(&headers, "{}")), "400 UnknownOperationException: ");
}

/// What a function with `BatchGetItem`, `ConditionCheckItem`, `GetItem`, `PutItem` and `Query` on
/// `Seats` may do. Each row names AWS's page that says which action on which resource it needs.
#[test]
fn a_function_may_do_what_its_signature_grants_and_nothing_else() {
    let api = Serve::start(FAULTS);
    let keys = function(&api);
    let key = json!({ "eventName": { "S": "e" }, "no": { "N": "1" } });
    let on = |table: &str| json!({ "TableName": table, "Key": key });
    let query = |index: Value| {
        let values = json!({ ":e": { "S": "e" } });
        let condition = "eventName = :e";
        json!({ "TableName": "Seats", "IndexName": index, "KeyConditionExpression": condition, "ExpressionAttributeValues": values })
    };
    let get = |table: &str| json!({ "RequestItems": { table: { "Keys": [key] } } });
    let put = json!({ "RequestItems": { "Seats": [{ "PutRequest": { "Item": key } }] } });
    let transaction = |item: Value| json!({ "TransactItems": [item] });
    let check =
        json!({ "TableName": "Seats", "Key": key, "ConditionExpression": "attribute_not_exists(guest)" });
    let two = json!({ "ConditionCheck": check, "Delete": on("Seats") });
    let statement = |text: &str| json!({ "Statement": text });
    let arn = |resource: &str| format!("arn:aws:dynamodb:us-east-1:000000000000:table/{resource}");
    let elsewhere = "arn:aws:dynamodb:eu-west-1:111122223333:table/Seats";

    // Service authorization reference, "Actions defined by Amazon DynamoDB".
    let actions = "list_amazondynamodb#actions";
    // The same, "Resource types": an index is a resource of its own, beside its table.
    let resources = "list_amazondynamodb#resources";
    // Developer guide, "Using IAM with DynamoDB transactions": the actions of a transaction's items.
    let transactions = "transaction-apis-iam";
    // Developer guide, "IAM security policies with PartiQL": an action for each verb.
    let partiql = "ql-iam";
    let rows = [
        (actions, "GetItem", on("Seats"), None),
        (actions, "Query", query(Value::Null), None),
        (actions, "BatchGetItem", get("Seats"), None),
        (transactions, "TransactGetItems", transaction(json!({ "Get": on("Seats") })), None),
        (transactions, "TransactWriteItems", transaction(json!({ "ConditionCheck": check })), None),
        (actions, "PutItem", json!({ "TableName": "Seats", "Item": key }), None),
        (resources, "Query", query(json!("ByDay")), Some(("Query", arn("Seats/index/ByDay")))),
        (resources, "Scan", query(json!("ByDay")), Some(("Scan", arn("Seats/index/ByDay")))),
        (actions, "Scan", json!({ "TableName": "Seats" }), Some(("Scan", arn("Seats")))),
        (actions, "GetItem", on("Other"), Some(("GetItem", arn("Other")))),
        (resources, "BatchGetItem", get(elsewhere), Some(("BatchGetItem", elsewhere.to_owned()))),
        (resources, "BatchGetItem", get(&arn("Other")), Some(("BatchGetItem", arn("Other")))),
        (actions, "BatchGetItem", get("Other"), Some(("BatchGetItem", arn("Other")))),
        (actions, "BatchWriteItem", put, Some(("BatchWriteItem", arn("Seats")))),
        (
            transactions,
            "TransactWriteItems",
            transaction(json!({ "Delete": on("Seats") })),
            Some(("DeleteItem", arn("Seats"))),
        ),
        (transactions, "TransactWriteItems", transaction(two), Some(("DeleteItem", arn("Seats")))),
        (partiql, "ExecuteStatement", statement("select * from Seats"), Some(("PartiQLSelect", arn("*")))),
        (
            partiql,
            "BatchExecuteStatement",
            json!({ "Statements": [statement("DELETE FROM Seats")] }),
            Some(("PartiQLDelete", arn("*"))),
        ),
        (
            partiql,
            "ExecuteTransaction",
            json!({ "TransactStatements": [statement("INSERT INTO Seats")] }),
            Some(("PartiQLInsert", arn("*"))),
        ),
        (actions, "ListTables", json!({}), Some(("ListTables", arn("*")))),
        (actions, "DeleteTable", json!({ "TableName": "Seats" }), Some(("DeleteTable", arn("Seats")))),
        (
            actions,
            "TagResource",
            json!({ "ResourceArn": arn("Seats"), "Tags": [] }),
            Some(("TagResource", arn("Seats"))),
        ),
    ];
    for (source, operation, body, denied) in rows {
        let answer = api.dynamodb(&keys, operation, &body.to_string());
        let Some((action, resource)) = denied else {
            assert_eq!(answer.status, 200, "{source}: {operation} {body}: {}", answer.text());
            continue;
        };
        let user = "arn:aws:sts::000000000000:assumed-role/keys/keys";
        let expected = format!(
            "400 AccessDeniedException: User: {user} is not authorized to perform: dynamodb:{action} on resource: \
             {resource} because no identity-based policy allows the dynamodb:{action} action"
        );
        assert_eq!(refusal(&answer), expected, "{source}: {operation} {body}");
    }
    let advice = "keys: dynamodb:Query on the index `ByDay` of `Seats` was refused; a grant on a table does not \
                  reach its indexes";
    assert!(api.log().contains(advice), "{}", api.log());
    assert!(
        api.log().contains("keys: dynamodb:ListTables was refused; no signature grants it"),
        "{}",
        api.log()
    );
}

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

#[test]
fn what_is_not_dynamodbs_is_not_found() {
    let api = Serve::start(FAULTS);
    let signed = api.keys().sign(&api.database(), "ListTables", "{}");
    let headers: Vec<_> = signed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for (method, path) in
        [("PUT", "/"), ("DELETE", "/"), ("HEAD", "/"), ("POST", "/shell"), ("GET", "/shell")]
    {
        let url = api.database() + path;
        assert_eq!(api.request(method, &url, &headers, b"").expect("answers").status, 404, "{method} {path}");
    }
    let mut form = signed.clone();
    "text/plain".clone_into(value(&mut form, "content-type"));
    assert_eq!(api.send_to_dynamodb(&form, "{}").status, 404, "AWS's answer to what is not JSON");
    let unknown = api.dynamodb(&api.keys(), "DropEverything", "{}");
    assert_eq!(refusal(&unknown), "400 UnknownOperationException: ");
}
