//! What changed of the answers of an operation: their statuses, headers and bodies.

use serde_json::Value;

use super::document::followed;
use super::found::Concern;
use super::operations::{Documents, entries, is_required, of, schema_of};
use super::walk::{Both, Direction};

impl<'d> Documents<'d> {
    /// Compares the answers of an operation.
    ///
    /// # Errors
    ///
    /// A sentence, for documents that cannot be compared.
    pub(super) fn answers(&mut self, key: &str, (old, new): Both<'d>) -> Result<(), String> {
        let (were, are) = (&old["responses"], &new["responses"]);
        for (status, answer) in entries(were) {
            match covering(are, status) {
                Some(now) => {
                    if are.get(status).is_none() {
                        self.note(false, format!("{key} does not name its answer {status} any more"));
                    }
                    let (old, new) = self.roots;
                    self.answer(&format!("{key} {status}"), (followed(old, answer)?, followed(new, now)?))?;
                }
                // An error that does not come any more is missed by nobody.
                None => {
                    let stops = !is_error(status);
                    self.note(stops, format!("{key} does not answer {status} any more"));
                }
            }
        }
        for (status, answer) in entries(are).filter(|(status, _)| were.get(status).is_none()) {
            match covering(were, status) {
                Some(was) => {
                    self.note(false, format!("{key} names its answer {status} now"));
                    let (old, new) = self.roots;
                    self.answer(&format!("{key} {status}"), (followed(old, was)?, followed(new, answer)?))?;
                }
                None => self.note(true, format!("{key} may answer {status} now")),
            }
        }
        Ok(())
    }

    fn note(&mut self, stops: bool, text: String) {
        self.found.note(Concern::Callers, stops, text);
    }

    fn answer(&mut self, what: &str, (old, new): Both<'d>) -> Result<(), String> {
        self.headers(what, (&old["headers"], &new["headers"]))?;
        let (were, are) = (&old["content"], &new["content"]);
        for (media_type, content) in entries(were) {
            let Some(now) = are.get(media_type) else {
                self.note(true, format!("{what} has no body of {media_type} any more"));
                continue;
            };
            let both = (followed(self.roots.0, content)?, followed(self.roots.1, now)?);
            self.schemas(format!("{what}{}", of(media_type)), Direction::Written, schema_of(both))?;
        }
        for (added, _) in entries(are).filter(|(name, _)| were.get(name).is_none()) {
            // Where there was no body, none is read.
            let stops = entries(were).next().is_some();
            self.note(stops, format!("{what} may have a body of {added} now"));
        }
        Ok(())
    }

    fn headers(&mut self, what: &str, (old, new): Both<'d>) -> Result<(), String> {
        for (name, header) in entries(old) {
            let Some(now) = new.get(name) else {
                self.note(true, format!("{what} header {name} is gone"));
                continue;
            };
            let (was, is) = (followed(self.roots.0, header)?, followed(self.roots.1, now)?);
            match (is_required(was), is_required(is)) {
                (true, false) => self.note(true, format!("{what} header {name} is optional now")),
                (false, true) => self.note(false, format!("{what} header {name} is always there now")),
                _ => {}
            }
            self.schemas(format!("{what} header {name}"), Direction::Written, schema_of((was, is)))?;
        }
        for (name, _) in entries(new).filter(|(name, _)| old.get(name).is_none()) {
            self.note(false, format!("{what} header {name} is new"));
        }
        Ok(())
    }
}

/// The answer with a status, or else that of its range, `4XX`, or of whatever is not named.
fn covering<'d>(answers: &'d Value, status: &str) -> Option<&'d Value> {
    let range = status.get(..1).map(|first| format!("{first}XX"));
    let range = range.and_then(|range| answers.get(range));
    answers.get(status).or(range).or_else(|| answers.get("default"))
}

fn is_error(status: &str) -> bool {
    status.starts_with(['4', '5'])
}
