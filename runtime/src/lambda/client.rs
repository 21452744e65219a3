//! The client of Lambda's Runtime API: `lambda_runtime`, and what stands between it and the function.
//!
//! `lambda_runtime` parses an event into a type before it calls a handler. A function wants the event's
//! bytes instead, because it needs a few words of 2 KB. So a layer in front of the handler, which sees an
//! invocation before it is parsed, has the function answer. It then replaces the event by one byte, so that
//! there is nothing to parse, and the handler returns the answer that the layer left for it in a slot. One
//! slot is enough, because Lambda gives a process one event at a time.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use lambda_runtime::tower::{self, layer::layer_fn};
use lambda_runtime::{Diagnostic, Error as RuntimeError, LambdaEvent, LambdaInvocation, Runtime, service_fn};
use serde::de::IgnoredAny;

use super::function::Function;
use crate::response::Response;

/// The error type that Lambda shows for an invocation that is not a request.
const NOT_AN_EVENT: &str = "Runtime.NotAnEvent";

/// What the function made of an event, or why it is not one.
type Answer = Result<Response, &'static str>;

/// Answers event after event, until the Runtime API is gone.
///
/// # Errors
///
/// When the Runtime API fails, or sends an invocation whose headers `lambda_runtime` cannot read.
pub(super) async fn serve(function: &Function) -> Result<(), RuntimeError> {
    let answer = &Mutex::new(None);
    let forward = service_fn(async |_: LambdaEvent<IgnoredAny>| {
        let answer: Option<Answer> = answer.lock().unwrap_or_else(PoisonError::into_inner).take();
        answer.unwrap_or(Err("no event was answered")).map_err(|message| Diagnostic {
            error_type: NOT_AN_EVENT.to_owned(),
            error_message: message.to_owned(),
        })
    });
    Runtime::new(forward).layer(layer_fn(|inner| AnswerLayer { function, answer, inner })).run().await
}

/// Answers an event's bytes, and has the service below forward the answer.
struct AnswerLayer<'f, S> {
    function: &'f Function,
    answer: &'f Mutex<Option<Answer>>,
    inner: S,
}

impl<'f, S> tower::Service<LambdaInvocation> for AnswerLayer<'f, S>
where
    S: tower::Service<LambdaInvocation, Response = (), Error = RuntimeError> + Clone + 'f,
{
    type Response = ();
    type Error = RuntimeError;
    type Future = Pin<Box<dyn Future<Output = Result<(), RuntimeError>> + 'f>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), RuntimeError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut invocation: LambdaInvocation) -> Self::Future {
        let (function, answer) = (self.function, self.answer);
        let mut inner = self.inner.clone();
        Box::pin(async move {
            let answered = function.answer(&invocation.body, &invocation.context).await;
            *answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answered);
            invocation.body = Bytes::from_static(b"0");
            inner.call(invocation).await
        })
    }
}
