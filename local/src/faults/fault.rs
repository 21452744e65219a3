//! A way in which a call of AWS can go wrong, and the calls that it is planned for. What the service then answers is said
//! beside its door.

use std::time::Duration;

/// A way in which a call of DynamoDB, SQS or S3 can go wrong.
///
/// A fault alone is planned for every call of its operation. [`once`](Self::once), [`times`](Self::times) and
/// [`after`](Self::after) plan it for some of them. A function's client makes a call that was throttled, or
/// that failed inside of the service, up to three times, so that one such fault is not seen from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The service throttles the call, and does nothing.
    Throttle,
    /// The condition of a write does not hold, and nothing is written. In a transaction it is that of its first
    /// action. A call without a condition is done as ever; SQS has none.
    ConditionFailed,
    /// Another transaction is at work on the item, or another write with a condition on the object, and nothing is
    /// written. A read that is not a transaction is done as ever, as is every call of SQS.
    Conflict,
    /// The service fails by itself with a 500, and does nothing.
    Internal,
    /// The call is done after this time.
    Slow(Duration),
    /// The call is done, and the connection is cut before its answer.
    AnswerLost,
    /// The function's process ends before the call is done.
    EndsBefore,
    /// The function's process ends when the call is done, and has no answer to it.
    EndsAfter,
}

/// Which calls a fault is planned for.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub(super) fault: Fault,
    pub(super) skipped: usize,
    pub(super) left: usize,
}

impl Fault {
    /// Plans the fault for the next call.
    pub fn once(self) -> Plan {
        self.times(1)
    }

    /// Plans the fault for so many calls.
    pub fn times(self, count: usize) -> Plan {
        Plan { left: count, ..self.into() }
    }

    /// Plans the fault for the call that comes after so many others.
    pub fn after(self, calls: usize) -> Plan {
        Plan { skipped: calls, ..self.once() }
    }

    /// What a call makes of it: the service's answer, or `None` where there is none. `end` ends the process of
    /// the function that calls.
    pub(crate) async fn around<T>(self, call: impl Future<Output = T>, end: impl FnOnce()) -> Option<T> {
        match self {
            Self::Slow(time) => {
                tokio::time::sleep(time).await;
                Some(call.await)
            }
            Self::AnswerLost => {
                // What it would have been nobody learns.
                let _ = call.await;
                None
            }
            Self::EndsBefore => {
                end();
                None
            }
            Self::EndsAfter => {
                let _ = call.await;
                end();
                None
            }
            // The service's own answers are given where the call would be done.
            Self::Throttle | Self::ConditionFailed | Self::Conflict | Self::Internal => Some(call.await),
        }
    }

    /// Whether it is known only from a call's body if the call has it.
    pub(super) fn depends_on_body(self) -> bool {
        matches!(self, Self::ConditionFailed | Self::Conflict)
    }
}

impl From<Fault> for Plan {
    fn from(fault: Fault) -> Self {
        Self { fault, skipped: 0, left: usize::MAX }
    }
}
