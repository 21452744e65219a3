//! The handle of each field: under which name it stands, and of what type its attribute is.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{Field, Ident, Visibility};

use super::serde;
use crate::types;

/// A visibility as if it had been written there, so that what it stands before is shown there.
pub(super) fn standing_at(visibility: &Visibility, span: Span) -> TokenStream {
    let tokens = visibility.to_token_stream().into_iter();
    tokens.map(|mut token| (token.set_span(span), token).1).collect()
}

/// The handle of one attribute.
pub(super) struct Handle {
    pub(super) field: Ident,
    visibility: Visibility,
    /// The attribute's name in DynamoDB.
    attribute: String,
    value: TokenStream,
    /// The alias of handles of its kind.
    kind: TokenStream,
}

impl Handle {
    /// The handle of a field, unless `serde` makes no attribute of it.
    pub(super) fn of(field: &Field, attribute: &str, roles: &[Ident]) -> Option<Self> {
        if !serde::is_attribute(field) {
            return None;
        }
        let optional = types::wrapper(&field.ty).filter(|(name, _)| name == "Option");
        let kind = match &optional {
            _ if roles.iter().any(|role| role == "version") => quote!(__Version),
            _ if roles.iter().any(|role| role == "unique") => quote!(__Unique),
            _ if roles.iter().any(|role| role != "expires") => quote!(__Key),
            Some(_) => quote!(__Maybe),
            None => quote!(__Is),
        };
        let value = match optional {
            _ if !serde::is_plain(field) => quote!(__fp::Any),
            Some((_, inside)) => inside,
            None => field.ty.to_token_stream(),
        };
        let (visibility, attribute) = (field.vis.clone(), attribute.to_owned());
        Some(Self { field: field.ident.clone()?, visibility, attribute, value, kind })
    }

    /// The constant of the item. It bears the span of the field: what clashes with it is shown there.
    pub(super) fn constant(&self) -> TokenStream {
        let Self { field, visibility, attribute, value, kind } = self;
        let name = format_ident!("{}", field.unraw().to_string().to_uppercase(), span = field.span());
        let visibility = standing_at(visibility, field.span());
        quote_spanned!(field.span()=> #visibility const #name: #kind<#value> = __f(#attribute);)
    }

    /// The field of the struct of handles.
    pub(super) fn declared(&self) -> TokenStream {
        let Self { field, value, kind, .. } = self;
        quote_spanned!(value.span()=> pub #field: #kind<#value>)
    }

    /// Its value.
    pub(super) fn given(&self) -> TokenStream {
        let Self { field, attribute, .. } = self;
        quote!(#field: __f(#attribute))
    }
}
