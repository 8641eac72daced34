//! SM3 digests (GB/T 32905) over fields, so that no two different lists of fields read the same.

use sm3::{Digest as _, Sm3};

/// A digest being made. Each field is preceded by its length.
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
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
    }

    /// The digest as 64 lower-case hexadecimal digits.
    pub fn finish(self) -> String {
        hex::encode(self.0.finalize())
    }
}
