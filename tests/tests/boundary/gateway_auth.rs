//! Who may call: what the local gateway asks of requests before a route's function sees them.

mod api;
pub(crate) mod forge;
mod functions;
mod issuers;
mod owned;
mod routes;
mod row;
mod signed;
mod tokens;
mod wrong_claims;
mod wrong_form;
mod wrong_signature;
mod wrong_tokens;
