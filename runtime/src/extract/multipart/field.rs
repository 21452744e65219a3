//! One field of a form with files.

use bytes::Bytes;
use multer::Field;

use super::disposition::Disposition;
use super::refusal::{broken, invalid, refused};
use crate::error::Result;

/// The bytes of headers that a field may have.
const MOST_HEADERS: usize = 8 << 10;

/// One field of a [`Multipart`](crate::Multipart): a text or a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MultipartField {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    bytes: Bytes,
}

impl MultipartField {
    /// The name of the field.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the client calls the file; `None` for a field that is no file.
    ///
    /// It is whatever the client sent, and may have a `/` or `..` in it. Give a file that you store a name of your
    /// own.
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// What the client says that the content is. Nobody has compared the two.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The content: a slice of the body, so that a clone of it is not a copy.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The content as text.
    ///
    /// # Errors
    ///
    /// 400 when it is not UTF-8.
    pub fn text(&self) -> Result<&str> {
        std::str::from_utf8(&self.bytes).map_err(|error| invalid(&self.name, "not UTF-8").caused_by(error))
    }

    /// Whether a browser sent it for a form in which no file was chosen.
    pub(super) fn is_file_not_chosen(&self) -> bool {
        self.file_name.as_deref() == Some("") && self.bytes.is_empty()
    }

    /// Reads one part. The body is complete, so its content is one chunk, and is not copied.
    pub(super) async fn read(mut part: Field<'_>) -> Result<Self> {
        let headers = part.headers();
        let size: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
        if size > MOST_HEADERS {
            return Err(refused("has headers of more than 8 KB"));
        }
        let text = |name| headers.get(name).map(|value| std::str::from_utf8(value.as_bytes())).transpose();
        let not_utf8 = |_| refused("has a header that is not UTF-8");
        let disposition = text("content-disposition").map_err(not_utf8)?;
        let disposition = disposition.and_then(Disposition::parse);
        let content_type = text("content-type").map_err(not_utf8)?.map(str::to_owned);
        let Disposition { name, file_name } = disposition.ok_or_else(|| refused("has no name"))?;
        let plain = ["7bit", "8bit", "binary"];
        let encoding = text("content-transfer-encoding").map_err(not_utf8)?;
        if encoding.is_some_and(|encoding| !plain.iter().any(|plain| plain.eq_ignore_ascii_case(encoding))) {
            return Err(invalid(&name, "must not have a content-transfer-encoding"));
        }
        let bytes = part.chunk().await.map_err(broken)?.unwrap_or_default();
        Ok(Self { name, file_name, content_type, bytes })
    }
}
