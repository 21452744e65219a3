//! What an error may have beside its sentence.

use std::borrow::Cow;

use fingerpost_manifest::Header;
use serde_json::Value;

use super::Detail;

/// What an error may have beside its sentence.
#[derive(Debug, Default)]
pub(super) struct More {
    pub(super) details: Vec<Detail>,
    pub(super) fields: Vec<(Cow<'static, str>, Value)>,
    pub(super) headers: Vec<Header>,
    pub(super) absent: bool,
}
