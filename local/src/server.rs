//! What every door of the local cloud needs to take HTTP from this machine and from nobody else.
//!
//! `listener` takes connections and bounds what they may hold, `host` and `visitor` know whom a request
//! is for and who sent it, `upload` reads a body, `reply` and `refusal` are what is answered where no
//! function answers.

pub(crate) mod handover;
pub(crate) mod host;
pub(crate) mod listener;
pub(crate) mod refusal;
pub(crate) mod reply;
pub(crate) mod upload;
pub(crate) mod visitor;
