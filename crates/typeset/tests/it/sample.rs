//! A report with something of everything.

use gongkai_domain::reports::{
    Block, Chart, ChartKind, CheckKind, Figure, Freezing, Override, Point, Publication, Report, ReportCell,
    ReportRow, ReportSection, ReportTable, Signatures, Span, Standing, TableFigure, TableHead, Verdict,
};
use gongkai_domain::says::Says;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// The body of the sample.
pub const BODY: &str = "某区人民政府办公室";

/// A draft counted on 2017-01-09: two sections, two tables, a chart, a check that fails.
pub fn publication() -> Publication {
    let cells: Vec<ReportCell> =
        CELLS.iter().map(|(code, label, unit, value)| cell(code, label, unit, *value)).collect();
    let definitions = cells.iter().map(|cell| (cell.code.clone(), definition(&cell.code))).collect();
    Publication {
        report: Report {
            format: "gz-2016".to_owned(),
            body: "office".to_owned(),
            year: 2016,
            title: format!("2016年{BODY}政府信息公开年度报告"),
            cells,
            checks: vec![verdict("total", true), verdict("carry-over", false)],
            sections: vec![first(), second()],
            charts: vec![chart("parts", Some("annex-1"), ChartKind::Parts)],
        },
        format: Says::new("广州市格式", "Guangzhou format"),
        body: BODY.to_owned(),
        standing: Standing::Draft { counted_on: "2017-01-09".parse().unwrap() },
        definitions,
        years: vec![chart("published", None, ChartKind::Years)],
        address: Some("https://www.example.gov.cn/zfxxgk/zfxxgknb/2016/gz-2016".to_owned()),
    }
}

/// The same, frozen in its second version.
pub fn frozen() -> Publication {
    let signatures = Signatures {
        head: "喆堃翀".to_owned(),
        reviewer: "李四".to_owned(),
        preparer: "王五".to_owned(),
        phone: "020-87920000".to_owned(),
    };
    let freezing = Freezing {
        version: 2,
        frozen_on: "2017-02-23".parse().unwrap(),
        digest: DIGEST.to_owned(),
        sequence: 4_711,
        signatures,
    };
    Publication { standing: Standing::Frozen(freezing), ..publication() }
}

/// A digest as the audit chain holds it.
pub const DIGEST: &str = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";

/// A report with one section of the given paragraphs.
pub fn saying(paragraphs: Vec<Vec<Span>>) -> Publication {
    let mut publication = publication();
    let blocks = paragraphs.into_iter().map(Block::Paragraph).collect();
    publication.report.sections = vec![section("一、概述", blocks)];
    publication
}

/// The office's own words.
pub fn own(text: Option<&str>) -> Span {
    Span::OwnWords { place: "overview".to_owned(), text: text.map(str::to_owned) }
}

/// Words of the format.
pub fn words(text: &str) -> Span {
    Span::Text(text.to_owned())
}

const CELLS: [(&str, &str, &str, Option<i64>); 6] = [
    ("F13", "主动公开信息数", "条", Some(93)),
    ("F14", "组织机构", "条", Some(3)),
    ("F15", "部门文件", "条", Some(90)),
    ("F21", "政府网站公开信息", "条", Some(12_728)),
    ("F79", "行政复议数", "件", None),
    ("F99", "不在正文的数", "件", Some(7)),
];

fn cell(code: &str, label: &str, unit: &str, value: Option<i64>) -> ReportCell {
    let figure = value.map_or(Figure::NotApplicable, |number| Figure::Number(Decimal::from(number)));
    let instead = Override {
        value: Decimal::from(90),
        reason: "三条重复登记".to_owned(),
        by: "李四".to_owned(),
        on: "2017-01-08".parse().unwrap(),
    };
    ReportCell {
        code: code.to_owned(),
        label: label.to_owned(),
        unit: unit.to_owned(),
        printed: value.map_or_else(|| "/".to_owned(), |number| number.to_string()),
        names: None,
        rows: value.unwrap_or_default(),
        overridden: (code == "F15").then_some(instead),
        counted: if code == "F15" { Figure::Number(Decimal::from(93)) } else { figure.clone() },
        value: figure,
    }
}

fn definition(code: &str) -> Says {
    Says::new(format!("口径{code}：公开属性为主动公开。"), format!("definition of {code}"))
}

fn verdict(id: &str, holds: bool) -> Verdict {
    Verdict {
        id: id.to_owned(),
        kind: CheckKind::Sum,
        holds,
        left: Some(Decimal::from(93)),
        right: Some(Decimal::from(if holds { 93 } else { 92 })),
        says: Says::new(format!("规则{id}：F13 = 93"), format!("{id}: F13 = 93")),
    }
}

fn section(title: &str, blocks: Vec<Block>) -> ReportSection {
    ReportSection { id: "s".to_owned(), title: title.to_owned(), blocks }
}

fn first() -> ReportSection {
    let figure = |code: &str, text: &str| Span::Figure { cell: code.to_owned(), text: text.to_owned() };
    let text = vec![
        words("（一）主动公开。全年主动公开政府信息"),
        figure("F13", "93条"),
        words("，政府网站公开信息"),
        figure("F21", "12728条"),
        words("。"),
    ];
    let blocks = vec![
        Block::Paragraph(vec![own(Some("按照条例要求。\n（一）组织领导\n主任负责。"))]),
        Block::Paragraph(text),
        Block::Paragraph(vec![own(None)]),
    ];
    section("一、概述", blocks)
}

fn second() -> ReportSection {
    section("二、说明与附表", vec![Block::Table(annex()), Block::Table(wide(3))])
}

/// A head of one column and one row, unless said otherwise.
pub fn head(text: &str, columns: usize, rows: usize) -> TableHead {
    TableHead { text: text.to_owned(), columns, rows }
}

fn figures(heads: Vec<TableHead>, cells: &[(&str, &str)]) -> ReportRow {
    let cell = |(code, text): &(&str, &str)| TableFigure {
        cell: (*code).to_owned(),
        text: (*text).to_owned(),
        columns: 1,
    };
    ReportRow::Figures { heads, cells: cells.iter().map(cell).collect() }
}

fn annex() -> ReportTable {
    ReportTable {
        id: "annex-1".to_owned(),
        title: "附表1 主动公开情况统计".to_owned(),
        unit: "条".to_owned(),
        note: "本表按年末数填报。".to_owned(),
        rows: vec![
            ReportRow::Heads(vec![head("指标", 1, 1), head("数量", 1, 1)]),
            figures(vec![head("主动公开信息数", 1, 1)], &[("F13", "93")]),
            figures(vec![head("其中：1.组织机构", 1, 1)], &[("F14", "3")]),
            figures(vec![head("2.部门文件", 1, 1)], &[("F15", "90")]),
            figures(vec![head("行政复议数", 1, 1)], &[("F79", "/")]),
        ],
    }
}

/// A table of three columns of heads, of which two reach down, and seven of figures.
pub fn wide(rows: usize) -> ReportTable {
    let row = |heads| figures(heads, &[("F14", "3"); 7]);
    let mut all = vec![
        ReportRow::Heads(vec![head("勾稽关系", 3, 2), head("申请人情况", 7, 1)]),
        ReportRow::Heads(
            ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
                .map(|text| head(text, 1, 1))
                .to_vec(),
        ),
        row(vec![head("一、本年新收申请数量", 3, 1)]),
        row(vec![
            head("三、办理结果", 1, rows + 1),
            head("（三）不予公开", 1, rows + 1),
            head("1.属于国家秘密", 1, 1),
        ]),
    ];
    all.extend((0..rows).map(|at| row(vec![head(&format!("{}.其他法律行政法规禁止公开", at + 2), 1, 1)])));
    ReportTable {
        id: "wide".to_owned(),
        title: "收到和处理申请情况".to_owned(),
        unit: "件".to_owned(),
        note: String::new(),
        rows: all,
    }
}

fn chart(id: &str, after: Option<&str>, kind: ChartKind) -> Chart {
    let point = |(at, value): (usize, &i64)| Point {
        label: Says::new(format!("{}", 2014 + at), format!("{}", 2014 + at)),
        value: Decimal::from(*value),
        printed: value.to_string(),
        year: 2014 + at as i16,
        format: "gz-2016".to_owned(),
        cell: "F13".to_owned(),
    };
    Chart {
        id: id.to_owned(),
        after: after.map(str::to_owned),
        title: Says::new(format!("图示{id}"), format!("chart {id}")),
        unit: "条".to_owned(),
        kind,
        points: [71, 85, 93].iter().enumerate().map(point).collect(),
    }
}

/// No cells, no sections, nothing.
pub fn empty() -> Publication {
    let mut publication = publication();
    publication.report.cells.clear();
    publication.report.sections.clear();
    publication.report.charts.clear();
    publication.report.checks.clear();
    publication.report.title.clear();
    Publication {
        body: String::new(),
        format: Says::default(),
        definitions: BTreeMap::new(),
        years: Vec::new(),
        address: None,
        ..publication
    }
}
