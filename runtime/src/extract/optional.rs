//! An argument that a request may be without, and one whose refusal the handler answers itself.

use std::future::Future;

use super::{Caller, FromRequest};
use crate::error::{Error, Result};
use crate::request::Request;
use crate::resources::Resources;
use crate::route::Description;

/// An argument that may stand in an `Option`.
///
/// `Option<E>` is `None` where the extractor `E` answers [`Error::absent`], and only there: an API key that is
/// wrong is not the same as none. An argument that [reads the body](FromRequest::READS_BODY) is `None` for a
/// request without one, too.
///
/// # Examples
///
/// ```
/// use fingerpost::{Error, FromRequest, OptionalFromRequest, Request, Result, route};
///
/// struct ApiKey(String);
///
/// impl FromRequest for ApiKey {
///     async fn from_request(request: &Request<'_>) -> Result<Self> {
///         let key = request.header("x-api-key");
///         key.map(|key| Self(key.into_owned())).ok_or_else(|| Error::absent(401, "No API key"))
///     }
/// }
///
/// impl OptionalFromRequest for ApiKey {}
///
/// /// Greets those who are known, and those who are not.
/// #[route(GET, "/greeting")]
/// async fn greeting(key: Option<ApiKey>) -> String {
///     format!("Hello, {}!", key.map_or("stranger".to_owned(), |ApiKey(key)| key))
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an argument that a request may be without",
    label = "cannot stand in an `Option`",
    note = "a value of the path, query, headers or cookies is optional where `#[route]` names it: `\"/events?<limit>\"`",
    note = "for a type of your own, write `impl fingerpost::OptionalFromRequest for {Self} {{}}`, and let its `from_request` answer `Error::absent(…)` where there is none"
)]
pub trait OptionalFromRequest: FromRequest {
    /// Says what `Option<Self>` reads of the request, and what it refuses.
    fn describe_optional(route: &mut Description) {
        route.optionally(Self::describe);
    }

    /// Takes the argument from the request, if it is there.
    ///
    /// # Errors
    ///
    /// As [`FromRequest::from_request`], but for [`Error::absent`].
    fn optional_from_request(request: &Request<'_>) -> impl Future<Output = Result<Option<Self>>> + Send {
        async {
            if Self::READS_BODY && request.body_length() == 0 {
                return Ok(None);
            }
            match Self::from_request(request).await {
                Ok(value) => Ok(Some(value)),
                Err(error) if error.is_absent() => Ok(None),
                Err(error) => Err(error),
            }
        }
    }
}

impl<E: OptionalFromRequest> FromRequest for Option<E> {
    const READS_BODY: bool = E::READS_BODY;
    // Where nobody is known it would always be `None`.
    const CALLER: Caller = E::CALLER;

    fn describe(route: &mut Description) {
        E::describe_optional(route);
    }

    fn open(resources: &mut Resources) -> impl Future<Output = Result<()>> + Send {
        E::open(resources)
    }

    fn from_request(request: &Request<'_>) -> impl Future<Output = Result<Self>> + Send {
        E::optional_from_request(request)
    }
}

/// What the argument reads, or why it cannot: the handler decides what becomes of it.
impl<E: FromRequest> FromRequest for Result<E, Error> {
    const READS_BODY: bool = E::READS_BODY;

    fn describe(route: &mut Description) {
        route.optionally(E::describe);
    }

    fn open(resources: &mut Resources) -> impl Future<Output = Result<()>> + Send {
        E::open(resources)
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        Ok(E::from_request(request).await)
    }
}
