//! The model of one route: the path meets the function's signature here, and every check
//! that needs both happens here.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, FnArg, Ident, Pat, PathArguments, ReturnType, Signature, Type, Visibility};

use crate::args::{Args, check_name};
use crate::errors::Errors;
use crate::path::{Parameter, Path, Place};

/// What is read of the function. Its body is not: it may be half-typed.
pub(crate) struct Function {
    attrs: Vec<Attribute>,
    sig: Signature,
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
    Path(String),
    Query(String),
    /// `Option<T>` in the signature: the parameter may be absent. Holds the `T`.
    QueryOptional(String, TokenStream),
    /// `Vec<T>` in the signature: the parameter may be repeated. Holds the `T`.
    QueryRepeated(String, TokenStream),
    /// Whatever the type's `FromRequest` says.
    Request,
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
    pub(crate) summary: String,
    pub(crate) arguments: Vec<Argument>,
    /// The return type, where it is written.
    pub(crate) output: Option<Type>,
}

impl Route {
    pub(crate) fn parse(args: TokenStream, function: &Function) -> Result<Self, Errors> {
        let mut errors = Errors::default();
        check_function(function, &mut errors);
        let route = Args::parse(args, &function.sig.ident, &mut errors).map(|args| {
            let path = Path::parse(&args.path, &mut errors);
            let arguments = arguments(function, &args, &path.parameters, &mut errors);
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
                summary: summary(function),
                arguments,
                output: output(&function.sig.output),
            }
        });
        errors.finish(route)
    }
}

fn check_function(function: &Function, errors: &mut Errors) {
    let signature = &function.sig;
    if signature.asyncness.is_none() {
        errors.at(signature.fn_token, "a route is an `async fn`");
    }
    if !signature.generics.params.is_empty() {
        errors.at(&signature.generics, "a route has no generic parameters: API Gateway calls one function");
    }
    if let Some(variadic) = &signature.variadic {
        errors.at(variadic, "a route has a fixed number of arguments");
    }
}

/// Promotes each argument to the parameter of its name, or leaves it to its type.
fn arguments(
    function: &Function,
    args: &Args,
    parameters: &[Parameter],
    errors: &mut Errors,
) -> Vec<Argument> {
    let mut unused: Vec<&Parameter> = parameters.iter().collect();
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
            _ => None,
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
        let message = format!("`<{name}>` has no argument: add `{name}: {ty}` to `{}`", function.sig.ident);
        errors.at(&args.path, message);
    }
    arguments
}

fn source(parameter: &Parameter, ty: &Type, errors: &mut Errors) -> Source {
    let name = parameter.name.clone();
    let wrapper = wrapper(ty);
    let of = |known: &str| wrapper.as_ref().filter(|(name, _)| name == known).map(|(_, ty)| ty.clone());
    match (parameter.place, of("Option"), of("Vec")) {
        (Place::Query, Some(ty), _) => Source::QueryOptional(name, ty),
        (Place::Query, _, Some(ty)) => Source::QueryRepeated(name, ty),
        (Place::Query, None, None) => Source::Query(name),
        (Place::Segment | Place::Greedy, None, None) => Source::Path(name),
        (Place::Segment | Place::Greedy, optional, _) => {
            let wrapper = if optional.is_some() { "Option" } else { "Vec" };
            let message = format!(
                "`<{name}>` is a part of the path and always one value: its type cannot be `{wrapper}`"
            );
            errors.at(ty, message);
            Source::Path(name)
        }
    }
}

/// The type that a parameter of this name has in most APIs.
fn likely_type(parameter: &Parameter) -> &'static str {
    match (parameter.place, parameter.name.as_str()) {
        (Place::Query, "cursor") => "Option<Cursor>",
        (Place::Query, "limit") => "Option<Limit>",
        _ => "String",
    }
}

/// `Option` and `u32` of `Option<u32>`: a type's name and its only parameter.
fn wrapper(ty: &Type) -> Option<(String, TokenStream)> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    match &last.arguments {
        PathArguments::AngleBracketed(of) if of.args.len() == 1 => {
            Some((last.ident.to_string(), of.args.to_token_stream()))
        }
        _ => None,
    }
}

fn check_type(ty: &Type, errors: &mut Errors) {
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

fn output(output: &ReturnType) -> Option<Type> {
    match output {
        ReturnType::Default => None,
        ReturnType::Type(_, ty) => Some((**ty).clone()),
    }
}

/// The first paragraph of the doc comment, on one line.
fn summary(function: &Function) -> String {
    let lines = function.attrs.iter().filter_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    let lines: Vec<String> = lines.map(|line| line.trim().to_owned()).collect();
    let paragraph = lines.iter().skip_while(|line| line.is_empty()).take_while(|line| !line.is_empty());
    paragraph.cloned().collect::<Vec<_>>().join(" ")
}

/// An identifier without the `r#` of a raw one.
fn plain(ident: &Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}
