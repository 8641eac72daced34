//! The manual as plain pages that any browser opens from a disk: no script, one contents on every page.

use anyhow::{Context, Result};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};
use std::fs;
use std::path::Path;

const STYLE: &str = "body{max-width:50em;margin:0 auto;padding:1em;font:1rem/1.7 sans-serif;color:#222}\
nav{border-bottom:2px solid #a40000;margin-bottom:1em}nav h1{font-size:1rem}nav ul{columns:2;margin:0}\
a{color:#8a0000}pre{background:#f5f3f0;padding:.8em;overflow-x:auto}table{border-collapse:collapse}\
td,th{border:1px solid #ccc;padding:.2em .6em;text-align:left}img{max-width:100%}@media print{nav{display:none}}";

/// Every page of the manual in the folder `manual` as HTML, by file name; its first page is also `index.html`. The
/// pages lie in the folder above the sources.
pub fn render(manual: &Path) -> Result<Vec<(String, String)>> {
    let summary = fs::read_to_string(manual.join("SUMMARY.md")).context("SUMMARY.md")?;
    let contents = to_html(&summary);
    let mut pages = Vec::new();
    for name in pages_named(&summary) {
        let text = fs::read_to_string(manual.join(&name)).with_context(|| name.clone())?;
        let page = page(&title(&text), &contents, &to_html(&text));
        if pages.is_empty() {
            pages.push(("index.html".to_owned(), page.clone()));
        }
        pages.push((name.replace(".md", ".html"), page));
    }
    Ok(pages)
}

/// A page of the manual for the folder above the rendered ones: its links lead to those.
pub fn beside_the_manual(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        let (before, after) = rest.split_at(at + 2);
        let Some(end) = after.find(')') else { break };
        out.push_str(before);
        let target = &after[..end];
        if is_relative(target) {
            out.push_str("docs/");
        }
        out.push_str(&moved(target));
        rest = &after[end..];
    }
    out + rest
}

fn page(title: &str, contents: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title} · 公开 Gongkai</title>\n\
         <style>{STYLE}</style>\n<nav>{contents}</nav>\n<main>\n{body}</main>\n</html>\n"
    )
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

fn to_html(text: &str) -> String {
    let mut out = String::new();
    html::push_html(
        &mut out,
        with_anchors(Parser::new_ext(text, options()).map(with_moved_links)).into_iter(),
    );
    out
}

/// Pages in the order of the contents.
fn pages_named(summary: &str) -> Vec<String> {
    let links = Parser::new_ext(summary, options()).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.to_string()),
        _ => None,
    });
    links.filter(|link| is_relative(link) && link.strip_suffix(".md").is_some()).collect()
}

fn title(text: &str) -> String {
    text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or("公开").trim().to_owned()
}

fn with_moved_links(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: moved(&dest_url).into(), title, id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url: moved(&dest_url).into(), title, id })
        }
        other => other,
    }
}

/// Pages lie above the sources: a link to a page leads to the rendered one, any other to the file among the sources.
fn moved(target: &str) -> String {
    if !is_relative(target) {
        return target.to_owned();
    }
    let (path, anchor) = target.find('#').map_or((target, ""), |at| target.split_at(at));
    match path.strip_suffix(".md").filter(|page| !page.contains('/')) {
        Some(page) => format!("{page}.html{anchor}"),
        None => format!("src/{path}{anchor}"),
    }
}

fn is_relative(target: &str) -> bool {
    !target.contains("://") && !target.starts_with(['#', '/']) && !target.starts_with("mailto:")
}

/// Headings get the names that links of the manual use for them.
fn with_anchors<'a>(events: impl Iterator<Item = Event<'a>>) -> Vec<Event<'a>> {
    let mut out: Vec<Event<'a>> = Vec::new();
    let mut heading = None;
    for event in events {
        match &event {
            Event::Start(Tag::Heading { .. }) => heading = Some((out.len(), String::new())),
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, words)) = &mut heading {
                    words.push_str(text);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some((at, words)) = heading.take()
                    && let Event::Start(Tag::Heading { id, .. }) = &mut out[at]
                {
                    *id = Some(CowStr::from(anchor(&words)));
                }
            }
            _ => {}
        }
        out.push(event);
    }
    out
}

fn anchor(words: &str) -> String {
    let kept = words.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'));
    kept.map(|letter| if letter == ' ' { '-' } else { letter.to_ascii_lowercase() }).collect()
}

#[cfg(test)]
mod tests {
    use super::{beside_the_manual, render};
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    #[test]
    fn pages_link_to_pages_and_to_the_files_of_the_sources() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("SUMMARY.md", "# 目录\n\n[首页](one.md)\n\n- [第二页](two.md)\n");
        write(
            "one.md",
            "# 首页 A\n\n见[第二页](two.md#a-b)、![图](images/x.png)、[外](https://example.org/a.md)。\n",
        );
        write("two.md", "# 第二页\n\n## A b\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n");
        let pages = render(folder.path()).unwrap();
        assert_eq!(
            pages.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
            ["index.html", "one.html", "two.html"]
        );
        let one = &pages[1].1;
        for part in [
            "<title>首页 A",
            "href=\"two.html#a-b\"",
            "src=\"src/images/x.png\"",
            "href=\"https://example.org/a.md\"",
            "<a href=\"one.html\">首页</a>",
        ] {
            assert!(one.contains(part), "{part}: {one}");
        }
        assert!(
            pages[2].1.contains("<h2 id=\"a-b\">") && pages[2].1.contains("<td>1</td>"),
            "{}",
            pages[2].1
        );
    }

    #[test]
    fn the_guide_beside_the_manual_leads_into_it() {
        assert_eq!(
            beside_the_manual("见[备份](backup.md)，[外](https://example.org)。"),
            "见[备份](docs/backup.html)，[外](https://example.org)。"
        );
    }

    #[test]
    fn every_page_of_our_manual_is_rendered_and_links_to_pages_that_are() {
        let manual = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/src");
        let pages = render(&manual).unwrap();
        let names: BTreeSet<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
        assert!(names.contains("install.html") && names.len() > 10, "{names:?}");
        for (name, page) in &pages {
            for link in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                let path = link.split('#').next().unwrap_or_default();
                let leads_out = link.contains("://") || path.is_empty() || path.starts_with("src/");
                assert!(leads_out || names.contains(path), "{name}: {link}");
            }
        }
    }
}
