//! What a diff tells of who may call.

use fingerpost_tests::run;
use serde_json::{Value, json};

use super::{EVENTS, check_diff};

fn by(authorizer: &str, scopes: &[&str]) -> Value {
    json!({ "by": { "authorizer": authorizer, "scopes": scopes } })
}

fn jwt(issuer: &str, audiences: &[&str]) -> Value {
    json!({ "jwt": { "issuer": issuer, "audiences": audiences } })
}

/// The reference API with two authorizers, and with this `auth` of `GET /events`.
fn guarded(auth: &Value) -> impl Fn(&mut Value) {
    let auth = auth.clone();
    move |manifest| {
        manifest["api"]["authorizers"] = json!({
            "staff": jwt("https://a.example.com/", &["a", "b"]), "users": { "jwt": {} },
        });
        manifest["routes"][3]["auth"] = auth.clone();
    }
}

/// What is told of two `auth`s of `GET /events`.
#[track_caller]
fn check(old: &Value, new: &Value, report: &str) {
    check_two(guarded(old), guarded(new), report);
}

#[track_caller]
pub(crate) fn check_two(old: impl Fn(&mut Value), new: impl Fn(&mut Value), report: &str) {
    let folder = tempfile::TempDir::new().expect("a folder");
    let manifest: Value = serde_json::from_str(&run(EVENTS, &["manifest"], "").stdout).expect("JSON");
    let (mut was, mut is) = (manifest.clone(), manifest);
    old(&mut was);
    new(&mut is);
    let [old, new] = [("old.json", was), ("new.json", is)].map(|(name, manifest)| {
        let path = folder.path().join(name);
        std::fs::write(&path, manifest.to_string()).expect("writes");
        path.to_str().expect("UTF-8").to_owned()
    });
    let ran = run(EVENTS, &["manifest", "diff", &old, &new], "");
    assert_eq!((ran.stdout.as_str(), ran.code), (report, 0), "{}", ran.stderr);
}

#[test]
fn a_diff_tells_who_may_call_now_and_could_not_before() {
    let open = json!("open");
    let security = |text: &str| format!("security\n  ! GET /events {text}\n");
    check(&by("users", &[]), &open, &security("is open to everyone now"));
    check(&by("users", &["a"]), &by("users", &[]), &security("asks for no scope any more"));
    check(&by("users", &["a"]), &by("users", &["a", "b"]), &security("lets the scope b through now"));
    let text = "asks for a signature of IAM and no longer for a caller whom users lets through, with the scope a or b";
    check(&by("users", &["a", "b"]), &json!("iam"), &security(text));
    let text = "asks for a caller whom staff lets through and no longer for a caller whom users lets through";
    check(&by("users", &[]), &by("staff", &[]), &security(text));
}

#[test]
fn a_diff_tells_callers_what_they_need_now() {
    let open = json!("open");
    let callers = |text: &str| format!("callers\n  ! GET /events {text}\n");
    check(&open, &by("users", &[]), &callers("asks for a caller whom users lets through now"));
    check(&open, &json!("iam"), &callers("asks for a signature of IAM now"));
    check(&by("users", &[]), &by("users", &["a", "b"]), &callers("asks for the scope a or b now"));
    check(
        &by("users", &["a", "b"]),
        &by("users", &["b"]),
        &callers("does not let the scope a through any more"),
    );
}

#[test]
fn a_diff_tells_whose_tokens_are_taken() {
    let authorizers =
        |value: Value| move |manifest: &mut Value| manifest["api"]["authorizers"] = value.clone();
    check_diff(
        authorizers(json!({ "users": { "jwt": {} } })),
        "operations\n    authorizer users is new\n",
        0,
    );
    let were = json!({ "users": jwt("https://a.example.com/", &["a", "b"]) });
    let are = json!({ "users": jwt("https://b.example.com/", &["b", "c"]) });
    check_two(
        authorizers(were),
        authorizers(are),
        "\
callers
  ! authorizer users takes no tokens for a any more

security
  ! authorizer users issuer: https://a.example.com/ -> https://b.example.com/
  ! authorizer users takes tokens for c now
",
    );
    let check_in = |seconds: u32, headers: &[&str]| {
        let identity: Vec<_> = headers.iter().map(|name| json!({ "in": "header", "name": name })).collect();
        json!({ "key": { "function": {
            "identity": identity, "cacheSeconds": seconds, "memoryMb": 128, "timeoutSeconds": 3,
        } } })
    };
    check_two(
        authorizers(check_in(60, &["x-key"])),
        authorizers(check_in(0, &["x-name"])),
        "\
callers
  ! authorizer key asks for the header x-name now

security
  ! authorizer key does not ask for the header x-key any more

operations
    authorizer key cacheSeconds: 60 s -> 0 s
",
    );
}
