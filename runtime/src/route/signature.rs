//! What the signature of a route says, for the manifest and for the checks of it.

use std::any::TypeId;
use std::collections::BTreeSet;

use fingerpost_local::Reader;
use fingerpost_manifest::description as contract;
use fingerpost_manifest::{Place, Setting};

use super::describe;
use super::readable::Unreadable;
use crate::dynamodb::{Statement, TableSchema};

/// What the signature of one route says.
#[derive(Debug, Default)]
pub(crate) struct Signature {
    /// What it takes and gives.
    pub(crate) description: contract::Description,
    /// The types of the arguments that read the body as something.
    pub(crate) bodies: Vec<&'static str>,
    /// The parameters that two arguments describe differently.
    pub(crate) disputed: Vec<Disputed>,
    /// The values that are not what is said of them.
    pub(crate) unreadable: Vec<Unreadable>,
    /// The tables, each as often as it is named.
    pub(crate) grants: Vec<(&'static TableSchema, BTreeSet<Statement>)>,
    /// The settings and secrets, each as often as it is named.
    pub(crate) settings: Vec<Setting>,
    /// What is wrong with the defaults of settings.
    pub(crate) wrong_defaults: Vec<String>,
    /// What reads the settings.
    pub(crate) readers: Vec<Reader>,
    /// Actions on other resources, each as often as it is named.
    pub(crate) allowed: Vec<(&'static str, describe::Resource)>,
    /// The states, with the names of their types.
    pub(crate) states: Vec<(TypeId, &'static str)>,
    /// What it takes of a caller whom an authorizer knows, with the names of the types.
    pub(crate) claims: Vec<Claimed>,
    /// Whether it reads what every request has, such as the source IP, beside what is described.
    pub(crate) reads_of_all: bool,
    /// Whether the answer links to a next page.
    pub(crate) pages: bool,
}

/// What a route takes of a caller whom an authorizer knows.
#[derive(Debug)]
pub(crate) struct Claimed {
    /// The type of the claims; `None` where it is single claims that are taken.
    pub(crate) id: Option<TypeId>,
    /// That type's name, or that of the argument.
    pub(crate) name: &'static str,
    /// Whether a request may be without it.
    pub(crate) optional: bool,
}

/// A parameter that is one thing for one argument, and another for another.
#[derive(Debug)]
pub(crate) struct Disputed {
    pub(crate) place: Place,
    pub(crate) name: String,
    /// The types of the two arguments.
    pub(crate) speakers: [&'static str; 2],
}
