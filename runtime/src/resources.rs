//! What outlives a request: opened once at init, only for the routes that name it.

use std::any::{Any, TypeId};
use std::fmt;

/// The resources of one function, by type.
#[derive(Default)]
pub struct Resources(Vec<(TypeId, Box<dyn Any + Send + Sync>)>);

impl Resources {
    /// The resource of this type, if an argument opened one.
    pub fn get<R: Send + Sync + 'static>(&self) -> Option<&R> {
        // A function has a handful: looking at each is quicker than hashing.
        let found = self.0.iter().find(|(id, _)| *id == TypeId::of::<R>())?;
        found.1.downcast_ref()
    }

    /// Keeps a resource for every request of this function.
    pub fn insert<R: Send + Sync + 'static>(&mut self, resource: R) {
        self.0.retain(|(id, _)| *id != TypeId::of::<R>());
        self.0.push((TypeId::of::<R>(), Box::new(resource)));
    }
}

impl fmt::Debug for Resources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Resources({})", self.0.len())
    }
}
