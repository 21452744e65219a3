//! The keys of real issuers, asked for over TLS.
//!
//! Only issuers that the manifest names are asked, never one that a token names. An answer is bounded in
//! size and time as API Gateway bounds it; what came is kept for as long as API Gateway keeps it, and a key
//! that is not known has the issuer asked again, but not more often than once a minute. Meanwhile callers whose
//! keys are known do not wait.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Request, StatusCode, Uri, header};
use http_body_util::Empty;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::crypto::ring::default_provider;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::time::{Instant, timeout};

use super::refusal::Refusal;
use crate::facts;
use crate::server::upload;
use crate::signature_key::{Algorithm, PublicKey};
use crate::terminal::say;

/// How long keys are good.
const KEPT: Duration = Duration::from_hours(2);

/// How long an issuer is left alone after it was asked.
const PAUSE: Duration = Duration::from_mins(1);

/// Keys of one issuer, at most.
const MOST: usize = 100;

type Https = Client<HttpsConnector<HttpConnector>, Empty<Bytes>>;

/// The issuers that the manifest names.
pub(super) struct Issuers(HashMap<String, Issuer>);

/// One of them.
#[derive(Default)]
struct Issuer {
    known: Mutex<Known>,
    /// Held by whoever asks it: one at a time.
    turn: tokio::sync::Mutex<()>,
}

/// What an issuer said.
#[derive(Default)]
struct Known {
    keys: Vec<Key>,
    /// When it said so.
    since: Option<Instant>,
    /// When it was asked last, whether it answered or not.
    asked: Option<Instant>,
}

struct Key {
    kid: String,
    /// The one that it is for, where it says so.
    algorithm: Option<String>,
    public: PublicKey,
}

#[derive(Deserialize)]
struct Discovery {
    jwks_uri: String,
}

#[derive(Deserialize)]
struct Jwks {
    keys: Vec<Entry>,
}

/// A key of a set; one that cannot be read is passed over, as RFC 7517 has it in section 5.
#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    Readable(Jwk),
    Other {},
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    r#use: Option<String>,
    n: Option<String>,
    e: Option<String>,
}

impl Issuers {
    pub(super) fn named<'a>(issuers: impl Iterator<Item = &'a str>) -> Self {
        Self(issuers.map(|issuer| (issuer.to_owned(), Issuer::default())).collect())
    }

    /// The key of this name.
    pub(super) async fn key(
        &self,
        issuer: &str,
        kid: &str,
        algorithm: Algorithm,
    ) -> Result<PublicKey, Refusal> {
        let known = self.0.get(issuer).ok_or_else(unknown)?;
        known
            .key(kid, algorithm, async || {
                ask(issuer)
                    .await
                    .map_err(|problem| say(format_args!("the keys of {issuer} cannot be had: {problem}")))
            })
            .await
    }
}

fn unknown() -> Refusal {
    Refusal::token("the token is signed with a key that its issuer does not have")
}

impl Issuer {
    /// The key of this name, for which the issuer is asked by `ask` where that helps.
    async fn key(
        &self,
        kid: &str,
        algorithm: Algorithm,
        ask: impl AsyncFnOnce() -> Result<Vec<Key>, ()>,
    ) -> Result<PublicKey, Refusal> {
        if self.known().lacks(kid) {
            let _turn = self.turn.lock().await;
            // Whoever had the turn before may have asked.
            let is_asked = self.known().begins_asking(kid);
            if is_asked && let Ok(keys) = ask().await {
                let mut known = self.known();
                (known.keys, known.since) = (keys, Some(Instant::now()));
            }
        }
        self.known().key(kid, algorithm)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn find(&self, kid: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.kid == kid)
    }

    /// Whether a key is missing, or all are too old.
    fn lacks(&self, kid: &str) -> bool {
        self.find(kid).is_none() || self.since.is_none_or(|since| since.elapsed() > KEPT)
    }

    /// Whether the issuer is to be asked for a key now.
    fn begins_asking(&mut self, kid: &str) -> bool {
        if self.since.is_some_and(|since| since.elapsed() > KEPT) {
            *self = Self { asked: self.asked, ..Self::default() };
        }
        let asks = self.lacks(kid) && self.asked.is_none_or(|asked| asked.elapsed() >= PAUSE);
        if asks {
            self.asked = Some(Instant::now());
        }
        asks
    }

    fn key(&self, kid: &str, algorithm: Algorithm) -> Result<PublicKey, Refusal> {
        if self.since.is_none() {
            return Err(Refusal::token("OIDC discovery endpoint communication error"));
        }
        let key = self.find(kid).ok_or_else(unknown)?;
        if key.algorithm.as_ref().is_some_and(|meant| meant != algorithm.name()) {
            return Err(unknown());
        }
        Ok(key.public.clone())
    }
}

async fn ask(issuer: &str) -> Result<Vec<Key>, String> {
    let client = client()?;
    let discovery = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let Discovery { jwks_uri } = get(&client, &discovery).await?;
    let Jwks { keys } = get(&client, &jwks_uri).await?;
    Ok(keys.into_iter().filter_map(key).take(MOST).collect())
}

/// A key that signs tokens, with a name; others are left alone.
fn key(entry: Entry) -> Option<Key> {
    let Entry::Readable(jwk) = entry else { return None };
    if jwk.kty != "RSA" || jwk.r#use.is_some_and(|used| used != "sig") {
        return None;
    }
    let number = |text: Option<String>| base64_simd::URL_SAFE_NO_PAD.decode_to_vec(text?).ok();
    let public = PublicKey { modulus: number(jwk.n)?, exponent: number(jwk.e)? };
    Some(Key { kid: jwk.kid?, algorithm: jwk.alg, public })
}

/// By the roots of this machine, or those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name.
fn client() -> Result<Https, String> {
    let https = HttpsConnectorBuilder::new().with_provider_and_native_roots(default_provider());
    let https = https.map_err(|error| format!("this machine's certificates cannot be read: {error}"))?;
    Ok(Client::builder(TokioExecutor::new()).build(https.https_only().enable_http1().build()))
}

async fn get<T: DeserializeOwned>(client: &Https, url: &str) -> Result<T, String> {
    let uri: Uri = url.parse().map_err(|_| format!("{url} is not a URL"))?;
    if uri.scheme_str() != Some("https") {
        return Err(format!("{url} does not begin with `https://`"));
    }
    let request = Request::get(uri).header(header::ACCEPT, "application/json").body(Empty::new());
    let request = request.map_err(|error| error.to_string())?;
    let limit = Duration::from_millis(facts::ISSUER_TIMEOUT_MS);
    let answer = async {
        let answer =
            client.request(request).await.map_err(|error| format!("{url} cannot be reached: {error}"))?;
        if answer.status() != StatusCode::OK {
            return Err(format!("{url} answers {}", answer.status().as_u16()));
        }
        let body = upload::collect(&mut answer.into_body(), facts::ISSUER_ANSWER_LIMIT).await;
        body.map_err(|_| {
            format!("what {url} answers is cut short, or over {} bytes", facts::ISSUER_ANSWER_LIMIT)
        })
    };
    let late = |_| format!("{url} does not answer within {} ms", facts::ISSUER_TIMEOUT_MS);
    let body = timeout(limit, answer).await.map_err(late)??;
    serde_json::from_slice(&body)
        .map_err(|error| format!("what {url} answers is not what it should be: {error}"))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::task::JoinSet;

    use super::*;

    fn key(kid: &str) -> Key {
        let public = PublicKey { modulus: vec![1], exponent: vec![3] };
        Key { kid: kid.to_owned(), algorithm: None, public }
    }

    /// An issuer that has the key `known`, takes three seconds to say so, and counts how often it is asked.
    #[derive(Default)]
    struct Slow {
        issuer: Issuer,
        asked: AtomicUsize,
    }

    impl Slow {
        async fn has(&self, kid: &str) -> bool {
            let ask = async || {
                self.asked.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_secs(3)).await;
                Ok(vec![key("known")])
            };
            self.issuer.key(kid, Algorithm::Rs256, ask).await.is_ok()
        }

        fn asked(&self) -> usize {
            self.asked.load(Ordering::Relaxed)
        }
    }

    #[tokio::test(start_paused = true)]
    async fn of_a_thousand_callers_with_unknown_keys_one_has_the_issuer_asked() {
        let slow = Arc::new(Slow::default());
        let mut calls = JoinSet::new();
        for at in 0..1000 {
            let slow = Arc::clone(&slow);
            calls.spawn(async move { slow.has(&format!("unknown-{at}")).await });
        }
        assert!(calls.join_all().await.iter().all(|has| !has));
        assert_eq!(slow.asked(), 1);
        tokio::time::advance(PAUSE).await;
        assert!(!slow.has("unknown").await);
        assert_eq!(slow.asked(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_a_known_key_does_not_wait_for_those_who_have_not() {
        let slow = Slow::default();
        assert!(slow.has("known").await);
        tokio::time::advance(PAUSE).await;
        tokio::select! {
            biased;
            _ = slow.has("unknown") => panic!("the one with a known key waits for the other"),
            has = slow.has("known") => assert!(has),
        }
        assert_eq!(slow.asked(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn keys_are_good_for_two_hours_and_no_longer() {
        let slow = Slow::default();
        assert!(slow.has("known").await);
        let silent = async || Err(());
        tokio::time::advance(KEPT).await;
        assert!(slow.issuer.key("known", Algorithm::Rs256, silent).await.is_ok());
        tokio::time::advance(Duration::from_millis(1)).await;
        assert!(slow.issuer.key("known", Algorithm::Rs256, silent).await.is_err());
    }

    #[test]
    fn a_key_that_cannot_be_read_does_not_take_the_others_with_it() {
        let set = r#"{"keys":[{},{"kty":"EC","kid":7},{"kty":"RSA","kid":"k","n":"AQAB","e":"AQAB"}]}"#;
        let set: Jwks = serde_json::from_str(set).expect("a set of keys");
        let kids: Vec<_> = set.keys.into_iter().filter_map(super::key).map(|key| key.kid).collect();
        assert_eq!(kids, ["k"]);
    }
}
