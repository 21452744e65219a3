//! SQS: queues in memory, behind a door of their own. `door` lets a call in, `operations` makes it, and `queues` has
//! the messages.

mod door;
mod operations;
mod parameters;
mod queues;

use std::net::SocketAddr;
use std::sync::Arc;

use self::door::Door;
pub(super) use self::queues::Queues;
use super::doorkeeper::{Doorkeeper, listener};

/// Opens the door, and returns where it is.
pub(super) async fn serve(queues: Arc<Queues>, keeper: Doorkeeper) -> Result<SocketAddr, String> {
    let (listener, address) = listener().await?;
    tokio::spawn(Door::new(queues, keeper, address).serve(listener));
    Ok(address)
}
