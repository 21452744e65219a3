//! An API for its OpenAPI document: paths, methods, errors and names that the other APIs do not have.

use std::env;
use std::fmt;
use std::process::ExitCode;

use fingerpost::{
    Api, ApiError, Created, Detail, Failure, Json, NoContent, Response, Result, problem_json, route,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A book.
#[derive(Debug, Serialize, JsonSchema)]
struct Book {
    #[schemars(example = "978-3-16-148410-0")]
    isbn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    misprint: Option<Misprint>,
}

/// Has the name of a schema of ours.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Error")]
struct Misprint {
    page: u16,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct NewBook {
    isbn: String,
    #[serde(default)]
    copies: u8,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Genre {
    Crime,
    Verse,
}

/// Has no schema.
#[derive(Debug, Serialize)]
struct Opaque(String);

impl fmt::Display for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Takes no other error.
#[derive(Debug, ApiError)]
enum BookError {
    #[error(409, "The shelf is full")]
    Full { wanted: NewBook, others: Vec<Book> },
    #[error(409, "No place beside {neighbour}")]
    Beside { neighbour: Opaque },
    #[error(422, "The book is not complete")]
    Incomplete {
        #[error(details)]
        lacks: Vec<Detail>,
    },
    #[error(429, "Wait for {seconds} seconds", header("Retry-After", "{seconds}"))]
    Wait {
        #[error(skip)]
        seconds: u32,
    },
    #[error(502, "The printer at {host} is gone")]
    Gone { host: &'static str },
}

/// Lists the books
/// of a shelf.
///
/// They are sorted by title:
///
/// - `genre` may be given again,
///   and so may the header.
#[route(GET, "/shelves/<shelf>/books?<genre>", headers(colours = "x-colour"))]
async fn books(shelf: u8, genre: Vec<Genre>, colours: Vec<u8>) -> Json<Vec<Book>> {
    let crime = genre.iter().filter(|genre| matches!(genre, Genre::Crime | Genre::Verse)).count();
    let isbn = format!("{shelf} {crime} {}", colours.len());
    Json(vec![Book { isbn, misprint: None }])
}

#[route(POST, "/shelves/<shelf>/books")]
async fn add_book(shelf: u8, Json(book): Json<NewBook>) -> Result<Created<Book>, BookError> {
    if book.copies == 1 {
        return Err(BookError::Full { wanted: book, others: Vec::new() });
    }
    let NewBook { isbn, copies } = book;
    match copies {
        2 => Err(BookError::Beside { neighbour: Opaque(isbn) }),
        3 => Err(BookError::Incomplete { lacks: vec![Detail::body("title", "is missing")] }),
        4 => Err(BookError::Wait { seconds: 3 }),
        5 => Err(BookError::Gone { host: "10.0.0.7" }),
        copies => {
            let misprint = (copies > 8).then_some(Misprint { page: 1 });
            Ok(Created::at(format!("/shelves/{shelf}/books/{isbn}"), Book { isbn, misprint }))
        }
    }
}

/// Its path has another name for the shelf.
#[route(GET, "/shelves/<rack>/books/<isbn>")]
async fn book(rack: u8, isbn: String) -> Option<Json<Book>> {
    (rack > 0).then_some(Json(Book { isbn, misprint: None }))
}

#[route(DELETE, "/shelves/<shelf>/books/<number>")]
async fn remove_book(shelf: u8, number: String) -> NoContent {
    let _ = (shelf, number);
    NoContent
}

/// Takes every other method.
#[route(ANY, "/shelves")]
async fn shelves() -> NoContent {
    NoContent
}

#[route(HEAD, "/shelves")]
async fn any_shelves() -> Option<NoContent> {
    Some(NoContent)
}

#[route(GET, "/files/<file>")]
async fn file(file: String) -> Response {
    Response::new(200).body(file)
}

#[route(GET, "/files/<rest..>")]
async fn files(rest: String) -> String {
    rest
}

/// Answers in the place of the document.
#[route(GET, "/openapi.json")]
async fn openapi() -> &'static str {
    "mine"
}

/// `ERRORS` says how they are written.
fn main() -> ExitCode {
    let api = Api::new("documented");
    let api = match env::var("ERRORS").as_deref() {
        Ok("problems") => api.error_body(problem_json).invalid_status(422),
        Ok("words") => api.error_body(words),
        Ok("bare") => api.error_body(|failure| Response::new(failure.status())),
        Ok("broken") => api.error_body(|_| panic!("no body")),
        _ => api.version(env!("CARGO_PKG_VERSION")),
    };
    api.run()
}

fn words(failure: &Failure<'_>) -> Response {
    Response::new(failure.status()).header("content-type", "text/x-words").body(failure.message().to_owned())
}
