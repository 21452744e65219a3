//! `token`: a token of the local issuer, which the local gateway takes for this API and nobody else takes.

use fingerpost_manifest::{Authorizer, Manifest};
use serde_json::{Map, Value};

use super::arguments::TokenArgs;
use super::binary::{self, Opened};
use super::runtime;
use crate::dynamodb::Storage;
use crate::environment::Given;
use crate::issuer::{Issuer, Trusted};
use crate::program::Program;
use crate::terminal::{CommandError, print, say};

pub(super) fn run(
    program: impl Fn() -> Result<Program, CommandError>,
    args: &TokenArgs,
) -> Result<(), CommandError> {
    let Opened { manifest, .. } = runtime::start()?
        .block_on(async { binary::open(&args.binary, &Given::read(&[])?, program).await })?;
    let trusted = chosen(&manifest, args.authorizer.as_deref())?;
    let claims = claims(&trusted, args)?;
    let issuer = Issuer::of(&Storage::File(args.data.clone()))?;
    let token = issuer.sign(&claims)?;
    if let Some(file) = issuer.made() {
        // Whoever is in another folder than `serve` sees it by this.
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        say(format_args!(
            "made {}, the key of the local issuer: a `serve` whose data is beside it takes this token",
            file.display()
        ));
    }
    print(&if args.as_header { format!("-H 'authorization: Bearer {token}'\n") } else { token + "\n" });
    Ok(())
}

/// What the authorizer takes that is meant.
fn chosen(manifest: &Manifest, name: Option<&str>) -> Result<Trusted, CommandError> {
    let authorizers = &manifest.api.authorizers;
    let takes_tokens = |(_, known): &(&String, &Authorizer)| matches!(known, Authorizer::Jwt { .. });
    let known: Vec<_> = authorizers.iter().filter(takes_tokens).collect();
    let names = || known.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let found = match (name, &known[..]) {
        (None, [one]) => Some(one),
        (None, []) => {
            let sentence = "the API has no JWT authorizer, so it asks nobody for a token".to_owned();
            return Err(sentence.into());
        }
        (None, _) => {
            return Err(wrong(format!(
                "the API has several JWT authorizers, {}: choose one with `--authorizer`",
                names()
            )));
        }
        (Some(name), _) => known.iter().find(|(known, _)| *known == name),
    };
    let trusted = found.and_then(|(name, authorizer)| Trusted::of(&manifest.api.name, name, authorizer));
    trusted.ok_or_else(|| {
        let (name, names) = (name.unwrap_or_default(), names());
        wrong(if names.is_empty() {
            format!("no JWT authorizer is named `{name}`; the API has none")
        } else {
            format!("no JWT authorizer is named `{name}`; the JWT authorizers are {names}")
        })
    })
}

fn claims(trusted: &Trusted, args: &TokenArgs) -> Result<Map<String, Value>, CommandError> {
    let mut claims = trusted.claims(&args.sub, &args.scope, args.expires);
    let mut given: Vec<&str> = Vec::new();
    for (name, value) in &args.claim {
        if given.contains(&name.as_str()) {
            return Err(wrong(format!("the claim `{name}` is given twice")));
        }
        given.push(name);
        claims.insert(name.clone(), value.clone());
    }
    Ok(claims)
}

fn wrong(sentence: String) -> CommandError {
    CommandError { sentence, code: 2 }
}
