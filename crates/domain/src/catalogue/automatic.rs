//! The automatic reading (自动检查): what a machine notices in a draft before people decide.
//!
//! Each reading is a function from the [`Subject`] to findings; a new one is added to [`READINGS`]. Every finding can be
//! masked where there is something to put in its place, accepted with a reason, or sent back.

use super::{Fields, PublicationRule, WrongWord};
use crate::digest::Digest;
use crate::redaction::{SecrecyMarks, spot};
use crate::registers::{RowFault, Severity};
use crate::safe_html::SafeHtml;
use crate::says::Says;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Must be masked, accepted with a reason, or sent back before the draft goes on.
    Stop,
    /// The same, but probably harmless.
    Look,
    /// Looked for and not found.
    Passed,
}

/// What may be put in place of what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask {
    /// The words as they stand.
    pub from: String,
    /// What takes their place.
    pub to: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is known by, as long as the words found stay the same.
    pub id: String,
    /// How much it weighs.
    pub level: Level,
    /// What was found.
    pub says: Says,
    /// What to do; may be empty.
    pub remedy: Says,
    /// What may be put in its place.
    pub mask: Option<Mask>,
}

/// What is read.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// What was typed.
    pub fields: &'a Fields,
    /// The text.
    pub html: &'a SafeHtml,
    /// The text without its markup.
    pub plain: &'a str,
    /// What is odd about its fields, but keeps nothing out.
    pub odd: &'a [RowFault],
    /// Index numbers of items of the same body with the same title.
    pub doubles: &'a [String],
    /// Addresses of our own that the text links to and that lead nowhere.
    pub broken_links: &'a [String],
    /// The rules and their words.
    pub rule: &'a PublicationRule,
    /// Words the office added.
    pub words: &'a [WrongWord],
    /// Words that mark a document as secret.
    pub marks: &'a SecrecyMarks,
    /// Telephones and addresses of offices, which may stand in public.
    pub known: &'a [String],
}

/// One reading: what it finds, and nothing when all is well.
type Reading = fn(&Subject<'_>) -> Vec<Finding>;

/// Every reading, with what it says when it found nothing.
const READINGS: [(&str, &str, Reading); 7] = [
    ("没有个人信息", "No personal data", personal_data),
    ("没有密级标志和内部字样", "No secrecy marks", secrecy_marks),
    ("文号、日期格式", "Document number and dates", odd_fields),
    ("没有与已发布信息重名", "No published item of the same title", doubled_titles),
    ("没有常见错词", "No wrong words", wrong_words),
    ("链接都打得开", "No broken links", links),
    ("图片都有说明", "Every picture has its description", pictures),
];

/// Reads a draft: everything found, then what was looked for and not found.
pub fn read(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut passed = Vec::new();
    for (zh, en, reading) in READINGS {
        let findings = reading(subject);
        if findings.is_empty() {
            passed.push(Finding::new(zh, Level::Passed, Says::new(zh, en)));
        }
        found.extend(findings);
    }
    found.sort_by_key(|finding| finding.level);
    found.extend(passed);
    found
}

impl Finding {
    /// A finding known by these words.
    pub fn new(known_by: &str, level: Level, says: Says) -> Self {
        let mut digest = Digest::new();
        digest.field(known_by);
        let mut id = digest.finish();
        id.truncate(16);
        Self { id, level, says, remedy: Says::default(), mask: None }
    }

    /// With what to do.
    #[must_use]
    pub fn remedy(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.remedy = Says::new(zh, en);
        self
    }

    /// With what may be put in its place.
    #[must_use]
    pub fn mask(mut self, from: &str, to: &str) -> Self {
        self.mask = Some(Mask { from: from.to_owned(), to: to.to_owned() });
        self
    }
}

/// Everything the public would read: the fields people write in, and the text.
fn public_words(subject: &Subject<'_>) -> String {
    let typed = ["title", "summary", "keywords", "source", "correction"];
    let mut words: String = typed
        .iter()
        .filter_map(|code| subject.fields.get(*code))
        .fold(String::new(), |all, one| all + one + "\n");
    words.push_str(subject.plain);
    words
}

/// Personal data, each number once. What is said of it shows it masked; only the mask holds what stands there.
fn personal_data(subject: &Subject<'_>) -> Vec<Finding> {
    let words = public_words(subject);
    let known: Vec<&str> = subject.known.iter().map(String::as_str).collect();
    let mut findings: Vec<Finding> = Vec::new();
    for one in spot(&words, &known) {
        let stands = &words[one.range];
        let name = one.kind.name();
        let says = Says::new(
            format!("有{} {}", name.zh, one.masked),
            format!("there is a {}: {}", name.en, one.masked),
        );
        let level = if one.certain { Level::Stop } else { Level::Look };
        let finding = Finding::new(&format!("personal:{stands}"), level, says)
            .remedy("遮住；依法应当公开的，写明理由保留", "mask it, or say which law has it published")
            .mask(stands, &one.masked);
        if findings.iter().all(|known| known.id != finding.id) {
            findings.push(finding);
        }
    }
    findings
}

/// Marks of secrecy, each word once: as a mark it stops, in a sentence it is looked at.
fn secrecy_marks(subject: &Subject<'_>) -> Vec<Finding> {
    let marks = subject.marks.find(&public_words(subject));
    let mut findings: Vec<Finding> = Vec::new();
    for mark in &marks {
        let says = Says::new(format!("有“{}”字样", mark.words), format!("“{}” stands in it", mark.words));
        let level = if mark.certain { Level::Stop } else { Level::Look };
        let finding = Finding::new(&format!("mark:{}:{}", mark.words, mark.certain), level, says).remedy(
            "确属涉密或内部的退回；只是提到这个词的，写明理由保留",
            "send it back, or say why the word may stay",
        );
        if findings.iter().all(|known| known.id != finding.id) {
            findings.push(finding);
        }
    }
    findings
}

fn odd_fields(subject: &Subject<'_>) -> Vec<Finding> {
    let finding = |fault: &RowFault| {
        let known_by = format!("field:{}:{}", fault.column, fault.says.zh);
        Finding { remedy: fault.remedy.clone(), ..Finding::new(&known_by, Level::Look, fault.says.clone()) }
    };
    subject.odd.iter().filter(|fault| fault.severity == Severity::Warning).map(finding).collect()
}

fn doubled_titles(subject: &Subject<'_>) -> Vec<Finding> {
    if subject.doubles.is_empty() {
        return Vec::new();
    }
    let numbers = subject.doubles.join("、");
    let says = Says::new(
        format!("同一机构已有同名的信息：{numbers}"),
        format!("this body has an item of the same title: {numbers}"),
    );
    let finding = Finding::new(&format!("double:{numbers}"), Level::Look, says);
    vec![finding.remedy("重复的请放弃；是新一期、新一年的，写明理由", "give it up if it is the same")]
}

fn wrong_words(subject: &Subject<'_>) -> Vec<Finding> {
    let words = public_words(subject);
    let known = subject.rule.word.iter().chain(subject.words);
    known
        .filter(|word| !word.wrong.is_empty() && words.contains(&word.wrong))
        .map(|word| {
            let says = Says::new(
                format!("“{}”出现 {} 次", word.wrong, words.matches(&word.wrong).count()),
                format!("“{}” occurs {} times", word.wrong, words.matches(&word.wrong).count()),
            );
            let finding = Finding::new(&format!("word:{}", word.wrong), Level::Look, says);
            let should = if word.right.is_empty() {
                ("不应使用".to_owned(), "should not be used".to_owned())
            } else {
                (format!("应为“{}”", word.right), format!("should be “{}”", word.right))
            };
            let note = if word.note.is_empty() { String::new() } else { format!("；{}", word.note) };
            let finding = finding.remedy(should.0 + &note, should.1);
            if word.right.is_empty() { finding } else { finding.mask(&word.wrong, &word.right) }
        })
        .collect()
}

fn links(subject: &Subject<'_>) -> Vec<Finding> {
    let finding = |address: &String| {
        let says = Says::new(format!("链接打不开：{address}"), format!("a link leads nowhere: {address}"));
        Finding::new(&format!("link:{address}"), Level::Look, says)
            .remedy("改正或删去", "correct or remove it")
    };
    subject.broken_links.iter().map(finding).collect()
}

fn pictures(subject: &Subject<'_>) -> Vec<Finding> {
    let bare = subject.html.pictures_without_words();
    if bare == 0 {
        return Vec::new();
    }
    let says =
        Says::new(format!("{bare} 张图片没有文字说明"), format!("{bare} pictures have no description"));
    vec![
        Finding::new(&format!("pictures:{bare}"), Level::Look, says)
            .remedy("补上说明，盲人靠它读图", "describe them"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::{BUILT_IN, Codes};

    fn found(title: &str, html: &str) -> Vec<(Level, String)> {
        let rule = PublicationRule::read(BUILT_IN, &Codes::read(BUILT_IN).unwrap()).unwrap();
        let html = SafeHtml::of(html);
        let fields = Fields::from([("title".to_owned(), title.to_owned())]);
        let marks = BUILT_IN.iter().find(|text| text.path == "reading/secrecy-marks.toml").unwrap();
        let marks = SecrecyMarks::read(*marks).unwrap();
        let own = [WrongWord { wrong: "帐号".into(), right: "账号".into(), note: String::new() }];
        let subject = Subject {
            fields: &fields,
            html: &html,
            plain: &html.plain(),
            odd: &[],
            doubles: &[],
            broken_links: &[],
            rule: &rule,
            words: &own,
            marks: &marks,
            known: &["020-87927132".to_owned()],
        };
        read(&subject).into_iter().map(|finding| (finding.level, finding.says.zh)).collect()
    }

    #[test]
    fn marks_and_wrong_words_are_found_and_the_rest_has_passed() {
        let all = found("从化市通知", "<p>本件为<b>机密</b>★，帐号见附件。</p>");
        let handled: Vec<&str> =
            all.iter().filter(|(level, _)| *level != Level::Passed).map(|(_, says)| says.as_str()).collect();
        assert_eq!(handled, ["有“机密”字样", "“从化市”出现 1 次", "“帐号”出现 1 次"]);
        assert_eq!(all.iter().filter(|(level, _)| *level == Level::Passed).count(), 5);
        assert_eq!(all[0].0, Level::Stop);
        let all = found("通知", "<p>电话 020-87927132；张某 138-0001-2345，再说一次 138-0001-2345</p>");
        assert_eq!(all[0], (Level::Stop, "有手机号码 138****2345".to_owned()));
        assert_eq!(all.iter().filter(|(level, _)| *level != Level::Passed).count(), 1);
        assert!(found("通知", "<p>正文</p>").iter().all(|(level, _)| *level == Level::Passed));
    }
}
