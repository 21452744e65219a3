//! What is refused of authorizers and of routes that ask for one, with both places in the source.

use serde::{Deserialize, Serialize};

use super::{Declared, Function};
use crate::api::Api;
use crate::auth::decider;
use crate::collect::needs::Needs;
use crate::collect::program;
use crate::error::{Error, Result};
use crate::extract::{Claims, Headers};
use crate::response::Response;
use crate::route::{
    Declaration, Description, Handling, Maybe, One, Part, Route, Taking, any, extractor, get,
};

fn handle<'t>(_: &'t mut Taking<'_>) -> Handling<'t> {
    Box::pin(async { Some(Result::Ok(Response::new(204))) })
}

fn made(declaration: Declaration) -> &'static Route {
    Box::leak(Box::new(declaration.handler(handle)))
}

#[track_caller]
fn check(api: &Api, route: &'static Route, expected: &str) {
    let error = program(api, &[route]).map(drop).expect_err("refused");
    assert_eq!(error, expected);
}

/// Who may call `route`, as JSON.
fn auth(api: &Api, route: &'static Route) -> String {
    let program = program(api, &[route]).expect("a program");
    serde_json::to_string(&program.manifest.routes[0].auth).expect("JSON")
}

#[test]
fn every_route_asks_for_the_only_authorizer_but_one_that_says_otherwise() {
    let plain = Api::new("test");
    let api = plain.clone().jwt("https://issuer.example.com/", ["test"]);
    assert_eq!(auth(&plain, made(get("a", "/a"))), r#""open""#);
    assert_eq!(auth(&api, made(get("a", "/a"))), r#"{"by":{"authorizer":"jwt"}}"#);
    assert_eq!(auth(&api, made(get("a", "/a").open())), r#""open""#);
    assert_eq!(auth(&api, made(get("a", "/a").iam())), r#""iam""#);
    let scoped = made(get("a", "/a").scopes(&["x", "y"]));
    assert_eq!(auth(&api, scoped), r#"{"by":{"authorizer":"jwt","scopes":["x","y"]}}"#);
    let staff = made(get("a", "/a").authorizer("staff"));
    let several = api.jwt_named("staff").default_authorizer("jwt");
    assert_eq!(auth(&several, staff), r#"{"by":{"authorizer":"staff"}}"#);
    assert_eq!(auth(&several, made(get("a", "/a"))), r#"{"by":{"authorizer":"jwt"}}"#);
}

#[test]
fn a_route_is_not_left_between_several_authorizers() {
    let (line, api) = (line!(), Api::new("test").jwt_named("users").jwt_named("staff"));
    let (route, here) = (made(get("a", "/a")), format!("{}:{line}", file!()));
    check(
        &api,
        route,
        &format!(
            "route `a` does not say who may call it, and the API `test` has several authorizers, none of which is the \
             default: {}, `staff` at {here} and `users` at {here}; write `auth = name` or `auth = open` in its \
             annotation, or `.default_authorizer(\"name\")` behind the `Api::new(…)`",
            route.source()
        ),
    );
}

#[test]
fn an_authorizer_that_nobody_declares_is_refused() {
    let advice = "write `.jwt_named(\"users\")` behind its `Api::new(…)`, or `#[authorizer]` above a function of that \
                  name";
    for (api, known) in [
        (Api::new("test"), "and it has no authorizer"),
        (Api::new("test").jwt_named("staff"), "and its only authorizer is `staff`"),
        (
            Api::new("test").jwt_named("staff").jwt_named("guests"),
            "and its authorizers are `guests`, `staff`",
        ),
    ] {
        let route = made(get("a", "/a").authorizer("users"));
        let source = route.source();
        let asked = "route `a` asks for the authorizer `users` of the API `test`";
        check(&api, route, &format!("{asked}, {known}: {source}; {advice}"));
    }
    let (line, api) = (line!(), Api::new("test").default_authorizer("users"));
    let here = format!("{}:{line}", file!());
    let expected =
        format!("the default authorizer of the API `test` is `users`, and it has no authorizer: {here}");
    check(&api, made(get("a", "/a")), &expected);
}

#[test]
fn an_authorizers_name_is_one_that_a_route_can_write_and_is_there_once() {
    let here = |line| format!("{}:{line}", file!());
    for name in ["open", "iam", "my-users", "", "1st"] {
        let (line, api) = (line!(), Api::new("test").jwt_named(name));
        let expected = format!(
            "an authorizer's name is a Rust name, so that a route can say `auth = name`, and not `open` or `iam`, got \
             `{name}`: {}",
            here(line)
        );
        check(&api, made(get("a", "/a")), &expected);
    }
    let (line, api) = (line!(), Api::new("test").jwt_named("users").jwt_named("users"));
    let expected = format!("two authorizers are named `users`: {0} and {0}", here(line));
    check(&api, made(get("a", "/a")), &expected);
}

#[derive(Deserialize)]
struct Known {}

/// What the authorizer `keys` says of a caller.
#[derive(Serialize, Deserialize)]
struct Machine {}

const KEY: &dyn Part = &One::<String>::header("x-api-key", |v| v.typed().read());
const HINT: &dyn Part = &Maybe::<String>::query("hint", |v| v.typed().read());
const SECRETIVE: &dyn Part = &extractor::<Headers>();
const MACHINE: &dyn Part = &extractor::<Claims<Machine>>();

/// The authorizer `keys` with these arguments, as the manifest has it.
fn function(cache: u32, parts: &'static [&'static dyn Part]) -> Result<Function, String> {
    let declared = any("keys", "/").parts(parts).decides(&decider::<Machine, Error>(), cache, handle);
    let signature = declared.route.describe(&mut Description::default());
    let needs = Needs::of(&declared.route, &signature)?;
    Function::of(&declared, &signature, needs)
}

#[test]
fn a_decision_that_is_kept_hangs_on_what_it_is_kept_by() {
    assert!(function(60, &[KEY]).is_ok());
    assert!(function(0, &[KEY, HINT, SECRETIVE]).is_ok());
    for parts in [&[KEY, HINT] as &[&dyn Part], &[KEY, SECRETIVE]] {
        let refused = function(60, parts).err().expect("refused");
        assert!(
            refused.starts_with("authorizer `keys` has a `cache`, and reads more of a request"),
            "{refused}"
        );
    }
}

#[test]
fn a_route_takes_what_its_authorizer_returns() {
    let api = Api::new("test");
    let declared = Declared::of(&api, vec![function(0, &[KEY]).expect("a function")]).expect("authorizers");
    let of = |route: &'static Route| {
        let signature = route.describe(&mut Description::default());
        declared.of_route(route, &signature).map(|auth| auth.guard().map(|guard| guard.authorizer.clone()))
    };
    // The only authorizer is every route's.
    assert_eq!(of(made(get("a", "/a").parts(&[MACHINE]))), Ok(Some("keys".to_owned())));
    let refused = of(made(get("a", "/a").parts(&[CLAIMS]))).expect_err("refused");
    let expected = "route `a` takes `Claims<Known>`, and its authorizer returns a `Machine`: ";
    assert!(refused.starts_with(expected) && refused.ends_with("; take `Claims<Machine>`"), "{refused}");
    let scoped = made(get("a", "/a").scopes(&["x"]));
    assert!(of(scoped).is_err_and(|refused| refused.contains("a function, and has no scopes")));
    assert!(
        Declared::of(&api.clone().jwt_named("keys"), vec![function(0, &[KEY]).expect("a function")]).is_err()
    );
}

const CLAIMS: &dyn Part = &extractor::<Claims<Known>>();
const MAYBE: &dyn Part = &extractor::<Option<Claims<Known>>>();

#[test]
fn scopes_and_claims_need_somebody_who_verifies_them() {
    let (api, jwt) = (Api::new("test"), Api::new("test").jwt_named("users"));
    let scoped = made(get("a", "/a").scopes(&["x"]));
    let advice = "write `.jwt(issuer, [audience])` behind the `Api::new(…)` of `test`";
    let expected = "route `a` has scopes, and nobody verifies the tokens that would have them";
    check(&api, scoped, &format!("{expected}: {}; {advice}", scoped.source()));
    let claims = made(get("a", "/a").parts(&[CLAIMS]));
    let expected = "route `a` takes `Claims<Known>`, and nobody verifies who calls it";
    check(&api, claims, &format!("{expected}: {}; {advice}", claims.source()));
    assert!(program(&jwt, &[claims]).is_ok());
    assert!(program(&api, &[made(get("a", "/a").parts(&[MAYBE]))]).is_ok());
}
