//! The one CORS declaration of an API: the gateway's preflight and the functions' response
//! headers both come from it.

use std::borrow::Cow;

/// Which pages of other origins may call the API, and how.
///
/// ```
/// use fingerpost_manifest::Cors;
///
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
    #[cfg_attr(feature = "contract", schemars(length(min = 1)))]
    allow_origins: Vec<String>,
    allow_methods: Vec<String>,
    allow_headers: Vec<String>,
    expose_headers: Vec<String>,
    #[cfg_attr(feature = "contract", schemars(range(max = OLDEST_SECONDS)))]
    max_age_seconds: u32,
    allow_credentials: bool,
}

/// A header's name, in lower case, and its value.
pub type Header = (Cow<'static, str>, Cow<'static, str>);

/// Seconds that a browser may remember a preflight; API Gateway takes no more.
#[cfg(feature = "contract")]
const OLDEST_SECONDS: u32 = 86_400;
const ANY: &str = "*";
const ALLOW_ORIGIN: &str = "access-control-allow-origin";
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

    /// Checks what API Gateway would refuse at deploy.
    ///
    /// # Errors
    ///
    /// A sentence that says what is accepted.
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
    pub fn depends_on_origin(&self) -> bool {
        !self.allow_origins.iter().any(|origin| origin == ANY)
    }

    /// The headers of a response to a request from `origin`.
    pub fn response_headers(&self, origin: Option<&str>) -> Vec<Header> {
        let mut headers: Vec<Header> = Vec::with_capacity(4);
        let mut header = |name: &'static str, value: Cow<'static, str>| headers.push((name.into(), value));
        if self.depends_on_origin() {
            header("vary", "origin".into());
            match origin {
                Some(origin) if self.allow_origins.iter().any(|allowed| allows(allowed, origin)) => {
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

    /// The headers of a preflight's answer; without an allow-origin, the browser refuses.
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
