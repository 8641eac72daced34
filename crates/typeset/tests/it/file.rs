//! The file itself: a tagged PDF/A-2a with every font in it, the same bytes each time.

use crate::pdf::{Pdf, TYPESETTER, fonts};
use crate::sample::{frozen, publication};
use gongkai_domain::reports::Printing;
use gongkai_typeset::Typesetter;

#[test]
fn it_is_tagged_and_names_its_language_title_and_day() {
    let pdf = Pdf::official(&frozen());
    let info = pdf.told_by("pdfinfo", &["-isodates"]);
    for line in ["2016年某区人民政府办公室政府信息公开年度报告", "某区人民政府办公室", "2017-02-23"]
    {
        assert!(info.contains(line), "{line}: {info}");
    }
    let tagged = info.lines().find(|line| line.starts_with("Tagged:")).unwrap();
    assert!(tagged.ends_with("yes"), "{tagged}");
    let structure = pdf.told_by("pdfinfo", &["-struct", "-enc", "UTF-8"]);
    for element in ["H1", "H2", "P", "TOC", "Table", "TH", "TD", "Figure", "Caption"] {
        let names = structure.lines().filter_map(|line| line.split_whitespace().next());
        let found = names.into_iter().any(|name| name.trim_end_matches(':') == element);
        assert!(found, "{element}: {structure}");
    }
}

#[test]
fn it_says_it_is_pdf_a_2a_and_keeps_to_it() {
    let pdf = Pdf::checking(&publication());
    let bytes = String::from_utf8_lossy(&pdf.set.pdf).into_owned();
    for needed in
        ["<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "/OutputIntents"]
    {
        assert!(bytes.contains(needed), "{needed}");
    }
    for forbidden in ["/Encrypt", "/JavaScript", "/EmbeddedFiles", "/Launch"] {
        assert!(!bytes.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn every_font_is_embedded_as_a_subset_with_its_characters() {
    for printing in [Printing::Official, Printing::Checking] {
        let fonts = Pdf::of(&frozen(), printing).told_by("pdffonts", &[]);
        let lines: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(lines.len() >= 5, "{fonts}");
        for line in lines {
            assert!(line.contains("yes yes yes") && line.contains('+'), "{line}");
        }
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let other = Typesetter::with_fonts(&[fonts()]).unwrap();
    for printing in [Printing::Official, Printing::Checking] {
        let once = TYPESETTER.report(&frozen(), printing).unwrap();
        let meanwhile = TYPESETTER.report(&publication(), printing).unwrap();
        assert_eq!(other.report(&frozen(), printing).unwrap(), once);
        assert_ne!(meanwhile, once);
    }
}

#[test]
fn without_fonts_it_says_what_to_do() {
    let nowhere = tempfile::tempdir().unwrap();
    let fault =
        Typesetter::with_fonts(&[nowhere.path().to_owned(), nowhere.path().join("none")]).unwrap_err();
    let says = fault.to_string();
    assert!(says.contains("fonts 文件夹") && says.contains("--fonts") && says.contains("release"), "{says}");
}
