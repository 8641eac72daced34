//! Dependencies nobody uses: each one a manifest names must be mentioned in that crate's sources.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use toml::{Table, Value};

use crate::process::root;
use crate::rust_source::{RustSource, files};

/// Checks every member of the workspace.
pub fn check() -> Result<()> {
    let mut faults = Vec::new();
    let mut checked = 0;
    for directory in members()? {
        let manifest = directory.join("Cargo.toml");
        let shown = manifest.strip_prefix(root()).unwrap_or(&manifest).display().to_string();
        let text = fs::read_to_string(&manifest).with_context(|| shown.clone())?;
        // A crate that is only laid out has no code yet, and so nothing to say about what it will use.
        if sources(&directory.join("src"))?.iter().all(has_not_begun) {
            continue;
        }
        let unused = unused(&text.parse().with_context(|| shown.clone())?, &sources(&directory)?);
        faults.extend(unused.into_iter().map(|name| format!("{shown}: nothing mentions {name}")));
        checked += 1;
    }
    if !faults.is_empty() {
        bail!(
            "{} unused dependencies (one used only through a macro is named with a comment in \
             [package.metadata.cargo-machete] ignored):\n  {}",
            faults.len(),
            faults.join("\n  ")
        );
    }
    println!("   {checked} crates use what they depend on");
    Ok(())
}

fn members() -> Result<Vec<PathBuf>> {
    let mut members = vec![root().join("xtask"), root().join("benches"), root().join("dist")];
    for entry in fs::read_dir(root().join("crates"))? {
        members.push(entry?.path());
    }
    members.retain(|directory| directory.join("Cargo.toml").is_file());
    members.sort();
    Ok(members)
}

fn sources(directory: &Path) -> Result<Vec<RustSource>> {
    let paths = files(directory, "rs")?;
    paths.iter().map(|path| Ok(RustSource::read(&fs::read_to_string(path)?))).collect()
}

fn unused(manifest: &Table, sources: &[RustSource]) -> Vec<String> {
    let ignored = ignored(manifest);
    let mut unused: Vec<String> = dependencies(manifest)
        .filter(|name| !ignored.contains(&name.as_str()))
        .filter(|name| {
            let identifier = name.replace('-', "_");
            !sources.iter().any(|source| source.mentions(&identifier))
        })
        .collect();
    unused.dedup();
    unused
}

fn has_not_begun(source: &RustSource) -> bool {
    matches!(source.code.trim(), "" | "fn main() {}")
}

fn dependencies(manifest: &Table) -> impl Iterator<Item = String> {
    let targets = manifest.get("target").and_then(Value::as_table).into_iter().flatten();
    let tables = std::iter::once(manifest).chain(targets.filter_map(|(_, target)| target.as_table()));
    let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
    tables
        .flat_map(move |table| kinds.map(|kind| table.get(kind).and_then(Value::as_table)))
        .flatten()
        .flat_map(|dependencies| dependencies.keys().cloned())
}

fn ignored(manifest: &Table) -> Vec<&str> {
    let metadata = manifest.get("package").and_then(|package| package.get("metadata"));
    let ignored = metadata.and_then(|metadata| metadata.get("cargo-machete")?.get("ignored")?.as_array());
    ignored.into_iter().flatten().filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = r#"
        [package]
        name = "here"
        [package.metadata.cargo-machete]
        ignored = ["quiet"]
        [dependencies]
        aes-gcm = "1"
        serde = { workspace = true }
        quiet = "1"
        [dev-dependencies]
        tempfile = "3"
        [target.'cfg(unix)'.dependencies]
        libc = "1"
    "#;

    fn found(source: &str) -> Vec<String> {
        unused(&MANIFEST.parse().unwrap(), &[RustSource::read(source)])
    }

    #[test]
    fn what_is_mentioned_is_used() {
        assert_eq!(
            found("use aes_gcm::X; #[derive(serde::Serialize)] struct Y; libc::z(); tempfile::t()"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_comment_or_a_string_is_no_use() {
        assert_eq!(found("use aes_gcm::X; // serde\nlet t = \"tempfile\"; libc::z()"), ["serde", "tempfile"]);
    }

    #[test]
    fn a_crate_only_laid_out_has_not_begun() {
        assert!(has_not_begun(&RustSource::read("//! storage")));
        assert!(has_not_begun(&RustSource::read("//! The program.\n\nfn main() {}")));
        assert!(!has_not_begun(&RustSource::read("mod bodies;")));
    }
}
