//! SM3 digests (GB/T 32905) over fields, so that no two different lists of fields read the same.

use sm3::{Digest as _, Sm3};

/// A digest being made. Each field is preceded by its length, in as few bytes as it needs (LEB128).
#[derive(Clone, Default)]
pub struct Digest(Sm3);

impl Digest {
    /// A digest of nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one field.
    pub fn field(&mut self, field: impl AsRef<[u8]>) {
        let bytes = field.as_ref();
        let mut length = bytes.len();
        while length >= 0x80 {
            self.0.update([(length & 0x7f) as u8 | 0x80]);
            length >>= 7;
        }
        self.0.update([length as u8]);
        self.0.update(bytes);
    }

    /// Adds one byte that says what follows.
    pub fn mark(&mut self, mark: u8) {
        self.0.update([mark]);
    }

    /// The digest as 64 lower-case hexadecimal digits.
    pub fn finish(self) -> String {
        hex::encode(self.0.finalize())
    }
}

/// The plain SM3 digest of a file too large to stand in memory, part by part.
#[derive(Clone, Default)]
pub struct FileDigest(Sm3);

impl FileDigest {
    /// Adds the next bytes of the file.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest as [`of_bytes`] gives it.
    pub fn finish(self) -> String {
        hex::encode(self.0.finalize())
    }
}

/// The plain SM3 digest of a file's bytes, as any other program works it out.
pub fn of_bytes(bytes: &[u8]) -> String {
    hex::encode(Sm3::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::{FileDigest, of_bytes};

    #[test]
    fn digests_are_those_of_the_standard() {
        let known = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
        assert_eq!(of_bytes(b"abc"), known, "example 1 of GB/T 32905, appendix A");
        let mut parts = FileDigest::default();
        parts.add(b"a");
        parts.add(b"bc");
        assert_eq!(parts.finish(), known);
    }
}
