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
    let names: Vec<Ident> = (0..route.arguments.len()).map(|i| format_ident!("argument_{i}")).collect();
    let extractions = names.iter().zip(&route.arguments).map(|(name, argument)| extraction(name, argument));
    let descriptions = route.arguments.iter().map(description);
    let span = if route.output.is_empty() { function.span() } else { route.output.span() };
    let respond = quote_spanned!(span=> ::fingerpost::__private::respond);
    quote! {
        const _: () = {
            fn handle<'r>(request: &'r ::fingerpost::Request<'r>) -> ::fingerpost::__private::Handling<'r> {
                ::std::boxed::Box::pin(async move {
                    #(#extractions)*
                    #respond(#function(#(#names),*).await)
                })
            }
            ::fingerpost::__private::submit! { ::fingerpost::__private::Route {
                name: #name, method: ::fingerpost::Method::#method, path: #pattern,
                memory_mb: #memory, timeout_seconds: #timeout, summary: #summary,
                source: ::std::concat!(::std::file!(), ":", ::std::line!()),
                arguments: &[#(#descriptions),*], handle,
            } }
        };
    }
}

fn extraction(name: &Ident, argument: &Argument) -> TokenStream {
    let span = argument.span();
    let value = match &argument.source {
        Source::Path(key) => quote_spanned!(span=> ::fingerpost::__private::path(request, #key)?),
        Source::Query(key) => quote_spanned!(span=> ::fingerpost::__private::query(request, #key)?),
        Source::QueryOptional(key) => {
            quote_spanned!(span=> ::fingerpost::__private::query_optional(request, #key)?)
        }
        Source::QueryRepeated(key) => {
            quote_spanned!(span=> ::fingerpost::__private::query_repeated(request, #key)?)
        }
        Source::Request => quote_spanned!(span=> ::fingerpost::__private::extract(request).await?),
    };
    quote!(let #name = #value;)
}

fn description(argument: &Argument) -> TokenStream {
    let ty = &argument.ty;
    match &argument.source {
        Source::Path(key) => quote!(::fingerpost::__private::Argument::path(#key)),
        Source::Query(key) => quote!(::fingerpost::__private::Argument::query(#key, true)),
        Source::QueryOptional(key) | Source::QueryRepeated(key) => {
            quote!(::fingerpost::__private::Argument::query(#key, false))
        }
        Source::Request => quote!(::fingerpost::__private::Argument::extracted::<#ty>()),
    }
}

/// `GET` to the variant `Get`.
fn method(written: &Ident) -> Ident {
    let text = written.to_string();
    format_ident!("{}{}", text[..1], text[1..].to_lowercase())
}

pub(crate) fn item(item: &Item) -> TokenStream {
    let Item { ident, table, partition_key: Key { name, ty }, .. } = item;
    let (sort_name, sort_ty) = match &item.sort_key {
        Some(Key { name, ty }) => (quote!(::std::option::Option::Some(#name)), quote!(#ty)),
        None => (quote!(::std::option::Option::None), quote!(::fingerpost::NoSortKey)),
    };
    quote! {
        impl ::fingerpost::Item for #ident {
            const TABLE: &'static str = #table;
            const SOURCE: &'static str = ::std::concat!(::std::file!(), ":", ::std::line!());
            const PARTITION_KEY: &'static str = #name;
            const SORT_KEY: ::std::option::Option<&'static str> = #sort_name;
            type PartitionKey = #ty;
            type SortKey = #sort_ty;
        }
    }
}
