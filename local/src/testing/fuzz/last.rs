//! The request that is being answered, kept where it outlives this process: a stack overflow or an abort leaves nobody
//! here to tell of it.
//!
//! It is in a file. A shell waits until the pipe from this process closes, however that comes about, and prints the file
//! where it is still there.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// Reads to the end of the pipe. Who ends the tests from outside is not told of a request.
const SCRIPT: &str = r#"trap 'rm -f "$1"; exit' HUP INT QUIT TERM; read -r end
if [ -s "$1" ]; then cat "$1" >&2; fi; rm -f "$1""#;

/// What is told to stderr when this process ends before this is dropped.
pub struct Last {
    file: PathBuf,
    shell: Child,
}

impl Last {
    /// Starts the shell.
    ///
    /// # Errors
    ///
    /// One sentence: there is no shell.
    pub fn start() -> Result<Self, String> {
        let file = std::env::temp_dir().join(format!("fingerpost-fuzz-{}", uuid::Uuid::new_v4()));
        let mut command = Command::new("/bin/sh");
        command.args(["-c", SCRIPT, "sh"]).arg(&file).stdin(Stdio::piped()).stdout(Stdio::null());
        let shell = command.spawn();
        let shell = shell.map_err(|error| format!("cannot start /bin/sh to keep requests: {error}"))?;
        Ok(Self { file, shell })
    }

    /// Has this told from now on, instead of what was to be told before.
    ///
    /// # Errors
    ///
    /// One sentence: the file cannot be written.
    pub fn keep(&self, text: &str) -> Result<(), String> {
        fs::write(&self.file, text)
            .map_err(|error| format!("cannot keep a request in {}: {error}", self.file.display()))
    }
}

impl Drop for Last {
    fn drop(&mut self) {
        // Where nothing was kept, there is none.
        let _ = fs::remove_file(&self.file);
        drop(self.shell.stdin.take());
        // It has nothing to tell, and ends.
        let _ = self.shell.wait();
    }
}
