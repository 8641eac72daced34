//! The files a person asked for.

use anyhow::{Context, Result};
use gongkai_app::durable;
use std::path::Path;

/// Writes a file whole, or leaves what was there.
pub fn write_file(file: &Path, bytes: &[u8]) -> Result<()> {
    durable::write(file, bytes).with_context(|| format!("写不进 {} / cannot write", file.display()))
}
