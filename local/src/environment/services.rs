//! What the developer's variables say of services of AWS: an emulator's endpoints come through, and whoever the
//! developer is at AWS does not.

use std::env;

use fingerpost_manifest::Manifest;

use super::aws::{self, CREDENTIALS, ENDPOINTS};
use super::declared::functions;
use super::{Given, OF_FILE, OPTION};

impl Given {
    /// The value that the developer gives to a variable.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let value = &self.0.get(name)?.text;
        let text = value.to_string_lossy().into_owned();
        (!text.is_empty()).then_some(text)
    }

    /// What is to be told: which services are elsewhere, and which of the shell's credentials functions do not get.
    pub(crate) fn of_services(&self, manifest: &Manifest) -> Vec<String> {
        let functions = functions(manifest);
        let elsewhere = self.0.iter().filter(|(name, _)| aws::is_endpoint(name));
        let mut told: Vec<_> = elsewhere
            .filter_map(|(name, value)| {
                let used = functions.iter().any(|(_, reads)| aws::is_used(name, *reads));
                let service = name.strip_prefix(ENDPOINTS).unwrap_or("every other service of AWS");
                let text = aws::without_user(&value.text.to_string_lossy());
                match value.by {
                    by if used || by == OPTION => {
                        Some(format!("functions find {service} at {text}, which {by} gives by `{name}`"))
                    }
                    // Told with the rest of the file that nobody gets.
                    OF_FILE => None,
                    by => Some(format!(
                        "no function uses {service}, so none gets `{name}` of {by}; `--env {name}` passes it on"
                    )),
                }
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
