//! What an item expands to: its table, and the handles of its fields. Nothing here can fail.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Ident;
use syn::spanned::Spanned as _;

use super::Item;
use super::fields::Key;
use super::handles::standing_at;
use super::index::Index;

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
    let expires = item.expires.iter().map(schema);
    let version = item.version.iter().map(|(_, key)| &key.name);
    let version_ty = item.version.as_ref().map_or_else(|| quote!(()), |(_, Key { ty, .. })| quote!(#ty));
    let versioned = item.version.as_ref().map(|version| versioned(item, version));
    let (unique_ty, unique, kept) = unique(item);
    let kinds = kinds(item);
    let named = item.indexes.iter().map(|index| &index.name);
    let named =
        (!item.indexes.is_empty()).then(|| quote!(.indexes(&[#(<#named as ::fingerpost::Index>::schema),*])));
    let markers = item.indexes.iter().map(|index| marker(item, index));
    let indexes = item.indexes.iter().map(|index| described(item, index));
    quote! {
        #(#markers)*
        #[allow(dead_code, missing_docs, private_bounds, private_interfaces, unreachable_pub)]
        const _: () = {
            use ::fingerpost::__private::{self as __fp, field as __f};
            type __Is<V> = __fp::Field<#ident, V>;
            type __Maybe<V> = __fp::Field<#ident, V, __fp::Optional>;
            type __Key<V> = __fp::Field<#ident, V, __fp::InKey>;
            #kinds
            pub struct __Fields {
                #(#declared,)*
            }
            impl ::fingerpost::Item for #ident {
                type Key = (#ty, #sort_ty);
                type Version = #version_ty;
                type Unique = #unique_ty;
                type Fields = __Fields;
                const FIELDS: __Fields = __Fields {
                    #(#given,)*
                };
                fn table() -> &'static __fp::TableSchema {
                    const SOURCE: &str = ::std::concat!(::std::file!(), ":", ::std::line!());
                    #unique
                    static TABLE: __fp::TableSchema = __fp::TableSchema::of::<#ident>(#table, SOURCE, #partition) #(.sort_key(#sort))* #(.expires(#expires))* #(.version(#version))* #kept #named;
                    &TABLE
                }
            }
            impl #ident {
                #(#constants)*
            }
            #versioned
            #(#indexes)*
        };
    }
}

/// The types of the handles of fields that have a meaning of their own.
fn kinds(item: &Item) -> TokenStream {
    let ident = &item.ident;
    let version =
        item.version.as_ref().map(|_| quote!(type __Version<V> = __fp::Field<#ident, V, __fp::Counted>;));
    let unique =
        (!item.unique.is_empty()).then(|| quote!(type __Unique<V> = __fp::Field<#ident, V, __fp::Distinct>;));
    quote!(#version #unique)
}

/// Whether the item has unique values, the table that keeps them, and how its own table names that.
fn unique(item: &Item) -> (TokenStream, Option<TokenStream>, Option<TokenStream>) {
    let Item { table, unique, .. } = item;
    if unique.is_empty() {
        return (quote!(()), None, None);
    }
    let table = format!("{table}Unique");
    let kept = quote!(static UNIQUE: __fp::UniqueSchema = __fp::unique(#table, SOURCE, &[#(#unique),*]););
    (quote!(__fp::Distinct), Some(kept), Some(quote!(.unique(&UNIQUE))))
}

/// How the version is read and raised.
fn versioned(item: &Item, (field, Key { ty, .. }): &(Ident, Key)) -> TokenStream {
    let ident = &item.ident;
    quote! {
        impl ::fingerpost::Versioned for #ident {
            fn version_field(&self) -> &#ty {
                &self.#field
            }
            fn version_field_mut(&mut self) -> &mut #ty {
                &mut self.#field
            }
        }
    }
}

/// The struct that stands for an index, beside the item and as visible. All of it stands at its name, where
/// messages about it point.
fn marker(item: &Item, index: &Index) -> TokenStream {
    let (Item { table, visibility, .. }, name) = (item, &index.name);
    let visibility = standing_at(visibility, name.span());
    let documentation = format!("The index `{name}` of the table `{table}`.");
    quote_spanned! {name.span()=>
        #[doc = #documentation]
        #[allow(dead_code)]
        #[derive(Debug, Clone, Copy)]
        #visibility struct #name;
    }
}

/// What it is an index of, and how its key begins.
fn described(item: &Item, index: &Index) -> TokenStream {
    let Item { ident, visibility, .. } = item;
    let visibility = standing_at(visibility, index.name.span());
    let Index { name, is_local, partition, sort, projected } = index;
    let item: syn::Type = syn::parse_quote!(#ident);
    let read = projected.as_ref().unwrap_or(&item);
    let (partitions, sorts) =
        (partition.iter().map(|(_, key)| schema(key)), sort.iter().map(|(_, key)| schema(key)));
    let project = projected.iter().map(|ty| quote_spanned!(ty.span()=> .project::<#ty>()));
    let local = is_local.then(|| quote!(.local()));
    let consistently = is_local.then(|| quote!(impl __fp::ReadConsistently for #name {}));
    let (fields, types): (Vec<_>, Vec<_>) = partition.iter().map(|(field, key)| (field, &key.ty)).unzip();
    let rest = sort.iter().rev().fold(quote!(()), |rest, (_, Key { ty, .. })| quote!((#ty, #rest)));
    quote_spanned! {name.span()=>
        impl ::fingerpost::Index for #name {
            type Of = #ident;
            type Projected = #read;
            fn schema() -> &'static __fp::IndexSchema {
                static INDEX: __fp::IndexSchema = __fp::IndexSchema::new(::std::stringify!(#name), &[#(#partitions),*], &[#(#sorts),*]) #local #(#project)*;
                &INDEX
            }
        }
        impl #name {
            #visibility fn of(#(#fields: impl __fp::Value<#types>),*) -> __fp::IndexKey<Self, #rest> {
                __fp::IndexKey::of([#(__fp::Value::<#types>::attribute(#fields)),*])
            }
        }
        #consistently
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
            type Version = ();
            type Unique = ();
            type Fields = ();
            const FIELDS: () = ();
            fn table() -> &'static ::fingerpost::TableSchema {
                ::std::unimplemented!()
            }
        }
    }
}
