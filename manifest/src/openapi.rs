//! The OpenAPI 3.1 document of an API, made of its manifest and of what its routes say of themselves.
//!
//! It lists every status that can come, with its body: what a handler answers, what an argument refuses, and
//! what API Gateway says by itself. The same source gives the same bytes.

mod bodies;
mod document;
mod links;
mod module;
mod operation;
mod parameters;
mod paths;
mod responses;
mod security;

use std::collections::{BTreeMap, BTreeSet};

use self::bodies::Bodies;
use self::document::{Components, Info, Operation, Server, Tag};
use self::operation::Known;
use crate::Manifest;
use crate::description::Descriptions;
use crate::file::pretty;

pub use self::document::Document;

/// The version of a package that has none, as cargo has it: `info` must have one.
const NO_VERSION: &str = "0.0.0";

/// Describes an API.
pub fn document(manifest: &Manifest, descriptions: &Descriptions) -> Document {
    let (places, left_out) = paths::places(&manifest.routes);
    let bodies = Bodies::of(descriptions);
    let known = Known { manifest, places: &places, descriptions, bodies: &bodies };
    let mut paths: BTreeMap<String, BTreeMap<&'static str, Operation>> = BTreeMap::new();
    let mut tags = BTreeSet::new();
    for place in &places {
        for (method, id) in &place.operations {
            let operation = operation::of(place, method, id, &known);
            tags.extend(operation.tags.iter().cloned());
            paths.entry(place.path.clone()).or_default().insert(method, operation);
        }
    }
    let mut schemas = descriptions.schemas.clone();
    schemas.extend(bodies.schemas());
    schemas.sort_keys();
    Document {
        openapi: "3.1.0",
        info: Info {
            title: manifest.api.name.clone(),
            description: left_out.join(" "),
            version: descriptions.version.clone().unwrap_or_else(|| NO_VERSION.to_owned()),
        },
        servers: Vec::new(),
        tags: tags.into_iter().map(|name| Tag { name }).collect(),
        paths,
        components: Components {
            responses: responses::shared(&bodies, manifest),
            schemas,
            security_schemes: security::schemes(manifest),
        },
    }
}

impl Document {
    /// The same API, where it is served: `http://127.0.0.1:3000`.
    #[must_use]
    pub fn served_at(mut self, url: String) -> Self {
        self.servers = vec![Server { url }];
        self
    }

    /// The document as it is written to a file.
    ///
    /// # Errors
    ///
    /// None that is known of: every field of a document can be written.
    pub fn to_json(&self) -> Result<String, String> {
        pretty(self)
    }
}
