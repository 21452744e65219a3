//! A caller of an API under test, with a token that the gateway takes as verified.

use fingerpost_local::testing::Caller;
use http::Method;
use serde::Serialize;
use serde_json::Value;

use super::api::TestApi;
use super::request::TestRequest;

/// Somebody who calls an API under test, from [`TestApi::caller`].
///
/// The gateway takes the caller's token as one whose signature, issuer, audience and time it has verified. It
/// holds the caller to the scopes of a route as any other, and hands the claims over as texts, as API Gateway
/// does. Behind an authorizer's function the claims are what that function says of the caller; it is not asked.
/// On a route with `auth = iam` the caller is a user of IAM.
#[derive(Clone)]
pub struct TestCaller<'a> {
    api: &'a TestApi,
    caller: Caller,
}

impl TestApi {
    /// Begins a caller, whom the claim `sub` names.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// # use fingerpost::{Api, Claims, route};
    /// # use fingerpost::testing::TestApi;
    /// # use serde::Deserialize;
    /// #[derive(Deserialize)]
    /// struct Caller {
    ///     sub: String,
    ///     tenant: String,
    /// }
    ///
    /// /// Greets.
    /// #[route(GET, "/greeting", scopes("greetings:read"))]
    /// async fn greeting(caller: Claims<Caller>) -> String {
    ///     format!("Hello, {} of {}!", caller.sub, caller.tenant)
    /// }
    ///
    /// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    /// # runtime.block_on(async {
    /// let api = Api::new("greetings").jwt("https://issuer.example.com/", ["greetings"]);
    /// let api = TestApi::start(api).await;
    /// let ann = api.caller("ann").claim("tenant", "t1");
    /// api.get("/greeting").send().await.assert(401);
    /// ann.get("/greeting").send().await.assert(403);
    /// let ann = ann.scope("greetings:read");
    /// ann.get("/greeting").send().await.assert(200).assert_text("Hello, ann of t1!");
    /// # });
    /// ```
    pub fn caller(&self, sub: &str) -> TestCaller<'_> {
        TestCaller { api: self, caller: Caller::default() }.claim("sub", sub)
    }
}

impl<'a> TestCaller<'a> {
    /// Adds a scope to those of the token.
    #[must_use]
    pub fn scope(self, scope: &str) -> Self {
        let scopes = self.caller.claims.get("scope").and_then(Value::as_str);
        let scopes = scopes.map_or_else(|| scope.to_owned(), |known| format!("{known} {scope}"));
        self.claim("scope", scopes)
    }

    /// Sets a claim of the token.
    ///
    /// # Panics
    ///
    /// When the value cannot be written as JSON.
    #[must_use]
    #[track_caller]
    pub fn claim(mut self, name: &str, value: impl Serialize) -> Self {
        let value = serde_json::to_value(value);
        let value = value.unwrap_or_else(|error| panic!("the claim cannot be written as JSON: {error}"));
        self.caller.claims.insert(name.to_owned(), value);
        self
    }

    /// Begins a `GET` of a path with its query: `/events?limit=3`.
    pub fn get(&self, path: &str) -> TestRequest<'a> {
        self.request(Method::GET, path)
    }

    /// Begins a `POST` to a path.
    pub fn post(&self, path: &str) -> TestRequest<'a> {
        self.request(Method::POST, path)
    }

    /// Begins a `PUT` to a path.
    pub fn put(&self, path: &str) -> TestRequest<'a> {
        self.request(Method::PUT, path)
    }

    /// Begins a `PATCH` to a path.
    pub fn patch(&self, path: &str) -> TestRequest<'a> {
        self.request(Method::PATCH, path)
    }

    /// Begins a `DELETE` to a path.
    pub fn delete(&self, path: &str) -> TestRequest<'a> {
        self.request(Method::DELETE, path)
    }

    /// Begins a request of any method.
    pub fn request(&self, method: Method, path: &str) -> TestRequest<'a> {
        self.api.request(method, path).by(self.caller.clone())
    }

    /// Sends so many made-up requests of this caller to a route, as [`TestApi::fuzz`] does.
    ///
    /// # Panics
    ///
    /// As [`TestApi::fuzz`].
    pub async fn fuzz(&self, route: &str, cases: usize) {
        self.api.fuzz_by(Some(&self.caller), route, cases, None).await;
    }

    /// Sends the made-up requests of a seed, as [`fuzz`](Self::fuzz) does.
    ///
    /// # Panics
    ///
    /// As [`TestApi::fuzz`].
    pub async fn fuzz_from(&self, route: &str, cases: usize, seed: u64) {
        self.api.fuzz_by(Some(&self.caller), route, cases, Some(seed)).await;
    }
}
