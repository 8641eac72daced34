//! A page of an old site: what its tags, tables and lines say, and where its text is.

use crate::body::{Body, Linked, Writing, is_file};
use crate::facts::{COLUMN, Facts, Origin};
use crate::labels::{Label, Labels};
use crate::tree::{At, Tree, is_inline, on_one_line};
use std::collections::{BTreeSet, HashSet};
use url::Url;

/// A table with more letters is no table of the catalogue.
const LONGEST_HEADER: usize = 1_500;
/// Letters a marked container must hold to be taken.
const SHORTEST_TEXT: usize = 20;
/// Blocks at the beginning of the text among which lines of labels may stand.
const FIRST_BLOCKS: usize = 6;

/// A page as it was read.
#[derive(Debug)]
pub(crate) struct Page {
    /// What it says of itself.
    pub facts: Facts,
    /// Its text.
    pub body: Body,
    /// Files and pictures in its text.
    pub links: Vec<Linked>,
    /// Whether it only lists other pages.
    pub is_list: bool,
}

/// Reads a page.
pub(crate) fn read(text: &str, address: Option<&Url>, labels: &Labels<'_>) -> Page {
    let tree = Tree::of(text);
    let mut facts = Facts::default();
    metas(&tree, labels, &mut facts);
    let mut left_out: HashSet<At> = HashSet::new();
    header_tables(&tree, labels, &mut facts, &mut left_out);
    let weights = Weights::of(&tree, labels, &left_out);
    let container = container(&tree, labels, &weights);
    lines_beside(&tree, container, labels, &mut facts);
    title(&tree, container, &mut facts);
    left_out.extend(weights.aside.iter().copied().filter(|at| *at != container));
    trim(&tree, container, labels, &mut facts, &mut left_out);
    let mut writing =
        Writing { tree: &tree, left_out: &left_out, address, body: Body::default(), links: Vec::new() };
    writing.node(container);
    let is_list = is_list(&tree, container, &weights, &facts, &writing.links);
    Page { facts, body: writing.body, links: writing.links, is_list }
}

/// Takes what meta tags and the title of the window say.
fn metas(tree: &Tree, labels: &Labels<'_>, facts: &mut Facts) {
    for at in tree.named("meta") {
        let node = tree.node(at);
        let name = if node.attribute("name").is_empty() {
            node.attribute("property")
        } else {
            node.attribute("name")
        };
        if let Some(code) = labels.rules.meta(name) {
            facts.put(code, &on_one_line(node.attribute("content")), Origin::Meta);
        }
    }
    // 标题_栏目_网站
    let window: String = tree
        .named("title")
        .next()
        .map(|at| tree.node(at).children.iter().map(|child| tree.node(*child).text.as_str()).collect())
        .unwrap_or_default();
    let window = on_one_line(&window);
    let first = window.split(['_', '|', '｜']).next().unwrap_or_default();
    let first = first.split(" - ").next().unwrap_or_default().trim();
    facts.put("title", first, Origin::Properties);
}

/// Takes the tables of the catalogue out of the text, and what they say into the facts.
fn header_tables(tree: &Tree, labels: &Labels<'_>, facts: &mut Facts, left_out: &mut HashSet<At>) {
    for table in tree.named("table") {
        // A table of tables lays the page out.
        if tree.named_below("table", table).next().is_some() {
            continue;
        }
        let cells: Vec<At> =
            tree.below(table).filter(|at| matches!(tree.node(*at).name.as_str(), "td" | "th")).collect();
        if cells.len() > 60 || tree.words(table).chars().count() > LONGEST_HEADER {
            continue;
        }
        let words: Vec<String> = cells.iter().map(|cell| tree.words(*cell)).collect();
        let found = pairs(&words, labels);
        let columns: BTreeSet<&str> = found
            .iter()
            .filter_map(|(label, _)| if let Label::Of(code) = label { Some(*code) } else { None })
            .collect();
        let is_header = columns.len() >= 3
            || (columns.len() == 2
                && ["index_number", "document_number", "issued_on"]
                    .iter()
                    .any(|code| columns.contains(code)));
        if is_header && found.len() * 3 >= words.len() {
            Labels::put(&found, Origin::Header, facts);
            left_out.insert(table);
        }
    }
}

/// Labels and values of a run of cells or lines: within one, or in one and the next.
fn pairs(words: &[String], labels: &Labels<'_>) -> Vec<(Label, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(line) = words.get(at) {
        at += 1;
        let mut within = labels.of_line(line);
        if within.is_empty() {
            within.extend(labels.read(line).map(|label| (label, String::new())));
        }
        // A label with nothing behind it: the value stands in the next, unless that is a label too.
        if let Some((_, value)) = within.last_mut()
            && value.is_empty()
            && let Some(next) = words.get(at)
            && labels.read(next).is_none()
            && labels.of_line(next).is_empty()
        {
            value.clone_from(next);
            at += 1;
        }
        found.extend(within);
    }
    found
}

/// Letters of text below each node, and which nodes stand beside the text.
struct Weights {
    /// Letters outside links and outside what stands beside.
    good: Vec<usize>,
    /// All letters.
    all: Vec<usize>,
    /// Letters in links.
    linked: Vec<usize>,
    aside: HashSet<At>,
}

impl Weights {
    fn of(tree: &Tree, labels: &Labels<'_>, header: &HashSet<At>) -> Self {
        let count = tree.nodes.len();
        let (mut in_link, mut silent) = (vec![false; count], vec![false; count]);
        let mut letters = vec![0; count];
        for at in 0..count {
            let node = tree.node(at);
            let parent = node.parent.unwrap_or(at);
            silent[at] = silent[parent] || node.is_silent();
            in_link[at] = in_link[parent] || node.name == "a";
            if node.is_text() && !silent[at] {
                letters[at] = node.text.chars().filter(|letter| !letter.is_whitespace()).count();
            }
        }
        let summed = |own: &dyn Fn(At) -> usize| {
            let mut sums: Vec<usize> = (0..count).map(own).collect();
            for at in (1..count).rev() {
                if let Some(parent) = tree.node(at).parent {
                    sums[parent] += sums[at];
                }
            }
            sums
        };
        let all = summed(&|at| letters[at]);
        let total = all[0];
        let is_aside = |at: At| {
            let node = tree.node(at);
            let named = matches!(node.name.as_str(), "nav" | "footer" | "header" | "aside");
            let marked = || {
                [node.attribute("id"), node.attribute("class")].iter().any(|name| labels.rules.is_aside(name))
            };
            // What holds most of the page stands beside nothing, whatever it is called.
            !node.is_text() && all[at] * 5 < total * 2 && (named || marked())
        };
        let aside: HashSet<At> = (1..count).filter(|at| is_aside(*at)).collect();
        let mut beside = vec![false; count];
        for at in 1..count {
            beside[at] =
                beside[tree.node(at).parent.unwrap_or(0)] || aside.contains(&at) || header.contains(&at);
        }
        let good = summed(&|at| if in_link[at] || beside[at] { 0 } else { letters[at] });
        let linked = summed(&|at| if in_link[at] { letters[at] } else { 0 });
        Self { good, all, linked, aside }
    }
}

/// The part of a page its text is in: the one a known mark names, otherwise the smallest that holds most of the words.
fn container(tree: &Tree, labels: &Labels<'_>, weights: &Weights) -> At {
    let is_marked = |at: &At| {
        let node = tree.node(*at);
        !node.is_text()
            && [node.attribute("id"), node.attribute("class")]
                .iter()
                .any(|name| labels.rules.is_content(name))
    };
    let marked =
        (1..tree.nodes.len()).filter(is_marked).max_by_key(|at| (weights.all[*at], std::cmp::Reverse(*at)));
    if let Some(at) = marked.filter(|at| weights.all[*at] >= SHORTEST_TEXT || shows_something(tree, *at)) {
        return at;
    }
    let mut at = tree.named("body").next().unwrap_or(0);
    loop {
        let heaviest = tree.node(at).children.iter().copied().max_by_key(|child| weights.good[*child]);
        match heaviest {
            Some(child)
                if may_hold(&tree.node(child).name)
                    && weights.good[child] * 5 >= weights.good[at] * 4
                    && weights.good[child] > 0 =>
            {
                at = child;
            }
            _ => return at,
        }
    }
}

/// Whether a part shows pictures or links to files, where it has hardly a word.
fn shows_something(tree: &Tree, at: At) -> bool {
    tree.below(at).any(|at| matches!(tree.node(at).name.as_str(), "img" | "a"))
}

fn may_hold(name: &str) -> bool {
    !matches!(name, "p" | "ul" | "ol" | "li" | "h1" | "h2" | "h3" | "h4" | "blockquote" | "pre")
        && !is_inline(name)
        && !name.is_empty()
}

/// Takes what lines outside the text say.
fn lines_beside(tree: &Tree, container: At, labels: &Labels<'_>, facts: &mut Facts) {
    let lines: Vec<String> = lines(tree, container).into_iter().map(|(_, words)| words).collect();
    for (label, value) in pairs(&lines, labels) {
        Labels::put(&[(label, value)], Origin::Line, facts);
    }
}

/// The lines of a page outside its text, each with the block it stands in.
fn lines(tree: &Tree, container: At) -> Vec<(At, String)> {
    let mut lines: Vec<(At, String)> = Vec::new();
    let mut block = 0;
    let mut line = String::new();
    // A node to enter, or the block to go back to when one has ended.
    let mut waiting = vec![Ok(0)];
    while let Some(next) = waiting.pop() {
        let at = match next {
            Ok(at) => at,
            Err(outer) => {
                end(&mut lines, block, &mut line);
                block = outer;
                continue;
            }
        };
        let node = tree.node(at);
        if at == container || node.is_silent() {
            continue;
        }
        if node.is_text() {
            line.push_str(&node.text);
        } else if node.name == "br" {
            end(&mut lines, block, &mut line);
        } else if !is_inline(&node.name) {
            end(&mut lines, block, &mut line);
            waiting.push(Err(block));
            block = at;
        }
        waiting.extend(node.children.iter().rev().map(|child| Ok(*child)));
    }
    end(&mut lines, block, &mut line);
    lines
}

fn end(lines: &mut Vec<(At, String)>, block: At, line: &mut String) {
    let words = on_one_line(line);
    line.clear();
    if !words.is_empty() {
        lines.push((block, words));
    }
}

/// The heading of the page: the first of the highest rank, otherwise what is called a title right above the text.
fn title(tree: &Tree, container: At, facts: &mut Facts) {
    let first = |name: &'static str| {
        let worded = tree.named(name).find(|at| !tree.words(*at).is_empty());
        worded.filter(|at| name == "h1" || *at < container)
    };
    if let Some(at) = first("h1").or_else(|| first("h2")) {
        facts.put("title", &tree.words(at), Origin::Text);
        return;
    }
    let is_title = |at: &At| {
        let node = tree.node(*at);
        let named = [node.attribute("id"), node.attribute("class")].join(" ").to_ascii_lowercase();
        !node.is_text() && named.contains("title") && (4..=100).contains(&tree.words(*at).chars().count())
    };
    if let Some(at) = (1..container).rev().find(is_title) {
        facts.put("title", &tree.words(at), Origin::Text);
    }
}

/// Takes out of the text what is none: the title again, lines of labels, words of buttons.
fn trim(tree: &Tree, container: At, labels: &Labels<'_>, facts: &mut Facts, left_out: &mut HashSet<At>) {
    let mut seen = 0;
    let mut titled = false;
    for at in tree.below(container).skip(1) {
        let node = tree.node(at);
        let is_line =
            !node.is_text() && !is_inline(&node.name) && node.name != "br" && !holds_blocks(tree, at);
        if !is_line {
            continue;
        }
        let words = tree.words(at);
        if words.is_empty() {
            continue;
        }
        seen += 1;
        let short = words.chars().count() <= 80;
        if short && labels.rules.is_noise(&words) {
            left_out.insert(at);
        } else if !titled && seen <= FIRST_BLOCKS && words == facts.value("title") {
            titled = true;
            left_out.insert(at);
        } else if seen <= FIRST_BLOCKS {
            let found = labels.of_line(&words);
            let several = found.len() >= 2 || found.iter().any(|(label, _)| *label == Label::PassedOver);
            let one = short
                && matches!(
                    found.as_slice(),
                    [(Label::Of("published_on" | "source" | "index_number" | COLUMN), _)]
                )
                && words.chars().count() <= 40;
            if several || one {
                Labels::put(&found, Origin::Line, facts);
                left_out.insert(at);
            }
        }
    }
}

fn holds_blocks(tree: &Tree, at: At) -> bool {
    tree.node(at).children.iter().any(|child| {
        let node = tree.node(*child);
        !node.is_text()
            && !matches!(node.name.as_str(), "br" | "img")
            && (!is_inline(&node.name) || holds_blocks(tree, *child))
    })
}

/// Whether a page only lists others: most of its words are links to pages.
fn is_list(tree: &Tree, container: At, weights: &Weights, facts: &Facts, links: &[Linked]) -> bool {
    let said = facts.get("title").is_some_and(|fact| fact.origin == Origin::Meta);
    let anchors =
        tree.named_below("a", container).filter(|at| !tree.node(*at).attribute("href").is_empty()).count();
    let to_files = links.iter().filter(|link| !link.shown && is_file(&link.address)).count();
    let pages = anchors.saturating_sub(to_files);
    let mostly = weights.linked[container] * 2 > weights.all[container];
    !said && pages >= 5 && mostly && weights.good[container] < 400
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels::tests::rules;

    fn read_page(page: &str) -> (Facts, String, Vec<Linked>, bool) {
        let (headings, rules) = rules();
        let labels = Labels::of(&headings, &rules);
        let address = Url::parse("http://www.x.gov.cn/zwgk/201605/t1.html").unwrap();
        let page = read(page, Some(&address), &labels);
        (
            page.facts,
            page.body
                .clean(&|old| old.contains("P02016").then(|| "/attachments/new".to_owned()))
                .as_str()
                .to_owned(),
            page.links,
            page.is_list,
        )
    }

    const WHOLE: &str = r#"<html><head><title>关于印发方案的通知_通知公告_某区政府</title>
        <meta name="ArticleTitle" content="关于印发方案的通知"><meta name="PubDate" content="2016-05-12 10:30">
        <meta name="ContentSource" content="区府办"><meta name="ColumnName" content="通知公告"></head><body>
        <div class="header"><a href="/">首页</a></div><div class="crumb">当前位置：首页 &gt; 通知公告</div>
        <table class="headinfo"><tr><td>索 引 号：</td><td>006939748/2016-00012</td><td>发文机关：</td><td>某区政府办公室</td></tr>
        <tr><td>成文日期：</td><td>2016年05月10日</td><td>文号：</td><td>某府办[2016]37号</td></tr></table>
        <h1>关于印发方案的通知</h1><div class="info">来源：区府办　发布时间：2016-05-12　浏览次数：7</div>
        <div id="zoom"><p style="text-indent:2em">各镇：</p><p>现印发<b>方案</b>，见<a href="./P02016.pdf">附件：方案全文</a>和<a href="../t2.html#a">说明</a>。</p>
        <p><img src="/images/a.jpg" alt="地图"></p><p>【打印】</p><script>x()</script></div>
        <div class="footer">版权所有 某区政府 地址：某路1号</div></body></html>"#;

    #[test]
    fn tags_tables_and_text_of_a_page() {
        let (facts, html, links, is_list) = read_page(WHOLE);
        for (code, value) in [
            ("title", "关于印发方案的通知"),
            ("published_on", "2016-05-12"),
            ("source", "区府办"),
            (COLUMN, "通知公告"),
            ("index_number", "006939748/2016-00012"),
            ("body", "某区政府办公室"),
            ("issued_on", "2016-05-10"),
            ("document_number", "某府办〔2016〕37号"),
        ] {
            assert_eq!(facts.value(code), value, "{code}");
        }
        assert_eq!(facts.get("index_number").unwrap().origin, Origin::Header);
        assert_eq!(
            html,
            "<p>各镇：</p><p>现印发<strong>方案</strong>，见<a href=\"/attachments/new\" rel=\"noopener\">附件：方案全文</a>和<a href=\"/zwgk/t2.html\" rel=\"noopener\">说明</a>。</p>"
        );
        let found: Vec<_> =
            links.iter().map(|link| (link.address.as_str(), link.words.as_str(), link.shown)).collect();
        assert_eq!(
            found,
            [
                ("http://www.x.gov.cn/zwgk/201605/P02016.pdf", "附件：方案全文", false),
                ("http://www.x.gov.cn/images/a.jpg", "地图", true),
            ]
        );
        assert!(!is_list);
    }

    #[test]
    fn the_text_is_found_where_no_mark_names_it() {
        let words = "第一条 为了加强管理，根据有关法律、法规，结合本区实际，制定本办法。".repeat(3);
        let page = format!(
            "<body><table><tr><td><a href=/a>首页</a> <a href=/b>新闻</a></td></tr><tr><td><table><tr><td width=150><ul><li><a href=/c>栏目一</a><li><a href=/d>栏目二</a></ul>\
             <td><font>养犬管理办法</font><br>2016-05-12<p>{words}</p><p>{words}</p></td></tr></table></td></tr><tr><td>主办单位：某办</td></tr></table>"
        );
        let (_, html, ..) = read_page(&page);
        assert!(html.contains("第一条") && !html.contains("栏目一") && !html.contains("首页"), "{html}");
        assert!(!html.contains("主办单位"), "{html}");
    }

    #[test]
    fn a_page_of_links_is_a_list() {
        let items: Vec<String> = (0..20)
            .map(|at| {
                format!("<li><a href=\"t{at}.html\">关于第{at}件事情的通知</a><span>2016-05-12</span></li>")
            })
            .collect();
        let items = items.concat();
        assert!(read_page(&format!("<body><div class=list><ul>{items}</ul></div></body>")).3);
        assert!(!read_page(WHOLE).3);
    }

    #[test]
    fn nothing_hostile_gets_through() {
        let page = "<body><div id=zoom><p onclick=x>正文正文正文正文正文正文正文正文正文正文<a href='javascript:x'>点</a><a href='//evil.example/a.pdf'>外</a><img src='//evil/a.png'><iframe src=//evil></iframe></p></div>";
        let (_, html, links, _) = read_page(page);
        assert!(
            !html.contains("javascript")
                && !html.contains("onclick")
                && !html.contains("iframe")
                && !html.contains("img"),
            "{html}"
        );
        assert!(
            html.contains("http://evil.example/a.pdf"),
            "a link elsewhere stays a link elsewhere: {html}"
        );
        assert!(links.is_empty(), "nothing is fetched from elsewhere: {links:?}");
    }
}
