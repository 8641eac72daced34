//! The licences of everything in the program that is not ours, with their texts.

use crate::packages::Package;
use anyhow::Result;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// What the C library asks of who passes on a program it is linked into.
const GLIBC: &str = "\
The program for targets that end in `-gnu` contains parts of the GNU C Library (glibc), which is under the GNU Lesser
General Public License, version 2.1 or later (LGPL-2.1-or-later); its sources are those of the distribution the program
was built on. The program itself is free software under the Apache License 2.0: whoever wants it with another version
of the library builds it again from its sources, with `cargo xtask dist`.
";
/// Where distributions keep the text.
const LGPL: &str = "/usr/share/common-licenses/LGPL-2.1";

/// One text: which package is under which licence, then every licence text, each once with the packages it came with.
pub fn text(packages: &[Package], target: &str) -> Result<String> {
    let mut text = String::from(
        "Third-party licences\n\nThe program gongkai is under the Apache License 2.0 (LICENSE). It contains the packages below.\n\n",
    );
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in packages.iter().filter(|package| !package.is_ours()) {
        let named = format!("{} {}", package.name, package.version);
        writeln!(text, "{named}: {}", package.licence)?;
        for found in licence_files(&package.folder)? {
            texts.entry(found).or_default().push(named.clone());
        }
    }
    writeln!(text, "The Rust standard library: MIT OR Apache-2.0")?;
    if target.ends_with("-gnu") {
        writeln!(text, "The GNU C Library: LGPL-2.1-or-later\n\n{GLIBC}")?;
        if let Ok(lgpl) = fs::read_to_string(LGPL) {
            texts.entry(lgpl).or_default().push("The GNU C Library".to_owned());
        }
    }
    let mut by_packages: Vec<(Vec<String>, String)> =
        texts.into_iter().map(|(text, packages)| (packages, text)).collect();
    by_packages.sort();
    for (packages, licence) in by_packages {
        writeln!(text, "\n{}\n{}\n\n{}", "=".repeat(80), packages.join(", "), licence.trim_end())?;
    }
    Ok(text)
}

/// The texts of the licence files a package came with, in order of their names.
fn licence_files(folder: &Path) -> Result<Vec<String>> {
    let mut paths: Vec<_> = fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let is_licence = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        path.is_file()
            && ["LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT"]
                .iter()
                .any(|word| name.starts_with(word))
    };
    let texts = paths
        .iter()
        .filter(|path| is_licence(path))
        .map(|path| Ok(String::from_utf8_lossy(&fs::read(path)?).replace("\r\n", "\n").trim().to_owned()));
    texts.collect()
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::packages::Package;
    use std::collections::BTreeSet;
    use std::fs;

    #[test]
    fn a_text_stands_once_with_every_package_it_came_with() {
        let folder = tempfile::tempdir().unwrap();
        let package = |name: &str, words: &str| {
            let own = folder.path().join(name);
            fs::create_dir(&own).unwrap();
            fs::write(own.join("LICENSE-MIT"), words).unwrap();
            fs::write(own.join("README.md"), "not a licence").unwrap();
            Package {
                name: name.to_owned(),
                version: "1.0.0".to_owned(),
                licence: "MIT".to_owned(),
                checksum: Some("a".repeat(64)),
                folder: own,
                uses: BTreeSet::new(),
            }
        };
        let packages = [package("a", "Permission"), package("b", "Permission\r\n"), package("c", "Other")];
        let text = text(&packages, "x86_64-unknown-linux-musl").unwrap();
        assert_eq!(text.matches("Permission").count(), 1, "{text}");
        assert!(text.contains("a 1.0.0, b 1.0.0\n\nPermission") && text.contains("c 1.0.0: MIT"), "{text}");
        assert!(!text.contains("not a licence") && !text.contains("GNU C Library"), "{text}");
    }
}
