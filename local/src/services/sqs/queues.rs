//! The messages of queues, in memory: the newest of them, up to a number of bytes.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Bytes of messages that are kept, of all queues together. The oldest of a queue make place for new ones.
const KEPT: usize = 64 * 1024 * 1024;
/// Messages of one queue that are kept.
const MOST: usize = 10_000;
/// How long a deduplication id holds.
const DEDUPLICATED: Duration = Duration::from_mins(5);
/// Bytes that a message takes beside its texts.
const OVERHEAD: usize = 512;

/// The queues, by the names in the source.
pub(in crate::services) struct Queues(Mutex<BTreeMap<String, Queue>>);

#[derive(Default)]
struct Queue {
    messages: VecDeque<Message>,
    bytes: usize,
}

/// A message that was sent.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) group: Option<String>,
    pub(super) deduplication: Option<String>,
    sent: Instant,
    /// From when on somebody can receive it.
    visible: Instant,
    pub(super) received: u32,
}

impl Message {
    /// A message that is sent now.
    pub(super) fn new(text: String, delay: Duration) -> Self {
        let now = Instant::now();
        let id = uuid::Uuid::new_v4().to_string();
        Self { id, text, group: None, deduplication: None, sent: now, visible: now + delay, received: 0 }
    }

    /// Bytes that it takes in memory.
    fn size(&self) -> usize {
        let ids = [&self.group, &self.deduplication].into_iter().flatten().map(String::len);
        self.text.len() + ids.sum::<usize>() + OVERHEAD
    }
}

impl Queues {
    pub(in crate::services) fn of(names: &[String]) -> Self {
        Self(Mutex::new(names.iter().map(|name| (name.clone(), Queue::default())).collect()))
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.queues().keys().cloned().collect()
    }

    /// The texts of the messages that are kept, in the order in which they were sent.
    pub(in crate::services) fn sent(&self, queue: &str) -> Option<Vec<String>> {
        let queues = self.queues();
        Some(queues.get(queue)?.messages.iter().map(|message| message.text.clone()).collect())
    }

    /// Adds a message; its id, or that of an earlier one with the same deduplication id. `None` without the queue.
    pub(super) fn send(&self, queue: &str, message: Message) -> Option<String> {
        let mut queues = self.queues();
        let others: usize = queues.iter().filter(|(name, _)| *name != queue).map(|(_, of)| of.bytes).sum();
        let queue = queues.get_mut(queue)?;
        let same = |known: &&Message| {
            let both = message.deduplication.is_some() && known.deduplication == message.deduplication;
            both && known.sent.elapsed() < DEDUPLICATED
        };
        if let Some(known) = queue.messages.iter().rev().find(same) {
            return Some(known.id.clone());
        }
        let (id, size) = (message.id.clone(), message.size());
        queue.bytes += size;
        queue.messages.push_back(message);
        while queue.messages.len() > MOST || (others + queue.bytes > KEPT && queue.messages.len() > 1) {
            let Some(oldest) = queue.messages.pop_front() else { break };
            queue.bytes -= oldest.size();
        }
        Some(id)
    }

    /// Messages that nobody else receives for this time.
    pub(super) fn receive(&self, queue: &str, most: usize, hidden: Duration) -> Option<Vec<Message>> {
        let mut queues = self.queues();
        let now = Instant::now();
        let ready = queues.get_mut(queue)?.messages.iter_mut().filter(|message| message.visible <= now);
        let received = ready.take(most).map(|message| {
            message.visible = now + hidden;
            message.received += 1;
            message.clone()
        });
        Some(received.collect())
    }

    /// Forgets a message.
    pub(super) fn delete(&self, queue: &str, id: &str) -> Option<()> {
        let mut queues = self.queues();
        let queue = queues.get_mut(queue)?;
        if let Some(at) = queue.messages.iter().position(|message| message.id == id) {
            let gone = queue.messages.remove(at);
            queue.bytes -= gone.map_or(0, |gone| gone.size());
        }
        Some(())
    }

    /// Forgets every message.
    pub(super) fn purge(&self, queue: &str) -> Option<()> {
        *self.queues().get_mut(queue)? = Queue::default();
        Some(())
    }

    /// How many messages there are.
    pub(super) fn count(&self, queue: &str) -> Option<usize> {
        self.queues().get(queue).map(|queue| queue.messages.len())
    }

    fn queues(&self) -> MutexGuard<'_, BTreeMap<String, Queue>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str, deduplication: Option<&str>) -> Message {
        let mut message = Message::new(text.to_owned(), Duration::ZERO);
        message.deduplication = deduplication.map(str::to_owned);
        message
    }

    #[test]
    fn the_oldest_messages_make_place_for_new_ones() {
        let queues = Queues::of(&["Jobs".to_owned()]);
        let text = "x".repeat(1024 * 1024);
        for _ in 0..70 {
            queues.send("Jobs", message(&text, None)).expect("a queue");
        }
        assert_eq!(queues.count("Jobs"), Some(63));
        queues.purge("Jobs");
        for _ in 0..70 {
            let mut message = message("", None);
            message.group = Some(text.clone());
            queues.send("Jobs", message).expect("a queue");
        }
        assert_eq!(queues.count("Jobs"), Some(63));
        queues.purge("Jobs");
        for _ in 0..=MOST {
            queues.send("Jobs", message("", None)).expect("a queue");
        }
        assert_eq!(queues.count("Jobs"), Some(MOST));
    }

    #[test]
    fn a_message_is_received_by_one_and_then_deleted() {
        let queues = Queues::of(&["Jobs".to_owned()]);
        let id = queues.send("Jobs", message("a", Some("1"))).expect("a queue");
        assert_eq!(queues.send("Jobs", message("again", Some("1"))), Some(id.clone()));
        let received = queues.receive("Jobs", 10, Duration::from_secs(30)).expect("a queue");
        assert_eq!(received.iter().map(|message| &*message.text).collect::<Vec<_>>(), ["a"]);
        assert!(queues.receive("Jobs", 10, Duration::ZERO).expect("a queue").is_empty());
        queues.delete("Jobs", &id);
        assert_eq!(queues.count("Jobs"), Some(0));
        assert_eq!(queues.send("Other", message("a", None)), None);
    }
}
