//! What a person reads: answers on stdout, everything else on stderr.

use std::fmt::Display;
use std::io::{IsTerminal as _, Write as _};

use fingerpost_untrusted::escape;

/// A failed command: one sentence, and the exit code.
pub(crate) struct CommandError {
    pub(crate) sentence: String,
    pub(crate) code: u8,
}

impl From<String> for CommandError {
    fn from(sentence: String) -> Self {
        Self { sentence, code: 1 }
    }
}

/// Writes a line to stderr. What comes from outside is escaped, so that it cannot pass for another
/// line. Where stderr is closed, the work goes on: `eprintln!` would panic in the middle of a
/// request.
pub(crate) fn say(text: impl Display) {
    let mut line = String::new();
    escape(&text.to_string(), &mut line);
    line.push('\n');
    let _ = std::io::stderr().lock().write_all(line.as_bytes());
}

/// Prints what a function answered; to a terminal with escapes for what it would act on.
pub(crate) fn print_answer(text: &str) {
    if !std::io::stdout().is_terminal() {
        return print(&format!("{text}\n"));
    }
    for line in text.split('\n') {
        let mut escaped = String::new();
        escape(line, &mut escaped);
        print(&(escaped + "\n"));
    }
}

/// Prints an answer; a reader that has gone away (`| head`) is not an error.
pub(crate) fn print(text: &str) {
    let mut stdout = std::io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}
