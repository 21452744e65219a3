//! What settings expand to: the variables that they are read from, and an argument of routes. Nothing here can
//! fail.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::Settings;
use super::fields::{Kind, Setting};

/// The `impl`s of settings. Settings with mistakes are an argument all the same, so that the routes that take
/// them are not mistakes, too.
pub(crate) fn settings(settings: &Settings) -> TokenStream {
    let Settings { ident, generics, fields } = settings;
    let (parameters, arguments, bounds) = generics.split_for_impl();
    let bounds =
        if generics.params.is_empty() { quote!(#bounds) } else { quote!(where Self: Send + Sync + 'static) };
    let variables = fields.iter().map(variable);
    let (read, copied) = if fields.is_empty() {
        (quote!(::std::unimplemented!()), quote!(::std::unimplemented!()))
    } else {
        (reading(fields), copying(fields))
    };
    quote! {
        #[allow(clippy::redundant_closure_for_method_calls, missing_docs, unused_imports)]
        const _: () = {
            use ::fingerpost::__private::{self as __fp, ReadBySerde as _};
            impl #parameters ::fingerpost::Settings for #ident #arguments #bounds {
                const VARIABLES: &'static [__fp::Variable] = &[#(#variables),*];
                fn read(__values: &mut __fp::Values<'_>) -> ::std::option::Option<Self> {
                    #read
                }
                fn copied(&self) -> Self {
                    #copied
                }
            }
            impl #parameters ::fingerpost::FromRequest for #ident #arguments #bounds {
                fn describe(route: &mut ::fingerpost::Description) {
                    __fp::describe_settings::<Self>(route);
                }
                fn open(resources: &mut ::fingerpost::Resources) -> impl ::std::future::Future<Output = ::fingerpost::Result<()>> + Send {
                    __fp::open_settings::<Self>(resources)
                }
                fn from_request(request: &::fingerpost::Request<'_>) -> impl ::std::future::Future<Output = ::fingerpost::Result<Self>> + Send {
                    __fp::settings_of::<Self>(request)
                }
            }
        };
    }
}

fn variable(setting: &Setting) -> TokenStream {
    let Setting { variable, kind, optional, default, .. } = setting;
    let secret = (*kind == Kind::Secret).then(|| quote!(.secret()));
    let optional = optional.then(|| quote!(.optional()));
    let default = default.iter();
    quote!(__fp::Variable::new(#variable) #secret #optional #(.default(#default))*)
}

/// All fields are read before one that is missing ends it, so that every mistake is told.
fn reading(fields: &[Setting]) -> TokenStream {
    let names: Vec<_> = fields.iter().map(|setting| &setting.field).collect();
    let reads = fields.iter().map(read);
    quote! {
        #(let #names = #reads;)*
        ::std::option::Option::Some(Self { #(#names: #names?),* })
    }
}

/// All of it stands at the type: one that no text can be read as is one error, there.
fn read(setting: &Setting) -> TokenStream {
    let of = &setting.of;
    match (setting.kind, setting.optional) {
        (Kind::Secret, false) => quote_spanned!(of.span()=> __values.secret()),
        (Kind::Secret, true) => quote_spanned!(of.span()=> __values.maybe_secret()),
        (Kind::One, false) => quote_spanned!(of.span()=> __values.one::<#of>(|text| text.setting())),
        (Kind::One, true) => quote_spanned!(of.span()=> __values.maybe::<#of>(|text| text.setting())),
        (Kind::List, false) => quote_spanned!(of.span()=> __values.list::<#of>(|text| text.setting())),
        (Kind::List, true) => quote_spanned!(of.span()=> __values.maybe_list::<#of>(|text| text.setting())),
    }
}

fn copying(fields: &[Setting]) -> TokenStream {
    let copies = fields.iter().map(|setting| {
        let (field, span) = (&setting.field, setting.of.span());
        quote_spanned!(span=> #field: ::std::clone::Clone::clone(&self.#field))
    });
    quote!(Self { #(#copies),* })
}
