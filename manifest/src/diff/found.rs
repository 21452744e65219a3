//! The changes that were found, and how entries and their fields are set side by side.

use std::collections::BTreeMap;

/// One change.
#[derive(Debug)]
pub struct Change {
    pub(super) concern: Concern,
    /// Whether CI should stop for it: it breaks the API for its callers, or widens what it permits.
    pub stops: bool,
    pub(super) text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Concern {
    Callers,
    Security,
    Operations,
}

#[derive(Default)]
pub(super) struct Found(pub(super) Vec<Change>);

impl Found {
    pub(super) fn note(&mut self, concern: Concern, stops: bool, text: String) {
        self.0.push(Change { concern, stops, text });
    }

    /// Notes which fields changed, of those that concern nobody but operations.
    pub(super) fn fields<const N: usize>(
        &mut self,
        of: &str,
        old: [(&str, String); N],
        new: [(&str, String); N],
    ) {
        for ((field, was), (_, is)) in old.into_iter().zip(new) {
            if was != is {
                self.note(Concern::Operations, false, format!("{of} {field}: {was} -> {is}"));
            }
        }
    }
}

/// The entries of a list, by what callers know them as.
pub(super) fn keyed<T, K: Ord>(entries: &[T], key: impl Fn(&T) -> K) -> BTreeMap<K, &T> {
    entries.iter().map(|entry| (key(entry), entry)).collect()
}

pub(super) fn or_none(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| value.to_string())
}
