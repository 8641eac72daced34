//! Wholes and their parts: which figures a sentence says to be parts of which.
//!
//! A list of parts has no closing mark, so where it may end is kept as several [`Group::ends`]: nothing is said of a list
//! that adds up at any of them.

use super::announced::{BREAKS, COMPARES, Said, is_numbered, outside_brackets, said, same_topic, topic};
use super::stated::{Prose, Stated};
use super::vocabulary::Vocabulary;
use rust_decimal::Decimal;

/// A whole and the figures that are said to be its parts, by index among [`Prose::stated`].
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    /// The whole, if it is stated.
    pub(super) whole: Option<usize>,
    /// What may be the whole instead, where 其中 follows 其中.
    pub(super) instead: Option<usize>,
    /// The parts.
    pub(super) parts: Vec<usize>,
    /// The percentage stated for each part.
    pub(super) percents: Vec<Option<usize>>,
    /// After how many parts the list may end; the last is all of them.
    pub(super) ends: Vec<usize>,
    /// How they are announced.
    pub(super) said: Said,
    /// Whether figures of other units stand between the parts.
    pub(super) mixed: bool,
    /// Whether some parts are of a known division and others are not, so that they may overlap.
    pub(super) divided: bool,
    /// Whether the parts are numbered.
    pub(super) numbered: bool,
}

/// The groups of all passages.
pub(super) fn groups(prose: &Prose<'_>, words: &Vocabulary) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut from = 0;
    while from < prose.stated.len() {
        let first = &prose.stated[from];
        let same = |stated: &Stated| stated.text == first.text && stated.sentence == first.sentence;
        let to = from + prose.stated[from..].iter().take_while(|stated| same(stated)).count();
        let mut levels: Vec<Option<usize>> =
            prose.stated[from..to].iter().map(|stated| stated.bracket).collect();
        levels.sort_unstable();
        levels.dedup();
        for level in levels {
            let members: Vec<usize> = (from..to).filter(|at| prose.stated[*at].bracket == level).collect();
            Level { prose, words, members: &members, bracket: level }.read(&mut groups);
        }
        from = to;
    }
    super::runs::shares(prose, &mut groups);
    groups
}

/// The figures of a sentence that stand in the same bracket, or in none.
struct Level<'a> {
    prose: &'a Prose<'a>,
    words: &'a Vocabulary,
    members: &'a [usize],
    bracket: Option<usize>,
}

impl Level<'_> {
    fn read(&self, groups: &mut Vec<Group>) {
        let mut outer: Option<usize> = None;
        let mut at = 0;
        while at < self.members.len() {
            let Some((said, whole)) = self.announced(at) else {
                at += 1;
                continue;
            };
            let mut group = self.collect(at, said, whole);
            if group.parts.is_empty() {
                at += 1;
                continue;
            }
            // …97件，其中…，其中…: the second may divide the last part or the first whole once more.
            let last_of_outer =
                |groups: &Vec<Group>| groups.last().and_then(|outer| outer.parts.last().copied());
            if outer.is_some() && last_of_outer(groups) == whole {
                group.instead = outer;
            }
            outer = group.instead.or(whole);
            let last = group.parts.last().copied();
            at = self.members.iter().position(|member| Some(*member) == last).map_or(at + 1, |last| last + 1);
            groups.push(group);
        }
    }

    /// Whether parts begin at this member, and of what.
    fn announced(&self, at: usize) -> Option<(Said, Option<usize>)> {
        let gap = self.gap(at);
        if COMPARES.iter().any(|word| gap.contains(word)) && !gap.contains("其中") {
            return None;
        }
        let whole = self.counted_before(at);
        if let Some(topic) = topic(&gap) {
            let among = gap.split(['，', '：']).next().is_some_and(|clause| clause.ends_with('中'));
            let whole = if among && whole.is_some() { whole } else { self.about(at, &topic) };
            return whole.map(|whole| (Said::Among, Some(whole)));
        }
        if at == 0 && self.bracket.is_some() {
            let said = said(&gap).unwrap_or(Said::Listed);
            return self.before_bracket().map(|whole| (said, Some(whole)));
        }
        let said = said(&gap)?;
        if at == 0 {
            let opens = ["其中", "分别", "具体", "包括"].iter().any(|word| gap.starts_with(word));
            return opens.then(|| self.sentence_before()).flatten().map(|whole| (said, Some(whole)));
        }
        whole.map(|whole| (said, Some(whole)))
    }

    /// The figure before this member that counts something; in 520条，比上年增加35条，增长7.2%，其中… it is 520条.
    fn counted_before(&self, at: usize) -> Option<usize> {
        let counts = |member: &&usize| {
            let stated = &self.prose.stated[**member];
            let before = self.prose.before(stated);
            !stated.number.unit.contains('%') && !COMPARES.iter().any(|word| before.contains(word))
        };
        let nearest =
            self.members[..at].iter().rev().find(|member| self.prose.stated[**member].number.unit != "%");
        self.members[..at].iter().rev().find(counts).or(nearest).copied()
    }

    /// The figure right before the bracket these figures stand in.
    fn before_bracket(&self) -> Option<usize> {
        let open = self.bracket?;
        let first = &self.prose.stated[*self.members.first()?];
        let text = self.prose.text_of(first);
        let mut sentence = self.prose.of_sentence(first.text, first.sentence);
        let outer = sentence.rfind(|stated| self.prose.stated[*stated].number.end <= open)?;
        let between = text.words(self.prose.stated[outer].number.end..open);
        let near = between.chars().count() <= 14
            && !between.trim_end_matches('，').contains(['，', '；', '、', '）']);
        (near && self.prose.stated[outer].number.unit != "%").then_some(outer)
    }

    /// The one figure of the sentence before, where that states one of the same unit only.
    fn sentence_before(&self) -> Option<usize> {
        let first = &self.prose.stated[*self.members.first()?];
        let unit = first.number.worth().1;
        let sentence = self.prose.of_sentence(first.text, first.sentence.checked_sub(1)?);
        let mut found = sentence.filter(|stated| self.prose.stated[*stated].number.worth().1 == unit);
        let only = found.next()?;
        found.next().is_none().then_some(only)
    }

    /// The last figure before this member, in its passage, that counts the topic.
    fn about(&self, at: usize, topic: &str) -> Option<usize> {
        let member = self.members[at];
        let unit = self.prose.stated[member].number.worth().1;
        let text = self.prose.stated[member].text;
        (0..member).rev().take_while(|earlier| self.prose.stated[*earlier].text == text).find(|earlier| {
            let earlier = &self.prose.stated[*earlier];
            earlier.number.worth().1 == unit && same_topic(&earlier.label, topic)
        })
    }

    /// Parts from a member on.
    fn collect(&self, from: usize, said: Said, whole: Option<usize>) -> Group {
        let mut group = Group {
            whole,
            instead: None,
            parts: Vec::new(),
            percents: Vec::new(),
            ends: Vec::new(),
            said,
            mixed: false,
            divided: false,
            numbered: true,
        };
        let Some(unit) = whole.map(|whole| self.prose.stated[whole].number.worth().1.to_owned()) else {
            return group;
        };
        let mut semicolons = None;
        let mut division: Option<String> = None;
        for at in from..self.members.len() {
            let member = self.members[at];
            let stated = &self.prose.stated[member];
            let gap = self.gap(at);
            if at > from && self.breaks(at, &gap) {
                break;
            }
            if stated.number.unit == "%" {
                if let Some(percent) =
                    group.percents.last_mut().filter(|_| gap.contains('占') && gap.chars().count() <= 16)
                {
                    percent.get_or_insert(member);
                }
                continue;
            }
            if stated.number.worth().1 != unit && gap.contains('；') {
                break;
            }
            if stated.number.worth().1 != unit {
                group.mixed |= !group.parts.is_empty();
                continue;
            }
            if !group.parts.is_empty() {
                let parted = gap.contains('；');
                if parted && !*semicolons.get_or_insert(parted) {
                    group.ends.push(group.parts.len());
                }
                semicolons.get_or_insert(parted);
            }
            let words = format!("{}{}", self.prose.before(stated), self.prose.after(stated));
            let own = self.words.dimension(&words).map(str::to_owned);
            // 其他 is of the same division as what stands before it.
            let own = if self.words.is_rest(&stated.label) { division.clone() } else { own };
            match (&division, &own) {
                (Some(first), Some(own)) if first != own => break,
                (None, Some(_)) | (Some(_), None) if !group.parts.is_empty() => group.divided = true,
                _ => {}
            }
            division = division.or(own);
            group.numbered &= is_numbered(&self.prose.before(stated));
            group.parts.push(member);
            group.percents.push(None);
        }
        group.ends.push(group.parts.len());
        group.ends.dedup();
        group
    }

    /// Whether the list has ended before this member.
    fn breaks(&self, at: usize, gap: &str) -> bool {
        let unit = &self.prose.stated[self.members[at]].number.unit;
        let own = gap.rsplit(['，', '；', '、']).next().unwrap_or(gap);
        let new_list = said(gap).is_some_and(|said| said != Said::Listed) || topic(gap).is_some();
        let becomes_whole = gap.contains('；')
            && self
                .members
                .get(at + 1)
                .is_some_and(|_| said(&self.gap(at + 1)).is_some_and(|said| said != Said::Listed));
        let other = unit != "%" && BREAKS.iter().any(|word| own.contains(word));
        new_list || becomes_whole || other
    }

    /// What is read between a member and the one before it, without what stands in brackets of its own.
    fn gap(&self, at: usize) -> String {
        let stated = &self.prose.stated[self.members[at]];
        let text = self.prose.text_of(stated);
        let sentence = self.prose.sentence(stated).start;
        let start = match at.checked_sub(1) {
            Some(earlier) => self.prose.stated[self.members[earlier]].number.end,
            None => self.bracket.map_or(sentence, |open| open + 1),
        };
        outside_brackets(&text.chars, start.min(stated.number.start)..stated.number.start)
    }
}

impl Group {
    /// What the first parts, so many, add up to.
    pub(super) fn sum(&self, prose: &Prose<'_>, parts: usize) -> Decimal {
        let worth = self.parts.iter().take(parts).map(|part| prose.stated[*part].number.worth().0);
        worth.fold(Decimal::ZERO, Decimal::saturating_add)
    }

    /// Whether a number in it is only about so much.
    pub(super) fn is_about(&self, prose: &Prose<'_>) -> bool {
        self.parts.iter().chain(&self.whole).any(|member| prose.stated[*member].number.about)
    }

    /// Whether the percentages of all parts add up to 100.
    pub(super) fn shares_add_up(&self, prose: &Prose<'_>) -> bool {
        let shares: Option<Vec<Decimal>> = self
            .percents
            .iter()
            .map(|percent| percent.map(|percent| prose.stated[percent].number.value))
            .collect();
        let Some(shares) = shares.filter(|shares| shares.len() >= 2) else { return false };
        let digits = shares.iter().map(Decimal::scale).max().unwrap_or_default();
        let tolerance = Decimal::new(5, digits + 1).saturating_mul(Decimal::from(shares.len()));
        let total = shares.into_iter().fold(Decimal::ZERO, Decimal::saturating_add);
        (total - Decimal::ONE_HUNDRED).abs() <= tolerance
    }
}
