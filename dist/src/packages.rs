//! The packages that are in the program, as cargo knows them.

use crate::{output, program, root};
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// One package.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Package {
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
    /// Licence expression (SPDX).
    pub licence: String,
    /// SHA-256 of the package as published; ours have none.
    pub checksum: Option<String>,
    /// Folder of its sources.
    pub folder: PathBuf,
    /// Name and version of what it depends on.
    pub uses: BTreeSet<(String, String)>,
}

impl Package {
    /// Whether it is one of ours.
    pub fn is_ours(&self) -> bool {
        self.checksum.is_none()
    }
}

/// Everything that is compiled into the program for `target`: what `gongkai-cli` needs, not what only tests and build
/// scripts do. Sorted by name and version.
pub fn of_the_program(target: &str) -> Result<Vec<Package>> {
    let mut command = Command::new(program::cargo());
    command.args(["metadata", "--format-version", "1", "--locked", "--filter-platform", target]);
    let metadata: Value = serde_json::from_str(&output(command.current_dir(root()))?)?;
    let lock = fs::read_to_string(root().join("Cargo.lock")).context("Cargo.lock")?;
    reachable(&metadata, "gongkai-cli", &checksums(&lock)?)
}

type Checksums = BTreeMap<(String, String), String>;

fn checksums(lock: &str) -> Result<Checksums> {
    let lock: toml::Table = lock.parse().context("Cargo.lock")?;
    let packages = lock.get("package").and_then(toml::Value::as_array).context("Cargo.lock: no packages")?;
    let text = |package: &toml::Value, key: &str| package.get(key)?.as_str().map(str::to_owned);
    let one =
        |package| Some(((text(package, "name")?, text(package, "version")?), text(package, "checksum")?));
    Ok(packages.iter().filter_map(one).collect())
}

fn reachable(metadata: &Value, from: &str, checksums: &Checksums) -> Result<Vec<Package>> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let packages: BTreeMap<String, Value> =
        list(&metadata["packages"]).into_iter().map(|package| (text(&package["id"]), package)).collect();
    let needs: BTreeMap<String, Vec<String>> = list(&metadata["resolve"]["nodes"])
        .iter()
        .map(|node| {
            let compiled_in = list(&node["deps"]).into_iter().filter(|dependency| {
                list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null())
            });
            (text(&node["id"]), compiled_in.map(|dependency| text(&dependency["pkg"])).collect())
        })
        .collect();
    let first = packages.iter().find(|(_, package)| package["name"] == from).map(|(id, _)| id.clone());
    let mut waiting = vec![first.with_context(|| format!("cargo metadata does not know {from}"))?];
    let mut found = BTreeMap::new();
    while let Some(id) = waiting.pop() {
        if found.contains_key(&id) {
            continue;
        }
        let package = &packages[&id];
        let named = |package: &Value| (text(&package["name"]), text(&package["version"]));
        let uses: Vec<String> = needs.get(&id).cloned().unwrap_or_default();
        let (name, version) = named(package);
        let folder = PathBuf::from(text(&package["manifest_path"])).parent().map(PathBuf::from);
        found.insert(
            id,
            Package {
                licence: text(&package["license"]).replace('/', " OR ").replace("  ", " "),
                checksum: checksums.get(&(name.clone(), version.clone())).cloned(),
                folder: folder.unwrap_or_default(),
                uses: uses.iter().map(|id| named(&packages[id])).collect(),
                name,
                version,
            },
        );
        waiting.extend(uses);
    }
    let mut found: Vec<Package> = found.into_values().collect();
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{checksums, reachable};
    use serde_json::json;

    #[test]
    fn only_what_is_compiled_in_is_listed() {
        let package = |id: &str| json!({ "id": id, "name": id, "version": "1.0.0", "license": "MIT/Apache-2.0", "manifest_path": format!("/{id}/Cargo.toml") });
        let dependency = |id: &str, kind: Option<&str>| json!({ "pkg": id, "dep_kinds": [{ "kind": kind }] });
        let packages = ["ours", "a", "b", "tests", "builds", "other"].map(package);
        let metadata = json!({
            "packages": packages,
            "resolve": { "nodes": [
                { "id": "ours", "deps": [dependency("a", None), dependency("tests", Some("dev")), dependency("builds", Some("build"))] },
                { "id": "a", "deps": [dependency("b", None)] },
                { "id": "b", "deps": [dependency("a", None)] },
            ] },
        });
        let lock = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"aa\"\n[[package]]\nname = \"ours\"\nversion = \"1.0.0\"\n";
        let found = reachable(&metadata, "ours", &checksums(lock).unwrap()).unwrap();
        assert_eq!(found.iter().map(|package| package.name.as_str()).collect::<Vec<_>>(), ["a", "b", "ours"]);
        assert_eq!(found[0].licence, "MIT OR Apache-2.0");
        assert_eq!(found[0].checksum.as_deref(), Some("aa"));
        assert!(found[2].is_ours() && found[2].uses.contains(&("a".to_owned(), "1.0.0".to_owned())));
    }
}
