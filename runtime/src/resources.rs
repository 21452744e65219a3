//! What outlives a request: opened once at init, only for the routes that name it.
//!
//! Lambda keeps a process for many requests, so a client or a connection is worth keeping. The environment is
//! read here and nowhere else on a request's way, so several functions can live in one test process.

use std::any::{Any, TypeId};
use std::{env, fmt};

/// What a function keeps between requests, by type, and the variables from which it is opened.
///
/// [`FromRequest::open`](crate::FromRequest::open) puts something in at init, and
/// [`Request::resource`](crate::Request::resource) finds it in each request.
///
/// # Examples
///
/// ```
/// use fingerpost::{Error, FromRequest, Request, Resources, Result};
///
/// /// The greeting that the function was deployed with.
/// #[derive(Clone)]
/// struct Greeting(String);
///
/// impl FromRequest for Greeting {
///     async fn open(resources: &mut Resources) -> Result<()> {
///         let greeting = resources.variable("GREETING");
///         let greeting = greeting.ok_or_else(|| Error::internal("`GREETING` is not set"))?;
///         resources.insert(Self(greeting));
///         Ok(())
///     }
///
///     async fn from_request(request: &Request<'_>) -> Result<Self> {
///         request.resource::<Self>().cloned().ok_or_else(|| Error::internal("no greeting was opened"))
///     }
/// }
/// ```
#[derive(Default)]
pub struct Resources {
    opened: Vec<(TypeId, Box<dyn Any + Send + Sync>)>,
    /// The function's variables, or `None` where they are the process's.
    variables: Option<Vec<(String, String)>>,
}

impl Resources {
    /// Makes the empty resources of a function that has these variables instead of the process's.
    ///
    /// A test can so open several functions side by side. Only the roots that TLS trusts stay the process's:
    /// the library that reads them looks at `SSL_CERT_FILE` and `SSL_CERT_DIR` itself.
    ///
    /// # Examples
    ///
    /// ```
    /// # use fingerpost::Resources;
    /// let resources = Resources::with_variables([("GREETING", "Hello")]);
    /// assert_eq!(resources.variable("GREETING").as_deref(), Some("Hello"));
    /// assert_eq!(resources.variable("PATH"), None);
    /// ```
    pub fn with_variables<N, V>(variables: impl IntoIterator<Item = (N, V)>) -> Self
    where
        N: Into<String>,
        V: Into<String>,
    {
        let variables = variables.into_iter().map(|(name, value)| (name.into(), value.into()));
        Self { opened: Vec::new(), variables: Some(variables.collect()) }
    }

    /// Returns the value of an environment variable, or `None` when it is not set or empty.
    ///
    /// Bytes that are not UTF-8 are replaced by `U+FFFD`.
    pub fn variable(&self, name: &str) -> Option<String> {
        let value = match &self.variables {
            None => env::var_os(name)?.to_string_lossy().into_owned(),
            Some(variables) => variables.iter().find(|(known, _)| known == name)?.1.clone(),
        };
        (!value.is_empty()).then_some(value)
    }

    /// The variables whose names begin so, and that are not empty.
    pub(crate) fn variables_of(&self, prefix: &str) -> Vec<(String, String)> {
        let names: Vec<String> = match &self.variables {
            None => env::vars_os().filter_map(|(name, _)| name.into_string().ok()).collect(),
            Some(variables) => variables.iter().map(|(name, _)| name.clone()).collect(),
        };
        let such = names.into_iter().filter(|name| name.starts_with(prefix));
        such.filter_map(|name| self.variable(&name).map(|value| (name, value))).collect()
    }

    /// Returns the resource of this type, if there is one.
    pub fn get<R: Send + Sync + 'static>(&self) -> Option<&R> {
        // There are few, and to look at each is quicker than to hash.
        let found = self.opened.iter().find(|(id, _)| *id == TypeId::of::<R>())?;
        found.1.downcast_ref()
    }

    /// Keeps a resource for every request of this function, in place of one of the same type.
    pub fn insert<R: Send + Sync + 'static>(&mut self, resource: R) {
        self.opened.retain(|(id, _)| *id != TypeId::of::<R>());
        self.opened.push((TypeId::of::<R>(), Box::new(resource)));
    }
}

impl fmt::Debug for Resources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Resources({})", self.opened.len())
    }
}
