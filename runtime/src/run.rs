//! `Api::run`: the one executable looks where it runs, and is a Lambda function or the local cloud.
//!
//! The same executable is deployed and run at a desk, so that what is tried there is what is deployed.

use std::env;
use std::process::ExitCode;

use crate::api::Api;
#[cfg(feature = "local")]
use crate::collect;
use crate::lambda;
#[cfg(feature = "local")]
use crate::route::Route;

impl Api {
    /// Runs the API, and returns when it has ended.
    ///
    /// - In Lambda, where `AWS_LAMBDA_RUNTIME_API` is set, it serves the route whose name is in `_HANDLER`.
    ///   With `*` for a name it serves every route.
    /// - Anywhere else it is the command line, whose commands `--help` lists. Without a command it serves the
    ///   API on this machine: that is the local cloud.
    /// - Built without the feature `local`, it has no command line. It says so in one sentence.
    ///
    /// The exit code is 0 when all went well, 1 when it did not, and 2 when the executable was called in a
    /// way that it does not take.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use std::process::ExitCode;
    ///
    /// fn main() -> ExitCode {
    ///     fingerpost::Api::new("events").run()
    /// }
    /// ```
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
                "this is the Lambda function of the API `{}`, built without its local cloud: Lambda runs it. \
                 `cargo run` runs the API here where the package has the features `default = [\"local\"]` and \
                 `local = [\"fingerpost/local\"]`",
                self.name
            );
            ExitCode::from(2)
        }
    }
}
