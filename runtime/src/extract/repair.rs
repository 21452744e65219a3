//! Finds all mistakes of what a client sent with a parser that stops at the first.
//!
//! serde says where the first mistake is and what stands there in its place. So something of that kind is put
//! there, and it is read again: what serde says then is the next mistake. No second description of the type
//! is needed, and a value comes out whose other parts are as they were sent, so that its rules can be checked,
//! too. Where nothing fits, the search ends with what was found.
//!
//! A schema could be checked instead, but a deployed function has none, and it would say of a type what serde
//! does not hold to.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::error::Error;

/// A step into what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Field(String),
    Element(usize),
}

/// What a parser says of the first mistake that it meets.
pub(super) struct Wrong {
    /// Where it is, if that is known; where something is missing, its place.
    pub(super) at: Option<Vec<Step>>,
    /// What the client is told.
    pub(super) error: Error,
    /// The parser's own words.
    pub(super) message: String,
}

/// What was sent, and can be changed.
pub(super) trait Sent {
    /// Puts a value there. Returns whether the place exists.
    fn set(&mut self, at: &[Step], value: Value) -> bool;

    /// Removes the field there. Returns whether there was one.
    fn remove(&mut self, at: &[Step]) -> bool;
}

/// The bytes that are read again while more mistakes are looked for, at most: what a client may cost.
const MOST_BYTES: usize = 4 << 20;
/// How long more mistakes are looked for. A type of a user's own may take its time.
const LONGEST: Duration = Duration::from_millis(50);
/// The variants that are put in the place of one that nobody sent, to see what depends on it.
const MOST_VARIANTS: usize = 8;
/// How often they are read again.
const MOST_TRIES: usize = 200;

/// Values that types with a form of their own take, where their words for it do not say which.
const FORMS: [&str; 9] = [
    "00000000-0000-0000-0000-000000000000",
    "1970-01-01T00:00:00Z",
    "1970-01-01",
    "1970-01-01T00:00:00",
    "00:00:00",
    "1",
    "127.0.0.1",
    "https://example.com",
    "name@example.com",
];

/// Everything that is wrong, told by a `reader`, and where something was put that reads well, if now it all does.
pub(super) fn all<S: Sent>(
    mut sent: S,
    bytes: usize,
    mut found: Error,
    reader: &mut dyn FnMut(&S) -> Result<(), Wrong>,
) -> (Error, Option<Vec<String>>) {
    let mut search = Search::default();
    let (started, mut left) = (Instant::now(), (MOST_BYTES / (bytes + 1)).clamp(1, MOST_TRIES));
    let mut read = |sent: &S| {
        left = left.checked_sub(1).filter(|_| started.elapsed() < LONGEST)?;
        // A type that panics at what nobody sent says nothing of what was sent.
        catch_unwind(AssertUnwindSafe(|| reader(sent))).ok()
    };
    for turn in 0.. {
        let Some(read_now) = read(&sent) else { break };
        let Err(wrong) = read_now else {
            return (found, Some(search.repaired.iter().map(|at| written(at)).collect()));
        };
        let Wrong { at: Some(at), error, message } = wrong else { break };
        if turn == 0 {
            // The same words as the first time, or it is read differently here.
            if error.message() != found.message() {
                break;
            }
            search.repaired.push(at.clone());
        } else if !search.repaired.iter().any(|known| at.starts_with(known) || known.starts_with(&at)) {
            if !search.depends_on_a_variant(&mut sent, &at, &message, &mut read) {
                found = found.merge(error);
            }
            search.repaired.push(at.clone());
        }
        // What was put somewhere may have no such place in it: then something else is put there.
        let mended = (1..=at.len())
            .rev()
            .map(|length| &at[..length])
            .find(|place| search.mend(&mut sent, place, &message));
        match mended {
            Some(place) => search.repaired.push(place.to_vec()),
            None => break,
        }
    }
    (found, None)
}

#[derive(Default)]
struct Search {
    /// The places where something else stands than what was sent.
    repaired: Vec<Vec<Step>>,
    /// What was tried at each place; `None` is nothing at all.
    tried: Vec<(Vec<Step>, Vec<Option<Value>>)>,
    /// The places where the first of these names stands, and a parser knows the others, too.
    variants: Vec<(Vec<Step>, Vec<String>)>,
}

impl Search {
    /// Whether what is wrong there is so only with the variant that was put beside it: a tag that nobody sent
    /// says how its content is read.
    fn depends_on_a_variant<S: Sent>(
        &mut self,
        sent: &mut S,
        at: &[Step],
        message: &str,
        read: &mut dyn FnMut(&S) -> Option<Result<(), Wrong>>,
    ) -> bool {
        let beside = |tag: &[Step]| tag.split_last().is_some_and(|(_, parent)| at.starts_with(parent));
        let tags: Vec<_> = self.variants.iter().filter(|(tag, _)| beside(tag)).cloned().collect();
        tags.into_iter().any(|(tag, names)| {
            let others = names.iter().skip(1).take(MOST_VARIANTS).any(|other| {
                sent.set(&tag, json!(other));
                let same = |wrong: Wrong| wrong.at.as_deref() == Some(at) && wrong.message == message;
                !read(sent).is_some_and(|read| read.is_err_and(same))
            });
            sent.set(&tag, json!(names.first()));
            others
        })
    }

    /// Puts something there that was not tried yet.
    fn mend<S: Sent>(&mut self, sent: &mut S, at: &[Step], message: &str) -> bool {
        let known = self.tried.iter().position(|(known, _)| known == at).unwrap_or_else(|| {
            self.tried.push((at.to_vec(), Vec::new()));
            self.tried.len() - 1
        });
        if let Some((_, names)) =
            message.strip_prefix("unknown variant").and_then(|rest| rest.rsplit_once("expected "))
        {
            let names: Vec<_> = names.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            self.variants.push((at.to_vec(), names));
        }
        let tried = &mut self.tried[known].1;
        let candidates = candidates(message).into_iter().map(Some).chain([None]);
        for candidate in candidates {
            if tried.contains(&candidate) {
                continue;
            }
            tried.push(candidate.clone());
            return match candidate {
                Some(value) => sent.set(at, value),
                None => sent.remove(at),
            };
        }
        false
    }
}

/// What might be read in the place of what was not, by the parser's words for it.
fn candidates(message: &str) -> Vec<Value> {
    if message.starts_with("missing field") {
        return vec![Value::Null];
    }
    if message.starts_with("unknown field") || message.starts_with("duplicate field") {
        return Vec::new();
    }
    let expected = message.rsplit_once("expected ").map_or(message, |(_, expected)| expected);
    let mut candidates = Vec::new();
    let quoted = |quote| expected.split(quote).nth(1).map(Value::from);
    candidates.extend(quoted('`').or_else(|| quoted('"')));
    candidates.extend(by_kind(expected));
    candidates.extend(FORMS.map(Value::from));
    candidates
}

/// The simplest value of a kind, in serde's words for it.
fn by_kind(expected: &str) -> Option<Value> {
    let is = |words: &[&str]| words.iter().any(|word| expected.contains(word));
    let number = expected
        .strip_prefix(['u', 'i', 'f'])
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    Some(if number || is(&["size", "integer", "nonzero", "number"]) && !is(&["array", "tuple"]) {
        json!(1)
    } else if is(&["bool"]) {
        json!(false)
    } else if is(&["string", "character", "char", "str"]) && !is(&["struct"]) {
        json!("a")
    } else if is(&["sequence", "array", "tuple", "elements"]) {
        let length = expected.rsplit(' ').find_map(|word| word.parse::<usize>().ok()).unwrap_or(0);
        Value::Array(vec![Value::Null; length.min(32)])
    } else if is(&["map", "struct", "object", "tagged enum"]) {
        json!({})
    } else {
        return None;
    })
}

/// A place as a client reads it: `lines[1].quantity`.
fn written(at: &[Step]) -> String {
    let mut text = String::new();
    for step in at {
        match step {
            Step::Field(name) => {
                let dot = if text.is_empty() { "" } else { "." };
                text.push_str(dot);
                text.push_str(name);
            }
            Step::Element(index) => {
                text.push('[');
                text.push_str(&index.to_string());
                text.push(']');
            }
        }
    }
    text
}
