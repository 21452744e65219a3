//! `routes`: what there is to call, as a table, as curl lines, as JSON.

use fingerpost_tests::run;
use serde_json::{Value, json};

use super::{EVENTS, FAULTS};

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
