//! Values that a route names: a segment of the path, a query parameter, a header, a cookie.
//!
//! What a text is read by, `FromStr` or serde, the expansion of `#[route]` decides by the type
//! (`route/argument.rs`). Here the text is found, and what cannot be read becomes a sentence.

use std::borrow::Cow;

use fingerpost_manifest::Place;
use serde::de::DeserializeOwned;

use super::mistakes::what_it_must_be;
use super::scalar::Scalar;
use crate::error::{Detail, Error, Result};
use crate::request::Request;

/// A value that stands in a path, query, header or cookie: what `FromStr` reads, and otherwise what serde
/// reads from one text.
///
/// A type that implements both is read by `FromStr`.
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
        T::deserialize(Scalar(text)).map_err(|error| {
            let message = error.to_string();
            what_it_must_be(&message).unwrap_or(message)
        })
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
            Place::Query => self.only(request.query_parameter(name)?),
            Place::Header => Ok(request.header(name)),
            Place::Cookie => self.only(request.cookie(name)),
        }
    }

    /// Every text of a parameter that may stand several times, decoded.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text).
    pub(crate) fn texts(self, request: &Request<'_>) -> Result<Vec<String>> {
        match self.place {
            Place::Query => request.query_parameter(self.name),
            Place::Cookie => Ok(request.cookie(self.name)),
            Place::Header => {
                let list = request.header(self.name).unwrap_or_default();
                let elements = list.split(',').map(str::trim).filter(|element| !element.is_empty());
                Ok(elements.map(str::to_owned).collect())
            }
            Place::Path => Ok(segments(request, self.name)),
        }
    }

    fn only(self, values: Vec<String>) -> Result<Option<Cow<'static, str>>> {
        let count = values.len();
        let mut values = values.into_iter();
        match (values.next(), count) {
            (value, 0 | 1) => Ok(value.map(Cow::Owned)),
            _ => Err(self.invalid(format!("given {count} times, one expected"))),
        }
    }

    /// 400: the value cannot be read.
    #[cold]
    pub(crate) fn invalid(self, reason: String) -> Error {
        Error::invalid(self.detail(reason))
    }

    /// 400: the request lacks the value.
    #[cold]
    pub(crate) fn missing(self) -> Error {
        let detail = self.detail("is missing".to_owned());
        Error::bad_request(format!("Missing {}: {}", detail.what(), self.name)).detail(detail)
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

/// The segments that `<rest..>` stands for.
///
/// API Gateway hands the path over decoded, where a `/` inside of a segment cannot be told from one between
/// two.
fn segments(request: &Request<'_>, name: &str) -> Vec<String> {
    let rest = request.path_parameter(name).unwrap_or_default();
    rest.split('/').map(str::to_owned).collect()
}
