//! A body with the key by which its request is made once.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::bound::Bound;
use super::key::{IdempotencyKey, MaybeKey};
use super::record::Records;
use crate::dynamodb::MadeOnce;
use crate::error::Result;
use crate::extract::{Caller, FromRequest};
use crate::lambda::after::After;
use crate::request::Request;
use crate::resources::Resources;
use crate::response::Response;
use crate::route::Description;

/// What the argument `B` reads, of a request that is made once however often it is sent.
///
/// A client that gets no answer cannot know whether its request was made. It sends the request again, with the
/// same header `Idempotency-Key` as before, and gets the answer that the first one got, or would have got: the
/// same status, headers and body. [`Transaction::begin_once`](crate::Transaction::begin_once) begins the writes
/// of such a request, and [`commit_with`](crate::WritesOnce::commit_with) keeps the answer in the same
/// transaction.
///
/// The key counts for one route and one caller, who is known by the claim `sub` of a token, by IAM, as the user of an
/// identity pool of Cognito, or, without a `sub`, by all that an authorizer says, except `exp`, `iat`, `nbf`, `jti` and
/// `auth_time`, which a fresh token changes. So nobody gets the answer of somebody else. An authorizer whose callers
/// use keys therefore says something that tells them apart. On an open route everyone shares the keys. An answer is kept for 24 hours, in the table `Idempotency`, which the route
/// declares and is granted; only what is committed is kept, and no error.
///
/// A handler may find that the request was made before, and return an error, such as a 409, before it commits.
/// The record is then looked up, and a repeat gets its answer all the same, but a 401 or 403 stands. A transaction
/// needs no such call.
/// What a handler does beside the transaction, such as sending a message, is done again by a repeat.
///
/// A repeat has the path, query and body of the first request. Headers and cookies are not compared, since a client's
/// library may change them between two attempts: a repeat with another value of a header that the route reads gets
/// the first answer, too. What is to count stands in the query or the body.
///
/// `Idempotent<B>` derefs to the `B`. A request may be without the key where
/// `K` is an `Option`: `Idempotent<Json<T>, Option<IdempotencyKey>>`. It is then made as often as it is sent. A
/// route that takes `Idempotent` takes a [`Transaction`](crate::Transaction), too.
///
/// Pages of another origin need [`Cors::allow_headers`](crate::Cors::allow_headers) with `idempotency-key`.
///
/// # Errors
///
/// As `B`, 400 when the header is missing or is not 1 to 255 visible characters, and 500 where an authorizer or IAM
/// lets callers through and says nothing that tells them apart; the log says what to do. What
/// [`commit_with`](crate::WritesOnce::commit_with) says of another request with the same key.
///
/// # Examples
///
/// ```
/// use fingerpost::{
///     Committed, Created, Idempotent, Item, Json, PutItem, Result, Transaction, route,
/// };
/// use schemars::JsonSchema;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, JsonSchema, Item)]
/// #[item(table = "Payments")]
/// struct Payment {
///     #[item(partition_key)]
///     id: String,
///     cents: u64,
/// }
///
/// #[derive(Deserialize, JsonSchema)]
/// struct NewPayment {
///     cents: u64,
/// }
///
/// /// Pays, once.
/// #[route(POST, "/payments")]
/// async fn pay(
///     new: Idempotent<Json<NewPayment>>,
///     ids: fingerpost::Ids,
///     store: Transaction<((Payment, PutItem),)>,
/// ) -> Result<Committed<Created<Payment>>> {
///     let payment = Payment { id: ids.next()?, cents: new.0.cents };
///     let mut writes = store.begin_once(&new);
///     writes.put(&payment).if_not_exists();
///     writes.commit_with(Created::at(format!("/payments/{}", payment.id), payment)).await
/// }
/// ```
pub struct Idempotent<B, K = IdempotencyKey> {
    body: B,
    key: K,
    pub(super) bound: Option<Arc<Bound>>,
}

impl<B, K> Idempotent<B, K> {
    /// Returns what the argument `B` read.
    pub fn body(&self) -> &B {
        &self.body
    }

    /// Returns what the argument `B` read, as its own. The key is let go.
    pub fn into_body(self) -> B {
        self.body
    }

    /// Returns the key.
    pub fn key(&self) -> &K {
        &self.key
    }
}

impl<B, K> Deref for Idempotent<B, K> {
    type Target = B;

    fn deref(&self) -> &B {
        &self.body
    }
}

impl<B: fmt::Debug, K: fmt::Debug> fmt::Debug for Idempotent<B, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Idempotent").field("key", &self.key).field("body", &self.body).finish_non_exhaustive()
    }
}

impl<B: FromRequest, K: MaybeKey> FromRequest for Idempotent<B, K> {
    const READS_BODY: bool = B::READS_BODY;
    const CALLER: Caller = B::CALLER;
    const IDEMPOTENT: bool = true;

    fn describe(route: &mut Description) {
        K::describe(route);
        B::describe(route);
        Records::describe(route);
        route.refuses(409, "a request with the same idempotency key is under way");
        route.refuses(413, "the body is too large");
        route.refuses(422, "the idempotency key was sent with another request before");
    }

    async fn open(resources: &mut Resources) -> Result<()> {
        K::open(resources).await?;
        B::open(resources).await?;
        Records::open(resources).await?;
        resources.insert(MadeOnce);
        resources.insert(After(|request, result| Box::pin(after(request, result))));
        Ok(())
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let (key, body) = match (K::from_request(request).await, B::from_request(request).await) {
            (Ok(key), Ok(body)) => (key, body),
            (Err(key), Err(body)) if key.is_mistake() && body.is_mistake() => return Err(key.merge(body)),
            // What ends a request stands alone.
            (Err(key), Err(body)) => return Err(if body.is_mistake() { key } else { body }),
            (Err(error), Ok(_)) | (Ok(_), Err(error)) => return Err(error),
        };
        let bound = match key.key() {
            Some(key) => Some(Arc::new(Bound::of(request, key).await?)),
            None => None,
        };
        if let Some(bound) = &bound {
            request.afterwards.keep(bound.clone());
        }
        Ok(Self { body, key, bound })
    }
}

/// What becomes of a request that failed, and of which DynamoDB has not said with the transaction whether it was
/// made before: it may have been, and the handler looked first, or this is the repeat of a call without an answer.
async fn after(request: &Request<'_>, result: Result<Response>) -> Result<Response> {
    let Some(bound) = request.afterwards.kept::<Bound>().filter(|bound| !bound.is_settled()) else {
        return result;
    };
    bound.kept_or(result).await
}
