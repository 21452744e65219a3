//! An API of the tests' own: a manifest by hand, in front of functions in Python.

use std::path::{Path, PathBuf};
use std::process::Command;

use fingerpost_tests::{Answer, Ran, Serve, argument, run};
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) const EVENTS: &str = env!("CARGO_BIN_EXE_events");

use super::forge::Key;
pub(crate) use super::forge::{AUDIENCE, ISSUER};

/// A folder with the manifest, the data, and what functions write.
pub(crate) struct Desk(pub(crate) TempDir);

/// A manifest with one route for each way in.
pub(crate) fn manifest() -> Value {
    let route = |name: &str, method: &str, path: &str, auth: Value| json!({ "name": name, "method": method, "path": path, "memoryMb": 128, "timeoutSeconds": 10, "auth": auth });
    let by =
        |authorizer: &str, scopes: Value| json!({ "by": { "authorizer": authorizer, "scopes": scopes } });
    json!({
        "version": 1,
        "api": {
            "name": "desk",
            "cors": { "allowOrigins": ["https://example.com"], "allowMethods": ["*"], "allowHeaders": ["authorization"], "exposeHeaders": [], "maxAgeSeconds": 600, "allowCredentials": false },
            "throttle": { "ratePerSecond": 1000, "burst": 500 },
            "authorizers": {
                "api_key": { "function": {
                    "identity": [{ "in": "header", "name": "x-api-key" }], "cacheSeconds": 300, "memoryMb": 128, "timeoutSeconds": 5,
                    "grants": [],
                } },
                "users": { "jwt": { "issuer": ISSUER, "audiences": ["other", AUDIENCE] } },
            },
        },
        "tables": [],
        "routes": [
            route("guarded", "GET", "/guarded", by("users", json!([]))),
            route("keyed", "GET", "/keyed/{id}", by("api_key", json!([]))),
            route("keyed_too", "GET", "/keyed", by("api_key", json!([]))),
            route("open", "GET", "/open", json!("open")),
            route("preflights", "OPTIONS", "/preflights", by("users", json!([]))),
            route("scoped", "GET", "/scoped", by("users", json!(["orders:write", "orders:admin"]))),
            route("signed", "POST", "/signed", json!("iam")),
            route("signed_too", "POST", "/{rest+}", json!("iam")),
        ],
    })
}

impl Desk {
    /// A folder with this manifest in it.
    pub(crate) fn new(manifest: &Value) -> Self {
        let folder = TempDir::new().expect("a folder");
        std::fs::write(folder.path().join("manifest.json"), manifest.to_string()).expect("written");
        Self(folder)
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn binary() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("functions/auth.py")
    }

    /// `serve`, with the data of this folder and these variables of its own.
    pub(crate) fn serve_with(&self, variables: &[(&str, &str)]) -> Serve {
        let mut command = Command::new(EVENTS);
        command.envs(variables.iter().copied());
        let asked = format!("ASKED={}", argument(&self.file("asked")));
        let (binary, manifest, data) = (Self::binary(), self.file("manifest.json"), self.file("local.db"));
        let files =
            ["--binary", argument(&binary), "--manifest", argument(&manifest), "--data", argument(&data)];
        Serve::start_with(command, &[&files[..], &["--env", &asked]].concat())
    }

    pub(crate) fn serve(&self) -> Serve {
        self.serve_with(&[])
    }

    /// The command `token` with these options, for this folder's data.
    pub(crate) fn token(&self, options: &[&str]) -> Ran {
        self.token_of("local.db", options)
    }

    /// The same, for data in another file.
    pub(crate) fn token_of(&self, data: &str, options: &[&str]) -> Ran {
        let (binary, manifest, data) = (Self::binary(), self.file("manifest.json"), self.file(data));
        let files =
            ["--binary", argument(&binary), "--manifest", argument(&manifest), "--data", argument(&data)];
        run(EVENTS, &[&["token"], options, &files].concat(), "")
    }

    /// What `api_key` was asked so far.
    pub(crate) fn asked(&self) -> Vec<Value> {
        let lines = std::fs::read_to_string(self.file("asked")).unwrap_or_default();
        lines.lines().map(|line| serde_json::from_str(line).expect("an event")).collect()
    }
}

/// A request with headers.
pub(crate) fn get(api: &Serve, path: &str, headers: &[(&str, &str)]) -> Answer {
    api.request("GET", path, headers, b"").expect("an answer")
}

/// What a refusal says: its status, its body and why.
pub(crate) fn refusal(answer: &Answer) -> String {
    format!("{} {} {}", answer.status, answer.text(), answer.header("www-authenticate"))
}

/// The modulus of a key, which everybody may know.
pub(crate) fn modulus(key: &Key) -> Vec<u8> {
    ring::rsa::PublicKeyComponents::<Vec<u8>>::from(key.pair.public()).n
}
