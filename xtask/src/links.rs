//! The documentation holds together: every relative link leads somewhere, every page of the book is in its contents.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{find_program, root, run};
use crate::rust_source::files;

/// Pages a reader looks for by name.
const EXPECTED: &[&str] = &["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "docs/book.toml"];

/// The contents of the book.
const SUMMARY: &str = "docs/src/SUMMARY.md";

/// Checks the pages at the root, the book, and the READMEs of the crates.
pub fn check() -> Result<()> {
    let mut pages: Vec<PathBuf> = fs::read_dir(root())?.flatten().map(|entry| entry.path()).collect();
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    for directory in ["docs", "crates", "law", "benches"] {
        pages.extend(files(&root().join(directory), "md")?);
    }
    pages.sort();
    let mut faults: Vec<String> = EXPECTED
        .iter()
        .filter(|name| !root().join(name).is_file())
        .map(|name| format!("{name} is missing"))
        .collect();
    for page in &pages {
        let text = fs::read_to_string(page).with_context(|| page.display().to_string())?;
        faults.extend(broken_links(page, &text));
    }
    faults.extend(pages_outside_the_contents(&root().join(SUMMARY))?);
    if !faults.is_empty() {
        bail!("{} faults:\n  {}", faults.len(), faults.join("\n  "));
    }
    println!("   {} pages", pages.len());
    if find_program("mdbook").is_some() {
        return run(std::process::Command::new("mdbook").arg("build").arg(root().join("docs")));
    }
    Ok(())
}

fn broken_links(page: &Path, text: &str) -> Vec<String> {
    let here = page.parent().unwrap_or(Path::new("."));
    let shown = page.strip_prefix(root()).unwrap_or(page).display();
    links(text)
        .into_iter()
        .filter_map(|(line, target)| {
            let path = target.split('#').next().unwrap_or_default();
            let leads_somewhere = path.is_empty() || here.join(path.replace("%20", " ")).exists();
            (!leads_somewhere).then(|| format!("{shown}:{line}: {target} does not exist"))
        })
        .collect()
}

fn pages_outside_the_contents(summary: &Path) -> Result<Vec<String>> {
    let text = fs::read_to_string(summary).with_context(|| summary.display().to_string())?;
    let book = summary.parent().unwrap_or(Path::new("."));
    let mut listed: BTreeSet<PathBuf> =
        links(&text).into_iter().map(|(_, target)| plain(&book.join(target))).collect();
    listed.insert(summary.to_owned());
    let unlisted = files(book, "md")?.into_iter().filter(|page| !listed.contains(&plain(page)));
    Ok(unlisted
        .map(|page| format!("{} is not in SUMMARY.md", page.strip_prefix(root()).unwrap_or(&page).display()))
        .collect())
}

/// The path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

/// The relative targets of `[text](target)` and `[name]: target`, with their lines, outside code.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut fence: Option<&str> = None;
    for (index, line) in text.lines().enumerate() {
        let start = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (Some(_), _) => {}
            (None, None) => {
                found.extend(targets(&without_code(line)).into_iter().map(|target| (index + 1, target)));
            }
        }
    }
    found.retain(|(_, target)| is_relative(target));
    found
}

fn targets(line: &str) -> Vec<String> {
    let inline = line.split("](").skip(1).filter_map(|after| after.split([')', ' ']).next());
    let definition = line.trim_start().strip_prefix('[').and_then(|rest| rest.split_once("]: "));
    let definition = definition.and_then(|(_, target)| target.split_whitespace().next());
    let targets = inline.chain(definition).map(|target| target.trim_matches(['<', '>']).to_owned());
    targets.filter(|target| !target.is_empty()).collect()
}

fn is_relative(target: &str) -> bool {
    let has_scheme =
        target.split_once(':').is_some_and(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphabetic()));
    !has_scheme && !target.starts_with(['#', '/'])
}

/// The line with `code` blanked.
fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_every_kind_outside_code() {
        let text = "See [a](one.md) and ![b](two.png \"title\").\n```\n[no](code.md)\n```\n`[no](x.md)` [c](<three.md>)\n\
                    [web](https://example.org) [mail](mailto:a@example.org) [up](#up)\n[ref]: four.md#part\n";
        let expected = [(1, "one.md"), (1, "two.png"), (5, "three.md"), (7, "four.md#part")];
        assert_eq!(links(text), expected.map(|(line, target)| (line, target.to_owned())));
    }

    #[test]
    fn a_link_that_leads_nowhere_is_named_with_its_line() {
        let book = tempfile::tempdir().unwrap();
        fs::write(book.path().join("there.md"), "").unwrap();
        let page = book.path().join("page.md");
        let faults = broken_links(&page, "[a](there.md#part)\n[b](gone.md)");
        assert_eq!(faults, [format!("{}:2: gone.md does not exist", page.display())]);
    }

    #[test]
    fn every_page_of_the_book_is_in_its_contents() {
        let book = tempfile::tempdir().unwrap();
        fs::create_dir(book.path().join("part")).unwrap();
        for name in ["one.md", "part/two.md", "part/lost.md"] {
            fs::write(book.path().join(name), "").unwrap();
        }
        let summary = book.path().join("SUMMARY.md");
        fs::write(&summary, "- [one](one.md)\n- [two](./part/two.md)\n").unwrap();
        let faults = pages_outside_the_contents(&summary).unwrap();
        assert_eq!(faults, [format!("{} is not in SUMMARY.md", book.path().join("part/lost.md").display())]);
    }
}
