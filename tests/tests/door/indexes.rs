//! Indexes, which a manifest alone can declare and grant: no type and no signature names one.

use std::process::Command;

use fingerpost_tests::{Answer, Serve, argument, run};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{FAULTS, function, refusal};

/// Serves with indexes of `Seats`; the function `keys` may query and scan the first of them, and do
/// nothing else.
fn serve(folder: &TempDir, indexes: &Value, storage: &[&str]) -> Serve {
    let file = folder.path().join("manifest.json");
    std::fs::write(&file, manifest(indexes).to_string()).expect("writes");
    let options = [storage, &["--binary", FAULTS, "--manifest", argument(&file)]].concat();
    Serve::start_with(Command::new(FAULTS), &options)
}

fn manifest(indexes: &Value) -> Value {
    let mut manifest: Value = serde_json::from_str(&run(FAULTS, &["manifest"], "").stdout).expect("JSON");
    manifest["tables"][0]["indexes"] = indexes.clone();
    let mut routes = manifest["routes"].as_array_mut().expect("routes").iter_mut();
    let route = routes.find(|route| route["name"] == "keys").expect("a route");
    let actions = ["dynamodb:Query", "dynamodb:Scan"];
    let index = &indexes[0]["name"];
    route["grants"] = json!([{ "table": "Seats", "index": index, "actions": actions }]);
    manifest
}

/// By an attribute that no other key has, and by one of the table's key.
fn two() -> Value {
    let guest = json!({ "name": "guest", "type": "S" });
    let number = json!({ "name": "no", "type": "N" });
    json!([
        { "name": "ByGuest", "partitionKey": guest, "sortKey": number },
        { "name": "ByNumber", "partitionKey": number },
    ])
}

fn query(api: &Serve, index: &str) -> Answer {
    let values = json!({ ":g": { "S": "g" } });
    let condition = "guest = :g";
    let body = json!({ "TableName": "Seats", "IndexName": index, "KeyConditionExpression": condition, "ExpressionAttributeValues": values });
    api.dynamodb(&function(api), "Query", &body.to_string())
}

#[test]
fn a_grant_on_an_index_reaches_neither_its_table_nor_another_index() {
    let folder = TempDir::new().expect("a folder");
    let api = serve(&folder, &two(), &["--in-memory"]);
    let scan = |body: Value| api.dynamodb(&function(&api), "Scan", &body.to_string());
    let denied = |answer: &Answer| refusal(answer).starts_with("400 AccessDeniedException");
    assert!(denied(&scan(json!({ "TableName": "Seats" }))), "{}", api.log());
    assert!(denied(&query(&api, "ByNumber")), "{}", api.log());
    for advice in [
        "keys: dynamodb:Scan on `Seats` was refused; add `Scan` to the `Table<…>` in its signature",
        "keys: dynamodb:Query on the index `ByNumber` of `Seats` was refused; a grant on a table does not reach \
         its indexes",
    ] {
        assert!(api.log().contains(advice), "{}", api.log());
    }
}

#[test]
fn a_grant_on_an_index_lets_it_be_queried() {
    let folder = TempDir::new().expect("a folder");
    let api = serve(&folder, &two(), &["--in-memory"]);
    for (number, guest) in [("1", "g"), ("2", "g"), ("3", "other")] {
        let item = json!({ "eventName": { "S": "e" }, "no": { "N": number }, "guest": { "S": guest } });
        let put = json!({ "TableName": "Seats", "Item": item }).to_string();
        assert_eq!(api.dynamodb(&api.keys(), "PutItem", &put).status, 200);
    }
    let answer = query(&api, "ByGuest");
    assert_eq!((answer.status, &answer.json()["Count"]), (200, &json!(2)), "{}", answer.text());
}

#[test]
fn a_data_file_whose_table_has_other_indexes_is_refused() {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("local.db");
    let storage = ["--data", argument(&data)];
    drop(serve(&folder, &two(), &storage));
    let reversed: Value = two().as_array().into_iter().flatten().rev().cloned().collect();
    drop(serve(&folder, &reversed, &storage));
    let mut other_type = two();
    other_type[0]["partitionKey"]["type"] = json!("N");
    for indexes in [json!([two()[0]]), other_type] {
        let file = folder.path().join("manifest.json");
        std::fs::write(&file, manifest(&indexes).to_string()).expect("writes");
        let binary = ["--binary", FAULTS, "--manifest", argument(&file)];
        let ran = run(FAULTS, &[&["serve", "--port", "0"], &storage[..], &binary].concat(), "");
        let sentence =
            "its table `Seats` has other indexes than the routes declare; move the file away or choose";
        assert!(
            ran.stderr.contains(sentence) && ran.stderr.lines().count() == 1,
            "{indexes}: {}",
            ran.stderr
        );
        assert_eq!(ran.code, 1);
    }
}
