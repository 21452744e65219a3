//! A key as it is bound to a route, a caller and a request, and what is known of its record.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use aws_sdk_dynamodb::types::{AttributeValue, Put, ReturnValuesOnConditionCheckFailure};
use base64_simd::URL_SAFE_NO_PAD as BASE64;
use ring::digest::{Context, SHA256};

use super::record::{Bytes, EXPIRES, KEY, Record, Records};
use crate::clock::Clock;
use crate::dynamodb::limits;
use crate::error::{Error, Result};
use crate::extract::{FromRequest, identity};
use crate::request::Request;
use crate::response::Response;

/// How long a record counts.
const KEPT: Duration = Duration::from_hours(24);

/// A body that is longer is itself at fault when its answer is longer than an item: most answers say again what was
/// sent.
const LONG: usize = limits::ITEM / 4;

/// A key that is bound to a request.
pub(super) struct Bound {
    records: Records,
    clock: Clock,
    /// The record's key.
    key: String,
    /// What the request asks for.
    fingerprint: Vec<u8>,
    /// The bytes of its body.
    sent: usize,
    /// Whether DynamoDB has said, with the transaction, what became of the request.
    is_settled: AtomicBool,
    /// Whether a transaction was sent that is not known to be refused.
    is_taken: AtomicBool,
}

impl Bound {
    /// Binds a key to what is asked for, and by whom.
    ///
    /// # Errors
    ///
    /// As the body, and 500 where nothing tells one caller from another.
    pub(super) async fn of(request: &Request<'_>, key: &str) -> Result<Self> {
        let mut parts = vec![request.route.as_bytes(), key.as_bytes()];
        parts.extend(identity::of(request)?);
        let (method, path) = request.event.method_and_path().unwrap_or_default();
        let query = request.event.raw_query_string().unwrap_or_default();
        let body = request.body()?;
        Ok(Self {
            records: Records::from_request(request).await?,
            clock: Clock::from_request(request).await?,
            key: BASE64.encode_to_string(digest(&parts)),
            fingerprint: digest(&[method.as_bytes(), path.as_bytes(), query.as_bytes(), &body]),
            sent: body.len(),
            is_settled: AtomicBool::new(false),
            is_taken: AtomicBool::new(false),
        })
    }

    /// The second that it is, since 1970.
    fn now(&self) -> u64 {
        self.clock.now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
    }

    /// Has the request for one transaction.
    ///
    /// # Errors
    ///
    /// 500 for a second one: it would find the record of the first, and write nothing.
    pub(super) fn take(&self) -> Result<()> {
        if self.is_taken.swap(true, Ordering::Relaxed) {
            let message =
                "a request is made once by one transaction, got a second one with its idempotency key";
            return Err(Error::internal(message));
        }
        self.is_settled.store(false, Ordering::Relaxed);
        Ok(())
    }

    /// Lets the request go, whose transaction was refused and wrote nothing.
    pub(super) fn let_go(&self) {
        self.is_taken.store(false, Ordering::Relaxed);
    }

    /// Notes that DynamoDB has said what became of the request, or was asked in vain.
    pub(super) fn settle(&self) {
        self.is_settled.store(true, Ordering::Relaxed);
    }

    /// Whether DynamoDB has said it.
    pub(super) fn is_settled(&self) -> bool {
        self.is_settled.load(Ordering::Relaxed)
    }

    /// The write of the record, where there is none or one that has expired.
    ///
    /// # Errors
    ///
    /// 500 for an answer that no item has room for, or 413 where the body is long, too.
    pub(super) fn put(&self, answer: &Response) -> Result<Put> {
        let record = Record {
            key: self.key.clone(),
            request: Bytes(self.fingerprint.clone()),
            status: answer.status(),
            headers: answer.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            body: Bytes(answer.bytes().to_vec()),
            expires: self.now() + KEPT.as_secs(),
        };
        let size = record.size();
        if size > limits::ITEM {
            let message = format!(
                "an answer with {size} bytes cannot be kept for its idempotency key: DynamoDB takes {} for an item",
                limits::ITEM
            );
            if self.sent > LONG {
                let told = "Request body is too large for an idempotency key: its answer could not be kept";
                return Err(Error::whole_body(413, told).caused_by(message));
            }
            return Err(Error::internal(message));
        }
        let unbuilt =
            |error| Error::internal("the record of an idempotency key cannot be built").caused_by(error);
        let item = serde_dynamo::to_item(record).map_err(|error| {
            Error::internal("an answer cannot be written as DynamoDB takes it").caused_by(error)
        })?;
        Put::builder()
            .table_name(self.records.name())
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(#key) OR #expires <= :now")
            .expression_attribute_names("#key", KEY)
            .expression_attribute_names("#expires", EXPIRES)
            .expression_attribute_values(":now", AttributeValue::N(self.now().to_string()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()
            .map_err(unbuilt)
    }

    /// The answer that a stored record has for the request.
    ///
    /// # Errors
    ///
    /// 422 when the record is of another request.
    pub(super) fn answer(&self, item: HashMap<String, AttributeValue>) -> Result<Response> {
        let record: Record = serde_dynamo::from_item(item).map_err(|error| {
            Error::internal("a record of the table `Idempotency` cannot be read").caused_by(error)
        })?;
        self.answer_of(record)
    }

    fn answer_of(&self, record: Record) -> Result<Response> {
        if record.request.0 != self.fingerprint {
            return Err(Error::unprocessable("The idempotency key was sent with another request before"));
        }
        Ok(record.response())
    }

    /// The answer that is kept, where the transaction did not say what there is, or else this one.
    ///
    /// # Errors
    ///
    /// As [`answer`](Self::answer), and that of `otherwise`.
    pub(super) async fn kept_or(&self, otherwise: Result<Response>) -> Result<Response> {
        match self.look_up().await {
            Ok(Some(answer)) => Ok(answer),
            Ok(None) => otherwise,
            Err(error) if error.status() < 500 => Err(error),
            Err(error) => {
                let error: Error = error;
                tracing::warn!(error = %error.chain(), "the record of an idempotency key cannot be looked up");
                otherwise
            }
        }
    }

    async fn look_up(&self) -> Result<Option<Response>> {
        let record = self.records.get(&self.key).consistent().await?;
        record.filter(|record| record.expires > self.now()).map(|record| self.answer_of(record)).transpose()
    }
}

/// The digest of several parts, which tells where each ends.
fn digest(parts: &[&[u8]]) -> Vec<u8> {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    }
    context.finish().as_ref().to_vec()
}
