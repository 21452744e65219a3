//! The HTTP below DynamoDB's client: the connector of every service, and around it what only DynamoDB needs.
//!
//! An attempt that did not succeed is logged, a read is given up in time for another attempt, and a page that
//! would take too much memory is refused before it is parsed.

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;

use super::super::oversized;
use super::attempts::{Attempt, operation};
use crate::aws::connector::{Connector, prepared, response};
use crate::lambda::deadline;

/// The HTTP client of DynamoDB's client; clones share its connections.
#[derive(Debug, Clone)]
pub(super) struct Http(pub(super) Connector);

impl HttpClient for Http {
    fn http_connector(&self, settings: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(Self(self.0.with(settings)))
    }
}

impl HttpConnector for Http {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let request = match prepared(request) {
            Ok(request) => request,
            Err(error) => return HttpConnectorFuture::ready(Err(error)),
        };
        let listing = oversized::is_listing();
        let started = Attempt::of(&request);
        let limit = if is_read(&request) { deadline::attempt() } else { None };
        let answer = self.0.send(request, limit);
        HttpConnectorFuture::new(async move {
            let (parts, body) = answer.await.inspect_err(|error| started.unanswered(error))?;
            started.answered(parts.status, &body);
            if listing {
                oversized::check(&body)?;
            }
            response(parts, body)
        })
    }
}

/// Whether a call changes nothing, so that it may be made again when its answer is slow.
///
/// A write whose answer is slow may have been made. If it were made again, it would add a second time, or
/// find its own item there.
fn is_read(request: &http::Request<SdkBody>) -> bool {
    matches!(operation(request), "GetItem" | "Query" | "Scan" | "BatchGetItem" | "TransactGetItems")
}
