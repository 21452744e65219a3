//! By what the gateway knows a caller: what tells one from another.

use super::claims::{authorizer, field};
use crate::request::Request;

/// The kind of authorizer, and the text of the event by which it knows the caller.
///
/// It is the claim `sub`, and who signed for IAM. Of callers without a `sub` it is all that is said of them, so that
/// no two are taken for one.
pub(crate) fn of<'r>(request: &Request<'r>) -> (&'static str, &'r [u8]) {
    if let Some(jwt) = authorizer(request, b"jwt") {
        let claims = field(jwt, b"claims").unwrap_or(jwt);
        return ("jwt", field(claims, b"sub").unwrap_or(claims));
    }
    if let Some(context) = authorizer(request, b"lambda") {
        return ("lambda", field(context, b"sub").unwrap_or(context));
    }
    match authorizer(request, b"iam") {
        Some(iam) => ("iam", field(iam, b"userArn").unwrap_or(iam)),
        None => ("", b""),
    }
}
