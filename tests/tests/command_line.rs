//! The command line: answers on stdout, one sentence on stderr, the exit code.

use std::fs;
use std::net::TcpListener;
use std::path::Path;

use fingerpost_tests::{Serve, event, run};
use serde_json::{Value, json};
use tempfile::TempDir;

const EVENTS: &str = env!("CARGO_BIN_EXE_events");
const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

#[track_caller]
fn check_fails(arguments: &[&str], code: i32, sentence: &str) {
    let ran = run(EVENTS, arguments, "");
    assert_eq!(ran.code, code, "{}", ran.stderr);
    assert!(ran.stderr.contains(sentence), "{}", ran.stderr);
    assert_eq!(ran.stdout, "");
    if code == 1 {
        assert_eq!(ran.stderr.trim().lines().count(), 1, "{}", ran.stderr);
    }
}

#[test]
fn routes_are_listed() {
    let ran = run(EVENTS, &["routes"], "");
    let expected = "\
METHOD  PATH          FUNCTION      MEMORY  TIMEOUT  AUTH  ACTIONS
GET     /events       list_events   256 MB  10 s     open  Scan on Events
POST    /events       create_event  256 MB  10 s     open  PutItem on Events
DELETE  /events/{id}  delete_event  256 MB  10 s     open  DeleteItem on Events
GET     /events/{id}  get_event     256 MB  10 s     open  GetItem on Events
";
    assert_eq!((ran.code, ran.stdout.as_str()), (0, expected));
    assert_eq!(ran.stderr, "4 routes of 1 file: handlers/src/events.rs\n");
}

#[test]
fn every_curl_line_can_be_sent() {
    let ran = run(EVENTS, &["routes", "--curl"], "");
    let expected = "\
curl -i -X POST 'http://127.0.0.1:3000/events' -H 'content-type: application/json' -d '{\"name\":\"text\"}'
curl -i -X DELETE 'http://127.0.0.1:3000/events/ID'
curl -i -X GET 'http://127.0.0.1:3000/events/ID'
curl -i -X GET 'http://127.0.0.1:3000/events'
";
    assert_eq!((ran.code, ran.stdout.as_str()), (0, expected));
}

#[test]
fn a_curl_line_has_the_query_and_body_that_a_route_requires() {
    let lines = run(FAULTS, &["routes", "--curl"], "").stdout;
    for line in [
        "curl -i -X PATCH 'http://127.0.0.1:3000/seats/EVENT/NUMBER?guest=GUEST'",
        "curl -i -X POST 'http://127.0.0.1:3000/rows/EVENT?bytes=BYTES&count=COUNT'",
        "curl -i -X GET 'http://127.0.0.1:3000/seats/EVENT'",
        "curl -i -X POST 'http://127.0.0.1:3000/nested' -H 'content-type: application/json' \
         -d '{\"name\":\"text\"}'",
    ] {
        assert!(lines.lines().any(|known| known == line), "{line} is not in\n{lines}");
    }
}

fn described(executable: &str, route: &str) -> (Value, Value) {
    let mut all: Value =
        serde_json::from_str(&run(executable, &["routes", "--json"], "").stdout).expect("JSON");
    let routes = all["routes"].as_array().expect("routes");
    let found = routes.iter().find(|known| known["name"] == route).expect("the route").clone();
    (found, all["components"]["schemas"].take())
}

#[test]
fn all_that_is_known_of_a_route_is_printed() {
    let (create, schemas) = described(EVENTS, "create_event");
    assert_eq!(create["grants"][0]["actions"], json!(["dynamodb:PutItem"]));
    let content = |name: &str| json!([{ "contentType": "application/json", "schema": { "$ref": format!("#/components/schemas/{name}") } }]);
    assert_eq!(create["body"], json!({ "required": true, "content": content("DetailsDocument") }));
    let location = json!([{ "name": "location", "required": true, "summary": "The path of what was made" }]);
    assert_eq!(
        create["answers"],
        json!([{ "status": 201, "content": content("Event"), "headers": location }])
    );
    let statuses = create["refusals"].as_array().expect("refusals").iter().map(|refusal| &refusal["status"]);
    assert_eq!(statuses.collect::<Vec<_>>(), [400, 413, 415]);
    assert_eq!(create["refusesMore"], true);
    assert_eq!(schemas["Event"]["required"], json!(["id", "name"]));
    assert_eq!(schemas["Event"]["additionalProperties"], true);
    let (list, _) = described(EVENTS, "list_events");
    assert_eq!(list["answers"][0]["headers"][0]["name"], "link");
    assert_eq!(list["answers"][0]["content"][0]["schema"]["type"], "array");
    let (delete, _) = described(EVENTS, "delete_event");
    assert_eq!((&delete["answers"], &delete["refusals"]), (&json!([{ "status": 204 }]), &json!([])));
}

#[test]
fn what_is_read_and_what_is_written_have_schemas_of_their_own() {
    let (route, schemas) = described(FAULTS, "nested");
    assert_eq!(route["body"]["content"][0]["schema"]["$ref"], "#/components/schemas/Nested");
    assert_eq!(route["answers"][0]["content"][0]["schema"]["$ref"], "#/components/schemas/NestedAnswer");
    // A field with a default may be left out of a request, and is in every answer.
    assert_eq!(schemas["Nested"]["required"], json!(["name"]));
    assert_eq!(schemas["NestedAnswer"]["required"], json!(["name", "parts"]));
    // The type holds itself, each time in the same contract.
    assert_eq!(schemas["Nested"]["properties"]["parts"]["items"]["$ref"], "#/components/schemas/Nested");
    let parts = &schemas["NestedAnswer"]["properties"]["parts"];
    assert_eq!(parts["items"]["$ref"], "#/components/schemas/NestedAnswer");
    let (typed, _) = described(FAULTS, "typed");
    let day = &typed["parameters"][0];
    assert_eq!((&day["in"], &day["schema"]["maximum"]), (&json!("path"), &json!(255)));
    let tag = &typed["parameters"][1];
    assert_eq!(
        (&tag["name"], &tag["repeated"], &tag["required"]),
        (&json!("tag"), &json!(true), &json!(false))
    );
}

#[test]
fn a_type_that_describes_nothing_is_said_to_be_unknown() {
    let (echo, _) = described(FAULTS, "echo");
    assert_eq!((&echo["readsMore"], &echo["answersMore"]), (&json!(true), &Value::Null));
    let (link, _) = described(FAULTS, "link");
    assert_eq!((&link["readsMore"], &link["answersMore"]), (&Value::Null, &json!(true)));
}

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

#[test]
fn one_event_can_be_given_to_a_function() {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("data/local.db");
    let data = data.to_str().expect("UTF-8");
    let create = event(&json!({ "body": r#"{"name":"n"}"# })).to_string();
    let created = run(EVENTS, &["invoke", "create_event", "--event", "-", "--data", data], &create);
    assert_eq!(created.code, 0, "{}", created.stderr);
    let answer: Value = serde_json::from_str(&created.stdout).expect("JSON");
    assert_eq!(answer["statusCode"], 201);
    // Its data is kept, and is where `serve` finds it.
    let api = Serve::start_on(EVENTS, data.as_ref());
    assert_eq!(api.call("GET", "/events").json()[0]["name"], "n");
}

#[test]
fn a_mistake_on_the_command_line_is_one_sentence() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("binds");
    let port = taken.local_addr().expect("bound").port().to_string();
    check_fails(&["serve", "--in-memory", "--port", &port], 1, "is in use");
    check_fails(
        &["serve", "--port", "0", "--data", "/proc/nope/local.db"],
        1,
        "cannot keep data in /proc/nope",
    );
    check_fails(
        &["invoke", "nope", "--event", "-"],
        2,
        "no route is named `nope`; the routes are create_event",
    );
    check_fails(
        &["invoke", "get_event", "--event", "/nope", "--in-memory"],
        1,
        "cannot read the event from /nope",
    );
    check_fails(&["invoke", "get_event", "--event", "-", "--in-memory"], 1, "is not JSON");
    check_fails(&["manifest", "--write", "/nope/manifest.json"], 1, "cannot write /nope/manifest.json");
    check_fails(&["manifest", "--check", "/nope/manifest.json"], 1, "cannot read /nope/manifest.json");
    check_fails(&["serve", "--port", "99999"], 2, "99999");
    check_fails(&["sevre"], 2, "sevre");
}

#[test]
fn data_that_is_no_database_is_refused_and_left_alone() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("local.db");
    fs::write(&file, "precious notes, not a database, long enough to be read as a header of one")
        .expect("writes");
    let before = fs::read(&file).expect("reads");
    check_fails(&["serve", "--port", "0", "--data", file.to_str().expect("UTF-8")], 1, "cannot keep data in");
    assert_eq!(fs::read(&file).expect("reads"), before);
}

#[test]
fn help_goes_to_stdout() {
    let ran = run(EVENTS, &["--help"], "");
    assert_eq!(ran.code, 0);
    for word in ["serve", "routes", "manifest", "invoke", "--port", "--data", "--in-memory"] {
        assert!(ran.stdout.contains(word), "{word}: {}", ran.stdout);
    }
}

#[test]
fn the_help_of_serve_says_what_dotenv_is() {
    let help = run(EVENTS, &["serve", "--help"], "").stdout;
    for words in ["`.env` in the folder", "nothing in it is expanded", "`--env` wins"] {
        assert!(help.contains(words), "{words}: {help}");
    }
}

/// What the help shows can be copied.
#[test]
fn the_help_of_invoke_has_an_event_that_works_and_says_what_the_exit_code_means() {
    let help = run(EVENTS, &["invoke", "--help"], "").stdout;
    assert!(help.contains("exit code is 0 when the function answered, whatever its status"), "{help}");
    let event = help.lines().find(|line| line.trim_start().starts_with('{')).expect("an event");
    let ran = run(EVENTS, &["invoke", "list_events", "--event", "-", "--in-memory"], event);
    let answer: Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr));
    assert_eq!((ran.code, &answer["statusCode"]), (0, &json!(200)));
}

/// boto3 reads the one, the other SDKs the other.
#[test]
fn what_serve_prints_for_other_tools_names_the_region_twice() {
    let api = Serve::start(EVENTS);
    assert!(!api.keys().id.is_empty(), "it has printed them");
    let log = api.log();
    for line in ["export AWS_REGION=us-east-1\n", "export AWS_DEFAULT_REGION=us-east-1\n"] {
        assert!(log.contains(line), "{log}");
    }
}

/// `script` has a command run on a terminal.
#[cfg(target_os = "linux")]
#[test]
fn an_answer_moves_no_terminals_cursor_and_is_left_alone_for_a_program() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("event.json");
    let event =
        event(&json!({ "routeKey": "ANY /raw", "body": "\u{1b}[31m\u{202e}\u{e9}\nb\u{7}" })).to_string();
    fs::write(&file, &event).expect("writes");
    let invoke = ["invoke", "raw", "--in-memory", "--event"];
    let piped = run(FAULTS, &[&invoke[..], &["-"]].concat(), &event);
    assert_eq!(piped.stdout, "\u{1b}[31m\u{202e}\u{e9}\nb\u{7}\n", "{}", piped.stderr);
    let command = format!("{FAULTS} {} {}", invoke.join(" "), file.display());
    let shown = run("script", &["-qec", &command, "/dev/null"], "");
    assert_eq!(shown.stdout, "\\u{1b}[31m\\u{202e}\u{e9}\r\nb\\u{7}\r\n", "{}", shown.stderr);
}
