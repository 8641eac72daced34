//! Reports set as PDF, the fonts read before.

use crate::reporting::median;
use anyhow::Result;
use gongkai_app::Installation;
use gongkai_app::reports::{compute, format_for, publication};
use gongkai_domain::reports::Printing;
use gongkai_typeset::Typesetter;
use jiff::civil::date;
use std::path::Path;
use std::time::Instant;

/// Measures both formats in both printings, each time as a document that was not set before.
pub async fn run(office: &Installation) -> Result<()> {
    let start = Instant::now();
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fonts");
    let typesetter = Typesetter::with_fonts(&[fonts])?;
    println!("fonts                                  {:>8.1} ms", start.elapsed().as_secs_f64() * 1e3);
    for (format, year) in [("gz-2016", 2016), ("national-2021", 2022)] {
        let format = format_for(office, Some(format), year)?;
        let report = compute(office, "bench-office", year, format).await?;
        let mut publication = publication(office, &report, date(2026, 1, 1), None).await?;
        for printing in [Printing::Official, Printing::Checking] {
            let mut bytes = 0;
            let start = Instant::now();
            typesetter.report(&publication, printing)?;
            let cold = start.elapsed().as_secs_f64();
            let seconds = median(async || {
                publication.report.title.push('。');
                bytes = typesetter.report(&publication, printing)?.pdf.len();
                Ok(())
            })
            .await?;
            println!(
                "PDF {:<34} {:>8.1} ms  (the first time {:.1} ms; {} kB)",
                format!("{} {printing:?}", format.id),
                seconds * 1e3,
                cold * 1e3,
                bytes / 1_000
            );
        }
    }
    Ok(())
}
