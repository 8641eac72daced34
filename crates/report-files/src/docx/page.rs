//! Pages: paper, margins, the grid of lines and characters, and the feet (GB/T 9704-2012, 5.2 and 7.5).

use super::xml::Xml;

/// 210 × 297 mm, in twentieths of a point.
const A4: (usize, usize) = (11_906, 16_838);
/// 37 mm.
const TOP: usize = 2_098;
/// 26 mm.
const RIGHT: usize = 1_474;
/// 35 mm.
const BOTTOM: usize = 1_984;
/// 28 mm, the edge that is bound.
const LEFT: usize = 1_588;
/// From the edge of the paper to the foot, so that the number stands 7 mm below the text.
const FOOT: &str = "1190";
/// 22 lines of 28.95 points in 225 mm.
pub(super) const LINE: &str = "579";

/// How a page is turned, and what stands at its foot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page {
    /// The cover: without a number.
    Cover,
    /// Upright.
    Upright,
    /// Turned, for tables with many columns and the list of figures.
    Turned,
}

impl Page {
    /// Width between the margins, in twentieths of a point.
    pub(super) const fn room(self) -> usize {
        match self {
            Self::Cover | Self::Upright => A4.0 - LEFT - RIGHT,
            Self::Turned => A4.1 - TOP - BOTTOM,
        }
    }
}

/// The properties of a section; `restarts` where its pages are counted from 1.
pub(super) fn section(xml: &mut Xml, page: Page, restarts: bool) {
    xml.within("w:sectPr", &[], |xml| {
        if page != Page::Cover {
            xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", "odd")]);
            xml.empty("w:footerReference", &[("w:type", "even"), ("r:id", "even")]);
        }
        xml.value("w:type", "nextPage");
        let (size, margins, orient) = match page {
            Page::Turned => ((A4.1, A4.0), [LEFT, TOP, RIGHT, BOTTOM], "landscape"),
            _ => (A4, [TOP, RIGHT, BOTTOM, LEFT], "portrait"),
        };
        let [width, height] = [size.0, size.1].map(|length| length.to_string());
        xml.empty("w:pgSz", &[("w:w", &width), ("w:h", &height), ("w:orient", orient)]);
        let [top, right, bottom, left] = margins.map(|length| length.to_string());
        let foot = if page == Page::Turned { "680" } else { FOOT };
        xml.empty(
            "w:pgMar",
            &[
                ("w:top", top.as_str()),
                ("w:right", &right),
                ("w:bottom", &bottom),
                ("w:left", &left),
                ("w:header", "851"),
                ("w:footer", foot),
                ("w:gutter", "0"),
            ],
        );
        if restarts {
            xml.empty("w:pgNumType", &[("w:start", "1")]);
        }
        xml.empty("w:docGrid", &[("w:type", "lines"), ("w:linePitch", LINE)]);
    });
}

/// The foot of odd (right) or even (left) pages: — 1 —, and the standing of the report below.
pub(super) fn foot(standing: &str, is_odd: bool) -> String {
    let mut xml = Xml::new();
    xml.within("w:ftr", super::package::SPACES, |xml| {
        let (side, style) = if is_odd { ("right", "FooterNumber") } else { ("left", "FooterNumber") };
        xml.within("w:p", &[], |xml| {
            xml.within("w:pPr", &[], |xml| {
                xml.value("w:pStyle", style);
                xml.empty("w:ind", &[(if is_odd { "w:right" } else { "w:left" }, "280")]);
                xml.value("w:jc", side);
            });
            dash(xml, "— ");
            field(xml);
            dash(xml, " —");
        });
        xml.within("w:p", &[], |xml| {
            xml.within("w:pPr", &[], |xml| xml.value("w:pStyle", "FooterStanding"));
            dash(xml, standing);
        });
    });
    xml.finish()
}

fn dash(xml: &mut Xml, words: &str) {
    xml.within("w:r", &[], |xml| {
        xml.within("w:rPr", &[], |xml| xml.empty("w:rFonts", &[("w:hint", "eastAsia")]));
        xml.words("w:t", &[("xml:space", "preserve")], words);
    });
}

/// The number of the page.
fn field(xml: &mut Xml) {
    xml.within("w:fldSimple", &[("w:instr", " PAGE ")], |xml| {
        xml.within("w:r", &[], |xml| xml.words("w:t", &[], "1"));
    });
}
