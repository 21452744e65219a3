//! What changed of the routes: who may call what, and what a function may do.

use std::collections::BTreeSet;

use super::auth::actions;
use super::found::{Concern, Found, keyed, or_none};
use crate::entries::Route;

impl Found {
    pub(super) fn routes(&mut self, old: &[Route], new: &[Route]) {
        let (old, new) = (keyed(old, Route::shape), keyed(new, Route::shape));
        for (shape, route) in &old {
            match new.get(shape) {
                Some(now) => self.route(route, now),
                None => self.note(Concern::Callers, true, format!("{} is gone", route.key())),
            }
        }
        for (_, route) in new.iter().filter(|(shape, _)| !old.contains_key(*shape)) {
            let key = route.key();
            self.note(Concern::Callers, false, format!("{key} is new"));
            self.actions(&key, &BTreeSet::new(), &actions(&route.grants, &route.resources));
            self.settings(&key, &[], &route.settings);
        }
    }

    fn route(&mut self, old: &Route, new: &Route) {
        let key = new.key();
        self.request(&key, old, new);
        let actions = |route: &Route| actions(&route.grants, &route.resources);
        self.actions(&key, &actions(old), &actions(new));
        self.settings(&key, &old.settings, &new.settings);
        let fields = |route: &Route| {
            [
                ("path", route.path.clone()),
                ("name", route.name.clone()),
                ("memoryMb", format!("{} MB", route.memory_mb)),
                ("timeoutSeconds", format!("{} s", route.timeout_seconds)),
                ("throttle", or_none(route.throttle)),
            ]
        };
        self.fields(&key, fields(old), fields(new));
    }

    pub(super) fn actions(&mut self, key: &str, old: &BTreeSet<String>, new: &BTreeSet<String>) {
        for action in new.difference(old) {
            self.note(Concern::Security, true, format!("{key} may now {action}"));
        }
        for action in old.difference(new) {
            self.note(Concern::Security, false, format!("{key} may no longer {action}"));
        }
    }
}
