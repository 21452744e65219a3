//! What a layer reads and changes of a response that is there already.

use super::Response;

impl Response {
    /// Returns the headers, their names in lower case, in the order in which they were added.
    ///
    /// Those that are added last, CORS headers, are not there yet.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (&**name, &**value))
    }

    /// Returns the body, as the client gets it.
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// Sets the status, which is 200 to 599; with another the client gets a 500.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Takes every header of this name away, in upper or lower case.
    ///
    /// # Examples
    ///
    /// ```
    /// use fingerpost::Response;
    ///
    /// let response = Response::new(200).header("cache-control", "no-store");
    /// let response = response.without_header("cache-control").header("cache-control", "max-age=60");
    /// assert_eq!(response.headers().collect::<Vec<_>>(), [("cache-control", "max-age=60")]);
    /// ```
    #[must_use]
    pub fn without_header(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self
    }
}
