//! The document of the orders API: each kind of argument and of answer in it.

use fingerpost_tests::{Serve, run};
use serde_json::{Value, json};

const ORDERS: &str = env!("CARGO_BIN_EXE_orders");

fn document() -> Value {
    serde_json::from_str(&run(ORDERS, &["openapi"], "").stdout).expect("JSON")
}

fn parameter(operation: &Value, name: &str) -> Value {
    let parameters = operation["parameters"].as_array().expect("parameters");
    parameters.iter().find(|known| known["name"] == name).expect("the parameter").clone()
}

#[test]
fn it_is_checked_in() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
    let ran = run(ORDERS, &["openapi", "--check", file], "");
    assert_eq!(ran.code, 0, "{}{}\n(here: add `-p orders`)", ran.stdout, ran.stderr);
}

#[test]
fn it_lists_every_route_by_its_name_and_module() {
    let document = document();
    let paths = document["paths"].as_object().expect("paths").values();
    let operations = paths.flat_map(|path| path.as_object().expect("operations").values());
    let mut names: Vec<_> = operations.map(|known| known["operationId"].as_str().expect("an id")).collect();
    names.sort_unstable();
    let routes: Value = serde_json::from_str(&run(ORDERS, &["manifest"], "").stdout).expect("JSON");
    let routes = routes["routes"].as_array().expect("routes").iter();
    assert_eq!(names, routes.map(|route| route["name"].as_str().expect("a name")).collect::<Vec<_>>());
    let files =
        "account attachments carriers catalogue changing payment placing reading receipts stock support";
    let tags: Vec<_> = files.split(' ').map(|name| json!({ "name": name })).collect();
    assert_eq!(document["tags"], json!(tags));
    assert_eq!(document["paths"]["/orders"]["post"]["tags"], json!(["placing"]));
}

#[test]
fn it_says_what_arguments_take() {
    let document = document();
    let paths = &document["paths"];
    let place = &paths["/orders"]["post"];
    let dry = json!({ "type": "boolean", "default": false });
    assert_eq!(
        parameter(place, "dry"),
        json!({ "in": "query", "name": "dry", "required": false, "schema": dry })
    );
    let content = json!({ "schema": { "$ref": "#/components/schemas/NewOrder" } });
    assert_eq!(place["requestBody"], json!({ "required": true, "content": { "application/json": content } }));
    assert_eq!(document["components"]["schemas"]["Line"]["properties"]["quantity"]["maximum"], 10_000);
    let sku = parameter(&paths["/catalogue/{sku}"]["get"], "sku");
    assert_eq!((&sku["required"], &sku["schema"]), (&json!(true), &json!({ "type": "string" })));
    assert_eq!(parameter(&paths["/catalogue"]["get"], "prefix")["explode"], true);
    assert_eq!(parameter(&paths["/theme"]["get"], "theme")["in"], "cookie");
    let length = &paths["/length"]["post"]["requestBody"];
    assert_eq!(length["required"], false);
    let form = &paths["/subscriptions"]["post"]["requestBody"]["content"];
    assert!(form["application/x-www-form-urlencoded"]["schema"].is_object(), "{form}");
    let files = &paths["/documents"]["post"]["requestBody"]["content"];
    assert_eq!(*files, json!({ "multipart/form-data": {} }));
    assert_eq!(paths["/echo"]["post"]["requestBody"]["content"], json!({ "*/*": {} }));
}

#[test]
fn it_says_what_is_answered() {
    let document = document();
    let paths = &document["paths"];
    let read = &paths["/orders/{id}"]["get"]["responses"];
    assert_eq!(read["200"]["headers"]["etag"]["required"], true);
    assert_eq!(read["304"].get("content"), None);
    let change = &paths["/orders/{id}"]["patch"]["responses"];
    let bodies = &change["409"]["content"]["application/json"]["schema"]["anyOf"];
    assert_eq!(bodies[0]["properties"]["skus"], json!({ "type": "array", "items": { "type": "string" } }));
    assert_eq!(bodies[2]["properties"]["status"], json!({ "$ref": "#/components/schemas/Status" }));
    // The enum takes any other error, too.
    assert_eq!(bodies[3], json!({ "$ref": "#/components/schemas/Error" }));
    for status in ["400", "401", "404", "412", "413", "415", "428", "429", "4XX", "500", "503"] {
        assert!(change[status].is_object(), "{status} is not in {change}");
    }
    let created = &paths["/orders"]["post"]["responses"]["201"];
    assert_eq!(created["headers"]["location"]["required"], true);
    let parameters = json!({ "path.id": "$response.body#/id" });
    let link =
        json!({ "operationId": "order", "description": "Reads what was made.", "parameters": parameters });
    assert_eq!(created["links"], json!({ "order": link }));
    let page = &paths["/orders"]["get"]["responses"]["200"];
    assert_eq!(page["headers"]["link"]["required"], false);
    let cookie = &paths["/theme/{theme}"]["put"]["responses"]["204"];
    assert!(cookie["headers"]["set-cookie"].is_object(), "{cookie}");
}

#[test]
fn it_says_who_may_call() {
    let document = document();
    let (paths, components) = (&document["paths"], &document["components"]);
    assert_eq!(paths["/orders"]["post"]["security"], json!([{ "jwt": ["orders:write"] }]));
    assert_eq!(paths["/catalogue"]["get"].get("security"), None);
    let scheme = &components["securitySchemes"]["jwt"];
    assert_eq!((&scheme["type"], &scheme["scheme"]), (&json!("http"), &json!("bearer")));
    assert_eq!(paths["/orders"]["get"]["responses"]["401"]["$ref"], "#/components/responses/Unauthorized");
    let refused = &components["responses"]["Unauthorized"];
    assert_eq!(refused["headers"]["www-authenticate"]["required"], false);
    let bodies = refused["content"]["application/json"]["schema"]["anyOf"].as_array().expect("bodies");
    assert!(bodies.contains(&json!({ "$ref": "#/components/schemas/GatewayError" })), "{refused}");
    assert_eq!(paths["/catalogue"]["get"]["responses"].get("401"), None);
}

/// What is answered is what the document says, for one of each kind.
#[test]
fn it_is_what_serve_answers_with() {
    let api = Serve::start(ORDERS);
    let served = api.call("GET", "/openapi.json").json();
    assert_eq!(served["servers"], json!([{ "url": api.url() }]));
    assert_eq!(served["paths"], document()["paths"]);
}
