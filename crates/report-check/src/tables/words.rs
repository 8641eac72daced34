//! How like two labels are.

/// How like two words are, in hundredths: 100 less the share of letters to change; of longer words, their end counts too.
pub(super) fn likeness(words: &[char], label: &[char]) -> i32 {
    const LONGEST: usize = 60;
    if label.is_empty() || words.is_empty() || label.len() > LONGEST {
        return 0;
    }
    let tail = &words[words.len().saturating_sub(label.len())..];
    let ends = if words.len() > label.len() && label.len() >= 4 { alike(tail, label) } else { 0 };
    let ends = if ends >= 80 { ends - 5 } else { 0 };
    if words.len() > 2 * label.len() || label.len() > 2 * words.len() {
        return ends;
    }
    alike(words, label).max(ends)
}

fn alike(one: &[char], other: &[char]) -> i32 {
    let longer = one.len().max(other.len());
    let shared = one.iter().filter(|letter| other.contains(letter)).count();
    if shared * 2 < longer {
        return 0;
    }
    100 - i32::try_from(distance(one, other) * 100 / longer.max(1)).unwrap_or(100)
}

/// How many letters must be put in, taken out or changed to make one of the other.
pub(super) fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (column, against) in other.iter().enumerate() {
            let changed = corner + usize::from(letter != against);
            corner = row[column + 1];
            row[column + 1] = changed.min(corner + 1).min(row[column] + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_tells_slips_from_other_labels() {
        let like = |one: &str, other: &str| {
            likeness(&one.chars().collect::<Vec<_>>(), &other.chars().collect::<Vec<_>>())
        };
        assert_eq!(like("行政许可", "行政许可"), 100);
        assert_eq!(like("同意公开", "不同意公开"), 80);
        assert!(like("行政处罚", "行政许可") <= 50);
        assert!(like("本年度收到的申请中重复申请", "重复申请") >= 95);
        assert_eq!(like("规章", "政府集中采购"), 0);
    }
}
