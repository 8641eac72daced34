//! What we depend on, against `deny.toml`: licences, sources, banned crates, second versions.
//!
//! The file is `cargo deny`'s own. That tool cannot be had on a clean machine without compiling it for minutes, so the
//! rules it would apply are applied here, from the same file; where it is installed it runs too, and adds what only it
//! knows: the published advisories.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result, bail};
use toml::{Table, Value};

use crate::licence;
use crate::process::{cargo, output, root, run, succeeds};

/// Checks every package we build against `deny.toml`, and every source in `Cargo.lock`.
pub fn check() -> Result<()> {
    let policy = Policy::read(&fs::read_to_string(root().join("deny.toml")).context("deny.toml")?)?;
    let packages = packages_built(&policy.targets)?;
    let sources = sources(&fs::read_to_string(root().join("Cargo.lock")).context("Cargo.lock")?)?;
    let mut faults = policy.faults(&packages);
    faults.extend(policy.source_faults(&sources));
    if !faults.is_empty() {
        bail!("{} against deny.toml:\n  {}", faults.len(), faults.join("\n  "));
    }
    println!("   {} packages: licences, sources, bans and second versions as in deny.toml", packages.len());
    with_cargo_deny()
}

fn with_cargo_deny() -> Result<()> {
    if succeeds(cargo().args(["deny", "--version"])) {
        run(cargo().args(["deny", "check", "licenses", "bans", "sources"]))?;
        if succeeds(cargo().args(["deny", "fetch", "db"])) {
            return run(cargo().args(["deny", "check", "advisories"]));
        }
        println!("   advisories: skipped (cargo-deny cannot reach the advisory database)");
    } else if succeeds(cargo().args(["audit", "--version"])) {
        return run(cargo().args(["audit"]));
    } else {
        println!("   advisories: skipped (neither cargo-deny nor cargo-audit is installed)");
    }
    Ok(())
}

/// A package of the build, as `cargo tree` names it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    name: String,
    version: String,
    licence: String,
}

fn packages_built(targets: &[String]) -> Result<BTreeSet<Package>> {
    let mut tree = cargo();
    tree.args(["tree", "--workspace", "--locked", "--edges", "normal,build,dev", "--prefix", "none"]);
    tree.args(["--format", "{p}|{l}"]);
    for target in targets {
        tree.args(["--target", target]);
    }
    read_tree(&output(&mut tree)?)
}

/// Lines such as `sm3 v0.5.0|MIT OR Apache-2.0 (*)`; one package can stand on many.
fn read_tree(text: &str) -> Result<BTreeSet<Package>> {
    text.lines()
        .filter(|line| !line.is_empty())
        .map(|line| {
            let (package, licence) =
                line.split_once('|').with_context(|| format!("cargo tree said: {line}"))?;
            let mut words = package.split(' ');
            let name = words.next().unwrap_or_default().to_owned();
            let version = words.next().unwrap_or_default().trim_start_matches('v').to_owned();
            let licence = licence.trim_end_matches("(*)").trim().to_owned();
            Ok(Package { name, version, licence })
        })
        .collect()
}

/// The source of every package in the lock file that has one; ours have none.
fn sources(lock: &str) -> Result<Vec<(String, String)>> {
    let lock: Table = lock.parse().context("Cargo.lock")?;
    let packages = lock.get("package").and_then(Value::as_array).context("Cargo.lock without packages")?;
    let text = |package: &Value, key: &str| package.get(key).and_then(Value::as_str).map(str::to_owned);
    Ok(packages
        .iter()
        .filter_map(|package| Some((text(package, "name")?, text(package, "source")?)))
        .collect())
}

/// What `deny.toml` says.
#[derive(Default)]
struct Policy {
    targets: Vec<String>,
    licences: Vec<String>,
    registries: Vec<String>,
    banned: Vec<Exception>,
    skipped: Vec<Exception>,
}

/// A crate named in the file, and why.
struct Exception {
    name: String,
    /// `0.10` is every 0.10.x; empty is every version.
    version: String,
    reason: String,
}

impl Policy {
    fn read(text: &str) -> Result<Self> {
        let file: Table = text.parse().context("deny.toml")?;
        let strings = |section: &str, key: &str| -> Result<Vec<String>> {
            let values = list(&file, section, key)?;
            let strings = values.iter().map(|value| value.as_str().map(str::to_owned));
            strings
                .collect::<Option<_>>()
                .with_context(|| format!("deny.toml: [{section}] {key}: not all are strings"))
        };
        let exceptions = |key: &str| -> Result<Vec<Exception>> {
            let read = list(&file, "bans", key)?.iter().map(Exception::read).collect::<Result<_>>();
            read.with_context(|| format!("deny.toml: [bans] {key}"))
        };
        Ok(Self {
            targets: strings("graph", "targets")?,
            licences: strings("licenses", "allow")?,
            registries: strings("sources", "allow-registry")?,
            banned: exceptions("deny")?,
            skipped: exceptions("skip")?,
        })
    }

    fn faults(&self, packages: &BTreeSet<Package>) -> Vec<String> {
        let mut faults = Vec::new();
        for package in packages {
            faults.extend(self.licence_fault(package));
            for ban in self.banned.iter().filter(|ban| ban.covers(package)) {
                faults.push(format!("{} {} is banned: {}", package.name, package.version, ban.reason));
            }
        }
        faults.extend(self.second_versions(packages));
        faults
    }

    fn licence_fault(&self, Package { name, version, licence }: &Package) -> Option<String> {
        match licence::is_met(licence, &self.licences) {
            Ok(true) => None,
            Ok(false) => {
                Some(format!("{name} {version}: the licence `{licence}` is not among [licenses] allow"))
            }
            Err(error) => Some(format!("{name} {version}: {error}")),
        }
    }

    /// Of several versions one is the one we want; each other must be named with a reason, and none but those.
    fn second_versions(&self, packages: &BTreeSet<Package>) -> Vec<String> {
        let mut versions: BTreeMap<&str, Vec<&Package>> = BTreeMap::new();
        for package in packages {
            versions.entry(&package.name).or_default().push(package);
        }
        versions.retain(|_, packages| packages.len() > 1);
        let mut faults = Vec::new();
        for (name, packages) in &versions {
            let unnamed: Vec<_> = packages
                .iter()
                .filter(|package| !self.skipped.iter().any(|skip| skip.covers(package)))
                .map(|package| package.version.as_str())
                .collect();
            if unnamed.len() > 1 {
                let others = unnamed.join(" and ");
                faults.push(format!(
                    "{name} is built as {others}: name all but one in [bans] skip, with the reason"
                ));
            }
        }
        for skip in &self.skipped {
            let doubled =
                versions.get(skip.name.as_str()).is_some_and(|all| all.iter().any(|one| skip.covers(one)));
            if !doubled {
                faults.push(format!(
                    "{} {} is no second version any more: remove it from [bans] skip",
                    skip.name, skip.version
                ));
            }
        }
        faults
    }

    fn source_faults(&self, sources: &[(String, String)]) -> Vec<String> {
        let allowed = |source: &str| {
            source
                .strip_prefix("registry+")
                .is_some_and(|registry| self.registries.iter().any(|known| known == registry))
        };
        let foreign = sources.iter().filter(|(_, source)| !allowed(source));
        foreign
            .map(|(name, source)| format!("{name} comes from {source}, not from a registry in [sources]"))
            .collect()
    }
}

impl Exception {
    /// `{ crate = "name:0.10", reason = "…" }`; a reason is a must.
    fn read(value: &Value) -> Result<Self> {
        let text =
            |key: &str| value.get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
        let named = text("crate").with_context(|| format!("{value:?}: without `crate`"))?;
        let reason = text("reason").with_context(|| format!("{named}: without a reason"))?.to_owned();
        let (name, version) = named.split_once(':').unwrap_or((named, ""));
        Ok(Self { name: name.to_owned(), version: version.to_owned(), reason })
    }

    fn covers(&self, package: &Package) -> bool {
        self.name == package.name
            && (self.version.is_empty()
                || package
                    .version
                    .strip_prefix(&self.version)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
    }
}

fn list<'a>(file: &'a Table, section: &str, key: &str) -> Result<&'a Vec<Value>> {
    let found = file.get(section).and_then(|section| section.get(key)).and_then(Value::as_array);
    found.with_context(|| format!("deny.toml: [{section}] {key} is missing"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = r#"
        [graph]
        targets = ["x86_64-unknown-linux-gnu"]
        [licenses]
        allow = ["MIT"]
        [sources]
        allow-registry = ["https://example.org/index"]
        [bans]
        deny = [{ crate = "openssl-sys", reason = "rustls" }]
        skip = [{ crate = "syn:2", reason = "tracing" }]
    "#;

    fn faults(tree: &str) -> Vec<String> {
        Policy::read(POLICY).unwrap().faults(&read_tree(tree).unwrap())
    }

    #[test]
    fn a_tree_within_the_policy_has_no_faults() {
        let tree =
            "ours v0.1.0 (/here)|MIT\n\nsyn v2.0.1|MIT\nsyn v3.0.0|MIT\nsyn v3.0.0 (proc-macro)|MIT (*)\n";
        assert_eq!(faults(tree), Vec::<String>::new());
    }

    #[test]
    fn a_licence_outside_the_list_is_a_fault() {
        let tree = "a v1.0.0|GPL-3.0-only\nb v1.0.0|\nsyn v2.0.1|MIT\nsyn v3.0.0|MIT";
        assert_eq!(
            faults(tree),
            [
                "a 1.0.0: the licence `GPL-3.0-only` is not among [licenses] allow",
                "b 1.0.0: a licence is missing at the end"
            ]
        );
    }

    #[test]
    fn a_banned_crate_is_a_fault() {
        let tree = "openssl-sys v0.9.0|MIT\nsyn v2.0.1|MIT\nsyn v3.0.0|MIT";
        assert_eq!(faults(tree), ["openssl-sys 0.9.0 is banned: rustls"]);
    }

    #[test]
    fn a_second_version_nobody_named_is_a_fault() {
        let tree = "rand v0.8.5|MIT\nrand v0.9.1|MIT\nsyn v2.0.1|MIT\nsyn v3.0.0|MIT";
        assert_eq!(
            faults(tree),
            ["rand is built as 0.8.5 and 0.9.1: name all but one in [bans] skip, with the reason"]
        );
    }

    #[test]
    fn an_exception_nobody_needs_is_a_fault() {
        assert_eq!(
            faults("syn v3.0.0|MIT"),
            ["syn 2 is no second version any more: remove it from [bans] skip"]
        );
        // syn 20 is not syn 2
        assert_eq!(faults("syn v20.0.0|MIT\nsyn v3.0.0|MIT").len(), 2);
    }

    #[test]
    fn an_exception_needs_a_reason() {
        let text = POLICY.replace(r#"reason = "tracing""#, r#"reason = " ""#);
        let error = Policy::read(&text).err().unwrap();
        assert_eq!(format!("{error:#}"), "deny.toml: [bans] skip: syn:2: without a reason");
    }

    #[test]
    fn only_known_registries_are_sources() {
        let lock = r#"
            [[package]]
            name = "ours"
            [[package]]
            name = "known"
            source = "registry+https://example.org/index"
            [[package]]
            name = "foreign"
            source = "registry+https://elsewhere.example.org/index"
            [[package]]
            name = "copied"
            source = "git+https://example.org/copied?rev=1#1"
        "#;
        let faults = Policy::read(POLICY).unwrap().source_faults(&sources(lock).unwrap());
        assert_eq!(
            faults,
            [
                "foreign comes from registry+https://elsewhere.example.org/index, not from a registry in [sources]",
                "copied comes from git+https://example.org/copied?rev=1#1, not from a registry in [sources]"
            ]
        );
    }
}
