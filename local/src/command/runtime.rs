//! The async runtime of the commands that need one.

use tokio::runtime::{Builder, Runtime};

use crate::terminal::CommandError;

/// Starts the runtime.
pub(super) fn start() -> Result<Runtime, CommandError> {
    let runtime = Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| format!("there is no async runtime: {error}").into())
}
