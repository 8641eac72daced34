//! Where things stand on the page.

use crate::pdf::Pdf;
use crate::sample::{frozen, own, publication, saying, wide, words};
use gongkai_domain::reports::{Block, Publication, ReportRow, Span};

/// The type area of GB/T 9704 on A4, in points: 28 mm from the left, 26 mm from the right.
const LEFT: f64 = 79.37;
const RIGHT: f64 = 595.28 - 73.7;
/// Punctuation may hang a little into the margin.
const HANGING: f64 = 9.0;

fn stays_within_the_type_area(pdf: &Pdf) {
    for word in pdf.words() {
        assert!(word.left >= LEFT - HANGING && word.right <= RIGHT + HANGING, "{word:?}");
        assert!(word.bottom <= 841.9, "{word:?}");
    }
}

#[test]
fn everything_stays_within_the_type_area() {
    for pdf in [Pdf::official(&frozen()), Pdf::checking(&publication())] {
        stays_within_the_type_area(&pdf);
    }
}

#[test]
fn page_numbers_stand_at_the_outer_side() {
    let mut publication = saying(vec![vec![words(&"长文字。".repeat(900))]]);
    publication.standing = frozen().standing;
    let pdf = Pdf::official(&publication);
    let words = pdf.words();
    let at = |number: &str| {
        let found =
            words.iter().find(|word| word.text.trim_matches(['—', ' ']) == number && word.bottom > 760.0);
        found.unwrap_or_else(|| panic!("no page {number}")).left
    };
    assert!(at("1") > 450.0 && at("2") < 150.0 && at("3") > 450.0, "{} {} {}", at("1"), at("2"), at("3"));
}

#[test]
fn a_page_has_22_lines_of_28_characters() {
    let text = "公".repeat(28 * 22 * 3);
    let mut publication = saying(vec![vec![words(&text)]]);
    publication.report.title = "报告".to_owned();
    let pdf = Pdf::official(&publication);
    let page = pdf.told_by("pdftotext", &["-f", "4", "-l", "4", "-layout", "-enc", "UTF-8"]);
    let lines: Vec<usize> =
        page.lines().map(|line| line.matches('公').count()).filter(|count| *count > 0).collect();
    assert_eq!(lines, [28; 22]);
}

#[test]
fn long_words_and_long_lists_run_on_over_pages() {
    let names: Vec<String> = (0..800).map(|at| format!("某某单位{at}办公室")).collect();
    let unbroken = "x".repeat(3_000);
    let publication = saying(vec![
        vec![own(Some(&"一段话，".repeat(2_000)))],
        vec![Span::Figure { cell: "F13".to_owned(), text: names.join("、") }],
        vec![own(Some(&unbroken))],
        vec![own(Some(&"https://www.example.gov.cn/a?b=c&d=".repeat(40)))],
        vec![own(Some(&"12345678901234567890".repeat(60)))],
    ]);
    for pdf in [Pdf::official(&publication), Pdf::checking(&publication)] {
        assert!(pdf.pages() > 20, "{}", pdf.pages());
        assert!(pdf.text().contains("某某单位799办公室"));
        stays_within_the_type_area(&pdf);
    }
}

fn with_table(rows: usize, figure: &str) -> Publication {
    let mut publication = publication();
    let mut table = wide(rows);
    for row in &mut table.rows {
        if let ReportRow::Figures { cells, .. } = row {
            for cell in cells {
                figure.clone_into(&mut cell.text);
            }
        }
    }
    publication.report.sections.truncate(1);
    publication.report.sections[0].blocks = vec![Block::Table(table)];
    publication
}

#[test]
fn a_table_that_fits_is_not_broken_and_a_longer_one_repeats_its_heads() {
    let heads = |pdf: &Pdf| pdf.text().matches("社会公益组织").count();
    assert_eq!(heads(&Pdf::official(&with_table(20, "3"))), 1);
    let long = Pdf::official(&with_table(120, "3"));
    assert!(heads(&long) >= 3, "{}", heads(&long));
    stays_within_the_type_area(&long);
}

#[test]
fn large_figures_make_a_table_smaller_rather_than_wider() {
    for figure in ["1234567", "123456789.01", "一个很长的说明文字", "/"] {
        let pdf = Pdf::official(&with_table(5, figure));
        stays_within_the_type_area(&pdf);
        assert!(pdf.text().matches(figure).count() >= 7 * 5, "{figure}");
    }
}

#[test]
fn a_long_name_of_the_body_stays_on_the_page() {
    let mut publication = frozen();
    publication.body =
        "某某市某某区人民政府某某街道办事处党政综合办公室（政务公开和政务服务管理办公室）".to_owned();
    publication.report.title = format!("2016年{}政府信息公开工作年度报告", publication.body);
    stays_within_the_type_area(&Pdf::official(&publication));
}
