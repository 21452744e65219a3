//! A table whose partition is the caller: its partition key comes from what the gateway knows of the caller, and
//! from nowhere else.
//!
//! `calls.rs` has the calls, which take the rest of the key, `actions.rs` the actions that stay within one
//! partition, and `claim.rs` the claims that can be a key.

mod actions;
mod calls;
mod claim;

use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::types::AttributeValue;
use fingerpost_untrusted::is_number;

pub use self::actions::OwnActions;
pub use self::calls::RestOfKey;
pub use self::claim::{Claim, Sub};
use super::item::{Item, PartitionKey};
use super::key::fits;
use super::key_schema::PARTITION_KEY_LIMIT;
use super::table::{self, Table};
use super::value::Value;
use crate::error::{Error, Result};
use crate::extract::{self, Caller, FromRequest};
use crate::request::Request;
use crate::resources::Resources;
use crate::route::Description;

/// A [`Table`] of which the route reaches the caller's own partition, and no other.
///
/// The partition key is a claim of the caller, [`Sub`] where no other [`Claim`] is named. No call takes it, so that
/// none can name another's: a call takes the sort key, or `()` where the table has none.
///
/// | method | takes | action |
/// |---|---|---|
/// | [`get`](Self::get), [`update`](Self::update), [`delete`](Self::delete) | the sort key, or `()` | `GetItem`, `UpdateItem`, `DeleteItem` |
/// | [`query`](Self::query) | nothing | `Query` |
/// | [`put`](Self::put) | an item; another's is refused with a 403 | `PutItem` |
///
/// # What is IAM's, and what is Rust's
///
/// IAM lets the function do these actions on the whole table: its role is the same for every caller, and knows no
/// claims. That the key is the caller's is the doing of this type, and it has no way around: no client, no scan, no
/// batch, no index. What another argument of the same route may do with the table, such as a plain `Table`, it may
/// do with every partition.
///
/// The local cloud and [`TestApi`](crate::testing::TestApi) check it for themselves: the manifest has the claim
/// beside the actions, and a call that names another partition than that of the request's caller is refused as IAM
/// would refuse it by a policy with the condition `dynamodb:LeadingKeys`.
///
/// The partition key is a text or a number, as a claim is: the manifest refuses a table whose partition key is bytes,
/// which IAM would compare with a claim by their encoding.
///
/// # Errors
///
/// 403 when the claim is missing, is no key, or is not the text that the key is kept as, such as `07` for the
/// number 7: two claims are never one partition. A large number may be written as API Gateway writes it, `1.785E9`, up
/// to 2^53, from where on it writes several numbers alike. 401 when the event has no claims at all, as on a function that is called without the gateway. On a route
/// with `auth = open` or `auth = iam` it does not compile.
///
/// # Examples
///
/// ```
/// use fingerpost::{Api, GetItem, Item, Json, OrError, Owned, Query, Result, Table, route};
/// use schemars::JsonSchema;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, JsonSchema, Item)]
/// #[item(table = "Notes")]
/// struct Note {
///     #[item(partition_key)]
///     writer: String,
///     #[item(sort_key)]
///     title: String,
///     text: String,
/// }
///
/// /// Returns a note of the caller's.
/// #[route(GET, "/notes/<title>")]
/// async fn note(title: String, notes: Owned<Table<Note, GetItem>>) -> Result<Json<Note>> {
///     notes.get(&title).await?.or_not_found("No such note").map(Json)
/// }
///
/// /// Returns all of the caller's notes.
/// #[route(GET, "/notes")]
/// async fn notes(notes: Owned<Table<Note, Query>>) -> Result<Json<Vec<Note>>> {
///     notes.query().all().await.map(Json)
/// }
///
/// let api = Api::new("notes").jwt("https://issuer.example.com/", ["notes"]);
/// # let _ = api;
/// ```
pub struct Owned<T, C = Sub> {
    table: T,
    owner: AttributeValue,
    claim: PhantomData<fn() -> C>,
}

impl<T: Item, A, C> Owned<Table<T, A>, C> {
    /// The partition of this owner; `None` where no item can have such a key.
    pub(crate) fn of(table: Table<T, A>, owner: impl Value<PartitionKey<T>>) -> Result<Option<Self>> {
        let owner = owner.attribute()?;
        let fits = fits(&owner, PARTITION_KEY_LIMIT)?;
        Ok(fits.then_some(Self { table, owner, claim: PhantomData }))
    }

    /// Returns the partition key, for an item that is to be [`put`](Self::put).
    ///
    /// # Errors
    ///
    /// 500 for a type that serde does not read from what it writes.
    pub fn owner(&self) -> Result<PartitionKey<T>> {
        let owner = serde_dynamo::from_attribute_value(self.owner.clone());
        owner.map_err(|error| Error::internal("a partition key cannot be read back").caused_by(error))
    }
}

impl<T: Item, A: OwnActions, C: Claim<PartitionKey<T>>> FromRequest for Owned<Table<T, A>, C> {
    const CALLER: Caller = Caller::OfAuthorizer;

    fn describe(route: &mut Description) {
        let mut statements = A::statements();
        for statement in &mut statements {
            statement.owner = Some(C::NAME);
        }
        table::grant(T::table(), statements, route);
        route.caller_known(std::any::type_name::<Self>());
        route.refuses(403, "the token lacks the claim that is the table's key, or an item is another's");
    }

    async fn open(resources: &mut Resources) -> Result<()> {
        <Table<T, A> as FromRequest>::open(resources).await
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let (key, text) = extract::one_claim::<PartitionKey<T>>(request, C::NAME)?;
        let owned = Self::of(Table::opened(request.resources)?, &key)?;
        // Otherwise two callers, whose claims differ in what the type does not tell apart, would be one.
        let is_same = |owned: &Self| match &owned.owner {
            AttributeValue::S(key) => *key == text,
            AttributeValue::N(key) => is_number(key, &text),
            _ => true,
        };
        owned.filter(is_same).ok_or_else(|| {
            let sentence = format!("The token's claim `{}` cannot be read", C::NAME);
            Error::forbidden(sentence).caused_by("it is not the text of a partition key")
        })
    }
}

impl<T: fmt::Debug, C> fmt::Debug for Owned<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Owned").field("table", &self.table).finish_non_exhaustive()
    }
}
