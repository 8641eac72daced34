//! Issue (发布): which frozen version of a report the public reads.
//!
//! A version frozen from the command line is public with that. One that was signed in the studio waits until somebody
//! publishes it; until then the public goes on reading the version before. A version that is withdrawn is not replaced
//! by an older one: its address says why it is gone, until a new version takes its place.

/// What became of a version that was signed in the studio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueState {
    /// Signed, and not published yet.
    Held,
    /// Published.
    Published,
    /// Published once, and withdrawn.
    Withdrawn,
}

/// What of a report the public reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issued {
    /// No frozen version.
    Nothing,
    /// This version.
    Version(i64),
    /// That this version was withdrawn.
    Withdrawn(i64),
}

impl IssueState {
    /// Permanent code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Held, Self::Published, Self::Withdrawn].into_iter().find(|state| state.code() == code)
    }
}

impl Issued {
    /// What the public reads of these versions; `state` says what became of those signed in the studio.
    pub fn of(versions: &[i64], state: impl Fn(i64) -> Option<IssueState>) -> Self {
        let mut latest_first = versions.to_vec();
        latest_first.sort_unstable_by_key(|version| std::cmp::Reverse(*version));
        for version in latest_first {
            match state(version) {
                None | Some(IssueState::Published) => return Self::Version(version),
                Some(IssueState::Withdrawn) => return Self::Withdrawn(version),
                Some(IssueState::Held) => {}
            }
        }
        Self::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::IssueState::{Held, Published, Withdrawn};
    use super::*;

    #[test]
    fn the_public_reads_the_latest_version_that_was_let_out() {
        for (states, expected) in [
            (&[][..], Issued::Nothing),
            (&[None], Issued::Version(1)),
            (&[Some(Held)], Issued::Nothing),
            (&[Some(Published)], Issued::Version(1)),
            (&[None, Some(Held)], Issued::Version(1)),
            (&[Some(Published), Some(Published)], Issued::Version(2)),
            (&[Some(Published), Some(Withdrawn)], Issued::Withdrawn(2)),
            (&[Some(Withdrawn), Some(Held)], Issued::Withdrawn(1)),
            (&[Some(Withdrawn), Some(Published)], Issued::Version(2)),
            (&[Some(Withdrawn), None], Issued::Version(2)),
        ] {
            let versions: Vec<i64> = (1..).take(states.len()).collect();
            let state = |version: i64| states[usize::try_from(version).unwrap() - 1];
            assert_eq!(Issued::of(&versions, state), expected, "{states:?}");
        }
    }

    #[test]
    fn codes_lead_back() {
        for state in [Held, Published, Withdrawn] {
            assert_eq!(IssueState::of_code(state.code()), Some(state));
        }
    }
}
