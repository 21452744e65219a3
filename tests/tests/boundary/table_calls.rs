//! Every call of a table, by an API that makes them all, and random cases held against a model.

use std::process::Command;

use fingerpost_tests::{Serve, run};
use serde_json::{Value, json};

const TABLES: &str = env!("CARGO_BIN_EXE_tables");

#[track_caller]
fn check(path: &str, expected: &Value) {
    let api = Serve::start(TABLES);
    assert_eq!(api.call("POST", "/shelves/s?count=12").status, 204, "{}", api.log());
    let answer = api.call("GET", path);
    assert_eq!((answer.status, &answer.json()), (200, expected), "{}", api.log());
}

#[test]
fn keys_of_bytes_and_uuids_find_their_items() {
    check("/blobs", &json!(["x", 1, ["y"], 1, 2, ["y"], true, true, 1]));
}

#[test]
fn a_key_is_given_by_itself_or_by_a_reference() {
    let expected =
        json!(["thing 2", ["thing 3", "thing 9", "thing 1"], ["thing 3", "thing 9", "thing 1"], 0]);
    check("/things/s", &expected);
}

#[test]
fn a_write_that_was_not_made_says_why() {
    let told = [
        "missing", "done", "unmet", "unmet", "done", "missing", "missing", "unmet", "done", "missing",
        "unmet", "missing",
    ];
    check("/conditions", &json!([told, "new", 410]));
}

#[test]
fn an_update_changes_attributes_and_what_is_in_them() {
    let thing = |rest: Value| {
        let mut thing = json!({ "shelf": "u", "number": 1, "title": "one", "color": "dark_red" });
        let all = thing.as_object_mut().expect("an object");
        all.extend(rest.as_object().expect("an object").clone());
        thing
    };
    let maker = |places: &[&str]| json!({ "name": "Grace", "places": places });
    let one = json!({
        "weight": 15, "size": 1, "note": null, "tagList": ["t1", "b", "c"], "maker": maker(&["Paris"]),
    });
    let two = json!({
        "weight": 12, "size": 7, "note": "one", "tagList": ["a", "t1", "b", "c"], "maker": maker(&["Rome"]),
    });
    let three = json!({
        "weight": 12, "size": 7, "note": null, "tagList": ["a", "b", "c"], "maker": maker(&["Rome"]),
    });
    let counted = json!({
        "shelf": "u", "number": 2, "title": "t", "color": "blue", "weight": 1, "note": null, "tagList": [],
        "maker": null,
    });
    check("/updates", &json!([thing(one), thing(two), thing(three), counted, "missing", 400]));
}

#[test]
fn every_test_holds_of_what_it_is_about() {
    check("/tests", &json!([[], 500]));
}

#[test]
fn a_list_is_read_by_ranges_filters_pages_and_one_by_one() {
    let told = json!([
        [3],
        [1, 2],
        [1, 2, 3],
        [11, 12],
        [12, 11, 10],
        [4, 5],
        [10, 11, 12],
        [2, 4],
        [6, 8],
        [1, 2, 3],
        [1, 2],
        [1, 2, 3, 4, 5],
    ]);
    check("/lists/s", &json!([told, [12, 8, 12, 0], 12]));
}

#[test]
fn a_page_of_an_index_goes_on_where_the_last_one_ended() {
    let api = Serve::start(TABLES);
    for shelf in ["s", "t"] {
        assert_eq!(api.call("POST", &format!("/shelves/{shelf}?count=6")).status, 204, "{}", api.log());
    }
    let (mut path, mut weights) = ("/colors/blue?limit=4".to_owned(), Vec::new());
    for pages in 1.. {
        let page = api.call("GET", &path);
        assert_eq!(page.status, 200, "{}", api.log());
        weights.extend(page.json().as_array().expect("a list").iter().map(|thing| thing["weight"].clone()));
        let link = page.header("link");
        if link.is_empty() {
            assert_eq!(pages, 2);
            break;
        }
        link.trim_start_matches('<').split('>').next().unwrap_or_default().clone_into(&mut path);
    }
    assert_eq!(weights, [20, 20, 40, 40, 60, 60]);
    assert_eq!(api.call("GET", "/colors/blue?from=50").json().as_array().map(Vec::len), Some(2));
    // The cursor of one color is no place in another.
    let elsewhere = path.replace("blue", "dark_red");
    assert_eq!(api.call("GET", &elsewhere).status, 400, "{elsewhere}");
    let of_the_table = base64_simd::URL_SAFE_NO_PAD
        .encode_to_string(r#"["by_color",{"shelf":{"S":"s"},"number":{"N":"1"}}]"#);
    assert_eq!(api.call("GET", &format!("/colors/blue?cursor={of_the_table}")).status, 400);
}

#[test]
fn an_index_is_read_by_a_part_of_its_key_and_shows_what_it_holds() {
    let label = |number: u64| json!({ "number": number, "size": number, "title": format!("thing {number}") });
    let labels = json!([label(1), label(5), label(7), label(11)]);
    check("/indexes/s", &json!([labels, 3, 1, 1, [1, 2, 3], [1, 2], 4]));
}

#[test]
fn a_grant_on_an_index_does_not_reach_its_table() {
    check("/denied/s", &json!([true, "Things"]));
    let manifest: Value = serde_json::from_str(&run(TABLES, &["manifest"], "").stdout).expect("JSON");
    let routes = manifest["routes"].as_array().expect("routes");
    let grants = |name: &str| routes.iter().find(|route| route["name"] == name).map(|route| &route["grants"]);
    let query = json!(["dynamodb:Query"]);
    assert_eq!(
        grants("indexes"),
        Some(&json!([
            { "table": "Things", "actions": ["dynamodb:GetItem"] },
            { "table": "Things", "index": "BySize", "actions": query },
            { "table": "Things", "index": "ByWeight", "actions": query },
        ]))
    );
}

#[test]
fn the_manifest_has_the_indexes_and_the_time_to_live_of_an_item() {
    let manifest: Value = serde_json::from_str(&run(TABLES, &["manifest"], "").stdout).expect("JSON");
    let tables = manifest["tables"].as_array().expect("tables");
    let things = tables.iter().find(|table| table["name"] == "Things").expect("a table");
    let key = |name: &str, kind: &str| json!({ "name": name, "type": kind });
    assert_eq!(things["expires"], "until");
    assert_eq!(things["partitionKey"], key("shelf", "S"));
    assert_eq!(things["sortKey"], key("number", "N"));
    assert_eq!(
        things["indexes"],
        json!([
            { "name": "ByColor", "partitionKeys": [key("color", "S")], "sortKeys": [key("weight", "N")] },
            {
                "name": "BySize",
                "partitionKeys": [key("color", "S"), key("shelf", "S")],
                "sortKeys": [key("size", "N"), key("number", "N")],
                "projection": { "include": ["title", "until"] },
            },
            {
                "name": "ByWeight",
                "local": true,
                "partitionKeys": [key("shelf", "S")],
                "sortKeys": [key("weight", "N")],
            },
        ])
    );
    let blobs = tables.iter().find(|table| table["name"] == "Blobs").expect("a table");
    assert_eq!((&blobs["partitionKey"], &blobs["sortKey"]), (&key("hash", "B"), &key("id", "S")));
}

#[test]
fn what_has_expired_is_not_read() {
    let found = json!([true, true, false, false, true, false, false, false]);
    check("/expired", &json!([found, [true, false, true, false], [1, 3], [1], 2, 2, 0]));
}

#[test]
fn random_conditions_filters_and_updates_are_what_the_model_says() {
    let api = Serve::start_with(Command::new(TABLES), &["--in-memory"]);
    let mut sums = [0_u64; 5];
    for seed in 0..11 {
        let answer = api.call("POST", &format!("/cases/{seed}?count=500"));
        assert_eq!(answer.status, 200, "seed {seed}: {}", answer.text());
        let counts = answer.json();
        for (sum, count) in sums.iter_mut().zip(counts.as_array().expect("a list")) {
            *sum += count.as_u64().expect("a number");
        }
    }
    let [done, unmet, refused, kept, left_out] = sums;
    for (what, count, all) in [
        ("updates made", done, done + unmet + refused),
        ("updates whose condition did not hold", unmet, done + unmet + refused),
        ("updates of another type", refused, done + unmet + refused),
        ("items that a filter kept", kept, kept + left_out),
        ("items that a filter left out", left_out, kept + left_out),
    ] {
        println!("{what}: {count} of {all}, {} %", 100 * count / all);
        assert!(count * 10 >= all, "{what}: {count} of {all} are too few");
    }
    assert!(done + unmet + refused >= 5_000);
}
