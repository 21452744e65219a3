//! `.env`, statement by statement, so that a mistake is told by its line and its kind, and never by its
//! text, which may hold a secret; and so that nothing in it is expanded.
//!
//! `dotenvy` would replace `$NAME` by what the shell has of that name, which is not the functions' to
//! see, so each `$` is escaped before it reads one.

use std::io::ErrorKind;

use crate::terminal::CommandError;

/// Where variables are kept beside the source.
pub(crate) const FILE: &str = ".env";

/// What the file in this folder holds; nothing where there is none.
pub(crate) fn read() -> Result<Vec<(String, String)>, CommandError> {
    let text = match std::fs::read_to_string(FILE) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(format!("cannot read {FILE}: {error}").into()),
    };
    let mut variables = Vec::new();
    // A byte order mark is not part of the first name.
    let mut lines = text.trim_start_matches('\u{feff}').lines().zip(1..);
    while let Some((first, number)) = lines.next() {
        if first.trim_start().starts_with('#') {
            continue;
        }
        let mut statement = Statement::default();
        statement.add(first);
        while statement.quote.is_some() {
            let (line, _) = lines
                .next()
                .ok_or_else(|| format!("line {number} of {FILE} begins a quote that nothing closes"))?;
            statement.add(line);
        }
        variables.extend(statement.variable().map_err(|why| format!("line {number} of {FILE} {why}"))?);
    }
    Ok(variables)
}

/// Lines that belong together, without a comment at their end.
#[derive(Default)]
struct Statement {
    text: String,
    /// The quote that is open.
    quote: Option<char>,
}

impl Statement {
    fn add(&mut self, line: &str) {
        let mut before = ' ';
        let mut escaped = false;
        for character in line.chars() {
            match (self.quote, character) {
                (None, '#') if before.is_whitespace() => break,
                (None, '"' | '\'') if !escaped => self.quote = Some(character),
                (Some(open), _) if character == open && !escaped => self.quote = None,
                (None | Some('"'), '$') if !escaped => self.text.push('\\'),
                _ => {}
            }
            // `dotenvy` finds the end of single quotes in this way, too.
            escaped = character == '\\' && !escaped;
            before = character;
            self.text.push(character);
        }
        // Without the line's end, `dotenvy` takes a space there for a mistake.
        self.text.push('\n');
    }

    fn variable(&self) -> Result<Option<(String, String)>, &'static str> {
        dotenvy::from_read_iter(self.text.as_bytes()).next().transpose().map_err(|error| match error {
            // Of a mistake in a value it gives the value, of one before it the line.
            dotenvy::Error::LineParse(part, _) if part.trim_end() != self.text.trim_end() => {
                "has a value with a space or a backslash in it, which takes single quotes around it"
            }
            _ => "does not begin with a name and `=`; a name takes a letter and then letters, digits and `_`",
        })
    }
}
