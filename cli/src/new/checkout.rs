//! A checkout of Fingerpost, whose crates and npm package a project can use by path.

use std::fs;
use std::path::Path;

/// The folder of a checkout, as an absolute path.
pub(super) struct Checkout(String);

impl Checkout {
    pub(super) fn find(folder: &Path) -> Result<Self, String> {
        let shown = folder.display();
        let found = fs::canonicalize(folder).map_err(|error| format!("cannot open {shown}: {error}"))?;
        for part in ["runtime/Cargo.toml", "construct/package.json"] {
            if !found.join(part).is_file() {
                return Err(format!("{shown} is not a checkout of Fingerpost: it has no {part}"));
            }
        }
        let found = found.into_os_string().into_string();
        found
            .map(Self)
            .map_err(|_| format!("{shown} has a name that is not UTF-8, and Cargo.toml cannot hold it"))
    }

    pub(super) fn folder(&self) -> &str {
        &self.0
    }

    /// The folder of the crate `fingerpost`.
    pub(super) fn runtime(&self) -> String {
        format!("{}/runtime", self.0)
    }

    /// The folder of the npm package.
    pub(super) fn construct(&self) -> String {
        format!("{}/construct", self.0)
    }

    /// Whether what its npm package is built with is there.
    pub(super) fn is_installed(&self) -> bool {
        Path::new(&self.0).join("node_modules/json-schema-to-typescript").exists()
    }
}
