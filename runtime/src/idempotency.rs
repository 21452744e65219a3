//! Requests that are made once, however often a client sends them.
//!
//! A client names a request by a key (`key.rs`), and `Idempotent<B>` is the argument that reads it beside a body
//! (`idempotent.rs`). Its route writes by a transaction, in which a record of the key and of the answer is one more
//! write (`once.rs`, `record.rs`): so either all of it is kept or nothing is, and a repeat gets the answer that is
//! kept. What the key is bound to is in `bound.rs`.

mod bound;
mod committed;
mod idempotent;
mod key;
mod once;
mod record;

pub use committed::Committed;
pub use idempotent::Idempotent;
pub use key::{IdempotencyKey, MaybeKey};
pub use once::WritesOnce;
