//! Reads a route's path: the contract knows how it is written, and here its parameters become those of an
//! annotation.
//!
//! A literal's inside cannot be pointed at on stable Rust, so each message quotes the
//! segment it is about.

use fingerpost_manifest::path::{self, Named, Part};
use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::LitStr;

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
        let (written, mistakes) = path::written(&literal.value());
        for mistake in mistakes {
            errors.at(literal, mistake);
        }
        let parameters = written.parameters.into_iter().map(|named| Parameter::of_path(named, literal));
        Self { pattern: written.pattern, parameters: parameters.collect() }
    }
}

impl Parameter {
    fn of_path(Named { name, part, default }: Named, literal: &LitStr) -> Self {
        let place = match part {
            Part::Segment => Place::Segment,
            Part::Greedy => Place::Greedy,
            Part::Query => Place::Query,
        };
        Self { key: name.clone(), name, place, default, at: literal.to_token_stream() }
    }
}
