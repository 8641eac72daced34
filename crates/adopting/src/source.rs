//! Where an old site comes from: something that can be walked through more than once, file by file, without standing in
//! memory.

use gongkai_domain::says::Says;
use std::io;
use url::Url;

/// Largest file that is taken out of a source, in bytes.
pub const LARGEST: u64 = 50 << 20;
/// Most files of a source.
pub const MOST_FILES: usize = 1_000_000;

/// A file as a source announces it, before its bytes are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Where it stands in the source: its path, with forward slashes, or its address.
    pub place: String,
    /// Its address, where the source knows it.
    pub address: Option<Url>,
    /// What the server called it (`text/html; charset=gb2312`); empty where nobody did.
    pub media: String,
}

/// What a source comes upon.
#[derive(Debug)]
pub enum Met {
    /// A file that was wanted.
    File(Head, Vec<u8>),
    /// An address that forwards to another.
    Forward {
        /// The address.
        from: Url,
        /// Where it leads.
        to: Url,
    },
    /// Something that cannot be taken.
    Broken {
        /// Where.
        place: String,
        /// Why.
        why: Says,
    },
}

/// A source.
pub trait Source {
    /// Walks through it, in an order that is always the same; `wanted` says of which files the bytes are read.
    ///
    /// # Errors
    /// The source itself cannot be read; what is wrong with a single file is told to `take`.
    fn each(&mut self, wanted: &mut dyn FnMut(&Head) -> bool, take: &mut dyn FnMut(Met)) -> io::Result<()>;
}

/// Whether a path stays below its folder, on every system.
pub fn is_safe_path(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with('/')
        && !path.contains(['\\', '\0'])
        && !path.chars().any(char::is_control)
        && path.len() <= 4_000
        && path.as_bytes().get(1) != Some(&b':')
        && path.split('/').all(|part| part != ".." && part != ".")
}

/// What is said of a file larger than is taken.
pub fn too_large() -> Says {
    let limit = LARGEST >> 20;
    Says::new(
        format!("文件超过 {limit} MB，没有读"),
        format!("the file is larger than {limit} MB and was not read"),
    )
}
