//! Readers at work on files nobody vouches for: each on a thread of its own, waited for only so long.
//!
//! A reader that panics has met a broken file. One that does not come back in time is left behind; it ends by itself,
//! because everything it reads is bounded, and until then it counts as [`LEFT_BEHIND`], so that a heap of bad files cannot
//! fill the machine with threads.

use crate::{Document, DocumentFault};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

/// How long a file is read at most.
pub(crate) const LONGEST: Duration = Duration::from_secs(10);
/// Readers that may be at work after nobody waits for them any more.
const MOST_LEFT_BEHIND: usize = 4;
/// Stack of a reader. Parsers of other people descend into nested objects, and a stack that runs out ends the program; this
/// one is laid out for the deepest nesting the readers let pass, and costs only what is used of it.
const STACK: usize = 256 << 20;

static LEFT_BEHIND: AtomicUsize = AtomicUsize::new(0);

/// Reads on a thread of its own; `kind` names the file in the fault of a reader that panics.
pub(crate) fn guarded(
    kind: &'static str,
    longest: Duration,
    reader: impl FnOnce() -> Result<Document, DocumentFault> + Send + 'static,
) -> Result<Document, DocumentFault> {
    let too_slow = DocumentFault::TooSlow(longest.as_secs());
    if LEFT_BEHIND.load(Ordering::SeqCst) >= MOST_LEFT_BEHIND {
        return Err(too_slow);
    }
    let (sender, receiver) = mpsc::sync_channel(0);
    let work = move || {
        let read = catch_unwind(AssertUnwindSafe(reader)).unwrap_or_else(|why| {
            // A reader deep within a parser has no other way to say that it gives up.
            Err(why.downcast::<DocumentFault>().map_or(DocumentFault::Broken(kind), |fault| *fault))
        });
        if sender.send(read).is_err() {
            LEFT_BEHIND.fetch_sub(1, Ordering::SeqCst);
        }
    };
    let thread = std::thread::Builder::new().name("document".to_owned()).stack_size(STACK).spawn(work);
    if thread.is_err() {
        return Err(too_slow);
    }
    match receiver.recv_timeout(longest) {
        Ok(read) => read,
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(DocumentFault::Broken(kind)),
        Err(mpsc::RecvTimeoutError::Timeout) => {
            // Counted before the channel closes: the reader takes itself off when it finds it closed, and until then it
            // waits, for the channel holds nothing.
            LEFT_BEHIND.fetch_add(1, Ordering::SeqCst);
            match receiver.try_recv() {
                Ok(read) => {
                    LEFT_BEHIND.fetch_sub(1, Ordering::SeqCst);
                    read
                }
                Err(_) => Err(too_slow),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FileKind;

    #[test]
    fn a_panic_is_a_broken_file() {
        let read = guarded("PDF", LONGEST, || std::panic::resume_unwind(Box::new(())));
        assert_eq!(read, Err(DocumentFault::Broken("PDF")));
    }

    #[test]
    fn nobody_waits_longer_than_the_limit() {
        let (release, held) = mpsc::channel::<()>();
        let read = guarded("PDF", Duration::from_millis(20), move || {
            let _ = held.recv();
            Ok(Document {
                kind: FileKind::Pdf,
                title: None,
                blocks: Vec::new(),
                pages: Vec::new(),
                wrapped: false,
            })
        });
        assert_eq!(read, Err(DocumentFault::TooSlow(0)));
        drop(release);
        while LEFT_BEHIND.load(Ordering::SeqCst) > 0 {
            std::thread::yield_now();
        }
    }
}
