//! The keys of real issuers: kept for as long as API Gateway keeps them.
//!
//! Only issuers that the manifest names are asked (`fetch.rs`), never one that a token names. A key that is not
//! known has the issuer asked again, but not more often than once a minute. Meanwhile callers whose keys are known
//! do not wait.

mod fetch;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use self::fetch::Key;
use super::refusal::Refusal;
use crate::signature_key::{Algorithm, PublicKey};
use crate::terminal::say;

/// How long keys are good.
const KEPT: Duration = Duration::from_hours(2);

/// How long an issuer is left alone after it was asked.
const PAUSE: Duration = Duration::from_mins(1);

/// What a caller is told whose key an issuer does not have.
const UNKNOWN: &str = "the token is signed with a key that its issuer does not have";

/// The issuers that the manifest names.
pub(super) struct Issuers(HashMap<String, Issuer>);

/// One of them.
#[derive(Default)]
struct Issuer {
    known: Mutex<Known>,
    /// Held by whoever asks it: one at a time.
    turn: tokio::sync::Mutex<()>,
}

/// What an issuer said.
#[derive(Default)]
struct Known {
    keys: Vec<Key>,
    /// When it said so.
    since: Option<Instant>,
    /// When it was asked last, whether it answered or not.
    asked: Option<Instant>,
}

impl Issuers {
    pub(super) fn named<'a>(issuers: impl Iterator<Item = &'a str>) -> Self {
        Self(issuers.map(|issuer| (issuer.to_owned(), Issuer::default())).collect())
    }

    /// The key of this name.
    pub(super) async fn key(
        &self,
        issuer: &str,
        kid: &str,
        algorithm: Algorithm,
    ) -> Result<PublicKey, Refusal> {
        // One that comes at deployment is nobody yet.
        let known = self.0.get(issuer).ok_or(Refusal::Key { told: UNKNOWN, elsewhere: "" })?;
        known
            .key(kid, algorithm, async || {
                fetch::keys(issuer)
                    .await
                    .map_err(|problem| say(format_args!("the keys of {issuer} cannot be had: {problem}")))
            })
            .await
    }
}

fn unknown() -> Refusal {
    Refusal::Key { told: UNKNOWN, elsewhere: ", and its issuer does not have that key" }
}

impl Issuer {
    /// The key of this name, for which the issuer is asked by `ask` where that helps.
    async fn key(
        &self,
        kid: &str,
        algorithm: Algorithm,
        ask: impl AsyncFnOnce() -> Result<Vec<Key>, ()>,
    ) -> Result<PublicKey, Refusal> {
        if self.known().lacks(kid) {
            let _turn = self.turn.lock().await;
            // Whoever had the turn before may have asked.
            let is_asked = self.known().begins_asking(kid);
            if is_asked && let Ok(keys) = ask().await {
                let mut known = self.known();
                (known.keys, known.since) = (keys, Some(Instant::now()));
            }
        }
        self.known().key(kid, algorithm)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn find(&self, kid: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.kid == kid)
    }

    /// Whether a key is missing, or all are too old.
    fn lacks(&self, kid: &str) -> bool {
        self.find(kid).is_none() || self.since.is_none_or(|since| since.elapsed() > KEPT)
    }

    /// Whether the issuer is to be asked for a key now.
    fn begins_asking(&mut self, kid: &str) -> bool {
        if self.since.is_some_and(|since| since.elapsed() > KEPT) {
            *self = Self { asked: self.asked, ..Self::default() };
        }
        let asks = self.lacks(kid) && self.asked.is_none_or(|asked| asked.elapsed() >= PAUSE);
        if asks {
            self.asked = Some(Instant::now());
        }
        asks
    }

    fn key(&self, kid: &str, algorithm: Algorithm) -> Result<PublicKey, Refusal> {
        if self.since.is_none() {
            return Err(Refusal::Key {
                told: "OIDC discovery endpoint communication error",
                elsewhere: ", and the keys of its issuer cannot be had",
            });
        }
        let key = self.find(kid).ok_or_else(unknown)?;
        if key.algorithm.as_ref().is_some_and(|meant| meant != algorithm.name()) {
            return Err(unknown());
        }
        Ok(key.public.clone())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::task::JoinSet;

    use super::*;

    fn key(kid: &str) -> Key {
        let public = PublicKey { modulus: vec![1], exponent: vec![3] };
        Key { kid: kid.to_owned(), algorithm: None, public }
    }

    /// An issuer that has the key `known`, takes three seconds to say so, and counts how often it is asked.
    #[derive(Default)]
    struct Slow {
        issuer: Issuer,
        asked: AtomicUsize,
    }

    impl Slow {
        async fn has(&self, kid: &str) -> bool {
            let ask = async || {
                self.asked.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_secs(3)).await;
                Ok(vec![key("known")])
            };
            self.issuer.key(kid, Algorithm::Rs256, ask).await.is_ok()
        }

        fn asked(&self) -> usize {
            self.asked.load(Ordering::Relaxed)
        }
    }

    #[tokio::test(start_paused = true)]
    async fn of_a_thousand_callers_with_unknown_keys_one_has_the_issuer_asked() {
        let slow = Arc::new(Slow::default());
        let mut calls = JoinSet::new();
        for at in 0..1000 {
            let slow = Arc::clone(&slow);
            calls.spawn(async move { slow.has(&format!("unknown-{at}")).await });
        }
        assert!(calls.join_all().await.iter().all(|has| !has));
        assert_eq!(slow.asked(), 1);
        tokio::time::advance(PAUSE).await;
        assert!(!slow.has("unknown").await);
        assert_eq!(slow.asked(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_a_known_key_does_not_wait_for_those_who_have_not() {
        let slow = Slow::default();
        assert!(slow.has("known").await);
        tokio::time::advance(PAUSE).await;
        tokio::select! {
            biased;
            _ = slow.has("unknown") => panic!("the one with a known key waits for the other"),
            has = slow.has("known") => assert!(has),
        }
        assert_eq!(slow.asked(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn keys_are_good_for_two_hours_and_no_longer() {
        let slow = Slow::default();
        assert!(slow.has("known").await);
        let silent = async || Err(());
        tokio::time::advance(KEPT).await;
        assert!(slow.issuer.key("known", Algorithm::Rs256, silent).await.is_ok());
        tokio::time::advance(Duration::from_millis(1)).await;
        assert!(slow.issuer.key("known", Algorithm::Rs256, silent).await.is_err());
    }
}
