//! Numbers that count something: digits or Chinese numerals with a unit. Dates, document and article numbers, ranks and
//! telephone numbers have no unit of counting and are none.

use super::naming::ends_in_word;
use super::numerals::{chinese_number, digit};
use super::text::{Text, ends_clause, is_han};
use rust_decimal::Decimal;

/// Units that are counted in, longest first where one begins another.
const UNITS: [&str; 52] = [
    "个百分点",
    "人次",
    "户次",
    "件次",
    "条次",
    "家次",
    "场次",
    "批次",
    "份次",
    "亿元",
    "万元",
    "万条",
    "万件",
    "万次",
    "万人",
    "万份",
    "美元",
    "元",
    "条",
    "件",
    "项",
    "次",
    "个",
    "篇",
    "份",
    "人",
    "宗",
    "起",
    "期",
    "例",
    "部",
    "家",
    "场",
    "类",
    "名",
    "册",
    "本",
    "张",
    "户",
    "页",
    "处",
    "批",
    "轮",
    "则",
    "位",
    "套",
    "台",
    "所",
    "座",
    "支",
    "幅",
    "%",
];

/// A unit that is not one, because of what follows it.
const NO_UNITS: [&str; 33] = [
    "个工作日",
    "个自然日",
    "个月",
    "个小时",
    "部门",
    "部委",
    "部署",
    "名单",
    "位于",
    "期间",
    "期限",
    "本机",
    "本年",
    "本报",
    "本级",
    "本单",
    "场所",
    "处理",
    "处罚",
    "处置",
    "人民",
    "起诉",
    "起草",
    "起至",
    "家庭",
    "则上",
    "条例",
    "条款",
    "项目标",
    "次日",
    "所在",
    "台账",
    "位一体",
];

/// Words before a number that make it about that much.
const ABOUT: [&str; 12] =
    ["约", "近", "超", "超过", "逾", "大约", "将近", "不少于", "至少", "不足", "不超过", "不低于"];

/// A number with its unit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Number {
    /// First character of the number.
    pub(super) start: usize,
    /// The character after its unit.
    pub(super) end: usize,
    /// The number as printed, 1.2 in 1.2万元.
    pub(super) value: Decimal,
    /// Its unit, `万元`.
    pub(super) unit: String,
    /// Whether it is about that much, or one end of a range.
    pub(super) about: bool,
}

impl Number {
    /// The number in single units, 12000 in 1.2万元, and that unit.
    pub(super) fn worth(&self) -> (Decimal, &str) {
        for (mark, factor) in [("亿", 100_000_000), ("万", 10_000)] {
            if let Some(unit) = self.unit.strip_prefix(mark) {
                return (self.value.saturating_mul(Decimal::from(factor)), unit);
            }
        }
        (self.value, &self.unit)
    }

    /// The number with its unit, for a sentence.
    pub(super) fn printed(&self) -> String {
        printed(self.value, &self.unit)
    }
}

/// A number with a unit, for a sentence.
pub(super) fn printed(value: Decimal, unit: &str) -> String {
    let value = value.normalize();
    if unit == "%" { format!("{value}%") } else { format!("{value}{unit}") }
}

/// The numbers of a text, in order.
pub(super) fn numbers(text: &Text<'_>) -> Vec<Number> {
    let chars = &text.chars;
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let Some((value, length, decimals)) = number_at(chars, at) else {
            at += 1;
            continue;
        };
        if let Some(number) = with_unit(chars, at, value, length, decimals) {
            at = number.end;
            numbers.push(number);
        } else {
            at += length;
        }
    }
    numbers
}

/// A number, how many characters it takes, and how many of them from its decimal point on.
fn number_at(chars: &[char], at: usize) -> Option<(Decimal, usize, usize)> {
    if chars[at].is_ascii_digit() {
        let (length, decimals) = digits(&chars[at..]);
        let written: String = chars[at..at + length].iter().filter(|mark| **mark != ',').collect();
        return Some((written.parse().ok()?, length, decimals));
    }
    if chars[at] == '百' && chars[at..].starts_with(&['百', '分', '之']) {
        let (value, length) = match chars.get(at + 3)? {
            '百' => (100, 1),
            _ => chinese_number(&chars[at + 3..])?,
        };
        return Some((Decimal::from(value), length + 3, 0));
    }
    let (value, length) = chinese_number(&chars[at..])?;
    Some((Decimal::from(value), length, 0))
}

fn digits(chars: &[char]) -> (usize, usize) {
    let run = |from: usize| chars[from..].iter().take_while(|mark| mark.is_ascii_digit()).count();
    let mut length = run(0);
    while chars.get(length) == Some(&',') && run(length + 1) == 3 {
        length += 4;
    }
    let decimals = if chars.get(length) == Some(&'.') { run(length + 1) } else { 0 };
    if decimals > 0 { (length + 1 + decimals, decimals + 1) } else { (length, 0) }
}

fn with_unit(chars: &[char], at: usize, value: Decimal, length: usize, decimals: usize) -> Option<Number> {
    let percent = chars[at..].starts_with(&['百', '分', '之']);
    if is_name(chars, at) {
        return None;
    }
    let mut end = at + length;
    let mut about = false;
    let mut scale = "";
    while let Some(mark) = chars.get(end) {
        match mark {
            '多' | '余' | '几' => about = true,
            '万' if scale.is_empty() && chars[at].is_ascii_digit() => scale = "万",
            '亿' if scale.is_empty() => scale = "亿",
            ' ' => {}
            _ => break,
        }
        end += 1;
    }
    let unit = if percent { "%" } else { unit_at(chars, end, decimals > 0 && scale.is_empty())? };
    let unit_length = if percent { 0 } else { unit.chars().count() };
    let single = length == 1 && !chars[at].is_ascii_digit();
    if single && is_phrase(chars, at, end + unit_length, value, unit) {
        return None;
    }
    // In 1.3条 the 1 and its point are the mark of a list: a thing that is counted is whole.
    let (start, value) = if decimals > 0 && scale.is_empty() && is_whole(unit) {
        let point = at + length - decimals;
        (point + 1, chars[point + 1..at + length].iter().collect::<String>().parse().ok()?)
    } else {
        (at, value)
    };
    let end = end + unit_length;
    let about = about || is_about(chars, start, end);
    Some(Number { start, end, value, unit: format!("{scale}{unit}"), about })
}

/// Whether the number belongs to a name, a rank, a date or a word: 第3, 前3名, Ld419, 数十.
fn is_name(chars: &[char], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| chars[before]) else { return false };
    if before.is_ascii_alphanumeric()
        || matches!(before, '第' | '届' | '前' | '几' | '数' | '每' | '之' | '.' | '〔' | '/')
    {
        let counted = before == '数' && chars[at].is_ascii_digit();
        return !counted;
    }
    // 第二十、二十一条; 第三至五项.
    let mut back = at;
    while back > 0
        && (digit(chars[back - 1]).is_some()
            || chars[back - 1].is_ascii_digit()
            || "十百、至到和-—~".contains(chars[back - 1]))
    {
        back -= 1;
    }
    back < at && back > 0 && chars[back - 1] == '第'
}

fn unit_at(chars: &[char], at: usize, decimal: bool) -> Option<&'static str> {
    let rest = &chars[at..];
    let stands = |word: &str| word.chars().enumerate().all(|(place, mark)| rest.get(place) == Some(&mark));
    if NO_UNITS.iter().any(|word| stands(word)) || stands("个“一") || is_saying(rest) {
        return None;
    }
    let unit = UNITS.iter().find(|unit| stands(unit)).copied();
    unit.or_else(|| (!decimal && is_bare_count(chars, at)).then_some(""))
}

/// Whether 个 is part of a saying: “五个一”工程.
fn is_saying(rest: &[char]) -> bool {
    rest.starts_with(&['个', '一']) && rest.get(2).is_none_or(|mark| !is_han(*mark) || *mark == '工')
}

/// A number without unit that still counts: 申请总数34，
fn is_bare_count(chars: &[char], at: usize) -> bool {
    let closes = chars.get(at).is_none_or(|mark| ends_clause(*mark) || *mark == '、');
    let mut start = at;
    while start > 0 && (chars[start - 1].is_ascii_digit() || ",.".contains(chars[start - 1])) {
        start -= 1;
    }
    let before: String = chars[start.saturating_sub(3)..start].iter().filter(|mark| **mark != '：').collect();
    closes
        && start < at
        && ["数", "数为", "数是", "总量", "数量", "数量为"].iter().any(|word| before.ends_with(word))
}

fn is_whole(unit: &str) -> bool {
    !unit.ends_with('元') && !matches!(unit, "%" | "个百分点" | "")
}

/// Whether a single numeral and its unit are a word and no count: 一次性, 一件事, 三类内部.
fn is_phrase(chars: &[char], start: usize, end: usize, value: Decimal, unit: &str) -> bool {
    if value > Decimal::ONE {
        return false;
    }
    let closes = chars.get(end).is_none_or(|mark| ends_clause(*mark) || *mark == '、');
    let named = start > 0 && is_han(chars[start - 1]);
    !(closes && named && matches!(unit, "条" | "件" | "宗" | "起" | "篇" | "次"))
}

fn is_about(chars: &[char], start: usize, end: usize) -> bool {
    let before: String = chars[start.saturating_sub(3)..start].iter().collect();
    let after: String = chars[end..chars.len().min(end + 2)].iter().collect();
    let in_range = before.ends_with(['-', '—', '~', '～', '至'])
        && before.chars().rev().nth(1).is_some_and(|mark| mark.is_ascii_digit() || digit(mark).is_some());
    in_range
        || (ABOUT.iter().any(|word| before.ends_with(word)) && !ends_in_word(&before))
        || ["以上", "左右", "以内", "以下", "余", "多"].iter().any(|word| after.starts_with(word))
}
