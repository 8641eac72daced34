//! What must be masked before publication (公开前的个人信息检查): one detector for text, file names, properties of
//! documents, spreadsheets and forms.
//!
//! The text is read as a reader reads it: full-width digits as digits, invisible marks as nothing, the usual gaps within a
//! number as no gap. What is found is told by its place in the text as it was given, so that it can be shown and
//! masked there. Source: `domain.md` §13.4; check characters as in [`identifiers`](crate::identifiers).

mod folded;
mod letters;
mod marks;
mod numbers;
mod places;

pub use marks::{SecrecyMark, SecrecyMarks};

use crate::says::Says;
use folded::Folded;
use std::ops::Range;

/// A kind of personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Personal {
    /// 公民身份号码.
    IdentityNumber,
    /// 手机号码.
    Mobile,
    /// 固定电话.
    Landline,
    /// 银行卡号.
    BankCard,
    /// 电子邮箱.
    Email,
    /// 个体工商户的统一社会信用代码.
    SoleTrader,
    /// 车牌号.
    Plate,
    /// 护照号.
    Passport,
    /// 住址.
    Address,
}

/// Something personal in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spotted {
    /// What it is.
    pub kind: Personal,
    /// Where it stands, in bytes of the text as given.
    pub range: Range<usize>,
    /// Whether it can hardly be anything else; the others a person must look at.
    pub certain: bool,
    /// How it may stand in public.
    pub masked: String,
}

impl Personal {
    /// What it is called.
    pub fn name(self) -> Says {
        match self {
            Self::IdentityNumber => Says::new("身份证号", "identity number"),
            Self::Mobile => Says::new("手机号码", "mobile number"),
            Self::Landline => Says::new("固定电话", "telephone number"),
            Self::BankCard => Says::new("银行卡号", "bank card number"),
            Self::Email => Says::new("电子邮箱", "e-mail address"),
            Self::SoleTrader => Says::new("个体工商户信用代码", "credit code of a sole trader"),
            Self::Plate => Says::new("车牌号", "number plate"),
            Self::Passport => Says::new("护照号", "passport number"),
            Self::Address => Says::new("住址", "home address"),
        }
    }
}

/// Everything personal in a text, in order; nothing overlaps. `known` are numbers and addresses of offices that may
/// stand there, such as the telephone of the disclosure office, written in any way.
///
/// ```
/// # use gongkai_domain::redaction::{mask, spot};
/// let text = "联系人张某，手机 １３８-０００１-２３４５";
/// let spotted = spot(text, &[]);
/// assert_eq!(mask(text, &spotted), "联系人张某，手机 138****2345");
/// ```
pub fn spot(text: &str, known: &[&str]) -> Vec<Spotted> {
    let folded = Folded::of(text);
    let mut spotted = Vec::new();
    numbers::spot(&folded, &mut spotted);
    letters::spot(&folded, &mut spotted);
    places::spot(&folded, &mut spotted);
    let known: Vec<String> =
        known.iter().map(|known| folded::bare(known)).filter(|known| !known.is_empty()).collect();
    spotted.retain(|spotted| !known.contains(&folded::bare(&text[spotted.range.clone()])));
    // Where two kinds claim the same place, the one that says more of it and is surer stays.
    spotted.sort_by_key(|spotted| (!spotted.certain, usize::MAX - spotted.range.len(), spotted.kind));
    let mut kept: Vec<Spotted> = Vec::new();
    for one in spotted {
        if kept.iter().all(|other| one.range.end <= other.range.start || other.range.end <= one.range.start) {
            kept.push(one);
        }
    }
    kept.sort_by_key(|spotted| spotted.range.start);
    kept
}

/// Whether a text holds an identity number whose check character is right: no field the public sees may.
pub fn has_identity_number(text: &str) -> bool {
    let digits =
        text.chars().filter(|letter| letter.is_ascii_digit() || ('０'..='９').contains(letter)).count();
    let is_one = |one: &Spotted| one.kind == Personal::IdentityNumber && one.certain;
    digits >= 15 && spot(text, &[]).iter().any(is_one)
}

/// The text with what was spotted masked.
pub fn mask(text: &str, spotted: &[Spotted]) -> String {
    let (mut masked, mut done) = (String::with_capacity(text.len()), 0);
    for one in spotted {
        masked.push_str(&text[done..one.range.start]);
        masked.push_str(&one.masked);
        done = one.range.end;
    }
    masked + &text[done..]
}

/// Keeps the first and last characters and puts a star for each between.
fn starred(text: &str, first: usize, last: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    let (first, last) = (first.min(letters.len()), last.min(letters.len().saturating_sub(first)));
    let hidden = letters.len() - first - last;
    let front: String = letters[..first].iter().collect();
    let back: String = letters[letters.len() - last..].iter().collect();
    front + &"*".repeat(hidden) + &back
}

#[cfg(test)]
mod tests;
