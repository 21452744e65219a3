//! `State<T>`: what a function makes once, before its first request, and shares among all of them.
//!
//! An argument says at init that it wants its state, and `load` then makes what is wanted: one place has the
//! time limit and the sentences, and a loader's future need not be `Send`.

mod loader;

use std::any::{TypeId, type_name};
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::ops::Deref;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use tokio::time::timeout_at;

pub use self::loader::{Load, Shared};
use crate::error::{Error, Result};
use crate::extract::FromRequest;
use crate::request::Request;
use crate::resources::Resources;
use crate::route::Description;
use crate::settings;

/// How long init may take until a loader is given up. Lambda gives init 10 seconds and ends it without a
/// word of ours.
const INIT: Duration = Duration::from_secs(9);

/// A value that is made once for each process, before its first request.
///
/// [`Api::state`](crate::Api::state) names the function that makes it. It is made in the functions whose routes
/// have it as an argument, and in no others; the routes of one process share it. A clone is another handle
/// on the same value. Each function is a process of its own, deployed and in the local cloud, so routes do not
/// share it with each other, and what is put into it is gone with the process.
///
/// It can be taken apart, `State(prices): State<Prices>`, into an `Arc`, and so a test can make one.
///
/// # Examples
///
/// ```
/// use std::collections::BTreeMap;
///
/// use fingerpost::{Api, OrError, Result, State, route};
///
/// /// Greetings by language.
/// struct Greetings {
///     by_language: BTreeMap<&'static str, &'static str>,
/// }
///
/// async fn load_greetings() -> Result<Greetings> {
///     Ok(Greetings { by_language: BTreeMap::from([("en", "Hello"), ("fr", "Bonjour")]) })
/// }
///
/// /// Greets.
/// #[route(GET, "/greetings/<language>")]
/// async fn greeting(language: String, greetings: State<Greetings>) -> Result<&'static str> {
///     greetings.by_language.get(language.as_str()).copied().or_not_found("No such language")
/// }
///
/// let api = Api::new("greetings").state(load_greetings);
/// # let _ = api;
/// ```
pub struct State<T>(pub Arc<T>);

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: fmt::Debug> fmt::Debug for State<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Shared> FromRequest for State<T> {
    fn describe(route: &mut Description) {
        route.state(TypeId::of::<T>(), type_name::<T>());
    }

    async fn open(resources: &mut Resources) -> Result<()> {
        if resources.get::<Self>().is_none() {
            want((TypeId::of::<T>(), type_name::<T>()), resources);
        }
        Ok(())
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let state = request.resource::<Self>().cloned();
        state.ok_or_else(|| Error::internal(format!("no argument opened `State<{}>`", type_name::<T>())))
    }
}

/// The states that arguments want and that are not there yet, with the names of their types.
struct Wanted {
    states: Vec<(TypeId, &'static str)>,
    /// What loads them. It is named where one is wanted, so that an API without states has none of it in its
    /// executable.
    load: for<'l> fn(&'l [Given], &'l mut Resources, Instant) -> Making<'l, Error>,
}

/// A state that the API gives, and how it is made.
#[derive(Clone)]
pub(crate) struct Given {
    pub(crate) id: TypeId,
    #[cfg_attr(not(feature = "local"), expect(dead_code, reason = "read by the manifest"))]
    pub(crate) name: &'static str,
    make: Arc<dyn Make>,
    /// Says which settings its loader takes.
    #[cfg(feature = "local")]
    pub(crate) describe: fn(&mut Description),
}

impl Given {
    pub(crate) fn by<L: Load<A>, A: 'static>(load: L) -> Self {
        Self {
            id: TypeId::of::<L::State>(),
            name: type_name::<L::State>(),
            make: Arc::new(Loader { load, arguments: PhantomData }),
            #[cfg(feature = "local")]
            describe: L::describe,
        }
    }
}

/// A loader, by the arguments that it takes.
struct Loader<L, A> {
    load: L,
    arguments: PhantomData<fn() -> A>,
}

/// A [`Load`] of any type, which keeps what it makes.
trait Make: Send + Sync {
    /// Has the settings read that it takes.
    fn want(&self, resources: &mut Resources);

    /// Makes it, within the time that init has.
    ///
    /// # Errors
    ///
    /// Why it could not be made.
    fn make<'m>(&'m self, resources: &'m mut Resources, started: Instant) -> Making<'m, String>;
}

type Making<'m, E> = Pin<Box<dyn Future<Output = Result<(), E>> + 'm>>;

impl<L: Load<A>, A> Make for Loader<L, A> {
    fn want(&self, resources: &mut Resources) {
        L::want(resources);
    }

    fn make<'m>(&'m self, resources: &'m mut Resources, started: Instant) -> Making<'m, String> {
        let make = async {
            let state = self.load.load(resources).await?;
            resources.insert(State(Arc::new(state)));
            Ok(())
        };
        // Called here, so that an API without states has none of this in its executable.
        Box::pin(in_time(Box::pin(make), started))
    }
}

/// Waits for a state, and says why there is none.
async fn in_time(make: Making<'_, Error>, started: Instant) -> Result<(), String> {
    match timeout_at((started + INIT).into(), AssertUnwindSafe(make).catch_unwind()).await {
        Ok(Ok(done)) => done.map_err(|error| error.to_string()),
        // The panic itself, with its place, is in the log already: the hook wrote it.
        Ok(Err(_)) => Err("its loader panicked".to_owned()),
        Err(_) => {
            let seconds = INIT.as_secs();
            Err(format!("init took {seconds} seconds, and Lambda gives it 10"))
        }
    }
}

/// Reads the settings that are wanted, and makes the states, one after the other.
///
/// # Errors
///
/// A sentence that names the settings that are missing or cannot be read, or the state which nothing gives or
/// which could not be made in time.
pub(crate) async fn load(given: &[Given], resources: &mut Resources, started: Instant) -> Result<()> {
    match resources.get::<Wanted>() {
        Some(wanted) => (wanted.load)(given, resources, started).await,
        None => settings::load(resources, started).await,
    }
}

fn want(state: (TypeId, &'static str), resources: &mut Resources) {
    let mut states = wanted(resources);
    if !states.contains(&state) {
        states.push(state);
    }
    resources.insert(Wanted { states, load: load_wanted });
}

fn wanted(resources: &Resources) -> Vec<(TypeId, &'static str)> {
    resources.get::<Wanted>().map_or_else(Vec::new, |wanted| wanted.states.clone())
}

fn load_wanted<'l>(given: &'l [Given], resources: &'l mut Resources, started: Instant) -> Making<'l, Error> {
    Box::pin(load_all(given, resources, started))
}

async fn load_all(given: &[Given], resources: &mut Resources, started: Instant) -> Result<()> {
    let states = wanted(resources);
    resources.insert(Wanted { states: Vec::new(), load: load_wanted });
    let of = |id| given.iter().find(|given| given.id == id);
    for given in states.iter().filter_map(|(id, _)| of(*id)) {
        given.make.want(resources);
    }
    settings::load(resources, started).await?;
    for (id, name) in states {
        let Some(given) = of(id) else {
            return Err(Error::internal(format!("it takes `State<{name}>`, and no `Api::state` gives one")));
        };
        let failed = |why| Error::internal(format!("`State<{name}>` was not loaded: {why}"));
        given.make.make(resources, started).await.map_err(failed)?;
    }
    Ok(())
}
