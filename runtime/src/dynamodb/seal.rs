//! Encrypts cursors where the function has a secret for it.
//!
//! A cursor holds the key of a page's last item, and a list's projection may leave that key out on purpose.
//! The cipher is ChaCha20-Poly1305 of ring, which rustls brings along. It also detects a cursor that this
//! API did not make.

use std::fmt;

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::digest::{SHA256, digest};
use ring::error::Unspecified;
use ring::rand::{SecureRandom, SystemRandom};

use crate::resources::Resources;

/// The variable that holds the secret, the same for every process of the API.
pub(super) const VARIABLE: &str = "FINGERPOST_CURSOR_KEY";
/// The bytes that the secret has at least.
const SHORTEST: usize = 32;

/// The key by which a function encrypts cursors.
pub(super) struct Seal {
    key: LessSafeKey,
    /// Of which table the cursors are: another table's do not open.
    table: &'static str,
}

impl Seal {
    /// The key that follows from the function's secret, or `None` when it has no secret.
    ///
    /// # Errors
    ///
    /// Says that the secret is too short.
    pub(super) fn of(resources: &Resources, table: &'static str) -> Result<Option<Self>, String> {
        let Some(secret) = resources.variable(VARIABLE) else { return Ok(None) };
        if secret.len() < SHORTEST {
            return Err(format!("`{VARIABLE}` is {} bytes long; it takes {SHORTEST} or more", secret.len()));
        }
        let key = UnboundKey::new(&CHACHA20_POLY1305, digest(&SHA256, secret.as_bytes()).as_ref());
        let key = key.map_err(|_| format!("`{VARIABLE}` cannot be made a key"))?;
        Ok(Some(Self { key: LessSafeKey::new(key), table }))
    }

    /// The text encrypted: a nonce that is new each time, then the cipher text and its tag.
    ///
    /// # Errors
    ///
    /// When the operating system has no random bytes.
    pub(super) fn close(&self, mut text: Vec<u8>) -> Result<Vec<u8>, Unspecified> {
        let mut sealed = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut sealed)?;
        let nonce = Nonce::assume_unique_for_key(sealed);
        self.key.seal_in_place_append_tag(nonce, Aad::from(self.table), &mut text)?;
        Ok([sealed.as_slice(), &text].concat())
    }

    /// The text decrypted, or `None` when this key did not encrypt it.
    pub(super) fn open(&self, mut sealed: Vec<u8>) -> Option<Vec<u8>> {
        let (nonce, text) = sealed.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        self.key.open_in_place(nonce, Aad::from(self.table), text).ok().map(|text| text.to_vec())
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_table_seals_opens_there_alone() {
        let resources = Resources::with_variables([(VARIABLE, "s".repeat(32))]);
        let seal = |table| Seal::of(&resources, table).expect("a key").expect("is set");
        let sealed = seal("Events").close(b"key".to_vec()).expect("seals");
        assert_eq!(seal("Events").open(sealed.clone()).as_deref(), Some(b"key".as_slice()));
        assert_eq!(seal("Seats").open(sealed), None);
    }
}
