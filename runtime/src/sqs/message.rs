//! What makes a type a message of a queue, and the text that SQS takes of it.

use serde::Serialize;

use crate::error::{Error, Result};

/// Bytes of a message, and of the messages of one batch together: 1 MiB.
pub(super) const LIMIT: usize = 1024 * 1024;

/// A message of a queue, which is sent as JSON.
///
/// The queue is named as the source knows it. The deployed one is given at deployment, by the construct's
/// property `resources`.
///
/// # Examples
///
/// ```
/// use fingerpost::Message;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize)]
/// struct Job {
///     order: String,
/// }
///
/// impl Message for Job {
///     const QUEUE: &'static str = "Jobs";
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a message of a queue",
    label = "not a message",
    note = "write `impl Message for {Self} {{ const QUEUE: &'static str = \"…\"; }}`, and derive `Serialize`"
)]
pub trait Message: Serialize + 'static {
    /// The queue's name in the source: 1 to 64 ASCII letters, digits, `_` or `-`.
    const QUEUE: &'static str;
}

/// The text of a message.
///
/// # Errors
///
/// A 413 for a message over the limit, and a 500 for one that is not JSON, such as a map whose keys are structs.
pub(super) fn text<M: Message>(message: &M) -> Result<String> {
    let queue = M::QUEUE;
    let text = serde_json::to_string(message).map_err(|error| {
        Error::internal(format!("a message for queue `{queue}` is not JSON")).caused_by(error)
    })?;
    // SQS takes the characters of XML 1.0, which has not these two. In JSON they stand inside of strings alone.
    let text = if text.contains(['\u{fffe}', '\u{ffff}']) {
        text.replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff")
    } else {
        text
    };
    if text.len() > LIMIT {
        let length = text.len();
        let error = Error::payload_too_large("Message is larger than SQS's 1 MiB");
        return Err(error.caused_by(format!("{length} bytes for queue `{queue}`")));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Note(String);

    impl Message for Note {
        const QUEUE: &'static str = "Notes";
    }

    #[test]
    fn a_message_is_json_that_sqs_takes() {
        let text = text(&Note("a\u{1}\u{fffe}é\u{ffff}".to_owned())).expect("a text");
        assert_eq!(text, "\"a\\u0001\\ufffeé\\uffff\"");
        assert_eq!(serde_json::from_str::<String>(&text).expect("JSON"), "a\u{1}\u{fffe}é\u{ffff}");
    }

    #[test]
    fn a_message_of_exactly_the_limit_is_taken_and_a_longer_one_refused() {
        assert!(text(&Note("x".repeat(LIMIT - 2))).is_ok());
        let error = text(&Note("x".repeat(LIMIT - 1))).expect_err("refused");
        assert_eq!(error.status(), 413);
    }
}
