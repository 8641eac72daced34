//! Home addresses: a house and a flat by their numbers.

use super::folded::Folded;
use super::{Personal, Spotted};

/// What the number of a house stands before, and what that of a flat does.
const HOUSES: &str = "号栋幢座楼组巷";
const FLATS: &str = "室房户单层";

/// Words that say that somebody lives there.
const LIVES: [&str; 6] = ["住址", "住所", "家住", "现住", "户籍地", "居住"];

/// An address is somebody's home where it goes down to the flat, or where it is said to be one; a person must look.
pub(super) fn spot(text: &Folded, spotted: &mut Vec<Spotted>) {
    let mut at = 0;
    while at < text.len() {
        let Some(address) = numbered(text, at) else {
            at += 1;
            continue;
        };
        let is_home = address.flat || LIVES.iter().any(|word| text.text_before(at, 30).contains(word));
        if is_home {
            spotted.extend(text.spotted(Personal::Address, at..address.end, false, "***"));
        }
        at = address.end;
    }
}

struct Numbered {
    end: usize,
    flat: bool,
}

/// House, flat and what lies between, by their numbers: `12号3栋502室`.
fn numbered(text: &Folded, from: usize) -> Option<Numbered> {
    if !is_part(text.at(from)) || is_part(text.before(from)) {
        return None;
    }
    let (mut at, mut houses, mut flats) = (from, 0, 0);
    loop {
        let start = at;
        while is_part(text.at(at)) {
            at += 1;
        }
        let unit = text.at(at);
        if at == start || !HOUSES.contains(unit) && !FLATS.contains(unit) {
            at = start;
            break;
        }
        at += 1;
        at += usize::from(unit == '单' && text.at(at) == '元')
            + usize::from(unit == '号' && text.at(at) == '楼');
        houses += usize::from(HOUSES.contains(unit));
        flats += usize::from(FLATS.contains(unit));
    }
    (houses > 0).then_some(Numbered { end: at, flat: flats > 0 })
}

fn is_part(letter: char) -> bool {
    letter.is_ascii_digit() || letter == '-' || "之一二三四五六七八九十".contains(letter)
}
