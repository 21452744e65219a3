//! Queues of SQS as a handler sees them: a type is a message of a queue (`message.rs`), an argument
//! `Queue<Job, SendMessage>` is that queue (`queue.rs`), and its methods send one message (`send.rs`) or many
//! (`send_many.rs`). What a signature may do is in `actions.rs`, and what SQS reads and writes in `wire.rs`.

mod actions;
mod message;
mod queue;
mod send;
mod send_many;
mod wire;

pub use actions::{QueueActions, SendMessage};
pub use message::Message;
pub use queue::Queue;
pub use send::{SendCall, Sent};
pub use send_many::{SendManyCall, SentMany, Unsent};
