//! One variable that settings are read from, as the expansion of `#[derive(Settings)]` says it.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::time::Instant;

use crate::resources::Resources;

/// The texts of secrets, or why there is none, by variable.
pub(super) type Fetched = BTreeMap<&'static str, Result<String, String>>;

/// Fetches secrets by their references, each beside its variable.
pub(super) type Fetch = for<'f> fn(
    &'f Resources,
    BTreeMap<&'static str, String>,
    Instant,
) -> Pin<Box<dyn Future<Output = Fetched> + Send + 'f>>;

/// One variable of a function.
#[derive(Clone, Copy)]
pub struct Variable {
    pub(crate) name: &'static str,
    /// What is read where it is not set.
    pub(super) default: Option<&'static str>,
    /// Whether the function does without it.
    #[cfg_attr(not(feature = "local"), expect(dead_code, reason = "read by the manifest"))]
    pub(super) optional: bool,
    /// What fetches it, where it is a secret. It is named here and nowhere else, so that settings without secrets
    /// have none of it in their executable.
    pub(super) fetch: Option<Fetch>,
}

impl Variable {
    /// A variable that must be set.
    pub const fn new(name: &'static str) -> Self {
        Self { name, default: None, optional: false, fetch: None }
    }

    /// The function does without it.
    #[must_use]
    pub const fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// The function reads this text where it is not set.
    #[must_use]
    pub const fn default(self, text: &'static str) -> Self {
        Self { default: Some(text), ..self }
    }

    #[cfg(feature = "local")]
    pub(crate) fn is_secret(&self) -> bool {
        self.fetch.is_some()
    }

    /// Whether a deployment may leave it out.
    #[cfg(feature = "local")]
    pub(crate) fn may_be_left_out(&self) -> bool {
        self.optional || self.default.is_some()
    }
}
