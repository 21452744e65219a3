//! The API as a whole: its name, CORS and throttle, and `run`, which looks where it is.

use std::env;
use std::process::ExitCode;

use serde::Serialize;

use crate::cors::Cors;
use crate::lambda;

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
    pub(crate) throttle: Throttle,
}

/// How many requests the stage lets through before it answers 429.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Throttle {
    pub(crate) rate_per_second: u32,
    pub(crate) burst: u32,
}

impl Api {
    /// An API without CORS, at most 1000 requests a second in bursts of 500.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), cors: None, throttle: Throttle { rate_per_second: 1000, burst: 500 } }
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
        self.throttle = Throttle { rate_per_second, burst };
        self
    }

    pub(crate) fn cors_declaration(&self) -> Option<&Cors> {
        self.cors.as_ref()
    }

    /// Runs the API where it is: in Lambda it serves the route in `_HANDLER`, at a terminal
    /// it is the command line (`serve`, `routes`, `manifest`, `invoke`).
    ///
    /// The exit code is 0 when all went well, 1 when it did not, 2 when it was called wrongly.
    pub fn run(self) -> ExitCode {
        if env::var_os("AWS_LAMBDA_RUNTIME_API").is_some() {
            return lambda::run(self);
        }
        #[cfg(feature = "local")]
        return crate::local::run(&self);
        #[cfg(not(feature = "local"))]
        {
            eprintln!(
                "this is the Lambda function of the API `{}`, built without its local cloud: \
                 Lambda runs it, `cargo run` runs the API here",
                self.name
            );
            ExitCode::from(2)
        }
    }
}
