//! `manifest`: what it prints, writes and compares with a file.

use std::fs;
use std::path::Path;

use fingerpost_tests::run;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{EVENTS, FAULTS, check_fails};

#[test]
fn the_manifest_says_what_each_route_may_do() {
    let manifest: Value = serde_json::from_str(&run(EVENTS, &["manifest"], "").stdout).expect("JSON");
    assert_eq!(manifest["version"], 1);
    assert_eq!(
        manifest["api"],
        json!({
            "name": "events",
            "cors": {
                "allowOrigins": ["*"], "allowMethods": ["*"], "allowHeaders": ["authorization", "content-type"],
                "exposeHeaders": ["link"], "maxAgeSeconds": 600, "allowCredentials": false,
            },
            "throttle": { "ratePerSecond": 1000, "burst": 500 },
            "authorizers": {},
        })
    );
    let key = json!({ "name": "id", "type": "S" });
    let events = json!({
        "name": "Events", "variable": "TABLE_NAME_EVENTS", "partitionKey": key, "indexes": [],
        "source": "handlers/src/events.rs:12",
    });
    assert_eq!(manifest["tables"], json!([events]));
    let actions = |name: &str| {
        let routes = manifest["routes"].as_array().expect("routes");
        routes.iter().find(|route| route["name"] == name).map(|route| route["grants"].clone())
    };
    for (route, action) in [
        ("list_events", "Scan"),
        ("create_event", "PutItem"),
        ("get_event", "GetItem"),
        ("delete_event", "DeleteItem"),
    ] {
        let grants = json!([{ "table": "Events", "actions": [format!("dynamodb:{action}")] }]);
        assert_eq!(actions(route), Some(grants), "{route}");
    }
    let route = |name: &str| {
        let routes = manifest["routes"].as_array().expect("routes");
        routes.iter().find(|route| route["name"] == name).expect("the route")
    };
    assert_eq!(
        route("list_events")["parameters"],
        json!([
            { "in": "query", "name": "cursor", "required": false, "schema": { "type": "string" } },
            {
                "in": "query", "name": "limit", "required": false,
                "schema": { "type": "integer", "minimum": 1, "maximum": 1000 },
            },
        ])
    );
    let id = json!([{ "in": "path", "name": "id", "required": true, "schema": { "type": "string" } }]);
    assert_eq!(route("get_event")["parameters"], id);
    let body = json!({ "required": true, "contentTypes": ["application/json"] });
    assert_eq!((&route("create_event")["body"], &route("get_event")["body"]), (&body, &Value::Null));
    let create = &manifest["routes"][0];
    assert_eq!(create["summary"], "Creates an event under an id of its own.");
    assert!(
        create["source"].as_str().is_some_and(|place| place.starts_with("handlers/src/events.rs:")),
        "{create}"
    );
}

#[test]
fn a_manifest_has_sort_keys_renamed_names_and_greedy_paths() {
    let manifest: Value = serde_json::from_str(&run(FAULTS, &["manifest"], "").stdout).expect("JSON");
    assert_eq!(
        manifest["tables"],
        json!([{
            "name": "Seats", "variable": "TABLE_NAME_SEATS",
            "partitionKey": { "name": "eventName", "type": "S" },
            "sortKey": { "name": "no", "type": "N" }, "indexes": [],
            "source": "tests/src/bin/faults/seats.rs:12",
        }])
    );
    let routes = manifest["routes"].as_array().expect("routes");
    let find = |name: &str| routes.iter().find(|route| route["name"] == name).expect("the route");
    assert_eq!(find("brews-tea")["path"], "/teapot");
    assert_eq!((&find("echo")["method"], &find("echo")["path"]), (&json!("ANY"), &json!("/echo/{rest+}")));
    assert_eq!(find("hangs")["timeoutSeconds"], 1);
    assert_eq!(find("brews-tea")["throttle"], json!({ "ratePerSecond": 5, "burst": 10 }));
    assert_eq!(find("hangs").get("throttle"), None);
    let names: Vec<_> = routes.iter().map(|route| route["name"].as_str().unwrap_or_default()).collect();
    assert!(names.is_sorted(), "{names:?}");
}

#[test]
fn a_stale_manifest_is_told_with_a_diff() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("manifest.json");
    let path = file.to_str().expect("UTF-8");
    assert_eq!(run(EVENTS, &["manifest", "--write", path], "").code, 0);
    let fresh = run(EVENTS, &["manifest", "--check", path], "");
    assert_eq!((fresh.code, fresh.stdout.as_str()), (0, ""));
    let text = fs::read_to_string(&file).expect("written");
    assert_eq!(text, run(EVENTS, &["manifest"], "").stdout);
    fs::write(&file, text.replace("dynamodb:Scan", "dynamodb:Query")).expect("writes");
    let stale = run(EVENTS, &["manifest", "--check", path], "");
    assert_eq!(stale.code, 1);
    let changed =
        stale.stdout.lines().filter(|line| line.contains("dynamodb:")).map(|line| line.replace(' ', ""));
    assert_eq!(
        changed.collect::<Vec<_>>(),
        ["-\"dynamodb:Query\"", "+\"dynamodb:Scan\""],
        "{}",
        stale.stdout
    );
    assert!(
        stale.stderr.contains(&format!("`cargo run -- manifest --write {path}` refreshes it")),
        "{}",
        stale.stderr
    );
}

#[cfg(unix)]
#[test]
fn what_is_there_and_no_file_is_not_replaced_and_a_link_stays() {
    use std::os::unix::fs::FileTypeExt as _;
    let folder = TempDir::new().expect("a folder");
    let [pipe, link, file] = ["pipe", "link", "file"].map(|name| folder.path().join(name));
    let path = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    assert_eq!(run("mkfifo", &[&path(&pipe)], "").code, 0);
    let sentence = format!("cannot write {}: it is there, and not a file", pipe.display());
    check_fails(&["manifest", "--write", &path(&pipe)], 1, &sentence);
    assert!(pipe.metadata().expect("there").file_type().is_fifo());

    fs::write(&file, "old").expect("writes");
    std::os::unix::fs::symlink("file", &link).expect("links");
    assert_eq!(run(EVENTS, &["manifest", "--write", &path(&link)], "").code, 0);
    assert!(link.symlink_metadata().expect("there").is_symlink());
    assert!(fs::read_to_string(&file).expect("reads").contains("\"create_event\""));
    assert_eq!(folder.path().read_dir().expect("there").count(), 3, "nothing is left beside them");
}
