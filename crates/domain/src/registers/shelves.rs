//! The registers grouped as an office thinks of them.

use super::{Column, Key, Kind, Register, find};
use crate::says::Says;

/// Some registers that belong together.
#[derive(Clone, Copy, Debug)]
pub struct Shelf {
    /// Name in Chinese.
    pub zh: &'static str,
    /// Name in English.
    pub en: &'static str,
    codes: &'static [&'static str],
}

/// Every register stands on exactly one of these, in the order an office would look for them.
pub const SHELVES: &[Shelf] = &[
    Shelf { zh: "主动公开", en: "Proactive disclosure", codes: &["items", "placements", "bulletins"] },
    Shelf {
        zh: "依申请公开",
        en: "On request",
        codes: &["requests", "request-fees", "reconsiderations", "lawsuits", "complaints", "inquiries"],
    },
    Shelf {
        zh: "政民互动",
        en: "Engagement",
        codes: &[
            "hot-topics",
            "responses",
            "press-conferences",
            "interviews",
            "interpretations",
            "consultations",
            "livelihood-projects",
            "petitions",
            "page-views",
        ],
    },
    Shelf { zh: "政府采购", en: "Procurement", codes: &["procurement-projects", "procurement-guides"] },
    Shelf { zh: "权责清单", en: "Powers and duties", codes: &["power-lists", "power-items"] },
    Shelf {
        zh: "政务服务",
        en: "Services",
        codes: &[
            "service-items",
            "service-centres",
            "centre-residents",
            "service-windows",
            "rollout-batches",
            "batch-exclusions",
            "service-decisions",
        ],
    },
    Shelf {
        zh: "信用公示",
        en: "Licences and penalties",
        codes: &["licences", "penalties", "coercive-measures", "administrative-charges"],
    },
    Shelf { zh: "规范性文件", en: "Rules", codes: &["normative-documents", "reference-documents"] },
    Shelf {
        zh: "机构与保障",
        en: "Bodies and resources",
        codes: &[
            "bodies",
            "platform-modules",
            "trainings",
            "disclosure-staff",
            "disclosure-funds",
            "viewing-points",
        ],
    },
    Shelf {
        zh: "监督考核",
        en: "Supervision",
        codes: &["assessment-groups", "assessment-members", "assessments", "findings"],
    },
    Shelf {
        zh: "年报填报",
        en: "The annual report",
        codes: &["report-texts", "report-overrides", "report-not-applicable"],
    },
];

impl Shelf {
    /// Its registers.
    pub fn registers(&self) -> impl Iterator<Item = &'static Register> {
        self.codes.iter().filter_map(|code| find(code))
    }
}

impl Register {
    /// The column a person knows a row by: its title or name, otherwise the last of its key, otherwise its first text.
    pub fn naming_column(&self) -> Option<&'static Column> {
        let open = |column: &&Column| !column.personal && column.kind == Kind::Text;
        let named = ["title", "name", "matter", "charge"].iter().find_map(|code| self.column(code));
        named
            .filter(open)
            .or_else(|| match self.key {
                Key::Columns(codes) => codes.iter().rev().find_map(|code| self.column(code)),
                Key::Fingerprint => None,
            })
            .or_else(|| self.columns.iter().find(open))
    }

    /// The rule of its key in words; nothing where it is keyed by what its rows hold.
    pub fn key_says(&self) -> Option<Says> {
        let Key::Columns(codes) = self.key else { return None };
        let columns: Vec<&Column> = codes.iter().filter_map(|code| self.column(code)).collect();
        let zh: Vec<&str> = columns.iter().map(|column| column.zh).collect();
        let en: Vec<&str> = columns.iter().map(|column| column.en).collect();
        Some(Says::new(zh.join("、"), en.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::ALL;

    #[test]
    fn every_register_stands_on_one_shelf_and_has_a_name() {
        let mut shelved: Vec<&str> = SHELVES.iter().flat_map(|shelf| shelf.codes).copied().collect();
        let mut all: Vec<&str> = ALL.iter().map(|register| register.code).collect();
        shelved.sort_unstable();
        all.sort_unstable();
        assert_eq!(shelved, all);
        for register in ALL {
            let column = register.naming_column();
            assert!(column.is_some_and(|column| !column.personal), "{}", register.code);
        }
    }
}
