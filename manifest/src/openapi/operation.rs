//! One operation: what a route takes and gives, by one method.

use super::bodies::{Bodies, Contents};
use super::document::{Operation, Reply, RequestBody};
use super::paths::Placed;
use super::{links, module, parameters, responses, security};
use crate::Manifest;
use crate::description::{Body, Description, Descriptions};

/// What is known of the API.
pub(super) struct Known<'a> {
    pub(super) manifest: &'a Manifest,
    pub(super) places: &'a [Placed<'a>],
    pub(super) descriptions: &'a Descriptions,
    pub(super) bodies: &'a Bodies<'a>,
}

/// The operation of a route.
pub(super) fn of(place: &Placed<'_>, method: &str, id: &str, known: &Known<'_>) -> Operation {
    let route = place.route;
    let nothing = Description::default();
    let description = known.descriptions.routes.get(&route.name).unwrap_or(&nothing);
    let links = links::of(place, description, known.places, known.descriptions);
    let mut responses = responses::of(description, links, known.bodies, !route.auth.is_open());
    if method == "head" {
        responses.values_mut().for_each(without_body);
    }
    Operation {
        id: id.to_owned(),
        tags: module::of(&route.source).into_iter().collect(),
        summary: route.summary.clone(),
        description: description.documentation.clone(),
        parameters: route.parameters.iter().map(|known| parameters::of(known, place)).collect(),
        request_body: description.body.as_ref().map(body),
        security: security::of(&route.auth, known.manifest),
        responses,
    }
}

fn body(body: &Body) -> RequestBody {
    let mut contents = Contents::default();
    for content in &body.content {
        contents.add(&content.content_type, content.schema.clone());
    }
    RequestBody { required: body.required, content: contents.finish() }
}

fn without_body(reply: &mut Reply) {
    if let Reply::Own(response) = reply {
        response.content.clear();
    }
}
