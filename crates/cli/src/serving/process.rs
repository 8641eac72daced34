//! What the system says of this process.

use std::fs;

/// Memory in use (resident set), in bytes; `None` where the system does not tell as Linux does.
pub fn memory() -> Option<i64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: i64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1_024)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_running_process_uses_memory() {
        assert!(super::memory().unwrap() > 1_000_000);
    }
}
