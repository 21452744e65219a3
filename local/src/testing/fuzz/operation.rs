//! What the OpenAPI document says of one route.

use axum::http::Method;
use fingerpost_manifest::{Route, limits};
use serde_json::Value;

use crate::testing::operation::ids;

/// An operation of a document.
pub(super) struct Operation<'d> {
    pub(super) document: &'d Value,
    pub(super) path: &'d str,
    pub(super) method: Method,
    described: &'d Value,
    /// Bytes of a body that the route takes.
    pub(super) body_limit: usize,
    /// Keys of items that are there.
    pub(super) keys: Vec<String>,
}

impl<'d> Operation<'d> {
    /// The operation of a route; of one for any method, the first of its operations.
    ///
    /// # Errors
    ///
    /// One sentence: the document does not have it.
    pub(super) fn of(route: &Route, document: &'d Value, keys: Vec<String>) -> Result<Self, String> {
        let paths = document["paths"].as_object().into_iter().flatten();
        let mut operations = paths.flat_map(|(path, methods)| {
            let methods = methods.as_object().into_iter().flatten();
            methods.map(move |(method, operation)| (path, method, operation))
        });
        let is_it = |method: &str, operation: &Value| {
            let id = operation["operationId"].as_str().unwrap_or_default();
            ids(route, method).iter().any(|known| known == id)
        };
        let found = operations.find(|(_, method, operation)| is_it(method, operation));
        let (path, method, operation) =
            found.ok_or_else(|| format!("the OpenAPI document does not have the route `{}`", route.name))?;
        let method =
            Method::try_from(method.to_ascii_uppercase().as_str()).map_err(|error| error.to_string())?;
        let limit = route.body_limit.unwrap_or(limits::BODY_DEFAULT);
        let body_limit = limit.try_into().unwrap_or(usize::MAX);
        Ok(Self { document, path, method, described: operation, body_limit, keys })
    }

    /// What it reads of a request beside the body.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &'d Value> {
        self.described["parameters"].as_array().into_iter().flatten()
    }

    /// The body that it reads, if there is one.
    pub(super) fn body(&self) -> Option<&'d Value> {
        self.described.get("requestBody")
    }
}
