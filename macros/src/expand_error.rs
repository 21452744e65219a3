//! Writes what an enum of errors becomes: a checked model in, tokens out. Nothing here can fail.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;
use syn::ext::IdentExt as _;
use syn::spanned::Spanned;

use crate::api_error::{Answer, ApiError, Kind, Named, Role, Variant};
use crate::sentence::Sentence;

pub(crate) fn api_error(error: &ApiError) -> TokenStream {
    let ident = &error.ident;
    let (parameters, arguments, bounds) = error.generics.split_for_impl();
    let variants = error.variants.as_deref().unwrap_or_default();
    let described = variants.iter().filter_map(described);
    let becomes = match &error.variants {
        Some(variants) => {
            let arms = variants.iter().map(arm);
            quote!(match self { #(#arms)* })
        }
        None => quote!(::fingerpost::Error::internal("")),
    };
    let passing = passing(error);
    // At the enum, because that is where a type that implements `std::error::Error`, too, would be at odds.
    let from = quote_spanned! {ident.span()=>
        impl #parameters ::std::convert::From<#ident #arguments> for ::fingerpost::Error #bounds {
            fn from(error: #ident #arguments) -> Self {
                ::fingerpost::AnswerError::into_error(error)
            }
        }
    };
    let answers = quote_spanned! {ident.span()=>
        impl #parameters ::fingerpost::AnswerError for #ident #arguments #bounds
    };
    quote! {
        #[automatically_derived]
        #answers {
            fn describe(route: &mut ::fingerpost::Description) {
                #(#described)*
                let _ = route;
            }
            fn into_error(self) -> ::fingerpost::Error {
                #becomes
            }
        }
        #[automatically_derived]
        #from
        #passing
    }
}

/// What a variant says of a route that answers with it.
fn described(variant: &Variant) -> Option<TokenStream> {
    Some(match &variant.kind {
        Kind::Answers(Answer { status, sentence, .. }) => {
            let code = Literal::u16_unsuffixed(*status);
            // The sentence of a 5xx is for the log.
            let when = if *status < 500 { sentence.shown() } else { "the service fails at it".to_owned() };
            quote!(route.refuses(#code, #when);)
        }
        Kind::Passes(ty) | Kind::PassesAll(ty) => {
            quote_spanned!(ty.span()=> <#ty as ::fingerpost::AnswerError>::describe(route);)
        }
        Kind::Wrong => return None,
    })
}

/// The arm that makes a `fingerpost::Error` of a variant.
fn arm(variant: &Variant) -> TokenStream {
    let ident = &variant.ident;
    match &variant.kind {
        Kind::Answers(answer) => {
            let used = answer.fields.iter().filter(|field| is_used(field, answer)).map(|field| &field.ident);
            let error = made(answer);
            quote!(Self::#ident { #(#used,)* .. } => #error,)
        }
        Kind::Passes(ty) | Kind::PassesAll(ty) => {
            quote_spanned!(ty.span()=> Self::#ident(error) => ::fingerpost::AnswerError::into_error(error),)
        }
        Kind::Wrong => quote!(Self::#ident { .. } => ::fingerpost::Error::internal(""),),
    }
}

fn is_used(field: &Named, answer: &Answer) -> bool {
    let name = field.ident.unraw().to_string();
    let mut sentences = answer.headers.iter().map(|(_, value)| value).chain([&answer.sentence]);
    field.role != Role::Skipped || sentences.any(|sentence| sentence.names(&name))
}

/// The error of a variant with a sentence, from its fields.
fn made(answer: &Answer) -> TokenStream {
    let status = Literal::u16_unsuffixed(answer.status);
    let sentence = text(&answer.sentence);
    let headers = answer.headers.iter().map(|(name, value)| {
        let value = text(value);
        quote!(.header(#name, #value))
    });
    let error = quote!(::fingerpost::Error::new(#status, #sentence) #(#headers)*);
    answer.fields.iter().fold(error, |error, field| with(&error, field))
}

fn text(sentence: &Sentence) -> TokenStream {
    let literal = &sentence.literal;
    if sentence.is_formatted() { quote!(::std::format!(#literal)) } else { quote!(#literal) }
}

/// The error with a field, where what is wrong with its type is told.
fn with(error: &TokenStream, Named { ident, ty, role }: &Named) -> TokenStream {
    let name = ident.unraw().to_string();
    let mut value = ident.clone();
    value.set_span(ident.span().located_at(ty.span()));
    match role {
        Role::Body => quote_spanned!(ty.span()=> ::fingerpost::__private::error_field(#error, #name, #value)),
        Role::Details => quote_spanned!(ty.span()=> ::fingerpost::__private::error_details(#error, #value)),
        Role::Skipped => error.clone(),
    }
}

/// What `?` takes where the enum is returned, and where the enum passes itself.
fn passing(error: &ApiError) -> TokenStream {
    let ident = &error.ident;
    if !error.generics.params.is_empty() {
        return TokenStream::new();
    }
    let variants = error.variants.as_deref().unwrap_or_default();
    let held: Vec<(&Ident, &Type)> = variants
        .iter()
        .filter_map(|variant| match &variant.kind {
            Kind::Passes(ty) => Some((&variant.ident, ty)),
            _ => None,
        })
        .collect();
    let all = variants.iter().find_map(|variant| match &variant.kind {
        Kind::PassesAll(ty) => Some((&variant.ident, ty)),
        _ => None,
    });
    let Some((other, ty)) = all else {
        let from = held.iter().map(|(variant, ty)| from(ident, variant, ty));
        return quote! {
            #(#from)*
            #[automatically_derived]
            impl<To: ::fingerpost::__private::TakesAll> ::fingerpost::__private::Passes<To> for #ident {
                fn pass(self) -> To {
                    To::take(self)
                }
            }
        };
    };
    let holds = held.iter().map(|(variant, ty)| holds(ident, variant, ty));
    let exactly = held.iter().map(|(variant, ty)| exactly(variant, ty));
    let all = quote_spanned!(ty.span()=> Self::#other(error));
    quote! {
        #[automatically_derived]
        impl<E: ::fingerpost::__private::Passes<Self>> ::std::convert::From<E> for #ident {
            fn from(error: E) -> Self {
                error.pass()
            }
        }
        #[automatically_derived]
        impl<To: ::fingerpost::__private::Holds<Self>> ::fingerpost::__private::Passes<To> for #ident {
            fn pass(self) -> To {
                To::hold(self)
            }
        }
        #[automatically_derived]
        impl ::fingerpost::__private::TakesAll for #ident {
            fn exactly(error: &mut dyn ::std::any::Any) -> ::std::option::Option<Self> {
                #(#exactly)*
                let _ = error;
                ::std::option::Option::None
            }
            fn other(error: ::fingerpost::Error) -> Self {
                #all
            }
        }
        #(#holds)*
    }
}

/// `?` on the error of a variant, in an enum that does not take every error.
fn from(ident: &Ident, variant: &Ident, ty: &Type) -> TokenStream {
    let from = quote_spanned!(ty.span()=> impl ::std::convert::From<#ty> for #ident);
    quote! {
        #[automatically_derived]
        #from {
            fn from(error: #ty) -> Self {
                Self::#variant(error)
            }
        }
    }
}

/// The same in an enum that takes every error, for an error that takes every error, too.
fn holds(ident: &Ident, variant: &Ident, ty: &Type) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl ::fingerpost::__private::Holds<#ty> for #ident {
            fn hold(error: #ty) -> Self {
                Self::#variant(error)
            }
        }
    }
}

/// The same, for any other error.
fn exactly(variant: &Ident, ty: &Type) -> TokenStream {
    quote! {
        if let ::std::option::Option::Some(error) = ::fingerpost::__private::held::<#ty>(error) {
            return ::std::option::Option::Some(Self::#variant(error));
        }
    }
}
