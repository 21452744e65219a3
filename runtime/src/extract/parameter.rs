//! Values that a route names: a segment of the path, a query parameter, a header, a cookie.
//!
//! What a text is read by, `FromStr` or serde, the expansion of `#[route]` decides by the type
//! (`route/raw.rs`). Here the text is found, and what cannot be read becomes a sentence.

use std::borrow::Cow;

use fingerpost_manifest::Place;
use serde::de::DeserializeOwned;

use super::pairs::MOST_PAIRS;
use super::scalar::Scalar;
use super::words::in_words;
use crate::error::{Detail, Error, MISSING, Result};
use crate::request::Request;

/// A value that stands in a path, query, header or cookie, and that does not implement `FromStr`: what serde reads
/// from one text.
///
/// A type that implements both is read by `FromStr`, and never asks this.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a path, query, header or cookie",
    label = "not one value",
    note = "a value is `String`, a number, `bool`, `Uuid`, a type that implements `FromStr` with an error that implements `Display`, or one that derives `Deserialize`: an enum without fields, a struct around one value"
)]
pub trait FromParameter: Sized {
    /// Reads the decoded text.
    ///
    /// # Errors
    ///
    /// What is wrong with it, to follow "Invalid query parameter limit: ".
    fn from_parameter(text: &str) -> Result<Self, String>;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> FromParameter for T {
    fn from_parameter(text: &str) -> Result<Self, String> {
        T::deserialize(Scalar(text)).map_err(|error| in_words(&error.to_string()))
    }
}

/// Where a value stands, and its name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named {
    pub(crate) place: Place,
    pub(crate) name: &'static str,
}

impl Named {
    /// The text of the value, decoded, or `None` where a request is without it.
    ///
    /// # Errors
    ///
    /// 400 for a parameter or cookie that stands several times. 500 for a path that lacks a segment: the
    /// gateway chose a route that does not fit it.
    pub(crate) fn text<'r>(self, request: &Request<'r>) -> Result<Option<Cow<'r, str>>> {
        let Self { place, name } = self;
        match place {
            Place::Path => {
                let value = request.path_parameter(name);
                let missing = || Error::internal(format!("the event has no path parameter `{name}`"));
                value.ok_or_else(missing).map(Some)
            }
            Place::Query => {
                let (values, count) = request.query_parameters(name, 1)?;
                self.only(values, count)
            }
            Place::Header => Ok(request.header(name)),
            Place::Cookie => {
                let values = request.cookie(name);
                let count = values.len();
                self.only(values, count)
            }
        }
    }

    /// Every text of a parameter that may stand several times, decoded.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text), and 400 for more than [`MOST_PAIRS`].
    pub(crate) fn texts(self, request: &Request<'_>) -> Result<Vec<String>> {
        let (values, count) = match self.place {
            Place::Query => request.query_parameters(self.name, MOST_PAIRS)?,
            // The macro refuses several values of a cookie.
            Place::Cookie => few(request.cookie(self.name).into_iter()),
            Place::Header => {
                let list = request.header(self.name).unwrap_or_default();
                let elements = list.split(',').map(str::trim).filter(|element| !element.is_empty());
                few(elements.map(str::to_owned))
            }
            // API Gateway hands the path over decoded, where a `/` inside of a segment cannot be told from
            // one between two.
            Place::Path => {
                let rest = request.path_parameter(self.name).unwrap_or_default();
                few(rest.split('/').map(str::to_owned))
            }
        };
        if count > MOST_PAIRS {
            return Err(self.invalid(format!("given {count} times, at most {MOST_PAIRS} are taken")));
        }
        Ok(values)
    }

    fn only(self, values: Vec<String>, count: usize) -> Result<Option<Cow<'static, str>>> {
        if count > 1 {
            return Err(self.invalid(format!("given {count} times, one expected")));
        }
        Ok(values.into_iter().next().map(Cow::Owned))
    }

    /// 400: the value cannot be read.
    #[cold]
    pub(crate) fn invalid(self, reason: String) -> Error {
        Error::invalid(self.detail(reason))
    }

    /// 400: the request lacks the value.
    #[cold]
    pub(crate) fn missing(self) -> Error {
        Error::invalid(self.detail(MISSING.to_owned()))
    }

    fn detail(self, message: String) -> Detail {
        match self.place {
            Place::Path => Detail::path(self.name, message),
            Place::Query => Detail::query(self.name, message),
            Place::Header => Detail::header(self.name, message),
            Place::Cookie => Detail::cookie(self.name, message),
        }
    }
}

/// The first of the values, and how many there are.
fn few(mut values: impl Iterator<Item = String>) -> (Vec<String>, usize) {
    let first: Vec<_> = values.by_ref().take(MOST_PAIRS).collect();
    let count = first.len() + values.count();
    (first, count)
}
