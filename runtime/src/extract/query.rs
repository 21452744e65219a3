//! A query string as a type of its own, where its values are many or belong together.

use serde_json::Value;

use super::FromRequest;
use super::mistakes::Unread;
use super::pairs::{self, FromForm, MOST_PAIRS, Mistake};
use super::valid::{Read, Reader};
use crate::error::{Detail, Error, MISSING, Result};
use crate::request::Request;
use crate::route::Description;

/// The query string as a `T`, each field a query parameter.
///
/// Two or three values are easier named in the path, `"/events?<limit>"`. A struct is for more, and for
/// those that several routes share. The manifest and `routes --json` have a parameter for each of its
/// fields, with the field's documentation as its summary.
///
/// A field of type `Vec` takes every value of its name, in their order, and is never split on commas; with
/// `#[serde(default)]` there may be none. A number or `bool` of type `Option` is `None` when its text is empty.
/// A struct under `#[serde(flatten)]` has its values as texts alone.
///
/// # Errors
///
/// 400 when the query lacks a parameter, or has one that is not what it should be; the sentence names the
/// parameter. 400 when it is not UTF-8 once its percent-encoding is undone, or has more than 10,000 values.
///
/// # Examples
///
/// ```
/// # use fingerpost::{Json, QueryParams, route};
/// # use schemars::JsonSchema;
/// # use serde::Deserialize;
/// #[derive(Deserialize, JsonSchema)]
/// struct Filter {
///     /// What the name begins with.
///     name: Option<String>,
///     #[serde(default)]
///     tag: Vec<String>,
/// }
///
/// /// Says what is searched for: `/search?name=A&tag=rust&tag=aws`.
/// #[route(GET, "/search")]
/// async fn search(QueryParams(filter): QueryParams<Filter>) -> Json<String> {
///     Json(format!("{}, tagged {}", filter.name.unwrap_or_default(), filter.tag.join(" and ")))
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueryParams<T>(pub T);

impl<T: FromForm> FromRequest for QueryParams<T> {
    fn describe(route: &mut Description) {
        route.query_of::<T>();
        route.refuses(400, "the query lacks a value or has one that cannot be read");
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        read(request).map(Self).map_err(|unread| unread.error)
    }
}

fn read<T: FromForm>(request: &Request<'_>) -> Result<T, Unread<T>> {
    let query = request.event.raw_query_string().unwrap_or_default();
    pairs::read(query.as_bytes(), refusal)
}

impl<T: FromForm> Reader for QueryParams<T> {
    type Value = T;

    fn read(request: &Request<'_>) -> Read<T> {
        Read(read(request))
    }

    fn sent(request: &Request<'_>) -> Value {
        pairs::sent(request.event.raw_query_string().unwrap_or_default().as_bytes())
    }

    fn detail(field: String, message: String) -> Detail {
        Detail::query(field, message)
    }

    fn of(value: T) -> Self {
        Self(value)
    }

    fn value(&self) -> &T {
        &self.0
    }
}

fn refusal(mistake: Mistake) -> Error {
    let whole = |reason: String| Error::invalid(Detail::query("", reason));
    match mistake {
        Mistake::TooMany => whole(format!("more than {MOST_PAIRS} values")),
        Mistake::NotUtf8 => whole("not UTF-8".to_owned()),
        Mistake::Missing(name) => Error::invalid(Detail::query(name, MISSING)),
        Mistake::Invalid(name, reason) => Error::invalid(Detail::query(name, reason)),
        Mistake::Whole(reason) => whole(reason),
    }
}
