//! A data file whose table the manifest declares otherwise than before: brought up to date with its data,
//! except in what no deployment could change with it.

use fingerpost_tests::{Serve, argument};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::indexes::{put_seats, query, seats, serve, try_to_serve};

/// A data file, served with one declaration after the other.
struct Data {
    folder: TempDir,
    file: String,
}

impl Data {
    /// With three seats.
    fn of(table: &Value) -> Self {
        let folder = TempDir::new().expect("a folder");
        let file = argument(&folder.path().join("local.db")).to_owned();
        let data = Self { folder, file };
        put_seats(&data.serve(table));
        data
    }

    fn serve(&self, table: &Value) -> Serve {
        serve(&self.folder, table, &json!([]), &["--data", &self.file])
    }

    #[track_caller]
    fn check_refused(&self, table: &Value, what: &str) {
        let ran = try_to_serve(&self.folder, table, &["--data", &self.file]);
        let sentence = format!(
            "the data in {}: its table `Seats` has {what}; move the file away or choose another with `--data`",
            self.file
        );
        assert!(ran.stderr.contains(&sentence), "{table}: {}", ran.stderr);
        assert_eq!((ran.code, ran.stderr.lines().count()), (1, 1), "{table}: {}", ran.stderr);
    }
}

/// The seats of a tier.
fn by_tier(kind: &str, projection: &Value) -> Value {
    let tier = json!({ "name": "tier", "type": kind });
    json!({ "name": "ByTier", "partitionKeys": [tier], "projection": projection })
}

/// The seats of a hall.
fn by_hall() -> Value {
    let hall = json!({ "name": "hall", "type": "S" });
    json!({ "name": "ByHall", "partitionKeys": [hall], "sortKeys": [{ "name": "tier", "type": "S" }] })
}

fn table(indexes: &[Value]) -> Value {
    json!({ "indexes": indexes })
}

#[test]
fn an_index_is_built_from_the_data_and_removed_again() {
    let data = Data::of(&table(&[]));
    let (tier, hall) = (query(Some("ByTier"), &[("tier", "b")]), query(Some("ByHall"), &[("hall", "h")]));
    let both = table(&[by_hall(), by_tier("S", &json!("all"))]);
    for _ in 0..2 {
        let api = data.serve(&both);
        assert_eq!(seats(&api, &tier)[0], "1 3");
        assert_eq!(seats(&api, &hall)[0], "2 1 3");
    }
    let api = data.serve(&table(&[by_hall()]));
    let answer = api.dynamodb(&api.keys(), "Query", &tier.to_string());
    assert!(
        answer.text().contains("The table does not have the specified index: ByTier"),
        "{}",
        answer.text()
    );
    assert_eq!(seats(&api, &hall)[0], "2 1 3");
}

#[test]
fn an_index_with_another_key_or_projection_is_built_again() {
    let data = Data::of(&table(&[by_hall(), by_tier("S", &json!("all"))]));
    let tier = query(Some("ByTier"), &[("tier", "b")]);
    for (projection, attributes) in [
        (json!("keysOnly"), "eventName no tier"),
        (json!({ "include": ["season", "guest"] }), "eventName guest no season tier"),
        (json!("all"), "eventName guest hall no season tier"),
    ] {
        let api = data.serve(&table(&[by_hall(), by_tier("S", &projection)]));
        assert_eq!(seats(&api, &tier), ["1 3", attributes]);
    }
    // The type of an attribute, which another index has in its key, too.
    let mut hall = by_hall();
    hall["sortKeys"][0]["type"] = json!("N");
    let api = data.serve(&table(&[hall, by_tier("N", &json!("all"))]));
    let put = json!({ "TableName": "Seats", "Item": { "eventName": { "S": "e" }, "no": { "N": "4" }, "hall": { "S": "h" }, "tier": { "N": "7" } } });
    assert_eq!(api.dynamodb(&api.keys(), "PutItem", &put.to_string()).status, 200);
    let mut number = query(Some("ByTier"), &[("tier", "")]);
    number["ExpressionAttributeValues"][":tier"] = json!({ "N": "7" });
    assert_eq!(seats(&api, &number)[0], "4");
}

#[test]
fn an_index_in_another_order_is_the_same() {
    let indexes = |attributes: [&str; 2]| [by_hall(), by_tier("S", &json!({ "include": attributes }))];
    let data = Data::of(&table(&[]));
    // `SQLite` counts in the header of its file how often a table was made or removed.
    let count = |indexes: &[Value]| {
        assert_eq!(data.serve(&table(indexes)).terminate().code(), Some(0));
        std::fs::read(&data.file).expect("read")[40..44].to_vec()
    };
    let made = count(&indexes(["guest", "season"]));
    let mut reversed = indexes(["season", "guest"]);
    reversed.reverse();
    assert_eq!(count(&reversed), made);
    assert_ne!(count(&reversed[..1]), made);
}

#[test]
fn only_what_a_table_is_made_with_is_refused() {
    let guests = |projection: &str| {
        let keys = (json!([{ "name": "eventName", "type": "S" }]), json!([{ "name": "guest", "type": "S" }]));
        json!({ "name": "ByGuest", "local": true, "partitionKeys": keys.0, "sortKeys": keys.1, "projection": projection })
    };
    let data = Data::of(&table(&[guests("all")]));
    drop(data.serve(&table(&[guests("all")])));
    let local = "other local indexes than the routes declare, which DynamoDB makes only with the table";
    data.check_refused(&table(&[]), local);
    data.check_refused(&table(&[guests("keysOnly")]), local);
    let mut another = guests("all");
    another["name"] = json!("ByVisitor");
    data.check_refused(&table(&[guests("all"), another]), local);
    let mut global = guests("all");
    global["local"] = json!(false);
    data.check_refused(&table(&[global]), local);
    let key = "another key than the routes declare";
    data.check_refused(&json!({ "sortKey": { "name": "no", "type": "S" }, "indexes": [guests("all")] }), key);
    data.check_refused(&json!({ "sortKey": null }), key);
    data.check_refused(&json!({ "partitionKey": { "name": "event", "type": "S" } }), key);
}

#[test]
fn the_time_to_live_is_the_declared_one() {
    let data = Data::of(&json!({ "expires": "until" }));
    let described = |table: &Value| {
        let api = data.serve(table);
        let answer = api.dynamodb(&api.keys(), "DescribeTimeToLive", r#"{"TableName":"Seats"}"#).json();
        answer["TimeToLiveDescription"].clone()
    };
    let enabled = |attribute: &str| json!({ "AttributeName": attribute, "TimeToLiveStatus": "ENABLED" });
    assert_eq!(described(&json!({ "expires": "until" })), enabled("until"));
    assert_eq!(described(&json!({ "expires": "expires" })), enabled("expires"));
    assert_eq!(described(&json!({})), json!({ "TimeToLiveStatus": "DISABLED" }));
    assert_eq!(described(&json!({ "expires": "until" })), enabled("until"));
}
