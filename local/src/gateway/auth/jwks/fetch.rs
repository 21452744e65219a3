//! Asks an issuer for its keys, over TLS. An answer is bounded in size and time as API Gateway bounds it, and leads
//! nowhere else.

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
use tokio::time::timeout;

use crate::facts;
use crate::server::upload;
use crate::signature_key::PublicKey;

/// Keys of one issuer, at most.
const MOST: usize = 100;

type Https = Client<HttpsConnector<HttpConnector>, Empty<Bytes>>;

/// A key by which tokens are verified.
pub(super) struct Key {
    pub(super) kid: String,
    /// The one that it is for, where it says so.
    pub(super) algorithm: Option<String>,
    pub(super) public: PublicKey,
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

/// The keys that an issuer has now.
///
/// # Errors
///
/// One sentence: it does not say them, or says too much.
pub(super) async fn keys(issuer: &str) -> Result<Vec<Key>, String> {
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
    use super::*;

    #[test]
    fn a_key_that_cannot_be_read_does_not_take_the_others_with_it() {
        let set = r#"{"keys":[{},{"kty":"EC","kid":7},{"kty":"RSA","kid":"k","n":"AQAB","e":"AQAB"}]}"#;
        let set: Jwks = serde_json::from_str(set).expect("a set of keys");
        let kids: Vec<_> = set.keys.into_iter().filter_map(super::key).map(|key| key.kid).collect();
        assert_eq!(kids, ["k"]);
    }
}
