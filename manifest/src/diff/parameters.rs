//! What changed of what a request has to look like: its parameters and its body.

use std::collections::BTreeMap;

use super::found::{Concern, Found, keyed};
use super::schema::{accepts, said};
use crate::entries::{Body, Route};
use crate::parameter::{Parameter, Place};
use crate::{limits, path};

impl Found {
    pub(super) fn request(&mut self, key: &str, old: &Route, new: &Route) {
        self.parameters(key, &parameters(old), &parameters(new));
        self.body(key, old.body.as_ref(), new.body.as_ref());
        self.body_limit(key, old, new);
    }

    fn parameters(&mut self, key: &str, old: &Parameters<'_>, new: &Parameters<'_>) {
        for (at, parameter) in old {
            match new.get(at) {
                Some(now) => self.parameter(key, parameter, now),
                None => self.note(Concern::Callers, true, format!("{key} {} is gone", shown(parameter))),
            }
        }
        for (_, parameter) in new.iter().filter(|(at, _)| !old.contains_key(*at)) {
            let required = parameter.required;
            let how = if required { "new and required" } else { "new and optional" };
            self.note(Concern::Callers, required, format!("{key} {} is {how}", shown(parameter)));
        }
    }

    fn parameter(&mut self, key: &str, old: &Parameter, new: &Parameter) {
        let name = shown(new);
        if old.required != new.required {
            let how = if new.required { "required" } else { "optional" };
            self.note(Concern::Callers, new.required, format!("{key} {name} is {how} now"));
        }
        if old.repeated != new.repeated {
            let how = if new.repeated { "several times" } else { "once" };
            self.note(Concern::Callers, old.repeated, format!("{key} {name} may be given {how} now"));
        }
        if old.schema["default"] != new.schema["default"] {
            let (was, is) = (&old.schema["default"], &new.schema["default"]);
            self.note(Concern::Callers, false, format!("{key} {name} default: {was} -> {is}"));
        }
        let (was, is) = (said(&old.schema), said(&new.schema));
        if was != is {
            let stops = !accepts(&is, &was);
            self.note(Concern::Callers, stops, format!("{key} {name}: {was} -> {is}"));
        }
    }

    fn body(&mut self, key: &str, old: Option<&Body>, new: Option<&Body>) {
        let required = |body: Option<&Body>| body.is_some_and(|body| body.required);
        match (required(old), required(new)) {
            (false, true) => self.note(Concern::Callers, true, format!("{key} needs a body now")),
            (true, false) => self.note(Concern::Callers, false, format!("{key} needs no body any more")),
            _ => {}
        }
        let types = |body: Option<&Body>| body.map(|body| body.content_types.clone()).unwrap_or_default();
        let (were, are) = (types(old), types(new));
        for gone in were.iter().filter(|known| !are.contains(known)) {
            let stops = new.is_some();
            self.note(Concern::Callers, stops, format!("{key} takes no body of {gone} any more"));
        }
        for added in are.iter().filter(|known| !were.contains(known)) {
            self.note(Concern::Callers, false, format!("{key} takes a body of {added} now"));
        }
    }

    fn body_limit(&mut self, key: &str, old: &Route, new: &Route) {
        let [was, is] = [old, new].map(|route| route.body_limit.unwrap_or(limits::BODY_DEFAULT));
        if was != is {
            let concern = if is < was { Concern::Callers } else { Concern::Operations };
            self.note(concern, is < was, format!("{key} bodyLimit: {was} -> {is} bytes"));
        }
    }
}

/// By place and name. Of the path it is the position: the name is the function's business.
type Parameters<'r> = BTreeMap<(Place, String), &'r Parameter>;

fn parameters(route: &Route) -> Parameters<'_> {
    let position = |name: &str| path::parameters(&route.path).position(|known| known == name);
    keyed(&route.parameters, |Parameter { place, name, .. }| {
        let position = position(name).filter(|_| *place == Place::Path);
        (*place, position.map_or_else(|| name.clone(), |position| position.to_string()))
    })
}

/// `query parameter limit`.
fn shown(parameter: &Parameter) -> String {
    format!("{} parameter {}", parameter.place, parameter.name)
}
