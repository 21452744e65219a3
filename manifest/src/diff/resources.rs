//! What changed of the resources of other services: what a deployment has to give.

use super::found::{Concern, Found, keyed};
use crate::need::Resource;

impl Found {
    pub(super) fn resources(&mut self, old: &[Resource], new: &[Resource]) {
        let name = |resource: &Resource| resource.name.clone();
        let (old, new) = (keyed(old, name), keyed(new, name));
        for (name, was) in &old {
            let Some(is) = new.get(name) else {
                self.resource(false, format!("resource {name} is no longer used"));
                continue;
            };
            if was.service != is.service {
                let text = format!("resource {name} service: {} -> {}", was.service, is.service);
                self.resource(true, format!("{text}: the deployment has to give another"));
            }
            if was.variable != is.variable {
                self.resource(
                    false,
                    format!("resource {name} variable: {} -> {}", was.variable, is.variable),
                );
            }
        }
        for (name, is) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
            let text = format!("resource {name} of {} is new: the deployment has to give it", is.service);
            self.resource(true, text);
        }
    }

    fn resource(&mut self, stops: bool, text: String) {
        self.note(Concern::Operations, stops, text);
    }
}
