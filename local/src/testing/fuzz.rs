//! Requests to one route, made of what its signature says and of what lies around it.
//!
//! A number gives the same request again. A request is one that the OpenAPI document describes, and in most of
//! them a few things are then changed to what clients and attackers send: values of other types, bytes that are
//! not text, names that parsers reserve, nesting, repetition, and sizes at the limits.

mod body;
mod draft;
mod memory;
mod odd;
mod value;

use axum::body::Bytes;
use axum::http::{Method, Request};
use fastrand::Rng;
use fingerpost_manifest::{Route, limits};
use serde_json::Value;

use self::draft::Draft;

pub use self::memory::Memory;

/// A request that was made up.
#[derive(Debug, Clone)]
pub struct Made {
    /// The request.
    pub request: Request<Bytes>,
    /// The same, as a test writes it.
    pub code: String,
}

/// The requests to one route.
pub struct Fuzz<'d> {
    route: &'d Route,
    document: &'d Value,
    path: &'d str,
    method: Method,
    operation: &'d Value,
}

impl<'d> Fuzz<'d> {
    /// The requests to a route.
    ///
    /// # Errors
    ///
    /// One sentence: the document has no such operation.
    pub(super) fn of(route: &'d Route, document: &'d Value) -> Result<Self, String> {
        let paths = document["paths"].as_object().into_iter().flatten();
        let mut operations = paths.flat_map(|(path, methods)| {
            let methods = methods.as_object().into_iter().flatten();
            methods.map(move |(method, operation)| (path, method, operation))
        });
        // A route for any method is an operation for each.
        let is_it = |method: &str, operation: &Value| {
            let id = operation["operationId"].as_str().unwrap_or_default();
            id == route.name || id == format!("{}_{method}", route.name)
        };
        let found = operations.find(|(_, method, operation)| is_it(method, operation));
        let (path, method, operation) =
            found.ok_or_else(|| format!("the OpenAPI document does not have the route `{}`", route.name))?;
        let method =
            Method::try_from(method.to_ascii_uppercase().as_str()).map_err(|error| error.to_string())?;
        Ok(Self { route, document, path, method, operation })
    }

    /// The request of this number.
    pub fn request(&self, seed: u64, number: u64) -> Made {
        let mut rng = Rng::with_seed(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut draft = Draft::described(self, &mut rng);
        if rng.u8(..4) > 0 {
            for _ in 0..rng.usize(1..=3) {
                draft.disturb(self, &mut rng);
            }
        }
        draft.finish(&self.method)
    }

    /// Bodies that take the most memory when they are read: at the limit of their size, of little that is said
    /// again and again.
    pub fn extremes(&self) -> Vec<Made> {
        let mut rng = Rng::with_seed(0);
        let draft = Draft::described_whole(self, &mut rng);
        let bodies = draft.body().map(|value| body::extremes(value, self.body_limit())).unwrap_or_default();
        bodies.into_iter().map(|body| draft.with_body(body).finish(&self.method)).collect()
    }

    /// Bytes of a body that the route takes.
    fn body_limit(&self) -> usize {
        let limit = self.route.body_limit.unwrap_or(limits::BODY_DEFAULT);
        limit.try_into().unwrap_or(usize::MAX)
    }

    /// Bytes of memory that a request may take: what a function of 128 MB can spare for a body of the usual
    /// limit, and in proportion for one of another.
    pub fn memory_limit(&self) -> usize {
        const FOR_USUAL: usize = 100_000_000;
        let usual = limits::BODY_DEFAULT as usize;
        FOR_USUAL * self.body_limit().max(usual) / usual
    }
}
