//! A table as an argument of a route: connected once at init, handed to each request.
//!
//! The calls are in files of their own (`get.rs`, `put.rs`, `update.rs`, `query.rs`, `scan.rs`,
//! `batch.rs`), each an `impl` of `Table` that requires its action. Here are the type that they share, and
//! how an argument of that type is described, opened and taken.

use std::marker::PhantomData;

use aws_sdk_dynamodb::Client;

use super::actions::{Actions, Statement};
use super::client;
use super::connection::Connection;
use super::item::Item;
use super::schema::{TableSchema, UniqueSchema};
use super::seal::Seal;
use super::uniqueness::Uniqueness as _;
use crate::error::{Error, Result};
use crate::extract::FromRequest;
use crate::request::Request;
use crate::resources::Resources;
use crate::route::Description;

/// A DynamoDB table of `T`, on which the route may do `A` and nothing else.
///
/// A route takes it as an argument. `A` is one of IAM's action names ([`GetItem`](crate::GetItem),
/// [`PutItem`](crate::PutItem), …), a group of them that CDK has a name for
/// ([`ReadData`](crate::ReadData), [`WriteData`](crate::WriteData),
/// [`ReadWriteData`](crate::ReadWriteData)), or a tuple of either. It decides three things at once: which
/// methods compile, what stands in the deployed function's IAM policy, and what the local cloud lets
/// through.
///
/// | method | action | DynamoDB calls |
/// |---|---|---|
/// | [`get`](Self::get) | `GetItem` | one |
/// | [`put`](Self::put) | `PutItem` | one |
/// | [`delete`](Self::delete) | `DeleteItem` | one |
/// | [`update`](Self::update) | `UpdateItem` | one |
/// | [`query`](Self::query) | `Query` | one for each MB that is read |
/// | [`query_index`](Self::query_index) | `Query<I>` of the index `I` | one for each MB that is read |
/// | [`scan`](Self::scan) | `Scan` | one for each MB that is read |
/// | [`get_many`](Self::get_many) | `BatchGetItem` | one for 100 keys |
/// | [`put_many`](Self::put_many), [`delete_many`](Self::delete_many) | `BatchWriteItem` | one for 25 items |
/// | [`client`](Self::client) | what `A` names | yours |
///
/// Where the SDK repeats a call that failed, or a batch is not finished at once, there are more.
///
/// Each method returns a call that is put together by further methods, and that `.await` sends:
/// `events.get("e-7").consistent().await?`. A list says what it is to be, by `page`, `all` or `count`. A read
/// that finds nothing is `None`, and a write that was not made, because it depends on what is stored, is a
/// [`Written`](crate::Written) that says why. [`OrError`](crate::OrError) makes the response of either.
///
/// # Which table it is
///
/// `#[item(table = "Events")]` above `T` is the table's name in the source. The name of the deployed table
/// is in the environment variable `TABLE_NAME_EVENTS`, or in `TABLE_NAME` where that one is not set. The
/// CDK construct and the local cloud set it. A function that has neither variable does not start.
///
/// # What a call costs
///
/// DynamoDB counts capacity units; the page "DynamoDB read and write operations" of its developer guide has
/// the rules. A read takes half a unit for each 4 KB of the item, or a whole unit where it is consistent. A
/// write takes one unit for each 1 KB. Sizes are rounded up, so an item that is not there costs what the
/// smallest one would. A write whose condition does not hold costs as much as one that was made. At
/// `AWS_LAMBDA_LOG_LEVEL=DEBUG` each call that succeeds logs the units that it took.
///
/// # Errors
///
/// A call that fails returns an [`Error`], which `?` makes the response to the request. For every call it is
///
/// - a 503 when DynamoDB throttles the call, fails by itself, cannot be reached or does not answer in time;
///   with `Retry-After: 1` where it did nothing, because of throttling or of another transaction;
/// - a 409 for a condition that does not hold, in a call of the SDK's own client;
/// - a 413 when the items under one partition key become too large for a local index;
/// - a 500 when the call fails otherwise, for example because IAM refuses it or the table does not exist,
///   and when a stored item cannot be read as a `T`.
///
/// A failed call of the SDK's own [`client`](Self::client) means the same to `?`. (A timeout of an operation,
/// which no client has unless it is configured so, is a 500 there.)
///
/// Of a 5xx, who sent the request gets `{"error":"Internal server error"}`, and the log gets the message and
/// its causes. The SDK makes a call up to three times before it fails, unless
/// [`Api::dynamodb_config`](crate::Api::dynamodb_config) says otherwise. A write whose answer is late is
/// not made again, because it may have been made.
///
/// # Examples
///
/// ```
/// # use fingerpost::{route, GetItem, Item, Json, OrError, Result, Table};
/// # use schemars::JsonSchema;
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Serialize, Deserialize, JsonSchema, Item)]
/// # #[item(table = "Events")]
/// # struct Event { #[item(partition_key)] id: String }
/// #[route(GET, "/events/<id>")]
/// async fn get_event(id: String, events: Table<Event, GetItem>) -> Result<Json<Event>> {
///     let event = events.get(&id).await?.or_not_found("Event not found")?;
///     Ok(Json(event))
/// }
/// ```
///
/// A call that the signature does not allow does not compile:
///
/// ```compile_fail
/// # use fingerpost::{route, GetItem, Item, NoContent, Result, Table};
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Serialize, Deserialize, Item)]
/// # #[item(table = "Events")]
/// # struct Event { #[item(partition_key)] id: String }
/// #[route(PUT, "/events/<id>")]
/// async fn put_event(id: String, events: Table<Event, GetItem>) -> Result<NoContent> {
///     events.put(&Event { id }).await?; // `PutItem` is not among the actions
///     Ok(NoContent)
/// }
/// ```
#[derive(Debug)]
pub struct Table<T, A> {
    pub(super) connection: Connection,
    /// The name of the route that has it as an argument.
    pub(super) route: &'static str,
    pub(super) types: PhantomData<fn() -> (T, A)>,
}

impl<T, A> Table<T, A> {
    /// Returns the SDK's client, for a call that has no method here, such as a statement of `PartiQL`.
    ///
    /// The compiler cannot tell which actions such a call needs. IAM and the local cloud can: they let
    /// through what `A` names and refuse the rest.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{Item, Result, Scan, Table};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Events")]
    /// # struct Event { #[item(partition_key)] id: String }
    /// # async fn example(events: Table<Event, Scan>) -> Result<()> {
    /// use aws_sdk_dynamodb::types::Select;
    ///
    /// let scan = events.client().scan().table_name(events.name());
    /// let counted = scan.select(Select::Count).send().await?;
    /// println!("{} events in the first MB", counted.count());
    /// # Ok(()) }
    /// ```
    pub fn client(&self) -> &Client {
        self.connection.parts().0
    }

    /// Returns the name of the deployed table, which calls of [`client`](Self::client) need.
    pub fn name(&self) -> &str {
        self.connection.parts().1
    }
}

/// The connection of one item type, kept among the function's resources between requests.
struct TableConnection<T>(Connection, PhantomData<fn() -> T>);

/// Says of a route that it calls these actions on a table, and on the one that keeps its unique values.
pub(super) fn grant(table: &'static TableSchema, statements: Vec<Statement>, route: &mut Description) {
    if let Some(unique) = table.unique {
        route.grant(&unique.table, UniqueSchema::statements(&statements));
    }
    route.grant(table, statements);
}

impl<T: Item, A: Actions> FromRequest for Table<T, A> {
    fn describe(route: &mut Description) {
        grant(T::table(), A::statements(), route);
    }

    async fn open(resources: &mut Resources) -> Result<()> {
        let schema = T::table();
        let variables = schema.variables();
        let name = variables.iter().find_map(|variable| resources.variable(variable));
        let name = name.ok_or_else(|| {
            Error::internal(format!("`{}` is not set; it names the deployed table", variables[0]))
        })?;
        let seal = Seal::of(resources, schema.name).map_err(Error::internal)?;
        let client = client::open(resources).await.map_err(Error::internal)?;
        let unique = schema.unique.filter(|_| T::Unique::IS_KEPT);
        let unique = unique.map(|unique| unique.deployed(resources));
        let connection = Connection::new(client, name, seal, unique);
        resources.insert(TableConnection::<T>(connection, PhantomData));
        Ok(())
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        Self::opened(request.resources).map(|table| Self { route: request.route, ..table })
    }
}

impl<T: Item, A> Table<T, A> {
    /// The table, as it was opened.
    pub(crate) fn opened(resources: &Resources) -> Result<Self> {
        let opened = resources.get::<TableConnection<T>>();
        let opened =
            opened.ok_or_else(|| Error::internal(format!("table `{}` was not opened", T::table().name)))?;
        Ok(Self { connection: opened.0.clone(), route: "", types: PhantomData })
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::dynamodb::actions::GetItem;

    #[derive(serde::Serialize, Deserialize, fingerpost_macros::Item)]
    #[item(table = "Events")]
    struct Event {
        #[item(partition_key)]
        id: String,
    }

    type Events = Table<Event, GetItem>;

    fn opened(table: &str, secret: &str) -> Resources {
        let mut resources = Resources::with_variables([
            ("TABLE_NAME_EVENTS", table),
            ("FINGERPOST_CURSOR_KEY", secret),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", "key"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            // Nobody is there: a connection is opened early, and a failure is for the first call.
            ("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1"),
        ]);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(Events::open(&mut resources)).expect("opens");
        resources
    }

    #[test]
    fn functions_of_one_process_have_tables_and_secrets_of_their_own() {
        let functions = [opened("one", &"1".repeat(32)), opened("other", "")];
        let connection = |resources: &Resources| {
            let connection = &resources.get::<TableConnection<Event>>().expect("is open").0;
            (connection.parts().1.to_owned(), connection.seal().is_some())
        };
        assert_eq!(functions.each_ref().map(connection), [("one".into(), true), ("other".into(), false)]);
    }

    #[test]
    fn a_table_without_a_name_does_not_open() {
        let mut resources = Resources::with_variables([("AWS_REGION", "us-east-1")]);
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let error = runtime.block_on(Events::open(&mut resources)).expect_err("refused");
        assert_eq!(error.to_string(), "`TABLE_NAME_EVENTS` is not set; it names the deployed table");
    }
}
