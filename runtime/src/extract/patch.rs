//! A field of a JSON body that tells absent, null and a value apart.

mod read;
mod rules;

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use crate::error::{Detail, Error, Result};

/// A field of a change: absent, which leaves what is there, `null`, which removes it, or a new value.
///
/// It is the type of a field in a body that [`Json`](crate::Json) reads. No attribute is needed: a field that the
/// body does not have is [`Absent`](Self::Absent). With `Option<T>` it would be `None`, as if it were `null`.
///
/// With [`Valid`](crate::Valid), the rules of the field hold for its value, where there is one.
///
/// In the schema the field is not required, and may be `null`. To write a `Patch` as JSON, put
/// `#[serde(default, skip_serializing_if = "Patch::is_absent")]` above the field; without it an absent one is written as
/// `null`.
///
/// # Errors
///
/// A body in which patches stand in more than 32 levels inside of each other is a 400.
///
/// # Examples
///
/// ```
/// use fingerpost::{Json, Patch, Result, route};
/// use schemars::JsonSchema;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, JsonSchema)]
/// struct Note {
///     title: String,
///     reminder: Option<String>,
/// }
///
/// /// What to change of a note.
/// #[derive(Deserialize, JsonSchema)]
/// struct Change {
///     title: Patch<String>,
///     reminder: Patch<String>,
/// }
///
/// /// Changes a note: `{"reminder":null}` removes its reminder, and `{}` changes nothing.
/// #[route(PATCH, "/notes/<id>")]
/// async fn change_note(id: String, Json(change): Json<Change>) -> Result<Json<Note>> {
///     let mut note = Note { title: format!("Note {id}"), reminder: Some("tomorrow".to_owned()) };
///     change.title.apply_required("title", &mut note.title)?;
///     change.reminder.apply(&mut note.reminder);
///     Ok(Json(note))
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Patch<T> {
    /// The body does not have the field.
    #[default]
    Absent,
    /// The field is `null`.
    Null,
    /// The field has this value.
    Value(T),
}

impl<T> Patch<T> {
    /// Whether the body does not have the field.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// The new value, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Changes a value that may be removed: `null` makes it `None`.
    pub fn apply(self, target: &mut Option<T>) {
        if let Some(value) = self.into_option() {
            *target = value;
        }
    }

    /// Changes a value that there always is.
    ///
    /// `field` is the name of the field in the body, as the client knows it.
    ///
    /// # Errors
    ///
    /// 400 when the field is `null`.
    pub fn apply_required(self, field: impl Into<Cow<'static, str>>, target: &mut T) -> Result<()> {
        match self {
            Self::Absent => {}
            Self::Value(value) => *target = value,
            Self::Null => {
                return Err(Error::invalid(Detail::body(field, "must not be null")));
            }
        }
        Ok(())
    }

    /// `None` where the field is absent, `Some(None)` where it is `null`.
    pub fn into_option(self) -> Option<Option<T>> {
        match self {
            Self::Absent => None,
            Self::Null => Some(None),
            Self::Value(value) => Some(Some(value)),
        }
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

/// The schema of an `Option`, which a body may be without, too.
impl<T: JsonSchema> JsonSchema for Patch<T> {
    fn inline_schema() -> bool {
        Option::<T>::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        Option::<T>::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        Option::<T>::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<T>::json_schema(generator)
    }

    fn _schemars_private_non_optional_json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<T>::_schemars_private_non_optional_json_schema(generator)
    }

    // What makes a field of type `Option` one that is not required.
    fn _schemars_private_is_option() -> bool {
        true
    }
}
