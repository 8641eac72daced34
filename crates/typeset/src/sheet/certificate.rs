//! What the template of a certificate of disposition is given.

use crate::fonts::Families;
use gongkai_domain::retention::Certificate;
use serde::Serialize;

/// A certificate for its template.
#[derive(Debug, Serialize)]
pub(crate) struct CertificateSheet {
    families: Families,
    title: String,
    number: String,
    body: String,
    /// Year, month and day in the document's record.
    date: [i16; 3],
    /// The day in words.
    day: String,
    /// What stands above the list: word and what it says.
    facts: Vec<[String; 2]>,
    /// The items: number, index number, title, edition, digest in two halves, rule, last day, outcome, note.
    lines: Vec<Line>,
    /// Characters that no font has, as they are to be named.
    missing: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Line {
    at: String,
    index_number: String,
    title: String,
    edition: String,
    digest: [String; 2],
    rule: String,
    last_day: String,
    outcome: String,
    note: String,
}

/// A certificate for its template.
pub(crate) fn certificate_sheet(certificate: &Certificate, families: Families) -> CertificateSheet {
    let on = certificate.on;
    let totals: Vec<String> =
        certificate.totals.iter().map(|(name, count)| format!("{name} {count} 件")).collect();
    let mut facts = vec![
        ["提请".to_owned(), certificate.proposed.clone()],
        ["批准".to_owned(), certificate.confirmed.clone()],
        ["结果".to_owned(), format!("共 {} 件：{}", certificate.lines.len(), totals.join("，"))],
        ["清单摘要（SM3）".to_owned(), certificate.digest.clone()],
        ["审计记录".to_owned(), format!("第 {} 号", certificate.sequence)],
    ];
    for (word, says) in [("说明", &certificate.reason), ("一人办两手的理由", &certificate.forced)] {
        if !says.is_empty() {
            facts.insert(2, [word.to_owned(), says.clone()]);
        }
    }
    CertificateSheet {
        families,
        title: "到期信息处置证明".to_owned(),
        number: certificate.number.clone(),
        body: certificate.body.clone(),
        date: [on.year(), i16::from(on.month()), i16::from(on.day())],
        day: format!("{}年{}月{}日", on.year(), on.month(), on.day()),
        facts,
        lines: certificate
            .lines
            .iter()
            .zip(1..)
            .map(|(line, at)| {
                let half = line.digest.len() / 2;
                Line {
                    at: at.to_string(),
                    index_number: line.index_number.clone(),
                    title: line.title.clone(),
                    edition: line.edition.to_string(),
                    digest: [line.digest[..half].to_owned(), line.digest[half..].to_owned()],
                    rule: line.rule.clone(),
                    last_day: line.last_day.clone(),
                    outcome: line.outcome.clone(),
                    note: line.note.clone(),
                }
            })
            .collect(),
        missing: Vec::new(),
    }
}
