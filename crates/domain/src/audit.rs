//! The audit trail (审计): one entry a use case, chained by SM3, with the digest of the row changes it made.
//!
//! An entry holds ids, codes, counts and digests, never personal data. Its hash covers everything in it and the
//! hash before it, so that no entry can be changed, left out or put in afterwards without every later hash failing.

mod acts;

pub use acts::act_name;

use crate::digest::Digest;

/// One entry of the trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Place in the chain, from 1 without gaps.
    pub sequence: i64,
    /// When, as RFC 3339 in UTC with microseconds.
    pub at: String,
    /// Who: `command-line`, as long as there are no accounts.
    pub actor: String,
    /// What was done, such as `import`.
    pub act: String,
    /// The article it was done under, where there is one.
    pub article: String,
    /// Facts of the act as JSON: register, file name and its hash, counts.
    pub facts: String,
    /// How many row changes belong to it.
    pub changes: i64,
    /// Digest of those changes, in order of register and key.
    pub changes_digest: String,
    /// Hash of the entry before; empty for the first.
    pub previous: String,
}

impl Entry {
    /// The entry's hash, 64 hexadecimal digits.
    pub fn hash(&self) -> String {
        let mut digest = Digest::new();
        digest.field(self.sequence.to_be_bytes());
        for field in [&self.at, &self.actor, &self.act, &self.article, &self.facts] {
            digest.field(field);
        }
        digest.field(self.changes.to_be_bytes());
        digest.field(&self.changes_digest);
        digest.field(&self.previous);
        digest.finish()
    }
}

/// What was done to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowAct {
    /// The row was not there before.
    Added,
    /// The row has other values now.
    Changed,
    /// The row is gone (for requests: struck out). An item that is withdrawn has changed.
    Removed,
}

impl RowAct {
    /// Permanent code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

/// One change of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowChange {
    /// Register of the row.
    pub register: &'static str,
    /// Natural key of the row.
    pub key: String,
    /// What was done.
    pub act: RowAct,
    /// Digest of what is not personal in the row afterwards; empty for a removal.
    pub digest: String,
    /// What was not personal before, as JSON; absent for an addition.
    pub before: Option<String>,
}

/// Digest of row changes, fed in order of register and key.
#[derive(Default)]
pub struct ChangesDigest(Digest);

impl ChangesDigest {
    /// Adds one change.
    pub fn add(&mut self, register: &str, key: &str, act: &str, digest: &str, before: Option<&str>) {
        for field in [register, key, act, digest] {
            self.0.field(field);
        }
        match before {
            Some(before) => {
                self.0.field("1");
                self.0.field(before);
            }
            None => self.0.field("0"),
        }
    }

    /// The digest, 64 hexadecimal digits.
    pub fn finish(self) -> String {
        self.0.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            sequence: 1,
            at: "2017-01-09T01:00:00.000000Z".into(),
            actor: "command-line".into(),
            act: "import".into(),
            article: String::new(),
            facts: "{}".into(),
            changes: 0,
            changes_digest: String::new(),
            previous: String::new(),
        }
    }

    #[test]
    fn every_field_is_in_the_hash() {
        let hash = entry().hash();
        let changed: [fn(&mut Entry); 9] = [
            |entry| entry.sequence = 2,
            |entry| entry.at.push('0'),
            |entry| entry.actor.push('x'),
            |entry| entry.act.push('x'),
            |entry| entry.article.push('x'),
            |entry| entry.facts.push(' '),
            |entry| entry.changes = 1,
            |entry| entry.changes_digest.push('0'),
            |entry| entry.previous.push('0'),
        ];
        for change in changed {
            let mut other = entry();
            change(&mut other);
            assert_ne!(other.hash(), hash);
        }
    }

    #[test]
    fn what_moves_from_one_field_to_the_next_changes_the_hash() {
        let mut left = entry();
        left.actor = "ab".into();
        left.act = "c".into();
        let mut right = entry();
        right.actor = "a".into();
        right.act = "bc".into();
        assert_ne!(left.hash(), right.hash());
    }
}
