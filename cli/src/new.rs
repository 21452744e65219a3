//! `new`: a project in a folder of its own. It is written into a folder beside and then renamed, so that it is
//! there as a whole or not at all.

mod checkout;
mod files;
mod folder;
mod name;

use std::path::{Path, PathBuf};

use self::checkout::Checkout;
use self::folder::Staged;
use crate::arguments::NewArgs;
use crate::terminal::print;

pub(crate) fn run(args: &NewArgs) -> Result<(), String> {
    let name = args.name.as_str();
    name::check(name)?;
    let folder = args.path.clone().unwrap_or_else(|| PathBuf::from(name));
    let checkout = args.source.as_deref().map(Checkout::find).transpose()?;
    let staged = Staged::beside(&folder)?;
    let files = files::of(name, checkout.as_ref(), folder::is_in_workspace(&folder))?;
    for (file, text) in &files {
        staged.write(file, text)?;
    }
    staged.rename()?;
    print(&next_steps(name, &folder, files.len(), checkout.as_ref()));
    Ok(())
}

/// What to do with the project, as commands that work as they stand.
fn next_steps(name: &str, folder: &Path, files: usize, checkout: Option<&Checkout>) -> String {
    let folder = quoted(&folder.display().to_string());
    let npm = match checkout.filter(|checkout| !checkout.is_installed()) {
        Some(checkout) => format!("npm --prefix {} ci && npm install", quoted(checkout.folder())),
        None => "npm install".to_owned(),
    };
    let steps = [
        (format!("cd {folder}"), ""),
        ("cargo run".to_owned(), "the API on http://127.0.0.1:3000"),
        ("cargo test".to_owned(), ""),
        (format!("{npm} && npx cdk synth"), "builds what is deployed, and prints the template"),
        ("npx cdk deploy".to_owned(), ""),
    ];
    let width = steps.iter().map(|(command, _)| command.len()).max().unwrap_or_default();
    let line = |(command, note): &(String, &str)| match *note {
        "" => format!("  {command}\n"),
        note => format!("  {command:width$}  # {note}\n"),
    };
    format!(
        "made the API `{name}` in {folder}, {files} files:\n\n{}\nand to add to it:\n\n  \
         cargo fingerpost add table Orders --key id\n  \
         cargo fingerpost add route GET \"/orders/<id>\"\n",
        steps.iter().map(line).collect::<String>()
    )
}

/// As a shell takes it.
fn quoted(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+@%,:".contains(c);
    if path.chars().all(plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', r"'\''")) }
}
