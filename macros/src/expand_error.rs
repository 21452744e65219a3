//! Writes what an enum of errors becomes: a checked model in, tokens out. Nothing here can fail.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use crate::api_error::{Answer, ApiError, Kind, Variant};
use crate::error_fields::{Named, Role};
use crate::expand_join;
use crate::expand_refusal;
use crate::sentence::Sentence;

/// The name of a local variable. What is written at the user's tokens is of their `macro_rules!`, if they
/// stand in one, and would not see a variable that is not.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

pub(crate) fn api_error(error: &ApiError) -> TokenStream {
    let ident = &error.ident;
    let (parameters, arguments, bounds) = error.generics.split_for_impl();
    let described = error.variants.iter().flatten().filter_map(described);
    let probing = expand_refusal::probing(error.variants.iter().flatten());
    let becomes = match &error.variants {
        Some(variants) => {
            let arms = variants.iter().map(arm);
            quote!(match self { #(#arms)* })
        }
        None => quote!(::fingerpost::Error::internal("")),
    };
    let (this, route) = (local("self"), local("route"));
    let join = error.variants.as_deref().and_then(expand_join::join);
    let passing = error.variants.as_deref().map(|variants| passing(ident, variants));
    // At the enum, because that is where rustc points when it is at odds with another `impl`.
    quote_spanned! {ident.span()=>
        #[automatically_derived]
        impl #parameters ::fingerpost::AnswerError for #ident #arguments #bounds {
            fn describe(#route: &mut ::fingerpost::Description) {
                #probing
                #(#described)*
                let _ = #route;
            }
            fn into_error(#this) -> ::fingerpost::Error {
                #becomes
            }
            #join
        }
        #[automatically_derived]
        impl #parameters ::std::convert::From<#ident #arguments> for ::fingerpost::Error #bounds {
            fn from(error: #ident #arguments) -> Self {
                ::fingerpost::AnswerError::into_error(error)
            }
        }
        #passing
    }
}

/// What a variant says of a route that answers with it.
fn described(variant: &Variant) -> Option<TokenStream> {
    Some(match &variant.kind {
        Kind::Answers(answer) => expand_refusal::refusal(answer),
        Kind::Passes(ty) | Kind::PassesAll(ty) => {
            let route = local("route");
            quote_spanned!(ty.span()=> <#ty as ::fingerpost::AnswerError>::describe(#route);)
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
    let name = field.name();
    let mut sentences = answer.headers.iter().map(|(_, value)| value).chain([&answer.sentence]);
    field.role != Role::Skipped || sentences.any(|sentence| sentence.names(&name))
}

/// The error of a variant with a sentence, from its fields.
fn made(answer: &Answer) -> TokenStream {
    let status = Literal::u16_unsuffixed(answer.status);
    let sentence = text(&answer.sentence, &answer.fields);
    let headers = answer.headers.iter().map(|(name, value)| {
        let value = text(value, &answer.fields);
        quote!(.header(#name, #value))
    });
    let error = quote!(::fingerpost::Error::new(#status, #sentence) #(#headers)*);
    answer.fields.iter().fold(error, |error, field| with(&error, field))
}

/// The text of a sentence. A field that is no text is told at its type.
fn text(sentence: &Sentence, fields: &[Named]) -> TokenStream {
    let literal = &sentence.literal;
    if !sentence.is_formatted() {
        return quote!(#literal);
    }
    let named = fields.iter().filter(|field| sentence.names_as_text(&field.name()));
    let texts = named.map(|field| {
        let (ident, value) = (&field.ident, at_type(field));
        quote_spanned!(field.ty.span()=> #ident = ::fingerpost::__private::ErrorText::text(&#value))
    });
    quote!(::std::format!(#literal #(, #texts)*))
}

/// The error with a field, where what is wrong with its type is told. The error stands first, because it
/// borrows the field for the sentence.
fn with(error: &TokenStream, field: &Named) -> TokenStream {
    let (name, value) = (field.name(), at_type(field));
    let door = quote_spanned!(field.ty.span()=> ::fingerpost::__private);
    match field.role {
        Role::Body => quote_spanned!(field.ty.span()=> #door::ErrorField::add(#error, #name, #value)),
        Role::Details => quote_spanned!(field.ty.span()=> #door::ErrorDetails::add(#error, #value)),
        Role::Skipped => error.clone(),
    }
}

/// The field's value, which stands at its type.
fn at_type(Named { ident, ty, .. }: &Named) -> Ident {
    let mut value = ident.clone();
    value.set_span(ident.span().located_at(ty.span()));
    value
}

/// What `?` takes where the enum is returned, and where the enum passes itself.
fn passing(ident: &Ident, variants: &[Variant]) -> TokenStream {
    let held = variants.iter().filter_map(|variant| match &variant.kind {
        Kind::Passes(ty) => Some((&variant.ident, ty)),
        _ => None,
    });
    let held: Vec<(&Ident, &Type)> = held.collect();
    let all = variants.iter().find_map(|variant| match &variant.kind {
        Kind::PassesAll(ty) => Some((&variant.ident, ty)),
        _ => None,
    });
    match all {
        Some((other, ty)) => passing_all(ident, &held, other, ty),
        None => passing_some(ident, &held),
    }
}

/// It takes the errors of its variants, and passes itself into every enum that takes all.
fn passing_some(ident: &Ident, held: &[(&Ident, &Type)]) -> TokenStream {
    let from = held.iter().map(|(variant, ty)| {
        quote_spanned! {ty.span()=>
            #[automatically_derived]
            impl ::std::convert::From<#ty> for #ident {
                fn from(error: #ty) -> Self {
                    Self::#variant(error)
                }
            }
        }
    });
    quote_spanned! {ident.span()=>
        #(#from)*
        #[automatically_derived]
        impl<To: ::fingerpost::__private::TakesAll> ::fingerpost::Passes<To> for #ident {
            fn pass(self) -> To {
                To::take(self)
            }
        }
    }
}

/// It takes every error, and passes itself into the enums that have a variant for it.
fn passing_all(ident: &Ident, held: &[(&Ident, &Type)], other: &Ident, ty: &Type) -> TokenStream {
    let inner = local("error");
    let holds = held.iter().map(|(variant, ty)| holds(ident, variant, ty));
    let exactly = held.iter().map(|(variant, ty)| exactly(&inner, variant, ty));
    let all = quote_spanned!(ty.span()=> Self::#other(#inner));
    quote_spanned! {ident.span()=>
        #[automatically_derived]
        impl<E: ::fingerpost::Passes<Self>> ::std::convert::From<E> for #ident {
            fn from(error: E) -> Self {
                error.pass()
            }
        }
        #[automatically_derived]
        impl<To: ::fingerpost::__private::Holds<Self>> ::fingerpost::Passes<To> for #ident {
            fn pass(self) -> To {
                To::hold(self)
            }
        }
        #[automatically_derived]
        impl ::fingerpost::__private::TakesAll for #ident {
            fn exactly(#inner: &mut dyn ::std::any::Any) -> ::std::option::Option<Self> {
                #(#exactly)*
                let _ = #inner;
                ::std::option::Option::None
            }
            fn other(#inner: ::fingerpost::Error) -> Self {
                #all
            }
        }
        #(#holds)*
    }
}

/// The variant for an error that takes every error, too.
fn holds(ident: &Ident, variant: &Ident, ty: &Type) -> TokenStream {
    quote_spanned! {ty.span()=>
        #[automatically_derived]
        impl ::fingerpost::__private::Holds<#ty> for #ident {
            fn hold(error: #ty) -> Self {
                Self::#variant(error)
            }
        }
    }
}

/// The variant for an error of its type, among all that are passed on.
fn exactly(error: &Ident, variant: &Ident, ty: &Type) -> TokenStream {
    quote! {
        if let ::std::option::Option::Some(error) = ::fingerpost::__private::held::<#ty>(#error) {
            return ::std::option::Option::Some(Self::#variant(error));
        }
    }
}
