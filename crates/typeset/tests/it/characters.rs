//! Names with rare characters, and what no font has.

use crate::pdf::{Pdf, TYPESETTER};
use crate::sample::{own, publication, saying, words};
use gongkai_domain::reports::Printing;

/// Characters of names that GB 2312 lacks, one of extension A, one of extension B and later.
const RARE: &str = "喆堃翀垚彧祎玥昇赟珺琤犇叕䶮㎡𬭎〓";

#[test]
fn rare_names_are_set_with_their_own_characters() {
    let mut publication = saying(vec![vec![words("承办人："), own(Some(RARE))]]);
    publication.report.title = format!("2016年{RARE}政府信息公开年度报告");
    publication.report.sections[0].title = format!("一、{RARE}");
    let pdf = Pdf::official(&publication);
    assert!(pdf.set.missing.is_empty(), "{:?}", pdf.set.missing);
    assert!(pdf.text().matches(RARE).count() >= 4, "{}", pdf.text());
}

#[test]
fn a_character_no_font_has_is_named_and_not_dropped() {
    let publication = saying(vec![vec![own(Some("张\u{3134a}，表情😀，自造字\u{e000}，藏文ཀ"))]]);
    let pdf = Pdf::official(&publication);
    let missing: String = pdf.set.missing.iter().collect();
    assert_eq!(missing, "ཀ\u{e000}😀\u{3134a}");
    let text = pdf.text();
    assert!(text.contains("张〓，表情〓，自造字〓，藏文〓"), "{text}");
    assert!(text.contains("U+0F40、U+E000、U+1F600、U+3134A"), "{text}");
}

#[test]
fn marks_that_are_no_letters_do_no_harm() {
    let wild =
        "甲\u{0}乙\u{7}\t丙\u{202e}丁\u{feff}戊\u{200b}己\u{fe0f}庚\u{ad}辛\r\n壬\u{2028}癸\u{fffe}\u{e0041}";
    let pdf = Pdf::official(&saying(vec![vec![own(Some(wild))]]));
    assert!(pdf.set.missing.is_empty(), "{:?}", pdf.set.missing);
    let text = pdf.text();
    assert!(text.contains("甲乙丙丁戊己庚辛") && text.contains("壬癸"), "{text}");
}

#[test]
fn every_character_the_program_itself_prints_is_covered() {
    for printing in [Printing::Official, Printing::Checking] {
        let set = TYPESETTER.report(&publication(), printing).unwrap();
        assert!(set.missing.is_empty(), "{:?}", set.missing);
    }
}
