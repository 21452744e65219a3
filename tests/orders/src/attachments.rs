//! Files that come with an order.

use fingerpost::{Accepted, Body, Claims, Json, Multipart, Result, route};
use schemars::JsonSchema;
use serde::Serialize;

use crate::caller::Caller;

/// What was received.
#[derive(Serialize, JsonSchema)]
struct Receipt {
    customer: String,
    caption: String,
    pages: Option<u8>,
    file_name: String,
    bytes: usize,
}

/// Takes a document for an order.
#[route(POST, "/documents", body_limit = 4_194_304, scopes("orders:write"))]
async fn add_document(caller: Claims<Caller>, form: Multipart) -> Result<Accepted<Receipt>> {
    let file = form.file("file")?;
    Ok(Accepted(Receipt {
        customer: caller.0.sub,
        caption: form.text("caption")?.to_owned(),
        pages: form.get("pages").map(|_| form.value("pages")).transpose()?,
        file_name: file.file_name().unwrap_or_default().to_owned(),
        bytes: file.bytes().len(),
    }))
}

/// Sends a document back as it came.
#[route(POST, "/echo", auth = open)]
async fn echo(Body(document): Body) -> Vec<u8> {
    document
}

/// Says how long a document is, if there is one.
#[route(POST, "/length", auth = open)]
async fn length(document: Option<Json<Vec<u64>>>) -> Json<Option<usize>> {
    Json(document.map(|Json(numbers)| numbers.len()))
}
