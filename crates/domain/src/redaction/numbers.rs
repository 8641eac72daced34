//! Numbers of persons: identity, telephone, bank card.

use super::folded::Folded;
use super::{Personal, Spotted, starred};
use crate::identifiers::{IdentityNumber, identity_number, is_old_identity_number, passes_luhn};

/// How the digits of a bank card stand: together, or in fours.
const CARDS: [&[usize]; 10] =
    [&[4, 4, 4, 4, 3], &[4, 4, 4, 4], &[6, 13], &[19], &[18], &[17], &[16], &[15], &[14], &[13]];

pub(super) fn spot(text: &Folded, spotted: &mut Vec<Spotted>) {
    for at in 0..text.len() {
        if !text.at(at).is_ascii_digit() || is_number(text.before(at)) {
            continue;
        }
        let tests = [identity, old_identity, mobile, landline, card];
        spotted.extend(tests.iter().find_map(|test| test(text, at)));
    }
}

/// Whether a digit after this character goes on with a number.
fn is_number(letter: char) -> bool {
    letter.is_ascii_digit() || letter == '.'
}

fn ends(text: &Folded, at: usize) -> bool {
    !text.at(at).is_ascii_digit()
}

fn identity(text: &Folded, at: usize) -> Option<Spotted> {
    let (mut number, mut end) =
        [&[17][..], &[6, 8, 3], &[6, 4, 4, 3]].iter().find_map(|groups| text.groups(at, groups))?;
    let last = text.at(end);
    if !last.is_ascii_digit() && !"Xx".contains(last) {
        return None;
    }
    number.push(last);
    end += 1;
    if !ends(text, end) {
        return None;
    }
    let certain = identity_number(&number)? == IdentityNumber::Valid;
    text.spotted(Personal::IdentityNumber, at..end, certain, starred(&number, 6, 4))
}

fn old_identity(text: &Folded, at: usize) -> Option<Spotted> {
    let (number, end) = text.groups(at, &[15])?;
    let is = ends(text, end) && is_old_identity_number(&number);
    let certain = ["身份", "证件"].iter().any(|word| text.text_before(at, 12).contains(word));
    is.then(|| text.spotted(Personal::IdentityNumber, at..end, certain, starred(&number, 6, 3))).flatten()
}

fn mobile(text: &Folded, at: usize) -> Option<Spotted> {
    let start = if text.text(at, at + 2) == "86" && text.at(at + 2) != '8' { at + 2 } else { at };
    let start = start + usize::from(start > at && [' ', '-'].contains(&text.at(start)));
    let (number, end) = [&[11][..], &[3, 4, 4]].iter().find_map(|groups| text.groups(start, groups))?;
    let is = number.starts_with('1') && number.as_bytes()[1] >= b'3' && ends(text, end);
    is.then(|| text.spotted(Personal::Mobile, at..end, true, starred(&number, 3, 4))).flatten()
}

/// A fixed line may be an office's own: a person must look.
fn landline(text: &Folded, at: usize) -> Option<Spotted> {
    let shapes: [&[usize]; 6] = [&[3, 8], &[4, 8], &[4, 7], &[3, 4, 4], &[4, 4, 4], &[4, 3, 4]];
    let (number, end) =
        shapes.iter().find_map(|groups| text.groups(at, groups).filter(|(_, end)| ends(text, *end)))?;
    let is = number.starts_with('0') && number.as_bytes()[1] != b'0';
    let masked = format!("{}****", &number[..number.len() - 4]);
    is.then(|| text.spotted(Personal::Landline, at..end, false, masked)).flatten()
}

fn card(text: &Folded, at: usize) -> Option<Spotted> {
    let (number, end) = CARDS
        .iter()
        .filter_map(|groups| text.groups(at, groups))
        .find(|(number, end)| ends(text, *end) && passes_luhn(number))?;
    if !(b'3'..=b'6').contains(&number.as_bytes()[0]) {
        return None;
    }
    // One number in ten passes by chance; a card of this country begins with 62, or is called one.
    let called =
        ["卡号", "账号", "帐号", "账户", "帐户"].iter().any(|word| text.text_before(at, 12).contains(word));
    let certain = called || number.starts_with("62") && number.len() >= 16;
    text.spotted(Personal::BankCard, at..end, certain, starred(&number, 4, 4))
}
