//! The process that serves: this command line again, with a listener that is handed to it.

use std::io;
use std::net::TcpListener;
use std::process::ExitStatus;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;
use tokio::process::{Child, Command};
use tokio::time::timeout;

use super::sources::{Sources, Started};
use crate::server::handover;

/// How long it may take to end: requests under way have a limit of their own, below this.
const GRACE: Duration = Duration::from_secs(5);

/// A running API.
pub(super) struct Api {
    process: Child,
    /// When this closes, it stops.
    socket: UnixStream,
    is_ready: bool,
    started: Started,
}

/// What an API says.
pub(super) enum News {
    /// It takes requests.
    Ready,
    /// It has ended, and nobody told it to.
    Ended(io::Result<ExitStatus>),
}

impl Api {
    /// Starts the executable with the arguments of this process.
    ///
    /// # Errors
    ///
    /// One sentence.
    pub(super) fn start(sources: &Sources, listener: &TcpListener) -> Result<Self, String> {
        let started = sources.started();
        let mut command = Command::new(sources.executable());
        command.args(std::env::args_os().skip(1)).kill_on_drop(true);
        let failed =
            |error: std::io::Error| format!("cannot start {}: {error}", sources.executable().display());
        let socket = handover::hand_over(listener, &mut command).map_err(failed)?;
        let process = command.spawn().map_err(failed)?;
        Ok(Self { process, socket, is_ready: false, started })
    }

    /// Whether it was started from the executable and with the `.env` that are there now.
    pub(super) fn is_of(&self, sources: &Sources) -> bool {
        self.started == sources.started()
    }

    /// What it says next.
    pub(super) async fn news(&mut self) -> News {
        if !self.is_ready {
            // It is closed when the process ends.
            let said = self.socket.read(&mut [0]).await;
            self.is_ready = true;
            if matches!(said, Ok(1)) {
                return News::Ready;
            }
        }
        News::Ended(self.process.wait().await)
    }

    /// Has it take no more requests, and returns when it does not: those that come wait for whoever serves next.
    pub(super) async fn stop_accepting(&mut self) {
        // It may be gone by now, and takes none then.
        let _ = self.socket.shutdown().await;
        let _ = timeout(GRACE, self.socket.read_to_end(&mut Vec::new())).await;
    }

    /// Has it finish its requests, and returns when it is gone.
    pub(super) async fn stop(mut self) {
        drop(self.socket);
        if timeout(GRACE, self.process.wait()).await.is_err() {
            // It may be gone by now, which is as well.
            let _ = self.process.kill().await;
        }
    }
}
