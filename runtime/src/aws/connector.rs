//! The HTTP below the SDK: hyper over HTTP/1.1, with rustls on ring, and nothing else.
//!
//! The SDK's own connector brings HTTP/2, proxies, and a client for each of its settings. AWS needs none
//! of that, and every cold start would load 1 MB for it. What a call can notice is kept: pooled connections,
//! the connect timeout (which is fixed here) and the read timeout, which failures are tried again, and that a
//! connection on which a call failed is not used again.

use std::error::Error as StdError;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use aws_smithy_runtime_api::client::connection::{CaptureSmithyConnection, ConnectionMetadata};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http::Uri;
use http::response::Parts;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::{self, CaptureConnection, capture_connection};
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use lambda_runtime::tower::Service;
use tokio::time::timeout;

use super::roots::Trust;

/// How long connecting may take. A service in the same region answers in milliseconds.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// The bytes that an answer may have.
///
/// The longest that DynamoDB sends is 16 MB of items from `BatchGetItem`, which are about twice as long as
/// text, and a longer object of S3 is for a link. An answer without an end is given up before it fills a
/// function of 128 MB.
const ANSWER_LIMIT: usize = 40 * 1024 * 1024;
/// The bytes that the answer to a health check may have. It is a line.
const HEALTH_LIMIT: usize = 4096;

type BoxError = Box<dyn StdError + Send + Sync>;

/// The HTTP client of an SDK client; clones share its connections.
#[derive(Debug, Clone)]
pub(crate) struct Connector {
    client: Client<Connect, SdkBody>,
    read_timeout: Option<Duration>,
}

impl Connector {
    /// A connector that trusts these roots, without a connection yet.
    ///
    /// # Errors
    ///
    /// As [`Trust::tls`].
    pub(crate) fn new(trust: Trust) -> Result<Self, String> {
        let https = HttpsConnectorBuilder::new().with_tls_config(trust.tls()?);
        let mut http = connect::HttpConnector::new();
        http.set_nodelay(true);
        http.enforce_http(false);
        let connect = Connect(https.https_or_http().enable_http1().wrap_connector(http));
        let client = Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connect);
        Ok(Self { client, read_timeout: None })
    }

    /// A connector with a connection to this URL, if anybody answers there.
    ///
    /// The connection is opened now because init has a whole CPU. An invocation at 128 MB has a fourteenth of
    /// one, and a TLS handshake takes milliseconds of a whole one.
    ///
    /// # Errors
    ///
    /// As [`Trust::tls`].
    pub(crate) async fn connected(service: &str, url: &str, trust: Trust) -> Result<Self, String> {
        let connector = Self::new(trust)?;
        if let Err(error) = connector.open(url).await {
            tracing::debug!(url, %error, "there is no connection to {service} yet");
            // A proxy or another partition of AWS may have answered, with a certificate that only the
            // machine's roots have signed.
            if trust == Trust::Amazon
                && let Ok(machine) = Self::new(Trust::Machine)
            {
                return Ok(machine);
            }
        }
        Ok(connector)
    }

    /// Opens a connection by a request, and leaves it to the first call.
    ///
    /// The request is `GET /`, which needs no permission and costs nothing: DynamoDB's health check.
    ///
    /// # Errors
    ///
    /// When nobody answers within the connect timeout. The first call will then try for itself.
    async fn open(&self, url: &str) -> Result<(), BoxError> {
        let request = http::Request::get(url).body(SdkBody::empty())?;
        let answered = async {
            let response = self.client.request(request).await?;
            // A connection is used again only if its last answer was read to the end.
            Limited::new(response.into_body(), HEALTH_LIMIT).collect().await?;
            Ok(())
        };
        timeout(CONNECT_TIMEOUT, answered).await?
    }

    /// The same connections, with an SDK client's read timeout.
    pub(crate) fn with(&self, settings: &HttpConnectorSettings) -> Self {
        Self { client: self.client.clone(), read_timeout: settings.read_timeout() }
    }

    /// Sends a request, and reads the answer to its end, within the limit if there is one.
    ///
    /// # Errors
    ///
    /// In the kinds that the SDK knows.
    pub(crate) fn send(
        &self,
        request: http::Request<SdkBody>,
        limit: Option<Duration>,
    ) -> impl Future<Output = Result<(Parts, Bytes), ConnectorError>> + Send + 'static {
        let limit = self.read_timeout.into_iter().chain(limit).min();
        let sent = self.client.request(request);
        async move {
            let answered = async {
                let (parts, body) = sent.await.map_err(failure)?.into_parts();
                let body = Limited::new(body, ANSWER_LIMIT).collect().await.map_err(unread)?;
                Ok((parts, body.to_bytes()))
            };
            match limit {
                None => answered.await,
                Some(limit) => timeout(limit, answered)
                    .await
                    .unwrap_or_else(|late| Err(ConnectorError::timeout(late.into()))),
            }
        }
    }
}

impl HttpClient for Connector {
    fn http_connector(&self, settings: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.with(settings))
    }
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let request = match prepared(request) {
            Ok(request) => request,
            Err(error) => return HttpConnectorFuture::ready(Err(error)),
        };
        let answer = self.send(request, None);
        HttpConnectorFuture::new(async move {
            let (parts, body) = answer.await?;
            response(parts, body)
        })
    }
}

/// The SDK's request as hyper sends it.
///
/// # Errors
///
/// As [`HttpConnector::call`] returns it: the request is not one.
pub(crate) fn prepared(request: HttpRequest) -> Result<http::Request<SdkBody>, ConnectorError> {
    let mut request = request.try_into_http1x().map_err(|error| ConnectorError::user(error.into()))?;
    let connection = capture_connection(&mut request);
    if let Some(poisonable) = request.extensions().get::<CaptureSmithyConnection>() {
        poisonable.set_connection_retriever(move || metadata(&connection));
    }
    Ok(request)
}

/// The answer as the SDK takes it.
///
/// # Errors
///
/// As [`HttpConnector::call`] returns it: a header is not a text.
pub(crate) fn response(parts: Parts, body: Bytes) -> Result<HttpResponse, ConnectorError> {
    HttpResponse::try_from(http::Response::from_parts(parts, SdkBody::from(body)))
        .map_err(|error| ConnectorError::other(error.into(), None))
}

/// What the SDK needs of a connection, so that one on which a call failed is not used again.
fn metadata(connection: &CaptureConnection) -> Option<ConnectionMetadata> {
    connection.connection_metadata().as_ref()?;
    let connection = connection.clone();
    let poison = move || {
        if let Some(connected) = connection.connection_metadata().as_ref() {
            connected.poison();
        }
    };
    Some(ConnectionMetadata::builder().proxied(false).poison_fn(poison).build())
}

/// The failure to get an answer, in the kinds that the SDK knows.
///
/// It tries again after a timeout or a failure of the network, and not after an answer that is not HTTP.
fn failure(error: ClientError) -> ConnectorError {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(&error);
    while let Some(below) = cause {
        match below.downcast_ref::<io::Error>().map(innermost_kind) {
            Some(io::ErrorKind::TimedOut) => return ConnectorError::timeout(error.into()),
            // What rustls refuses, such as a certificate, it refuses again.
            Some(io::ErrorKind::InvalidData) => return ConnectorError::other(error.into(), None),
            _ => {}
        }
        if below.downcast_ref::<hyper::Error>().is_some_and(|error| error.is_parse() || error.is_user()) {
            return ConnectorError::other(error.into(), None);
        }
        cause = below.source();
    }
    ConnectorError::io(error.into())
}

/// The kind of the error that was wrapped in others, which `source` would pass over.
fn innermost_kind(mut error: &io::Error) -> io::ErrorKind {
    while let Some(inner) = error.get_ref().and_then(|inner| inner.downcast_ref()) {
        error = inner;
    }
    error.kind()
}

/// The failure to read an answer's body.
///
/// The SDK tries again when the body was cut off, and not when it is too long, because it would be so again.
fn unread(error: BoxError) -> ConnectorError {
    if error.is::<LengthLimitError>() {
        ConnectorError::other(error, None)
    } else {
        ConnectorError::io(error)
    }
}

/// Connects within the connect timeout, TLS handshake included.
#[derive(Debug, Clone)]
struct Connect(HttpsConnector<connect::HttpConnector>);

impl Service<Uri> for Connect {
    type Response = <HttpsConnector<connect::HttpConnector> as Service<Uri>>::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connected = timeout(CONNECT_TIMEOUT, self.0.call(uri));
        Box::pin(async move {
            connected.await.unwrap_or_else(|_| {
                let message = format!("not connected within {} s", CONNECT_TIMEOUT.as_secs());
                Err(io::Error::new(io::ErrorKind::TimedOut, message).into())
            })
        })
    }
}
