//! The model of one enum of errors: what each variant answers, or which error it passes on.

use fingerpost_manifest::name as names;
use proc_macro2::Span;
use quote::ToTokens as _;
use syn::parse::{ParseStream, Parser};
use syn::{Data, DeriveInput, Field, Fields, Generics, Ident, LitInt, LitStr, Meta, Token, Type};

use crate::error_fields::{self, Named, written};
use crate::errors::Errors;
use crate::keys::{self, Part};
use crate::sentence::Sentence;

/// An enum of errors, ready to be expanded.
pub(crate) struct ApiError {
    pub(crate) ident: Ident,
    /// Of a mistake: an enum of errors has none.
    pub(crate) generics: Generics,
    /// `None` where it is not an enum, or a generic one, which is a mistake.
    pub(crate) variants: Option<Vec<Variant>>,
}

/// A variant and what it becomes.
pub(crate) struct Variant {
    pub(crate) ident: Ident,
    pub(crate) kind: Kind,
}

/// What a variant becomes.
pub(crate) enum Kind {
    Answers(Answer),
    /// It holds an error with statuses of its own.
    Passes(Type),
    /// It holds a `fingerpost::Error`, which any error becomes.
    PassesAll(Type),
    /// A mistake.
    Wrong,
}

/// The response of a variant.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) sentence: Sentence,
    pub(crate) headers: Vec<(LitStr, Sentence)>,
    pub(crate) fields: Vec<Named>,
}

impl ApiError {
    /// The enum with its mistakes; a variant that is wrong has a stand-in.
    pub(crate) fn parse(input: &DeriveInput) -> (Self, Errors) {
        let mut errors = Errors::default();
        for attribute in written(&input.attrs) {
            errors.at(attribute, "a status and a sentence stand above each variant, not above the enum");
        }
        let mut variants = if let Data::Enum(data) = &input.data {
            Some(data.variants.iter().map(|variant| Variant::parse(variant, &mut errors)).collect())
        } else {
            let message = "`#[derive(ApiError)]` stands on an enum, which has a variant for each status";
            errors.at(&input.ident, message);
            None
        };
        if !input.generics.params.is_empty() {
            errors.at(&input.generics, "an enum of errors has no generic parameters");
            variants = None;
        }
        let mut this = Self { ident: input.ident.clone(), generics: input.generics.clone(), variants };
        this.check_passed(&mut errors);
        (this, errors)
    }

    /// One type is passed on by one variant, so that `?` knows which.
    fn check_passed(&mut self, errors: &mut Errors) {
        let mut known: Vec<(String, Ident)> = Vec::new();
        for variant in self.variants.iter_mut().flatten() {
            let (name, ty) = match &variant.kind {
                Kind::Passes(ty) => (ty.to_token_stream().to_string().replace(' ', ""), ty),
                Kind::PassesAll(ty) => ("fingerpost::Error".to_owned(), ty),
                Kind::Answers(_) | Kind::Wrong => continue,
            };
            if let Some((_, first)) = known.iter().find(|(passed, _)| *passed == name) {
                errors.at(ty, format!("`{first}` passes every `{name}` on already"));
                variant.kind = Kind::Wrong;
            } else {
                known.push((name, variant.ident.clone()));
            }
        }
    }
}

impl Variant {
    fn parse(variant: &syn::Variant, errors: &mut Errors) -> Self {
        let kind = kind(variant, errors).unwrap_or(Kind::Wrong);
        Self { ident: variant.ident.clone(), kind }
    }
}

fn kind(variant: &syn::Variant, errors: &mut Errors) -> Option<Kind> {
    let mut attributes = written(&variant.attrs);
    let Some(attribute) = attributes.next() else {
        let message = format!(
            "`{}` has no status: write `#[error(409, \"…\")]` above it, or `#[error(transparent)]` where it passes an error on",
            variant.ident
        );
        errors.at(&variant.ident, message);
        return None;
    };
    for second in attributes {
        errors.at(second, "a variant has one status and one sentence");
    }
    let parts = match &attribute.meta {
        Meta::List(list) if !list.tokens.is_empty() => errors.take(keys::parts(list.tokens.clone()))?,
        meta => {
            errors.at(meta, "expected a status and a sentence, as in `#[error(409, \"Out of stock\")]`");
            return None;
        }
    };
    let parts: Vec<Part> = parts.collect();
    let word = parts.first().and_then(|part| syn::parse2::<Ident>(part.0.clone()).ok());
    if word.is_some_and(|word| word == "transparent") {
        for more in &parts[1..] {
            errors.at(&more.0, "`transparent` takes status and sentence from the error that it passes on");
        }
        return passed(variant, errors);
    }
    answer(variant, parts, errors).map(Kind::Answers)
}

/// The error that a transparent variant holds.
fn passed(variant: &syn::Variant, errors: &mut Errors) -> Option<Kind> {
    let held = match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields.unnamed.first(),
        _ => None,
    };
    let Some(Field { ty, attrs, .. }) = held else {
        let message = format!(
            "a transparent variant holds the error that it passes on: write `{}(fingerpost::Error)`",
            variant.ident
        );
        errors.at(&variant.ident, message);
        return None;
    };
    for attribute in written(attrs) {
        errors.at(attribute, "an error that is passed on is not a field of the body");
    }
    Some(if is_ours(ty) { Kind::PassesAll(ty.clone()) } else { Kind::Passes(ty.clone()) })
}

/// Whether a type is `fingerpost::Error`, by its path: `Error`, or `Error` of something called `fingerpost`.
fn is_ours(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    let segments: Vec<_> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let names: Vec<_> = segments.iter().map(String::as_str).collect();
    matches!(names[..], ["Error"] | [.., "fingerpost", "Error"])
}

/// The status and the sentence, what headers follow, and the variant's fields.
fn answer(variant: &syn::Variant, parts: Vec<Part>, errors: &mut Errors) -> Option<Answer> {
    let fields = error_fields::of(variant, errors);
    let names: Vec<_> = fields.iter().flatten().map(Named::name).collect();
    let name = variant.ident.to_string();
    let mut parts = parts.into_iter();
    let first = parts.next()?;
    let status = errors.take(status(&first));
    let Some(second) = parts.next() else {
        if status.is_some() {
            let message = "a sentence stands after the status, as in `#[error(409, \"Out of stock\")]`";
            errors.at(&first.0, message);
        }
        return None;
    };
    let mut sentence = |literal| Sentence::parse(literal, &name, names.as_slice(), errors);
    let literal = match syn::parse2::<LitStr>(second.0.clone()) {
        Ok(literal) => Some(sentence(literal)),
        Err(_) => {
            errors.at(&second.0, "a sentence is a string literal, as in `#[error(409, \"Out of stock\")]`");
            None
        }
    };
    let mut headers = Vec::new();
    for part in parts {
        if let Some((header, value)) = errors.take(header(&part)) {
            headers.push((header, Sentence::parse(value, &name, &names, errors)));
        }
    }
    Some(Answer { status: status?, sentence: literal?, headers, fields: fields? })
}

fn status(part: &Part) -> syn::Result<u16> {
    let wrong = |message: String| syn::Error::new_spanned(&part.0, message);
    let literal = syn::parse2::<LitInt>(part.0.clone()).map_err(|_| {
        wrong(
            "expected a status and a sentence, as in `#[error(409, \"Out of stock\")]`, or `transparent`"
                .to_owned(),
        )
    })?;
    let status = literal.base10_parse().ok().filter(|status| (400..600).contains(status));
    status.ok_or_else(|| wrong(format!("the status of an error is 400 to 599, got `{literal}`")))
}

/// Reads `header("retry-after", "{seconds}")`.
fn header(part: &Part) -> syn::Result<(LitStr, LitStr)> {
    let parser = |input: ParseStream<'_>| {
        let word: Ident = input.parse()?;
        let inside;
        syn::parenthesized!(inside in input);
        let name: LitStr = inside.parse()?;
        inside.parse::<Token![,]>()?;
        let value: LitStr = inside.parse()?;
        inside.parse::<Option<Token![,]>>()?;
        let whole = inside.is_empty() && input.is_empty() && word == "header";
        if whole { Ok((name, value)) } else { Err(syn::Error::new(Span::call_site(), "")) }
    };
    let (name, value) = parser.parse2(part.0.clone()).map_err(|_| {
        let message = "expected nothing after the sentence, or `header(\"name\", \"value\")`";
        syn::Error::new_spanned(&part.0, message)
    })?;
    if !names::is_token(&name.value()) {
        let (others, got) = (names::TOKEN, name.value());
        let message = format!("a header's name is ASCII letters, digits and {others}, got `{got}`");
        return Err(syn::Error::new_spanned(name, message));
    }
    Ok((name, value))
}
