use super::*;
use crate::law::{BUILT_IN, LawText};
use proptest::prelude::*;

fn kinds(text: &str) -> Vec<(Personal, bool, &str)> {
    spot(text, &[]).into_iter().map(|one| (one.kind, one.certain, &text[one.range])).collect()
}

#[test]
fn what_is_personal_is_spotted_however_it_is_written() {
    use Personal::{Address, BankCard, Email, IdentityNumber, Landline, Mobile, Passport, Plate, SoleTrader};
    for (text, kind, certain, found) in [
        ("身份证440117199001010012。", IdentityNumber, true, "440117199001010012"),
        (
            "４４０１１７１９９００１０１００１２",
            IdentityNumber,
            true,
            "４４０１１７１９９００１０１００１２",
        ),
        ("440117 19900101 0012", IdentityNumber, true, "440117 19900101 0012"),
        ("440117-1990-0101-0012", IdentityNumber, true, "440117-1990-0101-0012"),
        ("4401\u{200b}17199001010012", IdentityNumber, true, "4401\u{200b}17199001010012"),
        ("号码440117199001010013", IdentityNumber, false, "440117199001010013"),
        ("身份证号 440117900101001", IdentityNumber, true, "440117900101001"),
        ("手机13800012345,", Mobile, true, "13800012345"),
        ("+86 138-0001-2345", Mobile, true, "86 138-0001-2345"),
        ("电话：020-87927132", Landline, false, "020-87927132"),
        ("0758 2234567", Landline, false, "0758 2234567"),
        ("卡号6222 0236 0201 2345 674", BankCard, true, "6222 0236 0201 2345 674"),
        ("6222023602012345674", BankCard, true, "6222023602012345674"),
        ("寄到 zhang.san@example.com。", Email, true, "zhang.san@example.com"),
        ("gk@conghua.gov.cn", Email, false, "gk@conghua.gov.cn"),
        ("粤A12345，", Plate, true, "粤A12345"),
        ("粤A·D12345 停放", Plate, true, "粤A·D12345"),
        ("护照号 E12345678", Passport, true, "E12345678"),
        ("编号 G12345678", Passport, false, "G12345678"),
        ("家住新城东路99号", Address, false, "99号"),
        ("城内路12号3栋502室", Address, false, "12号3栋502室"),
    ] {
        assert_eq!(kinds(text), [(kind, certain, found)], "{text}");
    }
    let trader = with_check("92440117MA59ABCD1");
    assert_eq!(kinds(&trader), [(SoleTrader, true, trader.as_str())]);
}

/// A credit code with its right check character.
fn with_check(front: &str) -> String {
    let all = "0123456789ABCDEFGHJKLMNPQRTUWXY".chars().map(|check| format!("{front}{check}"));
    all.into_iter().find(|code| crate::identifiers::is_credit_code(code)).unwrap()
}

#[test]
fn ordinary_numbers_are_left_alone() {
    for text in [
        "从府办〔2016〕37号",
        "2016年12月31日",
        "办理政府采购项目1533宗，节约559万元",
        "11441300007187648G",
        "预算 11273000000.00 元",
        "索引号 006939748/2004-00170",
        "1.13800012345",
        "新城东路99号",
        "第12号",
        "12 345 678 901",
        "http://www.conghua.gov.cn/a@",
        "京A",
        "GB/T 37668-2019",
        "93 88 12 44 120 2016 2017",
        "项目编号 CH2016-1533",
        "",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn numbers_of_the_office_may_stand() {
    let text = "咨询电话：（020）87927132，邮箱 gk@conghua.gov.cn";
    assert_eq!(spot(text, &["020-8792 7132", "GK@conghua.gov.cn"]), []);
    assert_eq!(spot("电话 020-87927132", &["020-87927132"]), []);
    assert_eq!(spot("电话 020-87927133", &["020-87927132"]).len(), 1);
}

#[test]
fn masks_keep_what_tells_whose_it_is_and_no_more() {
    for (text, masked) in [
        ("440117199001010012", "440117********0012"),
        ("13800012345", "138****2345"),
        ("020-87927132", "0208792****"),
        ("6222 0236 0201 2345 674", "6222***********5674"),
        ("zhang@example.com", "z***@example.com"),
        ("粤A12345", "粤A***45"),
    ] {
        assert_eq!(mask(text, &spot(text, &[])), masked);
    }
}

#[test]
fn marks_of_secrecy_are_told_from_words_about_secrecy() {
    let text = BUILT_IN.iter().find(|text| text.path == "reading/secrecy-marks.toml").unwrap();
    let marks = SecrecyMarks::read(LawText { ..*text }).unwrap();
    for (text, certain) in [
        ("机密★1年\n关于……", Some(true)),
        ("秘 密\n", None),
        ("　秘密　\n关于……", Some(true)),
        ("【内部资料】", Some(true)),
        ("本材料为内部资料，", Some(false)),
        ("不涉及国家秘密、商业秘密", None),
        ("绝密、机密、秘密三级", None),
    ] {
        assert_eq!(marks.find(text).first().map(|mark| mark.certain), certain, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_masked_at_whole_characters_and_nothing_certain_is_left(text in "[0-9０-９Xx粤AE@.a-c号室家住 \\-—\u{200b}]{0,60}") {
        let spotted = spot(&text, &[]);
        let masked = mask(&text, &spotted);
        for one in &spotted {
            prop_assert!(text.get(one.range.clone()).is_some());
        }
        prop_assert!(spotted.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
        let left = spot(&masked, &[]);
        prop_assert!(left.iter().all(|one| !one.certain || !masked[one.range.clone()].contains("19")), "{masked}: {left:?}");
    }

    #[test]
    fn an_identity_number_is_found_within_anything(before in "[^0-9０-９.Xx]{0,20}", after in "[^0-9０-９Xx]{0,20}", wide in any::<bool>()) {
        let number = "440117199001010012";
        let number = if wide { number.chars().map(|digit| char::from_u32(digit as u32 + 0xfee0).unwrap()).collect() } else { number.to_owned() };
        let text = format!("{before}{number}{after}");
        prop_assert!(spot(&text, &[]).iter().any(|one| one.kind == Personal::IdentityNumber && one.certain), "{text}");
    }
}
