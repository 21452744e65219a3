//! Tokens of a real issuer, whose keys are asked for over TLS.

use std::io::{BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};

use fingerpost_tests::{argument, http};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};

use super::api::{Desk, get, manifest, modulus};
use super::forge::{Key, claims, encoded};

/// An issuer on this machine: what it answers for each path, and what it was asked.
struct Issuer {
    url: String,
    pages: Arc<Mutex<Vec<(String, String)>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Issuer {
    fn start(authority: &Path) -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
        std::fs::write(authority, made.cert.pem()).expect("written");
        let key =
            rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.expect("TLS").with_no_client_auth();
        let config = Arc::new(config.with_single_cert(vec![made.cert.der().clone()], key).expect("TLS"));
        let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
        let url = format!("https://localhost:{}", listener.local_addr().expect("bound").port());
        let (pages, asked) =
            (Arc::<Mutex<Vec<(String, String)>>>::default(), Arc::<Mutex<Vec<String>>>::default());
        let (shown, seen) = (pages.clone(), asked.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (shown, seen, config) = (shown.clone(), seen.clone(), config.clone());
                std::thread::spawn(move || {
                    let tls = ServerConnection::new(config).expect("TLS");
                    let mut reader = BufReader::new(StreamOwned::new(tls, stream));
                    while let Ok(Some(request)) = http::request(&mut reader) {
                        let path = request.uri().path().to_owned();
                        seen.lock().expect("not poisoned").push(path.clone());
                        let pages = shown.lock().expect("not poisoned").clone();
                        let page = pages.into_iter().find(|(known, _)| *known == path);
                        let answer = page.map_or_else(
                            || "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_owned(),
                            |(_, body)| {
                                format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len())
                            },
                        );
                        // A client that hangs up ends its connection, and that is all.
                        let _ = reader
                            .get_mut()
                            .write_all(answer.as_bytes())
                            .and_then(|()| reader.get_mut().flush());
                    }
                });
            }
        });
        Self { url, pages, asked }
    }

    /// From now on it says so.
    fn says(&self, jwks_uri: &str, keys: &Value) {
        let discovery = json!({ "issuer": self.url, "jwks_uri": jwks_uri });
        *self.pages.lock().expect("not poisoned") = vec![
            ("/.well-known/openid-configuration".to_owned(), discovery.to_string()),
            ("/keys".to_owned(), json!({ "keys": keys }).to_string()),
        ];
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("not poisoned").clone()
    }
}

/// A desk whose authorizer trusts an issuer on this machine, and two keys that are not the desk's.
fn desk() -> (Desk, Issuer, [Key; 2]) {
    let made = Desk::new(&manifest());
    let keys = ["one.db", "two.db"].map(|data| {
        let token = made.token_of(data, &["--sub", "ann"]);
        Key::read(&made.file(&format!("{data}.issuer")), &token.stdout)
    });
    let issuer = Issuer::start(&made.file("authority.pem"));
    let mut manifest = manifest();
    manifest["api"]["authorizers"]["users"]["jwt"]["issuer"] = json!(issuer.url);
    std::fs::write(made.file("manifest.json"), manifest.to_string()).expect("written");
    (made, issuer, keys)
}

fn jwk(key: &Key) -> Value {
    json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": key.kid, "n": encoded(modulus(key)), "e": "AQAB" })
}

fn token(issuer: &Issuer, key: &Key) -> String {
    let mut claims = claims();
    claims["iss"] = json!(issuer.url);
    key.token(&key.header().to_string(), &claims.to_string())
}

#[test]
fn an_issuer_is_asked_for_its_keys_once_and_not_for_every_unknown_one() {
    let (desk, issuer, [known, unknown]) = desk();
    issuer.says(&format!("{}/keys", issuer.url), &json!([{ "kty": "EC", "kid": "x" }, jwk(&known)]));
    let authority = desk.file("authority.pem");
    let api = desk.serve_with(&[("SSL_CERT_FILE", argument(&authority))]);
    let status = |token: &str| get(&api, "/guarded", &[("authorization", token)]).status;
    // Whoever is not said to be the issuer's has nobody asked.
    let mut foreign = claims();
    foreign["iss"] = json!("https://evil.invalid");
    assert_eq!(status(&known.token(&known.header().to_string(), &foreign.to_string())), 401);
    assert_eq!(issuer.asked(), Vec::<String>::new());
    let pages = ["/.well-known/openid-configuration", "/keys"];
    assert_eq!(status(&token(&issuer, &known)), 200, "{}", api.log());
    assert_eq!(issuer.asked(), pages);
    assert_eq!(status(&token(&issuer, &known)), 200);
    for _ in 0..5 {
        assert_eq!(status(&token(&issuer, &unknown)), 401);
    }
    assert_eq!(issuer.asked(), pages, "within a minute it is not asked again");
    let logged = "signed with another key than this API's, and its issuer does not have that key; ";
    assert!(api.log().contains(logged), "{}", api.log());
    // The local issuer's are taken beside them.
    assert_eq!(status(desk.token(&["--sub", "ann"]).stdout.trim()), 200);
}

#[test]
fn an_issuer_that_cannot_be_used_lets_nobody_in_and_says_why() {
    let (desk, issuer, [key, _]) = desk();
    let authority = desk.file("authority.pem");
    let good = format!("{}/keys", issuer.url);
    let plain = good.replace("https", "http");
    let much = json!([jwk(&key), { "kty": "x".repeat(150_000) }]);
    for (what, words, uri, keys) in [
        ("it has no discovery", "answers 404", None, json!([])),
        ("its keys are not behind TLS", "does not begin with `https://`", Some(&*plain), json!([jwk(&key)])),
        ("its keys are a file", "is not a URL", Some("file:///etc/passwd"), json!([jwk(&key)])),
        ("it says too much", "over 150000 bytes", Some(&good), much),
        ("its keys are no keys", "is not what it should be", Some(&good), json!("none")),
    ] {
        if let Some(uri) = uri {
            issuer.says(uri, &keys);
        }
        let api = desk.serve_with(&[("SSL_CERT_FILE", argument(&authority))]);
        let answer = get(&api, "/guarded", &[("authorization", &token(&issuer, &key))]);
        assert_eq!(answer.status, 401, "{what}");
        let reason = r#"error_description="OIDC discovery endpoint communication error""#;
        assert!(answer.header("www-authenticate").contains(reason), "{what}: {}", api.log());
        assert!(api.log().contains(words), "{what}: {}", api.log());
    }
}
