//! What a token says, as a type.

use std::collections::{BTreeMap, BTreeSet};

use fingerpost::{Claims, Description, FromRequest, Json, Request, Result, describe, route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::start;

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Plan {
    Free,
    Paid,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct TenantId(String);

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Whole {
    sub: String,
    tenant: TenantId,
    age: Option<u8>,
    #[serde(rename = "iat", default)]
    issued: u64,
    #[serde(default)]
    verified: bool,
    #[serde(rename = "cognito:groups", default)]
    groups: BTreeSet<String>,
    plan: Option<Plan>,
}

#[route(GET, "/whole")]
async fn whole(caller: Claims<Whole>) -> Json<Whole> {
    Json(caller.0)
}

#[route(GET, "/all")]
async fn all(caller: Claims<BTreeMap<String, String>>) -> Json<BTreeMap<String, String>> {
    Json(caller.0)
}

/// An extractor of a user's own on top of claims.
struct Tenant(String);

impl FromRequest for Tenant {
    const CALLER: describe::Caller = Claims::<Whole>::CALLER;

    fn describe(route: &mut Description) {
        Claims::<Whole>::describe(route);
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let caller = Claims::<Whole>::from_request(request).await?;
        Ok(Self(caller.0.tenant.0))
    }
}

#[route(GET, "/tenant")]
async fn tenant(tenant: Tenant) -> String {
    tenant.0
}

#[tokio::test]
async fn claims_are_what_the_type_asks_for() {
    let api = start().await;
    let ann = api.caller("ann").claim("tenant", "t1");
    ann.get("/whole").send().await.assert(200).assert_body(json!({
        "sub": "ann", "tenant": "t1", "age": null, "iat": 0, "verified": false, "cognito:groups": [], "plan": null,
    }));
    let ann = ann.claim("age", 42).claim("iat", 1_785_000_000).claim("verified", true).claim("plan", "paid");
    let ann = ann.claim("cognito:groups", ["staff", "admin"]).claim("nothing", json!(null));
    ann.get("/whole").send().await.assert(200).assert_body(json!({
        "sub": "ann", "tenant": "t1", "age": 42, "iat": 1_785_000_000, "verified": true,
        "cognito:groups": ["admin", "staff"], "plan": "paid",
    }));
    ann.get("/tenant").send().await.assert(200).assert_text("t1");
}

#[tokio::test]
async fn claims_arrive_as_texts() {
    let api = start().await;
    let ann = api.caller("ann").claim("admin", true).claim("groups", ["a", "b"]).claim("none", json!(null));
    let expected = json!({ "sub": "ann", "admin": "true", "groups": "[a b]" });
    ann.get("/all").send().await.assert(200).assert_body(expected);
}

#[tokio::test]
async fn a_token_that_says_too_little_is_not_let_in() {
    let api = start().await;
    let ann = api.caller("ann");
    let refused = |sentence: &str| json!({ "error": sentence });
    let lacks = refused("The token lacks the claim `tenant`");
    ann.get("/whole").send().await.assert(403).assert_body(&lacks);
    ann.get("/tenant").send().await.assert(403).assert_body(&lacks);
    let ann = ann.claim("tenant", "t1");
    // A time that is not one is refused by the gateway.
    for (name, value) in [("age", "old"), ("plan", "gold")] {
        let answer = ann.clone().claim(name, value).get("/whole").send().await;
        answer.assert(403).assert_body(refused(&format!("The token's claim `{name}` cannot be read")));
        assert!(!answer.text().contains(value), "its value stays unsaid");
    }
}
