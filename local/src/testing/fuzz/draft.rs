//! A request being made up.

use axum::body::Bytes;
use axum::http::{HeaderName, HeaderValue, Method, Request, Uri};
use fastrand::Rng;
use percent_encoding::{NON_ALPHANUMERIC, percent_encode, utf8_percent_encode};
use serde_json::Value;

use super::body::Body;
use super::odd;
use super::operation::Operation;
use super::value::value;

/// A request, in the parts that are changed.
#[derive(Clone)]
pub(super) struct Draft {
    /// The path's values by their names, encoded.
    path: Vec<(String, String)>,
    template: String,
    /// Names and values, encoded.
    query: Vec<String>,
    headers: Vec<(String, Vec<u8>)>,
    cookies: Vec<String>,
    body: Option<(Value, Body)>,
}

impl Draft {
    /// A request as the document describes it.
    pub(super) fn described(operation: &Operation<'_>, rng: &mut Rng) -> Self {
        Self::of(operation, rng, false)
    }

    /// A request with all that the document has.
    pub(super) fn described_whole(operation: &Operation<'_>, rng: &mut Rng) -> Self {
        Self::of(operation, rng, true)
    }

    /// The body's value, if there is a body.
    pub(super) fn body(&self) -> Option<&Value> {
        self.body.as_ref().map(|(value, _)| value)
    }

    /// The same request with another body.
    pub(super) fn with_body(&self, body: Body) -> Self {
        let value = self.body().cloned().unwrap_or_default();
        Self { body: Some((value, body)), ..self.clone() }
    }

    fn of(operation: &Operation<'_>, rng: &mut Rng, whole: bool) -> Self {
        let template = operation.path.to_owned();
        let mut draft = Self {
            path: Vec::new(),
            template,
            query: Vec::new(),
            headers: Vec::new(),
            cookies: Vec::new(),
            body: None,
        };
        for parameter in operation.parameters() {
            if whole || parameter["required"] == true || rng.bool() {
                draft.add(parameter, operation, rng);
            }
        }
        let nothing = Value::Null;
        let body = operation.body().unwrap_or(&nothing);
        let kinds: Vec<_> = body["content"].as_object().into_iter().flatten().collect();
        if let Some((kind, content)) =
            rng.choice(&kinds).filter(|_| whole || body["required"] == true || rng.bool())
        {
            let sent = value(&content["schema"], operation.document, rng, 0);
            let text = if kind.contains("form-urlencoded") { form(&sent) } else { sent.to_string() };
            draft.headers.push(("content-type".to_owned(), kind.as_bytes().to_vec()));
            draft.body = Some((sent, Body::of(text)));
        }
        draft
    }

    fn add(&mut self, parameter: &Value, operation: &Operation<'_>, rng: &mut Rng) {
        let name = parameter["name"].as_str().unwrap_or_default();
        let known = rng.choice(&operation.keys).filter(|_| parameter["in"] == "path" && rng.bool());
        let texts = match known {
            Some(key) => vec![key.clone()],
            None => texts(&value(&parameter["schema"], operation.document, rng, 0)),
        };
        match parameter["in"].as_str() {
            Some("path") => self.path.push((name.to_owned(), encoded(&texts.join("/")))),
            Some("query") => self.query.extend(texts.iter().map(|text| pair(name, text))),
            Some("header") => self.headers.push((name.to_owned(), texts.join(",").into_bytes())),
            Some("cookie") => self.cookies.push(format!("{name}={}", texts.join(","))),
            _ => {}
        }
    }

    /// Changes one thing.
    pub(super) fn disturb(&mut self, operation: &Operation<'_>, rng: &mut Rng) {
        let text = rng.choice(odd::TEXTS).unwrap_or_default();
        let has_body = operation.body().is_some();
        match rng.u8(..if has_body { 14 } else { 6 }) {
            0 => {
                if let Some((_, value)) = pick(&mut self.path, rng) {
                    *value = percent_encode(text.as_bytes(), NON_ALPHANUMERIC).to_string();
                    if rng.u8(..6) == 0 {
                        *value = "a".repeat(rng.usize(2_000..9_000));
                    }
                }
            }
            1 | 2 => self.disturb_query(operation, text, rng),
            3 => self
                .headers
                .extend(rng.choice(odd::HEADERS).map(|(name, value)| (name.to_owned(), value.to_vec()))),
            4 => {
                if let Some((_, value)) = pick(&mut self.headers, rng) {
                    *value = text.as_bytes().to_vec();
                }
            }
            5 => {
                let at = rng.usize(..self.headers.len().max(1));
                if at < self.headers.len() {
                    self.headers.remove(at);
                }
            }
            6 => {
                let kind = rng.choice(odd::CONTENT_TYPES).unwrap_or_default();
                self.headers.retain(|(name, _)| name != "content-type");
                self.headers.push(("content-type".to_owned(), kind.as_bytes().to_vec()));
            }
            _ => {
                let (value, body) = self.body.take().unwrap_or_else(|| (Value::Null, Body::of("null")));
                let body = body.disturbed(&value, operation.body_limit, rng);
                self.body = Some((value, body));
            }
        }
    }

    fn disturb_query(&mut self, operation: &Operation<'_>, text: &str, rng: &mut Rng) {
        let parameters = operation.parameters();
        let names: Vec<_> = parameters
            .filter(|known| known["in"] == "query")
            .filter_map(|known| known["name"].as_str())
            .collect();
        let name = rng.choice(&names).copied().unwrap_or("x");
        match rng.u8(..6) {
            0 => self.query.clear(),
            1 => self.query.extend(self.query.first().cloned()),
            2 => self.query.push(
                rng.choice(["", "=", "%", "x=%zz", "x=%ff", "&&", "a+b=c+d"]).unwrap_or_default().to_owned(),
            ),
            3 => self.query.extend((0..rng.usize(..400)).map(|_| pair(name, text))),
            4 => self.query.push(format!("{name}=%ff%fe")),
            _ => self.query.push(pair(name, text)),
        }
    }

    /// The request, and as a test writes it.
    pub(super) fn finish(mut self, method: &Method) -> (Request<Bytes>, String) {
        let mut path = self.template;
        for (name, value) in &self.path {
            // An empty segment is another path.
            path = path.replace(&format!("{{{name}}}"), if value.is_empty() { "%20" } else { value });
        }
        if !self.query.is_empty() {
            path = format!("{path}?{}", self.query.join("&"));
        }
        if !self.cookies.is_empty() {
            self.headers.push(("cookie".to_owned(), self.cookies.join("; ").into_bytes()));
        }
        let mut code = format!("api.request(Method::{method}, {path:?})");
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = method.clone();
        if let Ok(uri) = path.parse::<Uri>() {
            *request.uri_mut() = uri;
        }
        for (name, value) in &self.headers {
            // HTTP does not take every byte of a text.
            if let (Ok(known), Ok(text)) = (HeaderName::try_from(name), HeaderValue::from_bytes(value)) {
                request.headers_mut().append(known, text);
                code = format!("{code}.header({name:?}, b\"{}\")", value.escape_ascii());
            }
        }
        if let Some((_, body)) = &self.body {
            *request.body_mut() = body.bytes.clone();
            code = format!("{code}.body({})", body.code());
        }
        code += ".send().await;";
        (request, code)
    }
}

/// A value as the texts that stand for it.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Null => vec![String::new()],
        other => vec![other.to_string()],
    }
}

fn form(value: &Value) -> String {
    let members = value.as_object().into_iter().flatten();
    let pairs: Vec<_> =
        members.flat_map(|(name, value)| texts(value).into_iter().map(|text| pair(name, &text))).collect();
    pairs.join("&")
}

fn pair(name: &str, text: &str) -> String {
    format!("{}={}", encoded(name), encoded(text))
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

fn pick<'t, T>(several: &'t mut [T], rng: &mut Rng) -> Option<&'t mut T> {
    let at = rng.usize(..several.len().max(1));
    several.get_mut(at)
}
