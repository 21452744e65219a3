//! Ids that nobody has used, as an argument, so that a test can say them.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use ring::rand::{SecureRandom as _, SystemRandom};

use crate::error::{Error, Result};
use crate::extract::FromRequest;
use crate::request::Request;

/// Makes ids: random UUIDs, or those that a test gives.
///
/// A route that takes its ids from here can be tested for the whole of its answer. `TestApi::set_ids` gives
/// the ids of all routes of an API under test, and [`Ids::of`] those of one call of a handler.
///
/// # Examples
///
/// ```
/// use fingerpost::{Ids, Json, Result, route};
///
/// /// Draws a lot.
/// #[route(POST, "/lots")]
/// async fn draw(ids: Ids) -> Result<Json<String>> {
///     Ok(Json(ids.next()?))
/// }
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # runtime.block_on(async {
/// assert_eq!(draw(Ids::of(["first"])).await.unwrap().0, "first");
/// # });
/// ```
#[derive(Debug, Clone, Default)]
pub struct Ids(Option<Arc<Mutex<Option<VecDeque<String>>>>>);

impl Ids {
    /// Makes ids at random: each is a UUID of version 4, which has 122 bits of the system's randomness.
    pub fn random() -> Self {
        Self(None)
    }

    /// Gives these ids, one after the other. Clones take from the same ones.
    pub fn of<I: Into<String>>(ids: impl IntoIterator<Item = I>) -> Self {
        let source = Self(Some(Arc::default()));
        source.set(ids);
        source
    }

    /// The source of an API under test, which makes ids at random until some are given.
    #[cfg(feature = "local")]
    pub(crate) fn of_test() -> Self {
        Self(Some(Arc::default()))
    }

    /// Gives these ids from now on, through all clones.
    pub(crate) fn set<I: Into<String>>(&self, ids: impl IntoIterator<Item = I>) {
        if let Some(known) = &self.0 {
            let ids = ids.into_iter().map(Into::into).collect();
            *known.lock().unwrap_or_else(PoisonError::into_inner) = Some(ids);
        }
    }

    /// Returns the next id: `2f1c8a52-5f9e-4f43-8c6a-0a1b7f3f8d10`.
    ///
    /// # Errors
    ///
    /// 500 when the system has no randomness, or when a test gave no more ids.
    pub fn next(&self) -> Result<String> {
        let mut known = self.0.as_ref().map(|ids| ids.lock().unwrap_or_else(PoisonError::into_inner));
        match known.as_deref_mut() {
            Some(Some(ids)) => {
                let next = ids.pop_front();
                next.ok_or_else(|| Error::internal("a test gave fewer ids than were asked for"))
            }
            _ => random(),
        }
    }
}

impl FromRequest for Ids {
    async fn from_request(request: &Request<'_>) -> Result<Self> {
        Ok(request.resource::<Self>().cloned().unwrap_or_default())
    }
}

/// A UUID of version 4, as RFC 9562 writes it.
fn random() -> Result<String> {
    let mut bytes = [0; 16];
    let filled = SystemRandom::new().fill(&mut bytes);
    filled.map_err(|_| Error::internal("the system has no randomness for an id"))?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut id = String::with_capacity(36);
    for (at, byte) in bytes.iter().enumerate() {
        if [4, 6, 8, 10].contains(&at) {
            id.push('-');
        }
        // Writing to a `String` cannot fail.
        let _ = write!(id, "{byte:02x}");
    }
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_uuid_of_version_4_and_never_the_same() {
        let ids = [Ids::random().next().expect("an id"), Ids::random().next().expect("an id")];
        for id in &ids {
            let lengths: Vec<_> = id.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{id}");
            assert!(id.as_bytes()[14] == b'4' && b"89ab".contains(&id.as_bytes()[19]), "{id}");
        }
        assert_ne!(ids[0], ids[1]);
    }
}
