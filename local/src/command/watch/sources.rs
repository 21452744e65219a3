//! Which files an executable is built from: those that cargo lists beside it, and those that a build might need.
//!
//! Cargo's list has every source of the package and of those that it has by path, and what they include. A file that
//! a failed build has missed is in no list yet, so every `.rs` file below a folder `src` counts, too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::command::project::Project;
use crate::dotenv;

/// The sources of one executable.
pub(super) struct Sources {
    executable: PathBuf,
    package: PathBuf,
    root: PathBuf,
    target_directory: PathBuf,
    /// Each file that cargo lists.
    listed: BTreeSet<PathBuf>,
    /// The file of variables, in the folder that `serve` was started in.
    environment: PathBuf,
}

/// What an API is started from: the executable and `.env`.
#[derive(PartialEq)]
pub(super) struct Started([Option<Stamp>; 2]);

/// What tells one content of a file from another.
#[derive(PartialEq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    inode: u64,
}

/// Files as they were at one time.
#[derive(Default, PartialEq)]
pub(super) struct Stamps(BTreeMap<PathBuf, Stamp>);

impl Sources {
    /// Of an executable of the project.
    pub(super) fn new(project: &Project, executable: &Path) -> Self {
        let mut sources = Self {
            executable: executable.to_owned(),
            package: project.folder.clone(),
            root: project.root.clone(),
            target_directory: project.target_directory.clone(),
            listed: BTreeSet::new(),
            environment: std::env::current_dir().unwrap_or_default().join(dotenv::FILE),
        };
        sources.read();
        sources
    }

    pub(super) fn executable(&self) -> &Path {
        &self.executable
    }

    /// Reads cargo's list, which a build writes. Where there is none, the former one holds.
    pub(super) fn read(&mut self) {
        let Ok(list) = fs::read_to_string(self.executable.with_extension("d")) else { return };
        // What build scripts make is not written by hand.
        let by_hand = |file: &PathBuf| !file.starts_with(&self.target_directory);
        self.listed = listed(&list).into_iter().filter(by_hand).collect();
    }

    /// The folders in which a change may concern the executable.
    pub(super) fn folders(&self) -> BTreeSet<PathBuf> {
        let mut folders = BTreeSet::new();
        for file in self.files() {
            // What a link leads to changes elsewhere.
            let target = file.canonicalize().ok();
            let parents =
                [Some(file), target].into_iter().flatten().filter_map(|file| Some(file.parent()?.to_owned()));
            folders.extend(parents.filter(|folder| folder.is_dir()));
        }
        for package in self.packages() {
            below(&package.join("src"), &mut |folder| {
                folders.insert(folder.to_owned());
            });
        }
        folders
    }

    /// The sources as they are now.
    pub(super) fn stamps(&self) -> Stamps {
        let mut files = self.files();
        for package in self.packages() {
            below(&package.join("src"), &mut |folder| files.extend(rust_in(folder)));
        }
        Stamps(files.into_iter().filter_map(|file| stamp(&file).map(|stamp| (file, stamp))).collect())
    }

    /// What an API would be started from now.
    pub(super) fn started(&self) -> Started {
        Started([stamp(&self.executable), stamp(&self.environment)])
    }

    /// Files by their names, some of which may not be there.
    fn files(&self) -> BTreeSet<PathBuf> {
        let mut files = self.listed.clone();
        files.insert(self.environment.clone());
        for folder in self.packages().iter().chain([&self.root]) {
            let names = ["Cargo.toml", "Cargo.lock", "build.rs", ".cargo/config.toml"];
            files.extend(names.map(|name| folder.join(name)));
        }
        files
    }

    /// The folders of the package and of those that it has by path.
    fn packages(&self) -> BTreeSet<PathBuf> {
        let of = |file: &PathBuf| {
            file.ancestors().find(|folder| folder.join("Cargo.toml").is_file()).map(Path::to_owned)
        };
        self.listed.iter().filter_map(of).chain([self.package.clone()]).collect()
    }
}

impl Stamps {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The files that are not what they were, as the subject of a sentence; `None` where all are.
    pub(super) fn changed_since(&self, before: &Self) -> Option<String> {
        let names: BTreeSet<_> = self.0.keys().chain(before.0.keys()).collect();
        let mut changed = names.into_iter().filter(|name| self.0.get(*name) != before.0.get(*name));
        let first = changed.next()?;
        let here = std::env::current_dir().unwrap_or_default();
        let shown = first.strip_prefix(here).unwrap_or(first).display();
        Some(match changed.count() {
            0 => format!("{shown} has"),
            1 => format!("{shown} and 1 more file have"),
            more => format!("{shown} and {more} more files have"),
        })
    }
}

fn stamp(file: &Path) -> Option<Stamp> {
    let file = fs::metadata(file).ok()?;
    Some(Stamp { modified: file.modified().ok(), length: file.len(), inode: file.ino() })
}

/// The files in a list of cargo's: `target: file file`, where a space in a name has a backslash before it.
fn listed(list: &str) -> BTreeSet<PathBuf> {
    let files = list.lines().filter_map(|line| line.split_once(": ")).flat_map(|(_, files)| {
        let escaped = files.replace("\\ ", "\0");
        escaped.split_ascii_whitespace().map(|file| file.replace('\0', " ")).collect::<Vec<_>>()
    });
    files.map(PathBuf::from).collect()
}

/// Visits a folder and all below it, save hidden ones. Links are not followed, for they may lead back.
fn below(folder: &Path, visit: &mut impl FnMut(&Path)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    visit(folder);
    for entry in entries.flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) && !is_hidden(&entry.path()) {
            below(&entry.path(), visit);
        }
    }
}

/// The files of Rust in a folder, without what an editor keeps there under a hidden name.
fn rust_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_rust =
        |file: &PathBuf| file.extension().is_some_and(|extension| extension == "rs") && !is_hidden(file);
    entries.filter(is_rust).collect()
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_cargos_has_names_with_spaces() {
        let files = listed("/t/debug/a: /w/src/main.rs /w/a\\ b/x.sql\n");
        assert_eq!(files, BTreeSet::from(["/w/a b/x.sql", "/w/src/main.rs"].map(PathBuf::from)));
    }
}
