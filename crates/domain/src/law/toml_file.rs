//! TOML files of `law/`: what the parser objects to becomes a [`LawFault`] with line and key, in both languages.

use super::{LawFault, LawText};
use crate::says::Says;
use serde::de::DeserializeOwned;
use std::ops::Range;

impl LawText<'_> {
    /// Reads the text as TOML. Types should use `deny_unknown_fields`, so that a misspelt key is a fault and not
    /// silence.
    pub fn read_toml<T: DeserializeOwned>(&self) -> Result<T, LawFault> {
        toml::from_str(self.text).map_err(|error| {
            let message = error.message().trim();
            let span = error.span();
            let key = quoted(message).map_or_else(|| self.written_at(span.as_ref()), str::to_owned);
            let says = Says::new(in_chinese(message), message);
            LawFault {
                file: self.path.to_owned(),
                line: span.map(|span| self.line_at(span.start)),
                key,
                says,
            }
        })
    }

    /// A fault at a place in this file; `at` is a byte range, as [`toml::Spanned`] gives it.
    pub fn fault_at(&self, at: Range<usize>, key: &str, says: Says) -> LawFault {
        LawFault { file: self.path.to_owned(), line: Some(self.line_at(at.start)), key: key.to_owned(), says }
    }

    /// A fault of the whole file, such as a missing part.
    pub fn fault(&self, key: &str, says: Says) -> LawFault {
        LawFault { file: self.path.to_owned(), line: None, key: key.to_owned(), says }
    }

    fn line_at(&self, byte: usize) -> usize {
        self.text.as_bytes().iter().take(byte).filter(|byte| **byte == b'\n').count() + 1
    }

    fn written_at(&self, span: Option<&Range<usize>>) -> String {
        let written = span.and_then(|span| self.text.get(span.clone())).unwrap_or_default();
        written.lines().next().unwrap_or_default().trim().to_owned()
    }
}

/// The first name between backticks: serde quotes the key or value it objects to.
fn quoted(message: &str) -> Option<&str> {
    message.split('`').nth(1)
}

fn in_chinese(message: &str) -> String {
    let kinds = [
        ("unknown field", "不认识的键"),
        ("missing field", "缺少键"),
        ("duplicate key", "键重复"),
        ("unknown variant", "不认识的值"),
        ("invalid type", "值的类型不对"),
        ("invalid value", "值不对"),
    ];
    let kind = kinds.iter().find(|(english, _)| message.starts_with(english));
    format!("{}（{message}）", kind.map_or("不能读懂", |(_, chinese)| chinese))
}
