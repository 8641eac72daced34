//! The disclosure catalogue (政府信息公开目录): items of information and their editions.

mod automatic;
mod form_columns;
mod index_rule;
mod old_address;
mod old_sites;
mod publication_rule;
mod sound;
mod way;

pub use automatic::{Finding, Level, Mask, Subject, read};
pub use form_columns::{FormColumn, FormColumns};
pub use index_rule::{IndexRule, IndexRuleFault};
pub use old_address::{AddressFault, LONGEST as LONGEST_ADDRESS, OldAddress};
pub use old_sites::{CategoryWords, OldSites};
pub use publication_rule::{Limit, PublicationRule, Suggestion, WrongWord};
pub use sound::{Fields, drafted, is_document_number, item_faults, parsed, row_faults};
pub use way::{Case, Given, Hand, Refusal, Stage, Step, Verdict, Verdicts};

use crate::digest::Digest;
use crate::registers::register;

register! {
    /// One item of government information (政府信息), shown by its current edition.
    ITEMS = "items" "政府信息目录" "Items of information";
    unit "条", table "item", key ["index_number"], year "published_on", seen Where("class", "proactive"), holding Editions,
        check [
            Order("published_on", "withdrawn_on"),
            Needs("withdrawn_on", "withdrawal_reason"),
            Needs("withdrawal_reason", "withdrawn_on"),
            Order("effective_on", "repealed_on"),
            Needs("repealed_by", "repealed_on"),
        ];
    body: Body [required] "发布机构" "Publisher";
    index_number: Text [required] "索引号" "Index number";
    title: Text [required] "名称" "Title";
    category: Code("item-categories") [required tally] "信息类别" "Category";
    topic: Code("article-20-topics") [tally] "法定主动公开内容" "Statutory topic", "《条例》（2019）第二十条的项";
    class: Code("disclosure-classes") [required tally] "公开属性" "Disclosure class";
    public_funds: Boolean [tally] "公共资金使用和监督" "Public funds", "是否属公共资金使用和监督方面的信息";
    document_number: Text "文号" "Document number", "如 穗办电〔2015〕21号";
    issued_on: Date "成文日期" "Date of the document";
    published_on: Date [required tally] "发布日期" "Published on";
    withdrawn_on: Date [tally] "撤回日期" "Withdrawn on";
    withdrawal_reason: Text "撤回原因" "Reason for withdrawal";
    source: Text "来源" "Source";
    keywords: Text "主题词" "Keywords";
    summary: Text "摘要" "Summary";
    text: LongText "正文" "Text";
    effective_on: Date "施行日期" "In force from";
    repealed_on: Date "失效日期" "Repealed on", "废止或者失效的那一天";
    repealed_by: Text "废止依据文号" "Repealed by", "废止它的文件的索引号或文号";
    replaces: Text "代替文件文号" "Replaces", "它代替的文件的索引号或文号";
    withheld_ground: Code("withholding-grounds") "不公开的理由" "Ground for withholding";
    withheld_article: Text "不公开的条款" "Article for withholding";
    notice: Boolean "告知存在" "Notice", "不公开或依申请公开的，是否告知公众有这件信息";
    correction: Text "更正说明" "Correction", "这一版更正了什么";
    archived_on: Date [tally computed] "归档日期" "Archived on";
}

/// The permanent short id of an item in addresses: twelve letters and digits made from its key when it is created,
/// never changed or used again.
pub fn short_id(key: &str) -> String {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut digest = Digest::new();
    digest.field("item");
    digest.field(key);
    digest
        .finish()
        .as_bytes()
        .chunks(2)
        .take(12)
        .map(|pair| {
            let number = pair.iter().fold(0_usize, |number, digit| {
                number * 16 + (*digit as char).to_digit(16).unwrap_or(0) as usize
            });
            LETTERS[number % 32] as char
        })
        .collect()
}

/// Most letters before the year of a document number (发文机关代字).
const LONGEST_PREFIX: usize = 12;

/// What could be the document numbers (文号, such as 从府办〔2016〕37号) a text names, each once.
///
/// Nothing in the text marks where a number begins ("根据从府办〔2016〕37号"), so every beginning is given: whoever looks
/// them up finds those there are.
pub fn cited_numbers(text: &str) -> Vec<String> {
    let mut numbers: Vec<String> = Vec::new();
    for (at, _) in text.match_indices('〔') {
        let Some(end) = end_of_number(&text[at..]) else { continue };
        let is_letter = |letter: &char| letter.is_alphanumeric() && !letter.is_ascii_digit();
        let before: Vec<char> = text[..at].chars().rev().take(LONGEST_PREFIX).take_while(is_letter).collect();
        for length in 1..=before.len() {
            let prefix: String = before[..length].iter().rev().collect();
            let number = prefix + &text[at..at + end];
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
    }
    numbers
}

/// Where 〔2016〕37号 ends, when `text` begins with one.
fn end_of_number(text: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let year = text.strip_prefix('〔')?;
    let number = year.get(digits(year)..)?.strip_prefix('〕').filter(|_| digits(year) == 4)?;
    let rest = number.get(digits(number)..)?.strip_prefix('号').filter(|_| digits(number) > 0)?;
    Some(text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::cited_numbers;

    #[test]
    fn a_number_is_among_those_a_text_may_name() {
        let numbers = cited_numbers(
            "根据《意见》（穗办电〔2015〕21号）和从府办〔2016〕37号，见〔2016〕5号、办〔16〕1号",
        );
        for number in ["穗办电〔2015〕21号", "从府办〔2016〕37号", "和从府办〔2016〕37号"]
        {
            assert!(numbers.iter().any(|known| known == number), "{number}: {numbers:?}");
        }
        assert!(numbers.iter().all(|known| !known.starts_with(['〔', '（', '，'])), "{numbers:?}");
        assert!(cited_numbers("没有文号〔2016年〕第3号").is_empty());
        assert!(cited_numbers("〔").is_empty());
    }
}
