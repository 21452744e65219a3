//! What a row of the table is, and the sources that many rows share.

/// Rows about one part of the gateway.
pub(crate) struct Section {
    pub(crate) title: &'static str,
    /// Whether what its rows give is what a function answers, not a request.
    pub(crate) answers: bool,
    pub(crate) rows: &'static [Row],
}

/// A fact.
pub(crate) struct Row {
    pub(crate) fact: &'static str,
    pub(crate) source: &'static str,
    /// The field of `facts.rs` that decides it; empty where sources agree.
    pub(crate) switch: &'static str,
    /// A request line, headers, an empty line, a body; or a function's answer.
    pub(crate) request: &'static str,
    /// What it must give: `status`, `body`, `header NAME`, `event POINTER`. Empty for what
    /// must be absent; a `?` stands for a letter, a digit, `-` or `_`.
    pub(crate) expected: &'static [(&'static str, &'static str)],
}

pub(crate) const DOC: &str = "AWS's documentation";
pub(crate) const SEEN: &str = "captures from AWS";
pub(crate) const BOTH: &str = "AWS's documentation, captures from AWS";
pub(crate) const CORS: &str = "AWS's page on CORS for HTTP APIs";
pub(crate) const SANDBOX: &str = "architect/sandbox (\"observed\")";
pub(crate) const FLOCI: &str = "floci#2172, measured on AWS";
pub(crate) const ROUTING: &str = "AWS's page on routes of HTTP APIs";
pub(crate) const RFC: &str = "RFC 9112";

pub(crate) const fn row(
    fact: &'static str,
    source: &'static str,
    switch: &'static str,
    request: &'static str,
    expected: &'static [(&'static str, &'static str)],
) -> Row {
    Row { fact, source, switch, request, expected }
}
