//! Every page is well-formed HTML: no parser has to guess where an element ends.

use crate::served::Served;

/// Elements without content or end (HTML standard, 13.1.2).
const VOID: [&str; 9] = ["br", "hr", "img", "input", "link", "meta", "wbr", "col", "source"];
/// Elements of drawings that end themselves.
const DRAWN: [&str; 2] = ["line", "rect"];
/// Elements that end an open paragraph, and so must not stand in one.
const BLOCKS: [&str; 16] = [
    "article", "aside", "details", "div", "dl", "figure", "footer", "form", "h1", "h2", "h3", "header", "ol",
    "p", "table", "ul",
];

/// The first thing a parser would have to mend.
fn fault(html: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    let Some(mut rest) = html.strip_prefix("<!doctype html>") else { return Some("no doctype".to_owned()) };
    while let Some(start) = rest.find('<') {
        if let Some(fault) = loose_ampersand(&rest[..start]) {
            return Some(fault);
        }
        let Some(end) = rest[start..].find('>') else {
            return Some(format!("open: {}", excerpt(&rest[start..])));
        };
        let tag = &rest[start + 1..start + end];
        rest = &rest[start + tag.len() + 2..];
        if let Some(name) = tag.strip_prefix('/') {
            let last = open.pop();
            if last != Some(name) {
                return Some(format!("</{name}> where {last:?} is open, before: {}", excerpt(rest)));
            }
            continue;
        }
        let name = tag.split([' ', '/', '\n']).next().unwrap_or_default();
        if let Some(fault) = misplaced(name, &open).or_else(|| twice(tag)).or_else(|| loose_ampersand(tag)) {
            return Some(format!("<{tag}>: {fault}"));
        }
        let ends_itself = tag.ends_with('/') && DRAWN.contains(&name);
        if !VOID.contains(&name) && !ends_itself {
            open.push(name);
        }
        if name == "style" || name == "script" {
            rest = &rest[rest.find("</").unwrap_or(rest.len())..];
        }
    }
    (!open.is_empty()).then(|| format!("never closed: {open:?}"))
}

fn misplaced(name: &str, open: &[&str]) -> Option<String> {
    let inside = |element: &str| open.contains(&element);
    let parent = open.last().copied().unwrap_or_default();
    let wrong = BLOCKS.contains(&name) && inside("p")
        || name == "a" && inside("a")
        || name == "li" && !["ul", "ol"].contains(&parent)
        || ["td", "th"].contains(&name) && parent != "tr"
        || name == "tr" && !["thead", "tbody"].contains(&parent)
        || ["dt", "dd"].contains(&name) && !["dl", "div"].contains(&parent)
        || ["ul", "ol"].contains(&parent) && name != "li";
    wrong.then(|| format!("must not stand in {open:?}"))
}

/// An attribute that a tag has twice.
fn twice(tag: &str) -> Option<String> {
    let outside: Vec<&str> = tag.split('"').step_by(2).collect();
    let mut names: Vec<&str> =
        outside.iter().flat_map(|part| part.split_whitespace()).filter(|word| word.ends_with('=')).collect();
    names.sort_unstable();
    let same = names.windows(2).find(|pair| pair[0] == pair[1])?;
    Some(format!("{} stands twice", same[0]))
}

/// An `&` that begins no character reference.
fn loose_ampersand(text: &str) -> Option<String> {
    let begins = |rest: &&str| {
        let end = rest.find(';').unwrap_or(0);
        end > 1 && rest[..end].chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '#')
    };
    let loose = text.split('&').skip(1).find(|rest| !begins(rest))?;
    Some(format!("a loose & before {}", excerpt(loose)))
}

fn excerpt(text: &str) -> String {
    text.chars().take(60).collect()
}

#[test]
fn every_page_is_well_formed() {
    let served = Served::start();
    for page in served.pages() {
        for front in ["", "/en"] {
            let html = served.get(&format!("{front}{page}")).text;
            assert_eq!(fault(&html), None, "{front}{page}");
        }
    }
    let file = served.get("/zfxxgk/zfxxgknb/2016/gz-2016/report.html").text;
    assert_eq!(fault(&file), None, "the report as a file");
}

#[test]
fn what_a_parser_would_mend_is_found() {
    for (html, found) in [
        ("<p>one<p>two</p>", true),
        ("<ul><li>one</ul>", true),
        ("<a href=\"/?a=1&b=2\">x</a>", true),
        ("<p class=\"a\" class=\"b\">x</p>", true),
        ("<p><div>x</div></p>", true),
        ("<table><tr><td>x</td></tr></table>", true),
        ("<div>x", true),
        ("<div", true),
        ("<p>1 &amp; 2<br>&#60;<a href=\"/?a=1&#38;b=2\">x</a></p>", false),
        ("<svg><line x1=\"0\"/></svg>", false),
    ] {
        assert_eq!(fault(&format!("<!doctype html>{html}")).is_some(), found, "{html}");
    }
}
