//! A gazette, a bulletin and a booklet as poppler reads them.

use crate::pdf::TYPESETTER;
use gongkai_domain::issues::{Issue, IssueItem, IssueKind, blocks_of};
use gongkai_domain::safe_html::SafeHtml;
use gongkai_typeset::Typeset;
use jiff::civil::date;
use std::collections::BTreeMap;
use std::process::Command;

const HTML: &str = "<h2>一、总体要求</h2><p>贯彻落实《中华人民共和国政府信息公开条例》，<strong>坚持以公开为常态、不公开为例外</strong>，\
    推进决策、执行、管理、服务和结果公开，保障人民群众依法获取政府信息。</p><h3>（一）工作目标</h3><ol><li>到年底前，\
    各镇街、各部门主动公开目录全部编制完成。</li><li>重点领域信息在形成之日起20个工作日内公开。</li></ol>\
    <table><caption>重点任务分工</caption><thead><tr><th>序号</th><th>任务</th><th>牵头单位</th><th>完成时限</th></tr></thead>\
    <tbody><tr><td>1</td><td>编制主动公开基本目录，明确公开的主体、内容、时限和方式</td><td rowspan=\"2\">区府办</td><td>2017年6月底</td></tr>\
    <tr><td>2</td><td>开展政策解读，与文件同步组织、同步审签、同步部署</td><td>长期</td></tr></tbody></table>\
    <p>附件：x<sup>2</sup>　H<sub>2</sub>O</p>";

fn issue(kind: IssueKind, series: &str, count: usize) -> Issue {
    let item = |at: usize| IssueItem {
        title: format!("广州市从化区人民政府办公室关于印发从化区2017年政务公开工作要点的通知（{at}）"),
        body: "从化区人民政府办公室".to_owned(),
        index_number: format!("11440117007/2017-{at:05}"),
        document_number: format!("从府办〔2017〕{at}号"),
        dated: Some(date(2017, 4, 1)),
        blocks: blocks_of(&SafeHtml::of(&HTML.repeat(1 + at % 2))),
    };
    Issue {
        kind,
        series: series.to_owned(),
        title: String::new(),
        year: 2017,
        number: 3,
        dated: date(2017, 4, 18),
        body: "广州市从化区人民政府".to_owned(),
        draft: false,
        items: (1..=count).map(item).collect(),
        pictures: BTreeMap::new(),
    }
}

fn told(set: &Typeset, program: &str, arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("i.pdf"), &set.pdf).unwrap();
    let mut command = Command::new(program);
    command.current_dir(folder.path()).args(arguments).arg("i.pdf");
    if program == "pdftotext" {
        command.arg("-");
    }
    String::from_utf8_lossy(&command.output().unwrap().stdout).into_owned()
}

fn text(set: &Typeset) -> String {
    told(set, "pdftotext", &["-layout"])
}

/// Keeps a file to be looked at, where a folder is named for it.
fn keep(name: &str, set: &Typeset) {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(folder.join(format!("issue-{name}.pdf")), &set.pdf).unwrap();
}

#[test]
fn a_gazette_has_cover_contents_running_heads_and_every_item() {
    let set = TYPESETTER.issue(&issue(IssueKind::Gazette, "广州市从化区人民政府公报", 4)).unwrap();
    keep("gazette", &set);
    let pages: Vec<String> = text(&set).split('\u{c}').map(str::to_owned).collect();
    assert!(
        pages[0].contains("广州市从化区人民政府公报") && pages[0].contains("2017年第3期"),
        "{}",
        pages[0]
    );
    assert!(pages[1].replace([' ', '\u{3000}'], "").contains("目录"), "{}", pages[1]);
    assert_eq!(pages[1].matches("点的通知（").count(), 4, "{}", pages[1]);
    assert!(pages[2].contains("2017年第3期") && pages[2].contains("从府办〔2017〕1号"), "{}", pages[2]);
    assert!(pages.iter().any(|page| page.contains("重点任务分工") && page.contains("牵头单位")));
    assert!(pages[2].replace(' ', "").contains("—1—"), "{}", pages[2]);
    let about = told(&set, "pdfinfo", &[]);
    assert!(about.contains("Tagged:          yes"), "{about}");
    assert!(set.missing.is_empty());
}

#[test]
fn a_bulletin_begins_with_its_head_and_a_preview_says_so_on_every_page() {
    let mut bulletin = issue(IssueKind::Bulletin, "政务公开简报", 2);
    bulletin.draft = true;
    let set = TYPESETTER.issue(&bulletin).unwrap();
    keep("bulletin", &set);
    let pages: Vec<String> = text(&set).split('\u{c}').map(str::to_owned).collect();
    assert!(pages[0].contains("政务公开简报") && pages[0].contains("本期目录"), "{}", pages[0]);
    for page in pages.iter().filter(|page| !page.trim().is_empty()) {
        assert!(page.contains("预览，未编印"), "{page}");
    }
}

#[test]
fn a_booklet_prints_pictures_and_words_in_place_of_those_that_cannot_be_set() {
    let [good, bad, gone] = ["a", "b", "c"].map(|letter| format!("/attachments/{}.png", letter.repeat(64)));
    let html = |src: &str| format!("<p>前</p><img src=\"{src}\" alt=\"办理流程图\"><p>后</p>");
    let mut booklet = issue(IssueKind::Booklet, "从化区办事指南", 1);
    booklet.number = 0;
    booklet.title = "不动产登记".to_owned();
    booklet.items[0].blocks = blocks_of(&SafeHtml::of(&(html(&good) + &html(&gone))));
    booklet.pictures.insert(good, PIXEL.to_owned());
    let set = TYPESETTER.issue(&booklet).unwrap();
    keep("booklet", &set);
    assert_eq!(
        told(&set, "pdfimages", &["-list"]).lines().filter(|line| line.contains("image")).count(),
        2,
        "head and one picture"
    );
    assert_eq!(text(&set).matches("（图：办理流程图）").count(), 1);

    booklet.items[0].blocks = blocks_of(&SafeHtml::of(&html(&bad)));
    booklet.pictures.insert(bad, "iVBORw0KGgoAAAA=".to_owned());
    let set = TYPESETTER.issue(&booklet).unwrap();
    assert_eq!(
        text(&set).matches("（图：办理流程图）").count(),
        1,
        "a broken picture does not stop the booklet"
    );
}

/// A red pixel, PNG.
const PIXEL: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

#[test]
fn a_text_without_markup_has_its_headings_by_their_numbering() {
    let mut gazette = issue(IssueKind::Gazette, "公报", 1);
    let text = "一、总体情况\n全年公开93条。\n（一）主动公开\n正文。";
    gazette.items[0].blocks = blocks_of(&SafeHtml::of_plain(text));
    let set = TYPESETTER.issue(&gazette).unwrap();
    let structure = told(&set, "pdfinfo", &["-struct-text"]);
    let level = |words: &str| {
        let before = structure.split_once(words).unwrap_or_else(|| panic!("{words} in {structure}")).0;
        before
            .lines()
            .rev()
            .find(|line| ["H1", "H2", "H3"].iter().any(|tag| line.trim_start().starts_with(tag)))
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    assert!(level("一、总体情况").starts_with("H2"), "{structure}");
    assert!(level("主动公开").starts_with("H3"), "{structure}");
    assert_eq!((structure.matches("H2").count(), structure.matches("H3").count()), (1, 1), "{structure}");
}

#[test]
fn characters_no_font_has_are_named() {
    let mut bulletin = issue(IssueKind::Bulletin, "简报", 1);
    bulletin.items[0].title = "关于\u{2a6d6}的通知".to_owned();
    let set = TYPESETTER.issue(&bulletin).unwrap();
    assert!(set.missing.contains(&'\u{2a6d6}'));
    assert!(text(&set).contains("关于〓的通知"));
}
