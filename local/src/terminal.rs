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
    let line = escaped(&text.to_string()) + "\n";
    let _ = std::io::stderr().lock().write_all(line.as_bytes());
}

/// A text from outside as part of a line.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    escape(text, &mut escaped);
    escaped
}

/// Prints what a function answered; to a terminal with escapes for what it would act on.
pub(crate) fn print_answer(text: &str) {
    let text = format!("{text}\n");
    if std::io::stdout().is_terminal() { print_lines(&text) } else { print(&text) }
}

/// Prints text from outside, with escapes for what a terminal would act on, lines apart.
pub(crate) fn print_lines(text: &str) {
    let mut escaped = String::new();
    for line in text.split_inclusive('\n') {
        let ended = line.strip_suffix('\n');
        escape(ended.unwrap_or(line), &mut escaped);
        escaped.extend(ended.map(|_| '\n'));
    }
    print(&escaped);
}

/// Prints an answer; a reader that has gone away (`| head`) is not an error.
pub(crate) fn print(text: &str) {
    let mut stdout = std::io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}
