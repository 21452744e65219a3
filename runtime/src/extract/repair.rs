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

use serde_json::Value;

use super::candidates::{Candidate, candidates};
use super::words::split_last;
use crate::error::Error;

/// A step into what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Field(String),
    Element(usize),
}

/// The way to a place.
pub(super) type Place = Vec<Step>;

/// What a parser says of the first mistake that it meets.
pub(super) struct Wrong {
    /// Where it is, if that is known; where something is missing, its place.
    pub(super) at: Option<Place>,
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

/// Everything that is wrong, told by a `reader`, and where something was put that reads well, if now it all does.
///
/// It is in the way of no request that is in order, so it is written to be small.
#[cold]
pub(super) fn all<S: Sent>(
    mut sent: S,
    bytes: usize,
    mut found: Error,
    reader: &mut dyn FnMut(&S) -> Result<(), Wrong>,
) -> (Error, Option<Vec<Place>>) {
    let mut search = Search::default();
    let (started, mut left) = (Instant::now(), (MOST_BYTES / (bytes + 1)).clamp(1, MOST_TRIES));
    let read = &mut |sent: &S| {
        left = left.checked_sub(1).filter(|_| started.elapsed() < LONGEST)?;
        // A type that panics at what nobody sent says nothing of what was sent.
        catch_unwind(AssertUnwindSafe(|| reader(sent))).ok()
    };
    for turn in 0.. {
        let Some(read_now) = read(&sent) else { break };
        let Err(wrong) = read_now else { return (found, Some(search.repaired)) };
        let Wrong { at: Some(at), error, message } = wrong else { break };
        if turn == 0 {
            // The same words as the first time, or it is read differently here.
            if error.message() != found.message() {
                break;
            }
        } else if !search.is_repaired(&at) && !search.depends_on_a_variant(&mut sent, &at, &message, read) {
            found = found.merge(error);
        }
        if !search.mend(&mut sent, at, &message) {
            break;
        }
    }
    (found, None)
}

#[derive(Default)]
struct Search {
    /// The places where something else stands than what was sent.
    repaired: Vec<Place>,
    /// What was tried, and where.
    tried: Vec<(Place, Candidate)>,
    /// The places where the first of these names stands, each in backticks, and a parser knows the others, too.
    variants: Vec<(Place, String)>,
}

impl Search {
    /// Whether something else stands there, in it or around it.
    fn is_repaired(&self, at: &[Step]) -> bool {
        self.repaired.iter().any(|known| at.starts_with(known) || known.starts_with(at))
    }

    /// Whether what is wrong there is so only with the variant that was put beside it: a tag that nobody sent
    /// says how its content is read.
    fn depends_on_a_variant<S: Sent>(
        &self,
        sent: &mut S,
        at: &[Step],
        message: &str,
        read: &mut dyn FnMut(&S) -> Option<Result<(), Wrong>>,
    ) -> bool {
        for (tag, names) in &self.variants {
            let mut names = names.split('`').skip(1).step_by(2);
            let Some((_, parent)) = tag.split_last() else { continue };
            if !at.starts_with(parent) {
                continue;
            }
            let Some(first) = names.next() else { continue };
            let depends = names.take(MOST_VARIANTS).any(|other| {
                sent.set(tag, other.into());
                let same = |wrong: Wrong| wrong.at.as_deref() == Some(at) && wrong.message == message;
                !read(sent).is_some_and(|read| read.is_err_and(same))
            });
            sent.set(tag, first.into());
            if depends {
                return true;
            }
        }
        false
    }

    /// Puts something there that was not tried yet, and notes where. Returns whether that was done.
    ///
    /// What was put somewhere may have no such place in it: then something else is put there.
    fn mend<S: Sent>(&mut self, sent: &mut S, at: Place, message: &str) -> bool {
        let mut place = at.clone();
        self.repaired.push(at);
        while !place.is_empty() {
            if self.mend_at(sent, &place, message) {
                self.repaired.push(place);
                return true;
            }
            place.pop();
        }
        false
    }

    /// Puts something into this very place that was not tried there yet. Returns whether that was done.
    fn mend_at<S: Sent>(&mut self, sent: &mut S, at: &[Step], message: &str) -> bool {
        if message.starts_with("unknown variant")
            && let Some((_, expected)) = split_last(message, "expected ")
        {
            self.variants.push((at.to_vec(), expected.to_owned()));
        }
        for candidate in candidates(message) {
            let tried = self.tried.iter().any(|(place, known)| place == at && *known == candidate);
            if tried {
                continue;
            }
            let is_put = match candidate.value() {
                Some(value) => sent.set(at, value),
                None => sent.remove(at),
            };
            self.tried.push((at.to_vec(), candidate));
            return is_put;
        }
        false
    }
}

/// A place as a client reads it: `lines[1].quantity`.
pub(super) fn written(at: &[Step]) -> String {
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
