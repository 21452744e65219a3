//! The function of a new route. It takes every parameter of its path, and answers with them until it is given
//! something to do.

use std::str::FromStr as _;

use fingerpost_manifest::path::{self, Named, Part, Written};
use fingerpost_manifest::{Method, name as names};

use super::declared::{self, first_segment, key};
use super::imports::Import;
use super::place::{Addition, module};
use super::sources::Sources;
use crate::arguments::RouteArgs;
use crate::style::Style;
use crate::words::{ident, snake};

/// A route as it was asked for.
pub(super) struct Wanted<'a> {
    method: Method,
    path: &'a str,
    written: Written,
    name: String,
    /// The name, as Rust writes it.
    function: String,
}

/// An argument of the function, and what stands for it in the answer.
struct Argument {
    name: String,
    ty: &'static str,
    /// `{id}`; nothing where it needs a place after the text.
    inline: Option<String>,
}

impl<'a> Wanted<'a> {
    /// Refuses what `#[route]` would, in its words.
    pub(super) fn parse(args: &'a RouteArgs) -> Result<Self, String> {
        let method = Method::from_str(&args.method)?;
        let (written, mistakes) = path::written(&args.path);
        if let Some(mistake) = mistakes.into_iter().next() {
            return Err(mistake);
        }
        if let Some(wrong) = written.parameters.iter().find(|named| ident(&named.name).is_none()) {
            return Err(format!("`{}` cannot be the name of an argument in Rust", wrong.name));
        }
        let name = args.name.clone().unwrap_or_else(|| function_name(method, &written.pattern));
        let advice = if args.name.is_none() { "; `--name NAME` gives it another" } else { "" };
        names::ROUTE.check("a route's", &name).map_err(|sentence| sentence + advice)?;
        let function = ident(&name);
        let function =
            function.ok_or_else(|| format!("`{name}` cannot be the name of a function in Rust{advice}"))?;
        Ok(Self { method, path: &args.path, written, name, function })
    }

    pub(super) fn addition(&self, sources: &Sources, style: Style) -> Result<Addition, String> {
        let Self { method, path, written, name, .. } = self;
        let routes = declared::routes(sources);
        let key = key(method.as_str(), &written.pattern);
        if let Some(there) = routes.iter().find(|route| route.key == key) {
            return Err(format!("{method} {} is there already, at {}", written.pattern, there.at()));
        }
        if let Some(there) = routes.iter().find(|route| route.name == *name) {
            return Err(format!(
                "a route is named `{name}` already, at {}; `--name NAME` gives this one another",
                there.at()
            ));
        }
        let segment = first_segment(&written.pattern);
        let arguments: Vec<Argument> = written.parameters.iter().map(Argument::of).collect();
        let mut imported: Vec<_> = ["Cursor", "Limit"]
            .into_iter()
            .filter(|name| arguments.iter().any(|argument| argument.ty.contains(name)))
            .collect();
        imported.push("route");
        let literal = segment.starts_with(|c| c != '{');
        Ok(Addition {
            module: module(if literal { segment } else { "" }),
            documentation: format!("Routes under `/{}`.", if literal { segment } else { "" }),
            beside: routes
                .iter()
                .find(|route| route.segment == segment)
                .map(|route| route.source.shown.clone()),
            imports: vec![Import { of: "fingerpost", names: imported }],
            name: name.clone(),
            item: self.function(&arguments, style),
            next: format!("`cargo run -- routes` lists it, and `cargo run` answers {method} {path}\n"),
        })
    }

    fn function(&self, arguments: &[Argument], style: Style) -> String {
        let Self { method, path, function, .. } = self;
        let listed: Vec<_> =
            arguments.iter().map(|Argument { name, ty, .. }| format!("{name}: {ty}")).collect();
        let output = if arguments.is_empty() { "&'static str" } else { "String" };
        let mut signature = format!("async fn {function}({}) -> {output} {{", listed.join(", "));
        if signature.len() > style.line {
            signature = format!("async fn {function}(\n    {},\n) -> {output} {{", listed.join(",\n    "));
        }
        let body = answer(&self.name, arguments, style);
        // A default may have anything in it.
        let literal = format!("{path:?}");
        let mut attribute = format!("{method}, {literal}");
        if attribute.len() > style.attribute {
            attribute = format!("\n    {method},\n    {literal}\n");
        }
        let path = &literal[1..literal.len() - 1];
        format!("/// Answers `{method} {path}`.\n#[route({attribute})]\n{signature}\n    {body}\n}}")
    }
}

impl Argument {
    fn of(named: &Named) -> Self {
        let name = ident(&named.name).unwrap_or_default();
        let ty = match (named.part, named.name.as_str(), &named.default) {
            (Part::Query, "cursor", None) => "Option<Cursor>",
            (Part::Query, "limit", None) => "Option<Limit>",
            (Part::Query, _, None) => "Option<String>",
            (Part::Query, "limit", Some(default)) if is_limit(default) => "Limit",
            (Part::Query, _, Some(default)) if default.parse::<bool>().is_ok() => "bool",
            (Part::Query, _, Some(default)) if default.parse::<u32>().is_ok() => "u32",
            (Part::Segment | Part::Greedy, ..) | (Part::Query, _, Some(_)) => "String",
        };
        let shown = if matches!(ty, "String" | "bool" | "u32") { "" } else { ":?" };
        // A text cannot name a raw identifier.
        let inline = (!name.starts_with("r#")).then(|| format!("{{{name}{shown}}}"));
        Self { name, ty, inline }
    }
}

/// Whether a `Limit` can be that.
fn is_limit(default: &str) -> bool {
    default.parse().is_ok_and(|limit: u32| (1..=1000).contains(&limit))
}

/// `get_orders_id` for `GET /orders/{id}`.
fn function_name(method: Method, pattern: &str) -> String {
    let segments = pattern.split('/').map(|segment| snake(segment).trim_matches('_').to_owned());
    let mut words = vec![method.as_str().to_lowercase()];
    words.extend(segments.filter(|segment| !segment.is_empty()));
    if words.len() == 1 {
        words.push("root".to_owned());
    }
    words.join("_")
}

/// An expression whose value has every argument in it.
fn answer(name: &str, arguments: &[Argument], style: Style) -> String {
    if arguments.is_empty() {
        return format!("\"{name}\"");
    }
    let mut text = format!("\"{name}");
    let mut after = Vec::new();
    for argument in arguments {
        let raw = argument.name.trim_start_matches("r#");
        let placed = argument.inline.clone().unwrap_or_else(|| {
            after.push(argument.name.as_str());
            if argument.ty == "String" { "{}".to_owned() } else { "{:?}".to_owned() }
        });
        text.extend([" ", raw, "=", &placed]);
    }
    text += "\"";
    let whole: Vec<&str> = std::iter::once(text.as_str()).chain(after).collect();
    let one = whole.join(", ");
    let room = style.line.saturating_sub("    format!()".len());
    if one.len() <= if whole.len() == 1 { room } else { room.min(style.call) } {
        return format!("format!({one})");
    }
    format!("format!(\n        {}\n    )", whole.join(",\n        "))
}
