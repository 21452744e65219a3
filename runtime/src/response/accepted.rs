//! 202: the answer of a route whose work goes on after it.

use super::{IntoJson, IntoResponse, Response};
use crate::error::Result;
use crate::route::Description;
use crate::route::describe::{Answer, Content};

/// 202: the request was taken, and what it asks for is done later.
///
/// # Examples
///
/// ```
/// use fingerpost::{Accepted, route};
/// use schemars::JsonSchema;
/// use serde::Serialize;
///
/// #[derive(Serialize, JsonSchema)]
/// struct Ticket {
///     id: String,
/// }
///
/// /// Orders a report.
/// #[route(POST, "/reports/<name>")]
/// async fn order_report(name: String) -> Accepted<Ticket> {
///     Accepted(Ticket { id: format!("report-{name}") })
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted<T>(pub T);

impl<T: IntoJson> IntoResponse for Accepted<T> {
    fn describe(route: &mut Description) {
        route.answer(Answer::new(202).body(Content::json::<T>()));
    }

    fn into_response(self) -> Result<Response> {
        Response::json(202, &self.0)
    }
}
