//! Grants: what a function may do there.

use fingerpost_tests::Serve;
use serde_json::{Value, json};

use super::{FAULTS, function, refusal};

/// The body of a call, and the action and resource that it is denied.
type Row = (&'static str, &'static str, Value, Option<(&'static str, String)>);

/// Service authorization reference, "Actions defined by Amazon DynamoDB".
const ACTIONS: &str = "list_amazondynamodb#actions";
/// The same, "Resource types": an index is a resource of its own, beside its table.
const RESOURCES: &str = "list_amazondynamodb#resources";
/// Developer guide, "Using IAM with DynamoDB transactions": the actions of a transaction's items.
const TRANSACTIONS: &str = "transaction-apis-iam";
/// Developer guide, "IAM security policies with PartiQL": an action for each verb.
const PARTIQL: &str = "ql-iam";

/// Has a function with `BatchGetItem`, `ConditionCheckItem`, `GetItem`, `PutItem` and `Query` on
/// `Seats` make each call, whose row names AWS's page that says which action on which resource it
/// needs. Returns the log.
fn check(rows: impl IntoIterator<Item = Row>) -> String {
    let api = Serve::start(FAULTS);
    let keys = function(&api);
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
    api.log()
}

fn key() -> Value {
    json!({ "eventName": { "S": "e" }, "no": { "N": "1" } })
}

fn on(table: &str) -> Value {
    json!({ "TableName": table, "Key": key() })
}

fn arn(resource: &str) -> String {
    format!("arn:aws:dynamodb:us-east-1:000000000000:table/{resource}")
}

#[test]
fn a_function_may_do_to_a_table_what_its_signature_grants_and_nothing_else() {
    let get = |table: &str| json!({ "RequestItems": { table: { "Keys": [key()] } } });
    let put = json!({ "RequestItems": { "Seats": [{ "PutRequest": { "Item": key() } }] } });
    let tag = json!({ "ResourceArn": arn("Seats"), "Tags": [] });
    let elsewhere = "arn:aws:dynamodb:eu-west-1:111122223333:table/Seats";
    let log = check([
        (ACTIONS, "GetItem", on("Seats"), None),
        (ACTIONS, "BatchGetItem", get("Seats"), None),
        (ACTIONS, "PutItem", json!({ "TableName": "Seats", "Item": key() }), None),
        (ACTIONS, "Scan", json!({ "TableName": "Seats" }), Some(("Scan", arn("Seats")))),
        (ACTIONS, "GetItem", on("Other"), Some(("GetItem", arn("Other")))),
        (RESOURCES, "BatchGetItem", get(elsewhere), Some(("BatchGetItem", elsewhere.to_owned()))),
        (RESOURCES, "BatchGetItem", get(&arn("Other")), Some(("BatchGetItem", arn("Other")))),
        (ACTIONS, "BatchGetItem", get("Other"), Some(("BatchGetItem", arn("Other")))),
        (ACTIONS, "BatchWriteItem", put, Some(("BatchWriteItem", arn("Seats")))),
        (ACTIONS, "ListTables", json!({}), Some(("ListTables", arn("*")))),
        (ACTIONS, "DeleteTable", json!({ "TableName": "Seats" }), Some(("DeleteTable", arn("Seats")))),
        (ACTIONS, "TagResource", tag, Some(("TagResource", arn("Seats")))),
    ]);
    assert!(log.contains("keys: dynamodb:ListTables was refused; no signature grants it"), "{log}");
}

#[test]
fn a_grant_on_a_table_does_not_reach_its_indexes() {
    let query = |index: Value| {
        let values = json!({ ":e": { "S": "e" } });
        let condition = "eventName = :e";
        json!({ "TableName": "Seats", "IndexName": index, "KeyConditionExpression": condition, "ExpressionAttributeValues": values })
    };
    let log = check([
        (ACTIONS, "Query", query(Value::Null), None),
        (RESOURCES, "Query", query(json!("ByDay")), Some(("Query", arn("Seats/index/ByDay")))),
        (RESOURCES, "Scan", query(json!("ByDay")), Some(("Scan", arn("Seats/index/ByDay")))),
    ]);
    let advice = "keys: dynamodb:Query on the index `ByDay` of `Seats` was refused; add `Query<ByDay>` to the \
                  `Table<…>` in its signature";
    assert!(log.contains(advice), "{log}");
}

#[test]
fn a_transaction_needs_the_actions_of_its_items() {
    let transaction = |item: Value| json!({ "TransactItems": [item] });
    let mut condition = on("Seats");
    condition["ConditionExpression"] = json!("attribute_not_exists(guest)");
    let two = json!({ "ConditionCheck": condition, "Delete": on("Seats") });
    let delete = transaction(json!({ "Delete": on("Seats") }));
    let denied = || Some(("DeleteItem", arn("Seats")));
    check([
        (TRANSACTIONS, "TransactGetItems", transaction(json!({ "Get": on("Seats") })), None),
        (TRANSACTIONS, "TransactWriteItems", transaction(json!({ "ConditionCheck": condition })), None),
        (TRANSACTIONS, "TransactWriteItems", delete, denied()),
        (TRANSACTIONS, "TransactWriteItems", transaction(two), denied()),
    ]);
}

#[test]
fn a_statement_needs_the_action_of_its_verb() {
    let statement = |text: &str| json!({ "Statement": text });
    let batch = json!({ "Statements": [statement("DELETE FROM Seats")] });
    let transaction = json!({ "TransactStatements": [statement("INSERT INTO Seats")] });
    check([
        (PARTIQL, "ExecuteStatement", statement("select * from Seats"), Some(("PartiQLSelect", arn("*")))),
        (PARTIQL, "BatchExecuteStatement", batch, Some(("PartiQLDelete", arn("*")))),
        (PARTIQL, "ExecuteTransaction", transaction, Some(("PartiQLInsert", arn("*")))),
    ]);
}

#[test]
fn a_call_that_names_no_table_is_the_databases_to_refuse() {
    let api = Serve::start(FAULTS);
    let keys = function(&api);
    for (operation, body) in [
        ("GetItem", json!({ "TableName": "", "Key": key() })),
        ("GetItem", json!({ "TableName": arn(""), "Key": key() })),
        ("ListTagsOfResource", json!({})),
        ("ListTagsOfResource", json!({ "ResourceArn": "" })),
        ("UntagResource", json!({ "ResourceArn": arn(""), "TagKeys": ["a"] })),
    ] {
        let refusal = refusal(&api.dynamodb(&keys, operation, &body.to_string()));
        assert!(refusal.starts_with("400 "), "{operation} {body}: {refusal}");
    }
}
