//! Sentences made by a grammar: what was put in is read back, and one number changed is noticed.

use super::*;
use proptest::prelude::*;
use rust_decimal::Decimal;

/// A whole and its parts, and how they are written.
#[derive(Clone, Debug)]
struct Sentence {
    lead: &'static str,
    unit: &'static str,
    marker: (&'static str, &'static str),
    separator: &'static str,
    numbered: bool,
    wide: bool,
    thousands: bool,
    parts: Vec<(&'static str, u32)>,
    rest: u32,
}

const NAMES: [&str; 8] = [
    "规划计划类信息",
    "财政预算类信息",
    "人事任免类信息",
    "应急管理类信息",
    "重大项目类信息",
    "价格收费类信息",
    "扶贫救助类信息",
    "环境保护类信息",
];

impl Sentence {
    fn whole(&self) -> u32 {
        self.rest + self.parts.iter().map(|(_, value)| value).sum::<u32>()
    }

    /// Written out; `change` is added to the number at that place, the whole being place 0.
    fn written(&self, change: Option<(usize, u32)>) -> String {
        let changed = |place: usize, value: u32| match change {
            Some((at, by)) if at == place => value + by,
            _ => value,
        };
        let mut parts = self.parts.clone();
        parts.push(("其他类信息", self.rest));
        let listed: Vec<String> = parts
            .iter()
            .enumerate()
            .map(|(at, (name, value))| {
                let mark = if self.numbered { format!("{}.", at + 1) } else { String::new() };
                format!("{mark}{name}{}{}", self.number(changed(at + 1, *value)), self.unit)
            })
            .collect();
        let whole = self.number(changed(0, self.whole()));
        let (open, close) = self.marker;
        format!("{}{whole}{}{open}{}{close}。", self.lead, self.unit, listed.join(self.separator))
    }

    fn number(&self, value: u32) -> String {
        let mut written = value.to_string();
        if self.thousands && value >= 1000 {
            written.insert(written.len() - 3, ',');
        }
        if self.wide {
            return written.chars().map(|mark| char::from_u32(u32::from(mark) + 0xfee0).unwrap()).collect();
        }
        written
    }
}

fn sentence() -> impl Strategy<Value = Sentence> {
    let words = (
        prop::sample::select(vec!["全年公开信息", "2022年，本机关共发布信息", "年内累计更新信息共计"]),
        prop::sample::select(vec!["条", "件", "篇"]),
        prop::sample::select(vec![
            ("，其中", ""),
            ("，其中：", ""),
            ("（其中", "）"),
            ("，包括", ""),
            ("(其中：", ")"),
        ]),
        prop::sample::select(vec!["，", "、", "；"]),
    );
    let parts = prop::sample::subsequence(NAMES.to_vec(), 2..6)
        .prop_flat_map(|names| (Just(names.clone()), prop::collection::vec(1..2000_u32, names.len())));
    (words, any::<[bool; 3]>(), parts, 1..500_u32).prop_map(|(words, flags, (names, values), rest)| {
        Sentence {
            lead: words.0,
            unit: words.1,
            marker: words.2,
            separator: words.3,
            numbered: flags[0],
            wide: flags[1],
            thousands: flags[2],
            parts: names.into_iter().zip(values).collect(),
            rest,
        }
    })
}

proptest! {
    #[test]
    fn a_partition_is_read_back_and_nothing_is_said_of_it(sentence in sentence()) {
        let text = sentence.written(None);
        let read: Vec<(Decimal, String)> = figures(&passages(&document(&text, false), &[]))
            .into_iter()
            .map(|figure| (figure.value, figure.unit))
            .collect();
        let mut put: Vec<u32> = vec![sentence.whole()];
        put.extend(sentence.parts.iter().map(|(_, value)| *value));
        put.push(sentence.rest);
        let put: Vec<(Decimal, String)> =
            put.into_iter().map(|value| (Decimal::from(value), sentence.unit.to_owned())).collect();
        prop_assert_eq!(read, put, "{}", text);
        prop_assert_eq!(said(&text), Vec::<String>::new(), "{}", text);
    }

    #[test]
    fn one_number_changed_in_a_partition_is_an_error(
        sentence in sentence(),
        place in any::<prop::sample::Index>(),
        by in 1..40_u32,
    ) {
        let place = place.index(sentence.parts.len() + 2);
        let text = sentence.written(Some((place, by)));
        let said = said(&text);
        prop_assert!(said.iter().any(|finding| finding.starts_with("Error TextSum")), "{} {:?}", text, said);
    }

    #[test]
    fn no_text_is_too_strange(text in "[0-9一二三万亿%，。；：（）“”《》、其中占共条件元年月日申请公开办结 X×.-]{0,120}") {
        let passages = passages(&document(&text, true), &[]);
        figures(&passages);
        let reading = Reading { year: Some(2022), body: Some("青石区教育局".to_owned()), ..Reading::default() };
        for finding in test(&passages, &reading, None) {
            prop_assert!(finding.says.zh.chars().count() < 400);
        }
    }
}
