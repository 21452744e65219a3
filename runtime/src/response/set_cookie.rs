//! Cookies that an answer sets, safe unless told otherwise.

use std::borrow::Cow;
use std::fmt::Write;
use std::time::Duration;

use super::{COOKIE, IntoResponse, Response};
use crate::error::{Error, Result};
use crate::route::Description;

/// A cookie that is set beside any answer: `(SetCookie, T)`, or `([SetCookie; N], T)` for more.
///
/// It is sent to every path of the API and to no other host, over HTTPS alone (browsers make an exception for
/// this machine), not with requests that other sites make except when a link is followed, and scripts cannot
/// read it. It lasts until the browser is closed, unless it has a [`max_age`](Self::max_age).
///
/// A cookie's value is ASCII without spaces, quotes, commas, semicolons and backslashes. It is sent as it is: a
/// value or a part of a cookie that is none of these is a 500, so percent-encode what a client chose. An error sets no cookie.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use fingerpost::{NoContent, SetCookie, route};
///
/// /// Remembers which theme is liked.
/// #[route(PUT, "/theme/<id>")]
/// async fn choose_theme(id: u32) -> (SetCookie, NoContent) {
///     let year = Duration::from_hours(365 * 24);
///     (SetCookie::new("theme", id.to_string()).max_age(year), NoContent)
/// }
///
/// /// Forgets it.
/// #[route(DELETE, "/theme")]
/// async fn forget_theme() -> (SetCookie, NoContent) {
///     (SetCookie::removal("theme"), NoContent)
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct SetCookie {
    name: Cow<'static, str>,
    value: Cow<'static, str>,
    path: Cow<'static, str>,
    domain: Option<Cow<'static, str>>,
    max_age: Option<Duration>,
    same_site: SameSite,
    http_only: bool,
}

/// With which requests that other sites make a browser sends a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameSite {
    /// With none.
    Strict,
    /// When a link is followed.
    Lax,
    /// With all. An API that authenticates by such a cookie needs another protection from forged requests.
    None,
}

impl SetCookie {
    /// Makes a cookie.
    pub fn new(name: impl Into<Cow<'static, str>>, value: impl Into<Cow<'static, str>>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
            path: "/".into(),
            domain: None,
            max_age: None,
            same_site: SameSite::Lax,
            http_only: true,
        }
    }

    /// Has the browser remove the cookie of this name. It finds it by path and domain, too: those are the same as
    /// when it was set.
    pub fn removal(name: impl Into<Cow<'static, str>>) -> Self {
        Self::new(name, "").max_age(Duration::ZERO)
    }

    /// How long the browser keeps it, in whole seconds.
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }

    /// Sends it to this path and what is below alone.
    pub fn path(mut self, path: impl Into<Cow<'static, str>>) -> Self {
        self.path = path.into();
        self
    }

    /// Sends it to this domain and each of its subdomains.
    pub fn domain(mut self, domain: impl Into<Cow<'static, str>>) -> Self {
        self.domain = Some(domain.into());
        self
    }

    /// Says with which requests of other sites it is sent.
    pub fn same_site(mut self, same_site: SameSite) -> Self {
        self.same_site = same_site;
        self
    }

    /// Lets scripts in the browser read it.
    pub fn readable_by_scripts(mut self) -> Self {
        self.http_only = false;
        self
    }

    /// As the header has it, or what cannot stand there.
    fn header(&self) -> Result<String> {
        let Self { name, value, path, domain, max_age, same_site, http_only } = self;
        let refused =
            |part| Error::internal(format!("cookie `{}` has an invalid {part}", name.escape_debug()));
        // RFC 6265: a name is a token, a value is of `cookie-octet`s, an attribute has no `;`.
        let separates = |b: u8| !b.is_ascii_graphic() || b"()<>@,;:\\\"/[]?={}".contains(&b);
        if name.is_empty() || name.bytes().any(separates) {
            return Err(refused("name"));
        }
        if value.bytes().any(|b| !b.is_ascii_graphic() || b"\",;\\".contains(&b)) {
            return Err(refused("value"));
        }
        let ends = |text: &str| text.bytes().any(|b| !b.is_ascii_graphic() || b == b';');
        if !path.starts_with('/') || ends(path) {
            return Err(refused("path"));
        }
        let mut header = format!("{name}={value}; Path={path}; Secure; SameSite={same_site:?}");
        if let Some(domain) = domain {
            if domain.is_empty() || ends(domain) {
                return Err(refused("domain"));
            }
            let _ = write!(header, "; Domain={domain}");
        }
        if let Some(max_age) = max_age {
            let _ = write!(header, "; Max-Age={}", max_age.as_secs());
        }
        if *http_only {
            header.push_str("; HttpOnly");
        }
        Ok(header)
    }
}

#[diagnostic::do_not_recommend]
impl<T: IntoResponse> IntoResponse for (SetCookie, T) {
    fn describe(route: &mut Description) {
        <([SetCookie; 1], T)>::describe(route);
    }

    fn into_response(self) -> Result<Response> {
        ([self.0], self.1).into_response()
    }
}

#[diagnostic::do_not_recommend]
impl<T: IntoResponse, const N: usize> IntoResponse for ([SetCookie; N], T) {
    fn describe(route: &mut Description) {
        T::describe(route);
        route.every_answer_has(COOKIE, "What the client remembers");
    }

    fn into_response(self) -> Result<Response> {
        let mut response = self.1.into_response()?;
        for cookie in &self.0 {
            response = response.header(COOKIE, cookie.header()?);
        }
        Ok(response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_refused(cookie: &SetCookie, part: &str) {
        let error = cookie.header().expect_err("refused");
        assert!(error.to_string().ends_with(part), "{error}");
        assert_eq!(error.status(), 500);
    }

    #[test]
    fn what_would_end_a_cookie_or_its_header_is_refused() {
        for hostile in ["a;b", "a\r\nb", "a b", "\u{eb}", "\0"] {
            check_refused(&SetCookie::new(hostile, "1"), "an invalid name");
            check_refused(&SetCookie::new("a", hostile), "an invalid value");
            check_refused(&SetCookie::new("a", "1").path(format!("/{hostile}")), "an invalid path");
            check_refused(&SetCookie::new("a", "1").domain(hostile), "an invalid domain");
        }
        check_refused(&SetCookie::new("", "1"), "an invalid name");
        check_refused(&SetCookie::new("a=b", "1"), "an invalid name");
        check_refused(&SetCookie::new("a", "1").path("b"), "an invalid path");
    }

    #[test]
    fn a_cookie_has_what_it_was_told() {
        let cookie = SetCookie::new("a", "b=c").path("/d").domain("example.com").same_site(SameSite::None);
        let header = cookie.readable_by_scripts().max_age(Duration::from_mins(2)).header().expect("valid");
        assert_eq!(header, "a=b=c; Path=/d; Secure; SameSite=None; Domain=example.com; Max-Age=120");
    }
}
