//! The words in which arguments and answers describe themselves: a parameter, a body's content, an answer.
//!
//! They hold what was said and nothing that was made of it, so that they cost nothing where nobody asks.

use schemars::{JsonSchema, Schema, SchemaGenerator};

use fingerpost_manifest::Place;

/// Makes a type's schema.
pub(crate) type MakeSchema = fn(&mut SchemaGenerator) -> Schema;

/// A parameter that an argument reads: a header, a cookie, a value of the path or query.
///
/// ```
/// use fingerpost::describe::Parameter;
///
/// let page = Parameter::query("page").of::<u32>().optional().summary("Which page; the first is 1");
/// # let _ = page;
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use]
#[cfg_attr(not(feature = "local"), expect(dead_code, reason = "read by the manifest"))]
pub struct Parameter {
    pub(super) place: Place,
    pub(super) name: &'static str,
    pub(super) required: bool,
    pub(super) repeated: bool,
    pub(super) summary: &'static str,
    pub(super) schema: Option<MakeSchema>,
    pub(super) default: Option<&'static str>,
}

impl Parameter {
    pub(super) const fn new(place: Place, name: &'static str) -> Self {
        Self { place, name, required: true, repeated: false, summary: "", schema: None, default: None }
    }

    /// A value of the query that a request must have: text, unless told otherwise.
    pub const fn query(name: &'static str) -> Self {
        Self::new(Place::Query, name)
    }

    /// A header that a request must have: text, unless told otherwise.
    pub const fn header(name: &'static str) -> Self {
        Self::new(Place::Header, name)
    }

    /// A cookie that a request must have: text, unless told otherwise.
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(Place::Cookie, name)
    }

    /// Says what a value is. One that no single text can be, an object or an array, is called text.
    pub const fn of<T: JsonSchema>(mut self) -> Self {
        self.schema = Some(SchemaGenerator::subschema_for::<T>);
        self
    }

    /// A request may be without it, and then it is this text.
    pub const fn default(mut self, text: &'static str) -> Self {
        self.required = false;
        self.default = Some(text);
        self
    }

    /// A request may be without it.
    pub const fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// A request may have several, or none.
    pub const fn repeated(mut self) -> Self {
        self.required = false;
        self.repeated = true;
        self
    }

    /// Says what it is for.
    pub const fn summary(mut self, summary: &'static str) -> Self {
        self.summary = summary;
        self
    }
}

/// What a body holds, of a request or of an answer.
///
/// ```
/// use fingerpost::describe::Content;
///
/// let table = Content::new("text/csv").of::<String>();
/// # let _ = table;
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use]
#[cfg_attr(not(feature = "local"), expect(dead_code, reason = "read by the manifest"))]
pub struct Content {
    pub(super) content_type: &'static str,
    pub(super) schema: Option<MakeSchema>,
}

impl Content {
    /// A body of this media type, of which no more is known.
    pub const fn new(content_type: &'static str) -> Self {
        Self { content_type, schema: None }
    }

    /// A `T` as JSON.
    pub const fn json<T: JsonSchema + ?Sized>() -> Self {
        Self::new("application/json").of::<T>()
    }

    /// Says what it is.
    pub const fn of<T: JsonSchema + ?Sized>(mut self) -> Self {
        self.schema = Some(SchemaGenerator::subschema_for::<T>);
        self
    }
}

/// An answer that a route gives when all goes well.
///
/// ```
/// use fingerpost::describe::{Answer, Content};
///
/// let answer = Answer::new(200).body(Content::new("text/csv")).header("content-disposition", "Its name");
/// # let _ = answer;
/// ```
#[derive(Debug, Clone)]
#[must_use]
#[cfg_attr(not(feature = "local"), expect(dead_code, reason = "read by the manifest"))]
pub struct Answer {
    pub(super) status: u16,
    pub(super) content: Option<Content>,
    /// Name, whether it is always there, what it says.
    pub(super) headers: Vec<(&'static str, bool, &'static str)>,
}

impl Answer {
    /// An answer with this status and no body.
    pub const fn new(status: u16) -> Self {
        Self { status, content: None, headers: Vec::new() }
    }

    /// Gives it a body.
    pub fn body(mut self, content: Content) -> Self {
        self.content = Some(content);
        self
    }

    /// Gives it a header, named in lower case, and says what that is.
    pub fn header(mut self, name: &'static str, summary: &'static str) -> Self {
        self.headers.push((name, true, summary));
        self
    }

    /// Gives it a header that is not always there.
    pub fn optional_header(mut self, name: &'static str, summary: &'static str) -> Self {
        self.headers.push((name, false, summary));
        self
    }
}

/// What a route refuses a request with: the status, and what is known of the body.
///
/// The body is `{"error":"<sentence>"}` with these fields beside it, as far as the API writes its errors so.
///
/// ```
/// use fingerpost::describe::Refusal;
///
/// // {"error":"Others are served first","waiting":12}
/// let busy = Refusal::new(429, "Others are served first").always().field::<u32>("waiting");
/// let busy = busy.header("retry-after", "Seconds to wait");
/// # let _ = busy;
/// ```
#[derive(Debug, Clone)]
#[must_use]
#[cfg_attr(not(feature = "local"), expect(dead_code, reason = "read by the manifest"))]
pub struct Refusal {
    pub(super) status: u16,
    pub(super) when: &'static str,
    pub(super) always: bool,
    pub(super) details: bool,
    pub(super) fields: Vec<(&'static str, Option<MakeSchema>)>,
    /// Name, and what it says.
    pub(super) headers: Vec<(&'static str, &'static str)>,
}

impl Refusal {
    /// A refusal with this status; `when` is a sentence without its dot.
    pub const fn new(status: u16, when: &'static str) -> Self {
        Self { status, when, always: false, details: false, fields: Vec::new(), headers: Vec::new() }
    }

    /// The client always reads the sentence as it stands here.
    pub const fn always(mut self) -> Self {
        self.always = true;
        self
    }

    /// It may tell which parts of the request are at fault.
    pub const fn details(mut self) -> Self {
        self.details = true;
        self
    }

    /// A field stands in the body beside the sentence.
    pub fn field<T: JsonSchema>(self, name: &'static str) -> Self {
        self.field_of(name, Some(SchemaGenerator::subschema_for::<T>))
    }

    /// A field whose type may have a schema.
    #[doc(hidden)]
    pub fn field_of(mut self, name: &'static str, schema: Option<MakeSchema>) -> Self {
        self.fields.push((name, schema));
        self
    }

    /// Gives it a header, named in lower case, and says what that is.
    pub fn header(mut self, name: &'static str, summary: &'static str) -> Self {
        self.headers.push((name, summary));
        self
    }
}

/// A resource of another service of AWS, by its name in the source: a queue, a bucket, a topic.
///
/// Which one it is at a deployment, the property `resources` of the construct says. The function finds it in the
/// variable `RESOURCE_` and its name in upper case: a queue's URL, a bucket's name, a topic's ARN.
///
/// ```
/// use fingerpost::describe::Resource;
///
/// let jobs = Resource::named("Jobs");
/// let receipts = Resource::named("Receipts").within("/*"); // the objects of a bucket
/// # let _ = (jobs, receipts);
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use]
#[cfg_attr(not(feature = "local"), expect(dead_code, reason = "read by the manifest"))]
pub struct Resource {
    name: &'static str,
    within: Option<&'static str>,
}

impl Resource {
    /// The resource of this name: 1 to 64 ASCII letters, digits, `_` or `-`.
    pub const fn named(name: &'static str) -> Self {
        Self { name, within: None }
    }

    /// A part of it, by what follows its ARN. It begins with `/` or `:`, and may end with `*`.
    pub const fn within(mut self, part: &'static str) -> Self {
        self.within = Some(part);
        self
    }

    #[cfg(feature = "local")]
    pub(crate) const fn name(&self) -> &'static str {
        self.name
    }

    #[cfg(feature = "local")]
    pub(crate) const fn part(&self) -> Option<&'static str> {
        self.within
    }
}
