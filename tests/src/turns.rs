//! Two requests at once whose calls of DynamoDB are made in an order that a test says.
//!
//! Each function of a test is a thread. Before each of its calls it stops there, until it is its turn.

use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;
use std::sync::mpsc::{Sender, channel};

use aws_sdk_dynamodb::config::interceptors::BeforeSerializationInterceptorContextRef;
use aws_sdk_dynamodb::config::{Builder, ConfigBag, Intercept};
use aws_sdk_dynamodb::error::BoxError;
use futures_util::future::{Either, select};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Says who calls when, from [`Turns::new`].
pub struct Turns(UnboundedReceiver<Sender<()>>);

/// Stops each call of a client until it may go on.
#[derive(Debug)]
struct Stop(Mutex<Option<UnboundedSender<Sender<()>>>>);

impl Intercept for Stop {
    fn name(&self) -> &'static str {
        "Stop"
    }

    fn read_before_execution(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let (go, gone) = channel();
        let calls = self.0.lock().map_err(|_| "a call panicked")?.clone();
        // After the test's order nobody is asked any longer.
        if calls.is_some_and(|calls| calls.send(go).is_ok()) {
            let _ = gone.recv();
        }
        Ok(())
    }
}

/// Where a request is.
enum At<F: Future> {
    Running(Pin<Box<F>>),
    /// Before a call, which is made when this is told.
    Waiting(Pin<Box<F>>, Sender<()>),
    Done(F::Output),
}

impl Turns {
    /// The turns, and what the API under test is given by `Api::dynamodb_config`.
    pub fn new() -> (Self, impl Fn(Builder) -> Builder + Send + Sync + 'static) {
        let (calls, turns) = unbounded_channel();
        let stop = move |config: Builder| config.interceptor(Stop(Mutex::new(Some(calls.clone()))));
        (Self(turns), stop)
    }

    /// Has a request make all of its calls.
    pub async fn run<F: Future>(&mut self, request: F) -> F::Output {
        self.end(At::Running(Box::pin(request))).await
    }

    /// Has two requests make their calls in this order: `[0, 1, 1, 0]` lets the second make its two calls between
    /// those of the first. A turn of a request that has ended is passed over, and calls that an order does not have are
    /// made after it, those of the first request first.
    pub async fn take<F: Future>(&mut self, order: &[usize], requests: [F; 2]) -> [F::Output; 2] {
        let mut requests = requests.map(|request| Some(At::Running(Box::pin(request))));
        for turn in [0, 1].iter().chain(order) {
            let request = requests[*turn].take().expect("a request");
            requests[*turn] = Some(self.step(request).await);
        }
        let [one, other] = requests.map(|request| request.expect("a request"));
        [self.end(one).await, self.end(other).await]
    }

    /// Lets a request go on to its next call, or to its end.
    async fn step<F: Future>(&mut self, request: At<F>) -> At<F> {
        let mut running = match request {
            At::Running(request) => request,
            At::Waiting(request, go) => {
                go.send(()).expect("a call waits");
                request
            }
            At::Done(output) => return At::Done(output),
        };
        match select(&mut running, Box::pin(self.0.recv())).await {
            Either::Left((output, _)) => At::Done(output),
            Either::Right((call, _)) => At::Waiting(running, call.expect("the API is there")),
        }
    }

    async fn end<F: Future>(&mut self, mut request: At<F>) -> F::Output {
        loop {
            match request {
                At::Done(output) => return output,
                other => request = self.step(other).await,
            }
        }
    }
}
