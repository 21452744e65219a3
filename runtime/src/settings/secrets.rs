//! Secrets, fetched when a function starts: all at once, each that several variables are of only once, and within
//! the time that Lambda gives to init.

mod answer;
mod call;
mod reference;

use std::collections::BTreeMap;
use std::pin::Pin;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::time::timeout_at;

use self::call::Caller;
use self::reference::Reference;
use super::variable::{Fetched, Variable};
use crate::resources::Resources;

/// How long after the beginning of init secrets are waited for. Lambda gives init 10 seconds, and ends it without a
/// word of ours.
const PATIENCE: Duration = Duration::from_secs(8);

impl Variable {
    /// It is a secret, and what is deployed is a reference to it.
    #[must_use]
    pub const fn secret(self) -> Self {
        Self { fetch: Some(fetch), ..self }
    }
}

/// Fetches secrets by their references, each beside its variable.
///
/// The future is boxed so that it is compiled here, and not in the crate of the settings.
fn fetch<'f>(
    resources: &'f Resources,
    references: BTreeMap<&'static str, String>,
    started: Instant,
) -> Pin<Box<dyn Future<Output = Fetched> + Send + 'f>> {
    Box::pin(async move {
        let caller = match Caller::of(resources) {
            Ok(caller) => caller,
            Err(why) => return references.into_keys().map(|name| (name, Err(unfetched(&why)))).collect(),
        };
        let (read, mut fetched) = read(&references);
        let calls = read.into_iter().map(|(arn, variables)| fetch_one(&caller, arn, variables, started));
        fetched.extend(join_all(calls).await.into_iter().flatten());
        fetched
    })
}

/// The variables of one secret, with the field of its JSON that is meant.
type Variables<'r> = Vec<(&'static str, Reference<'r>)>;

/// The references by the secrets that they are to, and those that are none.
fn read<'r>(references: &'r BTreeMap<&'static str, String>) -> (BTreeMap<&'r str, Variables<'r>>, Fetched) {
    let (mut read, mut wrong) = (BTreeMap::<_, Variables<'r>>::new(), Fetched::new());
    for (name, text) in references {
        match Reference::parse(text) {
            Ok(reference) => read.entry(reference.arn).or_default().push((name, reference)),
            Err(why) => {
                wrong.insert(name, Err(unfetched(&why)));
            }
        }
    }
    (read, wrong)
}

async fn fetch_one(
    caller: &Caller,
    arn: &str,
    variables: Variables<'_>,
    started: Instant,
) -> Vec<(&'static str, Result<String, String>)> {
    let Some((_, reference)) = variables.first() else { return Vec::new() };
    let text = timeout_at((started + PATIENCE).into(), caller.fetch(reference)).await;
    let late = |_| Err(format!("{} seconds after the start there is no answer", PATIENCE.as_secs()));
    let text = text.unwrap_or_else(late);
    let of = |reference: &Reference<'_>| match (&text, reference.field) {
        (Ok(text), None) => Ok(text.clone()),
        (Ok(text), Some(field)) => answer::field(text, field).map_err(|why| format!("`{arn}` {why}")),
        (Err(why), _) => Err(unfetched(why)),
    };
    variables.iter().map(|(name, reference)| (*name, of(reference))).collect()
}

fn unfetched(why: &str) -> String {
    format!("cannot be fetched: {why}")
}
