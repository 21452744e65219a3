//! What a signature is described as, in the manifest and to whoever shows the API.

use std::str::FromStr;

use fingerpost_manifest::Method;
use fingerpost_manifest::description::Descriptions;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Description, Every, Handling, Maybe, One, Otherwise as _, Part, Route, Taking, extractor, get, responder,
};
use crate::describe::Parameter;
use crate::error::{Error, Result};
use crate::extract::{Document, FromRequest, Json};
use crate::request::Request;
use crate::response::Response;

fn handle<'t>(_: &'t mut Taking<'_>) -> Handling<'t> {
    Box::pin(async { Some(Result::Ok(Response::new(204))) })
}

fn described(parts: &'static [&'static dyn Part]) -> Value {
    let route: Route = get("test", "/{value}").parts(parts).handler(handle);
    assert_eq!(route.method, Method::Get);
    let mut description = Description::default();
    let signature = route.describe(&mut description);
    let Descriptions { routes, schemas, .. } =
        description.finish([("test".to_owned(), signature.description)].into());
    let mut described = serde_json::to_value(&routes["test"]).expect("JSON");
    described["schemas"] = Value::Object(schemas);
    described
}

#[track_caller]
fn check_schema(part: &'static dyn Part, expected: Value) {
    let described = described(Box::leak(Box::new([part])));
    assert_eq!(described["parameters"][0]["schema"], expected, "{described}");
}

macro_rules! from_str {
    ($($type:ty)*) => {$(
        impl FromStr for $type {
            type Err = Error;

            fn from_str(_: &str) -> Result<Self> {
                Err(Error::bad_request("never"))
            }
        }
    )*};
}

from_str! { Range Status Point Tree }

struct Range;

#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case")]
#[expect(dead_code, reason = "described and never made")]
enum Status {
    Open,
    InTransit,
}

/// As text it is `1,2`, of which its schema knows nothing.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "described and never made")]
struct Point {
    x: u8,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "described and never made")]
struct Tree(Vec<Tree>);

#[test]
fn a_value_of_the_path_or_query_has_the_schema_of_its_type_or_is_text() {
    let text = json!({ "type": "string" });
    check_schema(const { &One::<String>::path("value", |v| v.typed().read()) }, text.clone());
    check_schema(const { &One::<Range>::path("value", |v| v.typed().read()) }, text.clone());
    check_schema(const { &One::<Point>::path("value", |v| v.typed().read()) }, text.clone());
    check_schema(const { &One::<Tree>::path("value", |v| v.typed().read()) }, text);
    check_schema(
        const { &Maybe::<bool>::query("value", |v| v.typed().read()) },
        json!({ "type": "boolean" }),
    );
    let byte = json!({ "type": "integer", "format": "uint8", "minimum": 0, "maximum": 255 });
    check_schema(const { &Every::<u8>::query("value", |v| v.typed().read()) }, byte);
    let status = json!({ "type": "string", "enum": ["open", "in_transit"] });
    check_schema(const { &One::<Status>::query("value", |v| v.typed().read()) }, status);
}

#[test]
fn a_value_that_is_always_there_and_always_read_refuses_nothing() {
    let refusals = |part: &'static dyn Part| described(Box::leak(Box::new([part])))["refusals"].clone();
    assert_eq!(refusals(const { &One::<String>::path("value", |v| v.typed().read()) }), json!([]));
    let refusing: [&'static dyn Part; 3] = const {
        [
            &One::<u8>::path("value", |v| v.typed().read()),
            &One::<String>::query("value", |v| v.typed().read()),
            &Maybe::<String>::query("value", |v| v.typed().read()),
        ]
    };
    for part in refusing {
        assert_eq!(refusals(part)[0]["status"], 400);
    }
}

/// A user's own extractor, which describes itself.
struct ApiKey;

impl FromRequest for ApiKey {
    fn describe(route: &mut Description) {
        route.parameter(Parameter::header("x-api-key").summary("Who calls"));
        route.parameter(Parameter::cookie("session").optional().of::<u32>());
        route.refuses(401, "the API key is missing");
    }

    async fn from_request(_: &Request<'_>) -> Result<Self> {
        Ok(Self)
    }
}

#[test]
fn an_extractor_of_a_users_own_describes_what_it_reads() {
    let described = described(const { &[&extractor::<ApiKey>()] });
    let session = json!({ "type": "integer", "format": "uint32", "minimum": 0 });
    assert_eq!(
        described["parameters"],
        json!([
            {
                "in": "header", "name": "x-api-key", "required": true, "summary": "Who calls",
                "schema": { "type": "string" },
            },
            { "in": "cookie", "name": "session", "required": false, "schema": session },
        ])
    );
    assert_eq!(described["refusals"], json!([{ "status": 401, "when": "the API key is missing" }]));
    assert_eq!(described.get("readsMore"), None);
}

/// A type in a type: the outer one says the same in both contracts, the inner one does not.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Outer {
    inner: Inner,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Inner {
    #[serde(default)]
    count: u32,
}

#[test]
fn a_type_is_written_by_another_name_where_a_type_inside_is_written_otherwise() {
    let described = described(const { &[&extractor::<Json<Outer>>(), &responder::<Json<Outer>>()] });
    let inner = |name: &str| described["schemas"][name]["properties"]["inner"]["$ref"].clone();
    assert_eq!(described["answers"][0]["content"][0]["schema"]["$ref"], "#/components/schemas/OuterAnswer");
    assert_eq!(inner("Outer"), "#/components/schemas/Inner");
    assert_eq!(inner("OuterAnswer"), "#/components/schemas/InnerAnswer");
    assert_eq!(described["schemas"]["Inner"].get("required"), None);
    assert_eq!(described["schemas"]["InnerAnswer"]["required"], json!(["count"]));
}

#[test]
fn a_document_is_answered_as_it_was_sent() {
    type Sent = Document<Inner>;
    let described = described(const { &[&extractor::<Sent>(), &responder::<Json<Sent>>()] });
    let answer = &described["answers"][0]["content"][0]["schema"]["$ref"];
    assert_eq!(*answer, described["body"]["content"][0]["schema"]["$ref"]);
    let schema = &described["schemas"]["InnerDocument"];
    assert_eq!((schema.get("required"), &schema["additionalProperties"]), (None, &json!(true)));
}

#[test]
fn every_status_of_an_answer_is_described() {
    type Answer = Result<Option<Json<Inner>>>;
    let described = described(const { &[&responder::<Answer>()] });
    assert_eq!(described["answers"][0]["status"], 200);
    assert_eq!(described["refusals"], json!([{ "status": 404, "when": "there is none" }]));
    assert_eq!((&described["refusesMore"], described.get("answersMore")), (&json!(true), None));
}
