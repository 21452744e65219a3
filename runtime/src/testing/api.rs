//! An API under test.

use std::future::Ready;
#[cfg(any(feature = "s3", feature = "sqs"))]
use std::future::ready;
use std::time::{Duration, SystemTime};

#[cfg(feature = "s3")]
use bytes::Bytes;
use fingerpost_local::testing::{Made, Plan};
use http::Method;
#[cfg(feature = "sqs")]
use serde::de::DeserializeOwned;

use super::database::Database;
use super::functions::Common;
use super::request::TestRequest;
use super::running::Running;
use crate::collect;
use crate::dynamodb::{Item, Key};
use crate::route::Route;
#[cfg(feature = "s3")]
use crate::s3::Objects;
#[cfg(feature = "sqs")]
use crate::sqs::Message;

/// An API under test, which runs in the test's own process on a DynamoDB in memory.
///
/// Its routes are those of all crates that the test names. Requests go through the local cloud's gateway, so
/// what it answers by itself, such as a 404 or a preflight, is answered too. Each function runs on a thread of
/// its own, as many times as there are requests at once, with Lambda's variables and no others, and may do what
/// its signature grants. An answer that the OpenAPI document does not have, by its status or by the schema of
/// its body, fails the test.
///
/// The data is the API's own and empty at first. [`seed`](Self::seed), [`item`](Self::item) and
/// [`items`](Self::items) reach it past the grants.
///
/// It has a runtime and a thread of its own, which end with it. A test may stop or move tokio's clock, or share one
/// `TestApi` with others. It needs a tokio runtime itself: `#[tokio::test]`.
pub struct TestApi {
    running: Running,
    database: Database,
}

impl TestApi {
    pub(super) async fn run(common: Common) -> Self {
        let program = collect::program(&common.api, &Route::by_name());
        let program = program.unwrap_or_else(|wrong| panic!("{wrong}"));
        if let Some((name, _)) = common.variables.iter().find(|(name, _)| !program.manifest.reads(name)) {
            panic!("no route or authorizer reads the variable `{name}` that the test gives");
        }
        let running = Running::start(program, common).await.unwrap_or_else(|wrong| panic!("{wrong}"));
        let database = Database::of(running.desk.database());
        Self { running, database }
    }

    /// Begins a `GET` of a path with its query: `/events?limit=3`.
    #[track_caller]
    pub fn get(&self, path: &str) -> TestRequest<'_> {
        self.request(Method::GET, path)
    }

    /// Begins a `POST` to a path.
    #[track_caller]
    pub fn post(&self, path: &str) -> TestRequest<'_> {
        self.request(Method::POST, path)
    }

    /// Begins a `PUT` to a path.
    #[track_caller]
    pub fn put(&self, path: &str) -> TestRequest<'_> {
        self.request(Method::PUT, path)
    }

    /// Begins a `PATCH` to a path.
    #[track_caller]
    pub fn patch(&self, path: &str) -> TestRequest<'_> {
        self.request(Method::PATCH, path)
    }

    /// Begins a `DELETE` to a path.
    #[track_caller]
    pub fn delete(&self, path: &str) -> TestRequest<'_> {
        self.request(Method::DELETE, path)
    }

    /// Begins a request of any method.
    #[track_caller]
    pub fn request(&self, method: Method, path: &str) -> TestRequest<'_> {
        TestRequest::new(&self.running, method, path)
    }

    /// Stores items, each in place of one with the same key.
    ///
    /// # Panics
    ///
    /// When DynamoDB refuses one.
    #[track_caller]
    pub fn seed<T: Item>(&self, items: &[T]) -> Ready<()> {
        self.database.seed(items)
    }

    /// Returns the item with this key.
    ///
    /// # Panics
    ///
    /// When there is none.
    #[track_caller]
    pub fn item<T: Item>(&self, key: impl Key<T::Key>) -> Ready<T> {
        self.database.item(key)
    }

    /// Returns the item with this key, or `None` when there is none.
    #[track_caller]
    pub fn find<T: Item>(&self, key: impl Key<T::Key>) -> Ready<Option<T>> {
        self.database.find(key)
    }

    /// Returns every item of a table, in the order of a scan.
    #[track_caller]
    pub fn items<T: Item>(&self) -> Ready<Vec<T>> {
        self.database.items()
    }

    /// Returns the messages that functions sent to the queue of `M`, in the order in which they were sent.
    ///
    /// # Panics
    ///
    /// When no function uses the queue, or a message is not an `M`.
    #[cfg(feature = "sqs")]
    #[track_caller]
    pub fn sent<M: Message + DeserializeOwned>(&self) -> Ready<Vec<M>> {
        let texts = self.running.desk.sent(M::QUEUE).unwrap_or_else(|wrong| panic!("{wrong}"));
        let messages = texts.iter().map(|text| {
            serde_json::from_str(text).unwrap_or_else(|error| {
                panic!("a message of queue `{}` is another: {error}: {text}", M::QUEUE)
            })
        });
        ready(messages.collect())
    }

    /// Returns what an object of the bucket that `B` stands for holds, or `None` when there is none with this key.
    ///
    /// # Panics
    ///
    /// When no function uses the bucket.
    #[cfg(feature = "s3")]
    #[track_caller]
    pub fn object<B: Objects>(&self, key: &str) -> Ready<Option<Bytes>> {
        let object = self.running.desk.object(B::BUCKET, key).unwrap_or_else(|wrong| panic!("{wrong}"));
        ready(object.map(|(body, _)| body))
    }

    /// Returns the data, whose [`table`](Database::table) has every action.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Sets the time that a [`Clock`](crate::Clock) shows to every route, which stands still from then on.
    pub fn set_time(&self, time: impl Into<SystemTime>) {
        self.running.common.clock.set(time);
    }

    /// Moves the time on that a [`Clock`](crate::Clock) shows to every route; it stands still from then on.
    pub fn advance(&self, by: Duration) {
        self.running.common.clock.advance(by);
    }

    /// Gives the ids that [`Ids`](crate::Ids) gives to every route, in order. A route that asks for more gets a 500.
    pub fn set_ids<I: Into<String>>(&self, ids: impl IntoIterator<Item = I>) {
        self.running.common.ids.set(ids);
    }

    /// Plans a fault of an operation of DynamoDB, SQS or S3, for calls that functions make: a
    /// [`Fault`](super::Fault) for all of them, or `Fault::Throttle.once()`.
    ///
    /// What a client does by a link to a bucket is no call of a function, and has no fault.
    ///
    /// Of several plans for one operation, the last one that is left counts.
    ///
    /// # Panics
    ///
    /// When `operation` is not one of `dynamodb.GetItem`, `sqs.SendMessage`, `s3.PutObject` and so on.
    #[track_caller]
    pub fn fault(&self, operation: &str, plan: impl Into<Plan>) {
        self.running.desk.fault(operation, plan.into()).unwrap_or_else(|wrong| panic!("{wrong}"));
    }

    /// Plans faults by chance: one call in four fails, in one of the ways of [`Fault`](super::Fault). The same
    /// seed plans the same ones for the same calls.
    pub fn faults_by_chance(&self, seed: u64) {
        self.running.desk.faults_by_chance(seed);
    }

    /// Forgets the faults that are planned.
    pub fn clear_faults(&self) {
        self.running.desk.clear_faults();
    }

    /// Returns the calls of DynamoDB, SQS and S3 that functions made, in the order in which they came, those that a client
    /// repeated included.
    pub fn calls(&self) -> Vec<Made> {
        self.running.desk.calls()
    }

    /// Returns what the functions and the local cloud logged.
    pub fn log(&self) -> String {
        self.running.log().text()
    }

    pub(super) fn running(&self) -> &Running {
        &self.running
    }
}
