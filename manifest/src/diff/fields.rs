//! What changed of the fields of an object, from one schema to another.

use serde_json::Value;

use super::alternatives::Alternative;
use super::walk::{Direction, Walk};

impl<'d> Walk<'d, '_> {
    /// Tells of the fields that are new or gone, and has the others compared.
    ///
    /// # Errors
    ///
    /// A sentence, for a reference that leads nowhere.
    pub(super) fn objects(
        &mut self,
        old: &Alternative<'d>,
        new: &Alternative<'d>,
        at: &str,
    ) -> Result<(), String> {
        let dot = if at.is_empty() { "" } else { "." };
        let (fields, fields_now) = (old.properties(), new.properties());
        let (required, required_now) = (old.required(), new.required());
        let reads = self.direction == Direction::Read;
        for (name, schema) in &fields {
            let field = format!("{at}{dot}{name}");
            let Some(now) = fields_now.get(name) else {
                self.note(true, &field, "is gone");
                continue;
            };
            match (required.contains(name), required_now.contains(name)) {
                (false, true) => self.note(reads, &field, "is required now"),
                (true, false) => self.note(!reads, &field, "is optional now"),
                _ => {}
            }
            self.later((schema, now), field)?;
        }
        for name in fields_now.keys().filter(|name| !fields.contains_key(*name)) {
            let required = required_now.contains(name);
            let how = if required { "is new and required" } else { "is new and optional" };
            self.note(reads && required, &format!("{at}{dot}{name}"), how);
        }
        self.rest(old.rest(), new.rest(), at)
    }

    /// Compares what the fields without a schema of their own may be.
    fn rest(&mut self, old: &'d Value, new: &'d Value, at: &str) -> Result<(), String> {
        let is_closed = |rest: &Value| *rest == Value::Bool(false);
        match (is_closed(old), is_closed(new)) {
            (true, true) => Ok(()),
            (false, true) => {
                self.note(self.direction == Direction::Read, at, "has no other fields any more");
                Ok(())
            }
            // Whoever reads an answer passes over the fields that are not known.
            (true, false) => {
                self.note(false, at, "may have other fields now");
                Ok(())
            }
            (false, false) => {
                let dot = if at.is_empty() { "" } else { "." };
                self.later((old, new), format!("{at}{dot}*"))
            }
        }
    }
}
