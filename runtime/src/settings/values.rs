//! The values of one struct of settings while they are read, field by field, and everything that is wrong with
//! them.

use std::any::{Any, TypeId, type_name};
use std::slice;
use std::time::Duration;

use super::duration;
use super::secret::Secret;
use super::text::SettingText;
use super::variable::Variable;

/// Where the text of a variable comes from: `None` where it is not set.
///
/// # Errors
///
/// Why it could not be got, to follow the variable's name.
type Texts<'v> = &'v (dyn Fn(&Variable) -> Result<Option<String>, String> + 'v);

/// What reads a text as a value.
type Read<T> = fn(SettingText<'_, T>) -> Result<T, String>;

/// The values of settings. Each call is for the next variable.
pub struct Values<'v> {
    variables: slice::Iter<'static, Variable>,
    texts: Texts<'v>,
    /// Whether one that is not set is a mistake.
    needs_all: bool,
    mistakes: Vec<String>,
}

impl<'v> Values<'v> {
    pub(super) fn of(variables: &'static [Variable], texts: Texts<'v>) -> Self {
        Self { variables: variables.iter(), texts, needs_all: true, mistakes: Vec::new() }
    }

    /// The values that are there, of which some may be missing.
    #[cfg(feature = "local")]
    pub(super) fn there(variables: &'static [Variable], texts: Texts<'v>) -> Self {
        Self { needs_all: false, ..Self::of(variables, texts) }
    }

    /// What is wrong, a sentence for each.
    pub(crate) fn mistakes(self) -> Vec<String> {
        self.mistakes
    }

    /// A value that must be there.
    pub fn one<T: 'static>(&mut self, read: Read<T>) -> Option<T> {
        let (variable, text) = self.needed(accepted::<T>)?;
        self.read(variable, &text, read)
    }

    /// A value that may be absent.
    pub fn maybe<T: 'static>(&mut self, read: Read<T>) -> Option<Option<T>> {
        let (variable, text) = self.next()?;
        text.map_or(Some(None), |text| self.read(variable, &text, read).map(Some))
    }

    /// Several values with commas between them.
    pub fn list<T: 'static>(&mut self, read: Read<T>) -> Option<Vec<T>> {
        let (variable, text) = self.needed(|| ": it takes a list with commas".to_owned())?;
        self.elements(variable, &text, read)
    }

    /// Several values with commas between them, or nothing.
    pub fn maybe_list<T: 'static>(&mut self, read: Read<T>) -> Option<Option<Vec<T>>> {
        let (variable, text) = self.next()?;
        text.map_or(Some(None), |text| self.elements(variable, &text, read).map(Some))
    }

    /// A secret that must be there.
    pub fn secret(&mut self) -> Option<Secret> {
        self.needed(|| ": it is a secret".to_owned()).map(|(_, text)| Secret::from(text))
    }

    /// A secret that may be absent.
    pub fn maybe_secret(&mut self) -> Option<Option<Secret>> {
        self.next().map(|(_, text)| text.map(Secret::from))
    }

    /// The next variable with its text, or with its default.
    fn next(&mut self) -> Option<(&'static Variable, Option<String>)> {
        let variable = self.variables.next()?;
        let text = match (self.texts)(variable) {
            Ok(text) => text.or_else(|| variable.default.map(str::to_owned)),
            Err(why) => {
                self.mistakes.push(format!("`{}` {why}", variable.name));
                return None;
            }
        };
        Some((variable, text))
    }

    /// The next variable, which must be set.
    fn needed(&mut self, accepted: impl FnOnce() -> String) -> Option<(&'static Variable, String)> {
        let (variable, text) = self.next()?;
        if text.is_none() && self.needs_all {
            self.mistakes.push(format!("`{}` is not set{}", variable.name, accepted()));
        }
        Some((variable, text?))
    }

    fn read<T: 'static>(&mut self, variable: &Variable, text: &str, read: Read<T>) -> Option<T> {
        let wrong = |why| {
            let name = variable.name;
            format!("`{name}` cannot be read as `{}`: {why}", without_modules(type_name::<T>()))
        };
        value(text, read).map_err(|why| self.mistakes.push(wrong(why))).ok()
    }

    fn elements<T: 'static>(&mut self, variable: &Variable, text: &str, read: Read<T>) -> Option<Vec<T>> {
        let elements = text.split(',').map(str::trim).filter(|element| !element.is_empty());
        let read: Vec<_> = elements.map(|element| self.read(variable, element, read)).collect();
        read.into_iter().collect()
    }
}

/// A duration is a text with its unit, which neither its own type nor serde reads.
fn value<T: 'static>(text: &str, read: Read<T>) -> Result<T, String> {
    if TypeId::of::<T>() == TypeId::of::<Duration>() {
        let duration: Box<dyn Any> = Box::new(duration::parse(text)?);
        return duration.downcast().map(|duration| *duration).map_err(|_| String::new());
    }
    read(SettingText::of(text))
}

/// What a variable takes whose text is more than a text.
fn accepted<T: 'static>() -> String {
    if TypeId::of::<T>() == TypeId::of::<String>() {
        return String::new();
    }
    format!(": it takes a `{}`", without_modules(type_name::<T>()))
}

/// `Url` of `url::Url`.
fn without_modules(name: &str) -> &str {
    let plain = name.split('<').next().unwrap_or(name);
    plain.rsplit("::").next().unwrap_or(plain)
}
