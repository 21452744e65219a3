//! Transactions: writes of several items that are all made or none, and reads of several items at one moment.
//!
//! `pairs.rs` reads the signature, `among.rs` says at a call what is not in it, `writes.rs` and `call.rs` put the writes together, each a `Planned`, and
//! `commit.rs` sends them as one `TransactWriteItems`. What failed is told by `failing.rs`. `get.rs` has the reads.

mod among;
mod call;
mod changes;
mod commit;
mod connections;
mod failing;
mod get;
mod named;
mod pairs;
mod planned;
mod seen;
mod unsent;
mod writes;

pub use among::{AmongPairs, KeyAmongPairs};
pub use call::WriteStep;
pub(crate) use commit::Sent;
pub use get::{ReadKeys, TransactGet};
pub use named::NamesItem;
pub use pairs::{ActionIn, Pairs, Reading, Transacts, Writing};
pub(crate) use writes::MadeOnce;
pub use writes::{Transaction, Writes};
