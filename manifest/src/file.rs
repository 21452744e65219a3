//! The manifest as text: read, and written the same each time.

use schemars::generate::SchemaSettings;

use crate::entries::Manifest;

impl Manifest {
    /// Reads a manifest and checks it.
    ///
    /// # Errors
    ///
    /// One sentence that names the key that is wrong and what is accepted.
    pub fn parse(json: &[u8]) -> Result<Self, String> {
        let mut deserializer = serde_json::Deserializer::from_slice(json);
        let manifest: Self = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
            let inner = error.inner();
            if inner.is_syntax() || inner.is_eof() {
                return format!("this is not JSON: {inner}");
            }
            match error.path().to_string().as_str() {
                "." => inner.to_string(),
                path => format!("`{path}`: {inner}"),
            }
        })?;
        deserializer.end().map_err(|error| format!("this is not JSON: {error}"))?;
        manifest.check()?;
        Ok(manifest)
    }

    /// The manifest as it is written to a file.
    ///
    /// # Errors
    ///
    /// None that is known of: every field of a manifest can be written.
    pub fn to_json(&self) -> Result<String, String> {
        pretty(self)
    }

    /// The JSON Schema of a manifest, draft 2020-12, as it is written to a file.
    ///
    /// # Errors
    ///
    /// As [`Self::to_json`].
    pub fn schema() -> Result<String, String> {
        pretty(&SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Self>())
    }
}

fn pretty(value: &impl serde::Serialize) -> Result<String, String> {
    let mut json = serde_json::to_string_pretty(value).map_err(|error| error.to_string())?;
    json.push('\n');
    Ok(json)
}
