//! An API that runs in this process: the gateway, and what its functions have in common.

use std::sync::Arc;

use fingerpost_local::Program;
use fingerpost_local::testing::{Desk, Log};

use super::functions::{Common, Functions};

/// A running API.
pub(super) struct Running {
    pub(super) desk: Desk<Functions>,
    pub(super) common: Arc<Common>,
}

impl Running {
    /// Starts the database and the gateway.
    ///
    /// # Errors
    ///
    /// One sentence.
    pub(super) async fn start(program: Program, common: Common) -> Result<Self, String> {
        let (log, common) = (common.log.clone(), Arc::new(common));
        let (ending, running) = (Arc::clone(&common), Arc::clone(&common));
        let end = move |token: &str| ending.environments.end(token);
        let desk =
            Desk::start(program, log, end, |functions, callers| Functions::of(running, functions, callers))
                .await?;
        Ok(Self { desk, common })
    }

    /// What was logged.
    pub(super) fn log(&self) -> &Log {
        &self.common.log
    }
}
