//! What the help says, which is what a person reads first.

use fingerpost_tests::run;
use serde_json::{Value, json};

use super::EVENTS;

#[test]
fn help_goes_to_stdout() {
    let ran = run(EVENTS, &["--help"], "");
    assert_eq!(ran.code, 0);
    for word in ["serve", "routes", "manifest", "invoke", "--port", "--data", "--in-memory"] {
        assert!(ran.stdout.contains(word), "{word}: {}", ran.stdout);
    }
}

#[test]
fn the_help_of_serve_says_what_dotenv_is() {
    let help = run(EVENTS, &["serve", "--help"], "").stdout;
    for words in ["`.env` in the folder", "nothing in it is expanded", "`--env` wins"] {
        assert!(help.contains(words), "{words}: {help}");
    }
}

/// What the help shows can be copied.
#[test]
fn the_help_of_invoke_has_an_event_that_works_and_says_what_the_exit_code_means() {
    let help = run(EVENTS, &["invoke", "--help"], "").stdout;
    assert!(help.contains("exit code is 0 when the function answered, whatever its status"), "{help}");
    let event = help.lines().find(|line| line.trim_start().starts_with('{')).expect("an event");
    let ran = run(EVENTS, &["invoke", "list_events", "--event", "-", "--in-memory"], event);
    let answer: Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr));
    assert_eq!((ran.code, &answer["statusCode"]), (0, &json!(200)));
}
