//! The objects: in files, each named after the hash of its key so that no key leads out of the folder, or in memory.

mod memory;

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use aws_lc_rs::digest::{SHA256, digest};

use self::memory::Held;
use super::object::{About, Object};
use crate::dynamodb::Storage;

/// The buckets, by the names in the source.
pub(in crate::services) struct Store {
    buckets: Vec<String>,
    place: Place,
}

enum Place {
    Memory(Mutex<Held>),
    Folder(PathBuf),
}

impl Store {
    /// The buckets of these names, empty in memory or as they were left in the folder beside the data.
    ///
    /// # Errors
    ///
    /// One sentence: the folder cannot be made.
    pub(in crate::services) fn of(buckets: &[String], storage: &Storage) -> Result<Self, String> {
        let place = match storage {
            Storage::Memory => Place::Memory(Mutex::default()),
            Storage::File(data) => {
                let mut folder = data.as_os_str().to_owned();
                folder.push("-objects");
                let folder = PathBuf::from(folder);
                for bucket in buckets {
                    let of_bucket = folder.join(bucket);
                    create(&of_bucket).map_err(|error| {
                        format!("cannot keep objects in {}: {error}", of_bucket.display())
                    })?;
                }
                Place::Folder(folder)
            }
        };
        Ok(Self { buckets: buckets.to_vec(), place })
    }

    pub(in crate::services) fn has(&self, bucket: &str) -> bool {
        self.buckets.iter().any(|known| known == bucket)
    }

    pub(in crate::services) fn get(&self, bucket: &str, key: &str) -> io::Result<Option<Object>> {
        match &self.place {
            Place::Memory(held) => Ok(locked(held).get(bucket, key)),
            Place::Folder(folder) => match File::open(file(folder, bucket, key)) {
                Ok(file) => {
                    let (about, mut rest) = about(file)?;
                    let mut body = Vec::with_capacity(about.length);
                    rest.read_to_end(&mut body)?;
                    Ok(Some(Object { about, body: body.into() }))
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            },
        }
    }

    pub(super) fn put(&self, bucket: &str, object: Object) -> io::Result<()> {
        match &self.place {
            Place::Memory(held) => locked(held).put(bucket, object),
            Place::Folder(folder) => {
                let file = file(folder, bucket, &object.about.key);
                // Whoever reads meanwhile reads the one before, whole.
                let new = file.with_extension(uuid::Uuid::new_v4().simple().to_string());
                let written = write(&new, &object).and_then(|()| fs::rename(&new, &file));
                written.inspect_err(|_| drop(fs::remove_file(&new)))
            }
        }
    }

    pub(super) fn delete(&self, bucket: &str, key: &str) -> io::Result<()> {
        match &self.place {
            Place::Memory(held) => {
                locked(held).delete(bucket, key);
                Ok(())
            }
            Place::Folder(folder) => match fs::remove_file(file(folder, bucket, key)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            },
        }
    }

    /// What is known of the objects whose keys begin so, by key.
    pub(super) fn list(&self, bucket: &str, prefix: &str) -> io::Result<Vec<About>> {
        let mut known: Vec<About> = match &self.place {
            Place::Memory(held) => locked(held).abouts(bucket),
            Place::Folder(folder) => {
                let mut known = Vec::new();
                for entry in fs::read_dir(folder.join(bucket))? {
                    let path = entry?.path();
                    // One with an extension is being written.
                    if path.extension().is_none()
                        && let Ok((about, _)) = File::open(&path).and_then(about)
                    {
                        known.push(about);
                    }
                }
                known
            }
        };
        known.retain(|about| about.key.starts_with(prefix));
        known.sort_by(|one, other| one.key.cmp(&other.key));
        Ok(known)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn create(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// The name of a bucket is one of the manifest's, without a `/` or a dot.
fn file(folder: &Path, bucket: &str, key: &str) -> PathBuf {
    folder.join(bucket).join(hashed(key.as_bytes()))
}

/// SHA-256, in hexadecimal digits.
pub(super) fn hashed(bytes: &[u8]) -> String {
    let hash = digest(&SHA256, bytes);
    base16(hash.as_ref())
}

fn base16(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or_default();
        text.extend([digit(byte >> 4), digit(byte & 15)]);
    }
    text
}

fn write(path: &Path, object: &Object) -> io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    serde_json::to_writer(&mut file, &object.about)?;
    file.write_all(b"\n")?;
    file.write_all(&object.body)
}

fn about(file: File) -> io::Result<(About, BufReader<File>)> {
    let mut rest = BufReader::new(file);
    let mut line = String::new();
    rest.read_line(&mut line)?;
    Ok((serde_json::from_str(&line)?, rest))
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;

    use super::*;

    #[test]
    fn objects_are_kept_below_their_folder_whatever_their_keys() {
        let home = std::env::temp_dir().join(format!("fingerpost-{}", uuid::Uuid::new_v4()));
        let folder = Storage::File(home.join("data/local.db"));
        for storage in [Storage::Memory, folder.clone()] {
            let store = Store::of(&["Receipts".to_owned()], &storage).expect("a store");
            for key in ["a", "../../../a", "/etc/passwd", "a/b", "\u{0}", ".."] {
                let object = Object::new(key, "text/plain", Bytes::from(key.to_owned()));
                store.put("Receipts", object).expect("is written");
                let read = store.get("Receipts", key).expect("is read").expect("is there");
                assert_eq!((&read.body[..], read.about.key.as_str()), (key.as_bytes(), key));
            }
            assert_eq!(store.list("Receipts", "a").expect("a list").len(), 2);
            store.delete("Receipts", "a").expect("is deleted");
            assert!(store.get("Receipts", "a").expect("is read").is_none());
        }
        let again = Store::of(&["Receipts".to_owned()], &folder).expect("a store");
        assert_eq!(again.list("Receipts", "").expect("a list").len(), 5);
        let beside: Vec<_> = fs::read_dir(&home).expect("a folder").collect();
        let inside: Vec<_> = fs::read_dir(home.join("data")).expect("a folder").collect();
        assert_eq!((beside.len(), inside.len()), (1, 1));
        fs::remove_dir_all(&home).expect("is removed");
    }
}
