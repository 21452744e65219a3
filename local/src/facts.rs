//! What API Gateway and Lambda do where sources disagree or are silent, and their limits.
//!
//! Each contested fact is a switch here and nowhere else, with the default taken and why.

/// What sources disagree about.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(crate) struct Facts {
    /// Between repeated headers. AWS documents a comma; captures show both with and without a
    /// space, the latest, by voker in 2026, without.
    pub(crate) header_separator: &'static str,

    /// Whether bodies of `application/graphql` arrive as text. floci measured on AWS that they
    /// do; ministack alone says that they do not.
    pub(crate) graphql_is_text: bool,

    /// Whether bodies of `application/problem+json` and other `+json` arrive as text. No capture
    /// shows it; the documented list does not have them, so they arrive in base64.
    pub(crate) suffix_json_is_text: bool,

    /// Whether a request to `/x/` reaches the route `/x`. storacha/w3infra#166 says that it does
    /// not; a client that relies on it breaks where it does not hold.
    pub(crate) trailing_slash_matches: bool,

    /// Whether a greedy parameter takes an empty rest, `/x/` on `/x/{proxy+}`. The tests of
    /// aws-lambda-dotnet, architect/sandbox, floci and storacha/w3infra#166 say that it does,
    /// ministack that it does not.
    pub(crate) greedy_matches_empty: bool,

    /// Whether literal segments match whatever their case. aws-lambda-dotnet alone does so.
    pub(crate) literals_ignore_case: bool,

    /// Whether of two greedy routes the one with more literal segments wins, instead of the one
    /// whose literals stand further left. aws-lambda-dotnet alone does so.
    pub(crate) greedy_by_literals: bool,

    /// Whether the `cookies` of an answer stand before a `set-cookie` among its headers.
    /// ministack observed it and architect/sandbox does so; sam-cli has the reverse.
    pub(crate) cookies_come_first: bool,

    /// Whether a function's `date` and `upgrade` headers are dropped, as architect/sandbox
    /// observed. No other source speaks of them.
    pub(crate) date_and_upgrade_are_dropped: bool,

    /// The status of a preflight from an origin that is not allowed, which has no CORS headers.
    /// serverless-offline has 204, ministack 403; a browser refuses either.
    pub(crate) refused_preflight: u16,

    /// Whether the scheme `Bearer` in front of a token can be written in any case. AWS's documentation
    /// does not say; RFC 7235 has schemes without regard to case, and `jwt-go`, in whose words AWS's
    /// refusals are, takes them so.
    pub(crate) bearer_ignores_case: bool,

    /// Whether a token is refused in which the name of a claim is there twice. AWS's documentation does
    /// not say; RFC 7519 lets it be refused, and of two values parsers take one or the other.
    pub(crate) repeated_claims_are_refused: bool,

    /// Whether a token without `exp` is refused. AWS's documentation says that it has to be after the
    /// current time; ministack lets such a token pass.
    pub(crate) expiry_is_required: bool,

    /// Seconds that the clocks of an issuer and of the gateway may be apart. AWS documents none, and its
    /// own clocks are right; one on a desk may be off by a little.
    pub(crate) clock_skew_seconds: f64,
}

/// The side taken of each.
pub(crate) const FACTS: Facts = Facts {
    header_separator: ",",
    graphql_is_text: true,
    suffix_json_is_text: false,
    trailing_slash_matches: false,
    greedy_matches_empty: true,
    literals_ignore_case: false,
    greedy_by_literals: false,
    cookies_come_first: true,
    date_and_upgrade_are_dropped: true,
    refused_preflight: 204,
    bearer_ignores_case: true,
    repeated_claims_are_refused: true,
    expiry_is_required: true,
    clock_skew_seconds: 5.0,
};

/// Body of a 431; the documentation names the limit only.
pub(crate) const HEADERS_TOO_LARGE: &str = "Request Header Fields Too Large";

/// Bytes of request line and headers that API Gateway takes.
pub(crate) const HEADER_LIMIT: usize = 10_240;

/// Bytes of event, and of answer, that Lambda takes: 6 MB. API Gateway takes bodies of 10 MB, which
/// no event has room for, and answers 413 for either reason.
pub(crate) const PAYLOAD_LIMIT: usize = fingerpost_manifest::limits::PAYLOAD;

/// Seconds that API Gateway waits for a function.
pub(crate) const INTEGRATION_TIMEOUT_SECONDS: u64 = 30;

/// Seconds that API Gateway waits for an authorizer's function.
pub(crate) const AUTHORIZER_TIMEOUT_SECONDS: u64 = 10;

/// Milliseconds that API Gateway gives an issuer for each of its answers.
pub(crate) const ISSUER_TIMEOUT_MS: u64 = 1500;

/// Bytes that the answer of an issuer can have.
pub(crate) const ISSUER_ANSWER_LIMIT: usize = 150_000;

/// Seconds that Lambda gives a process to ask for its first event.
pub(crate) const INIT_TIMEOUT_SECONDS: u64 = 10;

/// Where this cloud says it is.
pub(crate) const REGION: &str = "us-east-1";

/// Who owns it.
pub(crate) const ACCOUNT: &str = "000000000000";
