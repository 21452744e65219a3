//! The same by hand: `lambda_http`, serde and garde, and a 400 for what is wrong first.

use fingerpost_benches::order::{NewOrder, Receipt, Status};
use garde::Validate;
use lambda_http::{Body, Error, Request, RequestExt, Response, run, service_fn};
use serde::Deserialize;
use serde::de::value::{Error as ValueError, StrDeserializer};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(|request: Request| async move {
        match place_order(&request) {
            Ok(receipt) => answer(200, serde_json::to_string(&receipt)?),
            Err(message) => answer(400, serde_json::json!({ "error": message }).to_string()),
        }
    }))
    .await
}

fn place_order(request: &Request) -> Result<Receipt, String> {
    let query = request.query_string_parameters();
    let status = query.first("status").ok_or("Missing query parameter: status")?;
    let status = Status::deserialize(StrDeserializer::<ValueError>::new(status));
    let status = status.map_err(|error| format!("Invalid query parameter status: {error}"))?;
    let limit = query.first("limit").unwrap_or("20").parse();
    let limit = limit.map_err(|error| format!("Invalid query parameter limit: {error}"))?;
    let dry = query.first("dry").map(str::parse).transpose();
    let dry = dry.map_err(|error| format!("Invalid query parameter dry: {error}"))?;
    let header = |name: &str| {
        let value = request.headers().get(name).ok_or_else(|| format!("Missing header: {name}"))?;
        value.to_str().map_err(|_| format!("Invalid header {name}"))
    };
    let tenant = header("x-tenant-id")?.parse();
    let tenant = tenant.map_err(|error| format!("Invalid header x-tenant-id: {error}"))?;
    let language = header("accept-language")?.to_owned();
    let order: NewOrder = serde_json::from_slice(request.body()).map_err(|error| error.to_string())?;
    order.validate().map_err(|report| report.to_string())?;
    let total = order.total();
    Ok(Receipt { tenant, language, status, limit, dry: dry.unwrap_or_default(), total })
}

fn answer(status: u16, body: String) -> Result<Response<Body>, Error> {
    let response = Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .header("access-control-allow-origin", "*")
        .body(Body::from(body))?;
    Ok(response)
}
