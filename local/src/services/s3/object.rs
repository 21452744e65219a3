//! An object, and what is known of it beside what it holds.

use std::time::SystemTime;

use axum::body::Bytes;
use serde::{Deserialize, Serialize};

/// An object.
#[derive(Debug, Clone)]
pub(in crate::services) struct Object {
    pub(in crate::services) about: About,
    pub(in crate::services) body: Bytes,
}

/// What is known of an object without what it holds: the first line of its file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::services) struct About {
    pub(super) key: String,
    pub(in crate::services) content_type: String,
    pub(super) etag: String,
    pub(super) length: usize,
    /// In seconds since 1970.
    pub(super) written: u64,
}

impl Object {
    pub(super) fn new(key: &str, content_type: &str, body: Bytes) -> Self {
        let written = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        let about = About {
            key: key.to_owned(),
            content_type: content_type.to_owned(),
            etag: format!("\"{:x}\"", md5::compute(&body)),
            length: body.len(),
            written,
        };
        Self { about, body }
    }
}
