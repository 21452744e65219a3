//! Sending one message.

use std::future::IntoFuture;
use std::time::Duration;

use super::actions::SendMessage;
use super::message::{Message, text};
use super::queue::{Deployed, Queue};
use super::wire;
use crate::dynamodb::Call;
use crate::error::{Error, Result};

/// The longest delay of a message.
const LONGEST_DELAY: Duration = Duration::from_mins(15);
/// Characters of a message group's or a deduplication's id.
const LONGEST_ID: usize = 128;

impl<M: Message> Queue<M, SendMessage> {
    /// Sends a message, as JSON.
    ///
    /// # Errors
    ///
    /// As for [every call](Self#errors).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{Message, Queue, Result, SendMessage};
    /// # #[derive(serde::Serialize)]
    /// # struct Job { order: String, customer: String }
    /// # impl Message for Job { const QUEUE: &'static str = "Jobs"; }
    /// # async fn example(job: Job, jobs: Queue<Job, SendMessage>) -> Result<()> {
    /// use std::time::Duration;
    ///
    /// jobs.send(&job).delay(Duration::from_secs(30)).await?;
    /// jobs.send(&job).group(&job.customer).deduplication_id(&job.order).await?; // to a FIFO queue
    /// # Ok(()) }
    /// ```
    pub fn send(&self, message: &M) -> SendCall<'_> {
        SendCall { queue: &self.deployed, text: text(message), how: How::default() }
    }
}

/// A message being put together, from [`Queue::send`]; nothing is sent before `.await`.
#[derive(Debug)]
#[must_use = "nothing is sent before `.await`"]
pub struct SendCall<'c> {
    queue: &'c Deployed,
    text: Result<String>,
    how: How,
}

/// How a message is sent.
#[derive(Debug, Default)]
pub(super) struct How {
    pub(super) delay: Option<Duration>,
    pub(super) group: Option<String>,
    pub(super) deduplication: Option<String>,
}

impl How {
    /// Refuses what SQS would.
    pub(super) fn check(&self) -> Result<()> {
        if let Some(delay) = self.delay.filter(|delay| *delay > LONGEST_DELAY) {
            let longest = LONGEST_DELAY.as_secs();
            let got = delay.as_secs_f64();
            return Err(Error::internal(format!("a message's delay is at most {longest} s, got {got}")));
        }
        let refused = |what| {
            let sentence = format!("{what} is 1 to {LONGEST_ID} ASCII letters, digits and punctuation marks");
            Err(Error::bad_request(sentence))
        };
        let wrong = |id: &Option<String>| {
            let of = |id: &String| {
                (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
            };
            id.as_ref().is_some_and(|id| !of(id))
        };
        if wrong(&self.group) {
            return refused("A message group");
        }
        if wrong(&self.deduplication) {
            return refused("A message's deduplication id");
        }
        Ok(())
    }

    pub(super) fn of<'c>(&'c self, text: &'c str) -> wire::How<'c> {
        wire::How {
            message_body: text,
            // A part of a second is waited for whole.
            delay_seconds: self.delay.map(|delay| delay.as_secs() + u64::from(delay.subsec_nanos() > 0)),
            message_group_id: self.group.as_deref(),
            message_deduplication_id: self.deduplication.as_deref(),
        }
    }
}

impl SendCall<'_> {
    /// Nobody receives the message before this time has passed, which is at most 15 minutes; counted in seconds,
    /// rounded up. A FIFO queue takes no delay for a message of its own.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.how.delay = Some(delay);
        self
    }

    /// Messages of one group are received in the order in which they were sent. A FIFO queue needs it; for
    /// another, groups are served fairly.
    pub fn group(mut self, group: impl Into<String>) -> Self {
        self.how.group = Some(group.into());
        self
    }

    /// A FIFO queue drops a message with the id of another one of the last five minutes.
    pub fn deduplication_id(mut self, id: impl Into<String>) -> Self {
        self.how.deduplication = Some(id.into());
        self
    }
}

impl<'c> IntoFuture for SendCall<'c> {
    type Output = Result<Sent>;
    type IntoFuture = Call<'c, Sent>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            const OPERATION: &str = "SendMessage";
            let Self { queue, text, how } = self;
            let text = text?;
            how.check()?;
            let body = wire::SendMessage { queue_url: &queue.url, message: how.of(&text) };
            let answer = queue.call(OPERATION, &body).await;
            let answer = answer.map_err(|failed| queue.error(OPERATION, failed))?;
            let sent: wire::Sent = serde_json::from_slice(&answer).map_err(|error| {
                let name = queue.name;
                Error::internal(format!("{OPERATION} on queue `{name}` was answered oddly")).caused_by(error)
            })?;
            Ok(Sent { id: sent.message_id, sequence_number: sent.sequence_number })
        })
    }
}

/// What SQS knows a message by that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sent {
    /// SQS's id of the message.
    pub id: String,
    /// In a FIFO queue, the number of the message, which grows within a group.
    pub sequence_number: Option<String>,
}
