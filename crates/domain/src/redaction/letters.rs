//! What is made of letters and digits: e-mail, sole traders, number plates, passports.

use super::folded::Folded;
use super::{Personal, Spotted, starred};
use crate::identifiers::is_credit_code;

/// First characters of number plates: the provinces.
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
/// Last characters some plates have.
const PLATE_ENDS: &str = "挂学警港澳";
/// First letters of ordinary passports and travel documents.
const PASSPORTS: &str = "EGDSPH";

pub(super) fn spot(text: &Folded, spotted: &mut Vec<Spotted>) {
    for at in 0..text.len() {
        let tests: &[fn(&Folded, usize) -> Option<Spotted>] = match text.at(at) {
            '@' => &[email],
            letter if PROVINCES.contains(letter) => &[plate],
            letter if letter.is_ascii_alphanumeric() && !text.before(at).is_ascii_alphanumeric() => {
                &[sole_trader, passport]
            }
            _ => continue,
        };
        spotted.extend(tests.iter().find_map(|test| test(text, at)));
    }
}

fn email(text: &Folded, at: usize) -> Option<Spotted> {
    let is_local = |letter: char| letter.is_ascii_alphanumeric() || "._%+-".contains(letter);
    let is_domain = |letter: char| letter.is_ascii_alphanumeric() || ".-".contains(letter);
    let start = (0..at).rev().take_while(|at| is_local(text.at(*at))).last()?;
    let mut end = at + 1;
    while end < text.len() && is_domain(text.at(end)) {
        end += 1;
    }
    let domain = text.text(at + 1, end);
    let domain = domain.trim_end_matches(['.', '-']);
    let (_, top) = domain.rsplit_once('.')?;
    if top.len() < 2 || !top.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let certain = domain != "gov.cn" && !domain.ends_with(".gov.cn");
    let masked = format!("{}***@{domain}", text.at(start));
    text.spotted(Personal::Email, start..at + 1 + domain.len(), certain, masked)
}

/// Codes of organs and firms may stand in public; one that begins with 92 is a person's.
fn sole_trader(text: &Folded, at: usize) -> Option<Spotted> {
    let code = text.text(at, at + 18);
    let is = code.starts_with("92") && is_credit_code(&code) && !text.at(at + 18).is_ascii_alphanumeric();
    is.then(|| text.spotted(Personal::SoleTrader, at..at + 18, true, starred(&code, 8, 2))).flatten()
}

fn plate(text: &Folded, at: usize) -> Option<Spotted> {
    if !text.at(at + 1).is_ascii_uppercase() {
        return None;
    }
    let from = at + 2 + usize::from(['·', '•', ' '].contains(&text.at(at + 2)));
    let is_part =
        |letter: char| letter.is_ascii_digit() || letter.is_ascii_uppercase() && !"IO".contains(letter);
    let mut end = from;
    while end - from < 6 && is_part(text.at(end)) {
        end += 1;
    }
    end += usize::from(PLATE_ENDS.contains(text.at(end)));
    let serial = text.text(from, end);
    let length = serial.chars().count();
    let is = (5..=6).contains(&length) && serial.bytes().any(|byte| byte.is_ascii_digit());
    if !is || text.at(end).is_ascii_alphanumeric() {
        return None;
    }
    let masked = format!("{}{}{}", text.at(at), text.at(at + 1), starred(&serial, 0, 2));
    text.spotted(Personal::Plate, at..end, true, masked)
}

/// Many other numbers look like a passport's: it is one where it is called so.
fn passport(text: &Folded, at: usize) -> Option<Spotted> {
    let number = text.text(at, at + 9);
    let bytes = number.as_bytes();
    let digits = |from: usize| bytes.len() == 9 && bytes[from..].iter().all(u8::is_ascii_digit);
    let is = digits(1) && PASSPORTS.contains(text.at(at))
        || digits(2) && text.at(at) == 'E' && bytes[1].is_ascii_uppercase();
    if !is || text.at(at + 9).is_ascii_alphanumeric() {
        return None;
    }
    let certain = ["护照", "通行证"].iter().any(|word| text.text_before(at, 12).contains(word));
    text.spotted(Personal::Passport, at..at + 9, certain, starred(&number, 1, 4))
}
