//! Who may call: what an API and its routes say of their callers. The gateway holds callers to it, and not the
//! function: a request that it refuses costs no invocation.

mod authorizers;
mod declare;
mod declared;
mod function;

pub(crate) use self::authorizers::Authorizers;
#[cfg(feature = "local")]
pub(crate) use self::authorizers::Jwt;
#[cfg(feature = "local")]
pub(crate) use self::declared::Auth;
pub(crate) use self::declared::Declared;
pub use self::function::{Authorizer, Decided, decider};
