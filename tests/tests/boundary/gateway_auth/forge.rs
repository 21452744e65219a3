//! Tokens with anything in them, signed by somebody else's code: ring's.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use ring::rand::SystemRandom;
use ring::rsa::KeyPair;
use ring::signature::{self, RsaEncoding};
use serde_json::{Value, json};

/// What the authorizer of the tests' manifests trusts.
pub(crate) const ISSUER: &str = "https://id.invalid/";
pub(crate) const AUDIENCE: &str = "orders-api";

/// An RSA key and its name.
pub(crate) struct Key {
    pub(crate) pair: KeyPair,
    pub(crate) kid: String,
}

impl Key {
    /// The key that a local issuer keeps in this file, named as in this token of its.
    pub(crate) fn read(file: &Path, token: &str) -> Self {
        let pair = KeyPair::from_pkcs8(&std::fs::read(file).expect("a key")).expect("an RSA key");
        let header = token.trim().split('.').next().expect("a header");
        let header = base64_simd::URL_SAFE_NO_PAD.decode_to_vec(header).expect("base64");
        let header: Value = serde_json::from_slice(&header).expect("JSON");
        Self { pair, kid: header["kid"].as_str().expect("a name").to_owned() }
    }

    pub(crate) fn signature(&self, encoding: &'static dyn RsaEncoding, signed: &str) -> Vec<u8> {
        let mut signature = vec![0; self.pair.public().modulus_len()];
        self.pair.sign(encoding, &SystemRandom::new(), signed.as_bytes(), &mut signature).expect("signed");
        signature
    }

    /// A token with this header and these claims.
    pub(crate) fn token(&self, header: &str, claims: &str) -> String {
        let signed = [header, claims].map(encoded).join(".");
        let signature = self.signature(&signature::RSA_PKCS1_SHA256, &signed);
        format!("{signed}.{}", encoded(signature))
    }

    /// The header of a token that is right.
    pub(crate) fn header(&self) -> Value {
        json!({ "alg": "RS256", "typ": "JWT", "kid": self.kid })
    }
}

/// The claims of a token that is right.
pub(crate) fn claims() -> Value {
    json!({ "iss": ISSUER, "aud": AUDIENCE, "sub": "ann", "iat": now(), "exp": now() + 3600, "scope": "orders:read orders:write" })
}

pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}

pub(crate) fn encoded(bytes: impl AsRef<[u8]>) -> String {
    base64_simd::URL_SAFE_NO_PAD.encode_to_string(bytes)
}
