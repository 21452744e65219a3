//! How much memory this process takes at most while something is done, by what Linux counts.

use std::fs;

/// The peak of a process's memory, from now on.
#[derive(Debug)]
pub struct Memory {
    before: usize,
}

impl Memory {
    /// Begins to look, with what there is now as nothing. It is `None` where the system does not count, as other systems than Linux do not.
    pub fn watch() -> Option<Self> {
        // Sets the peak back to what there is.
        fs::write("/proc/self/clear_refs", "5").ok()?;
        Some(Self { before: line("VmRSS:")? })
    }

    /// Bytes that there were at most beyond those at the beginning.
    pub fn grown(&self) -> usize {
        line("VmHWM:").unwrap_or_default().saturating_sub(self.before)
    }
}

/// A size of `/proc/self/status`, which are in KB.
fn line(name: &str) -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let size = status.lines().find_map(|line| line.strip_prefix(name))?;
    Some(size.trim().trim_end_matches(" kB").parse::<usize>().ok()? * 1024)
}
