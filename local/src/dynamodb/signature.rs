//! Signature version 4: finds out who signed a request, and that nobody else can have.
//!
//! The messages are AWS's. Five cases that no SDK sends are refused more strictly than by AWS: a
//! signature in the query string, the `Date` header in place of `X-Amz-Date`, a parameter or header
//! that is there twice, of which AWS takes one, a path with `.`, `..` or nothing between two slashes,
//! and a signature that is not one by its form, which AWS finds not to match.

use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials as Identity;
use aws_sigv4::http_request::{
    PercentEncodingMode, SignableBody, SignableRequest, SigningSettings, UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4::SigningParams;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use subtle::ConstantTimeEq;

use super::failure::Failure;
use crate::facts;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// How far the clocks of a caller and of DynamoDB may be apart.
pub(crate) const SKEW: Duration = Duration::from_mins(5);

/// What a request says about who signed it. A session token proves nothing to those who made the secret.
pub(crate) struct Claim {
    pub(crate) key: String,
    signed_headers: String,
    signature: String,
    time: SystemTime,
    service: &'static str,
}

impl Claim {
    /// Reads the `Authorization` header of a call of DynamoDB.
    pub(crate) fn of(parts: &Parts, now: SystemTime) -> Result<Self, Failure> {
        Self::for_service("dynamodb", parts, now)
    }

    /// Reads the `Authorization` header of a call of this service.
    pub(crate) fn for_service(
        service: &'static str,
        parts: &Parts,
        now: SystemTime,
    ) -> Result<Self, Failure> {
        check_path(parts.uri.path())?;
        let query = parts.uri.query().unwrap_or_default();
        let in_query = query.split('&').any(|pair| pair.split('=').next() == Some("X-Amz-Algorithm"));
        let Some(authorization) = only(&parts.headers, &header::AUTHORIZATION)? else {
            return Err(if in_query {
                invalid(
                    "A signature in the query string is not accepted here; sign with an Authorization header.",
                )
            } else {
                missing()
            });
        };
        if in_query {
            return Err(invalid(
                "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
            ));
        }
        let date = only(&parts.headers, &header::HeaderName::from_static("x-amz-date"))?;
        let [credential, signed_headers, signature] = parameters(authorization, date.is_some())?;
        let date = date.unwrap_or_default();
        let time = instant(date).ok_or_else(|| {
            incomplete(format!("Date must be in ISO-8601 'basic format'. Got '{date}'. See http://en.wikipedia.org/wiki/ISO_8601"))
        })?;
        let key = in_scope(credential, date, service)?;
        fresh(time, now)?;
        if !signed_headers.split(';').any(|name| name == header::HOST) {
            return Err(invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."));
        }
        check_signed_headers(signed_headers, &parts.headers)?;
        let [key, signed_headers, signature] = [key, signed_headers, signature].map(str::to_owned);
        Ok(Self { key, signed_headers, signature, time, service })
    }

    /// Signs the request again, as only the owner of the secret could have, and compares.
    pub(crate) fn verify(&self, parts: &Parts, body: &[u8], secret: &str) -> Result<(), Failure> {
        self.verify_as(parts, SignableBody::Bytes(body), secret)
    }

    /// The same for a body that is signed in another way.
    pub(crate) fn verify_as(
        &self,
        parts: &Parts,
        body: SignableBody<'_>,
        secret: &str,
    ) -> Result<(), Failure> {
        let expected = self.expected(parts, body, secret);
        if expected.is_some_and(|expected| expected.as_bytes().ct_eq(self.signature.as_bytes()).into()) {
            return Ok(());
        }
        Err(invalid(
            "The request signature we calculated does not match the signature you provided. Check your AWS \
             Secret Access Key and signing method. Consult the service documentation for details.",
        ))
    }

    /// `None` for a request that cannot be signed.
    fn expected(&self, parts: &Parts, body: SignableBody<'_>, secret: &str) -> Option<String> {
        let identity = Identity::new(&self.key, secret, None, None, "local").into();
        let mut settings = SigningSettings::default();
        // The library would leave out headers that the caller may have signed.
        settings.excluded_headers = None;
        if self.service == "s3" {
            settings.percent_encoding_mode = PercentEncodingMode::Single;
            settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        }
        let signing = SigningParams::builder().identity(&identity).settings(settings).time(self.time);
        let signing = signing.region(facts::REGION).name(self.service).build().ok()?.into();
        let values =
            |name| parts.headers.get_all(name).iter().map(move |value| Some((name, value.to_str().ok()?)));
        let headers: Option<Vec<_>> = self.signed_headers.split(';').flat_map(values).collect();
        let url = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let request = SignableRequest::new(parts.method.as_str(), url, headers?.into_iter(), body).ok()?;
        Some(sign(request, &signing).ok()?.into_parts().1)
    }
}

/// The token of the session that a request is of, by which the processes of one function are told apart.
pub(crate) fn session_token(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-amz-security-token")?.to_str().ok()
}

/// What is signed is the path without `.` and `..`: a request for `/a` would pass for one for `/b/../a`, which
/// another route answers.
fn check_path(path: &str) -> Result<(), Failure> {
    if path.contains("//") || path.split('/').any(|segment| matches!(segment, "." | "..")) {
        return Err(invalid("A path with '.', '..' or an empty segment in it is not accepted here."));
    }
    Ok(())
}

/// Each name once, each of a header that is there, and the operation's among them: who sees a request
/// must not be able to turn it into another.
fn check_signed_headers(names: &str, headers: &HeaderMap) -> Result<(), Failure> {
    let mut seen = HashSet::new();
    if let Some(name) = names.split(';').find(|name| !seen.insert(*name) || !headers.contains_key(*name)) {
        return Err(incomplete(format!(
            "'{name}' is twice in 'SignedHeaders', or is not a header of the request."
        )));
    }
    if headers.contains_key("x-amz-target") && !seen.contains("x-amz-target") {
        return Err(invalid("'x-amz-target' must be a 'SignedHeader' in the AWS Authorization."));
    }
    Ok(())
}

/// A header that must not be there twice.
fn only<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> Result<Option<&'a str>, Failure> {
    let mut values = headers.get_all(name).iter();
    let first = values.next().map(|value| value.to_str().unwrap_or_default());
    if values.next().is_some() {
        return Err(incomplete(format!("The header '{name}' is there more than once.")));
    }
    Ok(first)
}

/// `Credential`, `SignedHeaders` and `Signature`, each of them there once.
fn parameters(authorization: &str, dated: bool) -> Result<[&str; 3], Failure> {
    let (algorithm, rest) = authorization.split_once([' ', ',']).unwrap_or((authorization, ""));
    if !algorithm.starts_with("AWS4-") {
        return Err(missing());
    }
    if algorithm != ALGORITHM {
        return Err(incomplete(format!("Unsupported AWS 'algorithm': '{algorithm}'.")));
    }
    let names = ["Credential", "SignedHeaders", "Signature"];
    let mut found = [None; 3];
    for pair in rest.split([' ', ',']).filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').ok_or_else(|| {
            let problem = "not a valid key=value pair (missing equal-sign) in Authorization header";
            incomplete(format!("'{pair}' {problem}: '{authorization}'."))
        })?;
        if let Some(at) = names.iter().position(|known| *known == name)
            && found[at].replace(value).is_some()
        {
            return Err(incomplete(format!("Authorization header has more than one '{name}' parameter.")));
        }
    }
    if let [Some(credential), Some(signed_headers), Some(signature)] = found
        && dated
    {
        let is_hex = |digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
        if signature.len() != 64 || !signature.bytes().all(is_hex) {
            return Err(incomplete(format!(
                "Authorization header requires a 'Signature' of 64 hexadecimal digits, got '{signature}'."
            )));
        }
        return Ok([credential, signed_headers, signature]);
    }
    let lacking = names.iter().zip(found).filter(|(_, value)| value.is_none());
    let lacking = lacking.map(|(name, _)| format!("Authorization header requires '{name}' parameter. "));
    let mut message = lacking.collect::<Vec<_>>().concat();
    if !dated {
        message += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
    }
    Err(incomplete(format!("{message}Authorization={authorization}")))
}

/// The access key of a credential for this service, region and day.
pub(crate) fn in_scope<'a>(credential: &'a str, date: &str, expected: &str) -> Result<&'a str, Failure> {
    let parts: Vec<_> = credential.split('/').collect();
    let [key, day, region, service, terminator] = parts[..] else {
        return Err(incomplete(format!(
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{credential}'"
        )));
    };
    if region != facts::REGION {
        return Err(invalid(&format!("Credential should be scoped to a valid region, not '{region}'. ")));
    }
    if service != expected {
        return Err(invalid(&format!("Credential should be scoped to correct service: '{expected}'. ")));
    }
    if terminator != "aws4_request" {
        let problem = "Credential should be scoped with a valid terminator: 'aws4_request', not";
        return Err(invalid(&format!("{problem} '{terminator}'. ")));
    }
    if !date.starts_with(day) || day.len() != 8 {
        let problem =
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP";
        return Err(invalid(&format!("{problem}: '{day}' != '{}', from '{date}'.", &date[..8])));
    }
    Ok(key)
}

fn fresh(time: SystemTime, now: SystemTime) -> Result<(), Failure> {
    let (signed, at) = (basic(time), basic(now));
    if time + SKEW < now {
        let earliest = basic(now - SKEW);
        return Err(invalid(&format!(
            "Signature expired: {signed} is now earlier than {earliest} ({at} - 5 min.)"
        )));
    }
    if now + SKEW < time {
        let latest = basic(now + SKEW);
        return Err(invalid(&format!(
            "Signature not yet current: {signed} is still later than {latest} ({at} + 5 min.)"
        )));
    }
    Ok(())
}

/// `20110909T233600Z`. What stands at `T` and `Z` is checked with the signature.
pub(crate) fn instant(text: &str) -> Option<SystemTime> {
    let digits = |at: usize, length: usize| text.get(at..at + length);
    let (year, month, day) = (digits(0, 4)?, digits(4, 2)?, digits(6, 2)?);
    let (hour, minute, second) = (digits(9, 2)?, digits(11, 2)?, digits(13, 2)?);
    let iso = format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z");
    SystemTime::try_from(DateTime::from_str(&iso, Format::DateTime).ok()?).ok()
}

fn basic(time: SystemTime) -> String {
    let whole = DateTime::from_secs(DateTime::from(time).secs());
    whole.fmt(Format::DateTime).unwrap_or_default().replace(['-', ':'], "")
}

fn missing() -> Failure {
    Failure::service("MissingAuthenticationTokenException", "Request is missing Authentication Token")
}

fn incomplete(message: String) -> Failure {
    Failure::service("IncompleteSignatureException", &message)
}

fn invalid(message: &str) -> Failure {
    Failure::service("InvalidSignatureException", message)
}
