//! How much room words take, reckoned without a font: a Chinese character is one em, an ASCII letter a little over
//! half. The same reckoning holds for the fonts of a page and for those of a PDF.

/// Size of type, in units of the drawing.
pub(crate) const SIZE: f64 = 13.0;
/// Height of a line of type.
pub(crate) const LINE: f64 = 17.0;
/// Gap drawn before each three digits.
pub(crate) const GAP: f64 = 3.0;
/// Width of an ASCII letter in em.
const ASCII: f64 = 0.55;

/// Width of `words` on the drawing.
pub(crate) fn width(words: &str) -> f64 {
    words.chars().map(width_of).sum()
}

fn width_of(letter: char) -> f64 {
    if letter.is_ascii() { SIZE * ASCII } else { SIZE }
}

/// `words` in lines no wider than `room`: broken at spaces, between Chinese characters, and inside a word only where
/// the word alone is wider. No line begins with a mark that closes.
pub(crate) fn lines(words: &str, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces(words) {
        let Some(line) = lines.last_mut() else { break };
        if !line.is_empty() && width(line) + width(piece.trim_end()) > room {
            lines.push(String::new());
        }
        for letter in piece.chars() {
            let Some(line) = lines.last_mut() else { break };
            if width(line) + width_of(letter) <= room || letter == ' ' || line.is_empty() {
                line.push(letter);
            } else {
                lines.push(letter.to_string());
            }
        }
    }
    lines.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// Words, Chinese characters with the closing marks after them, each with its spaces.
fn pieces(words: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut last = ' ';
    for letter in words.chars() {
        let joins = letter == ' '
            || "，。、；：）》”…·".contains(letter)
            || (letter.is_ascii() && last.is_ascii() && last != ' ');
        match pieces.last_mut() {
            Some(piece) if joins || "（《“".contains(last) => piece.push(letter),
            _ => pieces.push(letter.to_string()),
        }
        last = letter;
    }
    pieces
}

/// A printed value in groups of three digits, from five digits on; only the digits before the point are grouped, and
/// words (`90多`) stay whole.
pub(crate) fn groups(printed: &str) -> Vec<&str> {
    let (whole, fraction) = printed.split_at(printed.find('.').unwrap_or(printed.len()));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() < 5 || !digits(whole) || !digits(fraction.trim_start_matches('.')) {
        return vec![printed];
    }
    let mut groups = Vec::new();
    let mut start = 0;
    let first = if whole.len() % 3 == 0 { 3 } else { whole.len() % 3 };
    for end in (first..whole.len()).step_by(3) {
        groups.push(&printed[start..end]);
        start = end;
    }
    groups.push(&printed[start..]);
    groups
}

/// Width of a printed value with its gaps.
pub(crate) fn value_width(printed: &str) -> f64 {
    width(printed) + GAP * (groups(printed).len() - 1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_grouped_from_five_digits_on() {
        for (printed, grouped) in [
            ("0", "0"),
            ("1533", "1533"),
            ("12728", "12 728"),
            ("123456", "123 456"),
            ("4800012.50", "4 800 012.50"),
            ("90多", "90多"),
            ("12345多", "12345多"),
            ("5.25", "5.25"),
            ("", ""),
        ] {
            assert_eq!(groups(printed).join(" "), grouped);
        }
    }

    #[test]
    fn labels_break_where_a_reader_would() {
        let broken = |words: &str, ems: f64| lines(words, ems * SIZE).join("|");
        assert_eq!(broken("组织机构", 4.0), "组织机构");
        assert_eq!(broken("建议提案办理结果", 4.0), "建议提案|办理结果");
        assert_eq!(broken("Budgets and accounts", 6.7), "Budgets and|accounts");
        assert_eq!(broken("危及“三安全”，不予公开", 6.0), "危及“三安|全”，不予公|开");
        assert_eq!(broken("Other organisations", 10.0), "Other|organisations");
        assert_eq!(broken("donaudampfschiff", 5.5), "donaudampf|schiff");
        assert!(broken("", 5.0).is_empty());
    }
}
