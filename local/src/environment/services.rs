//! What the developer's variables say of services of AWS: an emulator's endpoints come through, and whoever the
//! developer is at AWS does not.

use std::env;

use super::Given;
use super::aws::{CREDENTIALS, ENDPOINTS};

impl Given {
    /// The value that the developer gives to a variable.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let value = &self.0.get(name)?.text;
        let text = value.to_string_lossy().into_owned();
        (!text.is_empty()).then_some(text)
    }

    /// What is to be told: which services are elsewhere, and which of the shell's credentials functions do not get.
    pub(crate) fn of_services(&self) -> Vec<String> {
        let elsewhere = self.0.iter().filter(|(name, _)| name.starts_with(ENDPOINTS));
        let mut told: Vec<_> = elsewhere
            .map(|(name, value)| {
                let (text, by) = (value.text.to_string_lossy(), value.by);
                format!("functions find {} at {text}, which {by} gives by `{name}`", &name[ENDPOINTS.len()..])
            })
            .collect();
        let credentials: Vec<_> =
            CREDENTIALS.into_iter().filter(|name| env::var_os(name).is_some()).collect();
        if !credentials.is_empty() {
            let names = credentials.join(", ");
            told.push(format!("functions have keys of their own and get none of the shell's: {names}"));
        }
        told
    }
}
