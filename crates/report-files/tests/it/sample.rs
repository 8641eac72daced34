//! A small frozen report with everything a report can have.

use gongkai_domain::reports::{
    Block, Chart, ChartKind, CheckKind, Figure, Freezing, Override, Point, Publication, Report, ReportCell,
    ReportRow, ReportSection, ReportTable, Signatures, Span, Standing, TableFigure, TableHead, Verdict,
};
use gongkai_domain::says::Says;
use jiff::civil::date;

pub fn publication() -> Publication {
    let cells = vec![
        cell("F13", "主动公开信息数", "条", number("93"), "93"),
        cell("F34", "浏览量", "人次", number("5187"), "5100多"),
        cell("F42", "节约率", "%", number("4.9587509970"), "5"),
        cell("F39", "采购金额", "万元", number("12345678901234567.89"), "12345678901234567.89"),
        cell(
            "F57",
            "除外事项",
            "",
            Figure::List(vec!["产权交易".into(), "人事、社保".into()]),
            "产权交易、人事、社保",
        ),
        cell("F06", "电话", "", Figure::Words("=HYPERLINK(\"x\")".into()), "=HYPERLINK(\"x\")"),
        cell("F80", "行政诉讼数", "件", Figure::NotApplicable, "/"),
        overridden(),
    ];
    let definitions =
        cells.iter().map(|cell| (cell.code.clone(), Says::new("记录数，一条记录计1件。", "Rows.")));
    Publication {
        definitions: definitions.collect(),
        report: Report {
            format: "gz-2016".into(),
            body: "conghua-office".into(),
            year: 2016,
            title: "2016年从化区人民政府办公室政府信息公开年度报告".into(),
            cells,
            checks: vec![verdict()],
            sections: sections(),
            charts: Vec::new(),
        },
        format: Says::new("广州市格式（2008年条例）", "Guangzhou format"),
        body: "从化区人民政府办公室".into(),
        standing: Standing::Frozen(Freezing {
            version: 2,
            frozen_on: date(2017, 3, 1),
            digest: "0123456789abcdef".repeat(4),
            sequence: 41,
            signatures: Signatures { head: "张某".into(), ..Signatures::default() },
        }),
        years: vec![years()],
        address: Some("https://www.example.gov.cn/zfxxgk/zfxxgknb/2016/gz-2016".into()),
    }
}

fn number(text: &str) -> Figure {
    Figure::Number(text.parse().unwrap())
}

fn cell(code: &str, label: &str, unit: &str, value: Figure, printed: &str) -> ReportCell {
    let [code, label, unit, printed] = [code, label, unit, printed].map(str::to_owned);
    ReportCell {
        code,
        label,
        unit,
        counted: value.clone(),
        value,
        printed,
        names: None,
        rows: 93,
        overridden: None,
    }
}

fn overridden() -> ReportCell {
    let set = Override {
        value: "7".parse().unwrap(),
        reason: "含电话申请".into(),
        by: "李某".into(),
        on: date(2017, 2, 3),
    };
    let cell = cell("F60", "申请总数", "条", number("7"), "7");
    ReportCell { counted: number("6"), overridden: Some(set), ..cell }
}

fn verdict() -> Verdict {
    Verdict {
        id: "annex-1-total".into(),
        kind: CheckKind::Sum,
        holds: false,
        left: Some("92".parse().unwrap()),
        right: Some("93".parse().unwrap()),
        says: Says::new("七类之和等于总数：92 ≠ 93", "The seven add up: 92 ≠ 93"),
    }
}

fn sections() -> Vec<ReportSection> {
    let figure = |cell: &str, text: &str| Span::Figure { cell: cell.into(), text: text.into() };
    let own = |text: Option<&str>| Span::OwnWords { place: "overview".into(), text: text.map(str::to_owned) };
    let paragraphs = vec![
        Block::Paragraph(vec![Span::Text("（2017年1月）".into())]),
        Block::Paragraph(vec![own(Some("（一）组织领导\n　主要领导负责。\n\n（二）制度建设。制定办法。"))]),
        Block::Paragraph(vec![
            Span::Text("公开".into()),
            figure("F13", "93条"),
            Span::Text("，<其中>：".into()),
        ]),
        Block::Paragraph(vec![own(None)]),
    ];
    let tables = vec![Block::Table(wide()), Block::Table(narrow())];
    let section =
        |id: &str, title: &str, blocks| ReportSection { id: id.into(), title: title.into(), blocks };
    vec![section("overview", "一、概 述", paragraphs), section("tables", "二、附 表", tables)]
}

fn head(text: &str, columns: usize, rows: usize) -> TableHead {
    TableHead { text: text.into(), columns, rows }
}

fn figure(cell: &str, text: &str) -> TableFigure {
    TableFigure { cell: cell.into(), text: text.into(), columns: 1 }
}

/// A table with a head of two rows, and a row head over two rows.
fn wide() -> ReportTable {
    let rows = vec![
        ReportRow::Heads(vec![head("勾稽关系", 2, 2), head("数", 2, 1)]),
        ReportRow::Heads(vec![head("浏览量", 1, 1), head("节约率", 1, 1)]),
        ReportRow::Figures {
            heads: vec![head("三、结果", 1, 2), head("（一）", 1, 1)],
            cells: vec![figure("F34", "5100多"), figure("F42", "5")],
        },
        ReportRow::Figures {
            heads: vec![head("（二）", 1, 1)],
            cells: vec![figure("F80", "/"), figure("F39", "12345678901234567.89")],
        },
    ];
    ReportTable { id: "wide".into(), title: "附 表".into(), unit: "件".into(), note: String::new(), rows }
}

/// A table with heads between its rows.
fn narrow() -> ReportTable {
    let row = |text: &str, cell, printed| ReportRow::Figures {
        heads: vec![head(text, 1, 1)],
        cells: vec![figure(cell, printed)],
    };
    let rows = vec![
        ReportRow::Heads(vec![head("指标", 1, 1), head("数量", 1, 1)]),
        row("=1+1 主动公开", "F13", "93"),
        ReportRow::Heads(vec![head("第二十条第（五）项", 2, 1)]),
        row("申请总数", "F60", "7"),
    ];
    ReportTable {
        id: "narrow".into(),
        title: "附表1：全部/指标".into(),
        unit: String::new(),
        note: "注".into(),
        rows,
    }
}

fn years() -> Chart {
    let point = |year: i16, value: &str| Point {
        label: Says::new(format!("{year}年"), year.to_string()),
        value: value.parse().unwrap(),
        printed: value.into(),
        year,
        format: "gz-2016".into(),
        cell: "F13".into(),
    };
    Chart {
        id: "items".into(),
        after: None,
        title: Says::new("主动公开信息数", "Items"),
        unit: "条".into(),
        kind: ChartKind::Years,
        points: vec![point(2016, "93"), point(2014, "70"), point(2015, "81")],
    }
}
