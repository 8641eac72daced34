//! Taking back what was just done (撤销): the notice that tells of it offers the act that undoes it, where there is one.
//!
//! The cookie names only what was done; which address that leads to stands here, so that no cookie can make a button that
//! sends anything else.

use crate::frame::Frame;

/// What was done and can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Undo {
    /// A draft was given up or sent on: id, code of the step that takes it back, count of the draft.
    Draft(String, &'static str, i64),
    /// A row was removed: code of the register, segment of its address.
    Row(String, String),
    /// Many rows were changed: code of the register, place of the act in the trail.
    Rows(String, i64),
}

/// A form that takes it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoForm {
    /// Where it is sent.
    pub action: String,
    /// What is sent besides the secret.
    pub fields: Vec<(&'static str, String)>,
}

/// The steps that take a draft back.
const STEPS: [&str; 2] = ["take-back-draft", "reopen-draft"];

impl Undo {
    /// As the cookie keeps it.
    pub fn write(&self) -> String {
        match self {
            Self::Draft(id, step, version) => format!("draft {id} {step} {version}"),
            Self::Row(register, segment) => format!("row {register} {segment}"),
            Self::Rows(register, sequence) => format!("rows {register} {sequence}"),
        }
    }

    /// What a cookie says; nothing for what this program did not write so.
    pub fn read(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split(' ').collect();
        let named = |text: &str| {
            let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
            (!text.is_empty() && text.chars().all(is_name)).then(|| text.to_owned())
        };
        match parts.as_slice() {
            ["draft", id, step, version] => {
                let step = STEPS.into_iter().find(|known| known == step)?;
                Some(Self::Draft(named(id)?, step, version.parse().ok()?))
            }
            ["row", register, segment] => {
                let is_one = !matches!(*segment, "" | "." | "..") && !segment.contains(['/', '?', '#']);
                is_one.then(|| Some(Self::Row(named(register)?, (*segment).to_owned())))?
            }
            ["rows", register, sequence] => Some(Self::Rows(named(register)?, sequence.parse().ok()?)),
            _ => None,
        }
    }

    /// The form that takes it back.
    pub fn form(&self, frame: &Frame) -> UndoForm {
        let (path, fields) = match self {
            Self::Draft(id, step, version) => (
                format!("/office/items/{id}/step"),
                vec![("step", (*step).to_owned()), ("version", version.to_string())],
            ),
            Self::Row(register, segment) => {
                (format!("/office/registers/{register}/rows/{segment}/restoration"), Vec::new())
            }
            Self::Rows(register, sequence) => (
                format!("/office/registers/{register}/bulk/undoing"),
                vec![("sequence", sequence.to_string())],
            ),
        };
        UndoForm { action: frame.href(&path), fields }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_cookie_says_leads_only_to_what_takes_back() {
        for undo in [
            Undo::Draft("abc123".into(), "reopen-draft", 7),
            Undo::Row("procurement-projects".into(), "office~1a%E7%BC%96".into()),
            Undo::Rows("funds".into(), 12),
        ] {
            assert_eq!(Undo::read(&undo.write()), Some(undo));
        }
        for wrong in [
            "",
            "draft a publish-item 1",
            "draft ../x reopen-draft 1",
            "row funds ../../people",
            "row funds ..",
            "row funds a?b",
            "rows funds x",
            "people 1",
        ] {
            assert_eq!(Undo::read(wrong), None, "{wrong}");
        }
    }
}
