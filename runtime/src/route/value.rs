//! An argument that the route names: a value of the path, the query, a header or a cookie.
//!
//! The expansion makes a constant of each by how many there may be and where it stands, and hands over a
//! closure that reads it (`raw.rs`).

use std::any::TypeId;
use std::marker::PhantomData;

use fingerpost_manifest::Place;

use super::part::Part;
use super::raw::{Asked, Raw, Read};
use super::taking::Taking;
use crate::error::{Error, Result};
use crate::extract::parameter::Named;
use crate::request::Request;
#[cfg(feature = "local")]
use {
    super::describe::Parameter,
    super::raw::About,
    super::schemas::inlined,
    super::{Description, Unreadable, readable},
    std::any::type_name,
};

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
        let value = text.and_then(|text| {
            let text = text.ok_or_else(|| self.named.missing())?;
            let nothing = text.is_empty() && self.named.place != Place::Path;
            // An empty text is a value of some types. Of any other it is none.
            self.read(&text).map_err(|error| if nothing { self.named.missing() } else { error })
        });
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
