//! What an annotation says of the callers of its route. Only the manifest asks: a deployed function never does.

/// Who may call a route, as `auth = …` and `scopes(…)` say.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Declared {
    #[cfg(feature = "local")]
    pub(crate) auth: Option<Auth>,
    #[cfg(feature = "local")]
    pub(crate) scopes: &'static [&'static str],
}

/// The value of `auth = …`.
#[cfg(feature = "local")]
#[derive(Debug, Clone, Copy)]
pub(crate) enum Auth {
    Open,
    Iam,
    By(&'static str),
}

impl Declared {
    /// An annotation that says nothing of callers.
    pub(crate) const NOTHING: Self = Self {
        #[cfg(feature = "local")]
        auth: None,
        #[cfg(feature = "local")]
        scopes: &[],
    };
}

#[cfg(feature = "local")]
impl Declared {
    pub(crate) const fn open(mut self) -> Self {
        self.auth = Some(Auth::Open);
        self
    }

    pub(crate) const fn iam(mut self) -> Self {
        self.auth = Some(Auth::Iam);
        self
    }

    pub(crate) const fn authorizer(mut self, name: &'static str) -> Self {
        self.auth = Some(Auth::By(name));
        self
    }

    pub(crate) const fn scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.scopes = scopes;
        self
    }
}

#[cfg(not(feature = "local"))]
impl Declared {
    pub(crate) const fn open(self) -> Self {
        self
    }

    pub(crate) const fn iam(self) -> Self {
        self
    }

    pub(crate) const fn authorizer(self, _: &'static str) -> Self {
        self
    }

    pub(crate) const fn scopes(self, _: &'static [&'static str]) -> Self {
        self
    }
}
