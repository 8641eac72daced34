//! A report in the shape of the real ones: text, a table of parts, a table with a head of three rows.

use super::{furniture, layout, lines};
use crate::{
    by_year::ByYear,
    entries,
    figure::{BehindView, ColumnView, FigurePage, RowsView},
    furniture::Furniture,
    report::{CheckingCopy, ReportPage},
    reports::{ReportLink, ReportYear},
};
use gongkai_app::public::{FigureDrift, PublicRow, PublicStanding, Thing};
use gongkai_domain::{
    reports::{
        Block, Chart, ChartKind, CheckKind, Figure, Freezing, Point, Publication, Report, ReportCell,
        ReportRow, ReportSection, ReportTable, Signatures, Span, Standing, TableFigure, TableHead, Verdict,
    },
    says::Says,
};
use gongkai_web::{Layout, paging::Paging};
use jiff::civil::date;
use std::sync::Arc;

const PARTS: [(&str, &str, &str); 7] = [
    ("F14", "其中：1. 组织机构", "3"),
    ("F15", "2. 部门文件", "14"),
    ("F16", "3. 动态类信息", "19"),
    ("F17", "4. 行政职权类信息", "32"),
    ("F18", "5. 财政预决算信息", "3"),
    ("F19", "6. 建议提案办理结果类信息", "6"),
    ("F20", "7. 其他信息", "16"),
];

fn cell(code: &str, label: &str, unit: &str, printed: &str) -> ReportCell {
    let value = Figure::Number(printed.parse().unwrap());
    ReportCell {
        code: code.to_owned(),
        label: label.to_owned(),
        unit: unit.to_owned(),
        counted: value.clone(),
        value,
        printed: printed.to_owned(),
        names: None,
        rows: printed.parse::<f64>().unwrap() as i64,
        overridden: None,
    }
}

fn head(text: &str, columns: usize, rows: usize) -> TableHead {
    TableHead { text: text.to_owned(), columns, rows }
}

fn row(heads: Vec<TableHead>, cells: &[(&str, &str)]) -> ReportRow {
    let figure = |(cell, text): &(&str, &str)| TableFigure {
        cell: (*cell).to_owned(),
        text: (*text).to_owned(),
        columns: 1,
    };
    let cells = cells.iter().map(figure).collect();
    ReportRow::Figures { heads, cells }
}

fn table(id: &str, title: &str, unit: &str, rows: Vec<ReportRow>) -> Block {
    Block::Table(ReportTable {
        id: id.to_owned(),
        title: title.to_owned(),
        unit: unit.to_owned(),
        note: String::new(),
        rows,
    })
}

fn annex() -> Block {
    let mut rows = vec![
        ReportRow::Heads(vec![head("指标", 1, 1), head("数量", 1, 1)]),
        row(vec![head("主动公开信息数", 1, 1)], &[("F13", "93")]),
    ];
    rows.extend(
        PARTS.iter().map(|(code, label, printed)| row(vec![head(label, 1, 1)], &[(*code, *printed)])),
    );
    table("annex-1", "附表1　主动公开情况统计", "条", rows)
}

fn results() -> Block {
    let persons = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"];
    let columns = ["natural", "company", "research", "welfare", "legal", "other", "total"];
    let figures = |row_id: &str, heads: Vec<TableHead>, first: &str| {
        let codes: Vec<String> = columns.iter().map(|column| format!("B.{row_id}.{column}")).collect();
        let value = |at: usize| if at == 0 || at == 6 { first } else { "0" };
        let cells: Vec<(&str, &str)> =
            codes.iter().enumerate().map(|(at, code)| (code.as_str(), value(at))).collect();
        row(heads, &cells)
    };
    let note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";
    let mut persons_row = vec![head("自然人", 1, 2), head("法人或其他组织", 5, 1), head("总计", 1, 2)];
    persons_row[0].rows = 2;
    table(
        "B",
        "三、收到和处理政府信息公开申请情况",
        "件",
        vec![
            ReportRow::Heads(vec![head(note, 3, 3), head("申请人情况", 7, 1)]),
            ReportRow::Heads(persons_row),
            ReportRow::Heads(persons[1..].iter().map(|name| head(name, 1, 1)).collect()),
            figures("r1", vec![head("一、本年新收政府信息公开申请数量", 3, 1)], "12345"),
            figures("r2", vec![head("二、上年结转政府信息公开申请数量", 3, 1)], "0"),
            figures("r3", vec![head("三、本年度办理结果", 1, 6), head("（一）予以公开", 2, 1)], "0"),
            figures("r4", vec![head("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 2, 1)], "0"),
            figures("r5", vec![head("（三）不予公开", 1, 3), head("1.属于国家秘密", 1, 1)], "0"),
            figures("r6", vec![head("2.其他法律行政法规禁止公开", 1, 1)], "0"),
            figures("r7", vec![head("3.危及“三安全一稳定”", 1, 1)], "0"),
            figures("r8", vec![head("（四）总计", 2, 1)], "12345"),
            figures("r9", vec![head("四、结转下年度继续办理", 3, 1)], "0"),
        ],
    )
}

fn text(words: &str) -> Span {
    Span::Text(words.to_owned())
}

fn figure(cell: &str, printed: &str) -> Span {
    Span::Figure { cell: cell.to_owned(), text: printed.to_owned() }
}

fn sample() -> Report {
    let mut cells = vec![cell("F13", "主动公开信息数", "条", "93")];
    cells.extend(PARTS.iter().map(|(code, label, printed)| cell(code, label, "条", printed)));
    cells.push(cell("F39", "采购金额", "万元", "10714"));
    cells.push(cell("F40", "采购预算金额", "万元", "11273"));
    let section =
        |id: &str, title: &str, blocks| ReportSection { id: id.to_owned(), title: title.to_owned(), blocks };
    let verdict = |id: &str, holds, zh: &str, en: &str| Verdict {
        id: id.to_owned(),
        kind: CheckKind::Sum,
        holds,
        left: Some(93.into()),
        right: Some(93.into()),
        says: Says::new(zh, en),
    };
    Report {
        format: "gz-2016".to_owned(),
        body: "conghua-office".to_owned(),
        year: 2016,
        title: "2016年从化区人民政府办公室政府信息公开年度报告".to_owned(),
        cells,
        checks: vec![
            verdict(
                "annex-1",
                true,
                "七类之和等于主动公开信息数：3 + 14 + 19 + 32 + 3 + 6 + 16 = 93 = 93",
                "the seven categories make up the total: 3 + 14 + 19 + 32 + 3 + 6 + 16 = 93 = 93",
            ),
            verdict(
                "saving",
                false,
                "预算减采购金额等于节约资金：11273 - 10714 = 559 ≠ 560",
                "budget less price is what was saved: 11273 - 10714 = 559 ≠ 560",
            ),
        ],
        charts: vec![categories()],
        sections: vec![
            section(
                "s1",
                "一、概述",
                vec![Block::Paragraph(vec![Span::OwnWords {
                    place: "overview".to_owned(),
                    text: Some(
                        "2016年，从化区全面贯彻落实《中华人民共和国政府信息公开条例》，加大政务公开工作力度。\n（一）加强管理\n进一步建立健全政府信息公开工作机制。"
                            .to_owned(),
                    ),
                }])],
            ),
            section(
                "s2",
                "二、政府信息主动公开情况",
                vec![
                    Block::Paragraph(vec![
                        text("本区人民政府办公室2016年全年主动公开政府信息"),
                        figure("F13", "93"),
                        text("条。全年采购金额"),
                        figure("F39", "10714"),
                        text("万元，比采购预算金额"),
                        figure("F40", "11273"),
                        text("万元。"),
                    ]),
                    annex(),
                ],
            ),
            section("s3", "三、政府信息依申请公开情况", vec![results()]),
            section(
                "s4",
                "四、存在的主要问题和改进措施",
                vec![Block::Paragraph(vec![Span::OwnWords { place: "problems".to_owned(), text: None }])],
            ),
        ],
    }
}

/// The parts of the annex, drawn.
fn categories() -> Chart {
    let point = |(code, label, printed): &(&str, &str, &str)| Point {
        label: Says::new(label.rsplit([' ', '：']).next().unwrap(), *code),
        value: printed.parse().unwrap(),
        printed: (*printed).to_owned(),
        year: 2016,
        format: "gz-2016".to_owned(),
        cell: (*code).to_owned(),
    };
    Chart {
        id: "categories".to_owned(),
        after: Some("annex-1".to_owned()),
        title: Says::new("主动公开信息按类别", "Information published, by category"),
        unit: "条".to_owned(),
        kind: ChartKind::Parts,
        points: PARTS.iter().map(point).collect(),
    }
}

/// A figure of four years, of which one has no report, and one of two years, too few to draw.
pub(crate) fn by_year(layout: &Layout) -> Vec<ByYear> {
    let series = |id: &str, zh: &str, en: &str, values: &[(i16, &str)]| {
        let point = |(year, printed): &(i16, &str)| Point {
            label: Says::new(format!("{year}年"), year.to_string()),
            value: printed.parse().unwrap(),
            printed: (*printed).to_owned(),
            year: *year,
            format: "gz-2016".to_owned(),
            cell: "F13".to_owned(),
        };
        let chart = Chart {
            id: id.to_owned(),
            after: None,
            title: Says::new(zh, en),
            unit: "条".to_owned(),
            kind: ChartKind::Years,
            points: values.iter().map(point).collect(),
        };
        ByYear::of(&chart, layout, &|_| Says::new("广州 2016 年格式", "Guangzhou, 2016"))
    };
    vec![
        series(
            "published",
            "主动公开信息",
            "Information published",
            &[(2012, "64"), (2014, "12728"), (2015, "81"), (2016, "93")],
        ),
        series("received", "新收申请", "Requests received", &[(2015, "4"), (2016, "6")]),
    ]
}

fn page_layout(front: &str, uri: &str) -> Layout {
    let layout = layout(&format!("{front}{uri}"), entries::REPORTS);
    let name = layout.say("政府信息公开年报", "Annual reports");
    layout.clone().titled(&sample().title).crumb(name, layout.href(entries::REPORTS))
}

pub(crate) fn report(front: &str) -> ReportPage {
    let layout = page_layout(front, &entries::report(2016, "gz-2016"));
    let crumb = layout.say("2016年度", "2016");
    let link = |format: &str, zh: &str, en: &str, is_own| ReportLink {
        format: format.to_owned(),
        name: Says::new(zh, en),
        is_own,
        frozen_on: is_own.then(|| jiff::civil::date(2017, 1, 20)),
    };
    let year = |year, is_own| ReportYear {
        year,
        reports: vec![
            link("gz-2016", "广州 2016 年格式", "Guangzhou, 2016", is_own),
            link("national-2021", "全国 2021 年格式", "National, 2021", false),
        ],
    };
    let page = ReportPage {
        layout: layout.clone().crumb(crumb, ""),
        by_year: by_year(&layout),
        furniture: furniture(&layout),
        report: Arc::new(sample()),
        standing: Some(standing()),
        format: Says::new("广州 2016 年格式", "Guangzhou, format of 2016"),
        years: vec![year(2017, true), year(2016, true), year(2015, true)],
        pdf: true,
        alone: false,
    };
    let attachments = page.attachments();
    ReportPage { furniture: Furniture { attachments, ..page.furniture }, ..page }
}

fn standing() -> PublicStanding {
    PublicStanding {
        freezing: freezing(),
        reason: "补登一条信息".to_owned(),
        accepted: [("annex-1-total".to_owned(), "分类尚未核定".to_owned())].into(),
        drifted: vec![
            (sample().cell("F14").unwrap().clone(), Some("4".to_owned())),
            (sample().cell("F15").unwrap().clone(), None),
        ],
    }
}

fn freezing() -> Freezing {
    Freezing {
        version: 2,
        frozen_on: date(2017, 1, 20),
        digest: "0f".repeat(32),
        sequence: 75,
        signatures: Signatures { head: "王喆".to_owned(), ..Signatures::default() },
    }
}

pub(crate) fn report_file() -> CheckingCopy {
    let page = report("");
    let means = |code: &str| Says::new(format!("{code}的口径"), format!("what {code} means"));
    let definitions = page.report.cells.iter().map(|cell| (cell.code.clone(), means(&cell.code))).collect();
    let publication = Publication {
        report: (*page.report).clone(),
        format: page.format,
        body: page.layout.owner.name.clone(),
        standing: Standing::Frozen(freezing()),
        definitions,
        years: Vec::new(),
        address: None,
    };
    CheckingCopy::of(&publication, page.layout)
}

fn figure_page(front: &str, code: &str, query: &str, behind: BehindView) -> FigurePage {
    let layout = page_layout(front, &format!("{}{query}", entries::figure(2016, "gz-2016", code)));
    let crumb = layout.say("2016年度", "2016");
    let report = sample();
    let cell = report.cell(code).unwrap().clone();
    FigurePage {
        layout: layout.clone().crumb(crumb, layout.href(&entries::report(2016, "gz-2016"))).crumb(code, ""),
        furniture: furniture(&layout),
        report: report.title.clone(),
        format: report.format.clone(),
        year: report.year,
        cell,
        definition: Says::new(
            "2016年内发布的信息目录中，公开属性为“主动公开”的信息的条数；只计从化区人民政府办公室的信息。",
            "How many items published in 2016 have the disclosure class “Proactive”; items of the office only.",
        ),
        behind,
        checks: report.checks[..1].to_vec(),
        freezing: Some(freezing()),
        drift: (code == "F13").then(|| FigureDrift {
            now: Some("94".to_owned()),
            added: vec!["conghua-office/A-9".to_owned()],
            added_unseen: 1,
            gone: 1,
            changed: 2,
        }),
    }
}

fn column(zh: &str, en: &str) -> ColumnView {
    ColumnView { head: Says::new(zh, en), amount: false, number: false }
}

fn rows(hidden: i64) -> RowsView {
    RowsView {
        register: Says::new("政府信息目录", "Items of information"),
        unit: "条".to_owned(),
        columns: vec![
            column("索引号", "Index number"),
            column("名称", "Title"),
            column("信息类别", "Category"),
            column("发布日期", "Published on"),
        ],
        naming: 1,
        rows: lines()
            .into_iter()
            .map(|line| PublicRow {
                key: line.short_id.clone(),
                cells: vec![
                    line.short_id.clone(),
                    line.title,
                    line.category.zh,
                    line.published_on.to_string(),
                ],
                document: Some(line.short_id),
            })
            .collect(),
        paging: Paging::new(1, 5, 93).unwrap(),
        hidden,
        hidden_why: Says::new(
            "这些信息已经撤回或者没有公开。",
            "They have been withdrawn or are not published.",
        ),
        thing: None,
    }
}

pub(crate) fn figure_of_rows(front: &str) -> FigurePage {
    let mut page = figure_page(front, "F13", "", BehindView::Rows(rows(2)));
    page.cell.overridden = Some(gongkai_domain::reports::Override {
        value: 93.into(),
        reason: "补登后核定".to_owned(),
        by: "政务公开办公室".to_owned(),
        on: date(2017, 1, 20),
    });
    page
}

pub(crate) fn figure_of_sum(front: &str) -> FigurePage {
    let report = sample();
    let operands = ["F40", "F39"].iter().map(|code| report.cell(code).unwrap().clone()).collect();
    let behind = BehindView::Figures(operands);
    let mut page = figure_page(front, "F39", "", behind);
    page.cell = cell("F41", "节约资金", "万元", "559");
    page
}

pub(crate) fn figure_of_things(front: &str) -> FigurePage {
    let thing =
        |key: &str, zh: &str, en: &str, rows| Thing { value: key.to_owned(), name: Says::new(zh, en), rows };
    let things =
        vec![thing("development", "区发改局", "Development", 21), thing("water", "区水务局", "Water", 18)];
    let mut rows = rows(0);
    rows.thing = Some(things[0].clone());
    figure_page(
        front,
        "F17",
        "?thing=development",
        BehindView::Things { what: Says::new("部门", "Department"), things, rows },
    )
}
