//! An argument that the route names: a value of the path, the query, a header or a cookie.
//!
//! The expansion makes a constant of each by how many there may be and where it stands, and hands over a
//! closure, `|v| v.typed().read()`. Which methods those are rustc decides by the argument's type, because
//! a method of [`Raw`] itself comes before one of [`Otherwise`]: a type with a schema is described by it, and
//! a type that implements `FromStr` is read by that.

use std::any::TypeId;
use std::fmt::Display;
use std::marker::PhantomData;
use std::str::FromStr;

use fingerpost_manifest::Place;
use schemars::JsonSchema;

use super::part::Part;
use super::taking::Taking;
use crate::error::{Error, Result};
use crate::extract::FromParameter;
use crate::extract::parameter::Named;
use crate::request::Request;
#[cfg(feature = "local")]
use {
    super::describe::{MakeSchema, Parameter},
    super::schemas::inlined,
    super::{Description, Unreadable, readable},
    schemars::SchemaGenerator,
    std::any::type_name,
};

/// A text that is to be read as a `T`, or the question what is known of a `T`.
pub struct Raw<'a, T> {
    asked: Asked<'a>,
    of: PhantomData<fn() -> T>,
}

enum Asked<'a> {
    Text(&'a str),
    #[cfg(feature = "local")]
    About(&'a mut About),
}

/// What is known of a type whose values stand in a text.
#[cfg(feature = "local")]
#[derive(Default)]
pub(super) struct About {
    schema: Option<MakeSchema>,
    is_read_by_serde: bool,
}

type Read<T> = fn(Raw<'_, T>) -> Result<T, String>;

impl<'a, T> Raw<'a, T> {
    fn of(asked: Asked<'a>) -> Self {
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
        self.read_by(|text| text.parse().map_err(|error: T::Err| error.to_string()))
    }
}

/// What [`Raw`] has for a type without a schema, and for one that does not implement `FromStr`.
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

/// A value that the route names, of which there are as many as `K` says.
pub struct Value<T, K> {
    named: Named,
    /// What is read where a request is without it.
    default: Option<&'static str>,
    read: Read<T>,
    kind: PhantomData<fn() -> K>,
}

/// How many of a value a request has.
pub trait Kind {
    /// Whether a request must have it.
    const REQUIRED: bool;
    /// Whether it may have several.
    const REPEATED: bool;
}

macro_rules! kinds {
    ($($kind:ident $marker:ident $required:literal $repeated:literal: $doc:literal, $($place:ident)*;)*) => {$(
        #[doc = $doc]
        pub type $kind<T> = Value<T, $marker>;

        /// Marks it.
        pub enum $marker {}

        impl Kind for $marker {
            const REQUIRED: bool = $required;
            const REPEATED: bool = $repeated;
        }

        impl<T> $kind<T> {$(
            places!($place);
        )*}
    )*};
}

macro_rules! places {
    (path) => { places!(path Path); };
    (query) => { places!(query Query); };
    (header) => { places!(header Header); };
    (cookie) => { places!(cookie Cookie); };
    ($place:ident $variant:ident) => {
        #[doc = concat!("In the ", stringify!($place), ".")]
        pub const fn $place(name: &'static str, read: Read<T>) -> Self {
            Self::new(Named { place: Place::$variant, name }, None, read)
        }
    };
}

kinds! {
    One Required true false: "A value that a request must have.", path query header cookie;
    Maybe Optional false false: "A value of type `Option<T>`.", query header cookie;
    Every Repeated false true: "Values of type `Vec<T>`.", path query header;
    Or Defaulted false false: "A value that has a default.",;
}

impl<T> Or<T> {
    /// In the query; the default is a text that is read as if it had been sent.
    pub const fn query(name: &'static str, default: &'static str, read: Read<T>) -> Self {
        Self::new(Named { place: Place::Query, name }, Some(default), read)
    }
}

impl<T, K> Value<T, K> {
    const fn new(named: Named, default: Option<&'static str>, read: Read<T>) -> Self {
        Self { named, default, read, kind: PhantomData }
    }

    fn read(&self, text: &str) -> Result<T> {
        (self.read)(Raw::of(Asked::Text(text))).map_err(|reason| self.named.invalid(reason))
    }
}

/// Whether a text stands for a value that may be absent: an empty one only where it can be told from none.
fn is_given<T: 'static>(text: &str) -> bool {
    !text.is_empty() || TypeId::of::<T>() == TypeId::of::<String>()
}

impl<T> One<T> {
    /// Takes the value from a request, or refuses the request.
    pub fn take(&self, taking: &mut Taking<'_>) -> Option<T> {
        let text = self.named.text(taking.request);
        let value = text.and_then(|text| self.read(&text.ok_or_else(|| self.named.missing())?));
        taking.keep(value)
    }
}

impl<T: 'static> Maybe<T> {
    /// Takes the value from a request, or refuses the request.
    #[expect(clippy::option_option, reason = "the argument is an `Option`, and it may be refused")]
    pub fn take(&self, taking: &mut Taking<'_>) -> Option<Option<T>> {
        let text = self.named.text(taking.request);
        let text = text.map(|text| text.filter(|text| is_given::<T>(text)));
        taking.keep(text.and_then(|text| text.map(|text| self.read(&text)).transpose()))
    }
}

impl<T: 'static> Or<T> {
    /// Takes the value from a request, or refuses the request.
    pub fn take(&self, taking: &mut Taking<'_>) -> Option<T> {
        let text = self.named.text(taking.request);
        let text = text.map(|text| text.filter(|text| is_given::<T>(text)));
        taking.keep(text.and_then(|text| self.read(text.as_deref().or(self.default).unwrap_or_default())))
    }
}

impl<T> Every<T> {
    /// Takes the values from a request, or refuses the request.
    pub fn take(&self, taking: &mut Taking<'_>) -> Option<Vec<T>> {
        let values = self.all(taking.request);
        taking.keep(values)
    }

    /// Every value, or everything that is wrong with them.
    fn all(&self, request: &Request<'_>) -> Result<Vec<T>> {
        let mut values = Vec::new();
        let mut refused: Option<Error> = None;
        for text in self.named.texts(request)? {
            match self.read(&text) {
                Ok(value) => values.push(value),
                Err(error) => {
                    refused = Some(match refused {
                        Some(first) => first.merge(error),
                        None => error,
                    });
                }
            }
        }
        refused.map_or(Ok(values), Err)
    }
}

impl<T, K: Kind> Part for Value<T, K> {
    #[cfg(feature = "local")]
    fn describe(&self, route: &mut Description) {
        let mut about = About::default();
        // It is asked, and reads nothing.
        let _ = (self.read)(Raw::of(Asked::About(&mut about)));
        let Named { place, name } = self.named;
        route.said.speaker(type_name::<T>());
        let parameter = Parameter { schema: about.schema, ..Parameter::new(place, name) };
        let parameter = match (K::REQUIRED, K::REPEATED) {
            (true, _) => parameter,
            (false, true) => parameter.repeated(),
            (false, false) => parameter.optional(),
        };
        route.parameter(Parameter { default: self.default, ..parameter });
        let read = |text: &str| (self.read)(Raw::of(Asked::Text(text))).map(drop);
        let schema = about.schema.map(inlined);
        if let Some(why) = readable::check(schema.as_ref(), self.default, about.is_read_by_serde, read) {
            route.said.unreadable(Unreadable { place, name: name.to_owned(), why });
        }
        // A segment is always there, and as a `String` it is taken as it is.
        if place == Place::Path && type_name::<T>() == type_name::<String>() {
            return;
        }
        route.refuses(400, "a value of the path, query, headers or cookies is missing or cannot be read");
    }
}
