//! The annotations: `#[route]` and `#[authorizer]` on a function, `#[derive(Item)]` on a record,
//! `#[derive(Settings)]` on what a function is deployed with, `#[derive(ApiError)]` on an enum.
//!
//! Each is a pipeline: the annotation is parsed (`keys`, `args`, `path`, `carried`, `auth`), met with the item it
//! stands on and checked (`route`, `item`, `settings`,
//! `api_error`), then turned into tokens (`expand`, `item::expand`,
//! `expand_error`), which cannot fail. Only what needs the source text happens here; everything that could be a
//! function is one, in the runtime crate. Users read the documentation at the re-exports
//! in `fingerpost`, where the examples compile.

mod api_error;
mod args;
mod auth;
mod authorizer;
mod carried;
mod error_fields;
mod errors;
mod expand;
mod expand_authorizer;
mod expand_error;
mod expand_join;
mod expand_refusal;
mod item;
mod keys;
mod path;
mod route;
mod sentence;
mod settings;
#[cfg(test)]
mod snapshots;
mod types;

use proc_macro::TokenStream;
use quote::quote;
use syn::parse_macro_input;

/// Turns an `async fn` into a route. Documented at `fingerpost::route`.
#[proc_macro_attribute]
pub fn route(args: TokenStream, item: TokenStream) -> TokenStream {
    let function = proc_macro2::TokenStream::from(item.clone());
    let registration = match syn::parse(item) {
        Ok(function) => match route::Route::parse(args.into(), &function) {
            Ok(route) => expand::route(&route),
            Err(errors) => quote!(#errors),
        },
        Err(error) => error.into_compile_error(),
    };
    // The registration stands first, for rustc reports in that order: an argument's type that is
    // wrong, then what the function's body cannot do with it. A route has as many arguments as its
    // request has parts, and is `async` whether or not it awaits.
    quote!(#registration #[allow(clippy::too_many_arguments, clippy::type_complexity, clippy::unused_async)] #function).into()
}

/// Makes an `async fn` an authorizer. Documented at `fingerpost::authorizer`.
#[proc_macro_attribute]
pub fn authorizer(args: TokenStream, item: TokenStream) -> TokenStream {
    let function = proc_macro2::TokenStream::from(item.clone());
    let registration = match syn::parse(item) {
        Ok(function) => match authorizer::Authorizer::parse(args.into(), &function) {
            Ok(authorizer) => expand_authorizer::authorizer(&authorizer),
            Err(errors) => quote!(#errors),
        },
        Err(error) => error.into_compile_error(),
    };
    quote!(#registration #[allow(clippy::too_many_arguments, clippy::type_complexity, clippy::unused_async)] #function).into()
}

/// Makes a struct an item of a table. Documented at `fingerpost::Item`.
///
/// With a mistake it is an item all the same, so that the tables of it are not mistakes, too.
#[proc_macro_derive(Item, attributes(item))]
pub fn item(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as syn::DeriveInput);
    let (item, errors) = item::Item::parse(&input);
    let item = item::expand(&item);
    quote!(#item #errors).into()
}

/// Makes a struct the settings of a function. Documented at `fingerpost::Settings`.
///
/// With a mistake it is an argument all the same, so that the routes that take it are not mistakes, too.
#[proc_macro_derive(Settings, attributes(setting, secret))]
pub fn settings(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as syn::DeriveInput);
    let (settings, errors) = settings::Settings::parse(&input);
    let settings = settings::expand(&settings);
    quote!(#settings #errors).into()
}

/// Makes an enum the error of a route. Documented at `fingerpost::ApiError`.
///
/// With a mistake it is one all the same, so that what returns it is not a mistake, too.
#[proc_macro_derive(ApiError, attributes(error))]
pub fn api_error(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as syn::DeriveInput);
    let (error, errors) = api_error::ApiError::parse(&input);
    let error = expand_error::api_error(&error);
    quote!(#error #errors).into()
}
