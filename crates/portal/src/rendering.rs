//! Every page rendered with its sample in both languages: headings, labels, links, languages.

use crate::samples::*;
use askama::Template;
use gongkai_app::public::ItemFilter;
use gongkai_domain::says::Language;
use gongkai_report_check::CheckedFile;
use gongkai_web::{PageError, Step, paging::Paging};
use jiff::civil::date;
use std::path::Path;

fn own() -> ItemFilter {
    ItemFilter { body: Some("conghua-office".to_owned()), ..ItemFilter::default() }
}

fn render(page: &impl Template) -> String {
    page.render().unwrap()
}

/// Every page with its sample, by the name of its file.
fn pages(front: &str) -> Vec<(String, String)> {
    let year_2015 =
        ItemFilter { category: Some("administrative_power".to_owned()), year: Some(2015), body: None };
    let withdrawn = PageError::withdrawn(
        "汽车采购流程",
        "从化区人民政府办公室",
        Some(date(2016, 12, 1)),
        "已由《政府采购工作流程》代替",
    )
    .step(Step::new(
        "看同类信息",
        "See the same category",
        "/zfxxgk/fdzdgknr/?category=administrative_power",
    ));
    let wrong_page = Paging::new(9, 20, 93).unwrap_err();
    [
        ("home", render(&home(front))),
        ("guide", render(&guide(front))),
        ("rules", render(&rules(front, true))),
        ("rules-empty", render(&rules(front, false))),
        ("items", render(&items(front, own(), "", lines()))),
        (
            "items-none",
            render(&items(front, year_2015, "?category=administrative_power&year=2015", Vec::new())),
        ),
        ("items-empty", render(&items(front, own(), "", Vec::new()))),
        ("document", render(&document(front))),
        ("reports", render(&reports(front, true))),
        ("reports-empty", render(&reports(front, false))),
        ("check", render(&check_form(front, false))),
        ("check-refused", render(&check_form(front, true))),
        ("check-result", render(&check_result(front))),
        ("check-sound", render(&check_result_sound(front))),
        ("requests", render(&requests(front))),
        ("report", render(&report(front))),
        ("figure", render(&figure_of_rows(front))),
        ("figure-sum", render(&figure_of_sum(front))),
        ("figure-things", render(&figure_of_things(front))),
        ("error-404", error(front, "/zfxxgk/doc/2016-00991", PageError::not_found())),
        ("error-400", error(front, "/zfxxgk/fdzdgknr/?page=9", wrong_page)),
        ("error-410", error(front, "/zfxxgk/doc/2016-00061", withdrawn)),
        ("error-500", error(front, "/zfxxgk/", PageError::broken("the disk is full"))),
        ("error-503", error(front, "/zfxxgk/", PageError::unavailable("the database does not answer"))),
    ]
    .into_iter()
    .map(|(name, html)| (name.to_owned(), html))
    .collect()
}

fn tags<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    html.split(&format!("<{name}"))
        .skip(1)
        .filter(|rest| rest.starts_with([' ', '>']))
        .map(|rest| &rest[..rest.find('>').unwrap()])
        .collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

#[test]
fn every_page_is_whole_in_both_languages() {
    for (front, lang) in [("", "zh-CN"), ("/en", "en"), ("/jiekou", "zh-CN"), ("/en/jiekou", "en")] {
        for (name, html) in pages(front) {
            let at = format!("{front} {name}");
            assert!(html.starts_with("<!doctype html>\n"), "{at}");
            assert_eq!(attribute(tags(&html, "html")[0], "lang"), Some(lang), "{at}");
            assert_eq!(tags(&html, "h1").len(), 1, "{at}: one h1");
            assert_eq!(tags(&html, "main").len(), 1, "{at}: one main");
            assert!(html.contains("class=\"skip\" href=\"#main\""), "{at}: skip link");
            assert!(html.contains("hreflang=\"en\"") && html.contains("rel=\"canonical\""), "{at}");
            let title = html.split_once("<title>").unwrap().1.split_once("</title>").unwrap().0;
            assert!(title.chars().count() > 6, "{at}: title {title}");
            assert!(
                !html.contains(" style=\"") && !html.contains("<style") && !html.contains(" onclick"),
                "{at}: inline"
            );
            for table in tags(&html, "table") {
                assert!(html.contains("<caption"), "{at}: {table} has no caption");
            }
            for cell in tags(&html, "th") {
                assert!(attribute(cell, "scope").is_some(), "{at}: th without scope: {cell}");
            }
        }
    }
}

#[test]
fn ids_are_unique_and_labels_name_every_control() {
    for (name, html) in pages("/en") {
        let mut ids: Vec<&str> =
            html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{name}: an id stands twice");
        for select in tags(&html, "select") {
            let before = &html[..html.find(select).unwrap()];
            assert!(
                before.rfind("<label").unwrap() > before.rfind("</label>").unwrap_or(0),
                "{name}: {select}"
            );
        }
        for nav in tags(&html, "nav") {
            assert!(attribute(nav, "aria-label").is_some(), "{name}: nav without a name");
        }
    }
}

#[test]
fn links_keep_the_language_and_the_body() {
    for front in ["", "/en", "/jiekou", "/en/jiekou"] {
        for (name, html) in pages(front) {
            for link in tags(&html, "a").into_iter().filter(|link| !link.contains("hreflang")) {
                let href = attribute(link, "href").unwrap();
                let inside = href.strip_prefix(front).unwrap_or(href);
                let known = href.starts_with('#')
                    || href.starts_with("https://service.weibo.com/")
                    || href.starts_with("mailto:")
                    // A file is in no language and at one address.
                    || href.starts_with("/attachments/")
                    || ["/zfxxgk/", "/ysqgk/"]
                        .iter()
                        .any(|room| inside.starts_with(room) && href.starts_with(front))
                    || name == "home" && link.contains("jiekou")
                    || name == "home" && front.ends_with("jiekou");
                assert!(known, "{front} {name}: {href}");
            }
        }
    }
}

#[test]
fn english_pages_hold_chinese_only_where_it_is_marked() {
    for (name, html) in pages("/en") {
        let body = html.split_once("<body>").unwrap().1;
        let mut rest = body.to_owned();
        while let Some(at) = rest.find("lang=\"zh-CN\"") {
            let start = rest[..at].rfind('<').unwrap();
            let tag: String = rest[start + 1..].chars().take_while(char::is_ascii_alphanumeric).collect();
            let close = format!("</{tag}>");
            let mut end = at;
            loop {
                let next = end
                    + rest[end..].find(&close).unwrap_or_else(|| panic!("{name}: {tag} is not closed"))
                    + close.len();
                let inner = &rest[start..next];
                let opened =
                    inner.matches(&format!("<{tag} ")).count() + inner.matches(&format!("<{tag}>")).count();
                end = next;
                if opened == inner.matches(&close).count() {
                    break;
                }
            }
            rest.replace_range(start..end, "");
        }
        let unmarked: String =
            rest.chars().filter(|letter| ('\u{4e00}'..'\u{9fff}').contains(letter)).collect();
        let allowed = ["政府信息公开申请", "汽车采购流程从化区人民政府办公室已由政府采购工作流程代替"];
        assert!(unmarked.is_empty() || allowed.contains(&unmarked.as_str()), "{name}: {unmarked}");
    }
}

/// Writes the pages where a person can open them: `target/pages/index.html`.
#[test]
fn the_pages_can_be_looked_at() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/pages");
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/assets");
    std::fs::create_dir_all(&folder).unwrap();
    for (front, prefix) in [("", "zh"), ("/en", "en")] {
        for (name, html) in pages(front) {
            let mut html = html;
            for asset in ["tokens.css", "components.css", "page.js", "icon.svg"] {
                let address = gongkai_web::assets::address("", asset);
                assert!(html.contains(&address), "{name} does not ask for {asset}");
                html = html.replace(&address, &format!("../../crates/web/assets/{asset}"));
                assert!(assets.join(asset).exists());
            }
            std::fs::write(folder.join(format!("{prefix}-{name}.html")), html).unwrap();
        }
    }
}

#[test]
fn every_figure_of_a_report_is_a_link_to_its_page() {
    let html = render(&report(""));
    for code in ["F13", "F14", "F20", "F39", "B.r1.natural", "B.r9.total"] {
        let href = format!("href=\"/zfxxgk/zfxxgknb/2016/gz-2016/{code}\"");
        assert!(html.contains(&format!("class=\"fig\" {href}")), "{code}");
    }
    assert!(html.contains("rowspan=\"6\" class=\"grp\">三、本年度办理结果</th>"), "a group keeps its head");
    assert!(html.contains("colspan=\"3\" rowspan=\"3\""), "the corner of the head");
    assert!(
        html.contains("tabindex=\"0\" aria-labelledby=\"t-B\""),
        "the wide table can be scrolled by keyboard"
    );
    assert!(html.contains("2 项核对，1 项不符") && html.contains("3＋14＋19＋32＋3＋6＋16 ＝ 93"));
    assert!(html.contains("12<span class=\"g\">345</span>"), "thousands are drawn apart");
}

#[test]
fn the_file_of_a_report_stands_alone() {
    let html = report_file().render().unwrap();
    assert!(html.contains("<style>") && !html.contains("<link") && !html.contains("<script"));
    assert!(html.contains("class=\"fig\" href=\"#fig-F13\"") && html.contains("<tr id=\"fig-F13\">"));
    assert!(html.contains("href=\"https://www.example.gov.cn/zfxxgk/zfxxgknb/2016/gz-2016/F13\""));
}

#[test]
fn a_figure_tells_how_many_rows_are_not_shown() {
    let html = render(&figure_of_rows(""));
    assert!(html.contains("有 2 条只计数，不列出"));
    assert!(html.contains("/F13/rows.csv") && html.contains("/F13/rows.json"));
    let html = render(&figure_of_things("/en"));
    assert!(html.contains("/F17/rows.csv?thing=development"), "the files follow the thing chosen");
}

#[test]
fn a_finding_and_its_passage_lead_to_one_another() {
    let html = render(&check_result(""));
    for (finding, place) in [("f1", "t1r3c4"), ("f2", "l3"), ("f3", "l6")] {
        assert!(
            html.contains(&format!("<li id=\"{finding}\"")) && html.contains(&format!("href=\"#{place}\""))
        );
        assert!(html.contains(&format!(" id=\"{place}\"")) && html.contains(&format!("href=\"#{finding}\"")));
    }
    assert!(html.contains("已<mark>全部</mark>办结") && html.contains("<mark>12</mark>"));
    assert!(html.contains("&lt;b&gt;不断") && !html.contains("<b>不断"), "the file writes no HTML");
    assert!(html.contains("某县财政局&#60;2021&#62;年报.docx") && html.contains("noindex"));
    assert_eq!(html.matches("type=\"radio\"").count(), 4, "all and three severities");
    assert!(render(&check_result_sound("")).contains("没有发现问题"));
}

#[test]
fn a_summary_stands_alone_with_the_worst_first() {
    let fault = gongkai_domain::says::Says::new("没有文字", "there is no text");
    let unread = CheckedFile { file: "扫描.pdf".to_owned(), outcome: Err(fault) };
    for language in [Language::Chinese, Language::English] {
        let html = crate::check_summary(&[unread.clone(), checked_file()], &[], language).unwrap();
        assert!(html.contains("<style>") && !html.contains("<link") && !html.contains("<script"));
        assert!(html.contains("某县财政局&#60;2021&#62;年报.docx") && html.contains("href=\"#r2\""));
        assert!(html.find("扫描.pdf").unwrap() < html.find("某县财政局").unwrap());
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/pages");
        std::fs::create_dir_all(&folder).unwrap();
        let name =
            if language == Language::Chinese { "zh-check-summary.html" } else { "en-check-summary.html" };
        std::fs::write(folder.join(name), html).unwrap();
    }
}
