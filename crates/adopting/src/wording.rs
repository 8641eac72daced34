//! What a text says of itself: its number, its signature and date, from when it is in force, the notes under the title of a
//! regulation.

use crate::facts::{Facts, Origin};
use gongkai_domain::catalogue::{OldSites, is_document_number};
use gongkai_domain::registers::{dates_in, document_number};
use jiff::civil::Date;

/// Lines at the beginning of a document among which its number stands.
const HEAD: usize = 8;
/// Lines at its end among which its signature stands.
const TAIL: usize = 12;
/// Longest line that can be a signature or a number, in letters.
const SHORT: usize = 40;

/// Reads the facts a text says of itself; `lines` are its lines without the title.
pub(crate) fn read(lines: &[&str], facts: &mut Facts) {
    if let Some(number) = number(lines) {
        facts.put("document_number", &number, Origin::Text);
    }
    notes(lines, facts);
    if let Some((office, date)) = signature(lines) {
        facts.put("issued_on", &date.to_string(), Origin::Text);
        if let Some(office) = office {
            facts.put("body", office, Origin::Text);
        }
    }
    if let Some(date) = in_force(lines) {
        facts.put("effective_on", &date.to_string(), Origin::Text);
    } else if in_force_when_published(lines) && !was_amended(lines) {
        let published = facts.get("published_on").cloned();
        if let Some(fact) = published {
            facts.put("effective_on", &fact.value, Origin::Text);
        }
    }
}

/// A line that is the number of the document, near its beginning.
fn number(lines: &[&str]) -> Option<String> {
    lines.iter().take(HEAD).find_map(|line| as_number(line))
}

/// A line that is a document number and nothing else.
pub(crate) fn as_number(line: &str) -> Option<String> {
    let bare = line
        .trim()
        .trim_matches(|letter: char| matches!(letter, '（' | '）' | '(' | ')') || letter.is_whitespace());
    if bare.chars().count() > SHORT {
        return None;
    }
    // Brackets of the year must stay: they are only taken off where they stand around the whole.
    let bare =
        if bare.contains(['〔', '[', '［', '【']) || bare.ends_with('号') { bare } else { return None };
    let number = document_number(bare).into_owned();
    let is_order = number.starts_with(|letter: char| !letter.is_ascii_digit()) && number.contains('令');
    (is_document_number(&number) && (number.contains('〔') || is_order)).then_some(number)
}

/// The office and the day at the end of a document.
fn signature<'a>(lines: &[&'a str]) -> Option<(Option<&'a str>, Date)> {
    let first = lines.len().saturating_sub(TAIL);
    let at = (first..lines.len()).rev().find(|at| only_date(lines[*at]).is_some())?;
    let date = only_date(lines[at])?;
    let before = at.checked_sub(1).map(|before| lines[before].trim());
    Some((before.filter(|line| is_office(line)), date))
}

/// The date a line is, with nothing beside it but brackets.
fn only_date(line: &str) -> Option<Date> {
    let found = dates_in(line);
    let [(range, date)] = found.as_slice() else { return None };
    let beside = line[..range.start].chars().chain(line[range.end..].chars());
    let is_bare = |letter: char| letter.is_whitespace() || "（）()".contains(letter);
    beside.into_iter().all(is_bare).then_some(*date)
}

/// Whether a line can be the name of an office.
fn is_office(line: &str) -> bool {
    const ENDINGS: [&str; 13] = [
        "政府",
        "办公室",
        "办公厅",
        "局",
        "委员会",
        "委",
        "厅",
        "中心",
        "街道办事处",
        "管委会",
        "大队",
        "所",
        "部",
    ];
    let length = line.chars().count();
    (3..=30).contains(&length)
        && ENDINGS.iter().any(|ending| line.ends_with(ending))
        && line.chars().all(|letter| ('\u{4e00}'..='\u{9fa5}').contains(&letter))
}

/// The notes under the title of a regulation: each line says when it was adopted, amended or approved. The last adoption
/// or amendment is its date.
fn notes(lines: &[&str], facts: &mut Facts) {
    let mut last = None;
    for line in notes_of(lines) {
        for (range, date) in dates_in(line) {
            // Several acts may stand in one line: what belongs to a date stands between it and the next.
            let rest = &line[range.end..];
            let end = dates_in(rest).first().map_or(rest.len(), |(next, _)| next.start);
            let rest = &rest[..end];
            let adopted = ["通过", "修订", "修正"].iter().any(|word| rest.contains(word));
            if adopted && last.is_none_or(|last| last < date) {
                last = Some(date);
            }
        }
    }
    if let Some(date) = last {
        facts.put("issued_on", &date.to_string(), Origin::Text);
    }
}

/// The notes: lines that begin with a date, before the articles of a text that has articles.
fn notes_of<'a>(lines: &'a [&'a str]) -> impl Iterator<Item = &'a str> {
    let end = lines.iter().take(40).position(|line| begins_text(line));
    // A text may be all notes where its articles were lost.
    let end = end.unwrap_or_else(|| if lines.iter().all(|line| is_note(line)) { lines.len() } else { 0 });
    lines[..end].iter().copied().filter(|line| is_note(line))
}

fn is_note(line: &str) -> bool {
    let bare = line.trim_start_matches(['（', '(', ' ', '\u{3000}']);
    dates_in(bare).first().is_some_and(|(range, _)| range.start == 0)
}

/// Whether the articles begin with a line.
fn begins_text(line: &str) -> bool {
    is_chapter(line) || line.trim_start().starts_with("第一条")
}

/// Whether a line is the heading of a chapter (第一章 总则) or of a part.
pub(crate) fn is_chapter(line: &str) -> bool {
    heading_level(line) == Some(2)
}

/// The level of heading a line is: chapters and parts 2, sections 3.
pub(crate) fn heading_level(line: &str) -> Option<u8> {
    let line = line.trim();
    let rest = line.strip_prefix('第')?;
    let numerals = rest.chars().take_while(|letter| "一二三四五六七八九十百零〇0123456789".contains(*letter));
    let length: usize = numerals.map(char::len_utf8).sum();
    if length == 0 || line.chars().count() > SHORT {
        return None;
    }
    let mut after = rest[length..].chars();
    let level = match after.next()? {
        '编' | '章' => 2,
        '节' => 3,
        _ => return None,
    };
    let title = after.as_str().trim();
    let is_sentence = title.contains(['。', '，', '；', '：']) || title.starts_with(['的', '规', '第', '、']);
    (!is_sentence).then_some(level)
}

/// The day from which a text says it is in force: the last such sentence counts.
fn in_force(lines: &[&str]) -> Option<Date> {
    lines.iter().rev().find_map(|line| {
        dates_in(line).into_iter().find_map(|(range, date)| {
            let (before, after) = (&line[..range.start], &line[range.end..]);
            let from = before.trim_end().ends_with('自') || before.trim_end().ends_with('从');
            let after = after.trim_start();
            let starts = ["起施行", "起实施", "起执行", "起生效", "起正式施行", "施行"]
                .iter()
                .any(|words| after.starts_with(words));
            (from && starts && speaks_of_itself(before)).then_some(date)
        })
    })
}

/// Whether the sentence before is about this text and not about another it names.
fn speaks_of_itself(before: &str) -> bool {
    let sentence = before.rsplit(['。', '；']).next().unwrap_or(before);
    sentence.contains('本') || sentence.trim_start_matches(['第', ' ']).chars().count() < 12
}

fn in_force_when_published(lines: &[&str]) -> bool {
    lines.iter().rev().take(6).any(|line| {
        ["自公布之日起施行", "自发布之日起施行", "自公布之日起实施", "自发布之日起实施"]
            .iter()
            .any(|words| line.contains(words) && line.contains('本'))
    })
}

fn was_amended(lines: &[&str]) -> bool {
    notes_of(lines).any(|line| line.contains("修正") || line.contains("修订"))
}

/// The title among the first lines of a document, and how many lines to leave out of the text with it: lines before it
/// are the head of a red-headed document (份号、密级、发文机关标志、文号).
pub(crate) fn title(lines: &[&str], rules: &OldSites) -> Option<(String, std::ops::Range<usize>)> {
    for first in 0..lines.len().min(HEAD) {
        let mut joined = String::new();
        for (offset, line) in lines[first..].iter().take(4).enumerate() {
            let line = line.trim();
            if line.chars().count() > 60
                || line.ends_with(['。', '：', ':', '，', '；'])
                || as_number(line).is_some()
            {
                break;
            }
            joined.push_str(line);
            if rules.is_title(&joined) && joined.chars().count() >= 5 {
                return Some((joined, first..first + offset + 1));
            }
        }
    }
    let at = lines.iter().take(HEAD).position(|line| {
        let length = line.chars().count();
        (4..=60).contains(&length)
            && !line.ends_with(['。', '：', ':', '，', '；'])
            && as_number(line).is_none()
            && dates_in(line).is_empty()
            && !line.ends_with("文件")
    })?;
    Some((lines[at].trim().to_owned(), at..at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_domain::law::{BUILT_IN, Codes};

    fn facts(lines: &[&str]) -> Facts {
        let mut facts = Facts::default();
        facts.put("published_on", "2016-05-20", Origin::Name);
        read(lines, &mut facts);
        facts
    }

    #[test]
    fn number_signature_and_force_are_read_from_the_text() {
        let found = facts(&[
            "从府办（2016）第37号",
            "各镇人民政府：",
            "根据穗府〔2015〕1号文，制定本办法，《旧办法》自2010年1月1日起施行的规定不变。",
            "本办法自二〇一六年六月一日起施行，有效期五年。",
            "从化区人民政府办公室",
            "2016年5月12日",
            "（此件公开发布）",
        ]);
        assert_eq!(found.value("document_number"), "从府办〔2016〕37号");
        assert_eq!(found.value("issued_on"), "2016-05-12");
        assert_eq!(found.value("body"), "从化区人民政府办公室");
        assert_eq!(found.value("effective_on"), "2016-06-01");
    }

    #[test]
    fn a_number_that_is_cited_is_not_the_number() {
        assert_eq!(facts(&["根据从府办〔2016〕37号，现通知如下。"]).value("document_number"), "");
        assert_eq!(as_number("粤府令第277号").as_deref(), Some("粤府令第277号"));
        assert_eq!(as_number("（从府办〔2016〕37号）").as_deref(), Some("从府办〔2016〕37号"));
        assert_eq!(as_number("第5号"), None);
    }

    #[test]
    fn notes_of_a_regulation_give_its_last_adoption_and_not_its_approval() {
        let lines = [
            "1996年6月1日 第二十二次会议批准  2010年10月29日 第三十五次会议修订",
            "2022年1月6日 第九次会议通过",
            "2022年2月10日 第一次会议批准）",
            "第一章 总 则",
            "第一条 2023年1月1日 通过的不算。",
            "第二条 本条例自公布之日起施行。",
        ];
        let found = facts(&lines);
        assert_eq!(found.value("issued_on"), "2022-01-06");
        assert_eq!(found.value("effective_on"), "", "it was amended: in force from its first publication");
        assert_eq!(facts(&["本办法自公布之日起施行。"]).value("effective_on"), "2016-05-20");
    }

    #[test]
    fn headings_are_chapters_and_not_sentences() {
        for (line, level) in [
            ("第一章 总 则", Some(2)),
            ("第十二章　附则", Some(2)),
            ("第三节 监督", Some(3)),
            ("第一章规定的，从其规定。", None),
            ("第二条 本条例", None),
            ("第章", None),
        ] {
            assert_eq!(heading_level(line), level, "{line}");
        }
    }

    #[test]
    fn titles_run_over_lines_below_the_head_of_a_document() {
        let codes = Codes::read(BUILT_IN).unwrap();
        let text = BUILT_IN.iter().find(|text| text.path == "reading/old-sites.toml").unwrap();
        let rules = OldSites::read(*text, &codes).unwrap();
        let found = title(
            &[
                "广州市从化区人民政府办公室文件",
                "从府办〔2016〕37号",
                "广州市从化区人民政府办公室关于印发",
                "从化区养犬管理办法的通知",
                "各镇：",
            ],
            &rules,
        );
        let (words, lines) = found.unwrap();
        assert_eq!(
            (words.as_str(), lines),
            ("广州市从化区人民政府办公室关于印发从化区养犬管理办法的通知", 2..4)
        );
        assert_eq!(title(&["我区召开会议", "5月12日，会议召开。"], &rules).unwrap().0, "我区召开会议");
    }
}
