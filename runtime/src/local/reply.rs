//! A function's answer as the HTTP response that API Gateway makes of it.

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value};

/// Headers that belong to the connection, not to the function.
const HOP_BY_HOP: [&str; 4] = ["connection", "content-length", "keep-alive", "transfer-encoding"];

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
pub(super) fn response(payload: &Bytes) -> Option<Response<Body>> {
    match serde_json::from_slice::<Value>(payload) {
        Ok(Value::Object(object)) if object.contains_key("statusCode") => {
            shaped(serde_json::from_value(Value::Object(object)).ok()?)
        }
        // Without `statusCode` anything at all is a body, even what is no JSON.
        _ => {
            let response = Response::builder().header("content-type", "application/json");
            response.body(Body::from(payload.clone())).ok()
        }
    }
}

fn shaped(answer: Answer) -> Option<Response<Body>> {
    let status = match &answer.status_code {
        Value::Number(number) => u16::try_from(number.as_u64()?).ok()?,
        Value::String(text) => text.parse().ok()?,
        _ => return None,
    };
    // hyper cannot send an interim status as a final one.
    let status = StatusCode::from_u16(status).ok().filter(|status| status.as_u16() >= 200)?;
    let body = answer.body.unwrap_or_default();
    let body = if answer.is_base64_encoded == Some(true) {
        Bytes::from(base64_simd::STANDARD.decode_to_vec(body.as_bytes()).ok()?)
    } else {
        Bytes::from(body)
    };
    let mut response = Response::builder().status(status).body(Body::from(body)).ok()?;
    let headers = response.headers_mut();
    for (name, value) in answer.headers.unwrap_or_default() {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        let value = match value {
            Value::String(text) => text,
            other => other.to_string(),
        };
        if !HOP_BY_HOP.contains(&name.as_str()) {
            headers.append(name, HeaderValue::from_bytes(value.as_bytes()).ok()?);
        }
    }
    for cookie in answer.cookies.unwrap_or_default() {
        headers.append("set-cookie", HeaderValue::from_bytes(cookie.as_bytes()).ok()?);
    }
    if !headers.contains_key("content-type") && status != StatusCode::NO_CONTENT {
        headers.insert("content-type", HeaderValue::from_static("text/plain; charset=utf-8"));
    }
    Some(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(payload: &'static str) -> Option<u16> {
        response(&Bytes::from_static(payload.as_bytes())).map(|response| response.status().as_u16())
    }

    #[test]
    fn an_answer_without_a_status_is_a_200_whatever_it_is() {
        assert_eq!(status("not json"), Some(200));
        assert_eq!(status(r#"{"message":"hello"}"#), Some(200));
    }

    #[test]
    fn a_status_that_is_none_is_malformed() {
        for payload in [r#"{"statusCode":0}"#, r#"{"statusCode":200.5}"#, r#"{"statusCode":null}"#] {
            assert_eq!(status(payload), None, "{payload}");
        }
    }

    #[test]
    fn a_header_that_would_split_the_response_is_malformed() {
        assert_eq!(status(r#"{"statusCode":200,"headers":{"a":"b\r\nc: d"}}"#), None);
    }
}
