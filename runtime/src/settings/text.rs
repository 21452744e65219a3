//! The text of a setting, and what reads it: `FromStr`, and otherwise serde, as values of a path or query are
//! read.
//!
//! The expansion hands over a closure, `|text| text.setting()`. Which method that is rustc decides by the field's
//! type, because a method of [`SettingText`] itself comes before the one of [`ReadBySerde`].

use std::fmt::Display;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::DeserializeOwned;

use crate::extract::scalar::Scalar;
use crate::extract::words::in_words;

/// A text that is to be read as a `T`.
pub struct SettingText<'t, T> {
    text: &'t str,
    of: PhantomData<fn() -> T>,
}

impl<'t, T> SettingText<'t, T> {
    pub(super) fn of(text: &'t str) -> Self {
        Self { text, of: PhantomData }
    }
}

impl<T: FromStr<Err: Display>> SettingText<'_, T> {
    /// Reads the text by `FromStr`.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn setting(self) -> Result<T, String> {
        self.text.parse().map_err(|error: T::Err| in_words(&error.to_string()))
    }
}

/// How a text is read whose type does not implement `FromStr`.
pub trait ReadBySerde: Sized {
    /// The type.
    type T;

    /// Reads the text by serde. The bound stands here, so that a type which is neither is told so.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    fn setting(self) -> Result<Self::T, String>
    where
        Self::T: FromSetting;
}

impl<T> ReadBySerde for SettingText<'_, T> {
    type T = T;

    fn setting(self) -> Result<T, String>
    where
        T: FromSetting,
    {
        T::from_setting(self.text)
    }
}

/// A setting whose type does not implement `FromStr`: what serde reads from one text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a variable",
    label = "not a setting",
    note = "a setting is `String`, a number, `bool`, `Url`, `Duration`, a type that implements `FromStr` with an error that implements `Display`, one that derives `Deserialize` such as an enum without fields, or an `Option` or `Vec` of one; a secret is a `Secret` under `#[secret]`"
)]
pub trait FromSetting: Sized {
    /// Reads the text.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    fn from_setting(text: &str) -> Result<Self, String>;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> FromSetting for T {
    fn from_setting(text: &str) -> Result<Self, String> {
        T::deserialize(Scalar(text)).map_err(|error| in_words(&error.to_string()))
    }
}
