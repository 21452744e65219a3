//! What a person reads: answers on stdout, everything else on stderr.

use std::fmt::Display;
use std::io::{IsTerminal as _, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

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

tokio::task_local! {
    /// Where lines are kept instead of being written, in a test of an API.
    static KEPT: Log;
}

/// Lines that are kept for whoever asks.
#[derive(Debug, Clone, Default)]
pub struct Log(Arc<Mutex<String>>);

impl Log {
    /// Everything that was logged.
    pub fn text(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Bytes that were logged up to now, from which [`since`](Self::since) goes on.
    pub fn length(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// What was logged since there were so many bytes.
    pub fn since(&self, length: usize) -> String {
        let log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.get(length..).unwrap_or_default().to_owned()
    }

    /// Adds a line with its end.
    pub fn add(&self, line: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push_str(line);
    }

    /// Keeps what is said meanwhile.
    pub(crate) async fn keep<F: Future>(&self, work: F) -> F::Output {
        KEPT.scope(self.clone(), work).await
    }

    /// Keeps what is said meanwhile on this thread.
    pub(crate) fn keep_here<T>(&self, work: impl FnOnce() -> T) -> T {
        KEPT.sync_scope(self.clone(), work)
    }
}

/// Writes a line to stderr. What comes from outside is escaped, so that it cannot pass for another
/// line. Where stderr is closed, the work goes on: `eprintln!` would panic in the middle of a
/// request.
pub(crate) fn say(text: impl Display) {
    let line = escaped(&text.to_string()) + "\n";
    if KEPT.try_with(|log| log.add(&line)).is_err() {
        let _ = std::io::stderr().lock().write_all(line.as_bytes());
    }
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
