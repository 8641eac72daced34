//! An address as a QR code (二维码), drawn as SVG.

use fast_qr::qr::{QRBuilder, QRCodeError};
use std::fmt::Write;

/// Modules left white around the code, as scanners need it.
const QUIET: usize = 4;

/// The drawing, one path; an address longer than a code can hold is an error.
pub(crate) fn drawing(address: &str) -> Result<String, QRCodeError> {
    let code = QRBuilder::new(address).build()?;
    let mut path = String::new();
    for row in 0..code.size {
        for (column, module) in code[row].iter().take(code.size).enumerate() {
            if module.value() {
                let _ = write!(path, "M{} {}h1v1h-1z", column + QUIET, row + QUIET);
            }
        }
    }
    let side = code.size + 2 * QUIET;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"{side}\" height=\"{side}\">\
         <path d=\"{path}\" fill=\"#000\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_address_becomes_one_path_and_a_book_does_not() {
        let drawing = super::drawing("https://www.example.gov.cn/zfxxgk/zfxxgknb/2016/gz-2016").unwrap();
        assert!(drawing.starts_with("<svg") && drawing.matches("<path").count() == 1);
        assert!(super::drawing(&"长".repeat(4_000)).is_err());
    }
}
