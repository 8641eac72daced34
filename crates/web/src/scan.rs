//! The address of a page as a QR code (扫一扫), drawn here: no service is asked and no script is run.

use crate::Markup;
use fast_qr::{ECL, QRBuilder};
use std::fmt::Write;

/// Longest address drawn, in bytes; a longer one gives squares too small to be read off a screen.
const LONGEST: usize = 300;
/// Empty squares on every side: the quiet zone the standard asks for.
const QUIET: usize = 4;

/// The code of an address, dark on white whatever the colours of the page; `None` where it is too long.
///
/// `label` names the drawing for those who do not see it.
pub fn code(address: &str, label: &str) -> Option<Markup> {
    if address.len() > LONGEST {
        return None;
    }
    let code = QRBuilder::new(address).ecl(ECL::M).build().ok()?;
    let side = code.size + 2 * QUIET;
    let view_box = format!("0 0 {side} {side}");
    let mut html = Markup::default();
    html.open(
        "svg",
        &[
            ("class", "qr"),
            ("viewBox", &view_box),
            ("role", "img"),
            ("aria-label", label),
            ("shape-rendering", "crispEdges"),
        ],
    );
    let whole = side.to_string();
    html.open("rect", &[("width", &whole), ("height", &whole), ("fill", "#ffffff")]);
    html.tag("</rect>");
    html.open("path", &[("d", &squares(&code)), ("fill", "#000000")]);
    html.tag("</path></svg>");
    Some(html)
}

/// The dark squares, each run of a line as one rectangle.
fn squares(code: &fast_qr::QRCode) -> String {
    let mut path = String::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let run = code[row][column..code.size].iter().take_while(|square| square.value()).count();
            if run > 0 {
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", column + QUIET, row + QUIET);
            }
            column += run.max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_keeps_its_quiet_zone_and_its_corners() {
        let html = code("https://www.example.gov.cn/zfxxgk/doc/4k7q2m9x0a1b", "本页地址二维码").unwrap();
        let text = html.as_str();
        assert!(
            text.contains("viewBox=\"0 0 41 41\""),
            "version 4 with four empty squares on each side: {text}"
        );
        assert!(text.contains("aria-label=\"本页地址二维码\""));
        // The upper edge of the two upper finders, and of the lower one.
        assert!(
            text.contains("d=\"M4 4h7v1h-7z")
                && text.contains("M30 4h7v1h-7z")
                && text.contains("M4 30h7v1h-7z")
        );
        assert!(!text.contains("M3 ") && !text.contains("M37 "), "nothing stands in the quiet zone");
    }

    #[test]
    fn an_address_too_long_to_be_read_is_not_drawn() {
        assert!(code(&format!("https://www.example.gov.cn/?{}", "a".repeat(300)), "").is_none());
    }
}
