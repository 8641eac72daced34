//! Sealing whole files, part by part, so that a large one needs no more memory than a part.
//!
//! A sealed file is a line with its wrapped data key, then its parts, each after its length in four bytes. Every part is
//! bound to its file, its number, and whether it is the last: parts that are exchanged, left out or cut off do not open.

use super::{InstallationKey, SealingError};
use std::io::{self, BufRead, Read, Write};

/// First word of a sealed file.
const VERSION: &str = "gongkai-sealed-1";
/// What its data key is wrapped for.
const REGISTER: &str = "attachment";
/// Bytes of a part before it is sealed.
const PART: usize = 1 << 20;
/// Longest first line.
const LONGEST_LINE: u64 = 1_000;

/// Why a file could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// It cannot be read or written.
    #[error(transparent)]
    File(#[from] io::Error),
    /// It was altered, or belongs elsewhere.
    #[error(transparent)]
    Sealing(#[from] SealingError),
}

/// Seals a file for its place.
pub fn seal_file(
    key: &InstallationKey,
    place: &str,
    mut plain: impl Read,
    mut sealed: impl Write,
) -> Result<(), FileFault> {
    let (mut sealer, wrapped) = key.new_row(REGISTER, place)?;
    writeln!(sealed, "{VERSION} {wrapped}")?;
    let mut part = filled(&mut plain)?;
    for number in 1_u64.. {
        let next = if part.len() == PART { filled(&mut plain)? } else { Vec::new() };
        let bytes = sealer.seal_part(&named(number, next.is_empty()), &part)?;
        sealed.write_all(&(bytes.len() as u32).to_be_bytes())?;
        sealed.write_all(&bytes)?;
        if next.is_empty() {
            break;
        }
        part = next;
    }
    Ok(())
}

/// Opens a sealed file and hands over its parts in order.
///
/// Whoever takes them must wait for the end before believing any of it: only there is known that nothing is missing.
pub fn open_file(
    key: &InstallationKey,
    place: &str,
    mut sealed: impl BufRead,
    mut take: impl FnMut(&[u8]) -> io::Result<()>,
) -> Result<(), FileFault> {
    let mut line = String::new();
    sealed.by_ref().take(LONGEST_LINE).read_line(&mut line)?;
    let wrapped = line.strip_prefix(VERSION).ok_or(SealingError::Malformed)?.trim();
    let opener = key.row(REGISTER, place, wrapped)?;
    for number in 1_u64.. {
        let mut length = [0; 4];
        sealed.read_exact(&mut length)?;
        let length = u32::from_be_bytes(length) as usize;
        if length > PART + 64 {
            return Err(SealingError::Malformed.into());
        }
        let mut part = vec![0; length];
        sealed.read_exact(&mut part)?;
        let is_last = sealed.fill_buf()?.is_empty();
        take(&opener.open_part(&named(number, is_last), &part)?)?;
        if is_last {
            break;
        }
    }
    Ok(())
}

/// As much as a part holds, or less at the end.
fn filled(plain: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut part = Vec::new();
    plain.take(PART as u64).read_to_end(&mut part)?;
    Ok(part)
}

/// What a part is bound to.
fn named(number: u64, is_last: bool) -> String {
    format!("{}:{number}", if is_last { "last" } else { "part" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(key: &InstallationKey, plain: &[u8]) -> Vec<u8> {
        let mut sealed = Vec::new();
        seal_file(key, "digest", plain, &mut sealed).unwrap();
        sealed
    }

    fn opened(key: &InstallationKey, place: &str, sealed: &[u8]) -> Result<Vec<u8>, FileFault> {
        let mut plain = Vec::new();
        open_file(key, place, sealed, |part| {
            plain.extend_from_slice(part);
            Ok(())
        })?;
        Ok(plain)
    }

    #[test]
    fn a_file_of_any_length_comes_back() {
        let key = InstallationKey::generate().unwrap();
        for length in [0, 1, PART - 1, PART, PART + 1, 3 * PART] {
            let plain: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let sealed = sealed(&key, &plain);
            assert_eq!(opened(&key, "digest", &sealed).unwrap(), plain, "{length}");
            assert!(plain.len() < 64 || !sealed.windows(64).any(|part| part == &plain[..64]));
        }
    }

    #[test]
    fn what_was_altered_moved_or_cut_does_not_open() {
        let key = InstallationKey::generate().unwrap();
        let whole = sealed(&key, &vec![7; 2 * PART + 10]);
        let head = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        let part = 4 + PART + 28;
        let mut flipped = whole.clone();
        flipped[head + 100] ^= 1;
        let mut exchanged = whole.clone();
        exchanged[head..head + part].copy_from_slice(&whole[head + part..head + 2 * part]);
        for damaged in [
            &flipped[..],
            &exchanged,
            &whole[..head + 2 * part],
            &whole[..whole.len() - 1],
            &whole[..head],
            b"",
            b"gongkai-sealed-1 k1:x:y\n",
        ] {
            assert!(opened(&key, "digest", damaged).is_err(), "{} bytes", damaged.len());
        }
        assert!(opened(&key, "another", &whole).is_err());
        assert!(opened(&InstallationKey::generate().unwrap(), "digest", &whole).is_err());
    }
}
