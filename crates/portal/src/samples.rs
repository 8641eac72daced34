//! Sample data, and every page rendered with it in both languages.

use crate::{
    document::{Document, DocumentPage, Edition},
    entries::{self, ENTRIES, ROOMS},
    guide::{GuidePage, ViewingPoint},
    home::{BodyLink, HomeFigure, HomePage, LastReport},
    items::{Facet, ItemFilter, ItemLine, ItemsPage},
    reports::{ReportLink, ReportYear, ReportsPage},
    requests::{ReplyPeriod, RequestsPage},
    rules::{RuleLine, RulesPage},
};
use askama::Template;
use axum::http::HeaderMap;
use gongkai_domain::says::Says;
use gongkai_web::{ErrorPage, Layout, Look, Owner, PageError, Step, Visit, paging::Paging};
use jiff::civil::date;
use std::path::Path;

/// A layout for the page at `uri`.
fn layout(uri: &str, entry: &'static str) -> Layout {
    let visit = Visit::read("", ROOMS, &uri.parse().unwrap(), &HeaderMap::new());
    Layout {
        visit,
        look: Look {
            origin: "https://www.example.gov.cn".to_owned(),
            notice: Some(Says::new("演示站点 · 合成数据", "Demonstration with made-up data")),
            footer: vec!["网站标识码 4401170001".to_owned()],
            ..Look::default()
        },
        owner: Owner {
            name: "广州市从化区人民政府办公室".to_owned(),
            office: "政务公开办公室".to_owned(),
            address: "从化区街口街新城东路99号".to_owned(),
            postcode: "510900".to_owned(),
            phone: "020-87927132".to_owned(),
            fax: String::new(),
            email: "Ld419@163.com".to_owned(),
            hours: "工作日 9:00—12:00，14:00—17:30".to_owned(),
            website: "www.conghua.gov.cn".to_owned(),
        },
        entries: &ENTRIES,
        entry,
        ..Layout::default()
    }
}

fn lines() -> Vec<ItemLine> {
    let other = ("部门文件", "Departmental documents");
    [
        (
            "2016-00094",
            "区政务服务中心综合受理窗口进驻部门和事项清单（16个部门331项）",
            (12, 30),
            ("行政职权类信息", "Administrative powers"),
            "",
        ),
        (
            "2016-00089",
            "关于印发从化区财政投资信息化项目管理办法的通知",
            (11, 18),
            other,
            "从府办〔2016〕37号",
        ),
        (
            "2016-00088",
            "再次公开征求2017年从化区十件民生实事（建议）的公告",
            (11, 7),
            ("其他信息", "Other"),
            "",
        ),
        ("2016-00087", "政府采购网上询价业务流程", (10, 21), ("行政职权类信息", "Administrative powers"), ""),
        (
            "2016-00079",
            "从化区建设“五个一”社会治理政府公共服务平台实施方案",
            (9, 12),
            other,
            "从府办〔2016〕29号",
        ),
    ]
    .into_iter()
    .map(|(id, title, (month, day), (zh, en), number)| ItemLine {
        short_id: id.to_owned(),
        title: title.to_owned(),
        published_on: date(2016, month, day),
        category: Says::new(zh, en),
        document_number: number.to_owned(),
        body: String::new(),
    })
    .collect()
}

fn facets() -> Vec<Facet> {
    [
        ("organization", "组织机构", "Organisation", 3),
        ("departmental_document", "部门文件", "Departmental documents", 14),
        ("news", "动态类信息", "News", 19),
        ("administrative_power", "行政职权类信息", "Administrative powers", 32),
        ("budget_and_final_accounts", "财政预决算信息", "Budgets and final accounts", 3),
        ("proposal_outcome", "建议提案办理结果类信息", "Proposal outcomes", 6),
        ("other", "其他信息", "Other", 16),
    ]
    .into_iter()
    .map(|(code, zh, en, count)| Facet { code: code.to_owned(), name: Says::new(zh, en), count })
    .collect()
}

fn home(front: &str) -> HomePage {
    let figure = |cell: &str, zh: &str, en: &str, printed: &str, unit: &str| HomeFigure {
        cell: cell.to_owned(),
        label: Says::new(zh, en),
        printed: printed.to_owned(),
        unit: unit.to_owned(),
    };
    let layout = layout(&format!("{front}{}", entries::HOME), "");
    let title = layout.say("政府信息公开 - ", "Information disclosure - ").to_owned() + &layout.owner.name;
    HomePage {
        layout: Layout { title, ..layout },
        latest: lines(),
        items: 93,
        report: Some(LastReport {
            year: 2016,
            format: "gz-2016".to_owned(),
            figures: vec![
                figure("F13", "主动公开", "Published", "93", "条"),
                figure("F21", "网站发布", "On the website", "12728", "条"),
                figure("F29", "政策解读", "Interpretations", "3", "篇"),
                figure("F28", "在线访谈", "Interviews", "6", "次"),
                figure("F60", "收到申请", "Requests", "6", "件"),
                figure("F41", "政府采购节约", "Saved in procurement", "559", "万元"),
            ],
        }),
        bodies: vec![BodyLink { code: Some("jiekou".to_owned()), name: "街口街道办事处".to_owned() }],
    }
}

fn guide(front: &str) -> GuidePage {
    let layout = layout(&format!("{front}{}", entries::GUIDE), entries::GUIDE);
    let name = layout.say("政府信息公开指南", "Guide");
    GuidePage {
        layout: layout.clone().titled(name).crumb(name, ""),
        categories: facets(),
        places: vec![ViewingPoint {
            name: "从化区档案馆政府信息公开查阅场所".to_owned(),
            kind: Says::new("档案馆", "Archive"),
            address: "街口街河滨北路128号".to_owned(),
        }],
    }
}

fn rules(front: &str, with_rows: bool) -> RulesPage {
    let layout = layout(&format!("{front}{}", entries::RULES), entries::RULES);
    let name = layout.say("政府信息公开制度", "Rules");
    let rule = |number: &str, title: &str, year, repealed_on, short_id: Option<&str>| RuleLine {
        number: number.to_owned(),
        title: title.to_owned(),
        kind: Says::new("行政规范性文件", "Normative document"),
        issued_on: date(year, 11, 16),
        repealed_on,
        short_id: short_id.map(str::to_owned),
    };
    let rules = if with_rows {
        vec![
            rule("从府办〔2016〕37号", "从化区财政投资信息化项目管理办法", 2016, None, Some("2016-00089")),
            rule("从府办〔2012〕8号", "从化市政府信息公开实施细则", 2012, Some(date(2016, 3, 1)), None),
        ]
    } else {
        Vec::new()
    };
    RulesPage {
        layout: layout.clone().titled(name).crumb(name, ""),
        in_force: rules.len() / 2,
        paging: Paging::new(1, 20, rules.len()).unwrap(),
        rules,
    }
}

fn items(front: &str, filter: ItemFilter, query: &str, lines: Vec<ItemLine>) -> ItemsPage {
    let layout = layout(&format!("{front}{}{query}", entries::ITEMS), entries::ITEMS);
    let name = layout.say("法定主动公开内容", "Published information");
    ItemsPage {
        layout: layout.clone().titled(name).crumb(name, ""),
        filter,
        categories: facets(),
        years: vec![2017, 2016, 2015],
        bodies: vec![
            ("conghua-office".to_owned(), "从化区人民政府办公室".to_owned()),
            ("jiekou".to_owned(), "街口街道办事处".to_owned()),
        ],
        paging: Paging::new(1, 5, if lines.is_empty() { 0 } else { 93 }).unwrap(),
        items: lines,
    }
}

fn document(front: &str) -> DocumentPage {
    let layout = layout(&format!("{front}{}", entries::document("2016-00089")), entries::ITEMS);
    let title = "从化区人民政府办公室关于印发从化区财政投资信息化项目管理办法的通知";
    let crumb = layout.say("法定主动公开内容", "Published information");
    let (category, here) = (layout.say("部门文件", "Departmental documents"), layout.say("正文", "Document"));
    DocumentPage {
        layout: layout
            .clone()
            .titled(title)
            .crumb(crumb, layout.href(entries::ITEMS))
            .crumb(category, layout.href(entries::ITEMS) + "?category=departmental_document")
            .crumb(here, ""),
        document: Document {
            short_id: "2016-00089".to_owned(),
            index_number: "114401170075000082/2016-00089".to_owned(),
            title: title.to_owned(),
            category: Says::new("部门文件", "Departmental documents"),
            category_code: "departmental_document".to_owned(),
            topic: None,
            body: "从化区人民政府办公室".to_owned(),
            document_number: "从府办〔2016〕37号".to_owned(),
            issued_on: Some(date(2016, 11, 16)),
            published_on: date(2016, 11, 18),
            source: String::new(),
            keywords: "信息化 财政投资 项目管理".to_owned(),
            summary: String::new(),
            text: "各镇（街）人民政府（办事处），区政府各部门、各直属机构：\n\
                   《从化区财政投资信息化项目管理办法》已经区政府同意，现印发给你们，请认真组织实施。实施过程中遇到的问题，请径向区科工商信局反映。\n\
                   第一章　总　则\n\
                   第一条　为规范我区财政投资信息化项目的管理，避免重复建设，提高财政资金使用效益，根据国家、省、市有关规定，结合我区实际，制定本办法。\n\
                   第二条　本办法适用于使用区本级财政资金建设、改造和运行维护的信息化项目，包括硬件设备购置、软件开发、信息资源建设和信息系统运行维护。\n\
                   一、立项与评审\n\
                   （一）申报\n\
                   项目单位应当于每年8月31日前申报下一年度项目，提交项目申报书、建设方案和经费预算。\n\
                   从化区人民政府办公室\n2016年11月16日"
                .to_owned(),
            public_funds: true,
            editions: vec![
                Edition { number: 2, on: date(2016, 11, 25), reason: "更正第七条一处".to_owned() },
                Edition { number: 1, on: date(2016, 11, 18), reason: String::new() },
            ],
        },
    }
}

fn reports(front: &str, with_rows: bool) -> ReportsPage {
    let layout = layout(&format!("{front}{}", entries::REPORTS), entries::REPORTS);
    let name = layout.say("政府信息公开年报", "Annual reports");
    let report = |format: &str, zh: &str, en: &str, is_own| ReportLink {
        format: format.to_owned(),
        name: Says::new(zh, en),
        is_own,
    };
    let years = vec![ReportYear {
        year: 2016,
        reports: vec![
            report("gz-2016", "广州市政府信息公开年度报告（2016 年格式）", "Guangzhou, format of 2016", true),
            report("national-2021", "全国统一格式（2021 年起）", "National, from 2021", false),
        ],
    }];
    ReportsPage {
        layout: layout.clone().titled(name).crumb(name, ""),
        years: if with_rows { years } else { Vec::new() },
    }
}

fn requests(front: &str) -> RequestsPage {
    let layout = layout(&format!("{front}{}", entries::REQUESTS), entries::REQUESTS);
    let name = layout.say("依申请公开", "Request information");
    RequestsPage {
        layout: layout.clone().titled(name).crumb(name, ""),
        period: Some(ReplyPeriod {
            days: 20,
            extension: Some(20),
            article: Says::new("政府信息公开条例（2019）第三十三条", "Regulation (2019), art. 33"),
        }),
    }
}

fn error(front: &str, uri: &str, error: PageError) -> String {
    let mut layout = layout(&format!("{front}{uri}"), "");
    layout.visit.reference = "3F2A-91C0".to_owned();
    ErrorPage::new(layout, error).render().unwrap()
}

/// Every page with its sample, by the name of its file.
fn pages(front: &str) -> Vec<(String, String)> {
    let year_2015 =
        ItemFilter { category: Some("administrative_power".to_owned()), year: Some(2015), body: None };
    let render = |page: &dyn askama::DynTemplate| page.dyn_render().unwrap();
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
        ("items", render(&items(front, ItemFilter::default(), "", lines()))),
        (
            "items-none",
            render(&items(front, year_2015, "?category=administrative_power&year=2015", Vec::new())),
        ),
        ("items-empty", render(&items(front, ItemFilter::default(), "", Vec::new()))),
        ("document", render(&document(front))),
        ("reports", render(&reports(front, true))),
        ("reports-empty", render(&reports(front, false))),
        ("requests", render(&requests(front))),
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
                    || href.starts_with("mailto:")
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
