//! What changed of the settings that functions read: a deployment that does not give one fails, and a secret is a
//! permission.

use super::found::{Concern, Found, keyed};
use crate::need::Setting;

impl Found {
    /// `of` is the route's key or the authorizer.
    pub(super) fn settings(&mut self, of: &str, old: &[Setting], new: &[Setting]) {
        let key = |setting: &Setting| setting.variable.clone();
        let (were, are) = (keyed(old, key), keyed(new, key));
        for (variable, now) in &are {
            let was = were.get(variable);
            if now.secret && !was.is_some_and(|was| was.secret) {
                self.note(Concern::Security, true, format!("{of} may now read the secret {variable}"));
            }
            match was {
                None => {
                    let how = if now.optional { "if it is given" } else { "which a deployment must give" };
                    self.note(Concern::Operations, false, format!("{of} reads {variable} now, {how}"));
                }
                Some(was) if was.secret && !now.secret => {
                    self.note(
                        Concern::Security,
                        true,
                        format!("{of} setting {variable} is no secret any more"),
                    );
                }
                Some(was) if was.optional != now.optional => {
                    let how = if now.optional { "may be left out now" } else { "must be given now" };
                    self.note(Concern::Operations, false, format!("{of} setting {variable} {how}"));
                }
                Some(_) => {}
            }
        }
        for (variable, was) in were.iter().filter(|(variable, _)| !are.contains_key(*variable)) {
            if was.secret {
                self.note(Concern::Security, false, format!("{of} may no longer read the secret {variable}"));
            }
            self.note(Concern::Operations, false, format!("{of} does not read {variable} any more"));
        }
    }
}
