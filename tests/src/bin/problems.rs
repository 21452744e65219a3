//! An API whose errors are RFC 9457's, and whose refusals are 422.

use std::process::ExitCode;

use fingerpost::{Api, Detail, Error, Json, Result, problem_json, route};

/// Doubles a number.
#[route(GET, "/double/<number>")]
async fn double(number: u32) -> Result<Json<u32>> {
    match number {
        13 => Err(Error::bad_request("Unlucky").field("status", 7).field("luck", 0)),
        14 => Err(Error::conflict("Taken").detail(Detail::path("number", "is taken")).header("x-by", "ann")),
        15 => Err(Error::internal("secret").field("secret", 1).detail(Detail::path("number", "secret"))),
        number => Ok(Json(number.saturating_mul(2))),
    }
}

fn main() -> ExitCode {
    Api::new("problems").error_body(problem_json).invalid_status(422).run()
}
