//! Writes what a variant of an enum of errors says to the descriptions of routes: its status, its sentence, and
//! what stands in the body beside it.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::api_error::{Answer, Kind, Variant};
use crate::error_fields::Role;

/// What tells whether the type of a field has a schema, where there are such fields.
pub(crate) fn probing<'v>(mut variants: impl Iterator<Item = &'v Variant>) -> Option<TokenStream> {
    variants.any(shows_a_field).then(|| {
        quote!(
            #[allow(unused_imports)]
            use ::fingerpost::__private::NoSchema as _;
        )
    })
}

/// Whether a field of it stands in a body that the client reads.
fn shows_a_field(variant: &Variant) -> bool {
    let Kind::Answers(answer) = &variant.kind else { return false };
    answer.status < 500 && answer.fields.iter().any(|field| field.role == Role::Body)
}

/// The status, the sentence, and what stands in the body beside it.
pub(crate) fn refusal(Answer { status, sentence, headers, fields }: &Answer) -> TokenStream {
    let code = Literal::u16_unsuffixed(*status);
    let headers = headers.iter().map(|(name, value)| {
        let (name, shown) = (name.value().to_lowercase(), format!("`{}`", value.shown()));
        quote!(.header(#name, #shown))
    });
    // The sentence and the fields of a 5xx are for the log.
    if *status >= 500 {
        let refusal = quote!(new(#code, "the service fails at it") #(#headers)*);
        return quote!(route.refusal(::fingerpost::describe::Refusal::#refusal););
    }
    let when = sentence.shown();
    let always = (!sentence.is_formatted()).then(|| quote!(.always()));
    let fields = fields.iter().filter_map(|field| {
        let (name, ty) = (field.name(), &field.ty);
        match field.role {
            Role::Body => {
                let of = quote_spanned!(ty.span()=> ::fingerpost::__private::FieldType::<#ty>::SCHEMA);
                Some(quote!(.field_of(#name, #of)))
            }
            Role::Details => Some(quote!(.details())),
            Role::Skipped => None,
        }
    });
    let refusal = quote!(new(#code, #when) #always #(#fields)* #(#headers)*);
    quote!(route.refusal(::fingerpost::describe::Refusal::#refusal);)
}
