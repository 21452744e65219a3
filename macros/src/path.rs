//! Reads a route's path: segments that are static or `<dynamic>`, then `?<query>&<names=default>`.
//!
//! A literal's inside cannot be pointed at on stable Rust, so each message quotes the
//! segment it is about.

use std::fmt::Write as _;

use fingerpost_manifest::path;
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens as _;
use syn::LitStr;
use syn::ext::IdentExt as _;
use syn::parse::Parser as _;

use crate::errors::Errors;

/// Where a parameter stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// `<id>`: one whole segment.
    Segment,
    /// `<rest..>`: every segment that is left.
    Greedy,
    /// `?<limit>`: a value of the query string.
    Query,
    /// Named in `headers(…)`.
    Header,
    /// Named in `cookies(…)`.
    Cookie,
}

/// One parameter that the annotation names.
#[derive(Debug)]
pub(crate) struct Parameter {
    /// The argument's name.
    pub(crate) name: String,
    /// The parameter's own name, in a request.
    pub(crate) key: String,
    pub(crate) place: Place,
    /// What is read where a request is without it, as text.
    pub(crate) default: Option<String>,
    /// Where it is named.
    pub(crate) at: TokenStream,
}

/// A path as API Gateway writes it, and the parameters it names.
#[derive(Debug)]
pub(crate) struct Path {
    /// `/events/{id}`.
    pub(crate) pattern: String,
    pub(crate) parameters: Vec<Parameter>,
}

impl Path {
    pub(crate) fn parse(literal: &LitStr, errors: &mut Errors) -> Self {
        let text = literal.value();
        let (path, query) = match text.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (text.as_str(), None),
        };
        let mut reader = Reader { literal, errors, parameters: Vec::new() };
        let pattern = reader.segments(path);
        if let Some(query) = query {
            reader.query(query);
        }
        Self { pattern, parameters: reader.parameters }
    }
}

struct Reader<'a> {
    literal: &'a LitStr,
    errors: &'a mut Errors,
    parameters: Vec<Parameter>,
}

impl Reader<'_> {
    fn wrong(&mut self, message: String) {
        self.errors.at(self.literal, message);
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
            let (name, place) = match name.strip_suffix("..") {
                Some(name) => (name, Place::Greedy),
                None => (name, Place::Segment),
            };
            let plus = if place == Place::Greedy { "+" } else { "" };
            if place == Place::Greedy && !last {
                self.wrong(format!("`{segment}` takes every segment that is left, so it must be the last"));
            }
            // Writing to a `String` cannot fail.
            let _ = write!(pattern, "{{{name}{plus}}}");
            self.parameter(name, None, place, segment);
        } else if segment.is_empty() {
            self.wrong("a path has no empty segment: found `//`".to_owned());
        } else if segment.starts_with('{') || segment.starts_with(':') {
            let name = segment.trim_matches(['{', '}', ':', '+']);
            self.wrong(format!("a parameter is written `<{name}>`, got `{segment}`"));
        } else if segment.contains(['<', '>']) {
            self.wrong(format!("a parameter is a whole segment, as in `/<id>/`, got `{segment}`"));
        } else if let Some(c) = segment.chars().find(|c| !path::is_character(*c)) {
            let accepted = format!("letters, digits and `{}`", path::CHARACTERS);
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
                    self.parameter(name, default, Place::Query, part);
                }
                None => {
                    self.wrong(format!("query parameters are written `?<limit=20>&<cursor>`, got `{part}`"));
                }
            }
        }
    }

    fn parameter(&mut self, name: &str, default: Option<&str>, place: Place, written: &str) {
        // A keyword is the name of an argument that is written `r#type`.
        let is_name = path::is_name(name) && Ident::parse_any.parse_str(name).is_ok();
        if !is_name {
            self.wrong(format!("a parameter bears the name of an argument of the function, of ASCII letters, digits and `_`, got `{written}`"));
        } else if self.parameters.iter().any(|known| known.name == name) {
            self.wrong(format!("`<{name}>` is declared twice"));
        } else {
            let (name, default) = (name.to_owned(), default.map(str::to_owned));
            let at = self.literal.to_token_stream();
            self.parameters.push(Parameter { key: name.clone(), name, place, default, at });
        }
    }
}
