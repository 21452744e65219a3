//! What a person reads: answers on stdout, everything else on stderr. Control characters of names and files
//! are escaped, so that they cannot pass for something else.

use std::fmt::Display;
use std::io::Write as _;

use fingerpost_untrusted::escape;

/// Writes a line to stderr.
pub(crate) fn say(text: impl Display) {
    let mut line = String::new();
    escape(&text.to_string(), &mut line);
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Prints lines; a reader that has gone away (`| head`) is not an error.
pub(crate) fn print(text: &str) {
    let mut escaped = String::new();
    for line in text.lines() {
        escape(line, &mut escaped);
        escaped.push('\n');
    }
    let mut stdout = std::io::stdout().lock();
    let _ = stdout.write_all(escaped.as_bytes()).and_then(|()| stdout.flush());
}
