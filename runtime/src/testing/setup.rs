//! What a test gives to an API before it starts.

use std::sync::Arc;

use fingerpost_local::testing::Log;

use super::api::TestApi;
use super::functions::{Common, Environments, Give};
use crate::api::Api;
use crate::clock::Clock;
use crate::dynamodb::ClientSource;
use crate::ids::Ids;
use crate::state::{Shared, State};

/// An API that is about to be tested, from [`TestApi::of`].
#[must_use = "nothing runs before `start`"]
pub struct TestSetup {
    api: Api,
    variables: Vec<(String, String)>,
    given: Vec<Give>,
}

impl TestSetup {
    pub(super) fn of(api: Api) -> Self {
        Self { api, variables: Vec::new(), given: Vec::new() }
    }

    /// Gives a setting or the text of a secret to the functions that read it, see
    /// [`Settings`](macro@crate::Settings), as [`Resources::variable`](crate::Resources::variable) finds it. What is read by
    /// `std::env::var` is the test's own environment.
    ///
    /// [`start`](Self::start) panics where no function reads it.
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Gives a [`State<T>`](State) in the place of the one that the API would load.
    pub fn state<T: Shared>(mut self, state: T) -> Self {
        let state = Arc::new(state);
        self.given.push(Box::new(move |resources| resources.insert(State(Arc::clone(&state)))));
        self
    }

    /// Starts the API.
    ///
    /// # Panics
    ///
    /// When the manifest refuses the API, with the sentence that `cargo run` would say, when a variable is given
    /// that no function reads, and when the API brings a DynamoDB client of its own by [`Api::dynamodb_client`], which
    /// may lead anywhere.
    pub async fn start(self) -> TestApi {
        let Self { api, variables, given } = self;
        if matches!(api.dynamodb, Some(ClientSource::Own(_))) {
            panic!(
                "`Api::dynamodb_client` may lead to another DynamoDB than the test's: test the API without it"
            );
        }
        let (log, environments) = (Log::default(), Environments::default());
        let (clock, ids) = (Clock::of_test(), Ids::of_test());
        TestApi::run(Common { api, log, variables, given, clock, ids, environments }).await
    }
}

impl TestApi {
    /// Starts the API: the database and the gateway. A function starts with its first request, which is
    /// its cold start.
    ///
    /// # Panics
    ///
    /// As [`TestSetup::start`].
    pub async fn start(api: Api) -> Self {
        Self::of(api).start().await
    }

    /// Begins with an API, to give it settings and states before it starts.
    ///
    /// ```no_run
    /// # use fingerpost::{Api, testing::TestApi};
    /// # async fn example() {
    /// struct Prices {
    ///     cup: u32,
    /// }
    ///
    /// let api = TestApi::of(Api::new("teas")).state(Prices { cup: 2 }).start().await;
    /// # }
    /// ```
    pub fn of(api: Api) -> TestSetup {
        TestSetup::of(api)
    }
}
