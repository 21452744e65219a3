//! The model of one route: the path meets the function's signature here, and every check
//! that needs both happens here.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, FnArg, Ident, Pat, ReturnType, Signature, Type, Visibility};

use crate::args::{Args, check_name};
use crate::auth::Auth;
use crate::errors::Errors;
use crate::path::{Parameter, Path, Place};
use crate::types::{check_default, check_pattern, check_type, likely_type, spelled, wrapper};

/// What is read of the function. Its body is not: it may be half-typed.
pub(crate) struct Function {
    attrs: Vec<Attribute>,
    pub(crate) sig: Signature,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        input.parse::<Visibility>()?;
        let sig = input.parse().map_err(|error: syn::Error| {
            syn::Error::new(error.span(), format!("a route is an `async fn`: {error}"))
        })?;
        input.parse::<TokenStream>()?;
        Ok(Self { attrs, sig })
    }
}

/// Where an argument's value comes from.
pub(crate) enum Source {
    /// A parameter that the annotation names.
    Named(Named),
    /// Whatever the type's `FromRequest` says.
    Request,
}

/// A value of a request, by its name.
pub(crate) struct Named {
    pub(crate) count: Count,
    pub(crate) place: Place,
    pub(crate) key: String,
    pub(crate) default: Option<String>,
    /// `T` of the argument's type, which is `T`, `Option<T>` or `Vec<T>`.
    pub(crate) of: TokenStream,
}

/// How many of a parameter a request has, by the argument's type.
pub(crate) enum Count {
    One,
    /// `Option<T>`: it may be absent.
    Maybe,
    /// `Vec<T>`: it may be repeated.
    Every,
}

pub(crate) struct Argument {
    pub(crate) source: Source,
    pub(crate) ty: Type,
}

/// A checked route, ready to be expanded.
pub(crate) struct Route {
    pub(crate) function: Ident,
    pub(crate) name: String,
    pub(crate) method: Ident,
    pub(crate) pattern: String,
    pub(crate) memory: Option<u32>,
    pub(crate) timeout: Option<u32>,
    pub(crate) throttle: Option<(u32, u32)>,
    pub(crate) body_limit: Option<u32>,
    pub(crate) auth: Option<Auth>,
    pub(crate) scopes: Vec<String>,
    pub(crate) documentation: String,
    pub(crate) arguments: Vec<Argument>,
    /// The return type, where it is written.
    pub(crate) output: Option<Type>,
}

impl Route {
    pub(crate) fn parse(args: TokenStream, function: &Function) -> Result<Self, Errors> {
        let mut errors = Errors::default();
        check_function(function, "a route", &mut errors);
        let route = Args::parse(args, &function.sig.ident, &mut errors).map(|args| {
            let path = Path::parse(&args.path, &mut errors);
            let mut parameters: Vec<&Parameter> = path.parameters.iter().collect();
            add_carried(&mut parameters, &args.carried, &mut errors);
            let arguments = arguments(function, parameters, &mut errors);
            let ident = &function.sig.ident;
            if args.name.is_none() {
                check_name(ident, &plain(ident), &mut errors);
            }
            Self {
                function: ident.clone(),
                name: args.name.map_or_else(|| plain(ident), |name| name.value()),
                method: args.method,
                pattern: path.pattern,
                memory: args.memory,
                timeout: args.timeout,
                throttle: args.throttle,
                body_limit: args.body_limit,
                auth: args.auth,
                scopes: args.scopes.into_iter().flatten().map(|scope| scope.value()).collect(),
                documentation: documentation(function),
                arguments,
                output: output(&function.sig.output),
            }
        });
        errors.finish(route)
    }
}

pub(crate) fn check_function(function: &Function, what: &str, errors: &mut Errors) {
    let signature = &function.sig;
    if signature.asyncness.is_none() {
        errors.at(signature.fn_token, format!("{what} is an `async fn`"));
    }
    if !signature.generics.params.is_empty() {
        errors.at(
            &signature.generics,
            format!("{what} has no generic parameters: API Gateway calls one function"),
        );
    }
    if let Some(variadic) = &signature.variadic {
        errors.at(variadic, format!("{what} has a fixed number of arguments"));
    }
}

/// Promotes each argument to the parameter of its name, or leaves it to its type.
pub(crate) fn arguments(
    function: &Function,
    mut unused: Vec<&Parameter>,
    errors: &mut Errors,
) -> Vec<Argument> {
    let mut arguments = Vec::new();
    for input in &function.sig.inputs {
        let argument = match input {
            FnArg::Receiver(receiver) => {
                errors.at(receiver, "a route is a free function: it takes no `self`");
                continue;
            }
            FnArg::Typed(argument) => argument,
        };
        check_type(&argument.ty, errors);
        let name = match &*argument.pat {
            Pat::Ident(pattern) => Some(plain(&pattern.ident)),
            _ => check_pattern(argument, errors),
        };
        let parameter = name.and_then(|name| {
            let position = unused.iter().position(|parameter| parameter.name == name)?;
            Some(unused.remove(position))
        });
        let source = parameter.map_or(Source::Request, |parameter| source(parameter, &argument.ty, errors));
        arguments.push(Argument { source, ty: (*argument.ty).clone() });
    }
    for parameter in unused {
        let name = &parameter.name;
        let ty = likely_type(parameter);
        let shown = match parameter.place {
            Place::Header | Place::Cookie => format!("`{name}`"),
            _ => format!("`<{name}>`"),
        };
        let message = format!("{shown} has no argument: add `{name}: {ty}` to `{}`", function.sig.ident);
        errors.at(&parameter.at, message);
    }
    arguments
}

/// Adds the headers and cookies, each an argument that nothing else names.
pub(crate) fn add_carried<'p>(all: &mut Vec<&'p Parameter>, carried: &'p [Parameter], errors: &mut Errors) {
    for parameter in carried {
        if all.iter().any(|known| known.name == parameter.name) {
            errors.at(&parameter.at, format!("`{}` is named twice", parameter.name));
        } else {
            all.push(parameter);
        }
    }
}

fn source(parameter: &Parameter, ty: &Type, errors: &mut Errors) -> Source {
    let Parameter { name, key, place, default, .. } = parameter;
    let (count, of) = match wrapper(ty) {
        Some((wrapper, of)) if wrapper == "Option" => (Count::Maybe, of),
        Some((wrapper, of)) if wrapper == "Vec" => (Count::Every, of),
        _ => (Count::One, ty.to_token_stream()),
    };
    let many = wrapper(&syn::parse_quote!(#of)).is_some_and(|(wrapper, _)| wrapper == "Vec");
    match (&count, place) {
        (Count::Maybe, Place::Query | Place::Header) if many => {
            errors.at(ty, format!("`{key}` may be absent as a `Vec`, which is empty then: write `{}`", spelled(&of)));
        }
        (Count::Maybe, Place::Segment | Place::Greedy) => {
            errors.at(ty, format!("`<{name}>` is a part of the path and always there: its type cannot be `Option`"));
        }
        (Count::Every, Place::Segment) => errors.at(
            ty,
            format!("`<{name}>` is one segment of the path: its type cannot be `Vec`; `<{name}..>` is every segment that is left"),
        ),
        (Count::Every, Place::Cookie) => {
            errors.at(ty, format!("the cookie `{key}` is one value: its type cannot be `Vec`"));
        }
        (Count::Maybe | Count::Every, _) if default.is_some() => {
            let default = default.as_deref().unwrap_or_default();
            errors.at(ty, format!("`<{name}={default}>` has a default, so it is always one value: its type cannot be `Option` or `Vec`"));
        }
        _ => {}
    }
    check_default(parameter, ty, errors);
    Source::Named(Named { count, place: *place, key: key.clone(), default: default.clone(), of })
}

pub(crate) fn output(output: &ReturnType) -> Option<Type> {
    match output {
        ReturnType::Default => None,
        ReturnType::Type(_, ty) => Some((**ty).clone()),
    }
}

/// The doc comment, without the space that stands before each line.
fn documentation(function: &Function) -> String {
    let texts = function.attrs.iter().filter_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    let line = |line: &str| line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned();
    let lines: Vec<String> = texts.flat_map(|text| text.split('\n').map(line).collect::<Vec<_>>()).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// An identifier without the `r#` of a raw one.
pub(crate) fn plain(ident: &Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}
