//! What a project declares already: its routes and its tables, with the places where they stand.

use fingerpost_manifest::{Method, path};
use proc_macro2::{TokenStream, TokenTree};
use syn::parse::ParseStream;
use syn::spanned::Spanned as _;
use syn::{Attribute, Ident, Item, LitStr, Token};

use super::sources::{Source, Sources, is_test};

/// A function under `#[route(…)]`.
pub(super) struct Route<'s> {
    /// `GET /orders/{}`: what the gateway tells it by.
    pub(super) key: String,
    pub(super) name: String,
    /// The first segment of its path.
    pub(super) segment: String,
    pub(super) source: &'s Source,
    line: usize,
}

/// A struct under `#[item(table = "…")]`.
pub(super) struct Table<'s> {
    pub(super) name: String,
    source: &'s Source,
    line: usize,
}

impl Route<'_> {
    /// `src/orders.rs:12`.
    pub(super) fn at(&self) -> String {
        format!("{}:{}", self.source.shown, self.line)
    }
}

impl Table<'_> {
    /// `src/orders.rs:12`.
    pub(super) fn at(&self) -> String {
        format!("{}:{}", self.source.shown, self.line)
    }
}

/// What the gateway tells a route by: parameters have no names there.
pub(super) fn key(method: &str, pattern: &str) -> String {
    let shape = if pattern == "/" { pattern.to_owned() } else { path::shape(pattern) };
    format!("{method} {shape}")
}

/// The first segment of a pattern, without its slash.
pub(super) fn first_segment(pattern: &str) -> &str {
    pattern.split('/').nth(1).unwrap_or_default()
}

/// Every route of the project, and every authorizer, whose name is one like a route's.
pub(super) fn routes(sources: &Sources) -> Vec<Route<'_>> {
    let mut found = Vec::new();
    for source in sources.all() {
        each(&source.items, &mut |item| {
            let Item::Fn(function) = item else { return };
            let attribute = attribute(&function.attrs, "route");
            let Some((method, path, named)) = attribute.and_then(annotation) else { return };
            let (written, _) = path::written(&path);
            let ident = function.sig.ident.to_string();
            found.push(Route {
                key: key(&method, &written.pattern),
                name: named.unwrap_or_else(|| ident.trim_start_matches("r#").to_owned()),
                segment: first_segment(&written.pattern).to_owned(),
                source,
                line: function.sig.ident.span().start().line,
            });
        });
    }
    found
}

/// Every table that an item of the project is of.
pub(super) fn tables(sources: &Sources) -> Vec<Table<'_>> {
    let mut found = Vec::new();
    for source in sources.all() {
        each(&source.items, &mut |item| {
            let Item::Struct(item) = item else { return };
            let Some(attribute) = attribute(&item.attrs, "item") else { return };
            let tokens = attribute.meta.require_list().map(|list| list.tokens.clone());
            let Some(name) = tokens.ok().and_then(|tokens| text_of("table", tokens)) else { return };
            found.push(Table { name, source, line: item.ident.span().start().line });
        });
    }
    found
}

/// Calls `look` for each item, those of inner modules too.
fn each<'i>(items: &'i [Item], look: &mut impl FnMut(&'i Item)) {
    for item in items {
        match item {
            Item::Mod(module) if !is_test(&module.attrs) => {
                each(module.content.as_ref().map_or(&[], |(_, items)| items), look);
            }
            item => look(item),
        }
    }
}

/// The attribute of this name, be it written with the crate's name or without.
fn attribute<'i>(attributes: &'i [Attribute], name: &str) -> Option<&'i Attribute> {
    let named =
        |attribute: &&Attribute| attribute.path().segments.last().is_some_and(|last| last.ident == name);
    attributes.iter().find(named)
}

/// The method, the path and the name that `#[route(…)]` says; none where the compiler will complain.
fn annotation(attribute: &Attribute) -> Option<(String, String, Option<String>)> {
    let parser = |input: ParseStream<'_>| {
        let method: Ident = input.parse()?;
        input.parse::<Token![,]>()?;
        let path: LitStr = input.parse()?;
        Ok((method.to_string(), path.value(), text_of("name", input.parse()?)))
    };
    let found = attribute.parse_args_with(parser).ok()?;
    found.0.parse::<Method>().is_ok().then_some(found)
}

/// The text of `key = "…"` among these tokens.
fn text_of(key: &str, tokens: TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    tokens.windows(3).find_map(|window| match window {
        [TokenTree::Ident(ident), TokenTree::Punct(equals), TokenTree::Literal(text)]
            if ident == key && equals.as_char() == '=' =>
        {
            syn::parse_str::<LitStr>(&text.to_string()).ok().map(|text| text.value())
        }
        _ => None,
    })
}

/// Where an item begins and ends in its text, with its attributes and its documentation.
pub(super) fn range(item: &Item) -> std::ops::Range<usize> {
    item.span().byte_range()
}
