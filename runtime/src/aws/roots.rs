//! Whose certificates a connection trusts.
//!
//! AWS's own endpoints have certificates of Amazon Trust Services, whose five roots
//! (<https://www.amazontrust.com/repository>) are embedded, because reading the hundred and more of the
//! machine takes milliseconds of a cold start. Where `SSL_CERT_FILE` or `SSL_CERT_DIR` is set, the roots that
//! it names count instead.

use std::sync::Arc;

use hyper_rustls::ConfigBuilderExt;
use rustls::crypto::ring::default_provider;
use rustls::crypto::{CryptoProvider, KeyProvider};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::SigningKey;
use rustls::{ClientConfig, RootCertStore};

/// The roots of Amazon Trust Services, which are valid until 2037 or longer.
const AMAZON: [&[u8]; 5] = [
    include_bytes!("roots/amazon-root-ca-1.der"),
    include_bytes!("roots/amazon-root-ca-2.der"),
    include_bytes!("roots/amazon-root-ca-3.der"),
    include_bytes!("roots/amazon-root-ca-4.der"),
    include_bytes!("roots/starfield-services-root-g2.der"),
];

/// The roots by which a connection is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    /// No roots, for `http://`, which has no certificates.
    Nobody,
    /// Amazon's embedded roots.
    Amazon,
    /// The machine's roots, or those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name.
    Machine,
}

impl Trust {
    /// The roots for an endpoint, where `None` is AWS's own. `overridden` says that the function names roots.
    pub(crate) fn for_endpoint(endpoint: Option<&str>, overridden: bool) -> Self {
        match endpoint {
            Some(url) if url.starts_with("http://") => Self::Nobody,
            None if !overridden => Self::Amazon,
            _ => Self::Machine,
        }
    }

    /// TLS with these roots, on ring: aws-lc's first handshake takes ten times as long.
    ///
    /// # Errors
    ///
    /// A sentence that says why TLS cannot be set up.
    pub(crate) fn tls(self) -> Result<ClientConfig, String> {
        let provider = CryptoProvider { key_provider: &NoKeys, ..default_provider() };
        let config =
            ClientConfig::builder_with_provider(provider.into()).with_safe_default_protocol_versions();
        let config = config.map_err(|error| format!("TLS cannot be set up: {error}"))?;
        let config = match self {
            Self::Nobody => config.with_root_certificates(RootCertStore::empty()),
            Self::Amazon => config.with_root_certificates(amazon()),
            Self::Machine => config
                .with_native_roots()
                .map_err(|error| format!("this machine's certificates cannot be read: {error}"))?,
        };
        Ok(config.with_no_client_auth())
    }
}

/// A provider without private keys, so that the code which reads them is not part of the executable.
///
/// AWS asks for a signature and not for a client's certificate.
#[derive(Debug)]
struct NoKeys;

impl KeyProvider for NoKeys {
    fn load_private_key(&self, _: PrivateKeyDer<'static>) -> Result<Arc<dyn SigningKey>, rustls::Error> {
        Err(rustls::Error::General("there are no client certificates".to_owned()))
    }
}

/// The store of Amazon's embedded roots.
fn amazon() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(AMAZON.map(CertificateDer::from));
    roots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_root_is_one_that_mozilla_trusts() {
        assert_eq!(amazon().len(), AMAZON.len());
        for root in AMAZON {
            assert!(webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().any(|known| known.as_ref() == root));
        }
    }

    #[test]
    fn only_aws_itself_is_trusted_by_amazons_roots() {
        assert_eq!(Trust::for_endpoint(None, false), Trust::Amazon);
        assert_eq!(Trust::for_endpoint(None, true), Trust::Machine);
        for overridden in [false, true] {
            assert_eq!(Trust::for_endpoint(Some("http://127.0.0.1:8000"), overridden), Trust::Nobody);
            assert_eq!(Trust::for_endpoint(Some("https://localhost:4566"), overridden), Trust::Machine);
        }
    }
}
