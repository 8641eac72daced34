//! The rows an import rejected, as a ledger to correct and import again.

use super::WriteFault;
use super::csv::{end, field};
use crate::Reading;
use std::io::Write;

/// Writes the rejected rows as CSV, each as it stands in its file, with its place and the reasons behind it.
///
/// The rows of each sheet come below its own headings; the added columns are passed over when the corrected file
/// is imported.
pub fn rejects(reading: &Reading, out: &mut impl Write) -> Result<(), WriteFault> {
    let mut line = String::from("\u{feff}");
    let mut last = None;
    for rejected in &reading.rejected {
        let sheet = (&rejected.place.file, &rejected.place.sheet);
        let width = rejected.headings.len();
        if last != Some(sheet) {
            let headings = rejected.headings.iter().map(String::as_str);
            for (at, heading) in headings.chain(["导入问题", "原文件位置"]).enumerate() {
                field(&mut line, at, heading, true);
            }
            end(&mut line, out)?;
            last = Some(sheet);
        }
        let cell = |at: usize| rejected.cells.get(at).map_or("", String::as_str);
        for at in 0..width {
            field(&mut line, at, cell(at), true);
        }
        field(&mut line, width, &rejected.reasons.join("；"), true);
        field(
            &mut line,
            width + 1,
            &rejected.place.in_language(gongkai_domain::says::Language::Chinese),
            true,
        );
        end(&mut line, out)?;
    }
    Ok(())
}
