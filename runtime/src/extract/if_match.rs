//! The version that a client changes, so that it does not write over another's change.

use std::fmt::Display;
use std::str::FromStr;

use super::words::in_words;
use super::{FromRequest, OptionalFromRequest};
use crate::error::{Detail, Error, IF_MATCH, MISSING, Result};
use crate::request::Request;
use crate::route::Description;
use crate::route::describe::Parameter;

/// The version of a thing that the client saw last, from the header `If-Match`.
///
/// A client that reads a thing gets its version as the `ETag` of a [`Tagged`](crate::Tagged) answer, and sends it
/// back with its change. Where somebody else was faster, [`check`](Self::check) answers 412, and nothing is lost.
/// The client then reads the thing again.
///
/// The version is what stands between the quotes of the tag, read by `FromStr`. `Option<IfMatch<V>>` is `None`
/// for a request without the header.
///
/// # Errors
///
/// 428 when the request has no `If-Match`. 412 for a weak tag, `W/"7"`, which by RFC 9110 matches nothing here. 400 for
/// what is not one tag in quotes, for several tags and for `*`, which names no version, and when the version
/// cannot be read.
///
/// # Examples
///
/// ```
/// use fingerpost::{IfMatch, NoContent, Result, route};
///
/// /// Closes a list, unless it has changed since the client saw it.
/// #[route(POST, "/lists/<id>/closing")]
/// async fn close_list(id: String, seen: IfMatch<u64>) -> Result<NoContent> {
///     let current = id.len() as u64; // In earnest it is a field of the list.
///     seen.check(&current)?;
///     Ok(NoContent)
/// }
/// ```
///
/// Between the check and the write somebody else may still write. A write of an item with a version leaves no gap:
/// [`UpdateCall::if_match`](crate::UpdateCall::if_match) checks and writes in one step.
///
/// Pages of another origin need [`Cors::expose_headers`](crate::Cors::expose_headers) with `etag`, and
/// [`Cors::allow_headers`](crate::Cors::allow_headers) with `if-match`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch<V>(pub V);

impl<V: PartialEq> IfMatch<V> {
    /// Compares the version with the one that there is now.
    ///
    /// # Errors
    ///
    /// 412 when it is another.
    pub fn check(&self, current: &V) -> Result<()> {
        if self.0 == *current { Ok(()) } else { Err(Error::not_current()) }
    }
}

/// A version that can be read from an entity tag: anything that implements `FromStr`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from the tag in `If-Match`",
    label = "holds a type that no version can be read into",
    note = "a version is `String`, a number, `Uuid`, or a type that implements `FromStr` with an error that implements `Display`"
)]
pub trait FromTag: Sized + Send + 'static {
    /// Reads what stands between the quotes.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    fn from_tag(tag: &str) -> Result<Self, String>;
}

#[diagnostic::do_not_recommend]
impl<V: FromStr<Err: Display> + Send + 'static> FromTag for V {
    fn from_tag(tag: &str) -> Result<Self, String> {
        tag.parse().map_err(|error: V::Err| in_words(&error.to_string()))
    }
}

impl<V: FromTag> FromRequest for IfMatch<V> {
    fn describe(route: &mut Description) {
        describe(route, Parameter::header(IF_MATCH));
        route.refuses(428, "`if-match` is missing");
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let header = request.header(IF_MATCH).ok_or_else(missing)?;
        let tag = version(&header)?;
        V::from_tag(tag).map(Self).map_err(invalid)
    }
}

impl<V: FromTag> OptionalFromRequest for IfMatch<V> {
    fn describe_optional(route: &mut Description) {
        describe(route, Parameter::header(IF_MATCH).optional());
    }
}

fn describe(route: &mut Description, header: Parameter) {
    route.parameter(header.summary("The version that the client saw last, as its `etag` had it"));
    route.refuses(400, "`if-match` is not one tag, or its version cannot be read");
    route.refuses(412, "the version is not the current one");
}

/// What stands between the quotes of the one tag.
fn version(header: &str) -> Result<&str> {
    let header = header.trim();
    let inside = |tag: &'_ str| tag.len() >= 2 && tag.starts_with('"') && tag.ends_with('"');
    let weak = header.strip_prefix("W/");
    let tag = weak.unwrap_or(header);
    if !inside(tag) || tag[1..tag.len() - 1].contains('"') {
        return Err(invalid("must be one tag in quotes, as the `etag` was".to_owned()));
    }
    if weak.is_some() { Err(Error::not_current()) } else { Ok(&tag[1..tag.len() - 1]) }
}

fn missing() -> Error {
    let sentence = "Missing header: if-match; send the etag of the version that you change";
    Error::absent(428, sentence).detail(Detail::header(IF_MATCH, MISSING))
}

fn invalid(reason: String) -> Error {
    Error::invalid(Detail::header(IF_MATCH, reason))
}
