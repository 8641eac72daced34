//! What was set, kept by the digest of what it was set from.

use super::Pdf;
use sm3::{Digest, Sm3};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// Files kept, the latest used last.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<VecDeque<([u8; 32], Arc<Pdf>)>>);

/// Bytes kept at most, 32 MiB; the file used longest ago goes first.
const MOST: usize = 32 << 20;

impl Kept {
    pub(super) fn digest(job: &[u8]) -> [u8; 32] {
        Sm3::digest(job).into()
    }

    pub(super) fn get(&self, digest: &[u8; 32]) -> Option<Arc<Pdf>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(known, _)| known == digest)?;
        let found = kept.remove(at)?;
        let pdf = found.1.clone();
        kept.push_back(found);
        Some(pdf)
    }

    pub(super) fn keep(&self, digest: [u8; 32], pdf: Pdf) -> Arc<Pdf> {
        let pdf = Arc::new(pdf);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((digest, pdf.clone()));
        let mut bytes: usize = kept.iter().map(|(_, pdf)| pdf.bytes.len()).sum();
        while bytes > MOST {
            let Some((_, oldest)) = kept.pop_front() else { break };
            bytes -= oldest.bytes.len();
        }
        pdf
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn pdf(bytes: usize) -> Pdf {
        Pdf { bytes: vec![0; bytes], missing: BTreeSet::new() }
    }

    #[test]
    fn the_file_used_longest_ago_goes_first() {
        let kept = Kept::default();
        let [one, two, three] = ["1", "2", "3"].map(|job| Kept::digest(job.as_bytes()));
        kept.keep(one, pdf(MOST / 2));
        kept.keep(two, pdf(MOST / 2));
        assert!(kept.get(&one).is_some());
        kept.keep(three, pdf(MOST / 2));
        assert!(kept.get(&one).is_some() && kept.get(&three).is_some() && kept.get(&two).is_none());
    }
}
