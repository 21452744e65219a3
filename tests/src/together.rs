//! Requests at once, none of which makes a call of DynamoDB before all of them are about to make one.
//!
//! Each function of a test is a thread, and as many of a route run at once as [`AT_ONCE`] says.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};

use aws_sdk_dynamodb::config::interceptors::BeforeSerializationInterceptorContextRef;
use aws_sdk_dynamodb::config::{Builder, ConfigBag, Intercept};
use aws_sdk_dynamodb::error::BoxError;

/// How many requests to one route are answered at once; the others wait.
pub const AT_ONCE: usize = 10;

/// Where calls wait for each other.
#[derive(Debug)]
struct Meeting {
    barrier: Barrier,
    /// The calls that have not come yet of those that wait.
    left: AtomicUsize,
}

#[derive(Debug)]
struct Meet(Arc<Meeting>);

impl Intercept for Meet {
    fn name(&self) -> &'static str {
        "Meet"
    }

    fn read_before_execution(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let one_less = |left: usize| left.checked_sub(1);
        if self.0.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less).is_ok() {
            self.0.barrier.wait();
        }
        Ok(())
    }
}

/// What the API under test is given by `Api::dynamodb_config`: the first calls of [`AT_ONCE`] requests are made
/// together, so many of each.
pub fn together(calls: usize) -> impl Fn(Builder) -> Builder + Send + Sync + 'static {
    let meeting = Meeting { barrier: Barrier::new(AT_ONCE), left: AtomicUsize::new(AT_ONCE * calls) };
    let meeting = Arc::new(meeting);
    move |config| config.interceptor(Meet(Arc::clone(&meeting)))
}
