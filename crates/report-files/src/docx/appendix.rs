//! The appendix of a checking copy: the verdicts, and every figure with its exact value and what it means.

use super::body::{Document, Set, anchor, open_paragraph, run};
use super::page::Page;
use super::xml::Xml;
use crate::facts::{Fact, facts, outcome};

/// Heads and shares of the width, in hundredths, of the list of figures.
const FIGURES: [(&str, usize); 7] = [
    ("编号", 16),
    ("指标", 18),
    ("打印值", 8),
    ("准确值", 10),
    ("单位", 5),
    ("明细", 5),
    ("口径；改写的理由", 38),
];
/// The same of the verdicts.
const VERDICTS: [(&str, usize); 3] = [("编号", 24), ("结果", 8), ("规则和两边的数", 68)];

/// Writes the appendix on turned pages.
pub(super) fn write(document: &mut Document<'_>) {
    document.turn(Page::Turned);
    let publication = document.publication;
    let failed = publication.report.checks.iter().filter(|verdict| !verdict.holds).count();
    let total = publication.report.checks.len();
    document.line(Set { align: Some("center"), ..Set::style("Heading1") }, "附：核对表");
    document.line(Set::style("Heading2"), &format!("（一）勾稽关系：{total}项，{failed}项不符"));
    if total > 0 {
        let checks = publication.report.checks.iter();
        let rows =
            checks.map(|verdict| [verdict.id.clone(), outcome(verdict).to_owned(), verdict.says.zh.clone()]);
        let rows: Vec<_> = rows.collect();
        table(document, &VERDICTS, rows.len(), |xml, at, column| run(xml, &rows[at][column], None));
    }
    document.line(Set::style("Heading2"), "（二）每个数的口径");
    let facts = facts(publication);
    if !facts.is_empty() {
        let links: Vec<Option<String>> =
            facts.iter().map(|fact| fact.address.clone().map(|address| document.link(address))).collect();
        table(document, &FIGURES, facts.len(), |xml, at, column| {
            if column == 0 {
                code(xml, &facts[at], at, links[at].as_deref());
            } else {
                run(xml, &words(&facts[at], column), None);
            }
        });
    }
    if let Some(address) = &publication.address {
        document.line(Set::style("TableUnit").left(), &format!("网址：{address}"));
    }
}

/// The code: what figures in the text lead to, and a link to the rows behind the figure.
fn code(xml: &mut Xml, fact: &Fact<'_>, at: usize, link: Option<&str>) {
    let id = at.to_string();
    xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &anchor(at))]);
    match link {
        Some(link) => xml.within("w:hyperlink", &[("r:id", link), ("w:history", "1")], |xml| {
            run(xml, &fact.cell.code, Some("Hyperlink"));
        }),
        None => run(xml, &fact.cell.code, None),
    }
    xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
}

fn words(fact: &Fact<'_>, column: usize) -> String {
    let cell = fact.cell;
    match column {
        1 => cell.label.clone(),
        2 => cell.printed.clone(),
        3 => fact.exact(),
        4 => cell.unit.clone(),
        5 => cell.rows.to_string(),
        _ => match &cell.overridden {
            None => fact.definition.to_owned(),
            Some(set) => format!(
                "{}\n改写：台账数为{}；{}（{}，{}）",
                fact.definition,
                fact.counted(),
                set.reason,
                set.by,
                set.on
            ),
        },
    }
}

/// A list with heads that come again on every page.
fn table<const N: usize>(
    document: &mut Document<'_>,
    heads: &[(&str, usize); N],
    rows: usize,
    write: impl Fn(&mut Xml, usize, usize),
) {
    let room = document.room();
    let widths = heads.map(|(_, share)| (room * share / 100).to_string());
    let xml = &mut document.xml;
    xml.within("w:tbl", &[], |xml| {
        xml.within("w:tblPr", &[], |xml| {
            xml.value("w:tblStyle", "TableGrid");
            xml.empty("w:tblW", &[("w:w", &room.to_string()), ("w:type", "dxa")]);
            xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        });
        xml.within("w:tblGrid", &[], |xml| {
            for width in &widths {
                xml.empty("w:gridCol", &[("w:w", width)]);
            }
        });
        for row in 0..=rows {
            xml.within("w:tr", &[], |xml| {
                xml.within("w:trPr", &[], |xml| {
                    xml.empty("w:cantSplit", &[]);
                    if row == 0 {
                        xml.empty("w:tblHeader", &[]);
                    }
                });
                for (column, width) in widths.iter().enumerate() {
                    let align = if row == 0 { "center" } else { "left" };
                    xml.within("w:tc", &[], |xml| {
                        xml.within("w:tcPr", &[], |xml| {
                            xml.empty("w:tcW", &[("w:w", width), ("w:type", "dxa")]);
                        });
                        let look = Set { align: Some(align), ..Set::style("TableSmall") };
                        open_paragraph(xml, look, |xml| match row.checked_sub(1) {
                            None => run(xml, heads[column].0, None),
                            Some(at) => write(xml, at, column),
                        });
                    });
                }
            });
        }
    });
    document.line(Set::style("TableGap"), "");
}
