//! Reads what stands between the commas of an annotation, and the `key = value` pairs among it.
//!
//! An annotation is read while it is typed: a part that is wrong or half-written leaves the
//! others as they are, and its mistake stands at a token that is there. (`syn` points at the
//! whole annotation where it meets the end.)

use proc_macro2::TokenStream;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::token::Paren;
use syn::{Ident, Token};

use crate::errors::Errors;

/// What stands between two commas; never empty.
pub(crate) struct Part(pub(crate) TokenStream);

impl Parse for Part {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Token![,]) {
            return Err(input.error("nothing stands before this comma"));
        }
        let mut tokens = TokenStream::new();
        while !input.is_empty() && !input.peek(Token![,]) {
            tokens.extend([input.parse::<proc_macro2::TokenTree>()?]);
        }
        Ok(Self(tokens))
    }
}

/// The parts of an annotation; a comma may follow the last.
pub(crate) fn parts(tokens: TokenStream) -> syn::Result<impl Iterator<Item = Part>> {
    Punctuated::<Part, Token![,]>::parse_terminated.parse2(tokens).map(IntoIterator::into_iter)
}

/// `key`, `key = value`, or `key(list)`.
pub(crate) struct Pair {
    pub(crate) key: Ident,
    value: TokenStream,
    is_list: bool,
}

impl Pair {
    pub(crate) fn parse(part: Part, keys: &str) -> syn::Result<Self> {
        let parser = |input: ParseStream<'_>| {
            let key = Ident::parse_any(input)
                .map_err(|error| syn::Error::new(error.span(), format!("expected {keys}")))?;
            let is_list = input.peek(Paren);
            if !is_list && !input.is_empty() && input.parse::<Token![=]>().is_err() {
                return Err(input.error(format!("expected `=` or `,` after `{key}`")));
            }
            Ok(Self { key, value: input.parse()?, is_list })
        };
        parser.parse2(part.0)
    }

    /// What stands after the `=`.
    pub(crate) fn value(&self, errors: &mut Errors) -> Option<&TokenStream> {
        if self.value.is_empty() || self.is_list {
            let key = &self.key;
            errors.at(key, format!("`{key}` needs a value, as in `{key} = …`"));
            return None;
        }
        Some(&self.value)
    }

    /// The list in parentheses after the key, with them.
    pub(crate) fn list(&self, example: &str, errors: &mut Errors) -> Option<&TokenStream> {
        if !self.is_list {
            errors.at(&self.key, format!("`{}` needs a list, as in `{example}`", self.key));
            return None;
        }
        Some(&self.value)
    }

    /// Refuses a value where the key says everything.
    pub(crate) fn no_value(&self, errors: &mut Errors) {
        if !self.value.is_empty() {
            errors.at(&self.value, format!("`{}` takes no value", self.key));
        }
    }

    pub(crate) fn unknown(&self, keys: &str, errors: &mut Errors) {
        errors.at(&self.key, format!("unknown key `{}`; expected {keys}", self.key));
    }
}
