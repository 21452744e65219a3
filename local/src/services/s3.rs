//! S3: buckets in the data folder, or in memory, behind a door of their own. `door` lets a request in, with the help
//! of `link`, which knows signatures in a URL; `operations` does what it asks, `store` keeps the objects, and
//! `failure` has S3's own errors.

mod door;
mod failure;
mod headers;
mod link;
mod object;
mod operations;
mod store;

use std::net::SocketAddr;
use std::sync::Arc;

use self::door::Door;
pub(super) use self::store::Store;
use super::doorkeeper::{Doorkeeper, listener};

/// Opens the door, and returns where it is.
pub(super) async fn serve(store: Arc<Store>, keeper: Doorkeeper) -> Result<SocketAddr, String> {
    let (listener, address) = listener().await?;
    tokio::spawn(Door::new(store, keeper).serve(listener));
    Ok(address)
}
