//! The keys of real issuers, asked for over TLS.
//!
//! Only issuers that the manifest names are asked, never one that a token names. An answer is bounded in
//! size and time as API Gateway bounds it; what came is kept for as long as API Gateway keeps it, and a key
//! that is not known has the issuer asked again, but not more often than once a minute.

use std::collections::HashMap;
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
use tokio::sync::Mutex;
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
pub(super) struct Issuers(HashMap<String, Mutex<Known>>);

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
    keys: Vec<Jwk>,
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
        Self(issuers.map(|issuer| (issuer.to_owned(), Mutex::default())).collect())
    }

    /// The key of this name.
    pub(super) async fn key(
        &self,
        issuer: &str,
        kid: &str,
        algorithm: Algorithm,
    ) -> Result<PublicKey, Refusal> {
        let unknown = || Refusal::token("the token is signed with a key that its issuer does not have");
        let mut known = self.0.get(issuer).ok_or_else(unknown)?.lock().await;
        if known.since.is_some_and(|since| since.elapsed() > KEPT) {
            *known = Known { asked: known.asked, ..Known::default() };
        }
        if known.find(kid).is_none() && known.asked.is_none_or(|asked| asked.elapsed() >= PAUSE) {
            known.asked = Some(Instant::now());
            match ask(issuer).await {
                Ok(keys) => (known.keys, known.since) = (keys, Some(Instant::now())),
                Err(problem) => say(format_args!("the keys of {issuer} cannot be had: {problem}")),
            }
        }
        if known.since.is_none() {
            return Err(Refusal::token("OIDC discovery endpoint communication error"));
        }
        let key = known.find(kid).ok_or_else(unknown)?;
        if key.algorithm.as_ref().is_some_and(|meant| meant != algorithm.name()) {
            return Err(unknown());
        }
        Ok(key.public.clone())
    }
}

impl Known {
    fn find(&self, kid: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.kid == kid)
    }
}

async fn ask(issuer: &str) -> Result<Vec<Key>, String> {
    let client = client()?;
    let discovery = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let Discovery { jwks_uri } = get(&client, &discovery).await?;
    let Jwks { keys } = get(&client, &jwks_uri).await?;
    Ok(keys.into_iter().take(MOST).filter_map(key).collect())
}

/// A key that signs tokens, with a name; others are left alone.
fn key(jwk: Jwk) -> Option<Key> {
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
