//! What is told of a site that is brought along.

use super::files::Files;
use crate::globals::Globals;
use gongkai_adopting::{COLUMN, Document, Facts, Origin, PassedKind, Sureness, Understood};
use gongkai_app::adopting::{Adopted, Adoption, Fate, Judged};
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::law::Codes;
use gongkai_domain::registers::Severity;
use gongkai_domain::says::Language;
use serde_json::json;
use std::collections::BTreeMap;

/// Most lines of one kind that are printed; all of them are counted, and stand in the report.
const MOST: usize = 100;

/// The facts that are told of each document, in this order.
pub const TOLD: [&str; 8] = [
    "title",
    "document_number",
    "issued_on",
    "published_on",
    "effective_on",
    "category",
    "index_number",
    "source",
];

/// What there is to tell.
pub struct Telling<'a> {
    pub globals: &'a Globals,
    pub understood: &'a Understood,
    pub files: &'a Files,
    pub codes: &'a Codes,
    pub adoption: &'a Adoption,
}

/// How many documents would be written.
pub fn to_write(adoption: &Adoption) -> usize {
    adoption.count(|fate| matches!(fate, Fate::Item | Fate::Draft | Fate::Changed))
}

/// The name of a column.
pub fn column_name(code: &str, language: Language) -> &str {
    match (ITEMS.column(code), language) {
        (Some(column), Language::Chinese) => column.zh,
        (Some(column), Language::English) => column.en,
        (None, Language::Chinese) if code == COLUMN => "栏目",
        (None, _) => code,
    }
}

impl Telling<'_> {
    /// Prints a sentence, unless everything is told as data.
    pub fn say(&self, zh: &str, en: &str) {
        if !self.globals.json {
            out!("{}", self.globals.say(zh, en));
        }
    }

    /// Tells all of it.
    pub fn tell(&self, tables: &[String]) {
        if self.globals.json {
            return;
        }
        self.source(tables);
        self.columns();
        self.origins();
        self.documents();
        self.passed();
        self.sums();
    }

    /// The documents that are still in the batch, with what became of them.
    pub fn each(&self) -> impl Iterator<Item = (&Document, &Judged)> {
        self.understood.documents.iter().zip(&self.adoption.judged)
    }

    fn source(&self, tables: &[String]) {
        let Understood { documents, passed, furniture, forwards, unused, .. } = self.understood;
        for table in tables {
            self.say(&format!("· 元数据表：{table}"), &format!("· table of metadata: {table}"));
        }
        let files = documents.iter().map(|document| 1 + document.also.len()).sum::<usize>();
        let same = files - documents.len();
        self.say(
            &format!(
                "{} 件信息（另有 {same} 个文件与它们同文）；没有采用 {}；网页的样式、脚本等 {furniture}；转向 {}",
                documents.len(),
                passed.len(),
                forwards.len()
            ),
            &format!(
                "{} documents ({same} more files say the same); {} passed over; {furniture} styles, scripts and the like; {} forwards",
                documents.len(),
                passed.len(),
                forwards.len()
            ),
        );
        for (row, name) in unused.iter().take(MOST) {
            self.say(
                &format!("! 元数据表第 {row} 行“{name}”在来源里找不到"),
                &format!("! row {row} of the metadata names “{name}”, which is not in the source"),
            );
        }
    }

    fn columns(&self) {
        if self.understood.documents.is_empty() {
            return;
        }
        self.say(
            "栏目 → 信息类别（不对的写进表里，用 --map 更正）：",
            "columns → categories (correct them with --map):",
        );
        for used in &self.understood.columns {
            let none = self.globals.say("（没有栏目）", "(none)").to_owned();
            let column = if used.column.is_empty() { none } else { used.column.clone() };
            let category =
                if used.category.is_empty() { "？" } else { word(self.codes, "category", &used.category) };
            out!("  {column} → {category}  {}", used.count);
        }
    }

    /// From where each fact was taken, how often.
    fn origins(&self) {
        let language = self.globals.language();
        for code in TOLD {
            let mut counts: BTreeMap<Origin, usize> = BTreeMap::new();
            for document in &self.understood.documents {
                if let Some(fact) = document.facts.get(code) {
                    *counts.entry(fact.origin).or_default() += 1;
                }
            }
            if counts.is_empty() {
                continue;
            }
            let told: Vec<String> = counts
                .iter()
                .map(|(origin, count)| format!("{} {count}", origin_name(*origin, language)))
                .collect();
            out!("  {}：{}", column_name(code, language), told.join("、"));
        }
    }

    fn documents(&self) {
        let language = self.globals.language();
        for (document, judged) in self.each().take(MOST) {
            let title = document.facts.value("title");
            out!("{} {title}　{}", sign(&judged.fate), document.place);
            let facts = told(&document.facts, self.codes, language);
            if !facts.is_empty() {
                out!("    {facts}");
            }
        }
        self.more(self.understood.documents.len());
        for row in self.adoption.items.changed.iter().take(MOST) {
            out!("~ {}", row.key);
            for change in &row.columns {
                let short = |value: &str| value.chars().take(40).collect::<String>();
                out!("    {}：{} → {}", change.column, short(&change.before), short(&change.after));
            }
        }
        let problems =
            self.each().filter(|(_, judged)| !judged.faults.is_empty() || !judged.findings.is_empty());
        for (document, judged) in problems.take(MOST) {
            for fault in &judged.faults {
                out!("{} {}", mark(fault.severity), fault.in_language(language));
            }
            for found in &judged.findings {
                let mark = if found.certain { "✗" } else { "!" };
                out!("{mark} {}：{}", document.place, found.says.in_language(language));
            }
        }
        for (document, judged) in self.each().take(MOST) {
            if let Fate::LeftAlone(why) = &judged.fate {
                out!("· {}：{}", document.place, why.in_language(language));
            }
            for remark in &document.remarks {
                out!("! {}：{}", document.place, remark.in_language(language));
            }
            for (link, why) in self.files.missing(document) {
                out!("! {}：{} {}：{}", document.place, link.words, link.address, why.in_language(language));
            }
        }
    }

    fn more(&self, count: usize) {
        if count > MOST {
            self.say(
                &format!("… 还有 {} 件，都在 --report 的文件里", count - MOST),
                &format!("… {} more, all in the file of --report", count - MOST),
            );
        }
    }

    fn passed(&self) {
        let language = self.globals.language();
        let mut counts: BTreeMap<PassedKind, usize> = BTreeMap::new();
        for passed in &self.understood.passed {
            let count = counts.entry(passed.kind).or_default();
            *count += 1;
            if *count <= MOST / 4 {
                out!("－ {}：{}", passed.place, passed.why.in_language(language));
            }
        }
        for (address, why) in self.adoption.conflicts.iter().take(MOST) {
            out!("! {address}：{}", why.in_language(language));
        }
    }

    fn sums(&self) {
        let count = |wanted: Fate| self.adoption.count(|fate| *fate == wanted);
        let alone = self.adoption.count(|fate| matches!(fate, Fate::LeftAlone(_)));
        let guessed = self.understood.documents.iter().filter(|document| {
            let fact = document.facts.get("published_on");
            fact.is_some_and(|fact| fact.origin.sureness() == Sureness::Guessed)
        });
        let guessed = guessed.count();
        if guessed > 0 {
            self.say(
                &format!("! {guessed} 件的发布日期取自文件名或网址，请看一看对不对；年报按它计数"),
                &format!("! the day of publication of {guessed} documents is taken from their names; reports count by it"),
            );
        }
        let held = count(Fate::Draft);
        if held > 0 {
            self.say(
                &format!("! {held} 件有个人信息或密级字样，会成为拟稿，处理后再发布；确可公开的用 --accept-findings 理由"),
                &format!("! {held} documents hold something personal or marked secret and become drafts"),
            );
        }
        let [added, drafts, changed, unchanged, refused] =
            [Fate::Item, Fate::Draft, Fate::Changed, Fate::Unchanged, Fate::Refused].map(count);
        out!(
            "{}：＋{added} 稿{drafts} ~{changed} ＝{unchanged} ·{alone} ✗{refused}；{} {}",
            self.globals.say(
                "发布、拟稿、改动、不变、不动、不能迁入",
                "published, drafts, changed, unchanged, left alone, refused"
            ),
            self.globals.say("旧网址", "old addresses"),
            self.adoption.addresses,
        );
    }

    /// Tells that nothing was written.
    pub fn refuse(&self, refused: usize) {
        self.say(
            &format!("✗ {refused} 件不能迁入，一件也没有写入。请用元数据表补齐（--metadata），或用 --rejects 文件.csv 先收下其余的。"),
            &format!("✗ {refused} documents cannot be taken; nothing was written. Complete them with --metadata, or keep the others with --rejects FILE.csv."),
        );
        self.json(None);
    }

    /// Tells what was done.
    pub fn done(&self, done: &Adopted) {
        let said = match done.sequence {
            Some(sequence) => (
                format!(
                    "✓ 已迁入：发布 {}，拟稿 {}，改动 {}，旧网址 {}；审计记录第 {sequence} 条",
                    done.added, done.drafts, done.changed, done.addresses
                ),
                format!(
                    "✓ brought along: {} published, {} drafts, {} changed, {} old addresses; audit entry {sequence}",
                    done.added, done.drafts, done.changed, done.addresses
                ),
            ),
            None => ("✓ 都已在库里，没有要写的".to_owned(), "✓ everything is here already".to_owned()),
        };
        self.say(&said.0, &said.1);
        self.json(Some(done));
    }

    /// All of it as one document.
    pub fn json(&self, done: Option<&Adopted>) {
        if !self.globals.json {
            return;
        }
        let documents = self.each().map(|(document, judged)| {
            let facts: serde_json::Map<String, serde_json::Value> = document
                .facts
                .iter()
                .map(|(code, fact)| {
                    let told = json!({ "value": fact.value, "from": fact.origin.says().en, "sure": fact.origin.sureness().says().en });
                    (code.to_owned(), told)
                })
                .collect();
            json!({
                "place": document.place,
                "also": document.also,
                "fate": fate_name(&judged.fate),
                "index_number": judged.index_number,
                "addresses": document.addresses.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "facts": facts,
                "letters": document.words.chars().count(),
                "faults": judged.faults.iter().map(|fault| fault.in_language(Language::Chinese)).collect::<Vec<_>>(),
                "findings": judged.findings.iter().map(|found| found.says.zh.clone()).collect::<Vec<_>>(),
                "remarks": document.remarks.iter().map(|remark| remark.zh.clone()).collect::<Vec<_>>(),
            })
        });
        let passed = self
            .understood
            .passed
            .iter()
            .map(|passed| json!({ "place": passed.place, "why": passed.why.zh }));
        let conflicts =
            self.adoption.conflicts.iter().map(|(address, why)| json!({ "address": address, "why": why.zh }));
        out!(
            "{:#}",
            json!({
                "applied": done.is_some(),
                "audit_entry": done.and_then(|done| done.sequence),
                "documents": documents.collect::<Vec<_>>(),
                "passed": passed.collect::<Vec<_>>(),
                "addresses": self.adoption.addresses,
                "conflicts": conflicts.collect::<Vec<_>>(),
            })
        );
    }
}

/// The facts of a document on one line, each with its origin.
pub fn told(facts: &Facts, codes: &Codes, language: Language) -> String {
    let one = |code: &&str| {
        let fact = facts.get(code)?;
        let (open, close) = if language == Language::Chinese { ("（", "）") } else { (" (", ")") };
        Some(format!(
            "{} {}{open}{}{close}",
            column_name(code, language),
            word(codes, code, &fact.value),
            origin_name(fact.origin, language)
        ))
    };
    TOLD.iter().filter(|code| **code != "title").filter_map(one).collect::<Vec<_>>().join("，")
}

/// A value as people read it: a category by its name.
pub fn word<'v>(codes: &'v Codes, column: &str, value: &'v str) -> &'v str {
    if column == "category" { codes.zh("item-categories", value) } else { value }
}

/// What an origin is called, with a mark where it is a guess.
pub fn origin_name(origin: Origin, language: Language) -> String {
    let says = origin.says();
    let name = says.in_language(language);
    if origin.sureness() == Sureness::Guessed {
        let guessed = Sureness::Guessed.says();
        format!("{name}，{}", guessed.in_language(language))
    } else {
        name.to_owned()
    }
}

const fn sign(fate: &Fate) -> &'static str {
    match fate {
        Fate::Item => "＋",
        Fate::Draft => "稿",
        Fate::Changed => "~",
        Fate::Unchanged => "＝",
        Fate::LeftAlone(_) => "·",
        Fate::Refused => "✗",
    }
}

/// What a fate is called among data.
pub const fn fate_name(fate: &Fate) -> &'static str {
    match fate {
        Fate::Item => "publish",
        Fate::Draft => "draft",
        Fate::Changed => "change",
        Fate::Unchanged => "unchanged",
        Fate::LeftAlone(_) => "left alone",
        Fate::Refused => "refused",
    }
}

const fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "✗",
        Severity::Warning => "!",
    }
}
