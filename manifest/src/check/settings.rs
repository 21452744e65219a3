//! What a deployment could not give: a variable that is two things, and one that is not an API's to choose.

use std::collections::BTreeMap;

use crate::auth::Authorizer;
use crate::entries::Manifest;
use crate::name;
use crate::need::Setting;

/// Checks the settings of every function.
pub(super) fn check(manifest: &Manifest) -> Result<(), String> {
    let mut known: BTreeMap<&str, (String, bool)> = BTreeMap::new();
    for (function, settings) in functions(manifest) {
        for (at, setting) in settings.iter().enumerate() {
            let variable = setting.variable.as_str();
            name::setting(variable).map_err(|wrong| format!("{function}: {wrong}"))?;
            if settings[..at].iter().any(|other| other.variable == variable) {
                return Err(format!("{function}: it reads `{variable}` twice"));
            }
            if let Some(whose) = taken(manifest, variable) {
                return Err(format!(
                    "{function}: it reads `{variable}` as a setting, which is the variable of {whose}"
                ));
            }
            let (first, secret) = known.entry(variable).or_insert_with(|| (function.clone(), setting.secret));
            if *secret != setting.secret {
                let (secret, plain) = if *secret { (&*first, &function) } else { (&function, &*first) };
                return Err(format!(
                    "{secret} reads `{variable}` as a secret, and {plain} as a plain setting"
                ));
            }
        }
    }
    Ok(())
}

impl Manifest {
    /// Whether a variable says something to a function: as a setting that one reads, or as one that is not an API's
    /// to choose.
    pub fn reads(&self, variable: &str) -> bool {
        let mut settings = functions(self).flat_map(|(_, settings)| settings);
        settings.any(|setting| setting.variable == variable) || name::reserved(variable).is_some()
    }
}

/// The functions with what they read.
fn functions(manifest: &Manifest) -> impl Iterator<Item = (String, &[Setting])> {
    let deciding = manifest.api.authorizers.iter().filter_map(|(name, authorizer)| match authorizer {
        Authorizer::Function(function) => {
            Some((format!("authorizer `{name}`"), function.settings.as_slice()))
        }
        Authorizer::Jwt { .. } => None,
    });
    let routes = &manifest.routes;
    deciding.chain(routes.iter().map(|route| (format!("route `{}`", route.name), route.settings.as_slice())))
}

/// Whose variable it is, where it has another meaning.
fn taken(manifest: &Manifest, variable: &str) -> Option<String> {
    let table = manifest.tables.iter().find(|table| table.variable == variable);
    let resource = manifest.resources.iter().find(|resource| resource.variable == variable);
    let table = table.map(|table| format!("the table `{}`", table.name));
    table.or_else(|| resource.map(|resource| format!("the resource `{}`", resource.name)))
}
