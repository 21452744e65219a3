//! The authorizers that an API names: by whom the gateway has its callers' tokens verified.

#[cfg(feature = "local")]
use std::panic::Location;

/// The authorizers that an API was given. A deployed function has none: the gateway has them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Authorizers {
    #[cfg(feature = "local")]
    pub(crate) jwts: Vec<Jwt>,
    /// The one that a route asks for which does not say.
    #[cfg(feature = "local")]
    pub(crate) default: Option<Known>,
}

/// An authorizer by JSON Web Tokens.
#[cfg(feature = "local")]
#[derive(Debug, Clone)]
pub(crate) struct Jwt {
    pub(crate) known: Known,
    pub(crate) issuer: Option<String>,
    pub(crate) audiences: Vec<String>,
}

/// A name, and where it was given.
#[cfg(feature = "local")]
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) name: String,
    at: &'static Location<'static>,
}

#[cfg(feature = "local")]
impl Known {
    #[track_caller]
    pub(super) fn here(name: String) -> Self {
        Self { name, at: Location::caller() }
    }

    /// Where it was given, `file:line`.
    pub(crate) fn source(&self) -> String {
        format!("{}:{}", self.at.file(), self.at.line())
    }
}
