//! The end: the body and the day with room for the seal, and who answers for the report (国办发〔2014〕32号).

use super::body::{Document, Set};
use crate::standing;
use gongkai_domain::reports::{Signatures, Standing};

/// Indent of the day from the right, in hundredths of a character (GB/T 9704-2012, 7.3.5.1).
const INDENT: usize = 400;
/// Lines above the name: a seal 42 mm across stands with its middle on the name and the day.
const ABOVE: usize = 2;

/// Writes the end of the text.
pub(super) fn write(document: &mut Document<'_>) {
    let publication = document.publication;
    let (day, signatures) = match &publication.standing {
        Standing::Draft { .. } => ("　　　　年　　月　　日".to_owned(), Signatures::default()),
        Standing::Frozen(freezing) => (standing::day(freezing.frozen_on), freezing.signatures.clone()),
    };
    let keeps = true;
    for _ in 0..ABOVE {
        document.line(Set { keeps, ..Set::style("Normal") }, "");
    }
    let right = centred(&publication.body, &day);
    let align = Some("right");
    document.line(Set { align, right: Some(right), keeps, ..Set::style("Normal") }, &publication.body);
    document.line(Set { align, right: Some(INDENT), keeps, ..Set::style("Normal") }, &day);
    document.line(Set { keeps, ..Set::style("Normal") }, "");
    document.line(Set::style("TableUnit").left(), &answering(&signatures));
}

/// The indent of the name from the right with which the day stands below its middle, in hundredths of a character; a
/// long name ends at the margin.
fn centred(name: &str, day: &str) -> usize {
    let width = |text: &str| crate::text::width(text) * 50;
    let (name, day) = (width(name), width(day));
    (INDENT + day / 2).saturating_sub(name / 2)
}

fn answering(signatures: &Signatures) -> String {
    let named = [
        ("单位负责人", &signatures.head),
        ("审核人", &signatures.reviewer),
        ("填报人", &signatures.preparer),
        ("联系电话", &signatures.phone),
    ];
    let told = named.map(|(role, name)| {
        let blank = if name.is_empty() { "　　　　" } else { name };
        format!("{role}：{blank}")
    });
    told.join("　")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_stands_below_the_middle_of_the_name() {
        assert_eq!(centred("某局", "2017年3月1日"), 600);
        assert_eq!(centred(&"长".repeat(30), "2017年3月1日"), 0);
        assert_eq!(centred("从化区人民政府办公室", "2017年3月1日"), 200);
    }

    #[test]
    fn who_is_not_known_yet_is_left_blank() {
        let signatures = Signatures { head: "张某".to_owned(), ..Signatures::default() };
        assert_eq!(
            answering(&signatures),
            "单位负责人：张某　审核人：　　　　　填报人：　　　　　联系电话：　　　　"
        );
    }
}
