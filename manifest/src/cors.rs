//! The one CORS declaration of an API, from which the gateway answers preflights and the functions' responses
//! get their headers.
//!
//! API Gateway adds the headers itself and ignores those of a function. A function writes them all the same,
//! for it may also be called by a function URL, where there is no gateway.

use std::borrow::Cow;

use crate::method::Method;
use crate::origin::{self, ANY};

/// Which pages of other origins may call the API, and how.
///
/// A browser lets a page read the answers of another origin only if that origin says so; this is called
/// cross-origin resource sharing. The declaration says so for all routes of the API. It is what API Gateway's
/// page "Configure CORS for HTTP APIs" describes, and what would be refused at deploy, the manifest refuses.
///
/// # Examples
///
/// ```
/// # use fingerpost_manifest::Cors;
/// let anyone = Cors::any_origin().allow_headers(["content-type", "authorization"]);
/// let one_site = Cors::origins(["https://example.com"]).allow_credentials();
/// # let _ = (anyone, one_site);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "contract",
    derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema),
    serde(rename_all = "camelCase", deny_unknown_fields),
    schemars(description = "Which pages of other origins may call the API, and how.")
)]
pub struct Cors {
    #[cfg_attr(feature = "contract", schemars(length(min = 1), inner(regex(pattern = origin::PATTERN))))]
    pub(crate) allow_origins: Vec<String>,
    pub(crate) allow_methods: Vec<String>,
    pub(crate) allow_headers: Vec<String>,
    pub(crate) expose_headers: Vec<String>,
    #[cfg_attr(feature = "contract", schemars(range(max = OLDEST_SECONDS)))]
    pub(crate) max_age_seconds: u32,
    pub(crate) allow_credentials: bool,
}

/// A header's name, in lower case, and its value.
pub type Header = (Cow<'static, str>, Cow<'static, str>);

/// The longest time in seconds that API Gateway takes for a browser to remember a preflight, a day.
#[cfg(feature = "contract")]
const OLDEST_SECONDS: u32 = 86_400;
const ALLOW_ORIGIN: &str = "access-control-allow-origin";
/// The response header that leads to a list's next page.
const LINK: &str = "link";

impl Cors {
    /// Allows the pages of every origin to call the API, with every method.
    ///
    /// They may send the header `content-type`, their scripts may read the response header `Link`, and
    /// browsers remember a preflight for ten minutes. The methods below change each of these.
    pub fn any_origin() -> Self {
        Self::origins([ANY])
    }

    /// Allows only the pages of these origins, otherwise as [`any_origin`](Self::any_origin).
    ///
    /// An origin is a scheme, a host and perhaps a port, without a path or a slash at the end:
    /// `https://example.com`, `http://localhost:5173`. `https://*` and `http://*` are every origin of that
    /// scheme.
    pub fn origins<S: Into<String>>(origins: impl IntoIterator<Item = S>) -> Self {
        Self {
            allow_origins: sorted(origins),
            allow_methods: vec![ANY.to_owned()],
            allow_headers: vec!["content-type".to_owned()],
            expose_headers: vec![LINK.to_owned()],
            max_age_seconds: 600,
            allow_credentials: false,
        }
    }

    /// Sets which request headers a page may send, in place of `content-type` alone.
    ///
    /// `*` is every header, except `authorization`, which browsers want to see by name.
    #[must_use]
    pub fn allow_headers<S: Into<String>>(mut self, headers: impl IntoIterator<Item = S>) -> Self {
        self.allow_headers = sorted(headers.into_iter().map(|name| name.into().to_ascii_lowercase()));
        self
    }

    /// Sets which methods a page may use, in place of all of them.
    #[must_use]
    pub fn allow_methods<S: Into<String>>(mut self, methods: impl IntoIterator<Item = S>) -> Self {
        self.allow_methods = sorted(methods.into_iter().map(|name| name.into().to_ascii_uppercase()));
        self
    }

    /// Sets which response headers a page's script may read, besides `Link`.
    ///
    /// `Link` leads to a list's next page. A few headers, such as `content-type`, are always readable.
    #[must_use]
    pub fn expose_headers<S: Into<String>>(mut self, headers: impl IntoIterator<Item = S>) -> Self {
        let named = headers.into_iter().map(|name| name.into().to_ascii_lowercase());
        self.expose_headers = sorted(named.chain([LINK.to_owned()]));
        self
    }

    /// Sets for how many seconds a browser may remember a preflight: 0 to 86,400, otherwise 600.
    #[must_use]
    pub fn max_age_seconds(mut self, seconds: u32) -> Self {
        self.max_age_seconds = seconds;
        self
    }

    /// Lets pages send cookies and other credentials.
    ///
    /// Browsers then read `*` as a name, so the manifest refuses it for origins and headers: list them. A `*`
    /// for methods is replaced here by all of them.
    #[must_use]
    pub fn allow_credentials(mut self) -> Self {
        if self.allow_methods == [ANY] {
            let named = Method::ALL.into_iter().filter(|method| *method != Method::Any);
            self.allow_methods = sorted(named.map(Method::as_str));
        }
        self.allow_credentials = true;
        self
    }

    /// Checks that API Gateway and browsers take the declaration.
    ///
    /// # Errors
    ///
    /// A sentence that says what is accepted, for `*` beside credentials, a maximal age over a day, no
    /// origins, and a text that is not an origin.
    #[cfg(feature = "contract")]
    pub fn check(&self) -> Result<(), String> {
        let wildcard = |list: &[String]| list.iter().any(|entry| entry == ANY);
        let lists = [&self.allow_origins, &self.allow_methods, &self.allow_headers, &self.expose_headers];
        if self.allow_credentials && lists.into_iter().any(|list| wildcard(list)) {
            return Err(
                "CORS with credentials must name its origins, methods and headers: browsers take `*` \
                        for a name then"
                    .into(),
            );
        }
        if self.max_age_seconds > OLDEST_SECONDS {
            return Err(format!(
                "CORS max age is at most {OLDEST_SECONDS} seconds, got {}",
                self.max_age_seconds
            ));
        }
        if self.allow_origins.is_empty() {
            return Err("CORS names at least one origin, got none".into());
        }
        match self.allow_origins.iter().find(|origin| !origin::is_one(origin)) {
            None => Ok(()),
            Some(origin) => Err(format!(
                "a CORS origin is `scheme://host[:port]`, `https://*`, `http://*` or `*`, got `{origin}`"
            )),
        }
    }

    /// Whether the headers of a response depend on the request's `origin`.
    pub fn depends_on_origin(&self) -> bool {
        !self.allow_origins.iter().any(|origin| origin == ANY)
    }

    /// Returns the CORS headers of a response to a request with this `origin`, if it had one.
    ///
    /// For an origin that is not allowed there is only `vary`, and the browser keeps the response from the
    /// page.
    pub fn response_headers(&self, origin: Option<&str>) -> Vec<Header> {
        let mut headers: Vec<Header> = Vec::with_capacity(4);
        let mut header = |name: &'static str, value: Cow<'static, str>| headers.push((name.into(), value));
        if self.depends_on_origin() {
            header("vary", "origin".into());
            match origin {
                Some(origin) if self.allow_origins.iter().any(|allowed| origin::allows(allowed, origin)) => {
                    header(ALLOW_ORIGIN, origin.to_owned().into());
                }
                _ => return headers,
            }
        } else {
            header(ALLOW_ORIGIN, ANY.into());
        }
        let exposed = match self.expose_headers.as_slice() {
            [] => None,
            // What every API has costs a response no allocation.
            [link] if link == LINK => Some(LINK.into()),
            names => Some(names.join(",").into()),
        };
        if let Some(exposed) = exposed {
            header("access-control-expose-headers", exposed);
        }
        if self.allow_credentials {
            header("access-control-allow-credentials", "true".into());
        }
        headers
    }

    /// Returns the CORS headers of the answer to a preflight.
    ///
    /// For an origin that is not allowed there is only `vary`, and the browser does not send the request.
    #[cfg(feature = "contract")]
    pub fn preflight_headers(&self, origin: Option<&str>) -> Vec<Header> {
        let mut headers = self.response_headers(origin);
        if headers.iter().any(|(name, _)| name == ALLOW_ORIGIN) {
            let own = [
                ("access-control-allow-methods", self.allow_methods.join(",")),
                ("access-control-allow-headers", self.allow_headers.join(",")),
                ("access-control-max-age", self.max_age_seconds.to_string()),
            ];
            headers.extend(own.map(|(name, value)| (name.into(), value.into())));
        }
        headers
    }
}

fn sorted<S: Into<String>>(entries: impl IntoIterator<Item = S>) -> Vec<String> {
    let mut entries: Vec<String> = entries.into_iter().map(Into::into).collect();
    entries.sort();
    entries.dedup();
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_origin_is_not_echoed() {
        let cors = Cors::origins(["https://*"]);
        for (origin, echoed) in [
            ("https://a.example", true),
            ("http://a.example", false),
            ("https://a.example\u{85}x: y", false),
            ("https://a.example\r\nx: y", false),
            ("https://a b", false),
        ] {
            let headers = cors.response_headers(Some(origin));
            assert_eq!(headers.iter().any(|(name, _)| name == ALLOW_ORIGIN), echoed, "{origin:?}");
        }
    }
}
