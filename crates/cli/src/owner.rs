//! Whose the data directory is: what root writes there, the service could no longer write.

use crate::said::bad_use;
use anyhow::Result;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// Whether the program runs as root.
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// User and group that own the folder; nothing where it does not exist.
pub fn of(folder: &Path) -> Option<(u32, u32)> {
    fs::metadata(folder).ok().map(|found| (found.uid(), found.gid()))
}

/// Refuses root in a data directory that belongs to another user.
pub fn check(data_dir: &Path) -> Result<()> {
    match of(data_dir) {
        Some((user, _)) if user != 0 && is_root() => {
            let name = name_of(user);
            Err(bad_use(
                format!(
                    "数据目录“{}”属于用户 {name}，root 写的文件服务会打不开；请用 sudo -u {name} gongkai …",
                    data_dir.display()
                ),
                format!(
                    "the data directory “{}” belongs to the user {name}, who could not open what root writes there; use sudo -u {name} gongkai …",
                    data_dir.display()
                ),
            ))
        }
        _ => Ok(()),
    }
}

/// The name of a user, or the number where the system knows no name.
fn name_of(user: u32) -> String {
    let known = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let name = known.lines().find_map(|line| {
        let mut parts = line.split(':');
        let name = parts.next()?;
        (parts.nth(1)?.parse() == Ok(user)).then(|| name.to_owned())
    });
    name.unwrap_or_else(|| format!("#{user}"))
}
