//! Words of another body: 我县 in the report of a district, a report said to be made by somebody else.

use super::Remark;
use super::stated::Prose;
use super::text::{Text, is_han};
use crate::{Finding, FindingKind, Reading, Severity, Side};
use gongkai_domain::says::Says;
use std::ops::Range;

/// How a body calls itself, and what its name, or that of the area it is in, must then hold.
const SELVES: [(&str, &[&str]); 9] = [
    ("我县", &["县"]),
    ("我区", &["区"]),
    ("我镇", &["镇"]),
    ("我乡", &["乡"]),
    ("我街道", &["街道"]),
    ("我局", &["局"]),
    ("我委", &["委"]),
    ("我厅", &["厅"]),
    ("我旗", &["旗"]),
];

/// What ends the name of an area.
pub(super) const AREAS: [&str; 5] = ["街道", "县", "区", "镇", "乡"];

/// Names of other bodies where only the reporting one can stand.
pub(super) fn test(prose: &Prose<'_>, reading: &Reading) -> Vec<Finding> {
    let Some(body) = reading.body.as_deref().filter(|body| body.chars().count() >= 4) else {
        return Vec::new();
    };
    prose
        .texts
        .iter()
        .flat_map(|text| {
            let mut findings = selves(text, body);
            findings.extend(makers(text, body));
            findings
        })
        .collect()
}

fn selves(text: &Text<'_>, body: &str) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for (own, held) in SELVES {
        if held.iter().any(|word| body.contains(word)) || is_below(own, body) {
            continue;
        }
        let wanted: Vec<char> = own.chars().collect();
        let found = text.chars.windows(wanted.len()).position(|window| window == wanted);
        if let Some(at) = found {
            findings.push(remark(
                text,
                at..at + wanted.len(),
                own,
                body,
                format!("报告机关是“{body}”，文中却自称“{own}”，可能抄自别处。"),
                format!(
                    "The report is that of {body}, but calls itself {own}: perhaps copied from elsewhere."
                ),
            ));
        }
    }
    findings
}

/// Whether the body's name says too little to tell: a department need not name its county, nor a town its district.
fn is_below(own: &str, body: &str) -> bool {
    let area = matches!(own, "我县" | "我区" | "我旗");
    let named = ["县", "区", "旗"].iter().any(|word| body.contains(word));
    let town = matches!(own, "我镇" | "我乡" | "我街道");
    let office = matches!(own, "我局" | "我委" | "我厅") && body.ends_with("办公室");
    (area && !named) || (town && !["政府", "办事处"].iter().any(|word| body.ends_with(word))) || office
}

/// 本报告由……编制: another area than the body's.
fn makers(text: &Text<'_>, body: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sentence in &text.sentences {
        let words = text.words(sentence.clone());
        let Some(by) = words.find('由') else { continue };
        let rest = &words[by + '由'.len_utf8()..];
        let Some(end) = rest.find("编制").or_else(|| rest.find("撰写")) else { continue };
        let maker = &rest[..end];
        let (theirs, ours) = (areas(maker), areas(body));
        let same = theirs.iter().any(|area| ours.contains(area) || body.contains(area.as_str()));
        if maker.chars().count() > 24 || theirs.is_empty() || ours.is_empty() || same {
            continue;
        }
        findings.push(remark(
            text,
            sentence.clone(),
            maker,
            body,
            format!("报告机关是“{body}”，文中却说由“{maker}”编制。"),
            format!("The report is that of {body}, but is said to be made by {maker}."),
        ));
    }
    findings
}

/// The areas a name is made of, each with the two characters before its ending.
fn areas(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut areas = Vec::new();
    for at in 2..chars.len() {
        let rest: String = chars[at..].iter().collect();
        if let Some(ending) = AREAS.iter().find(|area| rest.starts_with(**area)) {
            let named = chars[at - 2..at].iter().all(|mark| is_han(*mark));
            if named {
                areas.push(format!("{}{ending}", chars[at - 2..at].iter().collect::<String>()));
            }
        }
    }
    areas
}

fn remark(text: &Text<'_>, at: Range<usize>, printed: &str, body: &str, zh: String, en: String) -> Finding {
    let mut remark = Remark::of_words(Severity::Warning, FindingKind::Copy, Says::new(zh, en));
    remark.left = Some(Side::Text(printed.to_owned()));
    remark.right = Some(Side::Text(body.to_owned()));
    remark.at(text, text.clause(at))
}
