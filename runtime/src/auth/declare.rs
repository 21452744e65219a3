//! How an API names its authorizers.

#[cfg(feature = "local")]
use super::authorizers::{Jwt, Known};
use crate::api::Api;

impl Api {
    /// Has API Gateway ask callers for a JSON Web Token of this issuer, for one of these audiences: an authorizer
    /// with the name `jwt`.
    ///
    /// Once an API has one authorizer, **every route asks for it**, also those that are written later. A route
    /// that does not says `auth = open` in its annotation, and one that asks for more names `scopes(…)`. With
    /// several authorizers a route names its own, `auth = jwt`, unless
    /// [`default_authorizer`](Self::default_authorizer) names one; the manifest refuses a route that is left
    /// without.
    ///
    /// The issuer is an `https` URL, below which the gateway finds `.well-known/openid-configuration`. The
    /// gateway verifies the token, which stands in the header `authorization`, before the function is called: a
    /// request without a good one gets a 401, and one without a scope of the route a 403, both with the
    /// gateway's own body, `{"message":"Unauthorized"}`. [`Claims`](crate::Claims) hands a handler what the token
    /// says.
    ///
    /// What answers without the gateway, such as a function URL of one's own, verifies nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use fingerpost::{Api, route};
    ///
    /// /// Tells whether the API is there: everyone may ask.
    /// #[route(GET, "/health", auth = open)]
    /// async fn health() {}
    ///
    /// /// Places an order: a token is needed that has the scope.
    /// #[route(POST, "/orders", scopes("orders:write"))]
    /// async fn place_order() {}
    ///
    /// let api = Api::new("orders").jwt("https://issuer.example.com/", ["orders"]);
    /// # let _ = api;
    /// ```
    #[must_use]
    #[track_caller]
    pub fn jwt<A: Into<String>>(
        self,
        issuer: impl Into<String>,
        audiences: impl IntoIterator<Item = A>,
    ) -> Self {
        let audiences = audiences.into_iter().map(Into::into).collect();
        self.with_jwt("jwt".to_owned(), Some(issuer.into()), audiences)
    }

    /// As [`jwt`](Self::jwt), under a name of its own, and with an issuer and audiences that are given at
    /// deployment: those of a test stage are not those of production.
    ///
    /// The name is that of a Rust variable, so that a route can say `auth = users`.
    ///
    /// # Examples
    ///
    /// ```
    /// use fingerpost::{Api, route};
    ///
    /// /// Lists everyone's orders, for staff.
    /// #[route(GET, "/orders", auth = staff)]
    /// async fn orders() {}
    ///
    /// let api = Api::new("orders").jwt_named("users").jwt_named("staff").default_authorizer("users");
    /// # let _ = api;
    /// ```
    #[must_use]
    #[track_caller]
    pub fn jwt_named(self, name: impl Into<String>) -> Self {
        self.with_jwt(name.into(), None, Vec::new())
    }

    /// Names the authorizer of the routes that do not say who may call them, of several.
    ///
    /// It is one of [`jwt`](Self::jwt) or [`jwt_named`](Self::jwt_named), or a function under
    /// [`#[authorizer]`](macro@crate::authorizer). The only authorizer of an API is the default as it is.
    #[must_use]
    #[track_caller]
    pub fn default_authorizer(self, name: impl Into<String>) -> Self {
        #[cfg(feature = "local")]
        let this = {
            let mut this = self;
            this.authorizers.default = Some(Known::here(name.into()));
            this
        };
        #[cfg(not(feature = "local"))]
        let (this, _) = (self, name);
        this
    }

    #[cfg(feature = "local")]
    #[track_caller]
    fn with_jwt(mut self, name: String, issuer: Option<String>, audiences: Vec<String>) -> Self {
        self.authorizers.jwts.push(Jwt { known: Known::here(name), issuer, audiences });
        self
    }

    #[cfg(not(feature = "local"))]
    fn with_jwt(self, _: String, _: Option<String>, _: Vec<String>) -> Self {
        self
    }
}
