//! The manifest as text: read, and written the same each time.

use fingerpost_untrusted::{LEVELS, survey};
use schemars::generate::SchemaSettings;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::entries::Manifest;

/// Bytes that a manifest or a document may take in memory; the largest manifest takes a tenth of it.
pub(crate) const MEMORY: usize = 256 << 20;

impl Manifest {
    /// Reads a manifest and checks it.
    ///
    /// # Errors
    ///
    /// One sentence that names the key that is wrong and what is accepted. A key by which `serde_json` would
    /// read another manifest than CDK does is wrong.
    pub fn parse(json: &[u8]) -> Result<Self, String> {
        let surveyed =
            survey(json).map_err(|key| format!("it has the key `{key}`, which no manifest has"))?;
        if surveyed.depth <= LEVELS && surveyed.memory > MEMORY {
            return Err(format!("it would take over {} MB of memory, which no manifest does", MEMORY >> 20));
        }
        let mut deserializer = serde_json::Deserializer::from_slice(json);
        let manifest: Self = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
            let inner = error.inner();
            let wrong_shape = inner.is_syntax() || inner.is_eof();
            if wrong_shape && let Err(error) = serde_json::from_slice::<IgnoredAny>(json) {
                return format!("this is not JSON: {error}");
            }
            // serde_json calls it a mistake of syntax, too, where what says its kind by its only member has none.
            if wrong_shape {
                return format!("`{}` is an object of one member, which says what kind it is", error.path());
            }
            match error.path().to_string().as_str() {
                "." => inner.to_string(),
                path => format!("`{path}`: {inner}"),
            }
        })?;
        deserializer.end().map_err(|error| format!("this is not JSON: {error}"))?;
        check_objects(&json_value(json)?, &json_value(manifest.to_json()?.as_bytes())?, "")?;
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

fn json_value(json: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(json).map_err(|error| format!("this is not JSON: {error}"))
}

/// Refuses an array in the place of an object, `[1000, 500]` for a throttle, which serde takes for its
/// fields in order. The other value is the same manifest as it is written.
fn check_objects(read: &Value, written: &Value, path: &str) -> Result<(), String> {
    match (read, written) {
        (Value::Array(_), Value::Object(_)) => {
            let what = if path.is_empty() { "the manifest".to_owned() } else { format!("`{path}`:") };
            Err(format!("{what} must be an object, got an array"))
        }
        (Value::Object(read), Value::Object(written)) => read.iter().try_for_each(|(key, value)| {
            let dot = if path.is_empty() { "" } else { "." };
            written.get(key).map_or(Ok(()), |known| check_objects(value, known, &format!("{path}{dot}{key}")))
        }),
        (Value::Array(read), Value::Array(written)) => {
            let mut pairs = read.iter().zip(written).enumerate();
            pairs.try_for_each(|(at, (value, known))| check_objects(value, known, &format!("{path}[{at}]")))
        }
        _ => Ok(()),
    }
}

/// A value as JSON that people read, with an end of the line.
pub(crate) fn pretty(value: &impl serde::Serialize) -> Result<String, String> {
    let mut json = serde_json::to_string_pretty(value).map_err(|error| error.to_string())?;
    json.push('\n');
    Ok(json)
}
