//! What changed from one OpenAPI document to another: the operations, and what each of them takes.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::document::{OpenApi, followed};
use super::found::{Concern, Found};
use super::schema::said;
use super::walk::{Both, Direction, MOST_SCHEMAS, Walk};
use crate::entries::Manifest;
use crate::path;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// What one method of a path takes and gives.
struct Operation<'d> {
    /// `GET /events/{id}`.
    key: String,
    method: String,
    path: &'d str,
    item: &'d Value,
    value: &'d Value,
}

/// Two documents, and what was found.
pub(super) struct Documents<'d> {
    pub(super) roots: Both<'d>,
    pub(super) found: Found,
    /// How many schemas may still be compared.
    pub(super) left: usize,
}

/// What changed from one document to another. What two manifests of the same APIs tell is not told again: the
/// operations of their routes, who may call them, and their parameters and media types.
///
/// # Errors
///
/// A sentence, for documents whose references cannot be followed, or that are too large to be compared.
pub(super) fn compare(
    old: &OpenApi,
    new: &OpenApi,
    told: Option<(&Manifest, &Manifest)>,
) -> Result<Found, String> {
    let mut documents = Documents { roots: (&old.0, &new.0), found: Found::default(), left: MOST_SCHEMAS };
    let (mut were, are) = (operations(&old.0)?, operations(&new.0)?);
    for (shape, operation) in are {
        let Some(was) = were.remove(&shape) else {
            documents.added(&operation, &mut were, told.map(|(_, new)| new));
            continue;
        };
        let is_told = told.is_some_and(|(old, new)| has(old, &was) && has(new, &operation));
        if !is_told {
            documents.parameters(&was, &operation)?;
            documents.security(&operation.key, (was.value, operation.value));
        }
        documents.body(&was, &operation, is_told)?;
        documents.answers(&operation.key, (was.value, operation.value))?;
        let ids = [&was, &operation].map(|operation| operation.value["operationId"].to_string());
        if ids[0] != ids[1] && !is_told {
            let text = format!("{} operationId: {} -> {}", operation.key, ids[0], ids[1]);
            documents.found.note(Concern::Operations, false, text);
        }
    }
    if told.is_none() {
        documents.schemes();
    }
    for gone in were.into_values().filter(|gone| !told.is_some_and(|(old, _)| has(old, gone))) {
        documents.found.note(Concern::Callers, true, format!("{} is gone", gone.key));
    }
    Ok(documents.found)
}

/// Whether a manifest has a route for an operation.
fn has(manifest: &Manifest, operation: &Operation<'_>) -> bool {
    let shape = path::shape(operation.path);
    let same = |route: &str| path::shape(route).replace("{+}", "{}") == shape;
    manifest.routes.iter().any(|route| same(&route.path) && route.method.answers(&operation.method))
}

/// The operations, by what callers know them as.
fn operations(document: &Value) -> Result<BTreeMap<String, Operation<'_>>, String> {
    let mut operations = BTreeMap::new();
    for (path, item) in entries(&document["paths"]) {
        let item = followed(document, item)?;
        for method in METHODS {
            let Some(value) = item.get(method) else { continue };
            let method = method.to_uppercase();
            let shape = format!("{method} {}", path::shape(path));
            let key = format!("{method} {path}");
            operations.insert(shape, Operation { key, method, path, item, value });
        }
    }
    Ok(operations)
}

/// The entries of an object, in order; none of what is no object.
pub(super) fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter).map(|(name, value)| (name.as_str(), value))
}

impl<'d> Documents<'d> {
    /// Tells of a new operation, or of one that was moved.
    fn added(
        &mut self,
        new: &Operation<'_>,
        were: &mut BTreeMap<String, Operation<'_>>,
        told: Option<&Manifest>,
    ) {
        if told.is_some_and(|manifest| has(manifest, new)) {
            return;
        }
        let id = &new.value["operationId"];
        let from = were.iter().find(|(_, old)| id.is_string() && old.value["operationId"] == *id);
        match from.map(|(shape, _)| shape.clone()).and_then(|shape| were.remove(&shape)) {
            Some(old) => {
                let text = format!("{} is gone: it is {} now", old.key, new.key);
                self.found.note(Concern::Callers, true, text);
            }
            None => self.found.note(Concern::Callers, false, format!("{} is new", new.key)),
        }
    }

    /// Compares what is read or written under a name, `GET /events query parameter limit`.
    pub(super) fn schemas(
        &mut self,
        what: String,
        direction: Direction,
        both: Both<'d>,
    ) -> Result<(), String> {
        Walk::new(direction, what, self.roots, &mut self.found, &mut self.left).run(both)
    }

    fn parameters(&mut self, old: &Operation<'d>, new: &Operation<'d>) -> Result<(), String> {
        let (were, are) = (parameters(self.roots.0, old)?, parameters(self.roots.1, new)?);
        for (at, parameter) in &were {
            match are.get(at) {
                Some(now) => self.parameter(&new.key, (parameter, now))?,
                None => {
                    let text = format!("{} {} is gone", new.key, shown(parameter));
                    self.found.note(Concern::Callers, true, text);
                }
            }
        }
        for (_, parameter) in are.iter().filter(|(at, _)| !were.contains_key(*at)) {
            let required = is_required(parameter);
            let how = if required { "new and required" } else { "new and optional" };
            let text = format!("{} {} is {how}", new.key, shown(parameter));
            self.found.note(Concern::Callers, required, text);
        }
        Ok(())
    }

    fn parameter(&mut self, key: &str, (old, new): Both<'d>) -> Result<(), String> {
        let what = format!("{key} {}", shown(new));
        let (required, required_now) = (is_required(old), is_required(new));
        if required != required_now {
            let how = if required_now { "required" } else { "optional" };
            self.found.note(Concern::Callers, required_now, format!("{what} is {how} now"));
        }
        for how in ["style", "explode", "allowReserved", "content"] {
            if old[how] != new[how] {
                let text = format!("{what} {how}: {} -> {}", old[how], new[how]);
                self.found.note(Concern::Callers, true, text);
            }
        }
        let (was, is) = (&old["schema"], &new["schema"]);
        // Whatever it was, it is sent as a text.
        if said(is) == json!({ "type": "string" }) && said(was) != said(is) {
            self.found.note(Concern::Callers, false, format!("{what} may be any text now"));
            return Ok(());
        }
        self.schemas(what, Direction::Read, (was, is))
    }

    fn body(&mut self, old: &Operation<'d>, new: &Operation<'d>, is_told: bool) -> Result<(), String> {
        let key = &new.key;
        let (was, is) = (&old.value["requestBody"], &new.value["requestBody"]);
        let (was, is) = (followed(self.roots.0, was)?, followed(self.roots.1, is)?);
        if !is_told {
            self.media_types(key, (was, is));
        }
        for (media_type, content) in entries(&was["content"]) {
            if let Some(now) = is["content"].get(media_type) {
                let what = format!("{key} body{}", of(media_type));
                let (old, new) = (followed(self.roots.0, content)?, followed(self.roots.1, now)?);
                self.schemas(what, Direction::Read, schema_of((old, new)))?;
            }
        }
        Ok(())
    }

    fn media_types(&mut self, key: &str, (old, new): Both<'_>) {
        let mut note = |stops, how: String| self.found.note(Concern::Callers, stops, format!("{key} {how}"));
        match (is_required(old), is_required(new)) {
            (false, true) => note(true, "needs a body now".to_owned()),
            (true, false) => note(false, "needs no body any more".to_owned()),
            _ => {}
        }
        let (were, are) = (&old["content"], &new["content"]);
        for (gone, _) in entries(were).filter(|(name, _)| are.get(name).is_none()) {
            note(!new.is_null(), format!("takes no body of {gone} any more"));
        }
        for (added, _) in entries(are).filter(|(name, _)| were.get(name).is_none()) {
            note(false, format!("takes a body of {added} now"));
        }
    }
}

/// ` of text/csv`; nothing for JSON, which most are.
pub(super) fn of(media_type: &str) -> String {
    if media_type == "application/json" { String::new() } else { format!(" of {media_type}") }
}

/// The schemas of two media types or headers; one without a schema may be anything.
pub(super) fn schema_of((old, new): Both<'_>) -> Both<'_> {
    static ANY: Value = Value::Bool(true);
    (old.get("schema").unwrap_or(&ANY), new.get("schema").unwrap_or(&ANY))
}

pub(super) fn is_required(value: &Value) -> bool {
    value["required"] == true
}

/// The parameters of an operation and of its path, by place and name. Of the path it is the position: the name is
/// the function's business.
fn parameters<'d>(
    document: &'d Value,
    operation: &Operation<'d>,
) -> Result<BTreeMap<(String, String), &'d Value>, String> {
    let mut parameters = BTreeMap::new();
    let of_both = [operation.item, operation.value].into_iter();
    let lists = of_both.filter_map(|owner| owner.get("parameters")?.as_array());
    for parameter in lists.flatten() {
        let parameter = followed(document, parameter)?;
        let (place, name) = place_and_name(parameter);
        let position = path::parameters(operation.path).position(|known| known == name);
        let position = position.filter(|_| place == "path").map(|position| position.to_string());
        // A header is one by any letters.
        let name = if place == "header" { name.to_lowercase() } else { name.to_owned() };
        parameters.insert((place.to_owned(), position.unwrap_or(name)), parameter);
    }
    Ok(parameters)
}

fn place_and_name(parameter: &Value) -> (&str, &str) {
    let text = |field: &str| parameter.get(field).and_then(Value::as_str).unwrap_or_default();
    (text("in"), text("name"))
}

/// `query parameter limit`.
fn shown(parameter: &Value) -> String {
    let (place, name) = place_and_name(parameter);
    format!("{place} parameter {name}")
}
