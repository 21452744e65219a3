//! Who calls: an extractor of the API's own, until there is one that asks for a token.

use fingerpost::describe::Parameter;
use fingerpost::{Description, Error, FromRequest, OptionalFromRequest, Request, Result};

/// The customer that calls.
pub(crate) struct Caller(pub(crate) String);

impl FromRequest for Caller {
    fn describe(route: &mut Description) {
        route.parameter(Parameter::header("x-customer").summary("Who calls"));
        route.refuses(401, "nobody says who calls");
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        match request.header("x-customer").as_deref() {
            None => Err(Error::absent(401, "Say who you are")),
            Some("") => Err(Error::unauthorized("A customer has a name")),
            Some(name) => Ok(Self(name.to_owned())),
        }
    }
}

impl OptionalFromRequest for Caller {}
