//! Wording: sentences made from word lists.
//!
//! In a template `{name}` takes one entry of the list of that name (which may itself be a template), `{a|b}` one of
//! the alternatives, `{3~12}` a whole number and `{1.2~9.8}` a decimal between the two.

use crate::chance::Chance;
use std::cell::Cell;
use std::collections::BTreeMap;

/// Word lists by name.
pub type Words = BTreeMap<String, Vec<String>>;

/// What a template may draw from: the words of the document, then of its field, then common ones.
#[derive(Clone, Debug)]
pub struct Scope<'a> {
    own: Words,
    shared: Vec<&'a Words>,
    /// Name and words that are used one after another.
    sequence: (String, Vec<String>),
    turn: Cell<usize>,
}

impl<'a> Scope<'a> {
    /// A scope that draws from `shared`, earlier lists first.
    pub fn new(shared: Vec<&'a Words>) -> Self {
        Self { own: Words::new(), shared, sequence: Default::default(), turn: Cell::new(0) }
    }

    /// Fixes a name for this document.
    pub fn set(&mut self, name: &str, word: impl Into<String>) {
        self.own.insert(name.to_owned(), vec![word.into()]);
    }

    /// Gives the document words to be used one after another under a name, such as the days of a plan.
    pub fn set_sequence(&mut self, name: &str, words: Vec<String>) {
        self.sequence = (name.to_owned(), words);
    }

    /// The list called `name`; empty when there is none.
    pub fn list(&self, name: &str) -> &[String] {
        self.own
            .get(name)
            .or_else(|| self.shared.iter().find_map(|words| words.get(name)))
            .map_or(&[], Vec::as_slice)
    }

    /// Chooses one entry of the list `name` and keeps it for the whole document.
    pub fn settle(&mut self, name: &str, chance: &mut Chance) {
        let word = self.say(&format!("{{{name}}}"), chance);
        self.set(name, word);
    }

    /// The template with everything filled in.
    pub fn say(&self, template: &str, chance: &mut Chance) -> String {
        let mut said = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            said.push_str(before);
            let Some((slot, behind)) = after.split_once('}') else {
                said.push('{');
                rest = after;
                continue;
            };
            said.push_str(&self.fill(slot, chance));
            rest = behind;
        }
        said.push_str(rest);
        said
    }

    fn next_in_sequence(&self) -> Option<String> {
        let words = &self.sequence.1;
        let turn = self.turn.get();
        self.turn.set(turn + 1);
        words.get(turn % words.len().max(1)).cloned()
    }

    fn fill(&self, slot: &str, chance: &mut Chance) -> String {
        if let Some((low, high)) = slot.split_once('~') {
            return number(low, high, chance);
        }
        if let (true, Some(word)) = (slot == self.sequence.0, self.next_in_sequence()) {
            return word;
        }
        let words = self.list(slot);
        if !words.is_empty() {
            let word = chance.pick(words).clone();
            return self.say(&word, chance);
        }
        let choices: Vec<&str> = slot.split('|').collect();
        let choice = *chance.pick(&choices);
        if self.list(choice).is_empty() { choice.to_owned() } else { self.fill(choice, chance) }
    }
}

fn number(low: &str, high: &str, chance: &mut Chance) -> String {
    let digits = low.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let scale = 10_i64.pow(digits as u32);
    let scaled = |text: &str| text.replace('.', "").parse::<i64>().unwrap_or_default();
    let drawn = chance.between(scaled(low), scaled(high));
    if digits == 0 { drawn.to_string() } else { format!("{}.{:0digits$}", drawn / scale, drawn % scale) }
}
