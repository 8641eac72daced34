//! Styles and fonts. Fonts are named, never embedded: offices have them by licence, and the names of their likes are
//! given to those that do not.

use super::package::SPACES;
use super::page::LINE;
use super::xml::Xml;

/// 仿宋, the face of the text.
const TEXT: &str = "仿宋_GB2312";
/// 黑体, the face of headings of the first order.
const BLACK: &str = "黑体";
/// 楷体, the face of headings of the second order.
const KAI: &str = "楷体_GB2312";
/// 小标宋, the face of titles.
const TITLE: &str = "方正小标宋简体";
/// 宋体, the face of page numbers and small tables.
const SONG: &str = "宋体";
/// The face of Latin letters and digits.
const LATIN: &str = "Times New Roman";

/// Every font with the names of those that may stand for it.
const FONTS: [(&str, &str, &str); 6] = [
    (TEXT, "仿宋,FangSong,FangSong_GB2312,FandolFang,Noto Serif CJK SC", "modern"),
    (BLACK, "SimHei,FandolHei,Noto Sans CJK SC", "modern"),
    (KAI, "楷体,KaiTi,KaiTi_GB2312,FandolKai,Noto Serif CJK SC", "modern"),
    (TITLE, "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,Noto Serif CJK SC", "script"),
    (SONG, "SimSun,FandolSong,Noto Serif CJK SC", "auto"),
    (LATIN, "Liberation Serif", "roman"),
];

/// A paragraph style.
struct Style {
    id: &'static str,
    name: &'static str,
    font: &'static str,
    /// Size in half points.
    size: &'static str,
    /// Height of a line in twentieths of a point; `None`: as high as it needs.
    line: Option<&'static str>,
    /// Alignment.
    align: &'static str,
    /// Indent of the first line, in hundredths of a character.
    indent: Option<&'static str>,
    /// How much closer than it is cut the type is set, in twentieths of a point.
    closer: Option<&'static str>,
    /// Order of a heading, from 0.
    outline: Option<&'static str>,
    /// Whether it stays with the next paragraph.
    keeps: bool,
}

/// 28 characters of 16 points on a line of 156 mm are set a quarter point closer.
const CLOSER: Option<&str> = Some("-5");

const PLAIN: Style = Style {
    id: "",
    name: "",
    font: TEXT,
    size: "32",
    line: Some(LINE),
    align: "both",
    indent: None,
    closer: None,
    outline: None,
    keeps: false,
};

const STYLES: &[Style] = &[
    Style { id: "Normal", name: "Normal", ..PLAIN },
    Style { id: "BodyText", name: "Body Text", indent: Some("200"), closer: CLOSER, ..PLAIN },
    Style {
        id: "Title",
        name: "Title",
        font: TITLE,
        size: "44",
        line: Some("700"),
        align: "center",
        ..PLAIN
    },
    Style { id: "Subtitle", name: "Subtitle", font: KAI, align: "center", ..PLAIN },
    Style {
        id: "Heading1",
        name: "heading 1",
        font: BLACK,
        indent: Some("200"),
        outline: Some("0"),
        keeps: true,
        ..PLAIN
    },
    Style {
        id: "Heading2",
        name: "heading 2",
        font: KAI,
        indent: Some("200"),
        outline: Some("1"),
        keeps: true,
        ..PLAIN
    },
    Style { id: "Caption", name: "caption", font: BLACK, size: "28", align: "center", keeps: true, ..PLAIN },
    Style {
        id: "TableUnit",
        name: "表单位",
        size: "24",
        line: Some("400"),
        align: "right",
        keeps: true,
        ..PLAIN
    },
    Style {
        id: "TableText", name: "表文字", font: SONG, size: "24", line: None, align: "center", ..PLAIN
    },
    Style {
        id: "TableSmall", name: "表小字", font: SONG, size: "18", line: None, align: "center", ..PLAIN
    },
    Style { id: "TableGap", name: "表后", size: "24", line: Some("300"), ..PLAIN },
    Style { id: "FooterNumber", name: "页码", font: SONG, size: "28", line: Some("320"), ..PLAIN },
    Style {
        id: "FooterStanding",
        name: "页脚状态",
        font: SONG,
        size: "13",
        line: Some("180"),
        align: "center",
        ..PLAIN
    },
];

/// The styles of a document.
pub(super) fn styles() -> String {
    let mut xml = Xml::new();
    xml.within("w:styles", SPACES, |xml| {
        xml.within("w:docDefaults", &[], |xml| {
            xml.within("w:rPrDefault", &[], |xml| {
                xml.within("w:rPr", &[], |xml| {
                    face(xml, TEXT);
                    size(xml, "32");
                    xml.empty("w:lang", &[("w:val", "en-US"), ("w:eastAsia", "zh-CN"), ("w:bidi", "ar-SA")]);
                });
            });
        });
        for style in STYLES {
            paragraph_style(xml, style);
        }
        character_styles(xml);
        table_style(xml);
    });
    xml.finish()
}

fn paragraph_style(xml: &mut Xml, style: &Style) {
    let is_normal = style.id == "Normal";
    let mut attributes = vec![("w:type", "paragraph"), ("w:styleId", style.id)];
    if is_normal {
        attributes.insert(1, ("w:default", "1"));
    }
    xml.within("w:style", &attributes, |xml| {
        xml.value("w:name", style.name);
        if !is_normal {
            xml.value("w:basedOn", "Normal");
        }
        if style.outline.is_some() {
            xml.value("w:next", "BodyText");
        }
        xml.empty("w:qFormat", &[]);
        xml.within("w:pPr", &[], |xml| {
            if style.keeps {
                xml.empty("w:keepNext", &[]);
            }
            if style.line.is_none() {
                xml.value("w:snapToGrid", "0");
            }
            let (line, rule) = style.line.map_or(("240", "auto"), |line| (line, "exact"));
            xml.empty(
                "w:spacing",
                &[("w:before", "0"), ("w:after", "0"), ("w:line", line), ("w:lineRule", rule)],
            );
            if let Some(indent) = style.indent {
                xml.empty("w:ind", &[("w:firstLineChars", indent), ("w:firstLine", "632")]);
            }
            xml.value("w:jc", style.align);
            if let Some(order) = style.outline {
                xml.value("w:outlineLvl", order);
            }
        });
        xml.within("w:rPr", &[], |xml| {
            face(xml, style.font);
            if let Some(closer) = style.closer {
                xml.value("w:spacing", closer);
            }
            size(xml, style.size);
        });
    });
}

fn character_styles(xml: &mut Xml) {
    xml.within("w:style", &[("w:type", "character"), ("w:styleId", "RunInHeading")], |xml| {
        xml.value("w:name", "段首标题");
        xml.within("w:rPr", &[], |xml| face(xml, KAI));
    });
    xml.within("w:style", &[("w:type", "character"), ("w:styleId", "Hyperlink")], |xml| {
        xml.value("w:name", "Hyperlink");
        xml.within("w:rPr", &[], |xml| {
            xml.value("w:color", "1F4E79");
            xml.value("w:u", "dotted");
        });
    });
}

fn table_style(xml: &mut Xml) {
    xml.within("w:style", &[("w:type", "table"), ("w:styleId", "TableGrid")], |xml| {
        xml.value("w:name", "Table Grid");
        xml.within("w:tblPr", &[], |xml| {
            xml.within("w:tblBorders", &[], |xml| {
                for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
                    let line = [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "000000")];
                    xml.empty(side, &line);
                }
            });
            xml.within("w:tblCellMar", &[], |xml| {
                for (side, width) in
                    [("w:top", "20"), ("w:left", "50"), ("w:bottom", "20"), ("w:right", "50")]
                {
                    xml.empty(side, &[("w:w", width), ("w:type", "dxa")]);
                }
            });
        });
    });
}

fn face(xml: &mut Xml, font: &str) {
    let latin = if font == TEXT || font == SONG { if font == SONG { SONG } else { LATIN } } else { font };
    let names = [("w:ascii", latin), ("w:hAnsi", latin), ("w:eastAsia", font), ("w:cs", LATIN)];
    xml.empty("w:rFonts", &names);
}

fn size(xml: &mut Xml, half_points: &str) {
    xml.value("w:sz", half_points);
    xml.value("w:szCs", half_points);
}

/// The fonts of a document, each with the names of its likes (ECMA-376-1, 17.8.3.1: a list with commas).
pub(super) fn fonts() -> String {
    let mut xml = Xml::new();
    xml.within("w:fonts", SPACES, |xml| {
        for (name, others, family) in FONTS {
            xml.within("w:font", &[("w:name", name)], |xml| {
                xml.value("w:altName", others);
                xml.value("w:charset", if name == LATIN { "00" } else { "86" });
                xml.value("w:family", family);
            });
        }
    });
    xml.finish()
}
