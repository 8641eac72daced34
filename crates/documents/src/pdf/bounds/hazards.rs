//! What the interpreter has no limits for: nesting, saved states, widths, the tree of pages.
//!
//! It is counted without being understood, so that nothing can be hidden behind quotation; reports stay far below.

use crate::DocumentFault;

/// Most brackets opened in one stream, whether or not they are closed: each may be a level of nesting.
const MOST_OPENED: usize = 400_000;
/// Most states saved in one stream.
const MOST_SAVED: usize = 50_000;
/// Most nodes of the tree of pages.
const MOST_NODES: usize = 3_000;
/// Largest number of a glyph.
const LARGEST_GLYPH: u64 = 65_535;
/// How much of the text before is looked at again with what comes next.
const KEPT: usize = 64;
/// Longest list of pages or widths that is looked at, in bytes.
const LONGEST_LIST: usize = 64 << 10;

/// What a stream has shown so far.
#[derive(Debug, Default)]
pub(super) struct Hazards {
    opened: usize,
    saved: usize,
    nodes: usize,
    end: Vec<u8>,
}

impl Hazards {
    /// Looks at the next piece.
    pub(super) fn look(&mut self, piece: &[u8]) -> Result<(), DocumentFault> {
        self.opened += piece.iter().filter(|byte| matches!(byte, b'[' | b'{')).count();
        self.opened += piece.windows(2).filter(|window| window == b"<<").count();
        self.saved += piece.windows(3).filter(|window| is_save(window)).count();
        // Names may lie across two pieces.
        let kept = self.end.len();
        self.end.extend_from_slice(&piece[..piece.len().min(LONGEST_LIST)]);
        let seam = std::mem::take(&mut self.end);
        self.names(&seam, kept)?;
        self.names(piece, 0)?;
        self.end = piece[piece.len().saturating_sub(KEPT)..].to_vec();
        let too_much = self.opened > MOST_OPENED || self.saved > MOST_SAVED || self.nodes > MOST_NODES;
        if too_much { Err(DocumentFault::TooMuch) } else { Ok(()) }
    }

    /// Looks at the lists of pages and widths; where `seam` is not 0 only at those that begin before it.
    fn names(&mut self, text: &[u8], seam: usize) -> Result<(), DocumentFault> {
        let mut at = 0;
        while let Some(found) = text[at..].iter().position(|byte| *byte == b'/') {
            let name = at + found;
            at = name + 1;
            if seam > 0 && name >= seam {
                break;
            }
            let rest = &text[at..];
            if let Some(list) = rest.strip_prefix(b"Kids") {
                // Across two pieces it is seen twice.
                self.nodes += usize::from(seam == 0);
                if lists_twice(list) {
                    return Err(DocumentFault::TooMuch);
                }
            } else if let Some(list) = rest.strip_prefix(b"W")
                && numbers(list).any(|number| number > LARGEST_GLYPH)
            {
                return Err(DocumentFault::TooMuch);
            }
        }
        Ok(())
    }
}

/// The operator `q` by itself.
fn is_save(window: &[u8]) -> bool {
    let ends = |byte: u8| byte.is_ascii_whitespace() || byte == 0 || b"[]()<>/%".contains(&byte);
    window[1] == b'q' && ends(window[0]) && ends(window[2])
}

/// The whole numbers of a list.
fn numbers(list: &[u8]) -> impl Iterator<Item = u64> {
    let list = list.trim_ascii_start().strip_prefix(b"[").unwrap_or_default();
    let list = &list[..list.len().min(LONGEST_LIST)];
    let end = list.iter().position(|byte| !byte.is_ascii_whitespace() && !b"0123456789.+-[]R".contains(byte));
    let words = list[..end.unwrap_or(list.len())].split(|byte| !byte.is_ascii_digit() && *byte != b'.');
    words.filter_map(|word| std::str::from_utf8(word).ok()?.parse().ok())
}

/// Whether a list of pages names one twice: two and two pages within one another are more than there is room for.
fn lists_twice(list: &[u8]) -> bool {
    let numbers: Vec<u64> = numbers(list).collect();
    let mut objects: Vec<u64> = numbers.chunks_exact(2).map(|reference| reference[0]).collect();
    let all = objects.len();
    objects.sort_unstable();
    objects.dedup();
    objects.len() < all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(text: &[u8]) -> Result<(), DocumentFault> {
        let mut hazards = Hazards::default();
        text.chunks(1_000).try_for_each(|piece| hazards.look(piece))
    }

    #[test]
    fn what_would_run_away_is_seen() {
        let too_much = Err(DocumentFault::TooMuch);
        assert_eq!(look(&b"[".repeat(500_000)), too_much);
        assert_eq!(look(&b"<</A ".repeat(500_000)), too_much);
        assert_eq!(look(&b"q ".repeat(60_000)), too_much);
        assert_eq!(look(b"<</Type/Pages/Kids[3 0 R 3 0 R]>>"), too_much);
        assert_eq!(look(&b"<</Kids[]>>".repeat(4_000)), too_much);
        assert_eq!(look(&[b" ".repeat(995), b"/W [0 4294967295 500]".to_vec()].concat()), too_much);
    }

    #[test]
    fn what_reports_hold_is_not() {
        assert_eq!(look(b"<</Kids[3 0 R 5 0 R]/W[1 95 500 814 [500 600]]/Width 99999999>>"), Ok(()));
        assert_eq!(look(&b"q 1 0 0 1 0 0 cm [(a) 12 (b)] TJ Q\n".repeat(20_000)), Ok(()));
    }
}
