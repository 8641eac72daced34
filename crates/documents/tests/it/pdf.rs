//! PDF files, most of them made by programs offices use.

use crate::shown::{assert_grid, shown, tables, without_line_ends};
use encoding_rs::GBK;
use gongkai_documents::{DocumentFault, FileKind, read};

pub const CHROMIUM: &[u8] = include_bytes!("fixtures/chromium.pdf");
pub const LIBREOFFICE: &[u8] = include_bytes!("fixtures/libreoffice.pdf");

/// A PDF of these pages, each given by what it draws, with a font for Chinese that is not in the file.
pub fn drawn(pages: &[&[u8]]) -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        Vec::new(),
        b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/GBK-EUC-H/DescendantFonts[4 0 R]>>".to_vec(),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>\
          /DW 1000/W[1 95 500 814 939 500]/FontDescriptor<</Type/FontDescriptor/FontName/SimSun/Flags 6>>>>"
            .to_vec(),
    ];
    let mut kids = Vec::new();
    for page in pages {
        let number = objects.len() + 1;
        kids.push(format!("{number} 0 R"));
        objects.push(
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {} 0 R/Resources<</Font<</F 3 0 R>>>>>>",
                number + 1
            )
            .into_bytes(),
        );
        let head = format!("<</Length {}>>\nstream\n", page.len());
        objects.push([head.as_bytes(), page, b"\nendstream"].concat());
    }
    objects[1] = format!("<</Type/Pages/Kids[{}]/Count {}>>", kids.join(" "), pages.len()).into_bytes();
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend([format!("{} 0 obj\n", at + 1).as_bytes(), object, b"\nendobj\n"].concat());
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).into_bytes());
    for place in &places {
        file.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    file.extend(
        format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF", places.len() + 1).into_bytes(),
    );
    file
}

/// Text at a place, from the lower left corner.
pub fn text(x: u32, y: u32, text: &str) -> Vec<u8> {
    let hex: Vec<String> = GBK.encode(text).0.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("BT /F 10 Tf {x} {y} Td <{}> Tj ET\n", hex.concat()).into_bytes()
}

fn line(x: u32, y: u32, to_x: u32, to_y: u32) -> Vec<u8> {
    format!("{x} {y} m {to_x} {to_y} l S\n").into_bytes()
}

/// A page with a table of three rows, the first cell merged over two of them.
pub fn page() -> Vec<u8> {
    let lines = [
        line(50, 700, 350, 700),
        line(50, 640, 350, 640),
        line(150, 670, 350, 670),
        line(50, 610, 350, 610),
        line(50, 700, 50, 610),
        line(150, 700, 150, 610),
        line(250, 700, 250, 640),
        line(350, 700, 350, 610),
    ];
    let words = [
        text(50, 740, "三、收到和处理情况"),
        text(60, 672, "本年度"),
        text(60, 660, "办理结果"),
        text(160, 680, "予以公开"),
        text(260, 680, "9"),
        text(160, 650, "部分公开"),
        text(60, 620, "总计"),
        text(160, 620, "11"),
        text(290, 20, "- 1 -"),
    ];
    [lines.concat(), words.concat()].concat()
}

#[test]
fn fonts_that_are_not_in_the_file_are_read() {
    let document = read("a.pdf", &drawn(&[&page()])).unwrap();
    let expected = [
        "1 三、收到和处理情况",
        "2 table 1",
        "1v2:本年度/办理结果 | 2:予以公开 | 3:9",
        "2:部分公开 | 3:",
        "1:总计 | 2+2:11",
    ];
    assert_eq!(shown(&document), expected);
    assert!(document.wrapped);
    assert_eq!(document.kind, FileKind::Pdf);
}

#[test]
fn tables_with_lines_between_rows_only() {
    let words = [(50, 220), (120, 60), (3, 4), (0, 1)].map(|(a, b)| (a.to_string(), b.to_string()));
    let mut page: Vec<u8> =
        (0..=words.len() as u32).flat_map(|row| line(50, 700 - row * 20, 500, 700 - row * 20)).collect();
    for (row, (left, right)) in words.iter().enumerate() {
        let y = 685 - row as u32 * 20;
        page.extend([text(50, y, "信息"), text(200, y, left), text(400, y, right)].concat());
    }
    page.extend(line(50, 300, 500, 300));
    page.extend(text(50, 200, "二、"));
    let document = read("a.pdf", &drawn(&[&page])).unwrap();
    let expected = [
        "1 table 1",
        "1:信息 | 2:50 | 3:220",
        "1:信息 | 2:120 | 3:60",
        "1:信息 | 2:3 | 3:4",
        "1:信息 | 2:0 | 3:1",
        "5 二、",
    ];
    assert_eq!(shown(&document), expected);
}

#[test]
fn running_heads_go_and_turned_pages_are_turned_back() {
    let body = |number: u32| {
        [text(50, 780, "青山县虚构局"), text(50, 400, "正文"), text(290, 20, &format!("第 {number} 页"))]
            .concat()
    };
    let pages: Vec<Vec<u8>> = (1..4).map(body).collect();
    let pages: Vec<&[u8]> = pages.iter().map(Vec::as_slice).collect();
    assert_eq!(shown(&read("a.pdf", &drawn(&pages)).unwrap()), ["1 正文", "2 正文", "3 正文"]);
    let turned = [b"0 1 -1 0 600 0 cm\n".to_vec(), page()].concat();
    let upright = shown(&read("a.pdf", &drawn(&[&page()])).unwrap());
    assert_eq!(shown(&read("a.pdf", &drawn(&[&turned])).unwrap())[1..5], upright[1..5]);
}

#[test]
fn reports_printed_by_other_programs_come_back_whole() {
    let html = read("report.html", include_bytes!("fixtures/report.html")).unwrap();
    let expected = without_line_ends(tables(&html)[0]);
    assert_eq!(expected.iter().map(Vec::len).sum::<usize>(), 115);
    let owner: &[u8] = include_bytes!("fixtures/owner-password.pdf");
    for (name, bytes) in [("chromium", CHROMIUM), ("libreoffice", LIBREOFFICE), ("owner password", owner)] {
        let document = read("a.pdf", bytes).unwrap();
        let [table] = tables(&document)[..] else { panic!("{name}: {:#?}", shown(&document)) };
        assert_grid(table);
        assert_eq!(without_line_ends(table), expected, "{name}");
        assert_eq!(document.title, html.title, "{name}");
        let told: String = shown(&document).concat();
        assert!(told.contains("没有其他需要报告的事项"), "{name}");
        assert!(!told.contains("file:") && !told.contains("1/2"), "{name}: {told}");
    }
}

#[test]
fn files_without_text_and_with_passwords_say_so() {
    assert_eq!(read("a.pdf", &drawn(&[&line(1, 1, 90, 90)])), Err(DocumentFault::Scanned));
    let locked = include_bytes!("fixtures/user-password.pdf");
    assert_eq!(read("a.pdf", locked), Err(DocumentFault::Encrypted));
    assert_eq!(read("a.pdf", b"%PDF-1.7\nnothing"), Err(DocumentFault::Broken("PDF")));
    assert_eq!(read("a.pdf", &CHROMIUM[..CHROMIUM.len() / 3]), Err(DocumentFault::Broken("PDF")));
}
