//! What decides which variables a function is given, of those that are not for all.

use fingerpost_manifest::{ResourceGrant, Setting};

/// What a function reads and uses, by which it is given variables.
#[derive(Clone, Copy, Default)]
pub(crate) struct Reads<'m> {
    pub(crate) settings: &'m [Setting],
    pub(crate) resources: &'m [ResourceGrant],
}
