//! What changed of what a request has to look like: the parameters of the path and query, the body.

use std::collections::BTreeMap;

use serde_json::Value;

use super::found::{Concern, Found, text};
use super::schema::{accepts, said};
use crate::{limits, path};

/// A parameter's place and name. Of the path it is its position: the name is the function's business.
type Key = (String, String);

impl Found {
    /// What a request has to look like. A manifest that says nothing of parameters is older than they
    /// are, and nothing is known of its requests.
    pub(super) fn request(&mut self, key: &str, old: &Value, new: &Value) {
        if old["parameters"].is_array() && new["parameters"].is_array() {
            self.parameters(key, old, new);
            self.body(key, &old["body"], &new["body"]);
        }
        self.body_limit(key, old, new);
    }

    fn parameters(&mut self, key: &str, old: &Value, new: &Value) {
        let (was, is) = (parameters(old), parameters(new));
        for (at, parameter) in &was {
            match is.get(at) {
                Some(now) => self.parameter(key, parameter, now),
                None => self.note(Concern::Callers, true, format!("{key} {} is gone", shown(parameter))),
            }
        }
        for (_, parameter) in is.iter().filter(|(at, _)| !was.contains_key(*at)) {
            let required = is_required(parameter);
            let how = if required { "new and required" } else { "new and optional" };
            self.note(Concern::Callers, required, format!("{key} {} is {how}", shown(parameter)));
        }
    }

    fn parameter(&mut self, key: &str, old: &Value, new: &Value) {
        let name = shown(new);
        match (is_required(old), is_required(new)) {
            (false, true) => self.note(Concern::Callers, true, format!("{key} {name} is required now")),
            (true, false) => self.note(Concern::Callers, false, format!("{key} {name} is optional now")),
            _ => {}
        }
        match (old["repeated"] == true, new["repeated"] == true) {
            (true, false) => self.note(Concern::Callers, true, format!("{key} {name} may be given once now")),
            (false, true) => {
                self.note(Concern::Callers, false, format!("{key} {name} may be given several times now"));
            }
            _ => {}
        }
        let (was, is) = (said(&old["schema"]), said(&new["schema"]));
        if was != is {
            let stops = !accepts(&is, &was);
            self.note(Concern::Callers, stops, format!("{key} {name}: {was} -> {is}"));
        }
    }

    fn body(&mut self, key: &str, was: &Value, is: &Value) {
        if is_required(is) && !is_required(was) {
            self.note(Concern::Callers, true, format!("{key} needs a body now"));
        }
        let types = |body: &Value| body["contentTypes"].as_array().cloned().unwrap_or_default();
        if !is.is_null() {
            for gone in types(was).iter().filter(|known| !types(is).contains(known)) {
                self.note(Concern::Callers, true, format!("{key} takes no body of {} any more", text(gone)));
            }
        }
    }

    fn body_limit(&mut self, key: &str, old: &Value, new: &Value) {
        let limit = |route: &Value| route["bodyLimit"].as_u64().unwrap_or(limits::BODY_DEFAULT.into());
        let (was, is) = (limit(old), limit(new));
        if was != is {
            let concern = if is < was { Concern::Callers } else { Concern::Operations };
            self.note(concern, is < was, format!("{key} bodyLimit: {was} -> {is} bytes"));
        }
    }
}

fn is_required(of: &Value) -> bool {
    of["required"] == true
}

fn parameters(route: &Value) -> BTreeMap<Key, &Value> {
    let names: Vec<_> = route["path"].as_str().into_iter().flat_map(path::parameters).collect();
    let parameters = route["parameters"].as_array().into_iter().flatten();
    let key = |parameter: &Value| {
        let (place, name) = (text(&parameter["in"]), text(&parameter["name"]));
        let position = names.iter().position(|known| place == "path" && *known == name);
        (place, position.map_or(name, |position| position.to_string()))
    };
    parameters.map(|parameter| (key(parameter), parameter)).collect()
}

/// `query parameter limit`.
fn shown(parameter: &Value) -> String {
    format!("{} parameter {}", text(&parameter["in"]), text(&parameter["name"]))
}
