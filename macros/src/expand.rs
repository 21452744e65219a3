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
    let extractor = extractor(route);
    let constants = numbered.iter().map(|(index, argument)| constant(*index, argument, extractor));
    let values = numbered.iter().map(|(index, argument)| value(*index, argument));
    let parts = numbered.iter().map(|(index, argument)| part(&named(*index, argument)));
    let together = together(route);
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
            #together
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

/// Who is known to call says which arguments there can be, and one alone has no other beside it.
fn extractor(route: &Route) -> &'static str {
    match (&route.auth, taken(route).count()) {
        (Some(Auth::Open), 1) => "open_extractor_alone",
        (Some(Auth::Iam), 1) => "iam_extractor_alone",
        (Some(Auth::By(_)) | None, 1) => "extractor_alone",
        (Some(Auth::Open), _) => "open_extractor",
        (Some(Auth::Iam), _) => "iam_extractor",
        (Some(Auth::By(_)) | None, _) => "extractor",
    }
}

/// A constant of the argument's type. All of it stands at the type, and so does what uses it: a type
/// that is no argument is one error, there. rustc shows the same error at the same place once.
pub(crate) fn constant(index: usize, argument: &Argument, extractor: &str) -> TokenStream {
    let (name, ty, span) = (named(index, argument), &argument.ty, argument.ty.span());
    let Source::Named(Named { count, place, key, default, of }) = &argument.source else {
        let extractor = Ident::new(extractor, span);
        return quote_spanned! {span=>
            const #name: <#ty as __fp::Extracted>::By = __fp::#extractor();
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

/// The check that the arguments that are taken by their types go together, where there are several. One alone is
/// checked where it stands.
fn together(route: &Route) -> Option<TokenStream> {
    let taken: Vec<_> = taken(route).collect();
    let span = route.function.span();
    (taken.len() > 1).then(|| quote_spanned!(span=> const _: () = __fp::together(&[#(#taken.nature),*]);))
}

/// The constants of the arguments that are taken by their types.
fn taken(route: &Route) -> impl Iterator<Item = Ident> {
    let arguments = route.arguments.iter().enumerate();
    let taken = arguments.filter(|(_, argument)| matches!(argument.source, Source::Request));
    taken.map(|(index, argument)| named(index, argument))
}

pub(crate) fn named(index: usize, argument: &Argument) -> Ident {
    format_ident!("ARG_{index}", span = argument.ty.span())
}

pub(crate) fn part(constant: &Ident) -> TokenStream {
    quote_spanned!(constant.span()=> &#constant)
}

pub(crate) fn value(index: usize, argument: &Argument) -> TokenStream {
    let (name, span) = (named(index, argument), argument.ty.span());
    match argument.source {
        Source::Request => quote_spanned!(span=> #name.take(taking).await),
        Source::Named(_) => quote_spanned!(span=> #name.take(taking)),
    }
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
