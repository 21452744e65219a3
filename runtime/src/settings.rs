//! What a function is deployed with: variables of its environment, and secrets that it fetches when it starts.
//!
//! An argument says at init which settings it wants, and `load` then reads all that are wanted: the secrets are
//! fetched at once, and every mistake is told. The code behind it is named where settings are wanted, so that an
//! API without them has none of it in its executable, and one without secrets has no code that fetches them.

mod duration;
mod secret;
mod secrets;
mod text;
mod values;
pub(crate) mod variable;

use std::any::{TypeId, type_name};
use std::collections::BTreeMap;
use std::future::{self, Future, Ready};
use std::pin::Pin;
use std::time::Instant;

pub use self::secret::Secret;
pub use self::text::{FromSetting, ReadBySerde, SettingText};
pub use self::values::Values;
pub use self::variable::Variable;
use self::variable::{Fetch, Fetched};
use crate::error::{Error, Result};
use crate::extract::FromRequest;
use crate::request::Request;
use crate::resources::Resources;
use crate::route::Description;

/// What a function is deployed with: a struct of settings and secrets, which is an argument of the routes and
/// authorizers that need it.
///
/// [`#[derive(Settings)]`](macro@crate::Settings) makes a struct one. Each field is read from the variable of its
/// name in upper case, once, when the function starts: a function whose settings are not what they should be does
/// not start, and its log names everything that is wrong with them. The manifest has for each route the variables
/// that it reads, and a deployment gives each function those and no others.
///
/// A function that makes a state takes settings, too, see [`Api::state`](crate::Api::state).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a struct of settings",
    label = "does not derive `Settings`",
    note = "write `#[derive(Settings)]` above `{Self}`, whose fields are the variables"
)]
pub trait Settings: FromRequest + Sync {
    /// The variables, in the order of the fields.
    #[doc(hidden)]
    const VARIABLES: &'static [Variable];

    /// Reads every field; `None` where one cannot be read.
    #[doc(hidden)]
    fn read(values: &mut Values<'_>) -> Option<Self>;

    /// Another of the same, for one request.
    #[doc(hidden)]
    #[must_use]
    fn copied(&self) -> Self;
}

/// Settings that were read.
struct Kept<S>(S);

/// The settings that arguments want and that are not read yet.
struct Wanted {
    asked: Vec<Asked>,
    load: for<'l> fn(&'l mut Resources, Instant) -> Loading<'l>,
}

type Loading<'l> = Pin<Box<dyn Future<Output = Result<()>> + Send + 'l>>;

/// One struct of settings.
#[derive(Clone, Copy)]
struct Asked {
    id: TypeId,
    variables: &'static [Variable],
    read: fn(&mut Values<'_>) -> Option<Keep>,
}

/// Puts what was read among the resources.
type Keep = Box<dyn FnOnce(&mut Resources) + Send>;

/// Has the settings read at the end of init, unless they are there.
pub(crate) fn want<S: Settings>(resources: &mut Resources) {
    let asked = Asked { id: TypeId::of::<S>(), variables: S::VARIABLES, read: keep::<S> };
    let mut wanted = resources.get::<Wanted>().map_or_else(Vec::new, |wanted| wanted.asked.clone());
    if resources.get::<Kept<S>>().is_none() && !wanted.iter().any(|known| known.id == asked.id) {
        wanted.push(asked);
        resources.insert(Wanted { asked: wanted, load: load_wanted });
    }
}

fn keep<S: Settings>(values: &mut Values<'_>) -> Option<Keep> {
    let settings = S::read(values)?;
    Some(Box::new(move |resources| resources.insert(Kept(settings))))
}

/// Reads the settings that are wanted.
///
/// # Errors
///
/// A sentence that names every variable that is missing or cannot be read, and every secret that was not got.
pub(crate) async fn load(resources: &mut Resources, started: Instant) -> Result<()> {
    match resources.get::<Wanted>() {
        Some(wanted) => (wanted.load)(resources, started).await,
        None => Ok(()),
    }
}

fn load_wanted(resources: &mut Resources, started: Instant) -> Loading<'_> {
    Box::pin(load_all(resources, started))
}

async fn load_all(resources: &mut Resources, started: Instant) -> Result<()> {
    let asked = resources.get::<Wanted>().map_or_else(Vec::new, |wanted| wanted.asked.clone());
    let variables = asked.iter().flat_map(|asked| asked.variables);
    let fetched = fetched(variables, resources, started).await;
    let text = |variable: &Variable| match fetched.get(variable.name) {
        Some(fetched) => fetched.clone().map(Some),
        None => Ok(resources.variable(variable.name)),
    };
    let (mut read, mut mistakes) = (Vec::new(), Vec::new());
    for asked in &asked {
        let mut values = Values::of(asked.variables, &text);
        read.extend((asked.read)(&mut values));
        for mistake in values.mistakes() {
            if !mistakes.contains(&mistake) {
                mistakes.push(mistake);
            }
        }
    }
    if !mistakes.is_empty() {
        return Err(Error::internal(mistakes.join("; ")));
    }
    for keep in read {
        keep(resources);
    }
    resources.insert(Wanted { asked: Vec::new(), load: load_wanted });
    Ok(())
}

/// Fetches the secrets that the function has a reference to. Any other has its text in its variable: so it is in
/// the local cloud and in tests.
async fn fetched(
    variables: impl Iterator<Item = &Variable>,
    resources: &Resources,
    started: Instant,
) -> Fetched {
    let mut fetch: Option<Fetch> = None;
    let mut references = BTreeMap::new();
    for variable in variables {
        let Some(by) = variable.fetch else { continue };
        let reference = resources.variable(&format!("FINGERPOST_SECRET_{}", variable.name));
        if let Some(reference) = reference {
            references.insert(variable.name, reference);
            fetch = Some(by);
        }
    }
    match fetch {
        Some(fetch) => fetch(resources, references, started).await,
        None => Fetched::new(),
    }
}

impl Resources {
    /// Returns the secret of a variable, for an extractor of your own that names it by
    /// [`Description::secret`](crate::Description::secret): fetched where the function has a reference to it, and
    /// otherwise the text of the variable. It is `None` where neither is given.
    ///
    /// # Errors
    ///
    /// 500 with the variable and the cause, when the secret cannot be fetched. In
    /// [`FromRequest::open`](crate::FromRequest::open), the function then does not start.
    pub async fn secret(&self, variable: &'static str) -> Result<Option<Secret>> {
        let secrets = [Variable::new(variable).secret()];
        let text = match fetched(secrets.iter(), self, Instant::now()).await.remove(variable) {
            Some(fetched) => Some(fetched.map_err(|why| Error::internal(format!("`{variable}` {why}")))?),
            None => self.variable(variable),
        };
        Ok(text.map(Secret::from))
    }
}

/// What an expansion says of settings.
pub fn describe_settings<S: Settings>(route: &mut Description) {
    describe::<S>(route);
}

/// Says which variables settings are read from, and what of their defaults cannot be read.
#[cfg_attr(not(feature = "local"), expect(clippy::extra_unused_type_parameters, reason = "read only there"))]
pub(crate) fn describe<S: Settings>(route: &mut Description) {
    #[cfg(feature = "local")]
    {
        // As the source alone has them.
        let wrong_defaults = unreadable::<S>(&|_| None);
        route.settings(S::VARIABLES, wrong_defaults, unreadable::<S>);
    }
    #[cfg(not(feature = "local"))]
    let _ = route;
}

/// What of these values cannot be read, a sentence for each.
#[cfg(feature = "local")]
fn unreadable<S: Settings>(text: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let texts = |variable: &Variable| Ok(text(variable.name));
    let mut values = Values::there(S::VARIABLES, &texts);
    let _ = S::read(&mut values);
    values.mistakes()
}

/// What an expansion does at init.
pub fn open_settings<S: Settings>(resources: &mut Resources) -> Ready<Result<()>> {
    want::<S>(resources);
    future::ready(Ok(()))
}

/// What an expansion takes from the resources for a request.
pub fn settings_of<S: Settings>(request: &Request<'_>) -> Ready<Result<S>> {
    future::ready(request.resource::<Kept<S>>().map(|kept| kept.0.copied()).ok_or_else(not_read::<S>))
}

/// The settings, which were wanted and read before.
pub(crate) fn of<S: Settings>(resources: &Resources) -> Result<S> {
    resources.get::<Kept<S>>().map(|kept| kept.0.copied()).ok_or_else(not_read::<S>)
}

fn not_read<S>() -> Error {
    Error::internal(format!("no argument wanted the settings `{}`", type_name::<S>()))
}
