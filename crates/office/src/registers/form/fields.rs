//! The fields of a form, by the kind of their column.

use super::is_error;
use crate::forms::Fields;
use crate::registers::printing::Printing;
use gongkai_app::registers::FieldFault;
use gongkai_domain::registers::{Column, Kind, Register};
use gongkai_domain::says::Language;

/// Before the code of a column in the name of its field.
pub(in crate::registers) const NAME: &str = "c.";
/// Most choices that stand open beside one another.
const OPEN_CHOICES: usize = 5;

/// One field.
pub(in crate::registers) struct FieldView {
    pub(in crate::registers) id: String,
    pub(in crate::registers) name: String,
    pub(in crate::registers) code: &'static str,
    pub(in crate::registers) label: &'static str,
    pub(in crate::registers) required: bool,
    pub(in crate::registers) personal: bool,
    pub(in crate::registers) hints: Vec<String>,
    pub(in crate::registers) value: String,
    pub(in crate::registers) was: String,
    pub(in crate::registers) input: Input,
    pub(in crate::registers) wrong: Vec<String>,
    pub(in crate::registers) noted: Vec<String>,
    /// What somebody else put there meanwhile: to be sent, in words, and whether it is the one to take.
    pub(in crate::registers) theirs: Option<(String, String, bool)>,
    /// What is typed, in words.
    pub(in crate::registers) mine: String,
}

/// What a field is filled in with.
pub(in crate::registers) enum Input {
    /// One line: its class and the keys a telephone shows.
    Line(&'static str, &'static str),
    /// Many lines.
    Long,
    /// One of many.
    List(Vec<Choice>),
    /// One of few.
    Few(Vec<Choice>),
}

/// One choice.
pub(in crate::registers) struct Choice {
    pub(in crate::registers) value: String,
    pub(in crate::registers) words: String,
    pub(in crate::registers) chosen: bool,
}

/// What fields are drawn with.
pub(in crate::registers) struct Drawing<'a> {
    pub(in crate::registers) printing: &'a Printing,
    pub(in crate::registers) register: &'static Register,
    /// Codes of the bodies the register is kept for.
    pub(in crate::registers) kept: Vec<String>,
}

/// What was sent for a column: what was typed, or what somebody else had put there where that was chosen.
pub(in crate::registers) fn given<'f>(fields: &'f Fields, column: &Column) -> &'f str {
    if fields.get(&format!("take.{}", column.code)) == "theirs" {
        return fields.raw(&format!("theirs.{}", column.code));
    }
    fields.raw(&format!("{NAME}{}", column.code))
}

impl Drawing<'_> {
    /// The field of a column.
    pub(in crate::registers) fn field(
        &self,
        column: &'static Column,
        value: &str,
        was: &str,
        theirs: Option<&str>,
        faults: &[FieldFault],
    ) -> FieldView {
        let is_chinese = self.printing.language == Language::Chinese;
        let says = |fault: &FieldFault| {
            let (rule, remedy) = if is_chinese {
                (&fault.rule.zh, &fault.remedy.zh)
            } else {
                (&fault.rule.en, &fault.remedy.en)
            };
            match (remedy.is_empty(), is_chinese) {
                (true, _) => rule.clone(),
                (false, true) => format!("{rule}；{remedy}"),
                (false, false) => format!("{rule}; {remedy}"),
            }
        };
        let own = || faults.iter().filter(|fault| fault.column == column.code);
        let same = |one: &str, other: &str| one.trim() == other.trim();
        let theirs = theirs
            .filter(|theirs| !same(theirs, value))
            .map(|theirs| (theirs.to_owned(), self.words(column, theirs), same(value, was)));
        FieldView {
            id: format!("c-{}", column.code),
            name: format!("{NAME}{}", column.code),
            code: column.code,
            label: self.printing.heading(column),
            required: column.required,
            personal: column.personal,
            hints: Self::hints(column, is_chinese),
            value: value.to_owned(),
            was: was.to_owned(),
            input: self.input(column, value),
            wrong: own().filter(|fault| is_error(fault)).map(says).collect(),
            noted: own().filter(|fault| !is_error(fault)).map(says).collect(),
            mine: self.words(column, value),
            theirs,
        }
    }

    /// What a field holds, in words.
    fn words(&self, column: &Column, text: &str) -> String {
        use gongkai_domain::registers::Value;
        if text.trim().is_empty() {
            return if self.printing.language == Language::Chinese { "（空）" } else { "(empty)" }.to_owned();
        }
        match column.kind {
            Kind::Code(_) | Kind::Body => self.printing.words(column, &Value::Text(text.to_owned())),
            _ => text.to_owned(),
        }
    }

    fn hints(column: &Column, is_chinese: bool) -> Vec<String> {
        let mut hints = Vec::new();
        let kind = match (column.kind, is_chinese) {
            (Kind::Date, true) => "例：2016-11-30",
            (Kind::Date, false) => "Such as 2016-11-30",
            (Kind::Money, true) => "以元计，最多两位小数",
            (Kind::Money, false) => "In yuan, with at most two decimals",
            (Kind::Year, true) => "例：2016",
            (Kind::Year, false) => "Such as 2016",
            _ => "",
        };
        let personal = match (column.personal, is_chinese) {
            (true, true) => "个人信息，加密保存，不公开",
            (true, false) => "Personal data: kept sealed, never public",
            _ => "",
        };
        let own = if is_chinese { column.hint } else { "" };
        hints.extend([own, kind, personal].into_iter().filter(|hint| !hint.is_empty()).map(str::to_owned));
        hints
    }

    fn input(&self, column: &Column, value: &str) -> Input {
        match column.kind {
            Kind::LongText => Input::Long,
            Kind::Text => Input::Line(if column.code.contains("number") { "w-m" } else { "" }, "text"),
            Kind::Date => Input::Line("w-s num", "text"),
            Kind::Year | Kind::Integer => Input::Line("w-s num", "numeric"),
            Kind::Money => Input::Line("w-s num", "decimal"),
            Kind::Boolean => self.few(column, vec![self.yes("是", "yes"), self.yes("否", "no")], value),
            Kind::Code(list) => {
                let codes = self.printing.law.codes.list(list);
                let codes = codes.iter().flat_map(|list| &list.codes);
                let is_chinese = self.printing.language == Language::Chinese;
                let words = |entry: &gongkai_domain::law::Code| {
                    (entry.code.clone(), if is_chinese { &entry.zh } else { &entry.en }.clone())
                };
                // A code no longer in use is offered only where the row has it.
                let offered = codes.filter(|entry| entry.until.is_none() || entry.code == value).map(words);
                let offered: Vec<(String, String)> = offered.collect();
                if offered.len() <= OPEN_CHOICES {
                    self.few(column, offered, value)
                } else {
                    Input::List(choices(offered, value))
                }
            }
            Kind::Body => Input::List(choices(self.bodies(column), value)),
        }
    }

    fn yes(&self, zh: &'static str, en: &'static str) -> (String, String) {
        let words = if self.printing.language == Language::Chinese { zh } else { en };
        (zh.to_owned(), words.to_owned())
    }

    /// Choices beside one another; what need not be filled in can be left empty.
    fn few(&self, column: &Column, mut offered: Vec<(String, String)>, value: &str) -> Input {
        if !column.required {
            let none = if self.printing.language == Language::Chinese { "不填" } else { "Not filled in" };
            offered.push((String::new(), none.to_owned()));
        }
        Input::Few(choices(offered, value))
    }

    /// The bodies a column may name: those the register is kept for where it says whose the row is, otherwise all.
    fn bodies(&self, column: &Column) -> Vec<(String, String)> {
        let is_own = column.code == self.register.body_column();
        let all = self.printing.bodies.iter();
        all.filter(|(code, _)| !is_own || self.kept.iter().any(|kept| kept == code))
            .map(|(code, name)| (code.to_owned(), name.to_owned()))
            .collect()
    }
}

fn choices(offered: Vec<(String, String)>, value: &str) -> Vec<Choice> {
    let choice = |(code, words): (String, String)| Choice { chosen: code == value, value: code, words };
    offered.into_iter().map(choice).collect()
}
