//! Bytes as an answer, and files with a name under which a browser keeps them.

use std::borrow::Cow;

use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{IntoResponse, Response};
use crate::error::Result;
use crate::route::Description;
use crate::route::describe::{Answer, Content};

const OCTETS: &str = "application/octet-stream";

/// What RFC 8187 encodes in a parameter: all but its `attr-char`.
const PARAMETER: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// 200: a file, with its content type and, if it has one, its name.
///
/// Lambda takes 6 MB of an answer, and what is not UTF-8 is sent in base64, which makes four bytes of three.
///
/// # Examples
///
/// ```
/// use fingerpost::{File, route};
///
/// /// The year's figures, to be kept.
/// #[route(GET, "/reports/<year>")]
/// async fn report(year: u16) -> File {
///     File::new("text/csv; charset=utf-8", "month,orders\n1,17\n").attachment(format!("Umsätze {year}.csv"))
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct File {
    content_type: Cow<'static, str>,
    disposition: Option<String>,
    body: Bytes,
}

impl File {
    /// Makes a file of this content type, without a name.
    pub fn new(content_type: impl Into<Cow<'static, str>>, body: impl Into<Bytes>) -> Self {
        Self { content_type: content_type.into(), disposition: None, body: body.into() }
    }

    /// Has a browser save the file under this name instead of showing it.
    ///
    /// A name is no path: its `/`, `\` and `:` and what cannot be seen become `_`.
    pub fn attachment(self, name: impl AsRef<str>) -> Self {
        self.named("attachment", name.as_ref())
    }

    /// Has a browser show the file if it can, and save it under this name when asked to.
    pub fn inline(self, name: impl AsRef<str>) -> Self {
        self.named("inline", name.as_ref())
    }

    fn named(self, kind: &str, name: &str) -> Self {
        Self { disposition: Some(format!("{kind}; {}", file_name(name))), ..self }
    }
}

/// The name as RFC 6266 has it: in ASCII for every client, and as it is where that is another.
fn file_name(name: &str) -> String {
    let name: String = name.chars().map(|c| if is_harmful(c) { '_' } else { c }).collect();
    // `.`, `..` and nothing are folders.
    let name = if name.trim_matches(['.', ' ']).is_empty() { "file" } else { &name };
    // A `%` would be decoded by some clients.
    let plain = |c: char| c.is_ascii() && !matches!(c, '"' | '%');
    let ascii: String = name.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    if ascii == name {
        return format!("filename=\"{ascii}\"");
    }
    format!("filename=\"{ascii}\"; filename*=UTF-8''{}", utf8_percent_encode(name, PARAMETER))
}

/// A separator of paths, a control character, and what changes the direction of the text around it, by which
/// `exe.txt` reads as `txt.exe`.
fn is_harmful(c: char) -> bool {
    matches!(c, '/' | '\\' | ':' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || c.is_control()
}

impl IntoResponse for File {
    fn describe(route: &mut Description) {
        let name = "The file's name, and whether it is shown or saved";
        route.answer(Answer::new(200).body(Content::new("*/*")).optional_header("content-disposition", name));
    }

    fn into_response(self) -> Result<Response> {
        let response = Response::new(200).header("content-type", self.content_type).body(self.body);
        Ok(match self.disposition {
            Some(disposition) => response.header("content-disposition", disposition),
            None => response,
        })
    }
}

impl IntoResponse for Bytes {
    fn describe(route: &mut Description) {
        route.answer(Answer::new(200).body(Content::new(OCTETS)));
    }

    fn into_response(self) -> Result<Response> {
        Ok(Response::new(200).header("content-type", OCTETS).body(self))
    }
}

impl IntoResponse for Vec<u8> {
    fn describe(route: &mut Description) {
        Bytes::describe(route);
    }

    fn into_response(self) -> Result<Response> {
        Bytes::from(self).into_response()
    }
}

impl IntoResponse for &'static [u8] {
    fn describe(route: &mut Description) {
        Bytes::describe(route);
    }

    fn into_response(self) -> Result<Response> {
        Bytes::from_static(self).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_file_has_a_name_and_no_path_whatever_it_is_called() {
        for (name, sent) in [
            ("report.csv", r#"filename="report.csv""#),
            ("../../etc/passwd", r#"filename=".._.._etc_passwd""#),
            ("C:\\x\r\nset-cookie: a", r#"filename="C__x__set-cookie_ a""#),
            ("..", r#"filename="file""#),
            ("", r#"filename="file""#),
            ("a\";b=\"c", r#"filename="a_;b=_c"; filename*=UTF-8''a%22%3Bb%3D%22c"#),
            ("Zo\u{eb} 100%.txt", r#"filename="Zo_ 100_.txt"; filename*=UTF-8''Zo%C3%AB%20100%25.txt"#),
            ("a\u{202e}txt.exe", r#"filename="a_txt.exe""#),
        ] {
            assert_eq!(file_name(name), sent, "{name:?}");
        }
    }
}
