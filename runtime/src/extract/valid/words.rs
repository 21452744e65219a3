//! Rules in the words of the other messages: what a value must be, where `garde` says what it is.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::Display;
use std::panic::resume_unwind;

use garde::i18n::{
    DefaultI18n, I18n, InvalidCreditCard, InvalidEmail, InvalidPhoneNumber, InvalidUrl, IpKind,
};

/// The words, and how many more rules may be broken until it is enough.
pub(super) struct Words {
    left: Cell<usize>,
}

impl Default for Words {
    fn default() -> Self {
        Self { left: Cell::new(MOST_BROKEN) }
    }
}

/// What ends the check of rules, thrown past `garde`: enough of them are broken.
pub(super) struct Enough;

/// The rules that may be broken before no more are looked for. Each is kept, and a body of 1 MB can break a million.
const MOST_BROKEN: usize = 1_000;

/// How the message of a rule begins that reads one value and no other.
const OF_ONE_VALUE: char = '\u{1}';

/// A rule's message, and whether the rule reads one value and no other.
pub(super) fn unmarked(message: &str) -> (String, bool) {
    (message.replace(OF_ONE_VALUE, ""), message.starts_with(OF_ONE_VALUE))
}

impl Words {
    /// The words, however many rules are broken.
    pub(super) fn without_end() -> Self {
        Self { left: Cell::new(usize::MAX) }
    }

    fn count(&self) {
        self.left.set(self.left.get() - 1);
        // Where a panic ends the process, nothing can be left by one.
        if self.left.get() == 0 && cfg!(panic = "unwind") {
            resume_unwind(Box::new(Enough));
        }
        self.left.set(self.left.get().max(1));
    }

    /// The message of a rule that reads one value.
    fn one(&self, message: &dyn Display) -> Text {
        self.count();
        format!("{OF_ONE_VALUE}{message}").into()
    }
}

type Text = Cow<'static, str>;

/// Rules whose words are `garde`'s.
macro_rules! as_they_are {
    ($($rule:ident $reason:ty;)*) => {$(
        fn $rule(&self, reason: $reason) -> Text {
            self.one(&DefaultI18n.$rule(reason))
        }
    )*};
}

impl I18n for Words {
    fn length_lower_than(&self, min: usize) -> Text {
        self.one(&format_args!("must have a length of at least {min}"))
    }

    fn length_greater_than(&self, max: usize) -> Text {
        self.one(&format_args!("must have a length of at most {max}"))
    }

    fn range_lower_than(&self, min: &dyn Display) -> Text {
        self.one(&format_args!("must be at least {min}"))
    }

    fn range_greater_than(&self, max: &dyn Display) -> Text {
        self.one(&format_args!("must be at most {max}"))
    }

    fn pattern_no_match(&self, pattern: &dyn Display) -> Text {
        self.one(&format_args!("must match {pattern}"))
    }

    fn contains_missing(&self, part: &dyn Display) -> Text {
        self.one(&format_args!("must contain {part}"))
    }

    fn prefix_missing(&self, prefix: &dyn Display) -> Text {
        self.one(&format_args!("must begin with {prefix}"))
    }

    fn suffix_missing(&self, suffix: &dyn Display) -> Text {
        self.one(&format_args!("must end with {suffix}"))
    }

    fn matches_field_mismatch(&self, field: &dyn Display) -> Text {
        self.count();
        format!("must be the same as {field}").into()
    }

    fn ascii_invalid(&self) -> Text {
        self.one(&"must be ASCII")
    }

    fn alphanumeric_invalid(&self) -> Text {
        self.one(&"must be letters and digits")
    }

    fn required_not_set(&self) -> Text {
        self.one(&"is missing")
    }

    as_they_are! {
        credit_card_invalid InvalidCreditCard;
        email_invalid InvalidEmail;
        ip_invalid IpKind;
        phone_number_invalid InvalidPhoneNumber;
        url_invalid InvalidUrl;
    }
}
