//! A workspace of two small APIs, `orders` and `billing`, whose executables are ours under their names.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use fingerpost_tests::Ran;
use tempfile::TempDir;

const EVENTS: &str = env!("CARGO_BIN_EXE_events");
const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

const ROOT: &str = "[workspace]\nmembers = [\"orders\", \"billing\", \"domain\"]\nresolver = \"3\"\n";
const FEATURES: &str = "[features]\ndefault = [\"local\"]\nlocal = []\n";

/// An executable that says whose it is.
const MAIN: &str = "fn main() { println!(\"{}\", env!(\"CARGO_PKG_NAME\")) }\n";

pub(super) struct Workspace {
    folder: TempDir,
    /// A script instead of cargo.
    cargo: Option<PathBuf>,
    environment: Vec<(&'static str, String)>,
}

impl Workspace {
    pub(super) fn new() -> Self {
        // Where a link to the executables can be, which are on the same file system.
        let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let workspace = Self { folder, cargo: None, environment: Vec::new() };
        workspace.write("Cargo.toml", ROOT);
        workspace
            .package("orders", &format!("{FEATURES}[dependencies]\ndomain = {{ path = \"../domain\" }}\n"));
        workspace.package("billing", FEATURES);
        workspace.package("domain", "");
        workspace.write("domain/src/lib.rs", "");
        for (name, executable) in [("orders", EVENTS), ("billing", FAULTS)] {
            fs::hard_link(executable, workspace.path(&format!("bin/{name}"))).expect("linked");
        }
        workspace
    }

    /// Writes a package; what follows its name is given.
    pub(super) fn package(&self, name: &str, rest: &str) {
        let head = format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n");
        self.write(&format!("{name}/Cargo.toml"), &(head + rest));
        self.write(&format!("{name}/src/main.rs"), MAIN);
    }

    /// Puts a script in the place of cargo, for the calls that its cases name; cargo itself has the others.
    pub(super) fn script(mut self, cases: &str) -> Self {
        let cargo = env!("CARGO");
        let script = format!(
            "#!/bin/sh\ncd {}\ncase \"$1\" in\n{cases}\n*) exec {cargo} \"$@\";;\nesac\n",
            self.root().display()
        );
        self.write("cargo", &script);
        let file = self.path("cargo");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("executable");
        self.cargo = Some(file);
        self
    }

    pub(super) fn env(mut self, name: &'static str, value: &str) -> Self {
        self.environment.push((name, value.to_owned()));
        self
    }

    /// A call of `build` as `cargo run --package PACKAGE` makes it.
    pub(super) fn command(&self, package: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.path(&format!("bin/{package}")));
        command.arg("build").args(arguments).current_dir(self.root());
        for name in ["CARGO_TARGET_DIR", "CARGO_ENCODED_RUSTFLAGS", "RUSTFLAGS", "FINGERPOST_ARCHITECTURE"] {
            command.env_remove(name);
        }
        command.env("CARGO", self.cargo.as_deref().unwrap_or(Path::new(env!("CARGO"))));
        command.env("CARGO_MANIFEST_DIR", self.path(package));
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(super) fn build(&self, package: &str, arguments: &[&str]) -> Ran {
        let output = self.command(package, arguments).output().expect("starts");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ran {
            code: output.status.code().unwrap_or(-1),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    pub(super) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// A path in it, whose folder is there.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        let path = self.root().join(name);
        fs::create_dir_all(path.parent().expect("in the folder")).expect("a folder");
        path
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("written");
    }

    pub(super) fn read(&self, name: &str) -> String {
        String::from_utf8_lossy(&fs::read(self.root().join(name)).unwrap_or_default()).into_owned()
    }
}
