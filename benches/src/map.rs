//! The map in memory that stands for a table, and Fingerpost's argument that is it.

use std::collections::HashMap;
use std::sync::Arc;

use fingerpost::{Error, FromRequest, Request, Resources, Result};

use crate::{Event, ID};

/// The map that stands for a table.
pub fn memory() -> Events {
    let event = Event { id: ID.to_owned(), name: "CDK Workshop".to_owned(), date: "2026-06-15".to_owned() };
    HashMap::from([(ID.to_owned(), event)])
}

type Events = HashMap<String, Event>;

/// The map, opened once.
pub struct Memory(pub Arc<Events>);

impl FromRequest for Memory {
    async fn open(resources: &mut Resources) -> Result<()> {
        resources.insert(Arc::new(memory()));
        Ok(())
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let events = request.resource::<Arc<Events>>();
        Ok(Self(events.cloned().ok_or_else(|| Error::internal("no map"))?))
    }
}
