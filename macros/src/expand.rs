//! The only place that writes Rust: a checked model in, tokens out. Nothing here can fail.
//!
//! What is written names the runtime crate by its absolute path through one door,
//! `::fingerpost::__private`, and hands every decision to a function there.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use crate::item::{Item, Key};
use crate::route::{Argument, Route, Source};

pub(crate) fn route(route: &Route) -> TokenStream {
    let Route { function, name, pattern, memory, timeout, summary, .. } = route;
    let method = method(&route.method);
    let throttle = option(route.throttle.map(|(rate, burst)| quote!((#rate, #burst))));
    let body_limit = option(route.body_limit.map(|bytes| quote!(#bytes)));
    let numbered: Vec<_> = route.arguments.iter().enumerate().collect();
    let names: Vec<Ident> = numbered.iter().map(|(index, _)| format_ident!("argument_{index}")).collect();
    let extractors = numbered.iter().map(|(index, argument)| extractor(*index, argument));
    let values = numbered.iter().map(|(index, argument)| value(*index, argument));
    let descriptions = numbered.iter().map(|(index, argument)| description(*index, argument));
    let span = if route.output.is_empty() { function.span() } else { route.output.span() };
    let respond = quote_spanned!(span=> ::fingerpost::__private::respond(answer));
    let body = quote! {{
        #(let #names = #values?;)*
        let answer = #function(#(#names),*).await;
        #respond
    }};
    // What the handler keeps across an `.await` and is not `Send` is an error at its name.
    let handling = quote_spanned!(function.span()=> ::std::boxed::Box::pin(async move #body));
    quote! {
        #[allow(clippy::type_complexity)] const _: () = {
            #(#extractors)*
            fn handle<'r>(request: &'r ::fingerpost::Request<'r>) -> ::fingerpost::__private::Handling<'r> {
                #handling
            }
            ::fingerpost::__private::submit! { ::fingerpost::__private::Route {
                name: #name, method: ::fingerpost::Method::#method, path: #pattern,
                memory_mb: #memory, timeout_seconds: #timeout, throttle: #throttle, body_limit: #body_limit,
                summary: #summary, source: ::std::concat!(::std::file!(), ":", ::std::line!()),
                arguments: &[#(#descriptions),*], handle,
            } }
        };
    }
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::std::option::Option::Some(#value)),
        None => quote!(::std::option::Option::None),
    }
}

/// A constant of the argument's type, and the only mention of it. All of it stands at the type,
/// and so does what uses it: a type that is no argument is one error, there.
fn extractor(index: usize, argument: &Argument) -> Option<TokenStream> {
    let Source::Request = argument.source else { return None };
    let (name, ty) = (constant(index, argument), &argument.ty);
    Some(quote_spanned! {ty.span()=>
        const #name: <#ty as ::fingerpost::__private::Extracted>::By = ::fingerpost::__private::extractor();
    })
}

fn constant(index: usize, argument: &Argument) -> Ident {
    format_ident!("ARGUMENT_{index}", span = argument.ty.span())
}

fn value(index: usize, argument: &Argument) -> TokenStream {
    let span = argument.ty.span();
    match &argument.source {
        Source::Path(key) => quote_spanned!(span=> ::fingerpost::__private::path(request, #key)),
        Source::Query(key) => quote_spanned!(span=> ::fingerpost::__private::query(request, #key)),
        Source::QueryOptional(key) => {
            quote_spanned!(span=> ::fingerpost::__private::query_optional(request, #key))
        }
        Source::QueryRepeated(key) => {
            quote_spanned!(span=> ::fingerpost::__private::query_repeated(request, #key))
        }
        Source::Request => {
            let extractor = constant(index, argument);
            quote_spanned!(span=> #extractor.take(request).await)
        }
    }
}

fn description(index: usize, argument: &Argument) -> TokenStream {
    match &argument.source {
        Source::Path(_) | Source::QueryOptional(_) | Source::QueryRepeated(_) => {
            quote!(::fingerpost::__private::Argument::NAMED)
        }
        Source::Query(key) => quote!(::fingerpost::__private::Argument::required_query(#key)),
        Source::Request => {
            let extractor = constant(index, argument);
            quote_spanned!(argument.ty.span()=> #extractor.argument)
        }
    }
}

/// `GET` to the variant `Get`.
fn method(written: &Ident) -> Ident {
    let text = written.to_string();
    format_ident!("{}{}", text[..1], text[1..].to_lowercase())
}

pub(crate) fn item(item: &Item) -> TokenStream {
    let Item { ident, table, partition_key: Key { name, ty }, .. } = item;
    let sort_name = option(item.sort_key.as_ref().map(|Key { name, .. }| quote!(#name)));
    let sort_ty =
        item.sort_key.as_ref().map_or(quote!(::fingerpost::NoSortKey), |Key { ty, .. }| quote!(#ty));
    let (parameters, arguments, bounds) = item.generics.split_for_impl();
    quote! {
        impl #parameters ::fingerpost::Item for #ident #arguments #bounds {
            const TABLE: &'static str = #table;
            const SOURCE: &'static str = ::std::concat!(::std::file!(), ":", ::std::line!());
            const PARTITION_KEY: &'static str = #name;
            const SORT_KEY: ::std::option::Option<&'static str> = #sort_name;
            type PartitionKey = #ty;
            type SortKey = #sort_ty;
        }
    }
}
