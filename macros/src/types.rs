//! What an argument's type says by its tokens alone, and what is wrong with it.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Pat, PatType, PathArguments, Type};

use crate::errors::Errors;
use crate::path::{Parameter, Place};

/// A default that the type cannot be is refused at once where the type's name says what it is. Any other is
/// read when the manifest is made.
pub(crate) fn check_default(parameter: &Parameter, ty: &Type, errors: &mut Errors) {
    let Some(default) = &parameter.default else { return };
    if let Some(known) = unreadable(default, ty) {
        let name = &parameter.name;
        errors.at(&parameter.at, format!("the default of `<{name}={default}>` cannot be read as `{known}`"));
    }
}

/// The name of a type that is known not to be readable from a text.
pub(crate) fn unreadable(text: &str, ty: &Type) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    let known = path.path.get_ident()?.to_string();
    macro_rules! reads {
        ($($number:ident)*) => {
            match known.as_str() {
                $(stringify!($number) => text.parse::<$number>().is_ok(),)*
                _ => true,
            }
        };
    }
    let reads = reads!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 bool char);
    (!reads).then_some(known)
}

/// The type that a parameter of this name has in most APIs.
pub(crate) fn likely_type(parameter: &Parameter) -> &'static str {
    match (parameter.place, parameter.name.as_str()) {
        (Place::Query, "cursor") => "Option<Cursor>",
        (Place::Query, "limit") if parameter.default.is_some() => "Limit",
        (Place::Query, "limit") => "Option<Limit>",
        _ => "String",
    }
}

/// `Option` and `u32` of `Option<u32>`: a type's name and its only parameter.
pub(crate) fn wrapper(ty: &Type) -> Option<(String, TokenStream)> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    match &last.arguments {
        PathArguments::AngleBracketed(of) if of.args.len() == 1 => {
            Some((last.ident.to_string(), of.args.to_token_stream()))
        }
        _ => None,
    }
}

/// The last word of a type's path.
pub(crate) fn name(ty: &Type) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    path.path.segments.last().map(|segment| segment.ident.to_string())
}

pub(crate) fn check_type(ty: &Type, errors: &mut Errors) {
    match ty {
        Type::Reference(reference) => {
            let owned = match &*reference.elem {
                Type::Path(path) if path.path.is_ident("str") => "String".to_owned(),
                elem => elem.to_token_stream().to_string(),
            };
            errors.at(ty, format!("a route owns its arguments: write `{owned}` instead of a reference"));
        }
        Type::ImplTrait(_) => errors.at(ty, "an argument names its type: `impl` cannot stand here"),
        _ => {}
    }
}

/// The arguments of axum, by its names: a value of the path is an argument of its own here, and the query string as
/// a struct has another name. Returns the value's name.
pub(crate) fn check_pattern(argument: &PatType, errors: &mut Errors) -> Option<String> {
    let Pat::TupleStruct(pattern) = &*argument.pat else { return None };
    let (name, inside) = (pattern.path.get_ident()?.to_string(), pattern.elems.first()?);
    let (_, of) = wrapper(&argument.ty).filter(|(known, _)| *known == name)?;
    let of = spelled(&of);
    let inside = match inside {
        Pat::Ident(inside) => inside.ident.to_string(),
        _ if name == "Path" => {
            errors.at(argument, "each value of the path is an argument by its own name, as in `id: u32`");
            return None;
        }
        inside => inside.to_token_stream().to_string(),
    };
    let advice = match name.as_str() {
        "Path" => format!("a value of the path is an argument by its own name: write `{inside}: {of}`"),
        "Query" => format!(
            "the query string as a struct is `QueryParams({inside}): QueryParams<{of}>`; `Query` is an action on a \
             table"
        ),
        _ => return None,
    };
    errors.at(argument, advice);
    Some(inside)
}

/// A type as it is usually written.
pub(crate) fn spelled(ty: &TokenStream) -> String {
    ty.to_string().replace(" < ", "<").replace(" >", ">").replace(" ,", ",").replace(" :: ", "::")
}
