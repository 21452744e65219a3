//! Rules in the words of the other messages: what a value must be, where `garde` says what it is.

use std::borrow::Cow;
use std::fmt::Display;

use garde::i18n::{
    DefaultI18n, I18n, InvalidCreditCard, InvalidEmail, InvalidPhoneNumber, InvalidUrl, IpKind,
};

pub(super) struct Words;

/// How the message of a rule begins that compares two fields.
pub(super) const THE_SAME_AS: &str = "must be the same as ";

type Text = Cow<'static, str>;

/// Rules whose words are `garde`'s.
macro_rules! as_they_are {
    ($($rule:ident $reason:ty;)*) => {$(
        fn $rule(&self, reason: $reason) -> Text {
            DefaultI18n.$rule(reason)
        }
    )*};
}

impl I18n for Words {
    fn length_lower_than(&self, min: usize) -> Text {
        format!("must have a length of at least {min}").into()
    }

    fn length_greater_than(&self, max: usize) -> Text {
        format!("must have a length of at most {max}").into()
    }

    fn range_lower_than(&self, min: &dyn Display) -> Text {
        format!("must be at least {min}").into()
    }

    fn range_greater_than(&self, max: &dyn Display) -> Text {
        format!("must be at most {max}").into()
    }

    fn pattern_no_match(&self, pattern: &dyn Display) -> Text {
        format!("must match {pattern}").into()
    }

    fn contains_missing(&self, part: &dyn Display) -> Text {
        format!("must contain {part}").into()
    }

    fn prefix_missing(&self, prefix: &dyn Display) -> Text {
        format!("must begin with {prefix}").into()
    }

    fn suffix_missing(&self, suffix: &dyn Display) -> Text {
        format!("must end with {suffix}").into()
    }

    fn matches_field_mismatch(&self, field: &dyn Display) -> Text {
        format!("{THE_SAME_AS}{field}").into()
    }

    fn ascii_invalid(&self) -> Text {
        "must be ASCII".into()
    }

    fn alphanumeric_invalid(&self) -> Text {
        "must be letters and digits".into()
    }

    fn required_not_set(&self) -> Text {
        "is missing".into()
    }

    as_they_are! {
        credit_card_invalid InvalidCreditCard;
        email_invalid InvalidEmail;
        ip_invalid IpKind;
        phone_number_invalid InvalidPhoneNumber;
        url_invalid InvalidUrl;
    }
}
