//! What the doors of services have in common: who may enter, and what becomes of what is refused.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::http::request::Parts;
use tokio::net::TcpListener;

use super::grants::Need;
use crate::dynamodb::{Caller, Claim, session_token};
use crate::faults::{Fault, Faults, Planned};
use crate::terminal::{Log, say};

/// What the doors have in common.
#[derive(Clone)]
pub(crate) struct Doorkeeper {
    /// By access key.
    pub(crate) callers: Arc<HashMap<String, Caller>>,
    /// Where a test finds what was refused.
    pub(crate) faults: Arc<Faults>,
    /// Where what is said is kept, in a test.
    pub(crate) log: Option<Log>,
}

impl Doorkeeper {
    /// Whether the caller may do it; what AWS says otherwise.
    pub(super) fn permit(&self, caller: &Caller, need: &Need<'_>) -> Result<(), String> {
        let Some(route) = &caller.route else { return Ok(()) };
        if need.is_granted(route) {
            return Ok(());
        }
        let advice = need.advice(&route.name);
        self.say(&advice);
        self.faults.denied(&advice);
        Err(need.message(&route.name))
    }

    /// The fault that is planned for the call that a function makes now, by the service's names of both.
    pub(super) fn fault(&self, claim: &Claim, service: &'static str, operation: &str) -> Option<Planned> {
        let route = self.callers.get(&claim.key)?.route.as_ref()?;
        self.faults.of_call(&route.name, service, operation)
    }

    /// Makes a call with the fault that is planned for it; `None` where its connection is to be cut. `said` is what the
    /// service answers in the place of doing the call.
    pub(super) async fn around<T, E>(
        &self,
        planned: Option<Planned>,
        parts: &Parts,
        said: impl FnOnce(Fault) -> Option<E>,
        call: impl Future<Output = Result<T, E>>,
    ) -> Option<Result<T, E>> {
        let Some(planned) = planned else { return Some(call.await) };
        let answer = async {
            match self.faults.failure(planned, said) {
                Some(failure) => Err(failure),
                None => call.await,
            }
        };
        planned.fault.around(answer, || self.faults.end(session_token(&parts.headers))).await
    }

    /// Says a line, to whoever reads the log of a test if there is one.
    pub(super) fn say(&self, line: &str) {
        match &self.log {
            Some(log) => log.keep_here(|| say(line)),
            None => say(line),
        }
    }
}

/// A port of this machine.
pub(super) async fn listener() -> Result<(TcpListener, SocketAddr), String> {
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    Ok((listener, address))
}
