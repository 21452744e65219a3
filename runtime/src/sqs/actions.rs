//! The actions on a queue as types, so that a signature can name them.

/// What a route may do with a queue: [`SendMessage`].
///
/// A user of the crate never implements the trait.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an action on a queue",
    label = "not an action",
    note = "the action is `SendMessage`, which sends one message or many"
)]
pub trait QueueActions: 'static {
    /// Returns what is granted, as IAM writes it.
    fn actions() -> &'static [&'static str];
}

/// `sqs:SendMessage`, to send messages: one or, as IAM sees it, ten at a time.
///
/// Allows [`Queue::send`](crate::Queue::send) and [`Queue::send_many`](crate::Queue::send_many).
#[derive(Debug, Clone, Copy)]
pub struct SendMessage;

impl QueueActions for SendMessage {
    fn actions() -> &'static [&'static str] {
        &["sqs:SendMessage"]
    }
}
