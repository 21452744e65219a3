//! What is wrong with a JSON body, in sentences that name the field: all of it, where serde says the first.
//!
//! How the others are found is in `repair.rs`.

use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use super::plain;
use super::repair::{self, Place, Sent, Step, Wrong};
use super::words::{in_words, said, split_last};
use crate::error::{Detail, Error, MISSING, shortened};

/// Why a body cannot be read, and a value of its type all the same, where there is one.
pub(super) struct Unread<T> {
    pub(super) error: Error,
    /// The value, and the places in it that were not sent so.
    pub(super) repaired: Option<(T, Vec<Place>)>,
}

impl<T> From<Error> for Unread<T> {
    fn from(error: Error) -> Self {
        Self { error, repaired: None }
    }
}

/// serde's error, and the path to it.
pub(super) type PathError = serde_path_to_error::Error<serde_json::Error>;

/// Everything that is wrong with a body of this many bytes, of which the first is known. `read` reads it as
/// it was read the first time.
pub(super) fn all<T>(
    sent: Value,
    bytes: usize,
    first: Error,
    read: impl Fn(&Value) -> Result<T, PathError>,
) -> Unread<T> {
    let mut value = None;
    let mut read = |sent: &Value| read(sent).map(|read| value = Some(read));
    let (error, places) = search(sent, bytes, first, &mut read);
    Unread { error, repaired: value.zip(places) }
}

/// The same, for whatever keeps the values that are read: one function for all types.
pub(super) fn search(
    sent: Value,
    bytes: usize,
    first: Error,
    read: &mut dyn FnMut(&Value) -> Result<(), PathError>,
) -> (Error, Option<Vec<Place>>) {
    repair::all(sent, bytes, first, &mut |sent| read(sent).map_err(|error| wrong(error, true)))
}

impl Sent for Value {
    fn set(&mut self, at: &[Step], value: Self) -> bool {
        let Some((last, parents)) = at.split_last() else {
            *self = value;
            return true;
        };
        match (last, inside(self, parents)) {
            (Step::Field(name), Some(Self::Object(fields))) => {
                match fields.get_mut(name) {
                    Some(known) => *known = value,
                    None => return plain::add_field(fields, name.clone(), value).is_ok(),
                }
                true
            }
            (Step::Element(index), Some(Self::Array(elements))) if *index < elements.len() => {
                elements[*index] = value;
                true
            }
            _ => false,
        }
    }

    fn remove(&mut self, at: &[Step]) -> bool {
        let Some((Step::Field(name), parents)) = at.split_last() else { return false };
        let Some(Self::Object(fields)) = inside(self, parents) else { return false };
        plain::remove_field(fields, name)
    }
}

#[inline(never)]
fn inside<'v>(mut value: &'v mut Value, steps: &[Step]) -> Option<&'v mut Value> {
    for step in steps {
        value = match (step, value) {
            (Step::Field(name), Value::Object(fields)) => fields.get_mut(name)?,
            (Step::Element(index), Value::Array(elements)) => elements.get_mut(*index)?,
            _ => return None,
        };
    }
    Some(value)
}

/// serde's message, turned into a sentence for the client that names the field, and into the place where
/// it is.
///
/// `serde_json` calls a number or `null` in the place of an enum a mistake of JSON's syntax. Where the text is known
/// to be JSON, that is what it means.
#[cold]
pub(super) fn wrong(error: PathError, is_json: bool) -> Wrong {
    let mut at = steps(error.path());
    let path = error.path().to_string();
    let error = error.into_inner();
    if !error.is_data() && !is_json {
        return Wrong { at: None, error: invalid_json(error), message: String::new() };
    }
    let message = said(&error);
    let message = match without_place(&message) {
        message if error.is_data() => message,
        "expected value" => NO_VARIANT,
        _ => "cannot be read",
    };
    let field = if path == "." { String::new() } else { shortened(&path) };
    let (field, words) = match named(message, "missing field `") {
        Some(name) => {
            if let Some(at) = &mut at {
                at.push(Step::Field(name.to_owned()));
            }
            let dot = if field.is_empty() { "" } else { "." };
            (field + dot + name, MISSING.to_owned())
        }
        None => (field, in_words(message)),
    };
    Wrong { at, error: Error::invalid(Detail::body(field, words)), message: message.to_owned() }
}

const NO_VARIANT: &str = "must be a string or an object";

/// The name in a message that begins so.
fn named<'m>(message: &'m str, start: &str) -> Option<&'m str> {
    message.strip_prefix(start)?.split('`').next()
}

/// The way to a place, if each step is known: it is not inside of a type that serde reads in two steps.
pub(super) fn steps(path: &Path) -> Option<Place> {
    let mut steps = Vec::new();
    for segment in path {
        steps.push(match segment {
            Segment::Seq { index } => Step::Element(*index),
            Segment::Map { key } | Segment::Enum { variant: key } => Step::Field(key.clone()),
            Segment::Unknown => return None,
        });
    }
    Some(steps)
}

/// A body that is JSON, and something else than the object that it has to be.
pub(super) fn not_an_object(got: &str) -> Error {
    Error::whole_body(400, format!("Request body must be an object, got {got}"))
}

pub(super) fn invalid_json(error: serde_json::Error) -> Error {
    Error::whole_body(400, "Invalid JSON in request body").caused_by(error)
}

/// `serde_json`'s message without the line and column at its end.
pub(super) fn without_place(message: &str) -> &str {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let Some((before, place)) = split_last(message, " at line ") else { return message };
    let place = place.split_once(" column ");
    if place.is_some_and(|(line, column)| is_number(line) && is_number(column)) { before } else { message }
}
