//! The book's examples compile, as the README's do. `node tests/docs.mjs` finds a chapter that is missing here.

#[doc = include_str!("../../docs/book/src/answers.md")]
mod answers {}

#[doc = include_str!("../../docs/book/src/bodies.md")]
mod bodies {}

#[doc = include_str!("../../docs/book/src/callers.md")]
mod callers {}

#[doc = include_str!("../../docs/book/src/coming-from.md")]
mod coming_from {}

#[doc = include_str!("../../docs/book/src/errors.md")]
mod errors {}

#[doc = include_str!("../../docs/book/src/idempotency.md")]
mod idempotency {}

#[doc = include_str!("../../docs/book/src/queries.md")]
mod queries {}

#[doc = include_str!("../../docs/book/src/queues-and-buckets.md")]
mod queues_and_buckets {}

#[doc = include_str!("../../docs/book/src/routes.md")]
mod routes {}

#[doc = include_str!("../../docs/book/src/settings.md")]
mod settings {}

#[doc = include_str!("../../docs/book/src/start.md")]
mod start {}

#[doc = include_str!("../../docs/book/src/state-and-layers.md")]
mod state_and_layers {}

#[doc = include_str!("../../docs/book/src/tables.md")]
mod tables {}

#[doc = include_str!("../../docs/book/src/test.md")]
mod test {}

#[doc = include_str!("../../docs/book/src/transactions.md")]
mod transactions {}

#[doc = include_str!("../../docs/book/src/versions.md")]
mod versions {}

#[doc = include_str!("../../docs/book/src/writes.md")]
mod writes {}
