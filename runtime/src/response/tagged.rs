//! An answer with an entity tag, which is not sent again to a client that has it.

use super::{Accepted, Created, IntoResponse, Response, Revalidation};
use crate::dynamodb::{Version as _, Versioned};
use crate::error::{Error, Result};
use crate::extract::Json;
use crate::request::Request;
use crate::route::Description;
use crate::route::describe::{Answer, Parameter};

const ETAG: &str = "etag";

/// An answer with an `ETag`: 304 without a body, for a `GET` or `HEAD` whose `If-None-Match` has the tag already.
///
/// The tag changes whenever the answer does: a version, a hash, the time of the last change. It is ASCII without
/// spaces and quotes, which are written around it; any other is a 500. Only an answer of status 200 becomes
/// a 304.
///
/// # Examples
///
/// ```
/// use fingerpost::{Json, Tagged, route};
///
/// /// The opening hours, which change with the season.
/// #[route(GET, "/hours")]
/// async fn hours() -> Tagged<Json<[u8; 2]>> {
///     Tagged::new("winter", Json([9, 17]))
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged<T> {
    tag: String,
    answer: T,
}

impl<T> Tagged<T> {
    /// Gives an answer this tag, which may be text or a number.
    pub fn new(tag: impl ToString, answer: T) -> Self {
        Self { tag: tag.to_string(), answer }
    }
}

impl<T: OfVersion> Tagged<T> {
    /// Gives an answer the version of its item as the tag, which [`IfMatch`](crate::IfMatch) reads again.
    ///
    /// # Examples
    ///
    /// ```
    /// # use fingerpost::{GetItem, Item, Json, OrError, Result, Table, Tagged, route};
    /// # use schemars::JsonSchema;
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, JsonSchema, Item)]
    /// # #[item(table = "Lists")]
    /// # struct List { #[item(partition_key)] id: String, #[item(version)] version: u64 }
    /// /// Returns a list.
    /// #[route(GET, "/lists/<id>")]
    /// async fn list(id: String, lists: Table<List, GetItem>) -> Result<Tagged<Json<List>>> {
    ///     Ok(Tagged::of(Json(lists.get(&id).await?.or_not_found("No such list")?)))
    /// }
    /// ```
    pub fn of(answer: T) -> Self {
        Self::new(answer.version(), answer)
    }
}

/// An answer that is an item with a version.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no version",
    label = "not an answer of an item with a version",
    note = "`Tagged::of` takes `Json`, `Created` and `Accepted` of an item with `#[item(version)]`, and `Tagged::new` any answer"
)]
pub trait OfVersion {
    /// The version.
    #[doc(hidden)]
    fn version(&self) -> u64;
}

#[diagnostic::do_not_recommend]
impl<T: Versioned> OfVersion for Json<T> {
    fn version(&self) -> u64 {
        self.0.version().number()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Versioned> OfVersion for Created<T> {
    fn version(&self) -> u64 {
        self.body().version().number()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Versioned> OfVersion for Accepted<T> {
    fn version(&self) -> u64 {
        self.0.version().number()
    }
}

impl<T: IntoResponse> IntoResponse for Tagged<T> {
    fn describe(route: &mut Description) {
        T::describe(route);
        let summary = "Changes whenever the answer does";
        route.every_answer_has(ETAG, summary);
        route.answer(Answer::new(304).header(ETAG, summary));
        let known = Parameter::header("if-none-match").optional();
        route.parameter(known.summary("The tags of the answers that the client has"));
    }

    fn into_response(self) -> Result<Response> {
        if !self.tag.bytes().all(|b| b.is_ascii_graphic() && b != b'"') {
            let shown = self.tag.escape_debug();
            return Err(Error::internal(format!("`{shown}` cannot be the tag of an answer")));
        }
        let mut response = self.answer.into_response()?.header(ETAG, format!("\"{}\"", self.tag));
        response.revalidation = Some(Revalidation(unless_known));
        Ok(response)
    }
}

fn unless_known(mut response: Response, request: &Request<'_>) -> Response {
    let reads =
        request.event.method_and_path().is_some_and(|(method, _)| method == "GET" || method == "HEAD");
    let Some(known) = request.header("if-none-match").filter(|_| reads && response.status == 200) else {
        return response;
    };
    if response.headers.iter().any(|(name, tag)| name == ETAG && lists(&known, tag)) {
        response.status = 304;
        response.body.clear();
        response.headers.retain(|(name, _)| name != "content-type");
    }
    response
}

/// Whether a list of tags has this one, by RFC 9110's weak comparison. A list that cannot be read has none.
fn lists(known: &str, tag: &str) -> bool {
    if known.trim() == "*" {
        return true;
    }
    let mut left = known;
    loop {
        left = left.trim_start_matches([' ', '\t', ',']);
        let quoted = left.strip_prefix("W/").unwrap_or(left);
        let Some((inner, rest)) = quoted.strip_prefix('"').and_then(|open| open.split_once('"')) else {
            return false;
        };
        if quoted[..inner.len() + 2] == *tag {
            return true;
        }
        left = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::lists;

    #[test]
    fn a_tag_is_found_in_a_list_and_not_in_another_tag() {
        for known in ["*", "\"a\"", "W/\"a\"", "\"b\", \"a\"", "\"b,\",W/\"a\"", " , \"a\" x"] {
            assert!(lists(known, "\"a\""), "{known}");
        }
        for known in
            ["", "a", "\"a", "\"b\"", "\"ba\"", "\"b\" \"", "x \"a\"", "w/\"a\"", "\"b,\u{eb}", "\"A\""]
        {
            assert!(!lists(known, "\"a\""), "{known}");
        }
    }
}
