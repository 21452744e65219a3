//! By what a caller of the local services of AWS is known.

/// An access key and its secret.
#[derive(Clone)]
pub(crate) struct Credentials {
    pub(crate) key: String,
    pub(crate) secret: String,
}

impl Credentials {
    /// Nobody can guess them. AWS's keys begin with `AKIA`, temporary ones with `ASIA`.
    pub(crate) fn random(prefix: &str) -> Self {
        let random = || uuid::Uuid::new_v4().simple().to_string();
        let key = prefix.to_owned() + &random()[..16].to_ascii_uppercase();
        Self { key, secret: random() + &random() }
    }
}
