//! What a function finds in its environment besides what is set for it alone: Lambda's
//! defaults, what `.env` and `--env` give, and of the shell only what says how to run here.
//!
//! Nothing else of the shell: what a function finds there is missing in Lambda, and a token
//! in it is not the function's business. What a route declares as a setting is the exception: it comes from
//! `.env` or the shell, as a deployment would give it.

mod aws;
mod declared;
mod reads;
mod services;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::ffi::OsString;

use crate::dotenv;
use crate::functions::PARENT_PIPE;
use crate::terminal::CommandError;

pub(crate) use self::aws::{endpoint_variable, without_user};
pub(crate) use self::reads::Reads;

/// What Lambda sets, and a function's configuration may set otherwise.
pub(crate) const DEFAULTS: [(&str, &str); 4] = [
    ("AWS_LAMBDA_LOG_FORMAT", "Text"),
    ("LANG", "en_US.UTF-8"),
    ("PATH", "/usr/local/bin:/usr/bin/:/bin:/opt/bin"),
    ("TZ", ":UTC"),
];

/// The levels of a function's log where none are given.
const LEVELS: (&str, &str) = ("RUST_LOG", "info,fingerpost::request=warn");

/// Of the shell's variables, those that functions get unasked: what is about logs, where this
/// executable finds its libraries, and where this machine keeps the roots that it trusts.
const PASSED_ON: [&str; 8] = [
    "AWS_LAMBDA_LOG_LEVEL",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "LD_LIBRARY_PATH",
    "RUST_BACKTRACE",
    "RUST_LOG",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
];

/// What `.env` can say beside settings and endpoints, and the shell cannot: how the crate `fingerpost` works.
const OF_FILE_ALONE: [&str; 1] = ["FINGERPOST_CURSOR_KEY"];

/// Where a function finds DynamoDB.
pub(crate) const ENDPOINT: &str = "AWS_ENDPOINT_URL_DYNAMODB";

/// Where a process of a function asks for its events.
pub(crate) const RUNTIME_API: &str = "AWS_LAMBDA_RUNTIME_API";

/// The variable of the token that a client sends beside its key, and by which its process is known.
pub const SESSION_TOKEN: &str = "AWS_SESSION_TOKEN";

/// What each function has, set once it is known.
const SET_LATER: [&str; 3] = [ENDPOINT, RUNTIME_API, PARENT_PIPE];

/// What Lambda reserves, and no function has here.
const RESERVED: [&str; 5] = [
    "AWS_ACCESS_KEY",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_MAX_CONCURRENCY",
    "AWS_LAMBDA_METADATA_API",
    "AWS_LAMBDA_METADATA_TOKEN",
];

/// How the names of variables end that programs are often configured by.
const TELLING: [&str; 9] = ["DSN", "ENDPOINT", "HOST", "KEY", "PASSWORD", "SECRET", "TOKEN", "URI", "URL"];

/// How `.env` is named among those who give.
const OF_FILE: &str = "`.env`";

/// And how the option is, which gives to every function.
const OPTION: &str = "`--env`";

/// What the developer gives to every function.
pub(crate) struct Given(BTreeMap<String, Value>);

struct Value {
    text: OsString,
    /// Who gives it; the shell gives what is passed on unasked.
    by: &'static str,
}

impl Given {
    /// Reads `.env`, the shell, and each `--env NAME` or `--env NAME=value`; the later wins.
    ///
    /// # Errors
    ///
    /// When `.env` cannot be read, or a variable is not set or one that Lambda refuses.
    pub(crate) fn read(options: &[String]) -> Result<Self, CommandError> {
        let mut given = Self(BTreeMap::new());
        for (name, value) in dotenv::read()? {
            given.give(name, value.into(), OF_FILE)?;
        }
        // DynamoDB is always here.
        let endpoints = aws::endpoints().filter(|name| name != ENDPOINT);
        for name in PASSED_ON.into_iter().map(str::to_owned).chain(endpoints) {
            if let Some(value) = env::var_os(&name) {
                given.give(name, value, "the shell")?;
            }
        }
        for option in options {
            let (name, value) = match option.split_once('=') {
                Some((name, value)) => (name, Some(value.into())),
                None => (option.as_str(), env::var_os(option)),
            };
            let not_set = || wrong(format!("`{name}` is not set here, so `--env` cannot pass it on"));
            given.give(name.to_owned(), value.ok_or_else(not_set)?, OPTION)?;
        }
        Ok(given)
    }

    fn give(&mut self, name: String, text: OsString, by: &'static str) -> Result<(), CommandError> {
        let begins_well = name.starts_with(|first: char| first.is_ascii_alphabetic());
        let goes_on_well = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !(begins_well && goes_on_well && name.len() > 1) {
            return Err(wrong(format!(
                "Lambda refuses the name `{name}` in {by}: it takes a letter and then letters, digits and `_`"
            )));
        }
        if aws::CREDENTIALS.contains(&name.as_str()) {
            return Err(wrong(format!(
                "`{name}` cannot be set by {by}: each function has its own credentials"
            )));
        }
        if text.as_encoded_bytes().contains(&0) {
            return Err(wrong(format!("the value of `{name}` in {by} has a zero byte in it")));
        }
        self.0.insert(name, Value { text, by });
        Ok(())
    }

    /// A function's whole environment, around what is set for it alone, and with what it reads and uses.
    ///
    /// # Errors
    ///
    /// When a variable is given that is not the developer's to give.
    pub(crate) fn around(
        &self,
        own: Vec<(String, String)>,
        function: Reads<'_>,
    ) -> Result<Vec<(OsString, OsString)>, CommandError> {
        for (name, Value { by, .. }) in &self.0 {
            if own.iter().any(|(own, _)| own == name) || SET_LATER.contains(&name.as_str()) {
                return Err(wrong(format!("`{name}` cannot be set by {by}: each function has its own")));
            }
            if RESERVED.contains(&name.as_str()) {
                return Err(wrong(format!("Lambda reserves `{name}`, so {by} cannot set it")));
            }
        }
        let levels = (!self.0.contains_key("AWS_LAMBDA_LOG_LEVEL")).then_some(LEVELS);
        let defaults = DEFAULTS.into_iter().chain(levels).map(|(name, value)| (name.into(), value.into()));
        let given = self.0.iter().filter(|(name, value)| match value.by {
            OPTION => true,
            _ if aws::is_endpoint(name) => aws::is_used(name, function),
            by => by != OF_FILE || says_how_to_run(name),
        });
        let given = given.map(|(name, value)| (name.into(), value.text.clone()));
        let settings = function.settings.iter().filter_map(|setting| {
            let text = self.setting(&setting.variable)?;
            Some((setting.variable.clone().into(), text))
        });
        let own = own.into_iter().map(|(name, value)| (name.into(), value.into()));
        Ok(defaults.chain(given).chain(settings).chain(own).collect())
    }

    /// Names those of the shell's variables that functions do not get and may need; `declared` are settings.
    fn kept_out(&self, declared: &BTreeSet<&str>) -> Option<String> {
        let telling = |name: &String| {
            let last = name.rsplit('_').next().unwrap_or_default().to_ascii_uppercase();
            let given = self.0.contains_key(name) || declared.contains(name.as_str());
            TELLING.contains(&last.as_str()) && !name.starts_with("AWS_") && !given
        };
        let names = env::vars_os().filter_map(|(name, _)| name.into_string().ok()).filter(telling);
        let mut names: Vec<_> = names.collect();
        names.sort();
        let passed_on = "functions do not get these of the shell's variables; `--env NAME` passes one on";
        (!names.is_empty()).then(|| format!("{passed_on}: {}", names.join(", ")))
    }
}

/// Whether every function gets it of `.env`.
fn says_how_to_run(name: &str) -> bool {
    let defaults = DEFAULTS.map(|(name, _)| name);
    [&PASSED_ON[..], &OF_FILE_ALONE, &defaults].iter().any(|names| names.contains(&name))
}

fn wrong(sentence: String) -> CommandError {
    CommandError { sentence, code: 2 }
}
