//! Where something stands in a document.

use serde::{Deserialize, Serialize};

/// A place in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Place {
    /// A cell of a table, all from 1, as in [`gongkai_documents::Cell`].
    Cell {
        /// Which table of the document.
        table: usize,
        /// Row.
        row: usize,
        /// Column.
        column: usize,
    },
    /// A paragraph, as in [`gongkai_documents::Paragraph`].
    Line {
        /// Its line, from 1.
        line: usize,
    },
}
