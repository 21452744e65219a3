//! The objects in memory, and how much of it they take: what keeps a test or a `serve` from taking all of it.

use std::collections::BTreeMap;
use std::io;

use crate::services::s3::object::{About, Object};

/// Bytes of objects that memory keeps.
const IN_MEMORY: usize = 256 * 1024 * 1024;
/// Bytes that an object takes beside its texts and what it holds.
const OVERHEAD: usize = 512;

/// The objects in memory, by bucket and key, and the bytes that they take.
#[derive(Default)]
pub(super) struct Held {
    objects: BTreeMap<(String, String), Object>,
    bytes: usize,
}

impl Held {
    pub(super) fn get(&self, bucket: &str, key: &str) -> Option<Object> {
        self.objects.get(&at(bucket, key)).cloned()
    }

    /// What is known of a bucket's objects.
    pub(super) fn abouts(&self, bucket: &str) -> Vec<About> {
        let of = self.objects.iter().filter(|((of, _), _)| of == bucket);
        of.map(|(_, object)| object.about.clone()).collect()
    }

    pub(super) fn put(&mut self, bucket: &str, object: Object) -> io::Result<()> {
        let place = at(bucket, &object.about.key);
        let before = self.objects.get(&place).map_or(0, |object| size(bucket, object));
        let bytes = self.bytes - before + size(bucket, &object);
        if bytes > IN_MEMORY {
            return Err(io::Error::other("the objects in memory are over 256 MB"));
        }
        self.objects.insert(place, object);
        self.bytes = bytes;
        Ok(())
    }

    pub(super) fn delete(&mut self, bucket: &str, key: &str) {
        if let Some(gone) = self.objects.remove(&at(bucket, key)) {
            self.bytes -= size(bucket, &gone);
        }
    }
}

/// Bytes that an object takes. Its key is there twice.
fn size(bucket: &str, Object { about, body }: &Object) -> usize {
    let About { key, content_type, etag, .. } = about;
    body.len() + bucket.len() + 2 * key.len() + content_type.len() + etag.len() + OVERHEAD
}

fn at(bucket: &str, key: &str) -> (String, String) {
    (bucket.to_owned(), key.to_owned())
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;

    use super::*;

    #[test]
    fn an_object_in_memory_counts_with_its_key_and_its_type() {
        let object = |body: usize| Object::new(&"k".repeat(1024), "text/plain", vec![0; body].into());
        let empty = size("Files", &object(0));
        assert!(empty >= 2 * 1024 + OVERHEAD);
        let mut held = Held::default();
        for body in [10, 1000, 3] {
            held.put("Files", object(body)).expect("is kept");
            assert_eq!(held.bytes, empty + body);
        }
        // The bytes of many empty objects.
        held.bytes += IN_MEMORY - 2 * empty;
        assert!(held.put("Files", Object::new(&"o".repeat(1024), "text/plain", Bytes::new())).is_err());
        held.delete("Files", &"k".repeat(1024));
        held.delete("Files", "missing");
        assert_eq!((held.bytes, held.objects.len()), (IN_MEMORY - 2 * empty, 0));
    }
}
