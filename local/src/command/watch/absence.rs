//! What is answered while there is no API: it has ended by itself, and the sources have not changed since.

use std::net::TcpListener;

use axum::http::StatusCode;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::server::listener::{self, PATIENCE};
use crate::server::reply;

/// Somebody who answers in the API's place.
pub(super) struct Absence {
    answering: JoinHandle<()>,
    end: oneshot::Sender<()>,
}

impl Absence {
    /// Starts to answer what comes to the listener.
    ///
    /// # Errors
    ///
    /// One sentence: the system refuses it.
    pub(super) fn start(listener: &TcpListener) -> Result<Self, String> {
        let listener = listener.try_clone().and_then(tokio::net::TcpListener::from_std);
        let listener = listener.map_err(|error| format!("cannot take requests: {error}"))?;
        let (end, told) = oneshot::channel::<()>();
        let answer = |_, _| async {
            reply::of_its_own(StatusCode::SERVICE_UNAVAILABLE, "The API has ended; its terminal says why")
        };
        let stop = async {
            let _ = told.await;
        };
        let answering = listener::serve(listener, PATIENCE, |stream, _| stream, answer, stop);
        Ok(Self { answering: tokio::spawn(answering), end })
    }

    /// Leaves the listener to the next.
    pub(super) async fn end(self) {
        drop(self.end);
        // It ends by itself within its own limit.
        let _ = self.answering.await;
    }
}
