//! The one CORS declaration of an API: the gateway's preflight and the functions' response
//! headers both come from it.

use serde::Serialize;

/// Which pages of other origins may call the API, and how.
///
/// ```
/// use fingerpost::Cors;
///
/// let anyone = Cors::any_origin().allow_headers(["content-type", "authorization"]);
/// let one_site = Cors::origins(["https://example.com"]).allow_credentials();
/// # let _ = (anyone, one_site);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cors {
    allow_origins: Vec<String>,
    allow_methods: Vec<String>,
    allow_headers: Vec<String>,
    expose_headers: Vec<String>,
    max_age_seconds: u32,
    allow_credentials: bool,
}

const ANY: &str = "*";
/// What leads to a list's next page.
const LINK: &str = "link";

impl Cors {
    /// Every origin, every method, `content-type` as header, `Link` readable by scripts,
    /// preflights remembered for ten minutes.
    pub fn any_origin() -> Self {
        Self::origins([ANY])
    }

    /// Only these origins: `https://example.com`, no path, no trailing slash. `https://*` is every
    /// origin of that scheme, `http://*` likewise.
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

    /// The request headers a page may send.
    #[must_use]
    pub fn allow_headers<S: Into<String>>(mut self, headers: impl IntoIterator<Item = S>) -> Self {
        self.allow_headers = sorted(headers.into_iter().map(|name| name.into().to_ascii_lowercase()));
        self
    }

    /// The methods a page may use; all of them when not said.
    #[must_use]
    pub fn allow_methods<S: Into<String>>(mut self, methods: impl IntoIterator<Item = S>) -> Self {
        self.allow_methods = sorted(methods.into_iter().map(|name| name.into().to_ascii_uppercase()));
        self
    }

    /// The response headers that a page's script may read, besides `Link`, which leads to a list's
    /// next page.
    #[must_use]
    pub fn expose_headers<S: Into<String>>(mut self, headers: impl IntoIterator<Item = S>) -> Self {
        let named = headers.into_iter().map(|name| name.into().to_ascii_lowercase());
        self.expose_headers = sorted(named.chain([LINK.to_owned()]));
        self
    }

    /// How long a browser may remember a preflight.
    #[must_use]
    pub fn max_age_seconds(mut self, seconds: u32) -> Self {
        self.max_age_seconds = seconds;
        self
    }

    /// Lets pages send cookies. Browsers then take `*` for a name, so the origins and headers
    /// must be named; methods that were not are named here, every one.
    #[must_use]
    pub fn allow_credentials(mut self) -> Self {
        if self.allow_methods == [ANY] {
            self.allow_methods =
                ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"].map(str::to_owned).to_vec();
        }
        self.allow_credentials = true;
        self
    }

    /// What API Gateway would refuse at deploy.
    #[cfg(feature = "local")]
    pub(crate) fn check(&self) -> Result<(), String> {
        let wildcard = |list: &[String]| list.iter().any(|entry| entry == ANY);
        let lists = [&self.allow_origins, &self.allow_methods, &self.allow_headers, &self.expose_headers];
        if self.allow_credentials && lists.into_iter().any(|list| wildcard(list)) {
            return Err(
                "CORS with credentials must name its origins, methods and headers: browsers take `*` \
                        for a name then"
                    .into(),
            );
        }
        if self.max_age_seconds > 86_400 {
            return Err(format!("CORS max age is at most 86400 seconds, got {}", self.max_age_seconds));
        }
        for origin in self.allow_origins.iter().filter(|origin| *origin != ANY && !of_any_host(origin)) {
            let rest = origin.split_once("://").map(|(_, host)| host);
            if rest.is_none_or(|host| host.is_empty() || host.contains(['/', '*'])) {
                return Err(format!(
                    "a CORS origin is `scheme://host[:port]`, `https://*`, `http://*` or `*`, got `{origin}`"
                ));
            }
        }
        Ok(())
    }

    /// Whether the answer depends on who asks.
    pub(crate) fn depends_on_origin(&self) -> bool {
        !self.allow_origins.iter().any(|origin| origin == ANY)
    }

    /// The headers of a response to a request from `origin`.
    pub(crate) fn response_headers(&self, origin: Option<&str>) -> Vec<(&'static str, String)> {
        let mut headers = Vec::with_capacity(4);
        if self.depends_on_origin() {
            headers.push(("vary", "origin".to_owned()));
            match origin {
                Some(origin) if self.allow_origins.iter().any(|allowed| allows(allowed, origin)) => {
                    headers.push(("access-control-allow-origin", origin.to_owned()));
                }
                _ => return headers,
            }
        } else {
            headers.push(("access-control-allow-origin", ANY.to_owned()));
        }
        if !self.expose_headers.is_empty() {
            headers.push(("access-control-expose-headers", self.expose_headers.join(",")));
        }
        if self.allow_credentials {
            headers.push(("access-control-allow-credentials", "true".to_owned()));
        }
        headers
    }

    /// The headers of a preflight's answer; without an allow-origin, the browser refuses.
    #[cfg(feature = "local")]
    pub(crate) fn preflight_headers(&self, origin: Option<&str>) -> Vec<(&'static str, String)> {
        let mut headers = self.response_headers(origin);
        if headers.iter().any(|(name, _)| *name == "access-control-allow-origin") {
            headers.push(("access-control-allow-methods", self.allow_methods.join(",")));
            headers.push(("access-control-allow-headers", self.allow_headers.join(",")));
            headers.push(("access-control-max-age", self.max_age_seconds.to_string()));
        }
        headers
    }
}

/// `https://*` and `http://*` stand for every origin of that scheme.
fn of_any_host(allowed: &str) -> bool {
    matches!(allowed, "https://*" | "http://*")
}

fn allows(allowed: &str, origin: &str) -> bool {
    allowed == origin || (of_any_host(allowed) && origin.starts_with(allowed.trim_end_matches('*')))
}

fn sorted<S: Into<String>>(entries: impl IntoIterator<Item = S>) -> Vec<String> {
    let mut entries: Vec<String> = entries.into_iter().map(Into::into).collect();
    entries.sort();
    entries.dedup();
    entries
}
