//! What outlives a request: opened once at init, only for the routes that name it.

use std::any::{Any, TypeId};
use std::{env, fmt};

/// The resources of one function, by type, and the variables that they are opened by.
#[derive(Default)]
pub struct Resources {
    opened: Vec<(TypeId, Box<dyn Any + Send + Sync>)>,
    /// The process's own, where there are none.
    variables: Option<Vec<(String, String)>>,
}

impl Resources {
    /// The resources of a function that has these variables instead of the process's, so that a test
    /// can open several functions side by side.
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

    /// The value of an environment variable, if it is set to anything. What is not UTF-8 in it is
    /// replaced.
    pub fn variable(&self, name: &str) -> Option<String> {
        let value = match &self.variables {
            None => env::var_os(name)?.to_string_lossy().into_owned(),
            Some(variables) => variables.iter().find(|(known, _)| known == name)?.1.clone(),
        };
        (!value.is_empty()).then_some(value)
    }

    /// The resource of this type, if an argument opened one.
    pub fn get<R: Send + Sync + 'static>(&self) -> Option<&R> {
        // A function has a handful: looking at each is quicker than hashing.
        let found = self.opened.iter().find(|(id, _)| *id == TypeId::of::<R>())?;
        found.1.downcast_ref()
    }

    /// Keeps a resource for every request of this function.
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
