//! Errors that name parts of the request, and those with fields and headers of their own.

use std::borrow::Cow;

use fingerpost_manifest::Header;
use serde::Serialize;
use serde_json::Value;

use super::more::More;
use super::{Detail, Error};

/// The parts of the request that one answer names as wrong, at most: a body of 1 MB has room for many more.
pub(crate) const MOST_DETAILS: usize = 100;

/// The header by which a client says which version it changes.
pub(crate) const IF_MATCH: &str = "if-match";

impl Error {
    /// The 412 of a client that changes another version than the current one.
    #[cold]
    pub(crate) fn not_current() -> Self {
        let detail = Detail::header(IF_MATCH, "is not the current version");
        Self::precondition_failed("It has changed: if-match is not the current version").detail(detail)
    }

    /// Makes a 400 for a part of the request that is not what it should be.
    ///
    /// # Examples
    ///
    /// ```
    /// use fingerpost::{Detail, Error};
    ///
    /// let error = Error::invalid(Detail::query("until", "must be after `since`"));
    /// assert_eq!(error.to_string(), "Invalid query parameter until: must be after `since`");
    /// ```
    #[cold]
    pub fn invalid(detail: Detail) -> Self {
        Self::bad_request(detail.sentence()).detail(detail)
    }

    /// Makes the error of an extractor that finds nothing where there could be something.
    ///
    /// An argument of type `Option` is `None` where its extractor answers this, and only there; any other
    /// argument refuses the request with it. See [`OptionalFromRequest`](crate::OptionalFromRequest).
    ///
    /// # Examples
    ///
    /// ```
    /// use fingerpost::Error;
    ///
    /// assert_eq!(Error::absent(401, "No API key").status(), 401);
    /// ```
    pub fn absent(status: u16, message: impl Into<Cow<'static, str>>) -> Self {
        let mut error = Self::new(status, message);
        error.more().absent = true;
        error
    }

    /// Adds a part of the request that is at fault, which the body of the response then names.
    ///
    /// A response names at most 100.
    ///
    /// # Examples
    ///
    /// ```
    /// use fingerpost::{Detail, Error};
    ///
    /// let error = Error::conflict("Out of stock").detail(Detail::body("lines[0].sku", "is sold out"));
    /// # assert_eq!(error.status(), 409);
    /// ```
    #[must_use]
    pub fn detail(mut self, detail: Detail) -> Self {
        let details = &mut self.more().details;
        if details.len() < MOST_DETAILS {
            details.push(detail);
        }
        self
    }

    /// Adds a field to the body of the response, beside `error`.
    ///
    /// `error` and `details` are taken: a field of that name is left out. One that cannot be written as JSON
    /// makes the error a 500.
    ///
    /// # Examples
    ///
    /// ```
    /// use fingerpost::Error;
    ///
    /// // {"error":"Out of stock","skus":["tea"]}
    /// let error = Error::conflict("Out of stock").field("skus", ["tea"]);
    /// # assert_eq!(error.status(), 409);
    /// ```
    #[must_use]
    pub fn field(mut self, name: impl Into<Cow<'static, str>>, value: impl Serialize) -> Self {
        let name = name.into();
        match serde_json::to_value(value) {
            Ok(_) if name == "error" || name == "details" => {}
            Ok(value) => {
                let fields = &mut self.more().fields;
                fields.retain(|(known, _)| *known != name);
                fields.push((name, value));
            }
            Err(error) => {
                let message = format!("field `{name}` of an error is not JSON");
                return Self::internal(message).caused_by(error);
            }
        }
        self
    }

    /// Adds a header to the response.
    ///
    /// # Examples
    ///
    /// ```
    /// use fingerpost::Error;
    ///
    /// let error = Error::too_many_requests("One order a minute").header("retry-after", "60");
    /// # assert_eq!(error.status(), 429);
    /// ```
    #[must_use]
    pub fn header(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Cow<'static, str>>) -> Self {
        self.more().headers.push((name.into(), value.into()));
        self
    }

    /// A refusal of the body as a whole, which tells its one sentence in `details` only beside others.
    pub(crate) fn whole_body(status: u16, message: impl Into<Cow<'static, str>>) -> Self {
        Self::of_whole_body(status, message.into())
    }

    #[cold]
    fn of_whole_body(status: u16, message: Cow<'static, str>) -> Self {
        Self::new(status, message.clone()).detail(Detail::whole_body(message))
    }

    fn more(&mut self) -> &mut More {
        self.more.get_or_insert_default()
    }

    /// Tells another error beside this one: its details, or else its sentence as a detail. One that is ours is
    /// the whole answer.
    #[cold]
    pub(crate) fn beside(self, other: Self) -> Self {
        if self.status >= 500 {
            return self;
        }
        if other.status >= 500 {
            return other;
        }
        if !other.details().is_empty() {
            let details = other.more.map(|more| more.details).unwrap_or_default();
            return details.into_iter().fold(self, Self::detail);
        }
        let known = self.message == other.message
            || self
                .details()
                .iter()
                .any(|detail| detail.field().is_empty() && detail.message() == other.message);
        if known { self } else { self.detail(Detail::whole_body(other.message)) }
    }

    /// The parts of the request that are at fault.
    pub(crate) fn details(&self) -> &[Detail] {
        self.more.as_ref().map_or(&[], |more| &more.details)
    }

    /// Whether its sentence says all that a detail does.
    pub(crate) fn says(&self, detail: &Detail) -> bool {
        self.message == detail.message() || self.message == detail.sentence()
    }

    /// The fields that stand beside the message.
    pub(crate) fn fields(&self) -> &[(Cow<'static, str>, Value)] {
        self.more.as_ref().map_or(&[], |more| &more.fields)
    }

    /// The headers of the response.
    pub(crate) fn headers(&self) -> &[Header] {
        self.more.as_ref().map_or(&[], |more| &more.headers)
    }

    /// Whether it says that there is nothing where there could be something.
    pub(crate) fn is_absent(&self) -> bool {
        self.more.as_ref().is_some_and(|more| more.absent)
    }

    /// Whether it is one mistake of a request that may have others, and not the end of it: who calls, how often, and
    /// what there is have nothing to do with the rest.
    pub(crate) fn is_mistake(&self) -> bool {
        matches!(self.status, 400 | 412 | 413 | 415 | 422 | 428) && !self.details().is_empty()
    }

    /// The same with this status, where it is a 400.
    pub(crate) fn or_status(mut self, status: u16) -> Self {
        if self.status == 400 {
            self.status = status;
        }
        self
    }

    /// Takes another mistake's details: the sentence stays, and where the two differ in status it is 400.
    #[cold]
    pub(crate) fn merge(mut self, other: Self) -> Self {
        let same_status = self.status == other.status;
        let Some(other) = other.more else {
            return if same_status { self } else { Self { status: 400, ..self } };
        };
        let mut more = self.more.take().unwrap_or_default();
        // Headers belong to a status.
        if same_status {
            add(&mut more.headers, other.headers);
        } else {
            more.headers.clear();
            self.status = 400;
        }
        add(&mut more.fields, other.fields);
        more.details.extend(other.details);
        more.details.truncate(MOST_DETAILS);
        self.more = Some(more);
        self
    }
}

/// Adds what has another name than all that is known.
fn add<T>(known: &mut Vec<(Cow<'static, str>, T)>, others: Vec<(Cow<'static, str>, T)>) {
    let before = known.len();
    for (name, value) in others {
        if known[..before].iter().all(|(known, _)| *known != name) {
            known.push((name, value));
        }
    }
}
