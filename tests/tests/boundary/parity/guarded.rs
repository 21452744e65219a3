//! The API of the table with routes behind authorizers beside its own, and tokens for them.

use std::path::Path;
use std::process::Command;

use fingerpost_tests::{Serve, argument, run};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::gateway_auth::forge::{AUDIENCE, ISSUER, Key, claims, now};

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

/// A running API, and who signs its tokens.
pub(crate) struct Guarded {
    pub(crate) api: Serve,
    key: Key,
    _folder: TempDir,
}

impl Guarded {
    pub(crate) fn start() -> Self {
        let folder = TempDir::new().expect("a folder");
        let file = |name: &str| folder.path().join(name);
        let (manifest, data) = (file("manifest.json"), file("local.db"));
        std::fs::write(&manifest, declared().to_string()).expect("written");
        let options = ["--binary", FAULTS, "--manifest", argument(&manifest), "--data", argument(&data)];
        let api = Serve::start_with(Command::new(FAULTS), &options);
        let token = run(FAULTS, &[&["token", "--sub", "ann"], &options[..]].concat(), "");
        let key = Key::read(Path::new(&format!("{}.issuer", data.display())), &token.stdout);
        Self { api, key, _folder: folder }
    }

    /// A request with the tokens that it has places for.
    pub(crate) fn with_tokens(&self, request: &str) -> String {
        let Some((before, rest)) = request.split_once("{token") else { return request.to_owned() };
        let (what, after) = rest.split_once('}').expect("an end");
        format!("{before}{}{after}", self.token(what.trim_start_matches(": ")))
    }

    fn token(&self, what: &str) -> String {
        let mut claims = claims();
        let all = claims.as_object_mut().expect("an object");
        all.extend([("groups".to_owned(), json!(["a", "b"])), ("admin".to_owned(), json!(true))]);
        match what {
            "" | "sub twice" => {}
            "another audience" => drop(all.insert("aud".to_owned(), json!("another"))),
            "expired" => drop(all.insert("exp".to_owned(), json!(now() - 60))),
            "no expiry" => drop(all.remove("exp")),
            "issued in three seconds" => drop(all.insert("iat".to_owned(), json!(now() + 3))),
            "scp b" => drop(all.insert("scp".to_owned(), json!(["b"]))),
            other => panic!("no token is known as `{other}`"),
        }
        let text = claims.to_string();
        let text = if what == "sub twice" { text.replacen('{', r#"{"sub":"bob","#, 1) } else { text };
        self.key.token(&self.key.header().to_string(), &text)
    }
}

/// The API's own manifest, with routes that an authorizer guards. Their functions answer with their events.
fn declared() -> Value {
    let mut manifest: Value = serde_json::from_str(&run(FAULTS, &["manifest"], "").stdout).expect("JSON");
    manifest["api"]["authorizers"] =
        json!({ "users": { "jwt": { "issuer": ISSUER, "audiences": [AUDIENCE] } } });
    let by = |scopes: Value| json!({ "by": { "authorizer": "users", "scopes": scopes } });
    for (name, method, path, auth) in [
        ("event_guarded", "GET", "/guarded", by(json!([]))),
        ("event_preflights", "OPTIONS", "/guarded", by(json!([]))),
        ("event_scoped", "GET", "/scoped", by(json!(["a", "b"]))),
        ("event_signed", "GET", "/signed", json!("iam")),
    ] {
        let route = json!({ "name": name, "method": method, "path": path, "memoryMb": 128, "timeoutSeconds": 10, "auth": auth });
        manifest["routes"].as_array_mut().expect("routes").push(route);
    }
    manifest
}
