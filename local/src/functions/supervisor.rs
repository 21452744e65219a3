//! Ends what does not watch its parent: a shell in a process group of its own, which waits until the
//! pipe from this process closes, however that comes about, and then kills the group.
//!
//! The function joins the group before anything of it runs, so what it starts is in the group, too. If
//! the function leaves the group, it is found by its id. A shell, because it takes a megabyte and starts
//! in a millisecond, and because `killall` of this executable does not reach it.

use std::process::{ExitStatus, Stdio};

use tokio::io::AsyncWriteExt as _;
use tokio::process::{Child, ChildStdin, Command};

/// Reads the function's id, then to the end of the pipe. What members of the group send to all of it
/// is not for the supervisor. A function that leads a group of its own is killed with that.
const SCRIPT: &str = r#"trap '' HUP INT QUIT TERM; read -r function; read -r end
kill -s KILL "$function" "-$function"; kill -s KILL 0"#;

/// The supervisor of one function process. When it is dropped, it ends what it supervises.
#[derive(Debug)]
pub(super) struct Supervisor {
    shell: Child,
    group: u32,
    pipe: ChildStdin,
}

impl Supervisor {
    /// Starts a supervisor, alone in its group.
    ///
    /// # Errors
    ///
    /// When there is no shell.
    pub(super) fn start() -> Result<Self, String> {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", SCRIPT]).env_clear();
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        command.process_group(0);
        let failed = |reason: &str| format!("cannot start /bin/sh to supervise the function: {reason}");
        let mut shell = command.spawn().map_err(|error| failed(&error.to_string()))?;
        match (shell.id(), shell.stdin.take()) {
            (Some(group), Some(pipe)) => Ok(Self { shell, group, pipe }),
            _ => Err(failed("it ended")),
        }
    }

    /// Has a command start its process in the group.
    pub(super) fn lead(&self, command: &mut Command) {
        command.process_group(self.group.cast_signed());
    }

    /// Says which process of the group is the function.
    pub(super) async fn supervise(&mut self, function: &Child) {
        if let Some(id) = function.id() {
            // If the supervisor is gone, that is noticed as its end.
            let _ = self.pipe.write_all(format!("{id}\n").as_bytes()).await;
        }
    }

    /// Resolves when the supervisor is gone, which it should not be before the function is.
    pub(super) async fn gone(&mut self) -> std::io::Result<ExitStatus> {
        self.shell.wait().await
    }

    /// Kills the group, and with it the supervisor. As long as one of the two processes of this group is
    /// not waited for, no other group can have its id.
    pub(super) fn kill(&self) {
        kill_group(self.group);
    }
}

/// Kills the group that a process leads, if it leads one.
pub(super) fn kill_group(leader: u32) {
    use rustix::process::{Pid, Signal, kill_process_group};
    if let Some(leader) = Pid::from_raw(leader.cast_signed()) {
        // It fails where nobody is left in the group, which is as well.
        let _ = kill_process_group(leader, Signal::KILL);
    }
}
