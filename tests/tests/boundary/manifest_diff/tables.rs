//! What a diff tells of tables and their indexes: above all what a deployment would do to data, or refuse.

use std::fs;

use fingerpost_tests::{argument, run};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::EVENTS;

/// Compares two declarations of the table `Events`, each given by the keys that it has beside its name.
#[track_caller]
fn check(old: &Value, new: &Value, lines: &[&str]) {
    let folder = TempDir::new().expect("a folder");
    let mut manifest: Value = serde_json::from_str(&run(EVENTS, &["manifest"], "").stdout).expect("JSON");
    let [old, new] = [("old.json", old), ("new.json", new)].map(|(file, keys)| {
        let mut table =
            json!({ "name": "Events", "variable": "TABLE_NAME_EVENTS", "partitionKey": key("id", "S") });
        for (key, value) in keys.as_object().expect("an object") {
            table[key] = value.clone();
        }
        manifest["tables"] = json!([table]);
        let file = folder.path().join(file);
        fs::write(&file, manifest.to_string()).expect("writes");
        argument(&file).to_owned()
    });
    let ran = run(EVENTS, &["manifest", "diff", &old, &new, "--exit-code"], "");
    let report = format!("operations\n  {}\n", lines.join("\n  "));
    let stops = lines.iter().any(|line| line.starts_with('!'));
    assert_eq!((ran.stdout, ran.code), (report, i32::from(stops)), "{}", ran.stderr);
}

fn key(name: &str, kind: &str) -> Value {
    json!({ "name": name, "type": kind })
}

/// A global index by these attributes.
fn index(name: &str, keys: &[Value]) -> Value {
    json!({ "name": name, "partitionKeys": keys })
}

/// A table whose index has a sort key of its own.
fn with_local(sort: &str) -> Value {
    let local = json!({ "name": "ByOwner", "local": true, "partitionKeys": [key("id", "S")], "sortKeys": [key(sort, "S")] });
    json!({ "sortKey": key("at", "N"), "indexes": [local] })
}

fn with(indexes: &[Value]) -> Value {
    json!({ "indexes": indexes })
}

const ONE: &str = "CloudFormation adds or removes one in a deployment";
const OTHER_NAME: &str = "CloudFormation cannot change an index, give it another name";
const REPLACED: &str = "the table is REPLACED, its data stays behind";

#[test]
fn a_diff_lets_one_global_index_come_or_go() {
    let by_date = [index("ByDate", &[key("date", "S")])];
    check(&with(&[]), &with(&by_date), &["  index ByDate of table Events is new"]);
    check(&with(&by_date), &with(&[]), &["  index ByDate of table Events is no longer declared"]);
}

#[test]
fn a_diff_stops_for_more_than_one_global_index() {
    let [date, owner, hall] =
        ["date", "owner", "hall"].map(|name| index(&format!("By-{name}"), &[key(name, "S")]));
    let counted = |count: usize| {
        format!("! table Events has {count} global indexes that are new or no longer declared: {ONE}")
    };
    let new =
        ["  index By-date of table Events is new", "  index By-owner of table Events is new", &counted(2)];
    check(&with(&[]), &with(&[date.clone(), owner.clone()]), &new);
    let renamed = [
        "  index By-date of table Events is no longer declared",
        "  index By-owner of table Events is new",
        &counted(2),
    ];
    check(&with(&[date.clone(), hall.clone()]), &with(&[owner.clone(), hall]), &renamed);
}

#[test]
fn a_diff_stops_for_another_key_or_projection_of_an_index() {
    let keys = [key("hall", "S"), key("season", "S")];
    let before = index("ByHall", &keys[..1]);
    let mut after = index("ByHall", &keys);
    after["sortKeys"] = json!([key("no", "N")]);
    after["projection"] = json!({ "include": ["tier", "guest"] });
    let lines = [
        format!(
            "! index ByHall of table Events partitionKeys: hall (S) -> hall (S), season (S): {OTHER_NAME}"
        ),
        format!("! index ByHall of table Events sortKeys: none -> no (N): {OTHER_NAME}"),
        format!("! index ByHall of table Events projection: all -> include guest, tier: {OTHER_NAME}"),
    ];
    check(&with(&[before]), &with(&[after]), &lines.each_ref().map(String::as_str));
}

#[test]
fn a_diff_stops_for_what_replaces_a_table_and_lets_it_have_any_indexes() {
    let line = |line: &str| format!("! {line}: {REPLACED}");
    let lines = [line("local index ByOwner of table Events sortKeys: owner (S) -> guest (S)")];
    check(&with_local("owner"), &with_local("guest"), &lines.each_ref().map(String::as_str));

    let mut without = with_local("owner");
    without["indexes"] = json!([index("ByDate", &[key("date", "S")]), index("ByHall", &[key("hall", "S")])]);
    let is_new = "  index ByDate of table Events is new";
    let lines = [
        is_new.to_owned(),
        is_new.replace("ByDate", "ByHall"),
        line("local index ByOwner of table Events is no longer declared"),
    ];
    let [gone, added, local] = lines.each_ref().map(String::as_str);
    check(&with_local("owner"), &without, &[local, gone, added]);
    let (gone, added) =
        (gone.replace("is new", "is no longer declared"), added.replace("is new", "is no longer declared"));
    check(
        &without,
        &with_local("owner"),
        &[&gone, &added, &local.replace("is no longer declared", "is new")],
    );

    let lines = [
        line("table Events attribute date of its keys: S -> N"),
        "  index ByDate of table Events partitionKeys: date (S) -> date (N)".to_owned(),
    ];
    let [before, after] = ["S", "N"].map(|kind| with(&[index("ByDate", &[key("date", kind)])]));
    check(&before, &after, &lines.each_ref().map(String::as_str));
}

#[test]
fn a_diff_stops_for_a_time_to_live_in_another_attribute() {
    let expires = |attribute: &str| json!({ "expires": attribute });
    check(&json!({}), &expires("until"), &["  table Events expires: none -> until"]);
    check(&expires("until"), &json!({}), &["  table Events expires: until -> none"]);
    let how = "CloudFormation changes it in two deployments, the first of which declares none";
    check(&expires("until"), &expires("ends"), &[&format!("! table Events expires: until -> ends: {how}")]);
}
