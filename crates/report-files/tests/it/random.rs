//! Any report gives files that open and say what it says, however odd its words and tables.

use crate::reading::word;
use calamine::{Data, Reader, Xlsx};
use gongkai_domain::reports::{
    Block, Figure, Publication, Report, ReportCell, ReportRow, ReportSection, ReportTable, Span, Standing,
    TableFigure, TableHead,
};
use gongkai_domain::says::Says;
use gongkai_report_files::{Printing, csv, docx, xlsx};
use jiff::civil::date;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::io::Cursor;

/// Letters that files trip over.
const LETTERS: &[char] = &[
    'a', '0', '9', ' ', '中', '文', '<', '>', '&', '"', '\'', '=', '+', '-', '@', '_', 'x', ',', ';', '\n',
    '\r', '\t', '\u{0}', '\u{1}', '\u{b}', '\u{1f}', '\u{7f}', '\u{85}', '\u{fffe}', '\u{ffff}', '\u{202e}',
    '😀', '\u{2028}', '%', '[', ']', '/', '\\', '*', '?', ':', '（', '一', '）', '。',
];

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => vec(select(LETTERS), 0..12).prop_map(String::from_iter),
        1 => Just("长".repeat(3_000)),
        1 => Just("_x0041_".to_owned()),
    ]
}

fn figure() -> impl Strategy<Value = Figure> {
    prop_oneof![
        (any::<i64>(), 0..18u32).prop_map(|(digits, scale)| Figure::Number(Decimal::new(digits, scale))),
        (0..100_000i64).prop_map(|whole| Figure::Number(whole.into())),
        vec(words(), 0..3).prop_map(Figure::List),
        words().prop_map(Figure::Words),
        Just(Figure::Undefined),
        Just(Figure::NotApplicable),
    ]
}

fn cells() -> impl Strategy<Value = Vec<ReportCell>> {
    let cell = (words(), words(), figure(), words()).prop_map(|(code, label, value, printed)| ReportCell {
        code,
        label,
        unit: "件".into(),
        counted: value.clone(),
        value,
        printed,
        names: None,
        rows: 1,
        overridden: None,
    });
    vec(cell, 0..6)
}

fn table() -> impl Strategy<Value = ReportTable> {
    let head =
        (words(), 0..5usize, 0..4usize).prop_map(|(text, columns, rows)| TableHead { text, columns, rows });
    let figure =
        (words(), 0..5usize).prop_map(|(text, columns)| TableFigure { cell: "F1".into(), text, columns });
    let row = (vec(head, 0..4), vec(figure, 0..4)).prop_map(|(heads, cells)| {
        if cells.is_empty() { ReportRow::Heads(heads) } else { ReportRow::Figures { heads, cells } }
    });
    (words(), words(), vec(row, 0..8)).prop_map(|(title, note, rows)| ReportTable {
        id: "t".into(),
        title,
        unit: "件".into(),
        note,
        rows,
    })
}

fn publication() -> impl Strategy<Value = Publication> {
    let blocks = prop_oneof![
        table().prop_map(Block::Table),
        words()
            .prop_map(|text| Block::Paragraph(vec![Span::OwnWords { place: "p".into(), text: Some(text) }])),
        words().prop_map(|text| Block::Paragraph(vec![Span::Figure { cell: "F1".into(), text }])),
    ];
    (words(), words(), cells(), vec(blocks, 0..5)).prop_map(|(title, body, cells, blocks)| Publication {
        report: Report {
            format: "f".into(),
            body: "b".into(),
            year: 2021,
            title: title.clone(),
            cells,
            checks: Vec::new(),
            sections: vec![ReportSection { id: "s".into(), title, blocks }],
            charts: Vec::new(),
        },
        format: Says::default(),
        body,
        standing: Standing::Draft { counted_on: date(2022, 1, 4) },
        definitions: BTreeMap::new(),
        years: Vec::new(),
        address: Some("https://www.example.gov.cn/r".into()),
    })
}

/// Words as a file holds them, worked out apart from the program.
fn held(words: &str) -> String {
    let words = words.replace("\r\n", "\n").replace('\r', "\n");
    let is_lost = |letter: char| {
        (letter < ' ' && letter != '\t' && letter != '\n') || "\u{fffe}\u{ffff}".contains(letter)
    };
    words.chars().map(|letter| if is_lost(letter) { '\u{fffd}' } else { letter }).collect()
}

fn tables(publication: &Publication) -> impl Iterator<Item = &ReportTable> {
    publication.report.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) => None,
    })
}

/// The words of a table, row by row, blank ones left out.
fn said(table: &ReportTable) -> Vec<String> {
    let row = |row: &ReportRow| -> Vec<String> {
        let (heads, cells) = match row {
            ReportRow::Heads(heads) => (heads, [].as_slice()),
            ReportRow::Figures { heads, cells } => (heads, cells.as_slice()),
        };
        let heads = heads.iter().map(|head| held(&head.text));
        heads.chain(cells.iter().map(|cell| held(&cell.text))).collect()
    };
    table.rows.iter().flat_map(row).filter(|words| !words.is_empty()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn documents_open(publication in publication()) {
        for printing in [Printing::Official, Printing::Checking] {
            let word = word(&docx(&publication, printing).unwrap());
            let with_rows = tables(&publication).filter(|table| !table.rows.is_empty());
            for (found, table) in word.tables.iter().zip(with_rows) {
                found.assert_whole();
                prop_assert_eq!(found.words(), said(table));
            }
            for block in publication.report.sections.iter().flat_map(|section| &section.blocks) {
                let Block::Paragraph(spans) = block else { continue };
                let (Span::Text(text) | Span::Figure { text, .. } | Span::OwnWords { text: Some(text), .. }) = &spans[0] else { continue };
                for line in held(text).split('\n').map(str::trim).filter(|line| !line.is_empty()) {
                    prop_assert!(word.paragraphs.iter().any(|(_, words)| words.trim() == line), "{:?} in {:?}", line, word.paragraphs);
                }
            }
        }
    }

    #[test]
    fn workbooks_open(publication in publication()) {
        let bytes = xlsx(&publication).unwrap();
        let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
        let names = workbook.sheet_names();
        for (at, table) in tables(&publication).enumerate() {
            let sheet = workbook.worksheet_range(&names[at + 1]).unwrap();
            let words: Vec<String> = sheet.used_cells().map(|(_, _, data)| data.to_string()).collect();
            for said in said(table) {
                prop_assert!(words.contains(&said), "{:?} in {:?}", said, words);
            }
        }
        let list = workbook.worksheet_range("全部指标").unwrap();
        for (row, cell) in list.rows().skip(1).zip(&publication.report.cells) {
            prop_assert_eq!(row[0].to_string(), held(&cell.code));
            prop_assert_eq!(row[1].to_string(), held(&cell.label));
            match (&row[3], &cell.value) {
                (Data::Float(found), Figure::Number(number)) => {
                    let nearest: f64 = number.to_string().parse().unwrap();
                    prop_assert_eq!(found.to_bits(), (nearest + 0.0).to_bits());
                }
                (Data::String(found), Figure::Number(number)) => {
                    prop_assert_eq!(found.parse::<Decimal>().unwrap(), *number);
                }
                (found, Figure::Words(words)) => prop_assert_eq!(found.to_string(), held(words)),
                _ => {}
            }
        }
    }

    #[test]
    fn lists_open(publication in publication()) {
        let bytes = csv(&publication).unwrap();
        let mut lines = csv::ReaderBuilder::new().from_reader(&bytes[3..]);
        let lines: Vec<csv::StringRecord> = lines.records().map(Result::unwrap).collect();
        prop_assert_eq!(lines.len(), publication.report.cells.len());
        for (line, cell) in lines.iter().zip(&publication.report.cells) {
            let code = held(&cell.code);
            prop_assert!(line[0] == code || line[0] == format!("'{code}"), "{:?}", &line[0]);
            if let Figure::Number(number) = &cell.value {
                prop_assert_eq!(line[3].parse::<Decimal>().unwrap(), *number);
            }
            prop_assert!(!line.iter().any(|field| field.starts_with(['=', '@', '\t', '\r'])));
        }
    }
}
