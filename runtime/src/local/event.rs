//! An HTTP request as the event that API Gateway makes of it, payload format 2.0.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Version};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use super::facts;
use super::matching::{Matched, decoded};

/// Makes the event.
pub(super) fn build(
    parts: &Parts,
    client: SocketAddr,
    body: &Bytes,
    (route, parameters): &Matched<'_>,
    id: &str,
) -> Value {
    let headers = headers(&parts.headers, client, body);
    let query = parts.uri.query().unwrap_or_default();
    let path = decoded(parts.uri.path());
    let domain = headers.get("host").cloned().unwrap_or_default();
    let route_key = format!("{} {}", route.method, route.path);
    let now = OffsetDateTime::now_utc();
    let user_agent = headers.get("user-agent").cloned().unwrap_or_default();
    let mut event = json!({
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers,
        "requestContext": {
            "accountId": facts::ACCOUNT,
            "apiId": "local",
            "domainName": domain,
            "domainPrefix": domain.split('.').next(),
            "http": {
                "method": parts.method.as_str(),
                "path": path,
                "protocol": protocol(parts.version),
                "sourceIp": client.ip().to_string(),
                "userAgent": user_agent,
            },
            "requestId": id,
            "routeKey": route_key,
            "stage": "$default",
            "time": common_log_time(now),
            "timeEpoch": i64::try_from(now.unix_timestamp_nanos() / 1_000_000).unwrap_or_default(),
        },
        "isBase64Encoded": false,
    });
    let mut optional = Map::new();
    let cookies = cookies(&parts.headers);
    if !cookies.is_empty() {
        optional.insert("cookies".to_owned(), cookies.into());
    }
    if !query.is_empty() {
        optional.insert("queryStringParameters".to_owned(), query_parameters(query));
    }
    if !parameters.is_empty() {
        optional.insert("pathParameters".to_owned(), json!(parameters));
    }
    if !body.is_empty() {
        let (text, encoded) = body_text(&parts.headers, body);
        optional.insert("body".to_owned(), text.into());
        optional.insert("isBase64Encoded".to_owned(), encoded.into());
    }
    if let Value::Object(event) = &mut event {
        event.extend(optional);
    }
    event
}

/// Lower-case names, repeated ones joined; `cookie` goes elsewhere, the gateway adds its own.
fn headers(sent: &HeaderMap, client: SocketAddr, body: &Bytes) -> BTreeMap<String, String> {
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in sent {
        if name == "cookie" {
            continue;
        }
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        headers
            .entry(name.as_str().to_owned())
            .and_modify(|all| *all = format!("{all}{}{value}", facts::HEADER_SEPARATOR))
            .or_insert(value);
    }
    headers.insert("content-length".to_owned(), body.len().to_string());
    headers.insert("x-forwarded-for".to_owned(), client.ip().to_string());
    headers.insert("x-forwarded-proto".to_owned(), "http".to_owned());
    let port = headers.get("host").and_then(|host| host.rsplit_once(':')).map(|(_, port)| port.to_owned());
    headers.insert("x-forwarded-port".to_owned(), port.unwrap_or_else(|| "80".to_owned()));
    headers
}

fn cookies(sent: &HeaderMap) -> Vec<String> {
    let values = sent.get_all(HeaderName::from_static("cookie")).into_iter();
    let values = values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    values.flat_map(|line| line.split("; ").map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Decoded, and repeated ones joined with commas, which is why nothing of ours reads them.
fn query_parameters(query: &str) -> Value {
    let mut parameters: BTreeMap<String, String> = BTreeMap::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let [name, value] = [name, value].map(|text| decoded(&text.replace('+', " ")));
        parameters.entry(name).and_modify(|all| *all = format!("{all},{value}")).or_insert(value);
    }
    json!(parameters)
}

/// The body as text where API Gateway takes it for text, in base64 elsewhere.
fn body_text(headers: &HeaderMap, body: &Bytes) -> (String, bool) {
    let content_type = headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let listed = ["application/json", "application/xml", "application/javascript"];
    let suffix = facts::SUFFIX_JSON_IS_TEXT && media_type.ends_with("+json");
    let is_text = media_type.starts_with("text/") || listed.contains(&media_type.as_str()) || suffix;
    match std::str::from_utf8(body) {
        Ok(text) if is_text => (text.to_owned(), false),
        _ => (base64_simd::STANDARD.encode_to_string(body), true),
    }
}

fn protocol(version: Version) -> &'static str {
    if version == Version::HTTP_10 { "HTTP/1.0" } else { "HTTP/1.1" }
}

/// `12/Mar/2020:19:03:58 +0000`.
fn common_log_time(now: OffsetDateTime) -> String {
    let month = &now.month().to_string()[..3];
    let (hour, minute, second) = now.to_hms();
    format!("{:02}/{month}/{}:{hour:02}:{minute:02}:{second:02} +0000", now.day(), now.year())
}
