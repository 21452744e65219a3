//! A process that does not outlive this one, however this one ends: it watches the pipe from its
//! parent, or a supervisor does that for it.

use std::path::Path;
use std::process::{ExitStatus, Stdio};

use tokio::process::{Child as Process, ChildStdin, ChildStdout, Command};

use super::executable::Executable;
use super::supervisor::{Supervisor, kill_group};

/// Tells a child that its standard input is the pipe whose end it shares.
pub(crate) const PARENT_PIPE: &str = "FINGERPOST_PARENT_PIPE";

/// A running process.
#[derive(Debug)]
pub(crate) struct Child {
    process: Process,
    /// Closes when this process ends, and not before.
    _pipe: Option<ChildStdin>,
    /// Where the process does not watch a pipe.
    supervisor: Option<Supervisor>,
}

impl Child {
    /// Starts an executable. The command is one that the executable gave, and says the rest.
    ///
    /// # Errors
    ///
    /// One sentence.
    pub(crate) async fn start(executable: &Executable, mut command: Command) -> Result<Self, String> {
        if !executable.watches_parent {
            command.stdin(Stdio::null());
            return Self::supervised(executable.path(), command).await;
        }
        command.stdin(Stdio::piped()).env(PARENT_PIPE, "stdin");
        // A Ctrl-C at the terminal is for `serve`, which then ends its functions.
        command.process_group(0);
        let mut process = spawn(command, executable.path())?;
        Ok(Self { _pipe: process.stdin.take(), process, supervisor: None })
    }

    /// Starts a program that knows nothing of this one, by a command that names it.
    ///
    /// # Errors
    ///
    /// One sentence.
    pub(crate) async fn supervised(program: &Path, mut command: Command) -> Result<Self, String> {
        let mut supervisor = Supervisor::start()?;
        supervisor.lead(&mut command);
        let process = spawn(command, program)?;
        supervisor.supervise(&process).await;
        Ok(Self { _pipe: None, process, supervisor: Some(supervisor) })
    }

    /// What it writes, where the command has that piped.
    pub(crate) fn stdout(&mut self) -> Option<ChildStdout> {
        self.process.stdout.take()
    }

    /// Resolves when the process has ended by itself, or cannot go on.
    ///
    /// # Errors
    ///
    /// When nobody is left to end it with its parent.
    pub(crate) async fn ended(&mut self) -> Result<ExitStatus, String> {
        let status = match &mut self.supervisor {
            None => self.process.wait().await,
            Some(supervisor) => tokio::select! {
                biased;
                status = self.process.wait() => status,
                gone = supervisor.gone() => {
                    let how = gone.map_or_else(|error| error.to_string(), |status| status.to_string());
                    return Err(format!("its supervisor ended, {how}"));
                }
            },
        };
        status.map_err(|error| error.to_string())
    }

    /// Asks it to end, as a terminal would.
    pub(crate) fn terminate(&self) {
        use rustix::process::{Pid, Signal, kill_process};
        // Its id is its own until it is waited for.
        let id = self.process.id().and_then(|id| Pid::from_raw(id.cast_signed()));
        if let Some(id) = id {
            let _ = kill_process(id, Signal::TERM);
        }
    }

    /// Ends it, if it has not ended, and what it started. It is gone when this returns.
    pub(crate) async fn end(mut self) {
        if let Some(supervisor) = &self.supervisor {
            supervisor.kill();
            // The process may have left that group for one of its own.
            if let Some(id) = self.process.id() {
                kill_group(id);
            }
        }
        // It may be gone already, which is as well.
        let _ = self.process.kill().await;
        if let Some(supervisor) = &mut self.supervisor {
            let _ = supervisor.gone().await;
        }
    }
}

fn spawn(mut command: Command, program: &Path) -> Result<Process, String> {
    let started = command.kill_on_drop(true).spawn();
    started.map_err(|error| format!("cannot start {}: {error}", program.display()))
}

/// In a child: ends this process when the pipe from its parent closes, which is when the
/// parent ends, however it does.
pub fn end_with_parent() {
    if std::env::var_os(PARENT_PIPE).is_none() {
        return;
    }
    std::thread::spawn(|| {
        // Nothing is ever written to it: this returns at its end, or on an error.
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(0);
    });
}
