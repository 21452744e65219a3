//! The responses of an operation: every status that can come.

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::json;

use super::bodies::{Bodies, Contents};
use super::document::{Header, Link, Reply, Response};
use crate::Manifest;
use crate::description::{self, Answer, Description, Refusal};

/// What API Gateway answers by itself, whatever the route: the status, a name, and when it does.
const GATEWAY: [(u16, &str, &str); 6] = [
    (404, "NotFound", "nothing is at this path"),
    (413, "ContentTooLarge", "the request is larger than API Gateway or Lambda takes"),
    (429, "TooManyRequests", "the stage or the route is throttled"),
    (431, "RequestHeaderFieldsTooLarge", "the request line and the headers are over 10,240 bytes"),
    (500, "InternalServerError", "the function failed, and its log says why"),
    (503, "ServiceUnavailable", "the function did not answer in time, or none was free"),
];

/// What it answers, too, where it asks who calls.
const GUARDED: [(u16, &str, &str); 2] = [
    (401, "Unauthorized", "nobody is known to call: a token or key is missing, or is not a good one"),
    (403, "Forbidden", "the caller may not call this"),
];

const REQUEST_ID: &str = "x-request-id";

/// A response, as far as it is known.
#[derive(Default)]
struct Building {
    sentences: Vec<String>,
    headers: BTreeMap<String, (usize, description::Header)>,
    contents: Contents,
    links: BTreeMap<String, Link>,
    /// How many have told of it.
    told: usize,
}

impl Building {
    fn tell(&mut self, sentence: &str, headers: &[description::Header]) {
        self.told += 1;
        let sentence = sentence_of(sentence);
        if !self.sentences.contains(&sentence) {
            self.sentences.push(sentence);
        }
        for header in headers {
            let count = &mut self.headers.entry(header.name.clone()).or_insert((0, header.clone())).0;
            *count += usize::from(header.required);
        }
    }

    fn answer(&mut self, answer: &Answer) {
        self.tell(reason(answer.status), &answer.headers);
        for content in &answer.content {
            self.contents.add(&content.content_type, content.schema.clone());
        }
    }

    fn refusal(&mut self, refusal: &Refusal, bodies: &Bodies<'_>) {
        self.tell(&refusal.when, &refusal.headers);
        match &refusal.body {
            Some(body) => bodies.add(body, &mut self.contents),
            None => bodies.add_any(&mut self.contents),
        }
    }

    fn gateway(&mut self, status: u16, when: &str, bodies: &Bodies<'_>) {
        if status >= 500 {
            let header = description::Header {
                name: REQUEST_ID.to_owned(),
                required: false,
                summary: "The id by which the request is found in the log".to_owned(),
            };
            self.tell(when, &[header]);
            bodies.add_last(&mut self.contents);
        } else if status == 401 {
            let header = description::Header {
                name: "www-authenticate".to_owned(),
                required: false,
                summary: "What is wrong with the token".to_owned(),
            };
            self.tell(when, &[header]);
        } else {
            self.tell(when, &[]);
        }
        bodies.add_gateways(&mut self.contents);
    }

    fn finish(self) -> Response {
        let told = self.told;
        let header = |(name, (required, header)): (String, (usize, description::Header))| {
            let schema = json!({ "type": "string" });
            (name, Header { description: header.summary, required: required == told, schema })
        };
        Response {
            description: self.sentences.join(" "),
            headers: self.headers.into_iter().map(header).collect(),
            content: self.contents.finish(),
            links: self.links,
        }
    }
}

/// The responses of an operation, by status. `links` are those of what it creates, and a guarded one asks who calls.
pub(super) fn of(
    description: &Description,
    mut links: BTreeMap<String, Link>,
    bodies: &Bodies<'_>,
    guarded: bool,
) -> BTreeMap<String, Reply> {
    let mut building: BTreeMap<u16, Building> = BTreeMap::new();
    for answer in &description.answers {
        let known = building.entry(answer.status).or_default();
        known.answer(answer);
        if answer.status == 201 {
            known.links = std::mem::take(&mut links);
        }
    }
    for refusal in &description.refusals {
        building.entry(refusal.status).or_default().refusal(refusal, bodies);
    }
    // The handler's own error may have the status of one that is known.
    let errors = building.iter_mut().filter(|(status, _)| (400..500).contains(*status));
    for (_, known) in errors.filter(|_| description.refuses_more) {
        bodies.add_any(&mut known.contents);
        known.told += 1;
    }
    let mut responses = BTreeMap::new();
    for (status, name, when) in of_gateway(guarded) {
        if status == 413 && description.body.is_none() {
            continue;
        }
        if let Some(known) = building.get_mut(&status) {
            known.gateway(status, when, bodies);
        } else {
            let reference = format!("#/components/responses/{name}");
            responses.insert(status.to_string(), Reply::Shared { reference });
        }
    }
    let own = building.into_iter().map(|(status, known)| (status.to_string(), Reply::Own(known.finish())));
    responses.extend(own);
    responses.extend(more(description, bodies));
    responses
}

/// What an answer or an error may be of which the status is not known.
fn more(description: &Description, bodies: &Bodies<'_>) -> Vec<(String, Reply)> {
    let mut more = Vec::new();
    let mut add = |range: &str, when: &str, contents: Contents| {
        let mut building = Building { contents, ..Building::default() };
        building.tell(when, &[]);
        more.push((range.to_owned(), Reply::Own(building.finish())));
    };
    if description.answers_more {
        for range in ["2XX", "3XX"] {
            add(range, "an answer of which no more is known", Contents::default());
        }
    }
    if description.refuses_more {
        let mut contents = Contents::default();
        bodies.add_any(&mut contents);
        add("4XX", "the request was refused", contents);
    } else if description.answers_more {
        add("4XX", "an answer of which no more is known", Contents::default());
    }
    more
}

/// The responses that operations have in common.
pub(super) fn shared(bodies: &Bodies<'_>, manifest: &Manifest) -> BTreeMap<&'static str, Response> {
    let guarded = manifest.routes.iter().any(|route| !route.auth.is_open());
    let shared = of_gateway(guarded).map(|(status, name, when)| {
        let mut building = Building::default();
        bodies.add_any(&mut building.contents);
        building.gateway(status, when, bodies);
        (name, building.finish())
    });
    shared.collect()
}

fn of_gateway(guarded: bool) -> impl Iterator<Item = (u16, &'static str, &'static str)> {
    GATEWAY.into_iter().chain(GUARDED.into_iter().filter(move |_| guarded))
}

fn reason(status: u16) -> &'static str {
    let known = StatusCode::from_u16(status).ok();
    known.and_then(|status| status.canonical_reason()).unwrap_or("an answer")
}

/// `The body is too large.` of `the body is too large`.
fn sentence_of(when: &str) -> String {
    let mut letters = when.chars();
    let first = letters.next().map(char::to_uppercase);
    let mut sentence: String = first.into_iter().flatten().chain(letters).collect();
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}
