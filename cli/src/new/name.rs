//! Which names a project can have: its crate, its API and its stack are named after it.

use fingerpost_manifest::name;
use toml_edit::DocumentMut;

use super::files;
use crate::words::is_ident;

/// Names of crates and folders that are Rust's and cargo's own.
const TAKEN: [&str; 9] =
    ["alloc", "build", "core", "deps", "examples", "incremental", "proc_macro", "std", "test"];

pub(super) fn check(name: &str) -> Result<(), String> {
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
    if !begins || name.contains(|c: char| c.is_ascii_uppercase()) || !name::API.accepts(name) {
        return Err(format!(
            "a project's name is {} that begin with a letter, all of them in lower case, got `{name}`",
            name::API
        ));
    }
    let crate_name = name.replace('-', "_");
    if !is_ident(&crate_name) {
        return Err(format!("`{name}` is a keyword of Rust and cannot be the name of a crate"));
    }
    if TAKEN.contains(&crate_name.as_str()) {
        return Err(format!(
            "`{name}` is a name of Rust's or cargo's own, and cannot be the name of a project"
        ));
    }
    if dependencies()?.iter().any(|known| known.replace('-', "_") == crate_name) {
        return Err(format!("the project depends on the crate `{name}`, and cannot have its name"));
    }
    Ok(())
}

/// The crates that a project depends on.
fn dependencies() -> Result<Vec<String>, String> {
    let cargo: DocumentMut = files::CARGO.parse().map_err(|error| format!("Cargo.toml: {error}"))?;
    let tables = ["dependencies", "dev-dependencies"].into_iter().filter_map(|kind| cargo[kind].as_table());
    Ok(tables.flat_map(|table| table.iter().map(|(name, _)| name.to_owned())).collect())
}
