//! The process that serves: this command line again, with a listener that is handed to it.
//!
//! The author's code runs in it before any of ours, and may never end: its executable is that of the last build. So it
//! is supervised from outside, and ends with this process whatever it does.

use std::net::TcpListener;
use std::process::ExitStatus;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;
use tokio::process::Command;
use tokio::time::{Instant, sleep_until, timeout};

use super::sources::{Sources, Started};
use crate::functions::Child;
use crate::server::handover;

/// How long it may take to end: requests under way have a limit of their own, below this.
const GRACE: Duration = Duration::from_secs(5);

/// After how long it is said that an API does not take requests yet. It takes a fraction of a second to do so, unless
/// its author's code takes longer.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// A running API.
pub(super) struct Api {
    process: Child,
    /// When this closes, it stops.
    socket: UnixStream,
    is_ready: bool,
    /// When it is late; `None` where that was said.
    late: Option<Instant>,
    started: Started,
}

/// What an API says.
pub(super) enum News {
    /// It takes requests.
    Ready,
    /// It does not take requests yet, and should by now.
    Late,
    /// It has ended, and nobody told it to.
    Ended(Result<ExitStatus, String>),
}

impl Api {
    /// Starts the executable with the arguments of this process.
    ///
    /// # Errors
    ///
    /// One sentence.
    pub(super) async fn start(sources: &Sources, listener: &TcpListener) -> Result<Self, String> {
        let (executable, started) = (sources.executable(), sources.started());
        let mut command = Command::new(executable);
        command.args(std::env::args_os().skip(1));
        let socket = handover::hand_over(listener, &mut command)
            .map_err(|error| format!("cannot start {}: {error}", executable.display()))?;
        let process = Child::supervised(executable, command).await?;
        let late = Some(Instant::now() + PATIENCE);
        Ok(Self { process, socket, is_ready: false, late, started })
    }

    /// Whether it was started from the executable and with the `.env` that are there now.
    pub(super) fn is_of(&self, sources: &Sources) -> bool {
        self.started == sources.started()
    }

    /// What it says next.
    pub(super) async fn news(&mut self) -> News {
        if !self.is_ready {
            let mut byte = [0];
            // It is closed when the process ends.
            let said = self.socket.read(&mut byte);
            let said = match self.late {
                None => said.await,
                Some(late) => tokio::select! {
                    biased;
                    said = said => said,
                    () = sleep_until(late) => {
                        self.late = None;
                        return News::Late;
                    }
                },
            };
            self.is_ready = true;
            if matches!(said, Ok(1)) {
                return News::Ready;
            }
        }
        News::Ended(self.process.ended().await)
    }

    /// Has it take no more requests, and returns when it does not: those that come wait for whoever serves next.
    pub(super) async fn stop_accepting(&mut self) {
        if self.is_ready {
            // It may be gone by now, and takes none then.
            let _ = self.socket.shutdown().await;
            let _ = timeout(GRACE, self.socket.read_to_end(&mut Vec::new())).await;
        }
    }

    /// Has it finish its requests, and returns when it is gone. Where it takes none yet, nothing is waited for that
    /// may never end.
    pub(super) async fn stop(mut self) {
        drop(self.socket);
        if !self.is_ready {
            self.process.terminate();
        }
        // What has ended by now is not ended again.
        let _ = timeout(GRACE, self.process.ended()).await;
        self.process.end().await;
    }
}
