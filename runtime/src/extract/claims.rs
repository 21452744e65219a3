//! What the gateway knows of a caller, as a type: the claims of a token that it has verified.

mod read;
mod text;

use std::any::{TypeId, type_name};
use std::fmt;
use std::ops::Deref;

use serde::de::DeserializeOwned;

pub(super) use self::read::field;
use super::{Caller, FromRequest, OptionalFromRequest};
use crate::error::{Error, Result};
use crate::request::Request;
use crate::route::Description;

/// What the gateway knows of the caller: the claims of a token that it has verified, as a `T`.
///
/// It stands on routes that have an authorizer, see [`Api::jwt`](crate::Api::jwt). On a route with `auth = open` or
/// `auth = iam` it does not compile, because nobody verifies a token there, and on a route of an API without an
/// authorizer it is refused by the manifest.
///
/// `T` derives `Deserialize` and names the claims that it needs; the others are passed over. API Gateway hands
/// claims over as texts, and they are read as what `T` asks for:
///
/// | claim | the gateway's text | a field that reads it |
/// |---|---|---|
/// | `"ann"` | `ann` | `String`, an enum by its variant's name, a struct around one value |
/// | `1785000000` | `1785000000` or `1.785E9` | any number, an integer where nothing is lost |
/// | `true` | `true` | `bool` |
/// | `["a", "b"]` | `[a b]` | `Vec`, a set |
/// | `"a b"`, such as the claim `scope` | `a b` | `String`, or the `Vec` of its words |
/// | `null`, or none | nothing | `Option`, a field with `#[serde(default)]` |
///
/// The gateway's text does not tell an element with a space in it from two elements, nor a text that begins with `[`
/// from an array. A claim that decides what a caller may do is therefore one whose text the issuer chooses, such as
/// the names of groups, and never one that users type, such as a display name.
///
/// # Errors
///
/// 403 when a claim is missing or is not what `T` asks for; the sentence names the claim. It is not a 400,
/// because the token's issuer wrote it and the client cannot type it anew. It is not a 401, because the token is a
/// good one, and a client that fetched another would fetch the same again. It is not a 500, because a caller
/// brings it about with every request.
///
/// 401 when the event has no claims at all, as on a function that is called without the gateway. `Option<Claims<T>>`
/// is `None` then. The gateway verifies nothing on an open route, where it would always be `None`, and does not
/// compile. `Result<Claims<T>>` compiles there, and is always the error that says why nobody is known.
///
/// # Examples
///
/// ```
/// use fingerpost::{Api, Claims, route};
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Caller {
///     sub: String,
///     #[serde(rename = "cognito:groups", default)]
///     groups: Vec<String>,
/// }
///
/// /// Greets whoever calls.
/// #[route(GET, "/greeting")]
/// async fn greeting(caller: Claims<Caller>) -> String {
///     let staff = caller.groups.iter().any(|group| group == "staff");
///     format!("Hello, {}{}!", caller.sub, if staff { " of ours" } else { "" })
/// }
///
/// let api = Api::new("greetings").jwt("https://issuer.example.com/", ["greetings"]);
/// # let _ = api;
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Claims<T>(pub T);

impl<T> Deref for Claims<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for Claims<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: FromClaims> FromRequest for Claims<T> {
    const CALLER: Caller = Caller::OfAuthorizer;

    fn describe(route: &mut Description) {
        route.claims(TypeId::of::<T>(), type_name::<T>());
        route.refuses(403, "the token lacks a claim that the route needs");
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        if let Some(jwt) = authorizer(request, b"jwt") {
            return read::of_token(jwt).map(Self);
        }
        authorizer(request, b"lambda").map_or_else(|| Err(nobody()), read::of_function).map(Self)
    }
}

/// One claim of the caller, by its name, and the text that it is. As [`Claims`], it is refused where it is missing.
pub(crate) fn one_claim<T: DeserializeOwned>(request: &Request<'_>, name: &str) -> Result<(T, String)> {
    if let Some(jwt) = authorizer(request, b"jwt") {
        return read::one_of_token(jwt, name);
    }
    let function = authorizer(request, b"lambda").ok_or_else(nobody)?;
    read::one_of_function(function, name)
}

fn nobody() -> Error {
    Error::absent(401, "Nobody is known to call")
}

/// What an event says of its caller, by an authorizer of this kind.
pub(super) fn authorizer<'r>(request: &Request<'r>, kind: &[u8]) -> Option<&'r [u8]> {
    read::field(read::field(request.context()?.as_bytes(), b"authorizer")?, kind)
}

impl<T: FromClaims> OptionalFromRequest for Claims<T> {}

/// What the claims of a caller can be read into: anything that derives `Deserialize`.
#[diagnostic::on_unimplemented(
    message = "the claims of a caller cannot be read into `{Self}`",
    label = "does not implement `Deserialize`",
    note = "write `#[derive(Deserialize)]` above `{Self}`; its fields are the claims that the route needs"
)]
pub trait FromClaims: DeserializeOwned + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + Send + 'static> FromClaims for T {}
