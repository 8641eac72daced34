//! One-time codes (RFC 6238: SHA-1, six digits, thirty seconds), and the recovery codes for when the phone is lost.

use super::sessions::secret;
use gongkai_domain::digest;
use jiff::Timestamp;
use totp_rs::{Builder, Secret, Totp};

/// How many recovery codes there are.
const CODES: usize = 10;
/// Letters of a recovery code: 80 bits.
const LETTERS: usize = 16;

/// A new secret of 160 bits; `None` when the machine gave no randomness.
pub(super) fn new_secret() -> Option<String> {
    let mut bytes = [0; 20];
    getrandom::fill(&mut bytes).ok()?;
    Some(Secret::from(bytes.to_vec()).to_base32())
}

/// The time step a code belongs to: now, the one before or the one after. `None` for a code of no such step.
pub(super) fn step(secret: &str, code: &str, now: Timestamp) -> Option<i64> {
    let seconds = u64::try_from(now.as_second()).ok()?;
    let step = clock(secret)?.check(code, seconds)?;
    i64::try_from(step).ok()
}

fn clock(secret: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    Builder::new().with_secret(secret).with_digits(6).with_skew(1).with_step_duration(30).build().ok()
}

/// New recovery codes; `None` when the machine gave no randomness.
pub(super) fn recovery_codes() -> Option<Vec<String>> {
    (0..CODES)
        .map(|_| {
            let mut bytes = [0; 10];
            getrandom::fill(&mut bytes).ok()?;
            let letters = Secret::from(bytes.to_vec()).to_base32().to_lowercase();
            Some(in_groups(&letters, "-"))
        })
        .collect()
}

/// What is kept of a recovery code as somebody typed it; `None` when it cannot be one.
pub(super) fn recovery_digest(typed: &str) -> Option<String> {
    let letters: String =
        typed.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    (letters.len() == LETTERS).then(|| digest::of_bytes(letters.as_bytes()))
}

/// An id of twelve letters and digits; `None` when the machine gave no randomness.
pub(super) fn new_id() -> Option<String> {
    Some(secret()?.chars().filter(char::is_ascii_alphanumeric).take(12).collect())
}

/// A text in groups of four.
pub(super) fn in_groups(text: &str, between: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B: "12345678901234567890".
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn codes_are_those_of_the_standard() {
        // Appendix B has eight digits; six are the last of them.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            let now = Timestamp::from_second(seconds).unwrap();
            assert_eq!(step(SECRET, code, now), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn a_clock_may_be_half_a_minute_off_and_no_more() {
        for (seconds, known) in [(29, true), (30, true), (59, true), (89, true), (90, false), (119, false)] {
            let now = Timestamp::from_second(seconds).unwrap();
            assert_eq!(step(SECRET, "287082", now), known.then_some(1), "{seconds}");
        }
        let now = Timestamp::from_second(59).unwrap();
        for wrong in ["", "28708", "2870822", "28708a", "２８７０８２"] {
            assert_eq!(step(SECRET, wrong, now), None, "{wrong}");
        }
    }

    #[test]
    fn recovery_codes_are_known_however_they_are_typed() {
        let codes = recovery_codes().unwrap();
        assert_eq!(codes.len(), 10);
        let code = &codes[0];
        assert_eq!(code.len(), 19, "{code}");
        assert_eq!(recovery_digest(code), recovery_digest(&code.to_uppercase().replace('-', " ")));
        assert_ne!(recovery_digest(code), recovery_digest(&codes[1]));
        assert_eq!(recovery_digest("287082"), None);
    }
}
