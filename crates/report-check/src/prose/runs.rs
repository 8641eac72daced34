//! Figures with a percentage each, one after another, that no word announces: …2475条，占62.2%。…1503条，占37.8%。

use super::announced::{Said, same_topic};
use super::naming::naming;
use super::partitions::Group;
use super::stated::Prose;
use std::collections::BTreeSet;

/// Adds these runs to the groups that are announced.
pub(super) fn shares(prose: &Prose<'_>, groups: &mut Vec<Group>) {
    let parts: BTreeSet<usize> = groups.iter().flat_map(|group| group.parts.iter().copied()).collect();
    let mut at = 0;
    while at + 1 < prose.stated.len() {
        let run = run(prose, at);
        let length = run.len();
        let known = run.first().is_some_and(|(part, _)| parts.contains(part));
        if length >= 2 && !known {
            let (parts, percents): (Vec<usize>, Vec<usize>) = run.into_iter().unzip();
            groups.push(Group {
                whole: topic_before(prose, parts[0]),
                instead: None,
                ends: vec![parts.len()],
                parts,
                percents: percents.into_iter().map(Some).collect(),
                said: Said::Shares,
                mixed: false,
                divided: false,
                numbered: false,
            });
        }
        at += (length * 2).max(1);
    }
}

fn run(prose: &Prose<'_>, from: usize) -> Vec<(usize, usize)> {
    let mut run = Vec::new();
    let mut at = from;
    while let [part, percent, ..] = &prose.stated[at..] {
        let text = prose.text_of(part);
        let first = &prose.stated[from];
        let same =
            part.text == first.text && part.number.unit == first.number.unit && part.number.unit != "%";
        if !same || percent.text != part.text || percent.number.unit != "%" {
            break;
        }
        let between = text.words(part.number.end..percent.number.start);
        if !between.contains('占') || between.chars().count() > 12 {
            break;
        }
        run.push((at, at + 1));
        at += 2;
    }
    run
}

/// The figure that counts what the sentence of a part begins with: 主动公开的政府信息，…
fn topic_before(prose: &Prose<'_>, part: usize) -> Option<usize> {
    let stated = &prose.stated[part];
    let lead = prose.lead(stated);
    let topic = lead.split(['，', '：']).next().filter(|topic| topic.len() < lead.len())?;
    let topic = naming(topic);
    (0..part).rev().take_while(|earlier| prose.stated[*earlier].text == stated.text).find(|earlier| {
        let earlier = &prose.stated[*earlier];
        earlier.number.worth().1 == stated.number.worth().1 && same_topic(&earlier.label, &topic)
    })
}
