//! An argument of a route: how it is taken from a request, and what is known of it without one.
//!
//! The expansion makes a constant of each. A value that the path names is made by its name, any other
//! argument by its type.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use fingerpost_manifest::Place;
use schemars::JsonSchema;
#[cfg(feature = "local")]
use schemars::SchemaGenerator;

#[cfg(feature = "local")]
use super::describe::{MakeSchema, Parameter};
use super::part::Part;
use crate::error::Result;
use crate::extract::{self, FromParameter, FromRequest};
use crate::request::Request;

/// An argument that is taken by its type.
pub struct Extractor<T> {
    /// What is known of it without a request.
    pub part: Part,
    take: for<'r> fn(&'r Request<'r>) -> Extraction<'r, T>,
}

type Extraction<'r, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'r>>;

/// The one place where an argument's type meets [`FromRequest`], so that a type which does
/// not implement it is one error.
pub const fn extractor<T: FromRequest>() -> Extractor<T> {
    Extractor { part: Part::argument::<T>(), take: |request| Box::pin(T::from_request(request)) }
}

/// Names the extractor of a type, so that one which is not an argument is reported before what
/// the function's body cannot do with it: rustc checks signatures first.
pub trait Extracted {
    /// The extractor.
    type By;
}

impl<T: FromRequest> Extracted for T {
    type By = Extractor<T>;
}

impl<T> Extractor<T> {
    /// Takes the argument from a request.
    ///
    /// # Errors
    ///
    /// As [`FromRequest::from_request`].
    pub async fn take<'r>(&self, request: &'r Request<'r>) -> Result<T> {
        (self.take)(request).await
    }
}

/// An argument that the path names: a value of the path or query.
pub struct Value<T> {
    /// What is known of it without a request.
    pub part: Part,
    name: &'static str,
    take: fn(&Request<'_>, &'static str) -> Result<T>,
}

impl<T> Value<T> {
    /// Takes the argument from a request.
    ///
    /// # Errors
    ///
    /// 400 for a value that is missing or cannot be read.
    pub fn take(&self, request: &Request<'_>) -> Result<T> {
        (self.take)(request, self.name)
    }
}

/// Where a type's `Text` is found: `Of::<T>::TEXT`.
///
/// The one of a type with a schema is inherent and comes first. [`Undescribed`] has one for any other.
pub struct Of<T>(PhantomData<fn() -> T>);

impl<T: JsonSchema> Of<T> {
    /// Text that is read as a `T`.
    pub const TEXT: Text<T> = Text {
        #[cfg(feature = "local")]
        schema: Some(SchemaGenerator::subschema_for::<T>),
        of: PhantomData,
    };
}

/// What [`Of`] has for a type without a schema.
pub trait Undescribed {
    /// The type.
    type T;

    /// Text that is read as a `T`.
    const TEXT: Text<Self::T> = Text {
        #[cfg(feature = "local")]
        schema: None,
        of: PhantomData,
    };
}

impl<T> Undescribed for Of<T> {
    type T = T;
}

/// Text that is read as a `T`, wherever it stands.
pub struct Text<T> {
    #[cfg(feature = "local")]
    schema: Option<MakeSchema>,
    of: PhantomData<fn() -> T>,
}

impl<T> Text<T> {
    /// `<id>` in the path.
    pub const fn path(self, name: &'static str) -> Value<T>
    where
        T: FromParameter,
    {
        Value { part: self.part(Place::Path, name, Count::One), name, take: extract::path }
    }

    /// `?<limit>` of any type but the two below.
    pub const fn query(self, name: &'static str) -> Value<T>
    where
        T: FromParameter,
    {
        Value { part: self.part(Place::Query, name, Count::One), name, take: extract::query }
    }

    /// `?<limit>` of type `Option<T>`.
    pub const fn optional(self, name: &'static str) -> Value<Option<T>>
    where
        T: FromParameter,
    {
        Value { part: self.part(Place::Query, name, Count::Optional), name, take: extract::query_optional }
    }

    /// `?<tag>` of type `Vec<T>`.
    pub const fn repeated(self, name: &'static str) -> Value<Vec<T>>
    where
        T: FromParameter,
    {
        Value { part: self.part(Place::Query, name, Count::Any), name, take: extract::query_repeated }
    }

    #[cfg(feature = "local")]
    const fn part(&self, place: Place, name: &'static str, count: Count) -> Part {
        let parameter = Parameter { schema: self.schema, ..Parameter::new(place, name) };
        let parameter = match count {
            Count::One => parameter,
            Count::Optional => parameter.optional(),
            Count::Any => parameter.repeated(),
        };
        Part::parameter(parameter, std::any::type_name::<T>)
    }

    #[cfg(not(feature = "local"))]
    const fn part(&self, _: Place, _: &'static str, _: Count) -> Part {
        Part::NOTHING
    }
}

/// How many of a parameter a request has.
enum Count {
    One,
    Optional,
    Any,
}
