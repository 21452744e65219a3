//! Indexes: what they hold, and that a grant on one is on it alone.

use std::collections::BTreeSet;
use std::process::Command;

use fingerpost_tests::{Ran, Serve, argument, run};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use super::{FAULTS, function, refusal};

/// Serves with these keys of the table `Seats`; the function `keys` may do what the grants say, and nothing
/// else.
pub(super) fn serve(folder: &TempDir, table: &Value, grants: &Value, storage: &[&str]) -> Serve {
    let options = options(folder, table, grants, storage);
    let options: Vec<_> = options.iter().map(String::as_str).collect();
    Serve::start_with(Command::new(FAULTS), &options)
}

/// Is refused as much; one that serves would never end.
pub(super) fn try_to_serve(folder: &TempDir, table: &Value, storage: &[&str]) -> Ran {
    let options = options(folder, table, &json!([]), storage);
    let command = ["30", FAULTS, "serve", "--port", "0"].into_iter();
    run("timeout", &command.chain(options.iter().map(String::as_str)).collect::<Vec<_>>(), "")
}

fn options(folder: &TempDir, table: &Value, grants: &Value, storage: &[&str]) -> Vec<String> {
    let mut manifest: Value = serde_json::from_str(&run(FAULTS, &["manifest"], "").stdout).expect("JSON");
    for (key, value) in table.as_object().expect("an object") {
        manifest["tables"][0][key] = value.clone();
    }
    for route in manifest["routes"].as_array_mut().expect("routes") {
        route["grants"] = if route["name"] == "keys" { grants.clone() } else { json!([]) };
    }
    let file = folder.path().join("manifest.json");
    std::fs::write(&file, manifest.to_string()).expect("writes");
    [storage, &["--binary", FAULTS, "--manifest", argument(&file)]]
        .concat()
        .into_iter()
        .map(str::to_owned)
        .collect()
}

/// The seats of a hall's season by tier and number; the guests of an event in order; and the seats of a tier.
fn three() -> Value {
    let string = |name: &str| json!({ "name": name, "type": "S" });
    let number = json!({ "name": "no", "type": "N" });
    let (season, tier) = (json!([string("hall"), string("season")]), json!([string("tier"), number]));
    let (event, guest) = (json!([string("eventName")]), json!([string("guest")]));
    json!({ "indexes": [
        { "name": "ByGuest", "local": true, "partitionKeys": event, "sortKeys": guest, "projection": { "include": ["tier"] } },
        { "name": "BySeason", "partitionKeys": season, "sortKeys": tier },
        { "name": "ByTier", "partitionKeys": [tier[0]], "projection": "keysOnly" },
    ] })
}

/// Three seats of the event `e`, one of them without a guest.
pub(super) fn put_seats(api: &Serve) {
    for (number, tier, guest) in [("1", "b", Some("y")), ("2", "a", Some("x")), ("3", "b", None)] {
        let mut item = json!({
            "eventName": { "S": "e" }, "no": { "N": number }, "hall": { "S": "h" }, "season": { "S": "s" },
            "tier": { "S": tier },
        });
        if let Some(guest) = guest {
            item["guest"] = json!({ "S": guest });
        }
        let put = json!({ "TableName": "Seats", "Item": item }).to_string();
        assert_eq!(api.dynamodb(&api.keys(), "PutItem", &put).status, 200);
    }
}

/// The body of a query for the seats in which these attributes have these values.
pub(super) fn query(index: Option<&str>, equal: &[(&str, &str)]) -> Value {
    let conditions: Vec<_> = equal.iter().map(|(name, _)| format!("{name} = :{name}")).collect();
    let values = equal.iter().map(|(name, value)| (format!(":{name}"), json!({ "S": value })));
    json!({
        "TableName": "Seats", "IndexName": index, "KeyConditionExpression": conditions.join(" AND "),
        "ExpressionAttributeValues": values.collect::<Map<_, _>>(),
    })
}

/// The developer's answer: the numbers of its seats, and the attributes of the first of them.
#[track_caller]
pub(super) fn seats(api: &Serve, query: &Value) -> [String; 2] {
    let answer = api.dynamodb(&api.keys(), "Query", &query.to_string());
    assert_eq!(answer.status, 200, "{}", answer.text());
    let body = answer.json();
    let items: Vec<_> = body["Items"].as_array().into_iter().flatten().filter_map(Value::as_object).collect();
    let numbers: Vec<_> = items.iter().filter_map(|item| item["no"]["N"].as_str()).collect();
    let attributes: BTreeSet<&str> =
        items.first().into_iter().flat_map(|item| item.keys()).map(String::as_str).collect();
    [numbers, attributes.into_iter().collect()].map(|words| words.join(" "))
}

#[test]
fn an_index_has_the_items_with_its_key_in_its_order_and_what_it_projects() {
    let folder = TempDir::new().expect("a folder");
    let api = serve(&folder, &three(), &json!([]), &["--in-memory"]);
    put_seats(&api);
    let season = [("hall", "h"), ("season", "s"), ("tier", "b")];
    let check = |index: &str, equal: &[(&str, &str)], expected: [&str; 2]| {
        assert_eq!(seats(&api, &query(Some(index), equal)), expected, "{index}");
    };
    check("BySeason", &season[..2], ["2 1 3", "eventName guest hall no season tier"]);
    check("BySeason", &season, ["1 3", "eventName guest hall no season tier"]);
    check("ByGuest", &[("eventName", "e")], ["2 1", "eventName guest no tier"]);
    check("ByTier", &season[2..], ["1 3", "eventName no tier"]);
    let half = query(Some("BySeason"), &season[..1]).to_string();
    let refused = refusal(&api.dynamodb(&api.keys(), "Query", &half));
    assert!(refused.starts_with("400 ValidationException: "), "the whole partition key is needed: {refused}");
}

/// Says what the function is refused, of the queries of two indexes and of the table.
#[track_caller]
fn check_grants(grants: &Value, expected: [Option<&str>; 3]) -> String {
    let folder = TempDir::new().expect("a folder");
    let api = serve(&folder, &three(), grants, &["--in-memory"]);
    let (tier, event) = ([("tier", "a")], [("eventName", "e")]);
    let queries = [query(Some("ByTier"), &tier), query(Some("ByGuest"), &event), query(None, &event)];
    for (query, denied) in queries.iter().zip(expected) {
        let answer = api.dynamodb(&function(&api), "Query", &query.to_string());
        let Some(resource) = denied else {
            assert_eq!(answer.status, 200, "{grants} {query}: {}", answer.text());
            continue;
        };
        let sentence = format!(
            "400 AccessDeniedException: User: arn:aws:sts::000000000000:assumed-role/keys/keys is not authorized to \
             perform: dynamodb:Query on resource: arn:aws:dynamodb:us-east-1:000000000000:table/{resource} because no \
             identity-based policy allows the dynamodb:Query action"
        );
        assert_eq!(refusal(&answer), sentence, "{grants} {query}");
    }
    api.log()
}

#[test]
fn a_grant_on_an_index_reaches_neither_its_table_nor_another_index() {
    let (global, local, table) = (Some("Seats/index/ByTier"), Some("Seats/index/ByGuest"), Some("Seats"));
    let on =
        |index: Option<&str>| json!([{ "table": "Seats", "index": index, "actions": ["dynamodb:Query"] }]);
    check_grants(&on(Some("ByTier")), [None, local, table]);
    check_grants(&on(Some("ByGuest")), [global, None, table]);
    let log = check_grants(&on(None), [global, local, None]);
    let advice = "keys: dynamodb:Query on the index `ByGuest` of `Seats` was refused; add `Query<ByGuest>` to the \
                  `Table<…>` in its signature";
    assert!(log.contains(advice), "{log}");
}
