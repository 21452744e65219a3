//! A text that a value is read from, by `FromStr` or by serde.
//!
//! The expansion hands over a closure, `|v| v.typed().read()`. Which methods those are rustc decides by the
//! argument's type, because a method of [`Raw`] itself comes before one of [`Otherwise`]: a type with a schema
//! is described by it, and a type that implements `FromStr` is read by that.

use std::fmt::Display;
use std::marker::PhantomData;
use std::str::FromStr;

use schemars::JsonSchema;
#[cfg(feature = "local")]
use schemars::SchemaGenerator;

#[cfg(feature = "local")]
use super::describe::MakeSchema;
use crate::error::Result;
use crate::extract::FromParameter;
use crate::extract::words::in_words;

/// A text that is to be read as a `T`, or the question what is known of a `T`.
pub struct Raw<'a, T> {
    asked: Asked<'a>,
    of: PhantomData<fn() -> T>,
}

pub(super) enum Asked<'a> {
    Text(&'a str),
    #[cfg(feature = "local")]
    About(&'a mut About),
}

/// What is known of a type whose values stand in a text.
#[cfg(feature = "local")]
#[derive(Default)]
pub(super) struct About {
    pub(super) schema: Option<MakeSchema>,
    pub(super) is_read_by_serde: bool,
}

pub(super) type Read<T> = fn(Raw<'_, T>) -> Result<T, String>;

impl<'a, T> Raw<'a, T> {
    pub(super) fn of(asked: Asked<'a>) -> Self {
        Self { asked, of: PhantomData }
    }

    fn read_by(self, read: impl FnOnce(&str) -> Result<T, String>) -> Result<T, String> {
        match self.asked {
            Asked::Text(text) => read(text),
            #[cfg(feature = "local")]
            Asked::About(_) => Err(String::new()),
        }
    }

    /// Notes what is known of the type, if that is the question.
    #[cfg(feature = "local")]
    fn note(mut self, note: impl FnOnce(&mut About)) -> Self {
        if let Asked::About(about) = &mut self.asked {
            note(about);
        }
        self
    }
}

impl<T: JsonSchema> Raw<'_, T> {
    /// Notes the schema of the type.
    #[must_use]
    pub fn typed(self) -> Self {
        #[cfg(feature = "local")]
        let noted = self.note(|about| about.schema = Some(SchemaGenerator::subschema_for::<T>));
        #[cfg(not(feature = "local"))]
        let noted = self;
        noted
    }
}

impl<T: FromStr<Err: Display>> Raw<'_, T> {
    /// Reads the text by `FromStr`.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn read(self) -> Result<T, String> {
        self.read_by(|text| text.parse().map_err(|error: T::Err| in_words(&error.to_string())))
    }
}

/// What a raw text has for a type without a schema, and for one that does not implement `FromStr`.
pub trait Otherwise: Sized {
    /// The type.
    type T;

    /// Notes nothing: values of the type are text.
    #[must_use]
    fn typed(self) -> Self {
        self
    }

    /// Reads the text by serde. The bound stands here, so that a type which is neither is told so.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    fn read(self) -> Result<Self::T, String>
    where
        Self::T: FromParameter;
}

impl<T> Otherwise for Raw<'_, T> {
    type T = T;

    fn read(self) -> Result<T, String>
    where
        T: FromParameter,
    {
        #[cfg(feature = "local")]
        let this = self.note(|about| about.is_read_by_serde = true);
        #[cfg(not(feature = "local"))]
        let this = self;
        this.read_by(T::from_parameter)
    }
}
