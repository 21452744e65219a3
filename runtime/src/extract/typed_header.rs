//! A header as one of the types of the crate `headers`.

use std::borrow::Cow;
use std::panic::catch_unwind;

use headers::{Header, HeaderValue};

use super::{FromRequest, OptionalFromRequest};
use crate::error::{Detail, Error, MISSING, Result};
use crate::request::Request;
use crate::route::Description;
use crate::route::describe::Parameter;

/// A header as a type of the crate [`headers`], with the feature `headers`.
///
/// The type says which header it is. In an answer, `(TypedHeader<H>, T)` is `T` with the header.
///
/// API Gateway joins a header that was sent several times with commas, so the type sees one value, which reads the
/// same wherever a header may be a list. Cookies, which it keeps apart, are joined as a browser sends them.
/// `Option<TypedHeader<H>>` is `None` for a request without the header.
///
/// # Errors
///
/// 400 when the header is missing, or when it is not what the type says.
///
/// # Examples
///
/// ```
/// use fingerpost::headers::{CacheControl, UserAgent};
/// use fingerpost::{TypedHeader, route};
///
/// /// Tells callers what they are.
/// #[route(GET, "/agent")]
/// async fn agent(TypedHeader(agent): TypedHeader<UserAgent>) -> (TypedHeader<CacheControl>, String) {
///     (TypedHeader(CacheControl::new().with_no_store()), agent.to_string())
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TypedHeader<H>(pub H);

/// What [`TypedHeader`] holds: a type of the crate `headers`, or one of your own that implements its trait.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type of a header",
    label = "holds a type that is no header",
    note = "a type of a header implements `fingerpost::headers::Header`, as `fingerpost::headers::UserAgent` does",
    note = "a header by its name is an argument that the route names: `#[route(GET, \"/events\", headers(user_agent))]`"
)]
pub trait HeaderType: Header + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<H: Header + Send + 'static> HeaderType for H {}

impl<H: HeaderType> FromRequest for TypedHeader<H> {
    fn describe(route: &mut Description) {
        route.parameter(Parameter::header(H::name().as_str()));
        route.refuses(400, "a header is missing or cannot be read");
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let name = H::name().as_str();
        let missing = || {
            let detail = Detail::header(name, MISSING);
            Error::absent(400, detail.sentence()).detail(detail)
        };
        let text = text(request, name).ok_or_else(missing)?;
        let invalid = || Error::invalid(Detail::header(name, "cannot be read"));
        let value = HeaderValue::from_bytes(text.as_bytes()).map_err(|error| invalid().caused_by(error))?;
        // `headers` asserts in debug builds that an entity tag has no space, whatever a client sends.
        let decoded = catch_unwind(|| H::decode(&mut [value].iter())).map_err(|_| invalid())?;
        decoded.map(Self).map_err(|error| invalid().caused_by(error))
    }
}

impl<H: HeaderType> OptionalFromRequest for TypedHeader<H> {}

fn text<'r>(request: &Request<'r>, name: &str) -> Option<Cow<'r, str>> {
    if name != "cookie" {
        return request.header(name);
    }
    let mut all = None::<String>;
    for cookie in request.each_cookie() {
        match &mut all {
            Some(all) => all.extend(["; ", &*cookie]),
            None => all = Some(cookie.into_owned()),
        }
    }
    all.map(Cow::Owned)
}
