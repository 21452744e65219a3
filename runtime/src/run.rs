//! `Api::run`: the one executable looks where it is, in Lambda or at a terminal.

use std::env;
use std::process::ExitCode;

use crate::api::Api;
#[cfg(feature = "local")]
use crate::collect;
use crate::lambda;
#[cfg(feature = "local")]
use crate::route::Route;

impl Api {
    /// Runs the API where it is: in Lambda it serves the route in `_HANDLER`, at a terminal
    /// it is the command line (`serve`, `routes`, `manifest`, `build`, `invoke`).
    ///
    /// The exit code is 0 when all went well, 1 when it did not, 2 when it was called wrongly.
    pub fn run(self) -> ExitCode {
        if env::var_os("AWS_LAMBDA_RUNTIME_API").is_some() {
            #[cfg(feature = "local")]
            fingerpost_local::end_with_parent();
            return lambda::run(self);
        }
        #[cfg(feature = "local")]
        return fingerpost_local::run(|| collect::program(&self, &Route::by_name()));
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
