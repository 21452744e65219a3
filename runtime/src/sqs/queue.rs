//! A queue as an argument of a route: connected once at init, handed to each request.

use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use fingerpost_manifest::resource_variable;
use http::{Method, Uri, header};
use serde::Serialize;

use super::actions::QueueActions;
use super::message::Message;
use super::wire::JSON;
use crate::aws::access::Access;
use crate::aws::call::{Call, Failed, Service};
use crate::aws::connector::Connector;
use crate::aws::json::{TARGET, refusal};
use crate::error::{Error, Result};
use crate::extract::FromRequest;
use crate::request::Request;
use crate::resources::Resources;
use crate::route::Description;
use crate::route::describe::Resource;

/// A queue of SQS for messages of the type `M`, on which the route may do `A` and nothing else.
///
/// A route takes it as an argument, with the feature `sqs`. `A` is [`SendMessage`](crate::SendMessage): it goes
/// into the deployed function's IAM policy, for this queue alone. Who works through the messages is no route,
/// so that there is no action for it.
///
/// | method | SQS calls |
/// |---|---|
/// | [`send`](Self::send) | one |
/// | [`send_many`](Self::send_many) | one for ten messages, or for 1 MiB of them |
///
/// # Which queue it is
///
/// [`Message::QUEUE`] is the queue's name in the source. The deployed one is what the property `resources` of the
/// construct gives under that name, and its URL is in the variable `RESOURCE_JOBS` for `Jobs`. A function that
/// has no such variable does not start. The local cloud has a queue of that name.
///
/// # Errors
///
/// - 413 for a message over SQS's 1 MiB, and 400 for a message group or deduplication id that SQS does not take.
///   Nothing is sent then.
/// - 503 when SQS throttles the call, fails by itself, or does not answer; with `Retry-After: 1` where it did
///   nothing, because of throttling.
/// - 500 when the call fails otherwise, for example because IAM refuses it, or the queue is a FIFO queue and no
///   group was given.
///
/// The call is made up to three times. A message whose answer is late is not sent again, because it may be there.
/// One whose connection broke is sent again, and **may be in the queue twice**: SQS promises only that a message arrives
/// at least once, so that whoever receives it has to be ready for a repeat. A FIFO queue drops one with the same
/// [`deduplication_id`](crate::sqs::SendCall::deduplication_id).
///
/// # Examples
///
/// ```
/// use fingerpost::{Accepted, Message, Queue, Result, SendMessage, route};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize)]
/// struct Job {
///     order: String,
/// }
///
/// impl Message for Job {
///     const QUEUE: &'static str = "Jobs";
/// }
///
/// /// Has an order packed.
/// #[route(POST, "/orders/<id>/packing")]
/// async fn pack(id: String, jobs: Queue<Job, SendMessage>) -> Result<Accepted<()>> {
///     jobs.send(&Job { order: id }).await?;
///     Ok(Accepted(()))
/// }
/// ```
#[derive(Debug)]
pub struct Queue<M, A> {
    pub(super) deployed: Arc<Deployed>,
    types: PhantomData<fn() -> (M, A)>,
}

/// One deployed queue, and how it is called.
#[derive(Debug)]
pub(super) struct Deployed {
    service: Arc<Sqs>,
    pub(super) name: &'static str,
    /// By which SQS knows it.
    pub(super) url: String,
}

/// SQS, as all queues of a function call it.
#[derive(Debug)]
struct Sqs {
    service: Service,
    endpoint: String,
}

/// The connection of one message type, kept among the function's resources between requests.
struct Opened<M>(Arc<Deployed>, PhantomData<fn() -> M>);

impl<M: Message, A: QueueActions> FromRequest for Queue<M, A> {
    fn describe(route: &mut Description) {
        for action in A::actions() {
            route.allow(action, Resource::named(M::QUEUE));
        }
    }

    async fn open(resources: &mut Resources) -> Result<()> {
        let deployed = connected(resources, M::QUEUE).await.map_err(Error::internal)?;
        resources.insert(Opened::<M>(Arc::new(deployed), PhantomData));
        Ok(())
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let opened = request.resource::<Opened<M>>();
        let opened = opened.ok_or_else(|| Error::internal(format!("queue `{}` was not opened", M::QUEUE)))?;
        Ok(Self { deployed: Arc::clone(&opened.0), types: PhantomData })
    }
}

/// The queue of this name, after a connection to SQS was opened.
///
/// The future is boxed so that it is compiled here, and not again in the crate of each message.
fn connected<'r>(
    resources: &'r mut Resources,
    name: &'static str,
) -> Pin<Box<dyn Future<Output = Result<Deployed, String>> + Send + 'r>> {
    Box::pin(async move {
        let variable = resource_variable(name);
        let url = resources.variable(&variable);
        let url = url.ok_or_else(|| format!("`{variable}` is not set; it is the deployed queue's URL"))?;
        if let Some(service) = resources.get::<Arc<Sqs>>() {
            return Ok(Deployed { service: Arc::clone(service), name, url });
        }
        let access = Access::of(resources, "AWS_ENDPOINT_URL_SQS")?;
        let trust = access.trust();
        let endpoint = match access.endpoint {
            Some(endpoint) => endpoint,
            None => origin(&url).ok_or_else(|| format!("`{variable}` is not a queue's URL: `{url}`"))?,
        };
        let connector = Connector::connected("SQS", &endpoint, trust).await?;
        let Access { region, credentials, .. } = access;
        let service = Service { name: "SQS", signed_as: "sqs", region, credentials, connector };
        let service = Arc::new(Sqs { service, endpoint });
        resources.insert(Arc::clone(&service));
        Ok(Deployed { service, name, url })
    })
}

/// `https://sqs.eu-central-1.amazonaws.com` of a queue's URL.
fn origin(url: &str) -> Option<String> {
    let url: Uri = url.parse().ok()?;
    Some(format!("{}://{}", url.scheme_str()?, url.authority()?))
}

impl Deployed {
    /// Makes a call of SQS.
    pub(super) async fn call(&self, operation: &str, body: &impl Serialize) -> Result<Bytes, Failed> {
        let body = serde_json::to_vec(body).map_err(|error| Failed::Unsent(error.to_string()))?;
        let headers =
            vec![(header::CONTENT_TYPE, JSON.to_owned()), (TARGET, format!("AmazonSQS.{operation}"))];
        let Sqs { service, endpoint } = &*self.service;
        let url = format!("{}/", endpoint.trim_end_matches('/'));
        let (body, limit) = (body.into(), || None);
        let call = Call { method: Method::POST, url, headers, body, repeatable: false, limit };
        Ok(service.make(&call, refusal).await?.body)
    }

    /// The error of a call of this operation.
    pub(super) fn error(&self, operation: &str, failed: Failed) -> Error {
        let hint = match &failed {
            failed if failed.is("QueueDoesNotExist") => ": it does not exist in this account and region",
            _ => "",
        };
        failed.into_error(&format!("{operation} on queue `{}`{hint}", self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn sqs_is_where_the_queues_url_leads() {
        let url = "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs";
        assert_eq!(origin(url).as_deref(), Some("https://sqs.eu-central-1.amazonaws.com"));
        assert_eq!(origin("jobs"), None);
    }
}
