//! An API whose errors are RFC 9457's, and whose refusals are 422.

use std::process::ExitCode;

use fingerpost::{Api, Detail, Error, Failure, Json, Response, Result, problem_json, route};

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

/// RFC 9457's, unless it is told to fail.
fn body(failure: &Failure<'_>) -> Response {
    match failure.message() {
        "panic" => panic!("an error in the body of an error"),
        "split" => Response::new(400).header("x-split", "a\r\nb"),
        "strange" => Response::new(7),
        _ => problem_json(failure),
    }
}

/// Fails with a sentence.
#[route(GET, "/fail/<sentence>")]
async fn fail(sentence: String) -> Result<()> {
    Err(Error::conflict(sentence))
}

fn main() -> ExitCode {
    Api::new("problems").error_body(body).invalid_status(422).run()
}
