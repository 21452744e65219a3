//! What can be a state, and what makes one: an async function, which may take settings.

use std::future::Future;

use crate::error::{Error, Result};
use crate::resources::Resources;
use crate::route::Description;
use crate::settings::{self, Settings};

/// What all requests of a process can share: anything that is `Send`, `Sync` and `'static`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the state of an API",
    label = "cannot be shared by the requests of a process",
    note = "a state is `Send`, `Sync` and `'static`: `Arc` in the place of `Rc`, `Mutex` or an atomic in the place of `RefCell` or `Cell`"
)]
pub trait Shared: Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync + 'static> Shared for T {}

/// What makes a state: an `async fn() -> Result<T, E>`, whose `E` an [`Error`] can be made of.
///
/// It may take settings, an `async fn(S) -> Result<T, E>` whose `S` derives [`Settings`]. `A` are the arguments, which
/// rustc knows.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not load a state",
    label = "not an `async fn() -> Result<T, E>`",
    note = "a state is loaded by a function that is named here and called once for each process: `async fn load_prices() -> fingerpost::Result<Prices>`",
    note = "it may take a struct that derives `Settings`: `async fn load_prices(settings: Shop) -> fingerpost::Result<Prices>`"
)]
pub trait Load<A = ()>: Send + Sync + 'static {
    /// The state.
    type State: Shared;

    /// Makes the state.
    #[doc(hidden)]
    fn load(&self, resources: &Resources) -> impl Future<Output = Result<Self::State>>;

    /// Has the settings read that it takes.
    #[doc(hidden)]
    fn want(resources: &mut Resources) {
        let _ = resources;
    }

    /// Says which settings it takes.
    #[doc(hidden)]
    fn describe(route: &mut Description) {
        let _ = route;
    }
}

#[diagnostic::do_not_recommend]
impl<F, T, E> Load<()> for F
where
    F: AsyncFn() -> Result<T, E> + Send + Sync + 'static,
    T: Shared,
    E: Into<Error>,
{
    type State = T;

    async fn load(&self, _: &Resources) -> Result<T> {
        self().await.map_err(Into::into)
    }
}

#[diagnostic::do_not_recommend]
impl<F, S, T, E> Load<(S,)> for F
where
    F: AsyncFn(S) -> Result<T, E> + Send + Sync + 'static,
    S: Settings,
    T: Shared,
    E: Into<Error>,
{
    type State = T;

    async fn load(&self, resources: &Resources) -> Result<T> {
        self(settings::of::<S>(resources)?).await.map_err(Into::into)
    }

    fn want(resources: &mut Resources) {
        settings::want::<S>(resources);
    }

    fn describe(route: &mut Description) {
        settings::describe::<S>(route);
    }
}
