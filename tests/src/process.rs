//! What the operating system says of processes: who started whom, what they take, how they end.

use std::process::Command;

/// Bytes that a function may take: one of 128 MB, the smallest of Lambda's, has some to spare.
pub const MEMORY_GOAL: usize = 100 << 20;

/// The processes that a process started.
pub fn children(parent: u32) -> Vec<u32> {
    let output = Command::new("ps").args(["-A", "-o", "pid=,ppid=,stat="]).output().expect("ps runs");
    let listing = String::from_utf8_lossy(&output.stdout).into_owned();
    let rows = listing.lines().filter_map(|line| {
        let mut columns = line.split_whitespace();
        let row: (u32, u32) = (columns.next()?.parse().ok()?, columns.next()?.parse().ok()?);
        // A zombie has ended; only its parent has not looked.
        (!columns.next()?.starts_with('Z')).then_some(row)
    });
    rows.filter(|(_, ppid)| *ppid == parent).map(|(pid, _)| pid).collect()
}

/// Whether a process runs.
pub fn runs(pid: u32) -> bool {
    let output = Command::new("ps").args(["-o", "stat=", "-p", &pid.to_string()]).output().expect("ps runs");
    let state = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    !state.is_empty() && !state.starts_with('Z')
}

/// The most memory that a process has had, in bytes; nothing when it has ended.
pub fn peak_memory(pid: u32) -> Option<usize> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    peak.trim().strip_suffix(" kB")?.parse::<usize>().ok().map(|kilobytes| kilobytes * 1024)
}

/// Sends a signal by its name.
pub fn signal(name: &str, pid: u32) {
    let status = Command::new("kill").args([&format!("-{name}"), &pid.to_string()]).status();
    assert!(status.is_ok_and(|status| status.success()), "kill -{name} {pid}");
}
