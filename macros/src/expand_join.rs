//! Writes how an enum of errors takes one error into another, so that a transaction tells all that failed.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;

use crate::api_error::{Kind, Variant};
use crate::error_fields::Named;
use crate::types::wrapper;

/// The method `join`, where a variant has something to join.
pub(crate) fn join(variants: &[Variant]) -> Option<TokenStream> {
    let arms: Vec<_> = variants.iter().filter_map(arm).collect();
    let (this, other) = (Ident::new("self", Span::call_site()), Ident::new("other", Span::call_site()));
    (!arms.is_empty()).then(|| {
        quote! {
            fn join(&mut #this, #other: Self) -> ::std::option::Option<Self> {
                match (#this, #other) {
                    #(#arms)*
                    #[allow(unreachable_patterns)]
                    (_, #other) => ::std::option::Option::Some(#other),
                }
            }
        }
    })
}

/// Two errors of one variant as one.
fn arm(Variant { ident, kind }: &Variant) -> Option<TokenStream> {
    match kind {
        Kind::Answers(answer) if !answer.fields.is_empty() && answer.fields.iter().all(is_list) => {
            let fields = answer.fields.iter().map(|field| &field.ident);
            let others: Vec<_> =
                answer.fields.iter().map(|field| format_ident!("more_{}", field.ident)).collect();
            let (known, named) = (fields.clone(), fields.clone());
            Some(quote! {
                (Self::#ident { #(#known),* }, Self::#ident { #(#named: #others),* }) => {
                    #(#fields.extend(#others);)*
                    ::std::option::Option::None
                }
            })
        }
        Kind::Passes(ty) => Some(quote_spanned! {ty.span()=>
            (Self::#ident(error), Self::#ident(more)) => {
                ::fingerpost::AnswerError::join(error, more).map(Self::#ident)
            }
        }),
        Kind::Answers(_) | Kind::PassesAll(_) | Kind::Wrong => None,
    }
}

fn is_list(field: &Named) -> bool {
    wrapper(&field.ty).is_some_and(|(name, _)| name == "Vec")
}
