//! The two annotations: `#[route]` on a function and `#[derive(Item)]` on a record.
//!
//! Each is a pipeline: the annotation is parsed (`args`, `path`), met with the item it
//! stands on and checked (`route`, `item`), then turned into tokens (`expand`), which
//! cannot fail. Only what needs the source text happens here; everything that could be a
//! function is one, in the runtime crate. Users read the documentation at the re-exports
//! in `fingerpost`, where the examples compile.

mod args;
mod errors;
mod expand;
mod item;
mod path;
mod route;
#[cfg(test)]
mod snapshots;

use proc_macro::TokenStream;
use quote::quote;
use syn::parse_macro_input;

/// Turns an `async fn` into a route. Documented at `fingerpost::route`.
#[proc_macro_attribute]
pub fn route(args: TokenStream, item: TokenStream) -> TokenStream {
    let function = parse_macro_input!(item as syn::ItemFn);
    let registration = match route::Route::parse(args.into(), &function) {
        Ok(route) => expand::route(&route),
        Err(error) => error.into_compile_error(),
    };
    // A route is `async` whether or not it awaits.
    quote!(#[allow(clippy::unused_async)] #function #registration).into()
}

/// Makes a struct an item of a table. Documented at `fingerpost::Item`.
#[proc_macro_derive(Item, attributes(item))]
pub fn item(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as syn::DeriveInput);
    match item::Item::parse(&input) {
        Ok(item) => expand::item(&item),
        Err(error) => error.into_compile_error(),
    }
    .into()
}
