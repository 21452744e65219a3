//! The rules of `garde` for a field that may be absent or null: they hold for its value, where there is one, as they
//! do for an `Option`.
//!
//! The rules that `garde` has with features of its own, such as `email`, are written `inner(email)`.

use garde::error::{NoKey, Path};
use garde::rules::alphanumeric::Alphanumeric;
use garde::rules::ascii::Ascii;
use garde::rules::contains::Contains;
use garde::rules::inner::Inner;
use garde::rules::ip::{Ip, IpKind};
use garde::rules::length::bytes::Bytes;
use garde::rules::length::chars::Chars;
use garde::rules::length::simple::Simple;
use garde::rules::length::utf16::Utf16CodeUnits;
use garde::rules::pattern::{Matcher, Pattern};
use garde::rules::prefix::Prefix;
use garde::rules::range::{Bounds, OutOfBounds};
use garde::rules::suffix::Suffix;
use garde::{Error, Report, Validate};

use super::Patch;

impl<T: Validate> Validate for Patch<T> {
    type Context = T::Context;

    fn validate_into(&self, context: &Self::Context, parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        if let Some(value) = self.value() {
            value.validate_into(context, parent, report);
        }
    }
}

impl<T> Inner<T> for Patch<T> {
    type Key = NoKey;

    fn validate_inner<F: FnMut(&T, &NoKey)>(&self, mut check: F) {
        if let Some(value) = self.value() {
            check(value, &NoKey::default());
        }
    }
}

macro_rules! rules {
    ($($rule:ident: $method:ident($($argument:ident: $type:ty),*) -> $answer:ty, otherwise $otherwise:expr;)*) => {$(
        impl<T: $rule> $rule for Patch<T> {
            fn $method(&self, $($argument: $type),*) -> $answer {
                self.value().map_or($otherwise, |value| value.$method($($argument),*))
            }
        }
    )*};
}

rules! {
    Alphanumeric: validate_alphanumeric() -> bool, otherwise true;
    Ascii: validate_ascii() -> bool, otherwise true;
    Contains: validate_contains(pattern: &str) -> bool, otherwise true;
    Prefix: validate_prefix(pattern: &str) -> bool, otherwise true;
    Suffix: validate_suffix(pattern: &str) -> bool, otherwise true;
    Simple: validate_length(min: usize, max: usize) -> Result<(), Error>, otherwise Ok(());
    Bytes: validate_num_bytes(min: usize, max: usize) -> Result<(), Error>, otherwise Ok(());
    Chars: validate_num_chars(min: usize, max: usize) -> Result<(), Error>, otherwise Ok(());
    Utf16CodeUnits: validate_num_code_units(min: usize, max: usize) -> Result<(), Error>, otherwise Ok(());
}

impl<T: Pattern> Pattern for Patch<T> {
    fn validate_pattern<M: Matcher>(&self, matcher: &M) -> bool {
        self.value().is_none_or(|value| value.validate_pattern(matcher))
    }
}

impl<T: Ip> Ip for Patch<T> {
    type Error = T::Error;

    fn validate_ip(&self, kind: IpKind) -> Result<(), T::Error> {
        self.value().map_or(Ok(()), |value| value.validate_ip(kind))
    }
}

impl<T: Bounds> Bounds for Patch<T> {
    type Size = T::Size;

    const MIN: T::Size = T::MIN;
    const MAX: T::Size = T::MAX;

    fn validate_bounds(&self, lowest: T::Size, highest: T::Size) -> Result<(), OutOfBounds> {
        self.value().map_or(Ok(()), |value| value.validate_bounds(lowest, highest))
    }
}
