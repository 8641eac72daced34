//! Genres (体裁): how a notice, a news item, a publicity of approvals… is built.
//!
//! A text has a lead, numbered headings, sub-headings or lists below them, a closing and a signature; sections are
//! filled until the length asked for is reached, so that lengths spread as they do on a real site.

use crate::chance::Chance;
use crate::wording::Scope;
use serde::Deserialize;
use std::collections::BTreeSet;

/// One way to write an item.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Genre {
    /// Name among genres.
    pub code: String,
    /// Code of the item category its texts belong to.
    pub category: String,
    /// How often it is chosen among those of its category.
    pub weight: i64,
    /// Whether its documents carry a document number (文号).
    #[serde(default)]
    pub numbered: bool,
    /// Templates of titles.
    pub title: Vec<String>,
    /// Templates of the line that says whom the text addresses.
    #[serde(default)]
    pub addressee: Vec<String>,
    /// Templates of the first paragraph.
    pub lead: Vec<String>,
    /// Templates of the last paragraph.
    pub closing: Vec<String>,
    /// Templates of the names of attachments.
    #[serde(default)]
    pub attachments: Vec<String>,
    /// Sections, in order.
    pub section: Vec<Section>,
}

/// One numbered part of a text.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    heading: String,
    sentences: Vec<String>,
    /// Word lists to draw further sentences from.
    #[serde(default)]
    draws: Vec<String>,
    /// Sub-headings.
    #[serde(default)]
    points: Vec<String>,
    /// Whether its sentences are steps, to be listed in order.
    #[serde(default)]
    ordered: bool,
}

const NUMERALS: [&str; 8] = ["一", "二", "三", "四", "五", "六", "七", "八"];

/// Longest text wanted, in characters, before the closing.
const LONGEST: usize = 2600;
/// Shortest text wanted, in characters.
const SHORTEST: usize = 330;

/// A text in the making.
struct Draft<'a> {
    scope: &'a Scope<'a>,
    chance: &'a mut Chance,
    said: BTreeSet<String>,
    text: String,
    length: usize,
}

impl Genre {
    /// Writes the text of an item whose scope already knows its title, matter and place.
    ///
    /// `signature` closes it: the body and the date, one to a line.
    pub fn write(&self, scope: &Scope<'_>, signature: &[String], chance: &mut Chance) -> String {
        let wanted = SHORTEST + (((LONGEST - SHORTEST) as f64) * chance.unit().powi(4)) as usize;
        let mut draft = Draft { scope, chance, said: BTreeSet::new(), text: String::new(), length: 0 };
        draft.line_of(&self.addressee);
        draft.line_of(&self.lead);
        let most = self.section.len();
        let sections = (wanted / 190).clamp(2, most.max(2)).min(most);
        let skipped = draft.chance.below(most - sections + 1);
        for (at, section) in self.section.iter().skip(skipped).take(sections).enumerate() {
            let share = wanted.saturating_sub(draft.length) / (sections - at);
            section.write(NUMERALS[at], draft.length + share, &mut draft);
        }
        draft.line_of(&self.closing);
        if draft.chance.percent(40) {
            draft.attachments(&self.attachments);
        }
        for line in signature {
            draft.line(line);
        }
        draft.text.truncate(draft.text.trim_end().len());
        draft.text
    }
}

impl Section {
    fn write(&self, numeral: &str, until: usize, draft: &mut Draft<'_>) {
        draft.line(&format!("{numeral}、{}", self.heading));
        if self.ordered {
            for (step, sentence) in self.sentences.iter().enumerate() {
                let said = draft.scope.say(sentence, draft.chance);
                draft.line(&format!("{}. {said}。", step + 1));
            }
        }
        let pointed = !self.points.is_empty() && until > draft.length + 160;
        let mut point = 0;
        loop {
            if draft.length >= until && (point > 0 || self.ordered) {
                break;
            }
            let mut paragraph = String::new();
            if pointed && point < self.points.len() {
                paragraph = format!("（{}）{}。", NUMERALS[point], self.points[point]);
            }
            for _ in 0..draft.chance.between(1, 3) {
                let sentence = self.sentence(draft);
                paragraph.push_str(&sentence);
                paragraph.push_str(if draft.chance.percent(25) { "；" } else { "。" });
            }
            if paragraph.ends_with('；') {
                paragraph.pop();
                paragraph.push('。');
            }
            draft.line(&paragraph);
            point += 1;
        }
    }

    /// A sentence of this section not yet said in the text, as long as there is one.
    fn sentence(&self, draft: &mut Draft<'_>) -> String {
        let mut choices: Vec<&String> =
            if self.ordered { Vec::new() } else { self.sentences.iter().collect() };
        choices.extend(self.draws.iter().flat_map(|list| draft.scope.list(list)));
        choices.retain(|choice| !draft.said.contains(*choice));
        if choices.is_empty() {
            choices = ["措施", "成效", "句"].iter().flat_map(|list| draft.scope.list(list)).collect();
            choices.retain(|choice| !draft.said.contains(*choice));
        }
        if choices.is_empty() {
            draft.said.clear();
            choices = draft.scope.list("措施").iter().collect();
        }
        let chosen = (*draft.chance.pick(&choices)).clone();
        let said = draft.scope.say(&chosen, draft.chance);
        draft.said.insert(chosen);
        said
    }
}

impl Draft<'_> {
    fn line(&mut self, line: &str) {
        self.length += line.chars().count() + 1;
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A line from one of `templates`, if there are any.
    fn line_of(&mut self, templates: &[String]) {
        if !templates.is_empty() {
            let template = self.chance.pick(templates).clone();
            let line = self.scope.say(&template, self.chance);
            self.line(&line);
        }
    }

    fn attachments(&mut self, templates: &[String]) {
        for (at, template) in templates.iter().take(2).enumerate() {
            let name = self.scope.say(template, self.chance);
            let lead = if at == 0 { "附件：" } else { "　　　" };
            self.line(&format!("{lead}{}. {name}", at + 1));
        }
    }
}
