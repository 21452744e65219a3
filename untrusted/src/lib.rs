//! Texts that came from outside, handled with care.
//!
//! The function behind a route and the local cloud both read JSON that anyone may have sent, and both
//! write lines to a terminal that hold parts of it. What they have to know for that stands here once:
//! [`survey`] says what a JSON text holds, and what it would take, before a parser makes anything of
//! it; [`Fields`] walks over an object without decoding it; [`is_number`] says whether a claim is a
//! number; [`escape`] takes away what a terminal would act on.

mod fields;
mod number;
mod survey;
mod terminal;
mod tokens;

pub use fields::{Fields, string_end, text};
pub use number::is_number;
pub use survey::{ARRAY, EXPANSION_LIMIT, LEVELS, OBJECT, RESERVED, STRING, Survey, VALUE, survey};
pub use terminal::escape;
pub use tokens::{number_end, string_length};
