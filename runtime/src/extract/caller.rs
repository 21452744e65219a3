//! Which caller an argument needs, so that a route where nobody asks for one does not compile.

/// Which caller an argument needs, see [`FromRequest::CALLER`](crate::FromRequest::CALLER).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Caller {
    /// It takes whoever calls, known or not.
    #[default]
    Any,
    /// One whom an authorizer knows, as [`Claims`](crate::Claims) do: no route with `auth = open` or `auth = iam`
    /// can take it.
    OfAuthorizer,
    /// One whom IAM knows: a route with `auth = iam` can take it, and no other.
    OfIam,
}
