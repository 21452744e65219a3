//! Where in an item a value is: the name of an attribute, and the way into it.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::expression::Expression;
use crate::error::{Error, Result};

/// The place of a value in an item: `lines[0].sku`.
#[derive(Debug, Clone)]
pub(super) struct Path {
    /// The attribute, or the whole text where it is not a path.
    root: Cow<'static, str>,
    steps: Vec<Step>,
    is_valid: bool,
    /// Whether the size of the value is meant.
    is_size: bool,
}

/// One step from a value into it.
#[derive(Debug, Clone)]
enum Step {
    /// To the value of this name in a map.
    Name(String),
    /// To an element of a list.
    Index(u32),
}

impl Path {
    /// The attribute of this name, in which dots and brackets have no meaning.
    pub(super) const fn attribute(name: &'static str) -> Self {
        Self { root: Cow::Borrowed(name), steps: Vec::new(), is_valid: true, is_size: false }
    }

    /// The place that a text names, by names with dots between them and indexes in brackets.
    pub(super) fn parse(text: &str) -> Self {
        match steps(text) {
            Some((root, steps)) => Self { root: Cow::Owned(root), steps, is_valid: true, is_size: false },
            None => {
                Self { is_valid: false, root: Cow::Owned(text.to_owned()), steps: Vec::new(), is_size: false }
            }
        }
    }

    /// The attribute that it begins with.
    #[cfg(feature = "local")]
    pub(super) fn root(&self) -> &str {
        &self.root
    }

    /// The value of this name in the map that is here.
    pub(super) fn at(mut self, name: String) -> Self {
        self.steps.push(Step::Name(name));
        self
    }

    /// The element at this index of the list that is here.
    pub(super) fn index(mut self, index: u32) -> Self {
        self.steps.push(Step::Index(index));
        self
    }

    /// The size of the value that is here.
    pub(super) fn size(mut self) -> Self {
        self.is_size = true;
        self
    }

    /// The value whose size this is.
    pub(super) fn whole(mut self) -> Self {
        self.is_size = false;
        self
    }

    /// The path as expressions have it, every name by its placeholder: `#n0[0].#n1`.
    ///
    /// # Errors
    ///
    /// 500 for a text that is not a path.
    pub(super) fn write(&self, expression: &mut Expression) -> Result<String> {
        if !self.is_valid {
            return Err(Error::internal(format!("`{}` is not the path of an attribute", self.root)));
        }
        let mut text = expression.name(&self.root);
        for step in &self.steps {
            // Writing to a `String` cannot fail.
            let _ = match step {
                Step::Name(name) => write!(text, ".{}", expression.name(name)),
                Step::Index(index) => write!(text, "[{index}]"),
            };
        }
        Ok(if self.is_size { format!("size({text})") } else { text })
    }
}

/// The attribute and the steps of a path's text, or `None` where it is not one.
fn steps(text: &str) -> Option<(String, Vec<Step>)> {
    let (mut root, mut steps) = (None, Vec::new());
    for part in text.split('.') {
        let (name, indexes) = part.split_at(part.find('[').unwrap_or(part.len()));
        if name.is_empty() {
            return None;
        }
        match root {
            None => root = Some(name.to_owned()),
            Some(_) => steps.push(Step::Name(name.to_owned())),
        }
        let mut rest = indexes;
        while !rest.is_empty() {
            let (index, after) = rest.strip_prefix('[')?.split_once(']')?;
            steps.push(Step::Index(index.parse().ok()?));
            rest = after;
        }
    }
    root.map(|root| (root, steps))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(path: &Path) -> (String, Vec<String>) {
        let mut expression = Expression::default();
        let text = path.write(&mut expression).unwrap_or_else(|error| error.to_string());
        (text, expression.names().map(|(_, name)| name).collect())
    }

    #[test]
    fn a_text_is_names_and_indexes() {
        let both = written(&Path::parse("lines[0][12].sku.lines"));
        assert_eq!(both, ("#n0[0][12].#n1.#n0".to_owned(), vec!["lines".to_owned(), "sku".to_owned()]));
        for text in ["", ".", "a..b", "a.", "a[", "a[]", "a[x]", "a[0]b", "[0]", "a]"] {
            let expected = if text == "a]" {
                "#n0".to_owned()
            } else {
                format!("`{text}` is not the path of an attribute")
            };
            assert_eq!(written(&Path::parse(text)).0, expected);
        }
    }

    #[test]
    fn a_name_is_taken_as_it_is() {
        let (text, names) = written(&Path::attribute("a.b").at("c[0]".into()).index(1));
        assert_eq!((text.as_str(), names), ("#n0.#n1[1]", vec!["a.b".to_owned(), "c[0]".to_owned()]));
    }
}
