//! What the annotation and the signature say of a route, as the expansion writes it down: only what was
//! said.

use std::panic::Location;

use fingerpost_manifest::{Method, limits};

use super::part::Part;
use crate::auth::Declared;

/// A route without its handler.
#[must_use]
pub struct Declaration {
    /// The function's name, or the annotation's `name`.
    pub(crate) name: &'static str,
    /// The method it answers.
    pub(crate) method: Method,
    /// The path as API Gateway writes it: `/events/{id}`.
    pub(crate) path: &'static str,
    /// MB of memory for the deployed function.
    pub(crate) memory_mb: u32,
    /// Seconds after which the deployed function is ended.
    pub(crate) timeout_seconds: u32,
    /// Requests a second that the stage lets through to it, and at once.
    pub(crate) throttle: Option<(u32, u32)>,
    /// Bytes of a body that it takes, when the annotation says so.
    pub(crate) body_limit: Option<u32>,
    /// Who may call it, as far as the annotation says.
    pub(crate) callers: Declared,
    /// Its documentation, which only the manifest and the OpenAPI document have.
    #[cfg(feature = "local")]
    documentation: &'static str,
    /// Its arguments, in order, and its answer.
    pub(crate) parts: &'static [&'static dyn Part],
    #[cfg_attr(not(feature = "local"), expect(dead_code, reason = "read by the manifest"))]
    at: &'static Location<'static>,
}

macro_rules! methods {
    ($($name:ident = $method:ident;)*) => {$(
        #[doc = concat!("A route that answers `", stringify!($method), "`.")]
        #[track_caller]
        pub const fn $name(name: &'static str, path: &'static str) -> Declaration {
            Declaration::new(Method::$method, name, path)
        }
    )*};
}

methods! {
    get = Get;
    post = Post;
    put = Put;
    patch = Patch;
    delete = Delete;
    head = Head;
    options = Options;
    any = Any;
}

impl Declaration {
    #[track_caller]
    const fn new(method: Method, name: &'static str, path: &'static str) -> Self {
        Self {
            name,
            method,
            path,
            memory_mb: limits::MEMORY_MB_DEFAULT,
            timeout_seconds: limits::TIMEOUT_SECONDS_DEFAULT,
            throttle: None,
            body_limit: None,
            callers: Declared::NOTHING,
            #[cfg(feature = "local")]
            documentation: "",
            parts: &[],
            at: Location::caller(),
        }
    }

    /// `memory` of the annotation, in MB.
    pub const fn memory(mut self, mb: u32) -> Self {
        self.memory_mb = mb;
        self
    }

    /// `timeout` of the annotation, in seconds.
    pub const fn timeout(mut self, seconds: u32) -> Self {
        self.timeout_seconds = seconds;
        self
    }

    /// `throttle` of the annotation: requests a second, and at once.
    pub const fn throttle(mut self, rate: u32, burst: u32) -> Self {
        self.throttle = Some((rate, burst));
        self
    }

    /// `body_limit` of the annotation, in bytes.
    pub const fn body_limit(mut self, bytes: u32) -> Self {
        self.body_limit = Some(bytes);
        self
    }

    /// `auth = open` of the annotation.
    pub const fn open(mut self) -> Self {
        self.callers = self.callers.open();
        self
    }

    /// `auth = iam` of the annotation.
    pub const fn iam(mut self) -> Self {
        self.callers = self.callers.iam();
        self
    }

    /// `auth = name` of the annotation.
    pub const fn authorizer(mut self, name: &'static str) -> Self {
        self.callers = self.callers.authorizer(name);
        self
    }

    /// `scopes` of the annotation.
    pub const fn scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.callers = self.callers.scopes(scopes);
        self
    }

    /// The documentation.
    #[cfg(feature = "local")]
    pub const fn documentation(mut self, text: &'static str) -> Self {
        self.documentation = text;
        self
    }

    /// The documentation, which a production binary does without.
    #[cfg(not(feature = "local"))]
    pub const fn documentation(self, _: &'static str) -> Self {
        self
    }

    /// The arguments, in order, and the answer.
    pub const fn parts(mut self, parts: &'static [&'static dyn Part]) -> Self {
        self.parts = parts;
        self
    }

    /// The first paragraph of the documentation, on one line, and the rest as it stands.
    #[cfg(feature = "local")]
    pub(crate) fn documentation_in_parts(&self) -> (String, &'static str) {
        let (first, rest) = self.documentation.split_once("\n\n").unwrap_or((self.documentation, ""));
        let lines: Vec<_> = first.lines().map(str::trim).collect();
        (lines.join(" "), rest.trim_matches('\n'))
    }

    /// Where the function is declared, `file:line`.
    #[cfg(feature = "local")]
    pub(crate) fn source(&self) -> String {
        format!("{}:{}", self.at.file(), self.at.line())
    }
}
