//! Which callers the gateway lets through to a route.

use fingerpost::testing::TestAnswer;
use fingerpost::{Claims, FromRequest, IamCaller, Request, Result, route};
use serde::Deserialize;
use serde_json::json;

use super::start;

#[derive(Deserialize)]
struct Known {
    sub: String,
}

#[route(GET, "/said-nothing")]
async fn said_nothing() -> &'static str {
    "let through"
}

/// Whoever is known, if anybody is.
struct Anyone(Option<String>);

impl FromRequest for Anyone {
    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let caller = Claims::<Known>::from_request(request).await;
        Ok(Self(caller.ok().map(|caller| caller.0.sub)))
    }
}

#[route(GET, "/open", auth = open)]
async fn everyone(caller: Anyone) -> String {
    caller.0.unwrap_or_else(|| "nobody".to_owned())
}

#[route(GET, "/scoped", scopes("things:read", "things:write"))]
async fn scoped(caller: Claims<Known>) -> String {
    caller.0.sub
}

#[route(GET, "/staff", auth = staff, scopes("things:pack"))]
async fn for_staff(caller: Claims<Known>) -> String {
    caller.0.sub
}

#[route(GET, "/signed", auth = iam)]
async fn signed(caller: IamCaller) -> String {
    format!("{} of {}", caller.user_arn, caller.account_id)
}

#[track_caller]
fn check_unauthorized(answer: &TestAnswer) {
    answer.assert(401).assert_body(json!({ "message": "Unauthorized" }));
    let asked = answer.header("www-authenticate").unwrap_or_default();
    assert!(asked.starts_with("Bearer"), "{answer:?}");
}

#[tokio::test]
async fn a_route_that_says_nothing_of_callers_asks_for_a_token() {
    let api = start().await;
    check_unauthorized(&api.get("/said-nothing").send().await);
    api.caller("ann").get("/said-nothing").send().await.assert(200).assert_text("let through");
}

#[tokio::test]
async fn one_of_the_scopes_suffices() {
    let api = start().await;
    let ann = api.caller("ann");
    check_unauthorized(&api.get("/scoped").send().await);
    for (scopes, status) in [
        (&[][..], 403),
        (&["things"], 403),
        (&["things:pack"], 403),
        (&["things:read"], 200),
        (&["things:write"], 200),
        (&["things:pack", "things:write"], 200),
    ] {
        let caller = scopes.iter().fold(ann.clone(), |caller, scope| caller.scope(scope));
        let answer = caller.get("/scoped").send().await;
        assert_eq!(answer.status(), status, "{scopes:?}");
        if status == 403 {
            answer.assert_body(json!({ "message": "Forbidden" }));
        }
    }
    let staff = ann.scope("things:pack");
    staff.get("/staff").send().await.assert(200).assert_text("ann");
}

#[tokio::test]
async fn on_an_open_route_nobody_is_known() {
    let api = start().await;
    api.get("/open").send().await.assert(200).assert_text("nobody");
    // API Gateway verifies nothing there.
    api.caller("ann").get("/open").send().await.assert(200).assert_text("nobody");
}

#[tokio::test]
async fn a_signed_request_tells_who_signed_it() {
    let api = start().await;
    api.get("/signed").send().await.assert(403).assert_body(json!({ "message": "Forbidden" }));
    let answer = api.caller("packer").get("/signed").send().await;
    answer.assert(200).assert_text("arn:aws:iam::000000000000:user/packer of 000000000000");
}
