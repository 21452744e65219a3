//! The files of a project. They are kept in `templates/` as those of a project named `my-api`, whose names are
//! replaced.

use serde_json::Value;
use toml_edit::{DocumentMut, Item, Table, value};

use super::checkout::Checkout;
use crate::words::pascal;

pub(super) const CARGO: &str = include_str!("../../templates/Cargo.toml.in");
const PACKAGE: &str = include_str!("../../templates/package.json.in");

/// The files that only have other names in them.
const PLAIN: [(&str, &str); 9] = [
    ("src/main.rs", include_str!("../../templates/src/main.rs.in")),
    ("src/lib.rs", include_str!("../../templates/src/lib.rs.in")),
    ("src/notes.rs", include_str!("../../templates/src/notes.rs.in")),
    ("tests/api.rs", include_str!("../../templates/tests/api.rs.in")),
    ("infra/app.ts", include_str!("../../templates/infra/app.ts.in")),
    ("cdk.json", include_str!("../../templates/cdk.json.in")),
    ("README.md", include_str!("../../templates/README.md.in")),
    (".gitignore", include_str!("../../templates/gitignore.in")),
    (".github/workflows/ci.yml", include_str!("../../templates/github/ci.yml.in")),
];

/// `.npmrc` of a project that uses a checkout: a copy of its package is installed. Behind a link, the package
/// would find the checkout's `aws-cdk-lib`, and not the project's.
const NPMRC: &str = "install-links=true\n";

/// This crate, the crate `fingerpost` and the npm package have one version.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The files of a project, by their paths in its folder.
pub(super) fn of(
    name: &str,
    checkout: Option<&Checkout>,
    is_in_workspace: bool,
) -> Result<Vec<(&'static str, String)>, String> {
    let mut files = vec![
        ("Cargo.toml", cargo(name, checkout, is_in_workspace)?),
        ("package.json", package(name, checkout)?),
    ];
    files.extend(PLAIN.map(|(file, text)| (file, renamed(text, name))));
    files.extend(checkout.map(|_| (".npmrc", NPMRC.to_owned())));
    Ok(files)
}

/// The text for a project of this name.
fn renamed(text: &str, name: &str) -> String {
    // The names of the project that the templates are of, and what stands for them on the way: a new name may
    // itself have an old one in it.
    let names = [("my-api", name.to_owned()), ("my_api", name.replace('-', "_")), ("MyApi", pascal(name))];
    let marked = names
        .iter()
        .enumerate()
        .fold(text.to_owned(), |text, (at, (old, _))| text.replace(old, &format!("\0{at}\0")));
    names.iter().enumerate().fold(marked, |text, (at, (_, new))| text.replace(&format!("\0{at}\0"), new))
}

fn cargo(name: &str, checkout: Option<&Checkout>, is_in_workspace: bool) -> Result<String, String> {
    let mut cargo: DocumentMut = CARGO.parse().map_err(|error| format!("Cargo.toml: {error}"))?;
    cargo["package"]["name"] = value(name);
    let fingerpost = &mut cargo["dependencies"]["fingerpost"];
    fingerpost["version"] = value(VERSION);
    if let (Some(checkout), Some(table)) = (checkout, fingerpost.as_inline_table_mut()) {
        let features = table.remove("default-features");
        table.clear();
        table.insert("path", checkout.runtime().into());
        table.extend(features.map(|features| ("default-features", features)));
    }
    if is_in_workspace {
        cargo.insert("workspace", Item::Table(Table::new()));
        let note = "\n# Without this, it would have to be a member of the workspace that its folder is in.\n";
        if let Some(table) = cargo["workspace"].as_table_mut() {
            table.decor_mut().set_prefix(note);
        }
    }
    Ok(cargo.to_string())
}

fn package(name: &str, checkout: Option<&Checkout>) -> Result<String, String> {
    let mut package: Value =
        serde_json::from_str(PACKAGE).map_err(|error| format!("package.json: {error}"))?;
    package["name"] = name.into();
    let version = checkout.map_or(format!("^{VERSION}"), |checkout| format!("file:{}", checkout.construct()));
    package["devDependencies"]["fingerpost-cdk"] = version.into();
    Ok(format!("{package:#}\n"))
}
