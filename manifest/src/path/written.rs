//! Reads a route's path as its annotation writes it: segments that are static or `<dynamic>`, then
//! `?<query>&<names=default>`.
//!
//! `#[route]` reads it, and so does `cargo fingerpost add route`, which refuses what `#[route]` would, in the
//! same words. Each mistake quotes the segment that it is about.

use std::fmt::Write as _;

use super::{CHARACTERS, is_character, is_name};

/// Where a parameter of a path stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// `<id>`: one whole segment.
    Segment,
    /// `<rest..>`: every segment that is left.
    Greedy,
    /// `?<limit>`: a value of the query string.
    Query,
}

/// One parameter that a path names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name of the parameter and of the argument.
    pub name: String,
    /// Where it stands.
    pub part: Part,
    /// What is read where a request is without it, as text.
    pub default: Option<String>,
}

/// A path as API Gateway writes it, and the parameters it names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// `/events/{id}`.
    pub pattern: String,
    /// The parameters of the path and of the query string, in order, each once.
    pub parameters: Vec<Named>,
}

/// Reads `/events/<id>?<limit=20>&<cursor>`, and returns every mistake in it, too.
///
/// # Examples
///
/// ```
/// use fingerpost_manifest::path;
///
/// let (written, mistakes) = path::written("/events/<id>");
/// assert_eq!((written.pattern.as_str(), mistakes.len()), ("/events/{id}", 0));
///
/// let (_, mistakes) = path::written("/events/:id");
/// assert_eq!(mistakes, ["a parameter is written `<id>`, got `:id`"]);
/// ```
pub fn written(text: &str) -> (Written, Vec<String>) {
    let (path, query) = match text.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (text, None),
    };
    let mut reader = Reader::default();
    let pattern = reader.segments(path);
    if let Some(query) = query {
        reader.query(query);
    }
    (Written { pattern, parameters: reader.parameters }, reader.mistakes)
}

#[derive(Default)]
struct Reader {
    mistakes: Vec<String>,
    parameters: Vec<Named>,
}

impl Reader {
    fn wrong(&mut self, message: String) {
        self.mistakes.push(message);
    }

    fn segments(&mut self, path: &str) -> String {
        let Some(relative) = path.strip_prefix('/') else {
            self.wrong(format!("a path starts with `/`, got `{path}`"));
            return String::new();
        };
        if relative.is_empty() {
            return "/".to_owned();
        }
        let without = path.trim_end_matches('/');
        if without.len() < path.len() {
            self.wrong(format!("API Gateway refuses a path that ends in `/`: write `{without}`"));
        }
        let relative = relative.trim_end_matches('/');
        let mut pattern = String::new();
        let mut segments = relative.split('/').peekable();
        while let Some(segment) = segments.next() {
            let last = segments.peek().is_none();
            pattern.push('/');
            self.segment(segment, last, &mut pattern);
        }
        pattern
    }

    fn segment(&mut self, segment: &str, last: bool, pattern: &mut String) {
        if let Some(name) = segment.strip_prefix('<').and_then(|s| s.strip_suffix('>')) {
            let (name, part) = match name.strip_suffix("..") {
                Some(name) => (name, Part::Greedy),
                None => (name, Part::Segment),
            };
            let plus = if part == Part::Greedy { "+" } else { "" };
            if part == Part::Greedy && !last {
                self.wrong(format!("`{segment}` takes every segment that is left, so it must be the last"));
            }
            // Writing to a `String` cannot fail.
            let _ = write!(pattern, "{{{name}{plus}}}");
            self.parameter(name, None, part, segment);
        } else if segment.is_empty() {
            self.wrong("a path has no empty segment: found `//`".to_owned());
        } else if segment.starts_with('{') || segment.starts_with(':') {
            let name = segment.trim_matches(['{', '}', ':', '+']);
            self.wrong(format!("a parameter is written `<{name}>`, got `{segment}`"));
        } else if segment.contains(['<', '>']) {
            self.wrong(format!("a parameter is a whole segment, as in `/<id>/`, got `{segment}`"));
        } else if let Some(c) = segment.chars().find(|c| !is_character(*c)) {
            let accepted = format!("letters, digits and `{CHARACTERS}`");
            self.wrong(format!("`{c}` cannot stand in a path; a segment has {accepted}, got `{segment}`"));
        } else {
            pattern.push_str(segment);
        }
    }

    fn query(&mut self, query: &str) {
        for part in query.split('&') {
            match part.strip_prefix('<').and_then(|s| s.strip_suffix('>')) {
                Some(inside) => {
                    let (name, default) = match inside.split_once('=') {
                        Some((name, default)) => (name, Some(default)),
                        None => (inside, None),
                    };
                    let (empty, default) = (default == Some(""), default.filter(|text| !text.is_empty()));
                    if empty {
                        self.wrong(format!(
                            "`{part}` has an empty default: write `<{name}>` and take an `Option`"
                        ));
                    }
                    self.parameter(name, default, Part::Query, part);
                }
                None => {
                    self.wrong(format!("query parameters are written `?<limit=20>&<cursor>`, got `{part}`"));
                }
            }
        }
    }

    fn parameter(&mut self, name: &str, default: Option<&str>, part: Part, written: &str) {
        // A keyword is the name of an argument that is written `r#type`.
        let is_name = is_name(name) && !name.starts_with(|c: char| c.is_ascii_digit());
        if !is_name {
            self.wrong(format!("a parameter bears the name of an argument of the function, of ASCII letters, digits and `_`, got `{written}`"));
        } else if self.parameters.iter().any(|known| known.name == name) {
            self.wrong(format!("`<{name}>` is declared twice"));
        } else {
            let (name, default) = (name.to_owned(), default.map(str::to_owned));
            self.parameters.push(Named { name, part, default });
        }
    }
}
