//! The formats the program ships hold together.

use super::{body, codes, format};
use gongkai_domain::law::{BUILT_IN, LawText};
use gongkai_domain::registers::Test;
use gongkai_domain::reports::{Behind, Block, Format, Plan, ReportRow, formats};
use std::collections::BTreeSet;

fn bodies() -> Vec<gongkai_domain::registers::Row> {
    vec![
        body("district", "从化区人民政府", "government", ""),
        body("office", "从化区人民政府办公室", "government_office", "district"),
    ]
}

#[test]
fn every_figure_of_the_source_report_has_one_cell() {
    let gz = format("gz-2016");
    let codes: BTreeSet<&str> = gz.cells.iter().map(|cell| cell.code.as_str()).collect();
    for number in 1..=83 {
        let code = format!("F{number:02}");
        assert!(codes.contains(code.as_str()), "{code}");
    }
    let extra: Vec<&&str> = codes.iter().filter(|code| code.len() != 3).collect();
    assert_eq!(extra, [&"F68.share"]);
}

#[test]
fn the_national_tables_have_every_cell_once() {
    let national = format("national-2021");
    let shown: Vec<&str> = national
        .tables
        .iter()
        .flat_map(|table| &table.rows)
        .flat_map(|row| &row.cells)
        .map(|(code, _)| code.as_str())
        .collect();
    assert_eq!(shown.len(), 10 + 25 * 7 + 15);
    assert_eq!(shown.iter().collect::<BTreeSet<_>>().len(), shown.len());
    for code in ["A.regulation.issued", "A.administrative_charge.amount", "B.r3.natural_person"] {
        assert!(shown.contains(&code), "{code}");
    }
    for code in ["B.r25.total", "C.reconsideration.upheld", "C.litigation_after_reconsideration.total"] {
        assert!(shown.contains(&code), "{code}");
    }
}

#[test]
fn every_cell_is_defined_in_both_languages_and_tells_what_stands_behind_it() {
    let bodies = bodies();
    for format in formats(BUILT_IN, &codes()).unwrap() {
        let plan = Plan::new(&format, &bodies, "office", 2024).unwrap();
        for cell in &format.cells {
            let explained = plan.explain(&cell.code).unwrap();
            for words in [&explained.definition.zh, &explained.definition.en] {
                assert!(words.chars().count() > 6, "{}: {words}", cell.code);
                assert!(!words.contains(['{', '}']), "{}: {words}", cell.code);
            }
            if let Behind::Cells(codes) = explained.behind {
                assert!(codes.iter().all(|code| format.cell(code).is_some()), "{}", cell.code);
            }
        }
    }
}

#[test]
fn a_definition_reads_like_a_sentence() {
    let (gz, bodies) = (format("gz-2016"), bodies());
    let plan = Plan::new(&gz, &bodies, "office", 2016).unwrap();
    let zh = |code: &str| plan.explain(code).unwrap().definition.zh;
    assert_eq!(
        zh("F22"),
        "“渠道发布台账”中属于从化区人民政府及其以下全部机构（不含依法行使行政职权的组织）的记录：公开渠道为“政务微博”或“政务微信”；发布日期在2016年内。一条记录计1条。"
    );
    assert_eq!(zh("F42"), "由其他单元格算出：节约资金（F41） ÷ 采购预算金额（F40） × 100。");
    assert!(zh("F34").ends_with("打印时舍到100的整数倍，有舍去的加“多”字。"), "{}", zh("F34"));
    assert!(zh("F50").contains("到2016年12月31日尚无停用日期"), "{}", zh("F50"));
    assert_eq!(
        plan.explain("F13").unwrap().definition.en,
        "Rows of “Items of information” of 从化区人民政府办公室: “Disclosure class” is “Proactive”; “Published on” in 2016; each row counts once. What was published in the year counts, also if it was withdrawn later: the report tells what the year published."
    );
}

#[test]
fn a_total_names_its_parts_without_repeating_its_row() {
    let (national, bodies) = (format("national-2021"), bodies());
    let plan = Plan::new(&national, &bodies, "office", 2024).unwrap();
    let says = plan.explain("C.reconsideration.total").unwrap().definition;
    assert_eq!(
        says.zh,
        "由其他单元格算出：结果维持（C.reconsideration.upheld） + 结果纠正（C.reconsideration.corrected） + 其他结果（C.reconsideration.other） + 尚未审结（C.reconsideration.pending）。"
    );
    let open = plan.explain("B.r25.natural_person").unwrap().definition;
    assert!(open.en.contains("; no “Decided on” yet on 31 December 2024;"), "{}", open.en);
}

#[test]
fn scopes_take_in_the_right_bodies() {
    let gz = format("gz-2016");
    let bodies = [
        body("city", "广州市人民政府", "government", ""),
        body("district", "从化区人民政府", "government", "city"),
        body("office", "从化区人民政府办公室", "government_office", "district"),
        body("bureau", "从化区发展和改革局", "department", "district"),
        body("station", "某检测站", "authorized_organization", "bureau"),
        body("town", "太平镇人民政府", "town_or_subdistrict", "district"),
        body("other", "增城区人民政府", "government", "city"),
    ];
    let within = |body: &str, cell: &str| {
        let plan = Plan::new(&gz, &bodies, body, 2016).unwrap();
        match plan.explain(cell).unwrap().behind {
            Behind::Rows(selection) | Behind::Things { selection, .. } => selection.bodies.unwrap(),
            behind => panic!("{behind:?}"),
        }
    };
    assert_eq!(within("office", "F13"), ["office"]);
    assert_eq!(within("office", "F21"), ["bureau", "district", "office", "town"]);
    assert_eq!(within("district", "F21"), ["bureau", "district", "office", "town"]);
    assert_eq!(within("bureau", "F21"), ["bureau"]);
    assert_eq!(within("station", "F21"), ["station"]);
    assert_eq!(within("office", "F48"), ["bureau", "district", "office"]);
    assert_eq!(within("office", "F49"), ["town"]);
    assert!(Plan::new(&gz, &bodies, "nobody", 2016).is_err());
}

#[test]
fn time_words_are_bounds_of_years() {
    let national = format("national-2021");
    let bodies = bodies();
    let plan = Plan::new(&national, &bodies, "office", 2024).unwrap();
    let Some(Behind::Rows(selection)) = plan.explain("B.r2.natural_person").map(|cell| cell.behind) else {
        panic!("B.r2 counts rows");
    };
    let test = |column: &str| {
        selection.conditions.iter().find(|condition| condition.column.code == column).unwrap().test.clone()
    };
    assert_eq!(test("received_on"), Test::Year { from: None, to: Some(2023), or_absent: false });
    assert_eq!(test("decided_on"), Test::Year { from: Some(2024), to: None, or_absent: true });
}

#[test]
fn the_misprint_of_the_published_report_is_one_word_of_the_file() {
    let shipped = BUILT_IN.iter().find(|text| text.path == "reports/gz-2016.toml").unwrap();
    assert!(shipped.text.contains(r#"["3.不同意公开", "{F72}"]"#));
    let text = shipped.text.replace("[\"3.不同意公开\"", "[\"3.同意公开\"");
    let published = Format::read(&LawText { path: shipped.path, text: &text }, &codes()).unwrap();
    let heads = |format: &Format| format.tables[1].rows[11].heads[0].text.clone();
    assert_eq!(heads(&published), "3.同意公开");
    assert_eq!(heads(&format("gz-2016")), "3.不同意公开");
    assert_eq!(published.cells, format("gz-2016").cells);
}

#[test]
fn tables_carry_the_official_labels() {
    let (national, bodies) = (format("national-2021"), bodies());
    let plan = Plan::new(&national, &bodies, "office", 2024).unwrap();
    let report = plan.compute(&super::Ledgers::default().findings(&plan)).unwrap();
    assert_eq!(report.title, "从化区人民政府办公室2024年政府信息公开工作年度报告");
    let tables: Vec<_> = report
        .sections
        .iter()
        .flat_map(|section| &section.blocks)
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            Block::Paragraph(_) => None,
        })
        .collect();
    assert_eq!(tables.len(), 3);
    let ReportRow::Heads(columns) = &tables[1].rows[2] else { panic!("heads") };
    let columns: Vec<&str> = columns.iter().map(|head| head.text.as_str()).collect();
    assert_eq!(columns, ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]);
    let ReportRow::Figures { heads, cells } = &tables[1].rows[7] else { panic!("figures") };
    assert_eq!((heads[0].text.as_str(), heads[0].rows), ("（三）不予公开", 8));
    assert_eq!(heads[1].text, "1.属于国家秘密");
    assert_eq!((cells[0].cell.as_str(), cells[0].text.as_str()), ("B.r5.natural_person", "0"));
}

#[test]
fn a_format_may_say_which_bodies_a_row_applies_to_and_count_direct_subordinates() {
    let shipped = BUILT_IN.iter().find(|text| text.path == "reports/national-2021.toml").unwrap();
    let text = shipped
        .text
        .replace(
            "where = { kind = \"regulation\" } }",
            "where = { kind = \"regulation\" }, applies_to = { level = [\"province\", \"city\"] } }",
        )
        .replace(r#"scope = "body""#, r#"scope = "children""#);
    let format = Format::read(&LawText { path: shipped.path, text: &text }, &codes()).unwrap();
    let bodies = [
        body("district", "某区人民政府", "government", ""),
        body("bureau", "某局", "department", "district"),
        body("station", "某站", "directly_affiliated_unit", "bureau"),
    ];
    let plan = Plan::new(&format, &bodies, "district", 2024).unwrap();
    let report = plan.compute(&super::Ledgers::default().findings(&plan)).unwrap();
    assert_eq!(report.cell("A.regulation.valid").unwrap().printed, "/");
    assert_eq!(report.cell("A.normative_document.valid").unwrap().printed, "0");
    assert_eq!(report.amounts()["A.regulation.valid"], gongkai_domain::reports::Amount::NotApplicable);
    let Some(Behind::Rows(selection)) = plan.explain("B.r1.natural_person").map(|cell| cell.behind) else {
        panic!("B.r1 counts rows");
    };
    assert_eq!(selection.bodies.unwrap(), ["bureau", "district"]);
}
