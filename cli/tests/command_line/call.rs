//! Calls of the executable in a temporary folder, and what is in the folder afterwards.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

pub(crate) const EXECUTABLE: &str = env!("CARGO_BIN_EXE_cargo-fingerpost");

/// A folder, and a project in it.
pub(crate) struct Folder {
    _temporary: TempDir,
    /// An empty one.
    pub(crate) outer: PathBuf,
    /// The project's.
    pub(crate) project: PathBuf,
}

impl Folder {
    pub(crate) fn empty() -> Self {
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let outer = temporary.path().to_owned();
        let project = outer.join("my-api");
        Self { _temporary: temporary, outer, project }
    }

    pub(crate) fn with_project() -> Self {
        let folder = Self::empty();
        done(&folder.call(&["new", "my-api"]));
        folder
    }

    /// In the outer folder.
    pub(crate) fn call(&self, arguments: &[&str]) -> Output {
        call(&self.outer, arguments)
    }

    /// In the project.
    pub(crate) fn add(&self, arguments: &[&str]) -> Output {
        let arguments: Vec<_> = ["add"].into_iter().chain(arguments.iter().copied()).collect();
        call(&self.project, &arguments)
    }

    /// A file of the project.
    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.project.join(file)).expect(file)
    }

    /// Makes or replaces a file of the project.
    pub(crate) fn write(&self, file: &str, text: &str) {
        fs::write(self.project.join(file), text).expect(file);
    }

    /// Whether rustfmt, as the project configures it, would leave every source as it is.
    pub(crate) fn assert_formatted(&self) {
        let files = files(&self.project);
        let is_source = |file: &&String| Path::new(file).extension().is_some_and(|end| end == "rs");
        let mut rustfmt = Command::new("rustfmt");
        // Modules are formatted with their roots.
        rustfmt
            .current_dir(&self.project)
            .args(["--check", "--edition", "2024"])
            .args(files.keys().filter(is_source));
        let output = rustfmt.output().expect("rustfmt runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

pub(crate) fn call(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(EXECUTABLE).current_dir(folder).args(arguments).output().expect("it runs")
}

/// What it said on stdout; it has worked.
pub(crate) fn done(output: &Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && error.is_empty(), "{error}");
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// The sentence that it refused with, and nothing else: its exit code is 1.
pub(crate) fn refused(output: &Output) -> String {
    let (answer, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!((output.status.code(), answer.as_ref()), (Some(1), ""), "{error}");
    let sentence = error.strip_prefix("error: ").and_then(|sentence| sentence.strip_suffix('\n'));
    let sentence = sentence.unwrap_or_else(|| panic!("one sentence: {error}"));
    assert!(!sentence.contains('\n'), "{sentence}");
    sentence.to_owned()
}

/// Every file below a folder, by its path there; a link is what it leads to.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(folder).expect("below").display().to_string();
            if path.is_symlink() {
                found.insert(name, format!("{:?}", fs::read_link(&path)));
            } else if path.is_dir() {
                found.insert(format!("{name}/"), String::new());
                open.push(path);
            } else {
                found.insert(name, fs::read_to_string(&path).expect("a text"));
            }
        }
    }
    found
}
