//! The API as a whole: what its routes have in common.

use fingerpost_manifest::Cors;

/// An API: what its routes have in common.
///
/// ```no_run
/// use fingerpost::{Api, Cors};
/// use std::process::ExitCode;
///
/// fn main() -> ExitCode {
///     Api::new("events").cors(Cors::any_origin()).run()
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Api {
    pub(crate) name: String,
    pub(crate) cors: Option<Cors>,
    /// Requests a second that the stage lets through, and at once.
    pub(crate) throttle: (u32, u32),
}

impl Api {
    /// An API without CORS, at most 1000 requests a second in bursts of 500.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), cors: None, throttle: (1000, 500) }
    }

    /// Lets pages of other origins call the API.
    #[must_use]
    pub fn cors(mut self, cors: Cors) -> Self {
        self.cors = Some(cors);
        self
    }

    /// Sets how many requests a second the stage lets through, and how many at once.
    #[must_use]
    pub fn throttle(mut self, rate_per_second: u32, burst: u32) -> Self {
        self.throttle = (rate_per_second, burst);
        self
    }

    pub(crate) fn cors_declaration(&self) -> Option<&Cors> {
        self.cors.as_ref()
    }
}
