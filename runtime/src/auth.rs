//! Who may call: what an API and its routes say of their callers. The gateway holds callers to it, and not the
//! function: a request that it refuses costs no invocation.

mod authorizers;
mod declared;

#[cfg(feature = "local")]
pub(crate) use self::authorizers::Jwt;
pub(crate) use self::authorizers::Authorizers;
pub(crate) use self::declared::Declared;
#[cfg(feature = "local")]
pub(crate) use self::declared::Auth;
