//! The file of a manifest or of another document, as far as one is read: it may be anybody's, and of any
//! size.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Bytes of a manifest that are read; one of as many routes as there can be takes a tenth of it.
pub(super) const LIMIT: u64 = 8 << 20;

/// Reads a file, if it is no larger than a manifest can be.
///
/// # Errors
///
/// One sentence.
pub(super) fn read(file: &Path) -> Result<Vec<u8>, String> {
    let mut json = Vec::new();
    let read = File::open(file).and_then(|file| file.take(LIMIT + 1).read_to_end(&mut json));
    read.map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    let too_large = || format!("{} is larger than a manifest can be, {LIMIT} bytes", file.display());
    within_limit(json).ok_or_else(too_large)
}

/// What was read, unless there is more of it.
pub(super) fn within_limit(json: Vec<u8>) -> Option<Vec<u8>> {
    (json.len() as u64 <= LIMIT).then_some(json)
}
