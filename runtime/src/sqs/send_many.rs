//! Sending many messages, ten at a time, and telling which of them were not sent.

use std::future::IntoFuture;
use std::time::Duration;

use super::actions::SendMessage;
use super::message::{LIMIT, Message, text};
use super::queue::{Deployed, Queue};
use super::send::How;
use super::wire;
use crate::aws::call::Failed;
use crate::dynamodb::Call;
use crate::error::{Error, Result};

const OPERATION: &str = "SendMessageBatch";
/// Messages of one batch.
const BATCH: usize = 10;

impl<M: Message> Queue<M, SendMessage> {
    /// Sends messages, up to ten of them or 1 MiB with one call. SQS takes some of a batch and refuses others; the
    /// [`SentMany`] tells which.
    ///
    /// The messages have no deduplication ids. A FIFO queue without content-based deduplication takes none of them:
    /// send each by [`send`](Self::send) there, which takes an [id](crate::SendCall::deduplication_id).
    ///
    /// # Errors
    ///
    /// As for [every call](Self#errors), where nothing was sent. If SQS takes a batch and not the next one, the
    /// messages of the latter and of those after it are told among the ones that were not sent.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{Message, Queue, Result, SendMessage};
    /// # #[derive(serde::Serialize)]
    /// # struct Job { order: String }
    /// # impl Message for Job { const QUEUE: &'static str = "Jobs"; }
    /// # async fn example(list: Vec<Job>, jobs: Queue<Job, SendMessage>) -> Result<()> {
    /// let sent = jobs.send_many(&list).await?;
    /// for unsent in sent.unsent() {
    ///     println!("{} was not sent: {}", list[unsent.index].order, unsent.message);
    /// }
    /// sent.all()?; // a 503 or a 500, where there are any
    /// # Ok(()) }
    /// ```
    pub fn send_many<'m>(&self, messages: impl IntoIterator<Item = &'m M>) -> SendManyCall<'_> {
        let texts = messages.into_iter().map(text).collect();
        SendManyCall { queue: &self.deployed, texts, how: How::default() }
    }
}

/// Messages being put together, from [`Queue::send_many`]; nothing is sent before `.await`.
#[derive(Debug)]
#[must_use = "nothing is sent before `.await`"]
pub struct SendManyCall<'c> {
    queue: &'c Deployed,
    texts: Result<Vec<String>>,
    how: How,
}

impl SendManyCall<'_> {
    /// The delay of each message, as in [`SendCall::delay`](crate::SendCall::delay).
    pub fn delay(mut self, delay: Duration) -> Self {
        self.how.delay = Some(delay);
        self
    }

    /// The group of all messages, as in [`SendCall::group`](crate::SendCall::group).
    pub fn group(mut self, group: impl Into<String>) -> Self {
        self.how.group = Some(group.into());
        self
    }
}

impl<'c> IntoFuture for SendManyCall<'c> {
    type Output = Result<SentMany>;
    type IntoFuture = Call<'c, SentMany>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Self { queue, texts, how } = self;
            let texts = texts?;
            how.check()?;
            let mut unsent = Vec::new();
            let mut start = 0;
            while start < texts.len() {
                let end = start + batch(&texts[start..]);
                match send(queue, &how, &texts, start..end).await {
                    Ok(refused) => unsent.extend(refused),
                    Err(failed) if start == 0 => return Err(queue.error(OPERATION, failed)),
                    Err(failed) => {
                        let may_pass = failed.meaning().is_some();
                        let (code, message) = ("BatchFailed".to_owned(), failed.to_string());
                        let left = start..texts.len();
                        let each =
                            |index| Unsent { index, code: code.clone(), message: message.clone(), may_pass };
                        unsent.extend(left.map(each));
                        break;
                    }
                }
                start = end;
            }
            unsent.sort_by_key(|unsent| unsent.index);
            Ok(SentMany { queue: queue.name, count: texts.len(), unsent })
        })
    }
}

/// How many of the messages the next batch has: ten, or fewer where they are long.
fn batch(texts: &[String]) -> usize {
    let mut bytes = 0;
    let fits = |text: &&String| {
        bytes += text.len();
        bytes <= LIMIT
    };
    texts.iter().take(BATCH).take_while(fits).count()
}

/// Sends one batch; those of its messages that SQS did not take.
async fn send(
    queue: &Deployed,
    how: &How,
    texts: &[String],
    batch: std::ops::Range<usize>,
) -> Result<Vec<Unsent>, Failed> {
    let entry = |index: usize| wire::Entry { id: index.to_string(), message: how.of(&texts[index]) };
    let body = wire::SendMessageBatch { queue_url: &queue.url, entries: batch.clone().map(entry).collect() };
    let answer = queue.call(OPERATION, &body).await?;
    let answered: wire::SentBatch = serde_json::from_slice(&answer)
        .map_err(|error| Failed::Unsent(format!("SQS answered oddly: {error}")))?;
    let of = |index: usize| {
        let id = index.to_string();
        if answered.successful.iter().any(|taken| taken.id == id) {
            return None;
        }
        let refused = answered.failed.iter().find(|refused| refused.id == id);
        Some(match refused {
            Some(refused) => Unsent {
                index,
                code: refused.code.clone(),
                message: refused.message.clone().unwrap_or_default(),
                may_pass: !refused.sender_fault,
            },
            None => Unsent {
                index,
                code: "NotAnswered".to_owned(),
                message: "SQS says nothing of it".to_owned(),
                may_pass: true,
            },
        })
    };
    Ok(batch.filter_map(of).collect())
}

/// What became of many messages.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "some of the messages may not have been sent; `all()` makes an error of that"]
pub struct SentMany {
    queue: &'static str,
    count: usize,
    unsent: Vec<Unsent>,
}

/// A message that was not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unsent {
    /// Its place among the messages, from 0.
    pub index: usize,
    /// SQS's code: `InternalError`, `InvalidMessageContents`.
    pub code: String,
    /// SQS's sentence.
    pub message: String,
    /// Whether it may be sent later: nothing is wrong with the message.
    pub may_pass: bool,
}

impl SentMany {
    /// Returns those that were not sent, in order.
    pub fn unsent(&self) -> &[Unsent] {
        &self.unsent
    }

    /// Returns how many were sent.
    pub fn count(&self) -> usize {
        self.count - self.unsent.len()
    }

    /// Makes an error of messages that were not sent.
    ///
    /// # Errors
    ///
    /// A 503 where each may be sent later, and otherwise a 500.
    pub fn all(self) -> Result<()> {
        let Some(first) = self.unsent.first() else { return Ok(()) };
        let (unsent, count, queue) = (self.unsent.len(), self.count, self.queue);
        let message = format!("{unsent} of {count} messages for queue `{queue}` were not sent");
        let status = if self.unsent.iter().all(|unsent| unsent.may_pass) { 503 } else { 500 };
        let Unsent { index, code, message: why, .. } = first;
        Err(Error::new(status, message).caused_by(format!("{code} of the message {index}: {why}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_ten_messages_or_one_mebibyte() {
        let texts = |length: usize, count: usize| vec!["x".repeat(length); count];
        assert_eq!(batch(&texts(1, 11)), 10);
        assert_eq!(batch(&texts(1, 3)), 3);
        assert_eq!(batch(&texts(LIMIT, 2)), 1);
        assert_eq!(batch(&texts(LIMIT / 3 + 1, 3)), 2);
    }
}
