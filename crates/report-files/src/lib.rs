//! The annual report as files an office hands in, archives and works on: DOCX, XLSX, CSV and plain text; and what is wrong with
//! the reports of others as a workbook ([`checked_xlsx`]).
//!
//! All are made from a [`Publication`] and nothing else, so that the same publication always gives the same
//! bytes. Every figure they print comes from one list of [facts](facts::Fact); they cannot disagree.

mod csv_file;
mod docx;
pub mod facts;
mod grid;
mod outline;
mod standing;
mod text;
mod txt;
mod xlsx;

pub use csv_file::csv;
pub use docx::docx;
pub use txt::txt;
pub use xlsx::{checked_xlsx, xlsx};

pub use gongkai_domain::reports::{Printing, Publication};

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// The workbook could not be put together.
    #[error("写不出 XLSX：{0} / the workbook could not be written")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The parts of the document could not be packed.
    #[error("写不出 DOCX：{0} / the document could not be packed")]
    Package(#[from] zip::result::ZipError),
    /// Writing to memory failed.
    #[error("写不出文件：{0} / the file could not be written")]
    Writing(#[from] std::io::Error),
    /// A row of the CSV could not be written.
    #[error("写不出 CSV：{0} / the CSV could not be written")]
    Csv(#[from] csv::Error),
}
