//! What makes the state, and what fails to.

use std::num::ParseIntError;
use std::sync::atomic::{AtomicU32, Ordering};

use fingerpost::{Error, Result};

static LOADED: AtomicU32 = AtomicU32::new(0);

/// What the routes of a process share.
pub(crate) struct Shared {
    /// How many were made before it.
    pub(crate) before: u32,
    /// How many requests have had it.
    pub(crate) requests: AtomicU32,
}

/// How many were made.
pub(crate) fn loaded() -> u32 {
    LOADED.load(Ordering::Relaxed)
}

pub(crate) async fn load() -> Result<Shared> {
    // It waits, as a call would.
    tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    Ok(Shared { before: LOADED.fetch_add(1, Ordering::Relaxed), requests: AtomicU32::new(0) })
}

/// An error of another type becomes the reason.
pub(crate) async fn fail() -> Result<Shared, ParseIntError> {
    let before = "many".parse()?;
    Ok(Shared { before, requests: AtomicU32::new(0) })
}

pub(crate) async fn panic() -> Result<Shared> {
    Err(Error::internal(format!("{}", [1, 2].get(2).expect("a third"))))
}

pub(crate) async fn hang() -> Result<Shared> {
    std::future::pending().await
}
