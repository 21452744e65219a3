//! What changed of the API as a whole.

use std::collections::BTreeSet;

use super::found::{Concern, Found, or_none};
use crate::cors::Cors;
use crate::entries::Api;
use crate::origin::ANY;

type List = fn(&Cors) -> &[String];

const LISTS: [(&str, List); 4] = [
    ("allowOrigins", |cors| &cors.allow_origins),
    ("allowMethods", |cors| &cors.allow_methods),
    ("allowHeaders", |cors| &cors.allow_headers),
    ("exposeHeaders", |cors| &cors.expose_headers),
];

impl Found {
    pub(super) fn api(&mut self, old: &Api, new: &Api) {
        self.cors(old.cors.as_ref(), new.cors.as_ref());
        let fields = |api: &Api| [("throttle", api.throttle.to_string()), ("name", api.name.clone())];
        self.fields("api", fields(old), fields(new));
    }

    fn cors(&mut self, old: Option<&Cors>, new: Option<&Cors>) {
        for (field, list) in LISTS {
            let [was, is] = [old, new].map(|cors| cors.into_iter().flat_map(list).collect::<BTreeSet<_>>());
            let any = |entries: &BTreeSet<&String>| entries.iter().any(|entry| *entry == ANY);
            for entry in is.difference(&was) {
                self.note(Concern::Security, !any(&was), format!("CORS {field} has {entry} now"));
            }
            for entry in was.difference(&is) {
                self.note(Concern::Callers, !any(&is), format!("CORS {field} has {entry} no longer"));
            }
        }
        let [was, is] = [old, new].map(|cors| cors.map(|cors| cors.allow_credentials));
        if was != is {
            let text = format!("CORS allowCredentials: {} -> {}", or_none(was), or_none(is));
            self.note(Concern::Security, is == Some(true), text);
        }
        let [was, is] = [old, new].map(|cors| cors.map(|cors| cors.max_age_seconds));
        if was != is {
            let text = format!("CORS maxAgeSeconds: {} -> {}", or_none(was), or_none(is));
            self.note(Concern::Security, false, text);
        }
    }
}
