//! The HTTP method of a route.

use std::fmt;
use std::str::FromStr;

/// An HTTP method, or any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "contract",
    derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema),
    serde(rename_all = "UPPERCASE")
)]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
    /// `PATCH`.
    Patch,
    /// `DELETE`.
    Delete,
    /// `HEAD`.
    Head,
    /// `OPTIONS`.
    Options,
    /// Every method that no other route of the same path answers.
    Any,
}

impl Method {
    /// Every one of them.
    pub const ALL: [Self; 8] =
        [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete, Self::Head, Self::Options, Self::Any];

    /// As HTTP and API Gateway write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Any => "ANY",
        }
    }

    /// API Gateway's key of the route with this method and path: `GET /events/{id}`.
    pub fn key(self, path: &str) -> String {
        format!("{self} {path}")
    }

    /// Whether a request of this method, as HTTP writes it, is one for the route.
    pub fn answers(self, sent: &str) -> bool {
        self == Self::Any || self.as_str() == sent
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Method {
    type Err = String;

    /// Reads a method as an annotation writes it, in capitals.
    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(method) = Self::ALL.into_iter().find(|method| method.as_str() == text) {
            return Ok(method);
        }
        let upper = text.to_uppercase();
        let known = Self::ALL.map(Self::as_str);
        Err(if known.contains(&upper.as_str()) {
            format!("methods are written in capitals: `{upper}`")
        } else {
            let known = known.map(|method| format!("`{method}`")).join(", ");
            format!("unknown method `{text}`; a route takes {known}")
        })
    }
}
