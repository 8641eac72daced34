//! Markdown, as regulations are often kept: the first heading is the title, a block of metadata before it may say more.

use crate::body::{Body, Writing};
use crate::facts::{Facts, Origin};
use crate::labels::{Label, Labels};
use crate::page::Page;
use crate::tree::Tree;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use std::collections::HashSet;
use url::Url;

/// Reads a Markdown file.
pub(crate) fn read(text: &str, address: Option<&Url>, labels: &Labels<'_>) -> Page {
    let mut facts = Facts::default();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut metadata: Option<String> = None;
    let events = Parser::new_ext(text, options).filter(|event| {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => metadata = Some(String::new()),
            Event::End(TagEnd::MetadataBlock(_)) => {
                for line in metadata.take().unwrap_or_default().lines() {
                    front_matter(line, labels, &mut facts);
                }
                return false;
            }
            Event::Text(line) => {
                if let Some(metadata) = &mut metadata {
                    metadata.push_str(line);
                    return false;
                }
            }
            _ => {}
        }
        metadata.is_none()
    });
    let mut page = String::new();
    html::push_html(&mut page, events);
    let tree = Tree::of(&page);
    let mut left_out = HashSet::new();
    if let Some(at) = tree.named("h1").next() {
        facts.put("title", &tree.words(at), Origin::Text);
        left_out.insert(at);
    }
    let mut writing =
        Writing { tree: &tree, left_out: &left_out, address, body: Body::default(), links: Vec::new() };
    for child in &tree.node(0).children {
        writing.node(*child);
    }
    Page { facts, body: writing.body, links: writing.links, is_list: false }
}

/// `title: …`, `发布日期 = "…"`.
fn front_matter(line: &str, labels: &Labels<'_>, facts: &mut Facts) {
    let Some((name, value)) = line.split_once([':', '=', '：']) else { return };
    let code = labels.rules.meta(name.trim()).or_else(|| match labels.read(name) {
        Some(Label::Of(code)) => Some(code),
        _ => None,
    });
    if let Some(code) = code {
        facts.put(code, value.trim().trim_matches(['"', '\'']), Origin::Meta);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels::tests::rules;

    #[test]
    fn headings_paragraphs_and_metadata() {
        let (headings, rules) = rules();
        let labels = Labels::of(&headings, &rules);
        let text = "---\ntitle: \"从化区养犬条例\"\n发布日期: 2016-05-12\n---\n# 养犬条例\n\n2016年5月1日 通过\n\n<!-- END -->\n\n## 第一章 总 则\n\n第一条 见<b>《关于<养犬>的办法》</b>和[附件](a.pdf)。\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n<script>x</script>\n";
        let page = read(text, None, &labels);
        assert_eq!(page.facts.value("title"), "从化区养犬条例");
        assert_eq!(page.facts.value("published_on"), "2016-05-12");
        let html = page.body.clean(&|_| None).as_str().to_owned();
        assert!(html.starts_with("<p>2016年5月1日 通过</p>"), "{html}");
        assert!(html.contains("<h2>第一章 总 则</h2>") && html.contains("<td>2</td>"), "{html}");
        assert!(html.contains("&lt;养犬&gt;") && !html.contains("script") && !html.contains("END"), "{html}");
    }
}
