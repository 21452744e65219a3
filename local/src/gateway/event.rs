//! An HTTP request as the event that API Gateway makes of it, payload format 2.0.

use std::collections::BTreeMap;
use std::net::IpAddr;

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Version, header};
use fingerpost_manifest::path::decoded;
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::facts::{self, Facts};

/// Headers that are about one connection, and that no function has seen.
const HOP_BY_HOP: [HeaderName; 7] = [
    header::CONNECTION,
    header::EXPECT,
    HeaderName::from_static("keep-alive"),
    header::PROXY_AUTHENTICATE,
    header::TE,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// A request, and what the gateway knows about it.
pub(crate) struct Call<'a> {
    pub(crate) parts: &'a Parts,
    pub(crate) body: &'a [u8],
    pub(crate) client: IpAddr,
    /// The host that it is for, with its port.
    pub(crate) host: &'a str,
    pub(crate) id: &'a str,
    /// What is known of the caller, on a route that asks for one.
    pub(crate) authorizer: Option<&'a Value>,
}

/// Makes the event.
pub(crate) fn build(
    facts: &Facts,
    call: &Call<'_>,
    route_key: &str,
    parameters: &BTreeMap<String, String>,
) -> Value {
    let Call { parts, body, .. } = call;
    let headers = headers(facts, call);
    let query = parts.uri.query().unwrap_or_default();
    let path = decoded(parts.uri.path());
    let context = context(call, route_key, &path, headers.get("user-agent"));
    let (text, encoded) = body_text(facts, &parts.headers, body);
    let mut event = json!({
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers,
        "requestContext": context,
        "isBase64Encoded": encoded,
    });
    // A member is missing where the request has nothing for it.
    let cookies = cookies(&parts.headers);
    let optional = [
        ("cookies", !cookies.is_empty(), json!(cookies)),
        ("queryStringParameters", !query.is_empty(), query_parameters(query)),
        ("pathParameters", !parameters.is_empty(), json!(parameters)),
        ("body", !body.is_empty(), Value::String(text)),
    ];
    for (name, _, value) in optional.into_iter().filter(|(_, is_there, _)| *is_there) {
        event[name] = value;
    }
    event
}

/// What the gateway knows about the request.
fn context(call: &Call<'_>, route_key: &str, path: &str, user_agent: Option<&String>) -> Value {
    let Call { parts, client, host, id, .. } = call;
    let now = OffsetDateTime::now_utc();
    let mut context = json!({
        "accountId": facts::ACCOUNT,
        "apiId": "local",
        "domainName": host,
        "domainPrefix": host.split('.').next(),
        "http": {
            "method": parts.method.as_str(),
            "path": path,
            "protocol": protocol(parts.version),
            "sourceIp": client.to_string(),
            "userAgent": user_agent.map_or("", String::as_str),
        },
        "requestId": id,
        "routeKey": route_key,
        "stage": "$default",
        "time": common_log_time(now),
        "timeEpoch": i64::try_from(now.unix_timestamp_nanos() / 1_000_000).unwrap_or_default(),
    });
    if let Some(authorizer) = call.authorizer {
        context["authorizer"] = authorizer.clone();
    }
    context
}

/// Lower-case names, repeated ones joined; `cookie` goes elsewhere, the gateway adds its own.
fn headers(facts: &Facts, call: &Call<'_>) -> BTreeMap<String, String> {
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    let kept = call.parts.headers.iter().filter(|(name, _)| !HOP_BY_HOP.contains(name));
    for (name, value) in kept.filter(|(name, _)| *name != header::COOKIE) {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        headers
            .entry(name.as_str().to_owned())
            .and_modify(|all| *all = format!("{all}{}{value}", facts.header_separator))
            .or_insert(value);
    }
    let port = call.host.rsplit_once(':').map(|(_, port)| port).filter(|port| !port.ends_with(']'));
    let own = [
        ("content-length", call.body.len().to_string()),
        ("host", call.host.to_owned()),
        ("x-forwarded-for", call.client.to_string()),
        ("x-forwarded-port", port.unwrap_or("80").to_owned()),
        ("x-forwarded-proto", "http".to_owned()),
    ];
    headers.extend(own.map(|(name, value)| (name.to_owned(), value)));
    headers.entry("x-amzn-trace-id".to_owned()).or_insert_with(trace_id);
    headers
}

/// `Root=1-5759e988-bd862e3fe1be46a994272793`: the time, and what tells it from others.
fn trace_id() -> String {
    let seconds = OffsetDateTime::now_utc().unix_timestamp();
    let unique = uuid::Uuid::new_v4().simple().to_string();
    format!("Root=1-{seconds:08x}-{}", &unique[..24])
}

fn cookies(sent: &HeaderMap) -> Vec<String> {
    let lines = sent.get_all(header::COOKIE).into_iter();
    let lines = lines.map(|line| String::from_utf8_lossy(line.as_bytes()).into_owned());
    lines
        .flat_map(|line| line.split(';').map(|cookie| cookie.trim().to_owned()).collect::<Vec<_>>())
        .collect()
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
fn body_text(facts: &Facts, headers: &HeaderMap, body: &[u8]) -> (String, bool) {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or_default().to_ascii_lowercase();
    let mut parts = content_type.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default();
    let other_charset = parts
        .filter_map(|parameter| parameter.strip_prefix("charset="))
        .any(|charset| charset.trim_matches('"') != "utf-8");
    let is_text = match media_type {
        "application/json" | "application/xml" | "application/javascript" => true,
        "application/graphql" => facts.graphql_is_text,
        other => other.starts_with("text/") || facts.suffix_json_is_text && other.ends_with("+json"),
    };
    match std::str::from_utf8(body) {
        _ if body.is_empty() => (String::new(), false),
        Ok(text) if is_text && !other_charset => (text.to_owned(), false),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::FACTS;

    #[test]
    fn contested_facts_can_be_taken_the_other_way() {
        let text = |facts: &Facts, kind: &'static str| {
            let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, kind.parse().expect("a value"))]);
            !body_text(facts, &headers, b"{}").1
        };
        let other = Facts { graphql_is_text: false, suffix_json_is_text: true, ..FACTS };
        assert!(!text(&other, "application/graphql"));
        assert!(text(&other, "application/problem+json"));
    }
}
