//! The model of one authorizer: what `#[authorizer(…)]` says, met with the function that it stands on.

use fingerpost_manifest::limits;
use fingerpost_manifest::name::NO_AUTHORIZERS;
use proc_macro2::TokenStream;
use syn::{Ident, Type};

use crate::args::{check_name, number, replace};
use crate::carried;
use crate::errors::Errors;
use crate::keys::{self, Pair};
use crate::path::{Parameter, Place};
use crate::route::{Argument, Function, add_carried, arguments, check_function, output, plain};

const KEYS: &str = "`headers(…)`, `query(…)`, `cookies(…)`, `cache`, `memory` or `timeout`";

/// A checked authorizer, ready to be expanded.
pub(crate) struct Authorizer {
    pub(crate) function: Ident,
    pub(crate) name: String,
    pub(crate) memory: Option<u32>,
    pub(crate) timeout: Option<u32>,
    pub(crate) cache: u32,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) output: Type,
}

/// The arguments of one `#[authorizer]`.
#[derive(Default)]
struct Args {
    memory: Option<u32>,
    timeout: Option<u32>,
    cache: Option<u32>,
    /// The arguments that headers, the query and cookies carry.
    carried: Vec<Parameter>,
}

impl Authorizer {
    pub(crate) fn parse(args: TokenStream, function: &Function) -> Result<Self, Errors> {
        let mut errors = Errors::default();
        let signature = &function.sig;
        check_function(function, "an authorizer", &mut errors);
        let args = Args::parse(args, &mut errors);
        let mut parameters = Vec::new();
        add_carried(&mut parameters, &args.carried, &mut errors);
        let arguments = arguments(function, parameters, &mut errors);
        let name = plain(&signature.ident);
        check_name(&signature.ident, &name, &mut errors);
        if NO_AUTHORIZERS.contains(&name.as_str()) {
            errors.at(
                &signature.ident,
                format!("`auth = {name}` means another thing: give the authorizer another name"),
            );
        }
        let output = output(&signature.output);
        if output.is_none() {
            errors.at(
                &signature.ident,
                "an authorizer returns `Result<Caller>`: what it says of the caller, or a refusal",
            );
        }
        let authorizer = output.map(|output| Self {
            function: signature.ident.clone(),
            name,
            memory: args.memory,
            timeout: args.timeout,
            cache: args.cache.unwrap_or(0),
            arguments,
            output,
        });
        errors.finish(authorizer)
    }
}

impl Args {
    fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut args = Self::default();
        let Some(parts) = errors.take(keys::parts(tokens)) else { return args };
        for part in parts {
            if let Some(pair) = errors.take(Pair::parse(part, KEYS)) {
                args.set(&pair, errors);
            }
        }
        args
    }

    fn set(&mut self, pair: &Pair, errors: &mut Errors) {
        let seen = match pair.key.to_string().as_str() {
            "memory" => replace(&mut self.memory, number(pair, "MB", &limits::MEMORY_MB, errors)),
            "timeout" => {
                let seconds = number(pair, "seconds", &limits::AUTHORIZER_TIMEOUT_SECONDS, errors);
                replace(&mut self.timeout, seconds)
            }
            "cache" => {
                let accepted = 0..=limits::AUTHORIZER_CACHE_SECONDS;
                replace(&mut self.cache, number(pair, "seconds", &accepted, errors))
            }
            "headers" => self.carry(pair, Place::Header, "headers(key = \"x-api-key\")", errors),
            "query" => self.carry(pair, Place::Query, "query(key)", errors),
            "cookies" => self.carry(pair, Place::Cookie, "cookies(session)", errors),
            _ => {
                pair.unknown(KEYS, errors);
                false
            }
        };
        if seen {
            errors.at(&pair.key, format!("`{}` is given twice", pair.key));
        }
    }

    /// Whether the place was named before.
    fn carry(&mut self, pair: &Pair, place: Place, example: &str, errors: &mut Errors) -> bool {
        let seen = self.carried.iter().any(|known| known.place == place);
        if let Some(list) = pair.list(example, errors) {
            self.carried.extend(carried::parameters(list.clone(), place, errors));
        }
        seen
    }
}
