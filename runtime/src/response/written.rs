//! How long a value is as JSON, found without keeping it.

use std::io::{self, Write};

use serde::Serialize;

/// The size of a value's JSON.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) bytes: usize,
    /// Of the bytes, those that take another one where the JSON stands in a JSON string.
    pub(crate) escaped: usize,
}

impl Written {
    pub(crate) fn of<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<Self> {
        let mut written = Self::default();
        serde_json::to_writer(&mut written, value)?;
        Ok(written)
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes += bytes.len();
        self.escaped += bytes.iter().filter(|b| matches!(b, b'"' | b'\\')).count();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
