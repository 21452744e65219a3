//! What a client is told of a form that is not what it should be.

use crate::error::{Detail, Error, MISSING};

/// The form has no field of this name.
pub(super) fn missing(name: &str) -> Error {
    Error::invalid(Detail::body(name.to_owned(), MISSING))
}

/// A field is not what it should be.
pub(super) fn invalid(name: &str, reason: impl Into<String>) -> Error {
    Error::invalid(Detail::body(name.to_owned(), reason.into()))
}

/// A field cannot be one of a form.
pub(super) fn refused(reason: &str) -> Error {
    Error::whole_body(400, format!("Request body is not a form: a field {reason}"))
}

/// The refusal of a form that `multer` cannot read.
pub(super) fn broken(error: multer::Error) -> Error {
    use multer::Error::{IncompleteFieldData, IncompleteStream};
    let sentence = match error {
        IncompleteStream | IncompleteFieldData { .. } => {
            "Request body is not a whole form: a boundary is missing"
        }
        _ => "Request body is not a form: the headers of a field cannot be read",
    };
    Error::whole_body(400, sentence).caused_by(error)
}
