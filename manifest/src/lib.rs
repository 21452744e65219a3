//! The contract between an API's functions, its infrastructure and its local cloud.
//!
//! With the feature `contract` this is the manifest: everything that CDK and the local cloud know of
//! an API. The executable makes it of its routes, a file keeps it, and whoever reads it checks it.
//! Sorted and stable: the same source gives the same bytes. Version 1.
//!
//! Without, it is what a deployed function shares with them: the path pattern, the method, the CORS
//! declaration, what names a table, and the limits of AWS.

#[cfg(feature = "contract")]
mod action;
#[cfg(feature = "contract")]
mod auth;
#[cfg(feature = "contract")]
mod check;
mod cors;
#[cfg(feature = "contract")]
pub mod description;
#[cfg(feature = "contract")]
pub mod diff;
#[cfg(feature = "contract")]
mod entries;
#[cfg(feature = "contract")]
mod file;
#[cfg(feature = "contract")]
mod grant;
#[cfg(feature = "contract")]
mod index;
pub mod limits;
mod method;
pub mod name;
#[cfg(feature = "contract")]
mod need;
#[cfg(feature = "contract")]
pub mod openapi;
mod origin;
mod parameter;
pub mod path;
mod table;
#[cfg(feature = "contract")]
mod version;

#[cfg(feature = "contract")]
pub use action::Action;
#[cfg(feature = "contract")]
pub use auth::{Auth, Authorizer, AuthorizerFunction, Authorizers, Guard, IdentitySource};
pub use cors::{Cors, Header};
#[cfg(feature = "contract")]
pub use entries::{Api, Body, Manifest, Route, Table, Throttle};
#[cfg(feature = "contract")]
pub use grant::Grant;
#[cfg(feature = "contract")]
pub use index::{Index, KeySchema, Projection};
pub use method::Method;
#[cfg(feature = "contract")]
pub use need::{Resource, ResourceGrant, ServiceAction, Setting};
#[cfg(feature = "contract")]
pub use parameter::Parameter;
pub use parameter::Place;
pub use table::{KeyType, resource_variable, variable};
#[cfg(feature = "contract")]
pub use version::Version;
