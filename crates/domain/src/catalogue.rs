//! The disclosure catalogue (政府信息公开目录): items of information and their editions.

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
