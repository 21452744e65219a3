//! Who calls, as the token says.

use serde::Deserialize;

/// The customer that calls.
#[derive(Deserialize)]
pub(crate) struct Caller {
    pub(crate) sub: String,
}
