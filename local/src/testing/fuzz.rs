//! Requests to one route, made of what its signature says and of what lies around it.
//!
//! A number gives the same request again. A request is one that the OpenAPI document describes, and in most of
//! them a few things are then changed to what clients and attackers send: values of other types, bytes that are
//! not text, names that parsers reserve, nesting, repetition, and sizes at the limits.

mod body;
mod draft;
mod last;
mod memory;
mod odd;
mod operation;
mod value;

use axum::body::Bytes;
use axum::http::Request;
use fastrand::Rng;
use fingerpost_manifest::{Route, limits};
use serde_json::Value;

use self::draft::Draft;
use self::operation::Operation;

pub use self::last::Last;
pub use self::memory::Memory;

/// A request that was made up.
#[derive(Debug, Clone)]
pub struct Made {
    /// The request.
    pub request: Request<Bytes>,
    /// The same, as a test writes it.
    pub code: String,
}

impl Made {
    fn of((request, code): (Request<Bytes>, String)) -> Self {
        Self { request, code }
    }
}

/// The requests to one route.
pub struct Fuzz<'d>(Operation<'d>);

impl<'d> Fuzz<'d> {
    /// The requests to a route. Half of the values of its path are `keys`, if there are any.
    ///
    /// # Errors
    ///
    /// One sentence: the document has no such operation.
    pub(super) fn of(route: &'d Route, document: &'d Value, keys: Vec<String>) -> Result<Self, String> {
        Operation::of(route, document, keys).map(Self)
    }

    /// The request of this number.
    pub fn request(&self, seed: u64, number: u64) -> Made {
        let mut rng = Rng::with_seed(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut draft = Draft::described(&self.0, &mut rng);
        if rng.u8(..4) > 0 {
            for _ in 0..rng.usize(1..=3) {
                draft.disturb(&self.0, &mut rng);
            }
        }
        Made::of(draft.finish(&self.0.method))
    }

    /// Bodies that take the most memory when they are read: at the limit of their size, of little that is said
    /// again and again.
    pub fn extremes(&self) -> Vec<Made> {
        let mut rng = Rng::with_seed(0);
        let draft = Draft::described_whole(&self.0, &mut rng);
        let bodies = draft.body().map(|value| body::extremes(value, self.0.body_limit)).unwrap_or_default();
        bodies.into_iter().map(|body| Made::of(draft.with_body(body).finish(&self.0.method))).collect()
    }

    /// Bytes of memory that a request may take: what a function of 128 MB can spare for a body of the usual
    /// limit, and in proportion for one of another.
    pub fn memory_limit(&self) -> usize {
        const FOR_USUAL: usize = 100_000_000;
        let usual = limits::BODY_DEFAULT as usize;
        FOR_USUAL * self.0.body_limit.max(usual) / usual
    }
}
