//! Writes what `#[authorizer]` becomes: its arguments are those of a route, and what comes of it is a decision.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned;

use crate::authorizer::Authorizer;
use crate::expand::{self, named, part};

pub(crate) fn authorizer(authorizer: &Authorizer) -> TokenStream {
    let Authorizer { function, name, output, .. } = authorizer;
    let numbered: Vec<_> = authorizer.arguments.iter().enumerate().collect();
    let names: Vec<Ident> = numbered.iter().map(|(index, _)| format_ident!("argument_{index}")).collect();
    let constants = numbered.iter().map(|(index, argument)| expand::constant(*index, argument));
    let values = expand::values(&authorizer.arguments, "take_deciding");
    let parts = numbered.iter().map(|(index, argument)| part(&named(*index, argument)));
    let span = output.span();
    // All of it stands at the type, so that one which is wrong is one error, there.
    let constant = Ident::new("DECIDER", span);
    let decider = quote_spanned!(span=> const #constant: <#output as __fp::Decided>::By = __fp::decider(););
    let given = quote_spanned!(span=> &#constant);
    let respond = quote_spanned!(span=> #constant.decided(#function(#(#names?),*).await));
    let handle = format_ident!("authorizer_{}", function.unraw(), span = Span::call_site());
    let handler = quote_spanned!(function.span()=> |taking| ::std::boxed::Box::pin(#handle(taking)));
    let number = |name, value: Option<u32>| {
        let (name, value) = (format_ident!("{name}"), Literal::u32_unsuffixed(value?));
        Some(quote!(.#name(#value)))
    };
    let (memory, timeout) = (number("memory", authorizer.memory), number("timeout", authorizer.timeout));
    let cache = Literal::u32_unsuffixed(authorizer.cache);
    quote! {
        #[allow(clippy::type_complexity, unused_imports)] const _: () = {
            use ::fingerpost::__private::{self as __fp, Otherwise as _};
            #(#constants)*
            #decider
            async fn #handle(taking: &mut __fp::Taking<'_>) -> __fp::Handled {
                #(let #names = #values;)*
                #respond
            }
            const AUTHORIZER: __fp::Authorizer = __fp::any(#name, "/") #memory #timeout
                .parts(&[#(#parts,)*])
                .decides(#given, #cache, #handler);
            __fp::submit!(AUTHORIZER);
        };
    }
}
