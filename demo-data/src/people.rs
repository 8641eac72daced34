//! People who do not exist: names, papers, telephone numbers and addresses nobody has.

use crate::chance::Chance;
use crate::dates::day;
use crate::identifiers::identity_number;

/// A name that says it is invented: a surname, 某, a number.
pub fn name(chance: &mut Chance) -> String {
    let surname = *chance.pick(&["张", "李", "王", "陈", "黄", "何", "邝", "谢", "罗", "梁", "冯", "邓"]);
    let number = *chance.pick(&["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]);
    format!("{surname}某{number}")
}

/// An identity number of nobody.
pub fn paper(chance: &mut Chance) -> String {
    let born =
        day(chance.between(1950, 1999) as i16, chance.between(1, 12) as i8, chance.between(1, 28) as i8);
    identity_number(born, chance.between(1, 999))
}

/// A mobile number that is not given out.
pub fn phone(chance: &mut Chance) -> String {
    format!("1990000{:04}", chance.between(0, 9999))
}

/// An address that does not exist.
pub fn address(chance: &mut Chance) -> String {
    let town =
        *chance.pick(&["街口街", "城郊街", "江埔街", "温泉镇", "良口镇", "吕田镇", "太平镇", "鳌头镇"]);
    format!("从化区{town}样例路{}号", chance.between(1, 999))
}

/// An e-mail address in a domain kept for examples.
pub fn email(chance: &mut Chance) -> String {
    format!("shenqing{:04}@example.com", chance.between(1, 9999))
}

/// An organisation that does not exist, of a requester kind.
pub fn organization(kind: &str, chance: &mut Chance) -> String {
    let number = chance.between(1, 99);
    match kind {
        "research_institution" => format!("样例第{number}研究所"),
        "public_welfare_organization" => format!("样例第{number}公益服务中心"),
        "legal_service_institution" => format!("广东样例第{number}律师事务所"),
        "other_organization" => format!("样例第{number}村民小组"),
        _ => format!("广州样例第{number}贸易有限公司"),
    }
}
