//! Routes that answer with enums of errors, and what `?` makes of other errors there.

use std::fmt;

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::get_item::GetItemError;
use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem};
use fingerpost::{ApiError, Detail, Error, GetItem, Json, NoContent, OrError, PutItem, Result, Table, route};
use serde::Serialize;

use super::seats::Seat;

#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Shipped,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("on its way")
    }
}

/// Takes no other error.
#[derive(Debug, ApiError)]
enum PaymentError {
    #[error(402, "The card was refused {{code {code:03}}}")]
    Refused { code: u8 },
    #[error(503, "The bank at {host} is closed")]
    Closed { host: &'static str },
}

/// Takes every error, and the one above as that.
#[derive(Debug, ApiError)]
enum OrderError {
    #[error(409, "Out of stock: {skus:?} of type {type}")]
    OutOfStock { skus: Vec<&'static str>, r#type: u8 },
    #[error(409, "The order is {status} already")]
    TooLate { status: Status },
    #[error(429, "Wait for {seconds} seconds", header("retry-after", "{seconds}"), header("x-queue", "a"))]
    TooSoon {
        #[error(skip)]
        seconds: u32,
    },
    #[error(422, "The order is not complete")]
    Incomplete {
        #[error(details)]
        lacks: Vec<Detail>,
        lines: u8,
    },
    #[error(transparent)]
    Payment(PaymentError),
    #[error(transparent)]
    Other(Error),
}

/// Takes every error, and one that does so, too.
#[derive(Debug, ApiError)]
enum ReturnError {
    #[error(410, "Too long ago")]
    TooLong,
    #[error(transparent)]
    Order(OrderError),
    #[error(transparent)]
    Other(fingerpost::Error),
}

/// Takes two, and no other.
#[derive(Debug, ApiError)]
enum RefundError {
    #[error(transparent)]
    Payment(PaymentError),
    #[error(transparent)]
    Return(ReturnError),
}

fn paid(how: &str) -> Result<(), PaymentError> {
    match how {
        "refused" => Err(PaymentError::Refused { code: 51 }),
        "closed" => Err(PaymentError::Closed { host: "10.0.0.7" }),
        _ => Ok(()),
    }
}

fn known(how: &str) -> Result<()> {
    match how {
        "unknown" => Err(Error::not_found("No such order").field("near", "e-8")),
        _ => Ok(()),
    }
}

fn ordered(how: &str) -> Result<(), OrderError> {
    paid(how)?;
    known(how)?;
    match how {
        "number" => "x".parse::<u8>().map(drop)?,
        "disk" => Err(std::io::Error::other("the disk is full"))?,
        "stock" => None::<()>.or_error(|| OrderError::OutOfStock { skus: vec!["tea", "milk"], r#type: 7 })?,
        "late" => return Err(OrderError::TooLate { status: Status::Shipped }),
        "soon" => return Err(OrderError::TooSoon { seconds: 30 }),
        "incomplete" => {
            let lacks = vec![Detail::body("lines[0].sku", "is sold out"), Detail::query("day", "is past")];
            return Err(OrderError::Incomplete { lacks, lines: 1 });
        }
        _ => {}
    }
    Ok(())
}

fn returned(how: &str) -> Result<(), ReturnError> {
    ordered(how)?;
    paid(how)?;
    match how {
        "long" => Err(ReturnError::TooLong),
        "full" => Err(std::io::Error::other("the disk is full"))?,
        _ => Ok(()),
    }
}

fn refunded(how: &str) -> Result<(), RefundError> {
    paid(how)?;
    Ok(returned(how)?)
}

#[route(POST, "/failing/order/<how>")]
async fn fail_order(how: String) -> Result<NoContent, OrderError> {
    ordered(&how)?;
    Ok(NoContent)
}

#[route(POST, "/failing/return/<how>")]
async fn fail_return(how: String) -> Result<NoContent, ReturnError> {
    returned(&how)?;
    Ok(NoContent)
}

#[route(POST, "/failing/refund/<how>")]
async fn fail_refund(how: String) -> Result<NoContent, RefundError> {
    refunded(&how)?;
    Ok(NoContent)
}

#[route(POST, "/failing/payment/<how>")]
async fn fail_payment(how: String) -> Result<NoContent, PaymentError> {
    paid(&how)?;
    Ok(NoContent)
}

/// Out of each enum into the one error.
#[route(POST, "/failing/plain/<how>")]
async fn fail_plain(how: String) -> Result<NoContent> {
    paid(&how)?;
    ordered(&how)?;
    returned(&how)?;
    refunded(&how)?;
    Ok(NoContent)
}

/// Which variant `?` made.
#[route(POST, "/failing/variants/<how>")]
async fn fail_variants(how: String) -> Json<String> {
    Json(match returned(&how) {
        Ok(()) => "none".to_owned(),
        Err(error) => format!("{error:?}").split(['{', '(']).take(2).collect::<Vec<_>>().join(" of "),
    })
}

/// By `?`, any error of the standard library's kind is a 500.
#[route(POST, "/failing/standard/<how>")]
async fn fail_standard(how: String) -> Result<NoContent> {
    how.parse::<u8>()?;
    Ok(NoContent)
}

/// Calls of DynamoDB that fail: one of a table, and three past it.
#[route(GET, "/failing/call/<how>")]
async fn fail_call(how: String, seats: Table<Seat, (GetItem, PutItem)>) -> Result<NoContent, OrderError> {
    let (client, name) = (seats.client(), seats.name());
    let number = || AttributeValue::N("1".to_owned());
    match how.as_str() {
        "get" => {
            seats.get(("gala", 1)).await?;
        }
        "put" => {
            client.put_item().table_name(name).item("no", number()).send().await?;
        }
        "wrapped" => {
            client.get_item().table_name(name).send().await.map_err(Wrapped)?;
        }
        _ => {
            let put = Put::builder().table_name(name).item("no", number()).build()?;
            let put = TransactWriteItem::builder().put(put).build();
            client.transact_write_items().transact_items(put).send().await?;
        }
    }
    Ok(NoContent)
}

/// Somebody's own error around the SDK's.
#[derive(Debug)]
struct Wrapped(SdkError<GetItemError>);

impl fmt::Display for Wrapped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the seat cannot be read")
    }
}

impl std::error::Error for Wrapped {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}
