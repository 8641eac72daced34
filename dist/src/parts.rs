//! The list of parts (软件物料清单, SBOM) in CycloneDX 1.5, so that an office can ask which packages are in its program.

use crate::packages::Package;
use anyhow::{Result, bail};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The list as a document.
pub fn list(packages: &[Package], target: &str) -> Result<Value> {
    let version = env!("CARGO_PKG_VERSION");
    let program = format!("pkg:generic/gongkai@{version}");
    let others = || packages.iter().filter(|package| !package.is_ours());
    let components: Vec<Value> = others().map(component).collect();
    let mut dependencies = vec![json!({ "ref": program, "dependsOn": direct(packages) })];
    dependencies.extend(others().map(|package| {
        let uses: Vec<String> = package.uses.iter().map(|(name, version)| purl(name, version)).collect();
        json!({ "ref": purl(&package.name, &package.version), "dependsOn": uses })
    }));
    let document = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": serial(&components, target),
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": program,
                "name": "gongkai",
                "version": version,
                "licenses": [{ "expression": "Apache-2.0" }],
                "properties": [{ "name": "target", "value": target }],
            },
        },
        "components": components,
        "dependencies": dependencies,
    });
    check(&document)?;
    Ok(document)
}

fn component(package: &Package) -> Value {
    let purl = purl(&package.name, &package.version);
    json!({
        "type": "library",
        "bom-ref": purl,
        "name": package.name,
        "version": package.version,
        "licenses": [{ "expression": package.licence }],
        "hashes": [{ "alg": "SHA-256", "content": package.checksum }],
        "purl": purl,
    })
}

fn purl(name: &str, version: &str) -> String {
    format!("pkg:cargo/{name}@{version}")
}

/// What our own crates use of others.
fn direct(packages: &[Package]) -> Vec<String> {
    let ours: Vec<&Package> = packages.iter().filter(|package| package.is_ours()).collect();
    let mut direct: Vec<String> = ours
        .iter()
        .flat_map(|package| &package.uses)
        .filter(|(name, _)| ours.iter().all(|own| own.name != *name))
        .map(|(name, version)| purl(name, version))
        .collect();
    direct.sort();
    direct.dedup();
    direct
}

/// A UUID that is the same for the same parts (RFC 9562, version 8).
fn serial(components: &[Value], target: &str) -> String {
    let digest = Sha256::digest(format!("{target}{}", Value::from(components.to_vec())));
    let mut bytes: Vec<u8> = digest[..16].to_vec();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = hex::encode(bytes);
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// Refuses a document that lacks what the specification requires or refers to what it does not list.
fn check(document: &Value) -> Result<()> {
    let filled = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
    let list = |key: &str| document[key].as_array().cloned().unwrap_or_default();
    if document["bomFormat"] != "CycloneDX"
        || !filled(&document["specVersion"])
        || !document["version"].is_u64()
    {
        bail!("the list of parts does not say what it is");
    }
    let mut known = vec![document["metadata"]["component"]["bom-ref"].clone()];
    for component in list("components") {
        let required =
            ["type", "name", "version", "bom-ref", "purl"].iter().all(|key| filled(&component[*key]));
        let content = component["hashes"][0]["content"].as_str().unwrap_or_default();
        let checksum = content.len() == 64 && content.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !required || !checksum || !filled(&component["licenses"][0]["expression"]) {
            bail!("the list of parts is not complete for {component}");
        }
        if known.contains(&component["bom-ref"]) {
            bail!("the list of parts names {} twice", component["bom-ref"]);
        }
        known.push(component["bom-ref"].clone());
    }
    for dependency in list("dependencies") {
        let uses = dependency["dependsOn"].as_array().cloned().unwrap_or_default();
        if let Some(unknown) = uses.iter().chain([&dependency["ref"]]).find(|used| !known.contains(used)) {
            bail!("the list of parts refers to {unknown}, which it does not list");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{check, list};
    use crate::packages::Package;
    use std::path::PathBuf;

    fn package(name: &str, checksum: Option<&str>, uses: &[&str]) -> Package {
        Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            licence: "MIT".to_owned(),
            checksum: checksum.map(|digit| digit.repeat(64)),
            folder: PathBuf::new(),
            uses: uses.iter().map(|name| ((*name).to_owned(), "1.0.0".to_owned())).collect(),
        }
    }

    #[test]
    fn ours_are_the_program_and_the_others_its_parts() {
        let packages = [
            package("a", Some("a"), &["b"]),
            package("b", Some("b"), &[]),
            package("cli", None, &["app", "a"]),
            package("app", None, &["a"]),
        ];
        let document = list(&packages, "x86_64-unknown-linux-gnu").unwrap();
        assert_eq!(document["components"].as_array().unwrap().len(), 2);
        assert_eq!(document["dependencies"][0]["dependsOn"], serde_json::json!(["pkg:cargo/a@1.0.0"]));
        assert_eq!(document["dependencies"][1]["dependsOn"], serde_json::json!(["pkg:cargo/b@1.0.0"]));
        assert_eq!(document["serialNumber"].as_str().unwrap().len(), "urn:uuid:".len() + 36);
        assert_eq!(
            document,
            list(&packages, "x86_64-unknown-linux-gnu").unwrap(),
            "the same parts, the same list"
        );
    }

    #[test]
    fn a_list_with_a_gap_is_refused() {
        assert!(list(&[package("a", Some("zz"), &[])], "t").is_err(), "no checksum");
        assert!(list(&[package("a", Some("a"), &["gone"])], "t").is_err(), "an unknown part");
        assert!(list(&[package("", Some("a"), &[])], "t").is_err(), "no name");
        let twice = [package("a", Some("a"), &[]), package("a", Some("a"), &[])];
        assert!(list(&twice, "t").is_err());
        assert!(check(&serde_json::json!({ "bomFormat": "CycloneDX" })).is_err());
    }
}
