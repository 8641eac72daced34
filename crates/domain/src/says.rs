//! One sentence in both languages of the product.

use serde::{Deserialize, Serialize};

/// A sentence said to a person, in Chinese first and English beside it.
///
/// Everything the domain tells a reader (a step of the clock, a fault in a ledger, the verdict of a check) is a
/// `Says`, so that no caller has to translate what it did not decide.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Says {
    /// The sentence in Simplified Chinese.
    pub zh: String,
    /// The same sentence in English.
    pub en: String,
}

impl Says {
    /// Pairs the two sentences.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// A sentence in both languages as messages write it (`中文 / English`); one that is in one language only stands for
    /// both.
    pub fn of_both(text: &str) -> Self {
        let (zh, en) = text.split_once(" / ").unwrap_or((text, text));
        Self::new(zh, en)
    }

    /// The sentence in `language`.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

/// The two languages of the product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// Simplified Chinese, the default.
    #[default]
    Chinese,
    /// English.
    English,
}
