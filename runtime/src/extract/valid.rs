//! A reader whose value keeps the rules of its type.

mod names;
mod words;

use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use garde::i18n::with_i18n;
use garde::{Path, Report, Validate};
use serde_json::Value;

use self::words::{Enough, Words};
use super::mistakes::Unread;
use super::repair::written;
use super::{FromRequest, OptionalFromRequest};
use crate::error::{Detail, Error, MOST_DETAILS, Result, shortened};
use crate::request::Request;
use crate::resources::Resources;
use crate::route::Description;

/// A [`Json<T>`](crate::Json), [`Form<T>`](crate::Form) or [`QueryParams<T>`](crate::QueryParams) whose value
/// keeps the rules that `T` has by [`garde`].
///
/// What breaks a rule is told together with everything else that is wrong with the request: values of the wrong
/// type and missing fields, too, stand in the same [details](Detail). The rules are part of the type's schema,
/// because `JsonSchema` reads them. A `length` counts bytes, unless it is `length(chars, …)`; the schema's lengths are
/// characters.
///
/// Write `garde = { version = "0.23", features = ["derive"] }` among the dependencies of your package, and a
/// rule or `#[garde(skip)]` above each field. A value of another type with rules is checked under
/// `#[garde(dive)]`. A rule that needs a table is the handler's own:
/// `Err(Error::invalid(Detail::body("sku", "is not sold")))`.
///
/// # Errors
///
/// As the reader, and 400 for what breaks a rule. A field is named as it was sent, where its name differs from
/// the Rust field's by upper case, `_` and `-` alone, as with `#[serde(rename_all = "…")]`; a name that
/// `#[serde(rename = "…")]` gives is told as the Rust field's.
///
/// # Examples
///
/// ```
/// use fingerpost::{Json, NoContent, Valid, route};
/// use garde::Validate;
/// use schemars::JsonSchema;
/// use serde::Deserialize;
///
/// #[derive(Deserialize, JsonSchema, Validate)]
/// struct Line {
///     #[garde(length(min = 1))]
///     sku: String,
///     #[garde(range(min = 1, max = 10_000))]
///     quantity: u32,
/// }
///
/// /// Adds a line to an order.
/// #[route(POST, "/orders/<id>/lines")]
/// async fn add_line(id: u32, Valid(Json(line)): Valid<Json<Line>>) -> NoContent {
///     println!("order {id}: {} of {}", line.quantity, line.sku);
///     NoContent
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Valid<R>(pub R);

impl<R: Reader> Deref for Valid<R> {
    type Target = R::Value;

    fn deref(&self) -> &R::Value {
        self.0.value()
    }
}

/// A type that has rules: one that derives `garde::Validate`, whose context has a default.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no rules that could be checked",
    label = "holds a type without rules",
    note = "write `#[derive(garde::Validate)]` above `{Self}`, and a rule or `#[garde(skip)]` above each of its fields; or take the value without `Valid`",
    note = "the rules are those of garde 0.23, and another version of garde has another `Validate`: write `garde = {{ version = \"0.23\", features = [\"derive\"] }}` among the dependencies"
)]
pub trait Rules {
    /// What breaks a rule.
    #[doc(hidden)]
    fn broken(&self) -> Option<Report>;
}

#[diagnostic::do_not_recommend]
impl<T: Validate<Context: Default>> Rules for T {
    fn broken(&self) -> Option<Report> {
        match checked(self, Words::default()) {
            (report, Some(Enough)) if report.is_empty() => {
                // What was counted was not reported here: a rule that tries others, or that sums up a report of its
                // own. Nothing is accepted that was not checked to its end.
                let (report, _) = checked(self, Words::without_end());
                (!report.is_empty()).then_some(report)
            }
            (report, _) => (!report.is_empty()).then_some(report),
        }
    }
}

/// What breaks the rules of a value, and whether enough of it was found before the end.
fn checked<T: Validate<Context: Default>>(value: &T, words: Words) -> (Report, Option<Enough>) {
    let mut report = Report::new();
    let check = || value.validate_into(&T::Context::default(), &mut Path::empty, &mut report);
    let ended = match catch_unwind(AssertUnwindSafe(|| with_i18n(words, check))) {
        Ok(()) => None,
        Err(panic) if panic.is::<Enough>() => Some(Enough),
        Err(panic) => resume_unwind(panic),
    };
    (report, ended)
}

/// An argument that reads a value, whose rules [`Valid`] checks: `Json`, `Form` and `QueryParams`, and no other.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a reader whose value can be checked",
    label = "not a reader",
    note = "`Valid` stands around `Json<T>`, `Form<T>` or `QueryParams<T>`, and `Option` around `Valid`"
)]
pub trait Reader: FromRequest {
    /// What it reads.
    type Value;

    #[doc(hidden)]
    fn read(request: &Request<'_>) -> Read<Self::Value>;

    /// What was sent, by name, to tell a field as it is named there.
    #[doc(hidden)]
    fn sent(request: &Request<'_>) -> Value;

    #[doc(hidden)]
    fn detail(field: String, message: String) -> Detail;

    #[doc(hidden)]
    fn of(value: Self::Value) -> Self;

    #[doc(hidden)]
    fn value(&self) -> &Self::Value;
}

/// What a reader comes to.
pub struct Read<T>(pub(super) Result<T, Unread<T>>);

impl<R: Reader<Value: Rules>> FromRequest for Valid<R> {
    const READS_BODY: bool = R::READS_BODY;

    fn describe(route: &mut Description) {
        R::describe(route);
    }

    fn open(resources: &mut Resources) -> impl Future<Output = Result<()>> + Send {
        R::open(resources)
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        match R::read(request).0 {
            Ok(value) => match value.broken() {
                None => Ok(Self(R::of(value))),
                Some(report) => Err(refused::<R>(None, &report, &[], request)),
            },
            Err(Unread { error, repaired: Some((value, places)) }) => {
                // What panics at a value that nobody sent says nothing of what was sent.
                let places: Vec<_> = places.iter().map(|place| written(place)).collect();
                let broken = catch_unwind(AssertUnwindSafe(|| value.broken())).unwrap_or_default();
                Err(match broken {
                    Some(report) => refused::<R>(Some(error), &report, &places, request),
                    None => error,
                })
            }
            Err(Unread { error, repaired: None }) => Err(error),
        }
    }
}

impl<R: Reader<Value: Rules> + OptionalFromRequest> OptionalFromRequest for Valid<R> {}

/// A refusal of every value that breaks a rule, but for the places that were not sent so.
#[cold]
fn refused<R: Reader>(
    before: Option<Error>,
    report: &Report,
    places: &[String],
    request: &Request<'_>,
) -> Error {
    let sent = R::sent(request);
    let mut refused = before;
    for (path, broken) in report.iter().take(2 * MOST_DETAILS) {
        if refused.as_ref().is_some_and(|refused| refused.details().len() >= MOST_DETAILS) {
            break;
        }
        let (field, is_sent) = names::as_sent(&path.to_string(), &sent);
        let (message, of_one_value) = words::unmarked(broken.message());
        let mended = places.iter().any(|place| names::is_in(&field, place));
        // Where something was mended, a field by another name may be that, and a rule of more than one value may
        // have read it.
        let holds = places.is_empty() || is_sent && of_one_value;
        if mended || !holds {
            continue;
        }
        let error = Error::invalid(R::detail(shortened(&field), message));
        refused = Some(match refused {
            Some(first) => first.merge(error),
            None => error,
        });
    }
    refused.unwrap_or_else(|| Error::internal("a rule is broken, and nothing that was sent breaks it"))
}
