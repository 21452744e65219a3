//! Whether whoever signed a call may make it: what the signature of its function grants and, of a table of the
//! caller's own, whether the call is about that caller's partition.

use axum::http::{HeaderMap, StatusCode};
use dynoxide::Database;
use fingerpost_manifest::Route;
use serde_json::json;

use super::failure::Failure;
use super::partition::Partition;
use super::policy::Need;
use super::signature::session_token;
use super::table;
use crate::current_callers::CurrentCallers;
use crate::faults::Faults;
use crate::terminal::say;

/// Somebody who may sign requests.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) secret: String,
    /// What it may do is what this route's signature grants; the developer, who has none, may do
    /// everything.
    pub(crate) route: Option<Route>,
}

/// What is known of a call when it is to be permitted.
pub(super) struct Permit<'d> {
    pub(super) caller: &'d Caller,
    /// Of the call: they have the token of the process.
    pub(super) headers: &'d HeaderMap,
    /// Whose requests the functions answer.
    pub(super) current: &'d CurrentCallers,
    pub(super) database: &'d Database,
    pub(super) faults: &'d Faults,
}

impl Permit<'_> {
    /// Refuses a call that needs more than is granted.
    pub(super) fn check(&self, needs: Vec<Need<'_>>) -> Result<(), Failure> {
        let Some(route) = &self.caller.route else { return Ok(()) };
        let is_own = |table: &str, partition: Partition<'_>, claim: &str| {
            self.is_own(table, partition, claim).unwrap_or(false)
        };
        let denied = needs.into_iter().find(|need| !need.is_granted(route, is_own));
        let Some(denied) = denied else { return Ok(()) };
        let advice = denied.advice(route);
        say(&advice);
        self.faults.denied(&advice);
        let body = json!({
            "__type": "com.amazon.coral.service#AccessDeniedException",
            "Message": denied.message(&route.name),
        });
        Err(Failure { status: StatusCode::BAD_REQUEST, body: body.to_string() })
    }

    /// Whether a partition is that of the caller whose request the function answers, by a claim.
    fn is_own(&self, table: &str, partition: Partition<'_>, claim: &str) -> Option<bool> {
        let claim = self.current.claim(session_token(self.headers)?, claim)?;
        Some(partition.is(&table::partition_key(self.database, table)?, &claim))
    }
}
