//! What a route expands to: a checked model in, tokens out. Nothing here can fail.
//!
//! What is written names the runtime crate by its absolute path through one door,
//! `::fingerpost::__private`, and hands every decision to a function there.

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Type;
use syn::ext::IdentExt as _;
use syn::spanned::Spanned;

use crate::auth::Auth;
use crate::path::Place;
use crate::route::{Argument, Count, Named, Route, Source};

pub(crate) fn route(route: &Route) -> TokenStream {
    let Route { function, name, pattern, .. } = route;
    let numbered: Vec<_> = route.arguments.iter().enumerate().collect();
    let names: Vec<Ident> = numbered.iter().map(|(index, _)| format_ident!("argument_{index}")).collect();
    let constants = numbered.iter().map(|(index, argument)| constant(*index, argument));
    let values = values(&route.arguments, take(route));
    let parts = numbered.iter().map(|(index, argument)| part(&named(*index, argument)));
    let answer = answer(route);
    let span = route.output.as_ref().map_or(function.span(), Spanned::span);
    let constant = Ident::new("ANSWER", span);
    let part_of_answer = part(&constant);
    let respond = quote_spanned!(span=> #constant.respond(#function(#(#names?),*).await));
    // Named after the function, because rustc names it where a future is not `Send`.
    let handle = format_ident!("route_{}", function.unraw(), span = Span::call_site());
    // What the handler keeps across an `.await` and is not `Send` is an error at its name.
    let handler = quote_spanned!(function.span()=> |taking| ::std::boxed::Box::pin(#handle(taking)));
    let method = format_ident!("{}", route.method.to_string().to_lowercase());
    let said = said(route);
    quote! {
        #[allow(clippy::type_complexity, unused_imports)] const _: () = {
            use ::fingerpost::__private::{self as __fp, Otherwise as _};
            #(#constants)*
            #answer
            async fn #handle(taking: &mut __fp::Taking<'_>) -> __fp::Handled {
                #(let #names = #values;)*
                #respond
            }
            const ROUTE: __fp::Route = __fp::#method(#name, #pattern) #(.#said)*
                .parts(&[#(#parts,)* #part_of_answer])
                .handler(#handler);
            __fp::submit!(ROUTE);
        };
    }
}

/// What the annotation and the documentation say, and no more.
fn said(route: &Route) -> Vec<TokenStream> {
    let plain = Literal::u32_unsuffixed;
    let one = |name, value: Option<u32>| {
        let (name, value) = (format_ident!("{name}"), plain(value?));
        Some(quote!(#name(#value)))
    };
    let memory = one("memory", route.memory);
    let timeout = one("timeout", route.timeout);
    let body_limit = one("body_limit", route.body_limit);
    let throttle = route.throttle.map(|(rate, burst)| (plain(rate), plain(burst)));
    let throttle = throttle.map(|(rate, burst)| quote!(throttle(#rate, #burst)));
    let auth = route.auth.as_ref().map(|auth| match auth {
        Auth::Open => quote!(open()),
        Auth::Iam => quote!(iam()),
        Auth::By(name) => quote!(authorizer(#name)),
    });
    let scopes = &route.scopes;
    let scopes = (!scopes.is_empty()).then(|| quote!(scopes(&[#(#scopes),*])));
    let documentation = Some(&route.documentation).filter(|text| !text.is_empty());
    let documentation = documentation.map(|text| quote!(documentation(#text)));
    [memory, timeout, throttle, body_limit, auth, scopes, documentation].into_iter().flatten().collect()
}

/// How an argument is taken says what is known of the callers.
fn take(route: &Route) -> &'static str {
    match route.auth {
        Some(Auth::Open) => "take_open",
        Some(Auth::Iam) => "take_iam",
        Some(Auth::By(_)) | None => "take",
    }
}

/// A constant of the argument's type. All of it stands at the type, and so does what uses it: a type
/// that is no argument is one error, there. rustc shows the same error at the same place once.
pub(crate) fn constant(index: usize, argument: &Argument) -> TokenStream {
    let (name, ty, span) = (named(index, argument), &argument.ty, argument.ty.span());
    let Source::Named(Named { count, place, key, default, of }) = &argument.source else {
        return quote_spanned! {span=>
            const #name: <#ty as __fp::Extracted>::By = __fp::extractor();
        };
    };
    let kind = match (count, default) {
        (_, Some(_)) => quote_spanned!(span=> Or),
        (Count::One, None) => quote_spanned!(span=> One),
        (Count::Maybe, None) => quote_spanned!(span=> Maybe),
        (Count::Every, None) => quote_spanned!(span=> Every),
    };
    let place = match place {
        Place::Segment | Place::Greedy => quote_spanned!(span=> path),
        Place::Query => quote_spanned!(span=> query),
        Place::Header => quote_spanned!(span=> header),
        Place::Cookie => quote_spanned!(span=> cookie),
    };
    let default = default.as_ref().map(|default| quote_spanned!(span=> #default,));
    quote_spanned! {span=>
        const #name: __fp::#kind<#of> = __fp::#kind::#place(#key, #default |v| v.typed().read());
    }
}

pub(crate) fn named(index: usize, argument: &Argument) -> Ident {
    format_ident!("ARG_{index}", span = argument.ty.span())
}

pub(crate) fn part(constant: &Ident) -> TokenStream {
    quote_spanned!(constant.span()=> &#constant)
}

/// What takes each argument. By its type it is taken where its route and the others beside it have what it needs.
pub(crate) fn values(arguments: &[Argument], take: &str) -> Vec<TokenStream> {
    let is_taken = |argument: &Argument| matches!(argument.source, Source::Request);
    let numbered = || arguments.iter().enumerate();
    let taken: Vec<_> = numbered().filter(|(_, argument)| is_taken(argument)).collect();
    let value = |(index, argument): (usize, &Argument)| {
        let (name, span) = (named(index, argument), argument.ty.span());
        if !is_taken(argument) {
            return quote_spanned!(span=> #name.take(taking));
        }
        let take = Ident::new(take, span);
        let before = taken.iter().filter(|(other, _)| *other < index).map(|(at, other)| named(*at, other));
        let after = taken.iter().filter(|(other, _)| *other > index).map(|(at, other)| named(*at, other));
        quote_spanned! {span=>
            #name.#take::<{ #name.needs(&[#(#before.nature),*], &[#(#after.nature),*]) }>(taking).await
        }
    };
    numbered().map(value).collect()
}

/// A constant of the return type, which stands there likewise.
fn answer(route: &Route) -> TokenStream {
    match &route.output {
        None => quote!(
            const ANSWER: <() as __fp::Answered>::By = __fp::responder();
        ),
        Some(ty) if has_no_name(ty) => quote!(
            const ANSWER: __fp::AnyResponder = __fp::ANY_RESPONDER;
        ),
        Some(ty) => quote_spanned! {ty.span()=>
            const ANSWER: <#ty as __fp::Answered>::By = __fp::responder();
        },
    }
}

/// `impl IntoResponse`, here or inside of another type.
fn has_no_name(ty: &Type) -> bool {
    ty.to_token_stream().into_iter().any(|token| is_impl(&token))
}

fn is_impl(token: &TokenTree) -> bool {
    match token {
        TokenTree::Ident(ident) => ident == "impl",
        TokenTree::Group(group) => group.stream().into_iter().any(|token| is_impl(&token)),
        _ => false,
    }
}
