//! What changed from one schema to another: what is read breaks callers where it narrows, what is written
//! where it widens or loses something.

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

use serde_json::Value;

use super::alternatives::{self, Alternative, shown_types, shown_values};
use super::document::target;
use super::found::{Concern, Found};

/// Which way values go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// From a caller: parameters and bodies.
    Read,
    /// To a caller: answers.
    Written,
}

/// How deep values are compared. A schema that is there twice is met where it is less deep.
const DEEPEST: usize = 100;
/// The schemas that are compared in two documents, at most.
pub(super) const MOST_SCHEMAS: usize = 200_000;

/// Two schemas, side by side, with all that they hold.
pub(super) struct Walk<'d, 'w> {
    pub(super) direction: Direction,
    /// `POST /events body`.
    pub(super) what: String,
    /// The two documents.
    roots: Both<'d>,
    found: &'w mut Found,
    /// How many schemas may still be compared.
    left: &'w mut usize,
    /// Those that were met, by their places in the two documents: a schema may hold itself.
    seen: HashSet<(*const Value, *const Value)>,
    /// Those that are still to be compared, each with its place in a value, and how deep that is.
    waiting: VecDeque<(Both<'d>, String, usize)>,
    depth: usize,
}

impl<'d, 'w> Walk<'d, 'w> {
    pub(super) fn new(
        direction: Direction,
        what: String,
        roots: Both<'d>,
        found: &'w mut Found,
        left: &'w mut usize,
    ) -> Self {
        let (seen, waiting) = (HashSet::new(), VecDeque::new());
        Self { direction, what, roots, found, left, seen, waiting, depth: 0 }
    }

    pub(super) fn note(&mut self, stops: bool, at: &str, how: &str) {
        let field = if at.is_empty() { String::new() } else { format!(" field {at}") };
        let text = format!("{}{field} {how}", self.what);
        // Two alternatives may have a keyword in common.
        if !self.found.0.iter().any(|known| known.text == text) {
            self.found.note(Concern::Callers, stops, text);
        }
    }

    /// Compares two schemas, each of its document.
    ///
    /// # Errors
    ///
    /// A sentence, for documents that cannot be compared to their end.
    pub(super) fn run(mut self, both: Both<'d>) -> Result<(), String> {
        self.later(both, String::new())?;
        while let Some(((old, new), at, depth)) = self.waiting.pop_front() {
            *self.left =
                self.left.checked_sub(1).ok_or("the documents have too many schemas to be compared")?;
            if depth > DEEPEST {
                return Err(format!("a schema is nested deeper than {DEEPEST} levels"));
            }
            self.depth = depth;
            let old = alternatives::of(self.roots.0, old)?;
            self.alternatives(&old, &alternatives::of(self.roots.1, new)?, &at)?;
        }
        Ok(())
    }

    /// Has the schemas of what stands `at` a place compared, unless they were.
    pub(super) fn later(&mut self, (old, new): Both<'d>, at: String) -> Result<(), String> {
        let both = (meant(self.roots.0, old)?, meant(self.roots.1, new)?);
        if self.seen.insert((both.0, both.1)) {
            self.waiting.push_back((both, at, self.depth + 1));
        }
        Ok(())
    }

    fn alternatives(
        &mut self,
        old: &[Alternative<'d>],
        new: &[Alternative<'d>],
        at: &str,
    ) -> Result<(), String> {
        match (old, new) {
            ([old], [new]) => self.one(old, new, at),
            _ => match (values(old), values(new)) {
                (Some(were), Some(are)) => {
                    self.values(&were, &are, at);
                    Ok(())
                }
                _ => self.several(old, new, at),
            },
        }
    }

    /// Compares alternatives that are told apart by their labels.
    fn several(&mut self, old: &[Alternative<'d>], new: &[Alternative<'d>], at: &str) -> Result<(), String> {
        let (mut old, mut new) = (labelled(old), labelled(new));
        for label in old.keys().cloned().collect::<Vec<_>>() {
            if let Some((were, are)) = new.remove(&label).and_then(|are| Some((old.remove(&label)?, are))) {
                self.alike(&were, &are, at)?;
            }
        }
        // What is left of one type may be the same, under another label.
        let (mut were, mut are) = (old.into_values().flatten().collect::<Vec<_>>(), Vec::new());
        for alternative in new.into_values().flatten() {
            match were.iter().position(|was| was.types() == alternative.types()) {
                Some(same) => self.one(were.remove(same), alternative, at)?,
                None => are.push(alternative),
            }
        }
        for gone in were {
            self.lost(at, &gone.label());
        }
        for new in are {
            self.gained(at, &new.label(), true);
        }
        Ok(())
    }

    /// Compares alternatives that have one label, in their order.
    fn alike(&mut self, were: &[&Alternative<'d>], are: &[&Alternative<'d>], at: &str) -> Result<(), String> {
        let listed = (values(were.iter().copied()), values(are.iter().copied()));
        if listed != (None, None) {
            self.listed(listed.0, listed.1, at);
            return Ok(());
        }
        for (was, is) in were.iter().zip(are) {
            self.one(was, is, at)?;
        }
        for gone in were.iter().skip(are.len()) {
            self.lost(at, &gone.label());
        }
        for new in are.iter().skip(were.len()) {
            self.gained(at, &new.label(), true);
        }
        Ok(())
    }

    /// Compares values that are listed, at least on one side.
    fn listed(&mut self, were: Option<Vec<&Value>>, are: Option<Vec<&Value>>, at: &str) {
        if let (Some(were), Some(are)) = (&were, &are) {
            self.values(were, are, at);
            return;
        }
        let narrows = are.is_some();
        let shown = |values: Option<Vec<&Value>>| {
            values.map_or_else(|| "any".to_owned(), |values| shown_values(&values))
        };
        let stops = narrows == (self.direction == Direction::Read);
        self.note(stops, at, &format!("values: {} -> {}", shown(were), shown(are)));
    }

    fn values(&mut self, were: &[&Value], are: &[&Value], at: &str) {
        for gone in were.iter().filter(|value| !are.contains(value)) {
            self.lost(at, &gone.to_string());
        }
        for new in are.iter().filter(|value| !were.contains(value)) {
            // A caller may know what to do with one more value; with none at all it was never told to.
            self.gained(at, &new.to_string(), new.is_null());
        }
    }

    fn lost(&mut self, at: &str, what: &str) {
        match self.direction {
            Direction::Read => self.note(true, at, &format!("may not be {what} any more")),
            Direction::Written => self.note(false, at, &format!("is never {what} any more")),
        }
    }

    fn gained(&mut self, at: &str, what: &str, breaks: bool) {
        self.note(breaks && self.direction == Direction::Written, at, &format!("may be {what} now"));
    }

    /// Compares two schemas without alternatives.
    fn one(&mut self, old: &Alternative<'d>, new: &Alternative<'d>, at: &str) -> Result<(), String> {
        let (were, are) = (old.types(), new.types());
        if were != are {
            let narrows = !were.is_subset(&are);
            let widens = !are.is_subset(&were);
            let stops = if self.direction == Direction::Read { narrows } else { widens };
            let (was, is) = (shown_types(&were), shown_types(&are));
            self.note(stops, at, &format!("type: {was} -> {is}"));
        }
        let common: BTreeSet<_> = were.intersection(&are).copied().collect();
        if common.is_empty() {
            return Ok(());
        }
        let listed = (old.values(), new.values());
        if listed != (None, None) {
            self.listed(listed.0, listed.1, at);
            return Ok(());
        }
        self.keywords(old, new, at);
        if common.contains("array") {
            static ANY: Value = Value::Bool(true);
            let items = [old, new].map(|schema| schema.get("items").unwrap_or(&ANY));
            self.later(items.into(), format!("{at}[]"))?;
        }
        if common.contains("object") { self.objects(old, new, at) } else { Ok(()) }
    }
}

/// The schema that is meant where nothing but a reference stands.
fn meant<'d>(document: &'d Value, schema: &'d Value) -> Result<&'d Value, String> {
    match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) if schema.as_object().is_some_and(|keywords| keywords.len() == 1) => {
            target(document, reference)
        }
        _ => Ok(schema),
    }
}

/// The old and the new one.
pub(super) type Both<'d> = (&'d Value, &'d Value);

/// All values of a schema, if they are counted one by one.
fn values<'a, 'd: 'a>(alternatives: impl IntoIterator<Item = &'a Alternative<'d>>) -> Option<Vec<&'d Value>> {
    let values: Option<Vec<_>> = alternatives.into_iter().map(Alternative::values).collect();
    values.map(|values| values.concat())
}

/// Alternatives by what tells them apart; several that nothing tells apart stand in their order.
fn labelled<'a, 'd>(alternatives: &'a [Alternative<'d>]) -> BTreeMap<String, Vec<&'a Alternative<'d>>> {
    let mut labelled: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for alternative in alternatives {
        labelled.entry(alternative.label()).or_default().push(alternative);
    }
    labelled
}
