//! Annotated functions become a serverless HTTP API: API Gateway in front, one Lambda
//! function per route, DynamoDB behind.
//!
//! A route is an `async fn` under [`#[route]`](macro@route). The path names some of its arguments; the
//! types of the others say where they come from ([`FromRequest`]). What it returns says
//! what the client gets ([`IntoResponse`]). A [`Table<T, Actions>`](Table) among the
//! arguments is the function's IAM policy: the compiler, the local cloud and the deployed
//! function allow those actions and no others.
//!
//! ```
//! use fingerpost::{GetItem, Item, Json, OrError, Result, Table, route};
//! use schemars::JsonSchema;
//! use serde::{Deserialize, Serialize};
//!
//! /// An event on the calendar.
//! #[derive(Serialize, Deserialize, JsonSchema, Item)]
//! #[item(table = "Events")]
//! struct Event {
//!     #[item(partition_key)]
//!     id: String,
//!     name: String,
//! }
//!
//! /// Returns one event.
//! #[route(GET, "/events/<id>")]
//! async fn get_event(id: String, events: Table<Event, GetItem>) -> Result<Json<Event>> {
//!     let event = events.get(&id).await?.or_not_found("Event not found")?;
//!     Ok(Json(event))
//! }
//! ```
//!
//! The executable is one call, [`Api::run`]: in Lambda it serves a route, at a terminal it
//! is the local cloud and the command line.
//!
//! # Where to read on
//!
//! - [`route`](macro@route) has the forms of a path and the keys of the annotation.
//! - [`FromRequest`] lists what a route can take, and [`IntoResponse`] what it can return.
//! - [`Table`] lists the calls of DynamoDB, what they cost and how they fail; [`Item`](trait@Item) says
//!   how a struct is stored.
//! - [`Error`] and [`OrError`] end a request with a status and a sentence, and an enum that derives
//!   [`ApiError`] says which there are.
//! - [`aws`] is where clients of other services come from.
//! - [`Api`] and [`Cors`] hold what all routes have in common.
//!
//! # Features
//!
//! - `local`, on by default, is the command line and the local cloud. A deployed executable is built
//!   without it.
//! - `lambda_http` makes that crate's `Request` an argument and its response an answer, for handlers that
//!   were written for it.
//! - `multipart` has `Multipart`, the body of a form with files.
//! - `headers` has `TypedHeader`, a header as a type of the crate of that name.
//! - `sqs` has `Queue`, to which a route sends messages.
//! - `s3` has `Bucket`, whose objects a route reads, writes and makes links to.

extern crate self as fingerpost;

mod annotations;
mod api;
mod auth;
pub mod aws;
mod clock;
#[cfg(feature = "local")]
mod collect;
mod dynamodb;
mod error;
mod extract;
mod idempotency;
mod ids;
mod lambda;
mod layer;
mod log;
pub mod markers;
mod named_fields;
mod request;
mod resources;
mod response;
mod route;
mod run;
#[cfg(feature = "s3")]
mod s3;
mod settings;
#[cfg(feature = "sqs")]
mod sqs;
mod state;
#[cfg(feature = "local")]
pub mod testing;

pub use annotations::{ApiError, Item, Settings, authorizer, route};
pub use api::Api;
/// The SDK's client, for calls that have no method here, see [`Table::client`].
pub use aws_sdk_dynamodb;
pub use clock::Clock;
pub use dynamodb::{
    Action, ActionIn, Actions, Allows, AmongPairs, Any, AttributeType, BatchGetItem, BatchWriteItem, Call,
    Changeable, Claim, Condition, ConditionCheckItem, Container, Cursor, DeleteCall, DeleteItem, Field,
    Filter, GetCall, GetItem, GetManyCall, InBatches, InTransactions, Index, IndexKey, IndexSchema, Item,
    ItemAt, ItemLimit, Items, Key, KeyAmongPairs, Limit, List, NamesItem, NoSortKey, Number, Operand,
    OwnActions, Owned, Page, Pairs, PartitionKey, PrimaryKey, PutCall, PutItem, Query, QueryCall, ReadData,
    ReadKeys, ReadWriteData, Reading, RestOfKey, Scan, ScanCall, SeenVersion, SortKey, Statement, Sub, Table,
    TableSchema, Textual, TransactGet, Transaction, Transacts, Uniqueness, UpdateCall, UpdateItem, Value,
    Version, Versioned, WriteCondition, WriteData, WriteManyCall, WriteStep, Writes, Writing, Written, path,
};
pub use error::{AnswerError, Detail, Error, OrError, Passes, Result};
pub use extract::{
    Body, Claims, Deadline, Document, Form, FromClaims, FromForm, FromJson, FromParameter, FromRequest,
    FromTag, Headers, IamCaller, IfMatch, Json, OptionalFromRequest, Patch, QueryParams, Reader,
    RequestContext, RequestId, Rules, Text, Valid,
};
#[cfg(feature = "headers")]
pub use extract::{HeaderType, TypedHeader};
#[cfg(feature = "multipart")]
pub use extract::{Multipart, MultipartField};
/// The crate whose types [`TypedHeader`] takes.
#[cfg(feature = "headers")]
pub use headers;
pub use idempotency::{Committed, IdempotencyKey, Idempotent, MaybeKey, WritesOnce};
pub use ids::Ids;
pub use layer::{Layer, Next};
pub use request::Request;
pub use resources::Resources;
pub use response::{
    Accepted, Created, Failure, File, Html, IntoJson, IntoResponse, NoContent, Redirect, Response, SameSite,
    SetCookie, Tagged, problem_json,
};
pub use route::Description;
#[cfg(feature = "s3")]
pub use s3::{
    Bucket, BucketAction, BucketActions, DeleteObject, GetObject, Link, ListBucket, Object, ObjectKey,
    Objects, Permits, PutObject, PutObjectCall, UploadLink,
};
/// The crate that makes items of values and values of items, for calls that have no method here.
pub use serde_dynamo;
/// The crate by which JSON is read and written.
pub use serde_json;
pub use settings::{Secret, Settings};
#[cfg(feature = "sqs")]
pub use sqs::{Message, Queue, QueueActions, SendCall, SendManyCall, SendMessage, Sent, SentMany, Unsent};
pub use state::{Load, Shared, State};

/// The words in which an argument or an answer describes itself to a [`Description`].
pub mod describe {
    pub use crate::extract::Caller;
    pub use crate::route::describe::{Answer, Content, Parameter, Refusal, Resource};
}

pub use fingerpost_manifest::Cors;
pub use http::{Method, StatusCode};

/// What the expansions of the macros call. It is not for users, and may change at any time.
#[doc(hidden)]
pub mod __private {
    pub use inventory::submit;

    pub use crate::auth::{Authorizer, Decided, decider};
    pub use crate::dynamodb::{
        Any, Counted, Distinct, Field, InKey, IndexKey, IndexSchema, KeySchema, Optional, ReadConsistently,
        Required, TableSchema, UniqueSchema, Value, field, unique,
    };
    pub use crate::error::{ErrorDetails, ErrorField, ErrorText, FieldType, Holds, NoSchema, TakesAll, held};
    pub use crate::route::{
        ANY_RESPONDER, Answered, AnyResponder, Every, Extracted, Handled, Maybe, One, Or, Otherwise, Part,
        Route, Taking, any, delete, extractor, get, head, options, patch, post, put, responder,
    };
    pub use crate::settings::{
        FromSetting, ReadBySerde, SettingText, Values, Variable, describe_settings, open_settings,
        settings_of,
    };
}
