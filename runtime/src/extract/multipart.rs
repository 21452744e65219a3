//! A form that has files.
//!
//! The crate `multer` finds where each part begins and ends; the body is in memory already, so a part is a slice of
//! it. What a part is called is read here, in `multipart/disposition.rs`.

mod disposition;
mod field;
mod refusal;

use std::convert::Infallible;
use std::fmt::Display;
use std::future;
use std::str::FromStr;

use bytes::Bytes;
use futures_util::stream;

pub use self::field::MultipartField;
use self::refusal::{broken, invalid};
use super::body::{bounded_body, unsupported};
use super::words::in_words;
use super::{FromRequest, OptionalFromRequest};
use crate::error::{Detail, Error, Result};
use crate::request::Request;
use crate::route::Description;
use crate::route::describe::Content;

const CONTENT_TYPE: &str = "multipart/form-data";

/// The parts that a form may have. Each is some 200 bytes of memory, and may be 40 bytes of the body.
const MOST_FIELDS: usize = 1_000;

/// The characters that a boundary may have, by RFC 2046.
const LONGEST_BOUNDARY: usize = 70;

/// The body of a form with files, `multipart/form-data`, with the feature `multipart`.
///
/// [`text`](Self::text), [`value`](Self::value) and [`file`](Self::file) take one field by its name and refuse the
/// request when it is not there. [`get`](Self::get), [`all`](Self::all) and [`fields`](Self::fields) leave that to
/// the handler.
///
/// All of the form is in memory, and a field is a slice of it. Lambda takes events of 6 MB, in which files are in
/// base64, so a form has at most 4.5 MB; what is larger a client uploads to a bucket by itself.
///
/// A form that was sent without a body has no fields; [`Option<Multipart>`](FromRequest) is `None` there. A form
/// inside of a form is a field whose bytes are that form.
///
/// # Errors
///
/// 415 when the body is declared as something else, or not at all. 413 when it is over 1 MB, or over the route's
/// `body_limit`, or has more than 1,000 fields. 400 when it has no end or is broken, when a field has no name, a name
/// that is not UTF-8, a `content-transfer-encoding` or headers of more than 8 KB, and when the boundary is
/// missing or longer than 70 characters.
///
/// # Examples
///
/// ```
/// use fingerpost::{Json, Multipart, Result, route};
///
/// /// Takes a picture, and says how many bytes it has.
/// #[route(POST, "/pictures", body_limit = 4_194_304)]
/// async fn add_picture(form: Multipart) -> Result<Json<String>> {
///     let caption = form.text("caption")?;
///     let year: u16 = form.value("year")?;
///     let picture = form.file("picture")?;
///     Ok(Json(format!("{caption}, {year}: {} bytes", picture.bytes().len())))
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Multipart {
    fields: Vec<MultipartField>,
}

impl Multipart {
    /// The fields, in their order.
    pub fn fields(&self) -> &[MultipartField] {
        &self.fields
    }

    /// The fields, in their order, to be kept.
    pub fn into_fields(self) -> Vec<MultipartField> {
        self.fields
    }

    /// The first field of this name.
    pub fn get(&self, name: &str) -> Option<&MultipartField> {
        self.all(name).next()
    }

    /// The fields of this name. A form may have several: a browser sends one for each file that was chosen.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &MultipartField> {
        self.fields.iter().filter(move |field| field.name() == name)
    }

    /// The file in the one field of this name.
    ///
    /// # Errors
    ///
    /// 400 when there is none, as for a browser's form in which none was chosen, when there are several, and
    /// when the field is text.
    pub fn file(&self, name: &str) -> Result<&MultipartField> {
        let field = self.one(name)?;
        if field.file_name().is_none() {
            return Err(invalid(name, "must be a file, got text"));
        }
        Ok(field)
    }

    /// The text in the one field of this name.
    ///
    /// # Errors
    ///
    /// 400 when there is none, when there are several, when the field is a file, and when it is not UTF-8.
    pub fn text(&self, name: &str) -> Result<&str> {
        let field = self.one(name)?;
        if field.file_name().is_some() {
            return Err(invalid(name, "must be text, got a file"));
        }
        field.text()
    }

    /// What `FromStr` reads of the text in the one field of this name.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text), and 400 for what `FromStr` refuses, in its words.
    pub fn value<T: FromStr<Err: Display>>(&self, name: &str) -> Result<T> {
        self.text(name)?.parse().map_err(|error: T::Err| invalid(name, in_words(&error.to_string())))
    }

    fn one(&self, name: &str) -> Result<&MultipartField> {
        let mut fields = self.all(name).filter(|field| !field.is_file_not_chosen());
        match (fields.next(), fields.next()) {
            (Some(field), None) => Ok(field),
            (Some(_), Some(_)) => Err(invalid(name, "given several times, one expected")),
            (None, _) => Err(refusal::missing(name)),
        }
    }
}

impl FromRequest for Multipart {
    const READS_BODY: bool = true;

    fn describe(route: &mut Description) {
        route.body(Content::new(CONTENT_TYPE));
        route.refuses(400, "the form is broken, lacks a field or has one that cannot be read");
        route.refuses(413, "the body is too large");
        route.refuses(415, "the body is declared as something other than a form with files");
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let body = bounded_body(request)?;
        if body.is_empty() {
            return Ok(Self::default());
        }
        let boundary = boundary(request.header("content-type").as_deref())?;
        let body = future::ready(Ok::<_, Infallible>(Bytes::from(body.into_owned())));
        let mut parts = multer::Multipart::new(stream::once(body), boundary);
        let mut fields = Vec::new();
        while let Some(part) = parts.next_field().await.map_err(broken)? {
            if fields.len() == MOST_FIELDS {
                return Err(Error::whole_body(
                    413,
                    format!("Request body has more than {MOST_FIELDS} fields"),
                ));
            }
            fields.push(MultipartField::read(part).await?);
        }
        Ok(Self { fields })
    }
}

impl OptionalFromRequest for Multipart {}

/// What separates the parts.
fn boundary(declared: Option<&str>) -> Result<String> {
    let Some(declared) = declared else {
        return Err(Error::whole_body(415, format!("Missing content type; send {CONTENT_TYPE}")));
    };
    let invalid = |reason| Error::invalid(Detail::header("content-type", reason));
    match multer::parse_boundary(declared) {
        Ok(boundary) if (1..=LONGEST_BOUNDARY).contains(&boundary.len()) => Ok(boundary),
        Ok(_) => Err(invalid("its boundary must have 1 to 70 characters")),
        Err(multer::Error::NoBoundary) => Err(invalid("has no boundary")),
        Err(_) => Err(unsupported(declared, CONTENT_TYPE)),
    }
}
