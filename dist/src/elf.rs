//! What a program for Linux says of itself (ELF): for which machine, and whether it needs a loader.

use anyhow::{Context, Result, bail};

/// A segment that names the loader; a static program has none.
const LOADER: u32 = 3;

/// What matters of an ELF header.
#[derive(Debug, PartialEq, Eq)]
pub struct Program {
    /// Whether it is loaded together with shared libraries.
    pub needs_loader: bool,
}

/// Reads the header of a 64-bit little-endian program.
pub fn read(bytes: &[u8]) -> Result<Program> {
    if bytes.get(..6) != Some(&[0x7f, b'E', b'L', b'F', 2, 1]) {
        bail!("is no 64-bit program for Linux");
    }
    let table = number(bytes, 32, 8)?;
    let (size, count) = (number(bytes, 54, 2)?, number(bytes, 56, 2)?);
    let mut needs_loader = false;
    for at in 0..count {
        needs_loader |= number(bytes, table + at * size, 4)? == LOADER as usize;
    }
    Ok(Program { needs_loader })
}

fn number(bytes: &[u8], at: usize, length: usize) -> Result<usize> {
    let part = bytes.get(at..at + length).context("its header is cut short")?;
    Ok(part.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::{Program, read};

    fn program(segments: &[u32]) -> Vec<u8> {
        let mut bytes = vec![0; 64];
        bytes[..6].copy_from_slice(&[0x7f, b'E', b'L', b'F', 2, 1]);
        bytes[32] = 64;
        bytes[54] = 56;
        bytes[56] = segments.len() as u8;
        for kind in segments {
            bytes.extend(kind.to_le_bytes());
            bytes.extend([0; 52]);
        }
        bytes
    }

    #[test]
    fn a_program_with_a_loader_is_not_static() {
        assert_eq!(read(&program(&[1, 1, 2])).unwrap(), Program { needs_loader: false });
        assert_eq!(read(&program(&[6, 3, 1])).unwrap(), Program { needs_loader: true });
        assert!(read(b"#!/bin/sh\n").is_err());
        assert!(read(&program(&[1, 1])[..100]).is_err());
    }

    #[test]
    fn the_tests_themselves_are_read() {
        let own = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        assert!(read(&own).is_ok());
    }
}
