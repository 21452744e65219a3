//! A function's answer as the HTTP response that API Gateway makes of it.

use axum::body::Bytes;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use fingerpost_untrusted::{LEVELS, survey};
use http_body_util::Full;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use crate::facts::Facts;

/// Headers that belong to the connection, not to the function.
const HOP_BY_HOP: [HeaderName; 4] = [
    header::CONNECTION,
    header::CONTENT_LENGTH,
    HeaderName::from_static("keep-alive"),
    header::TRANSFER_ENCODING,
];

/// Bytes of memory that an answer may take to read: a body of Lambda's size takes a tenth of it.
const MEMORY: usize = 64 * 1024 * 1024;

/// Headers of an answer. The map that holds them has room for 24,576, and panics at the next.
const HEADERS: usize = 16 * 1024;

/// Tells whether an object is an answer or a body.
#[derive(Deserialize)]
struct WithStatus {
    #[serde(rename = "statusCode")]
    _status_code: IgnoredAny,
}

/// The answer with a `statusCode`; everything else in it may be missing.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    status_code: Value,
    #[serde(default)]
    headers: Option<Map<String, Value>>,
    #[serde(default)]
    cookies: Option<Vec<String>>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: Option<bool>,
}

/// The response, or `None` for an answer that API Gateway calls malformed.
pub(crate) fn response(facts: &Facts, payload: &Bytes) -> Option<Response<Full<Bytes>>> {
    // Not as a `Value`, whose reader gives some keys a meaning of their own.
    let is_object = payload.trim_ascii_start().starts_with(b"{");
    if is_object && serde_json::from_slice::<WithStatus>(payload).is_ok() {
        // In a `Value`, keys that `serde_json` reserves would start its limit of recursion anew.
        let survey = survey(payload).ok()?;
        if survey.depth > LEVELS || survey.memory > MEMORY {
            return None;
        }
        return shaped(facts, serde_json::from_slice(payload).ok()?);
    }
    // Anything else is a body, even what is not JSON.
    let text = serde_json::from_slice::<String>(payload);
    let body = text.map_or_else(|_| payload.clone(), Bytes::from);
    let response = Response::builder().header(header::CONTENT_TYPE, "application/json");
    response.body(Full::new(body)).ok()
}

fn shaped(facts: &Facts, answer: Answer) -> Option<Response<Full<Bytes>>> {
    let status = status(&answer.status_code)?;
    let has_body = ![StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED].contains(&status);
    let body = match answer.body {
        Some(body) if answer.is_base64_encoded == Some(true) => {
            Bytes::from(base64_simd::STANDARD.decode_to_vec(body).ok()?)
        }
        body => Bytes::from(body.unwrap_or_default()),
    };
    // hyper would announce a length that no client may read.
    let body = if has_body { body } else { Bytes::new() };
    let mut response = Response::builder().status(status).body(Full::new(body)).ok()?;
    let headers = response.headers_mut();
    let cookies = answer.cookies.unwrap_or_default().into_iter();
    let cookies = cookies.map(|cookie| (header::SET_COOKIE, Value::String(cookie)));
    let named = answer.headers.unwrap_or_default().into_iter();
    let named = named.map(|(name, value)| Some((HeaderName::from_bytes(name.as_bytes()).ok()?, value)));
    let mut all = named.collect::<Option<Vec<_>>>()?;
    let place = if facts.cookies_come_first { 0 } else { all.len() };
    all.splice(place..place, cookies);
    if all.len() > HEADERS {
        return None;
    }
    for (name, value) in all {
        let value = match value {
            Value::String(text) => text,
            other => other.to_string(),
        };
        let value = HeaderValue::from_bytes(value.as_bytes()).ok()?;
        let dropped = facts.date_and_upgrade_are_dropped && [header::DATE, header::UPGRADE].contains(&name);
        if !dropped && !HOP_BY_HOP.contains(&name) {
            headers.append(name, value);
        }
    }
    if has_body && !headers.contains_key(header::CONTENT_TYPE) {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    }
    Some(response)
}

fn status(code: &Value) -> Option<StatusCode> {
    let status = match code {
        Value::Number(number) => u16::try_from(number.as_u64()?).ok()?,
        Value::String(text) => text.parse().ok()?,
        _ => return None,
    };
    // hyper cannot send an interim status as a final one.
    StatusCode::from_u16(status).ok().filter(|status| status.as_u16() >= 200)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::FACTS;

    #[test]
    fn contested_facts_can_be_taken_the_other_way() {
        let facts = Facts { cookies_come_first: false, date_and_upgrade_are_dropped: false, ..FACTS };
        let answer = r#"{"statusCode":200,"headers":{"date":"then","set-cookie":"a"},"cookies":["b"]}"#;
        let response = response(&facts, &Bytes::from_static(answer.as_bytes())).expect("a response");
        let cookies: Vec<_> = response.headers().get_all("set-cookie").iter().collect();
        assert_eq!(cookies, ["a", "b"]);
        assert_eq!(response.headers()["date"], "then");
    }
}
