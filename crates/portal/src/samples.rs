//! Sample data for every page.

mod checking;
mod reports;

use crate::furniture::{Attachment, Furniture, RelatedLink};
use jiff::civil::Date;

use crate::{
    document::DocumentPage,
    entries::{self, ENTRIES, ROOMS},
    guide::GuidePage,
    home::{BodyGroup, BodyLink, HomeFigure, HomePage, LastReport},
    items::{ItemLine, ItemsPage},
    reports::{ReportLink, ReportYear, ReportsPage},
    requests::{ReplyPeriod, RequestsPage},
    rules::RulesPage,
};
use askama::Template;
use axum::http::HeaderMap;
pub(crate) use checking::{check_form, check_result, check_result_sound, checked_file};
use gongkai_app::public::{Facet, ItemFilter, PublicEdition, PublicItem, PublicRule, Validity, ViewingPoint};
use gongkai_domain::says::Says;
use gongkai_web::{ErrorPage, Layout, Look, Owner, PageError, Visit, paging::Paging};
use jiff::civil::date;
pub(crate) use reports::{by_year, figure_of_rows, figure_of_sum, figure_of_things, report, report_file};

/// A layout for the page at `uri`.
pub(crate) fn layout(uri: &str, entry: &'static str) -> Layout {
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

/// The day the samples are of.
pub(crate) const TODAY: Date = date(2017, 2, 23);

/// What stands around a page of records, with a page that belongs with it.
pub(crate) fn furniture(layout: &Layout) -> Furniture {
    let see_also = RelatedLink::new(Says::new("政府信息公开指南", "Guide"), layout.href(entries::GUIDE));
    Furniture {
        source: layout.owner.name.clone(),
        dated: Some((Says::new("内容截至", "As of"), TODAY)),
        ..Furniture::default()
    }
    .with_related(Says::new("相关栏目", "See also"), vec![see_also])
}

pub(crate) fn lines() -> Vec<ItemLine> {
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

pub(crate) fn facets() -> Vec<Facet> {
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

pub(crate) fn home(front: &str) -> HomePage {
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
                figure("F21", "网站发布", "On websites", "12728", "条"),
                figure("F29", "政策解读", "Policy explained", "3", "篇"),
                figure("F28", "在线访谈", "Online interviews", "6", "次"),
                figure("F60", "收到申请", "Requests received", "6", "件"),
                figure("F41", "政府采购节约", "Saved in procurement", "559", "万元"),
            ],
        }),
        bodies: vec![BodyGroup {
            kind: Says::new("镇（街）", "Town or sub-district"),
            bodies: vec![BodyLink {
                code: Some("jiekou".to_owned()), name: "街口街道办事处".to_owned()
            }],
        }],
    }
}

pub(crate) fn guide(front: &str) -> GuidePage {
    let layout = layout(&format!("{front}{}", entries::GUIDE), entries::GUIDE);
    let name = layout.say("政府信息公开指南", "Guide");
    GuidePage {
        layout: layout.clone().titled(name).crumb(name, ""),
        furniture: furniture(&layout),
        categories: facets(),
        places: vec![ViewingPoint {
            name: "从化区档案馆政府信息公开查阅场所".to_owned(),
            kind: Says::new("档案馆", "Archive"),
            address: "街口街河滨北路128号".to_owned(),
        }],
    }
}

pub(crate) fn rules(front: &str, with_rows: bool) -> RulesPage {
    let layout = layout(&format!("{front}{}", entries::RULES), entries::RULES);
    let name = layout.say("政府信息公开制度", "Rules");
    let rule = |number: &str, title: &str, year, repealed_on| PublicRule {
        number: number.to_owned(),
        title: title.to_owned(),
        kind: Says::new("行政规范性文件", "Normative document"),
        issued_on: date(year, 11, 16),
        repealed_on,
    };
    let rules = if with_rows {
        vec![
            rule("从府办〔2016〕37号", "从化区财政投资信息化项目管理办法", 2016, None),
            rule("从府办〔2012〕8号", "从化市政府信息公开实施细则", 2012, Some(date(2016, 3, 1))),
        ]
    } else {
        Vec::new()
    };
    RulesPage {
        layout: layout.clone().titled(name).crumb(name, ""),
        furniture: furniture(&layout),
        in_force: rules.len() / 2,
        paging: Paging::new(1, 20, rules.len()).unwrap(),
        rules,
    }
}

pub(crate) fn items(front: &str, filter: ItemFilter, query: &str, lines: Vec<ItemLine>) -> ItemsPage {
    let layout = layout(&format!("{front}{}{query}", entries::ITEMS), entries::ITEMS);
    let name = layout.say("法定主动公开内容", "Published information");
    ItemsPage {
        layout: layout.clone().titled(name).crumb(name, ""),
        filter,
        own: "conghua-office".to_owned(),
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

pub(crate) fn document(front: &str) -> DocumentPage {
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
        furniture: Furniture {
            source: "从化区人民政府办公室".to_owned(),
            dated: Some((Says::new("发布日期", "Published"), date(2016, 11, 18))),
            attachments: [
                ("PDF", "从府办〔2016〕37号（盖章版）.pdf", 312_000),
                ("DOCX", "附件1　财政投资信息化项目申报书.docx", 4_200_000),
            ]
            .map(|(kind, name, size)| Attachment {
                kind,
                name: Says::new(name, name),
                href: format!("/attachments/{}/{kind}", "0".repeat(64)),
                size: Some(size),
            })
            .into(),
            ..Furniture::default()
        }
        .with_related(Says::new("相关文件", "Related documents"), related(&layout)),
        document: PublicItem {
            short_id: "2016-00089".to_owned(),
            index_number: "114401170075000082/2016-00089".to_owned(),
            title: title.to_owned(),
            category: Says::new("部门文件", "Departmental documents"),
            category_code: "departmental_document".to_owned(),
            topic: None,
            body: "从化区人民政府办公室".to_owned(),
            document_number: "从府办〔2016〕37号".to_owned(),
            issued_on: Some(date(2016, 11, 16)),
            body_code: "conghua-office".to_owned(),
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
            html: None,
            correction: String::new(),
            validity: Validity::default(),
            archived_on: None,
            public_funds: true,
            attachments: Vec::new(),
            editions: [(2, date(2016, 11, 25)), (1, date(2016, 11, 18))]
                .map(|(number, on)| PublicEdition {
                    number,
                    on: Some(on),
                    correction: String::new(),
                    text: String::new(),
                })
                .to_vec(),
        },
    }
}

fn related(layout: &Layout) -> Vec<RelatedLink> {
    let link = |line: ItemLine| RelatedLink {
        href: layout.href(&entries::document(&line.short_id)),
        title: Says::new(line.title.as_str(), line.title.as_str()),
        number: line.document_number,
        on: Some(line.published_on),
    };
    lines().into_iter().map(link).collect()
}

pub(crate) fn reports(front: &str, with_rows: bool) -> ReportsPage {
    let layout = layout(&format!("{front}{}", entries::REPORTS), entries::REPORTS);
    let name = layout.say("政府信息公开年报", "Annual reports");
    let report = |format: &str, zh: &str, en: &str, is_own| ReportLink {
        format: format.to_owned(),
        name: Says::new(zh, en),
        is_own,
        frozen_on: is_own.then(|| jiff::civil::date(2017, 1, 20)),
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
        by_year: if with_rows { by_year(&layout) } else { Vec::new() },
    }
}

pub(crate) fn requests(front: &str) -> RequestsPage {
    let layout = layout(&format!("{front}{}", entries::REQUESTS), entries::REQUESTS);
    let name = layout.say("依申请公开", "Request information");
    RequestsPage {
        layout: layout.clone().titled(name).crumb(name, ""),
        furniture: furniture(&layout),
        period: Some(ReplyPeriod {
            days: 20,
            extension: Some(20),
            article: Says::new("政府信息公开条例（2019）第三十三条", "Regulation (2019), art. 33"),
        }),
    }
}

pub(crate) fn error(front: &str, uri: &str, error: PageError) -> String {
    let mut layout = layout(&format!("{front}{uri}"), "");
    layout.visit.reference = "3F2A-91C0".to_owned();
    ErrorPage::new(layout, error).render().unwrap()
}
