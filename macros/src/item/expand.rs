//! What an item expands to: its table, and the handles of its fields. Nothing here can fail.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::{Item, Key};

/// The `impl`s of an item.
pub(crate) fn item(item: &Item) -> TokenStream {
    if !item.generics.params.is_empty() {
        return generic(item);
    }
    let Item { ident, table, partition_key: Key { ty, .. }, sort_key, handles, .. } = item;
    let partition = schema(&item.partition_key);
    let sort = sort_key.iter().map(schema);
    let sort_ty = sort_key.as_ref().map(|Key { ty, .. }| ty);
    let constants = handles.iter().map(super::Handle::constant);
    let declared = handles.iter().map(super::Handle::declared);
    let given = handles.iter().map(super::Handle::given);
    quote! {
        #[allow(dead_code, missing_docs, private_interfaces, unreachable_pub)]
        const _: () = {
            use ::fingerpost::__private::{self as __fp, field as __f};
            type __Is<V> = __fp::Field<#ident, V>;
            type __Maybe<V> = __fp::Field<#ident, V, __fp::Optional>;
            type __Key<V> = __fp::Field<#ident, V, __fp::InKey>;
            pub struct __Fields {
                #(#declared,)*
            }
            impl ::fingerpost::Item for #ident {
                type Key = (#ty, #sort_ty);
                type Fields = __Fields;
                const FIELDS: __Fields = __Fields {
                    #(#given,)*
                };
                fn table() -> &'static __fp::TableSchema {
                    const SOURCE: &str = ::std::concat!(::std::file!(), ":", ::std::line!());
                    static TABLE: __fp::TableSchema = __fp::TableSchema::new(#table, SOURCE, #partition) #(.sort_key(#sort))*;
                    &TABLE
                }
            }
            impl #ident {
                #(#constants)*
            }
        };
    }
}

fn schema(Key { name, ty }: &Key) -> TokenStream {
    quote_spanned!(ty.span()=> __fp::KeySchema::of::<#ty>(#name))
}

/// Of a mistake: an item with generic parameters, so that the tables of it are not mistakes, too.
fn generic(item: &Item) -> TokenStream {
    let Item { ident, partition_key: Key { ty, .. }, .. } = item;
    let (parameters, arguments, bounds) = item.generics.split_for_impl();
    let bounds = bounds.map(|bounds| quote!(#bounds, (#ty,): ::fingerpost::PrimaryKey));
    quote! {
        impl #parameters ::fingerpost::Item for #ident #arguments #bounds {
            type Key = (#ty,);
            type Fields = ();
            const FIELDS: () = ();
            fn table() -> &'static ::fingerpost::TableSchema {
                ::std::unimplemented!()
            }
        }
    }
}
