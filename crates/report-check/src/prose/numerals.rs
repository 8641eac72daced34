//! Numbers written in Chinese characters: 二十三, 两, 一百零五.

/// The number at the beginning of the characters and how many of them it takes; `None` where none stands there.
pub(super) fn chinese_number(chars: &[char]) -> Option<(u32, usize)> {
    let length = chars.iter().take_while(|mark| digit(**mark).is_some() || place(**mark).is_some()).count();
    let run = &chars[..length];
    let begins = run.first().is_some_and(|mark| digit(*mark).is_some() || *mark == '十');
    if !begins || run.len() > 9 {
        return None;
    }
    if run.len() > 1 && run.iter().all(|mark| digit(*mark).is_some()) {
        return None;
    }
    let (mut total, mut section, mut last) = (0_u32, 0_u32, None);
    for mark in run {
        match (digit(*mark), place(*mark)) {
            (Some(value), _) => {
                if last.is_some_and(|last: u32| last > 0) {
                    return None;
                }
                last = Some(value);
            }
            (None, Some(10_000)) => {
                total = (section + last.unwrap_or(0)).max(1).checked_mul(10_000)?;
                (section, last) = (0, None);
            }
            (None, Some(unit)) => {
                section += last.unwrap_or(1) * unit;
                last = None;
            }
            (None, None) => return None,
        }
    }
    Some((total + section + last.unwrap_or(0), length))
}

/// What a digit is worth.
pub(super) const fn digit(mark: char) -> Option<u32> {
    Some(match mark {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

const fn place(mark: char) -> Option<u32> {
    Some(match mark {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' => 10_000,
        _ => return None,
    })
}
