//! Signatures in a URL: a link by which whoever has it makes one request, as long as it is valid.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials as Identity;
use aws_sigv4::http_request::{
    PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4::SigningParams;
use axum::http::StatusCode;
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;
use subtle::ConstantTimeEq;

use super::failure::Failure;
use crate::dynamodb::signature;
use crate::facts;

/// The longest that a link is valid: seven days.
const LONGEST: u64 = 7 * 24 * 60 * 60;

/// The parameters by which a URL is signed. Any other is one of the request, and signed as such.
pub(super) const PARAMETERS: [&str; 7] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
    "X-Amz-SignedHeaders",
];

/// What a link says about who signed it.
pub(super) struct Link {
    pub(super) key: String,
    time: SystemTime,
    valid: Duration,
    signed_headers: String,
    signature: String,
    token: Option<String>,
    /// The rest of the query, as it was sent.
    query: String,
}

impl Link {
    /// Whether a request says that its URL is signed.
    pub(super) fn is_one(parts: &Parts) -> bool {
        let query = parts.uri.query().unwrap_or_default();
        query.split('&').any(|pair| pair.split('=').next() == Some("X-Amz-Algorithm"))
    }

    /// Reads the URL.
    pub(super) fn of(parts: &Parts, now: SystemTime) -> Result<Self, Failure> {
        let malformed = |message: &str| {
            Failure::new(StatusCode::BAD_REQUEST, "AuthorizationQueryParametersError", message)
        };
        let (mut own, mut others) = (Vec::new(), Vec::new());
        for pair in parts.uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some((name, value)) if PARAMETERS.contains(&name) => {
                    let value = percent_decode_str(value).decode_utf8_lossy().into_owned();
                    if own.iter().any(|(known, _)| *known == name) {
                        return Err(malformed("a parameter of the signature is there twice"));
                    }
                    own.push((name, value));
                }
                _ => others.push(pair),
            }
        }
        let find = |name: &str| own.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str());
        let needed = |name| {
            find(name).ok_or_else(|| {
                malformed(
                    "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, \
                     X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
                )
            })
        };
        if needed("X-Amz-Algorithm")? != "AWS4-HMAC-SHA256" {
            return Err(malformed("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\""));
        }
        let date = needed("X-Amz-Date")?;
        let time = signature::instant(date).ok_or_else(|| {
            malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
        })?;
        let key = signature::in_scope(needed("X-Amz-Credential")?, date, "s3");
        let key = key.map_err(|_| malformed("Error parsing the X-Amz-Credential parameter"))?.to_owned();
        let valid = needed("X-Amz-Expires")?.parse().ok().filter(|valid| *valid <= LONGEST);
        let valid = valid.ok_or_else(|| malformed("X-Amz-Expires must be less than a week (in seconds)"))?;
        let valid = Duration::from_secs(valid);
        if time + valid < now {
            return Err(Failure::denied("Request has expired"));
        }
        if now + signature::SKEW < time {
            return Err(Failure::denied("Request is not valid yet"));
        }
        let [signed_headers, signature] =
            [needed("X-Amz-SignedHeaders")?, needed("X-Amz-Signature")?].map(str::to_owned);
        let token = find("X-Amz-Security-Token").map(str::to_owned);
        Ok(Self { key, time, valid, signed_headers, signature, token, query: others.join("&") })
    }

    /// Signs the URL again, as only the owner of the secret could have, and compares.
    pub(super) fn verify(&self, parts: &Parts, secret: &str) -> Result<(), Failure> {
        let signed: Vec<_> = self.signed_headers.split(';').collect();
        let is_there = |name: &&str| parts.headers.contains_key(*name);
        if !signed.contains(&"host") || !signed.iter().all(is_there) {
            return Err(Failure::signature());
        }
        let unsigned = |name: &str| name.starts_with("x-amz-") && !signed.contains(&name);
        if parts.headers.keys().any(|name| unsigned(name.as_str())) {
            return Err(Failure::denied("There were headers present in the request which were not signed"));
        }
        let expected = self.expected(parts, &signed, secret);
        if expected.is_some_and(|expected| expected.as_bytes().ct_eq(self.signature.as_bytes()).into()) {
            return Ok(());
        }
        Err(Failure::signature())
    }

    /// `None` for a request that cannot be signed.
    fn expected(&self, parts: &Parts, signed: &[&str], secret: &str) -> Option<String> {
        let identity = Identity::new(&self.key, secret, self.token.clone(), None, "local").into();
        let mut settings = SigningSettings::default();
        settings.excluded_headers = None;
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(self.valid);
        let signing = SigningParams::builder().identity(&identity).settings(settings).time(self.time);
        let signing = signing.region(facts::REGION).name("s3").build().ok()?.into();
        let values = |name: &&str| {
            parts.headers.get_all(*name).iter().map(|value| value.to_str().ok()).collect::<Option<Vec<_>>>()
        };
        let mut headers = Vec::new();
        for name in signed {
            headers.extend(values(name)?.into_iter().map(|value| (*name, value)));
        }
        let url = match self.query.as_str() {
            "" => parts.uri.path().to_owned(),
            query => format!("{}?{query}", parts.uri.path()),
        };
        let body = SignableBody::UnsignedPayload;
        let request = SignableRequest::new(parts.method.as_str(), url, headers.into_iter(), body).ok()?;
        Some(sign(request, &signing).ok()?.into_parts().1)
    }
}
