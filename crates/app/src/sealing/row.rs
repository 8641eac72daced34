//! Sealing and opening the columns of one row.

use super::{
    KEY, NONCE, SealingError, Sm4Gcm, add_part, cipher, decrypt, decrypt_bytes, encrypt, encrypt_bytes,
    place, random,
};
use std::fmt;

/// Begins a sealed column.
const SEALED: &str = "s1:";

/// Seals and opens the personal columns of one row. Made by [`InstallationKey`](super::InstallationKey), which binds
/// it to its row; the key schedule is computed once for all columns.
pub struct RowSealer {
    cipher: Sm4Gcm,
    place: Vec<u8>,
    /// Nonce of the next seal; drawn when first needed, so that opening asks for none.
    next: Option<[u8; NONCE]>,
}

impl RowSealer {
    pub(super) fn new(key: &[u8; KEY], next: Option<[u8; NONCE]>, register: &str, row: &str) -> Self {
        Self { cipher: cipher(key), place: place(&["column", register, row]), next }
    }

    /// Seals the text of a column, as one line of ASCII. The same text never gives the same line.
    pub fn seal(&mut self, column: &str, text: &str) -> Result<String, SealingError> {
        let nonce = self.nonce()?;
        encrypt(&self.cipher, SEALED, nonce, &self.place_of(column), text.as_bytes())
    }

    /// Opens what was sealed for this row and this column.
    pub fn open(&self, column: &str, sealed: &str) -> Result<String, SealingError> {
        String::from_utf8(self.open_bytes(column, sealed)?).map_err(|_| SealingError::Malformed)
    }

    /// Seals bytes, as [`Self::seal`] seals text.
    pub fn seal_bytes(&mut self, column: &str, bytes: &[u8]) -> Result<String, SealingError> {
        let nonce = self.nonce()?;
        encrypt(&self.cipher, SEALED, nonce, &self.place_of(column), bytes)
    }

    /// Opens sealed bytes.
    pub fn open_bytes(&self, column: &str, sealed: &str) -> Result<Vec<u8>, SealingError> {
        let base64 = sealed.strip_prefix(SEALED).ok_or(SealingError::Malformed)?;
        decrypt(&self.cipher, base64, &self.place_of(column))
    }

    /// Seals a part of a file, as bytes.
    pub(super) fn seal_part(&mut self, part: &str, bytes: &[u8]) -> Result<Vec<u8>, SealingError> {
        let nonce = self.nonce()?;
        encrypt_bytes(&self.cipher, nonce, &self.place_of(part), bytes)
    }

    /// Opens a sealed part of a file.
    pub(super) fn open_part(&self, part: &str, sealed: &[u8]) -> Result<Vec<u8>, SealingError> {
        decrypt_bytes(&self.cipher, sealed, &self.place_of(part))
    }

    fn place_of(&self, column: &str) -> Vec<u8> {
        let mut place = Vec::with_capacity(self.place.len() + 8 + column.len());
        place.extend_from_slice(&self.place);
        add_part(&mut place, column);
        place
    }

    /// A nonce must never come twice under one key. The first is random, 96 bits, for each sealer; those after it
    /// count up, which saves a call to the operating system a column.
    fn nonce(&mut self) -> Result<[u8; NONCE], SealingError> {
        let nonce = match self.next {
            Some(nonce) => nonce,
            None => random()?,
        };
        let mut next = nonce;
        for byte in next.iter_mut().rev() {
            *byte = byte.wrapping_add(1);
            if *byte != 0 {
                break;
            }
        }
        self.next = Some(next);
        Ok(nonce)
    }
}

impl fmt::Debug for RowSealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowSealer").finish_non_exhaustive()
    }
}
