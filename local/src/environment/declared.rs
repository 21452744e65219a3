//! The settings that routes declare: where their values come from here, and what of that is told at the start.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};

use fingerpost_manifest::{Authorizer, Manifest, Setting};

use super::reads::Reads;
use super::{Given, OF_FILE, aws, says_how_to_run};
use crate::dotenv::FILE;
use crate::program::Reader;

impl Given {
    /// The value of a setting: by `--env`, or of the shell, or of `.env`. One that is empty is none.
    pub(super) fn setting(&self, variable: &str) -> Option<OsString> {
        let given = self.0.get(variable);
        let of_file = given.filter(|value| value.by == OF_FILE).map(|value| value.text.clone());
        let by_option = given.filter(|value| value.by != OF_FILE).map(|value| value.text.clone());
        let values = [by_option, env::var_os(variable), of_file];
        values.into_iter().flatten().find(|text| !text.is_empty())
    }

    /// What is to be told of the variables that functions get, of those that they lack and of those that they cannot
    /// read.
    pub(crate) fn told(&self, manifest: &Manifest, readers: &BTreeMap<String, Vec<Reader>>) -> Vec<String> {
        let functions = functions(manifest);
        let settings = functions.iter().flat_map(|(_, reads)| reads.settings);
        let declared = settings.map(|setting| setting.variable.as_str());
        // What the developer says of a resource counts as one.
        let resources = manifest.resources.iter().map(|resource| resource.variable.as_str());
        let endpoints = self.names_of_file().filter(|name| {
            aws::is_endpoint(name) && functions.iter().any(|(_, reads)| aws::is_used(name, *reads))
        });
        let declared: BTreeSet<_> = declared.chain(resources).chain(endpoints).collect();
        let missing = functions.iter().filter_map(|(function, reads)| self.missing(function, reads.settings));
        let told = [self.of_file(&declared), self.unread(&declared), self.kept_out(&declared)];
        told.into_iter().flatten().chain(missing).chain(self.unreadable(manifest, readers)).collect()
    }

    /// A sentence for each value that is not what its setting takes, in the words that the function would log with its
    /// first request.
    fn unreadable(&self, manifest: &Manifest, readers: &BTreeMap<String, Vec<Reader>>) -> Vec<String> {
        let text = |name: &str| self.setting(name)?.into_string().ok();
        // A type of the author's may panic. The function will, too, and answers all the same.
        let wrong = |read: &Reader| catch_unwind(AssertUnwindSafe(|| read(&text))).unwrap_or_default();
        let mut functions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (name, readers) in readers {
            let is_route = manifest.routes.iter().any(|route| route.name == *name);
            let kind = if is_route { "route" } else { "authorizer" };
            for wrong in readers.iter().flat_map(wrong) {
                functions.entry(wrong).or_default().insert(format!("{kind} `{name}`"));
            }
        }
        let told = |(wrong, functions): (String, BTreeSet<String>)| {
            format!("{} cannot start: {wrong}", Vec::from_iter(functions).join(", "))
        };
        functions.into_iter().map(told).collect()
    }

    fn missing(&self, function: &str, settings: &[Setting]) -> Option<String> {
        let missing =
            settings.iter().filter(|setting| !setting.optional && self.setting(&setting.variable).is_none());
        let missing: Vec<_> = missing.map(|setting| format!("`{}`", setting.variable)).collect();
        let (which, them) = if missing.len() == 1 { ("which is", "it") } else { ("which are", "them") };
        let names = missing.join(", ");
        (!missing.is_empty()).then(|| {
            format!("{function} reads {names}, {which} not set, and cannot start: give {them} in {FILE} or in the shell")
        })
    }

    /// Says how many variables functions get of `.env`.
    fn of_file(&self, declared: &BTreeSet<&str>) -> Option<String> {
        let count = self.names_of_file().filter(|name| is_given(name, declared)).count();
        match count {
            0 => None,
            1 => Some(format!("functions get 1 variable of {FILE}")),
            _ => Some(format!("functions get {count} variables of {FILE}")),
        }
    }

    /// Names the variables of `.env` that no function gets.
    fn unread(&self, declared: &BTreeSet<&str>) -> Option<String> {
        let names: Vec<_> = self.names_of_file().filter(|name| !is_given(name, declared)).collect();
        let names = names.join(", ");
        (!names.is_empty()).then(|| {
            format!(
                "no function gets these variables of {FILE}, because no route reads them as settings: {names}"
            )
        })
    }

    fn names_of_file(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(_, value)| value.by == OF_FILE).map(|(name, _)| name.as_str())
    }
}

/// Whether a variable of `.env` reaches a function: as its setting, or because it says how functions run.
fn is_given(name: &str, declared: &BTreeSet<&str>) -> bool {
    declared.contains(name) || says_how_to_run(name)
}

/// The functions of an API, as they are told of, with what they read and use.
pub(super) fn functions(manifest: &Manifest) -> Vec<(String, Reads<'_>)> {
    let routes = manifest.routes.iter().map(|route| {
        let reads = Reads { settings: &route.settings, resources: &route.resources };
        (format!("route `{}`", route.name), reads)
    });
    let authorizers = manifest.api.authorizers.iter().filter_map(|(name, authorizer)| match authorizer {
        Authorizer::Function(function) => {
            let reads = Reads { settings: &function.settings, resources: &function.resources };
            Some((format!("authorizer `{name}`"), reads))
        }
        Authorizer::Jwt { .. } => None,
    });
    routes.chain(authorizers).collect()
}
