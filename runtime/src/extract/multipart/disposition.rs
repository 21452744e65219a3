//! What a field of a form is called: its `content-disposition`, read as a list of parameters.
//!
//! `multer` searches the header for `name=`, and would find it inside of a file's name, too.

use percent_encoding::percent_decode_str;

/// The names of a field.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Disposition {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
}

impl Disposition {
    /// Reads `form-data; name="photo"; filename="me.jpg"`. `None` when it is anything else, or has no name.
    pub(super) fn parse(header: &str) -> Option<Self> {
        let (kind, mut left) = header.split_once(';')?;
        if !kind.trim().eq_ignore_ascii_case("form-data") {
            return None;
        }
        let (mut name, mut plain, mut extended) = (None, None, None);
        while !left.trim().is_empty() {
            let (key, value, rest) = parameter(left)?;
            left = rest;
            let (place, value) = match key.to_ascii_lowercase().as_str() {
                "name" => (&mut name, value),
                "filename" => (&mut plain, value),
                "filename*" => (&mut extended, decoded(&value)?),
                _ => continue,
            };
            if place.replace(value).is_some() {
                return None; // The client cannot mean both.
            }
        }
        Some(Self { name: name?, file_name: extended.or(plain) })
    }
}

/// The first parameter of a list, and what follows it.
fn parameter(list: &str) -> Option<(&str, String, &str)> {
    let (key, value) = list.split_once('=')?;
    let value = value.trim_start();
    let (value, rest) = match value.strip_prefix('"') {
        Some(quoted) => unquoted(quoted)?,
        None => {
            let end = value.find(';').unwrap_or(value.len());
            (value[..end].trim_end().to_owned(), &value[end..])
        }
    };
    let rest = rest.trim_start();
    match rest.strip_prefix(';') {
        Some(rest) => Some((key.trim(), value, rest)),
        None => rest.is_empty().then_some((key.trim(), value, rest)),
    }
}

/// A text up to the quote that ends it, and what follows. A backslash stands for itself before anything but a quote or
/// another one: browsers do not escape it.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => {
                let escaped = characters.next_if(|(_, next)| matches!(next, '"' | '\\'));
                value.push(escaped.map_or('\\', |(_, next)| next));
            }
            _ => value.push(character),
        }
    }
    None
}

/// A name as RFC 8187 writes it, `UTF-8''na%C3%AFve.txt`.
fn decoded(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let (_, encoded) = rest.split_once('\'')?;
    let name = percent_decode_str(encoded).decode_utf8().ok()?;
    charset.eq_ignore_ascii_case("utf-8").then(|| name.into_owned())
}

#[cfg(test)]
mod tests {
    use super::Disposition;

    #[track_caller]
    fn check(header: &str, name: &str, file_name: Option<&str>) {
        let expected = Disposition { name: name.to_owned(), file_name: file_name.map(str::to_owned) };
        assert_eq!(Disposition::parse(header), Some(expected), "{header}");
    }

    #[test]
    fn a_field_has_the_names_that_the_client_gave_it() {
        check("form-data; name=\"a\"", "a", None);
        check("Form-Data;NAME=a ; FileName = b.txt", "a", Some("b.txt"));
        check("form-data; filename=\"x; name=\\\"b\"; name=\"a\"", "a", Some("x; name=\"b"));
        check("form-data; name=\"filename\"", "filename", None);
        check("form-data; name=\"\"; filename=\"\";", "", Some(""));
        check("form-data; name=\"a\"; filename=\"C:\\dir\\\\x\"", "a", Some("C:\\dir\\x"));
        check("form-data; name=\"\u{e4}\u{1f30d}\"; size=1", "\u{e4}\u{1f30d}", None);
        check("form-data; name=a; filename=\"b\"; filename*=utf-8''%C3%A4", "a", Some("\u{e4}"));
    }

    #[test]
    fn what_has_no_clear_name_has_none() {
        for header in [
            "",
            "form-data",
            "form-data; filename=\"a\"",
            "attachment; name=\"a\"",
            "form-data; name=\"a",
            "form-data; name=\"a\\\"",
            "form-data; name=\"a\" b",
            "form-data; name=\"a\"; name=\"b\"",
            "form-data; name=\"a\"; filename",
            "form-data; name=\"a\"; filename*=latin1''a",
            "form-data; name=\"a\"; filename*=utf-8''%ff",
        ] {
            assert_eq!(Disposition::parse(header), None, "{header}");
        }
    }
}
