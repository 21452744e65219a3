//! Encrypts cursors where the function has a key for it: a cursor holds the key of the last item,
//! and a list's projection may leave that out on purpose.

use std::env;
use std::sync::OnceLock;

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::digest::{SHA256, digest};
use ring::error::Unspecified;
use ring::rand::{SecureRandom, SystemRandom};

/// The secret by which cursors are encrypted, the same for every process of the API.
pub(super) const VARIABLE: &str = "FINGERPOST_CURSOR_KEY";
/// Bytes of the secret, at least.
const SHORTEST: usize = 32;

static KEY: OnceLock<LessSafeKey> = OnceLock::new();

/// Makes the key of the secret, where there is one.
///
/// # Errors
///
/// When the secret is too short.
pub(super) fn init() -> Result<(), String> {
    let Some(secret) = env::var_os(VARIABLE) else { return Ok(()) };
    let secret = secret.as_encoded_bytes();
    if secret.len() < SHORTEST {
        return Err(format!("`{VARIABLE}` is {} bytes long; it takes {SHORTEST} or more", secret.len()));
    }
    let key = UnboundKey::new(&CHACHA20_POLY1305, digest(&SHA256, secret).as_ref());
    let key = key.map_err(|_| format!("`{VARIABLE}` cannot be made a key"))?;
    // Where it is there already, another table was opened before.
    let _ = KEY.set(LessSafeKey::new(key));
    Ok(())
}

/// The key, or `None` where there is no secret and cursors go out as they are.
pub(super) fn key() -> Option<&'static LessSafeKey> {
    KEY.get()
}

/// A nonce, then the encrypted text and its tag.
pub(super) fn seal(key: &LessSafeKey, mut text: Vec<u8>) -> Result<Vec<u8>, Unspecified> {
    let mut sealed = [0; NONCE_LEN];
    SystemRandom::new().fill(&mut sealed)?;
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(sealed), Aad::empty(), &mut text)?;
    Ok([sealed.as_slice(), &text].concat())
}

/// The text, if it was sealed by this key.
pub(super) fn open(key: &LessSafeKey, mut sealed: Vec<u8>) -> Option<Vec<u8>> {
    let (nonce, text) = sealed.split_at_mut_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    key.open_in_place(nonce, Aad::empty(), text).ok().map(|text| text.to_vec())
}
