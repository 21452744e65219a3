//! What the fields of an enum that derives `ApiError` may be. Each is a trait, so that a field which is not is
//! told in words about errors.

use std::fmt::{self, Display};
use std::marker::PhantomData;

use schemars::JsonSchema;
#[cfg(feature = "local")]
use schemars::SchemaGenerator;
use serde::Serialize;

use super::{Detail, Error};
use crate::route::describe::MakeSchema;

/// What a field in the body of an error may be: anything that derives `Serialize`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in the body of an error",
    label = "does not implement `Serialize`",
    note = "write `#[derive(Serialize)]` above the type, or `#[error(skip)]` above a field that only the sentence needs"
)]
pub trait ErrorField: Sized {
    /// Adds it to the error.
    fn add(error: Error, name: &'static str, field: Self) -> Error;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> ErrorField for T {
    fn add(error: Error, name: &'static str, field: Self) -> Error {
        error.field(name, field)
    }
}

/// What a field under `#[error(details)]` may be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not hold details",
    label = "not a `Vec<Detail>`",
    note = "a field under `#[error(details)]` is a `Vec<Detail>`, or anything else that iterates over `Detail`"
)]
pub trait ErrorDetails: Sized {
    /// Adds them to the error.
    fn add(error: Error, details: Self) -> Error;
}

#[diagnostic::do_not_recommend]
impl<T: IntoIterator<Item = Detail>> ErrorDetails for T {
    fn add(error: Error, details: Self) -> Error {
        details.into_iter().fold(error, Error::detail)
    }
}

/// What a field may be that the sentence of an error names as `{field}`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in the sentence of an error",
    label = "does not implement `Display`",
    note = "implement `std::fmt::Display` for the type, or write `{{field:?}}` in the sentence to show it as `Debug` does"
)]
pub trait ErrorText {
    /// Itself, as a text.
    fn text(&self) -> Shown<'_>;
}

/// A type with a name, because rustc would look for `Display` again behind an `impl Display`.
pub struct Shown<'a>(&'a dyn Display);

#[diagnostic::do_not_recommend]
impl<T: Display> ErrorText for T {
    fn text(&self) -> Shown<'_> {
        Shown(self)
    }
}

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The question whether the type of a field has a schema. The constant of the type itself comes before that of
/// [`NoSchema`], so a type without one is described as anything.
pub struct FieldType<T>(PhantomData<T>);

impl<T: JsonSchema> FieldType<T> {
    /// Makes the schema.
    #[cfg(feature = "local")]
    pub const SCHEMA: Option<MakeSchema> = Some(SchemaGenerator::subschema_for::<T>);

    /// Nobody asks.
    #[cfg(not(feature = "local"))]
    pub const SCHEMA: Option<MakeSchema> = None;
}

/// What [`FieldType`] has for a type without a schema.
pub trait NoSchema {
    /// There is none.
    const SCHEMA: Option<MakeSchema> = None;
}

impl<T> NoSchema for FieldType<T> {}
