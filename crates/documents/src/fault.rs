//! Why a file is not read, in words for whoever brought it.

/// Why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentFault {
    /// There is nothing in it.
    #[error("文件是空的 / the file is empty")]
    Empty,
}
