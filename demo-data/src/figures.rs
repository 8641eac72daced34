//! What the ledgers must add up to: the figures of the published report, counted from the rows before they are written.

use crate::ledger::{LedgerFile, Row, Rows};
use anyhow::{Result, bail};
use gongkai_domain::registers::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Rows counted, added up or told apart.
pub struct Count<'a> {
    rows: Vec<(&'a Rows, &'a Row)>,
}

/// All ledgers, with what is needed to tell scopes.
pub struct Ledgers<'a> {
    files: &'a [LedgerFile],
    kinds: BTreeMap<String, String>,
}

impl<'a> Ledgers<'a> {
    /// Takes the ledgers; the first is that of the bodies.
    pub fn new(files: &'a [LedgerFile]) -> Self {
        let kinds = files
            .iter()
            .filter(|file| file.rows.register.code == "bodies")
            .flat_map(|file| file.rows.rows.iter().map(|row| (&file.rows, row)))
            .map(|(rows, row)| (rows.value(row, "code").to_plain(), rows.value(row, "kind").to_plain()))
            .collect();
        Self { files, kinds }
    }

    /// Rows of the office itself.
    pub fn of_office(&self, register: &str) -> Count<'a> {
        self.all(register, |body, _| body == crate::world::OFFICE)
    }

    /// Rows of all bodies, less the authorised organisations.
    pub fn of_region(&self, register: &str) -> Count<'a> {
        self.all(register, |_, kind| kind != "authorized_organization")
    }

    /// Rows of the towns and sub-districts.
    pub fn of_towns(&self, register: &str) -> Count<'a> {
        self.all(register, |_, kind| kind == "town_or_subdistrict")
    }

    /// Rows of the authorised organisations, which the report leaves out.
    pub fn of_authorized(&self, register: &str) -> Count<'a> {
        self.all(register, |_, kind| kind == "authorized_organization")
    }

    fn all(&self, register: &str, belongs: impl Fn(&str, &str) -> bool) -> Count<'a> {
        let mut counted = Vec::new();
        for file in self.files.iter().filter(|file| file.rows.register.code == register) {
            for row in &file.rows.rows {
                let body = file.rows.value(row, file.rows.register.body_column()).to_plain();
                if belongs(&body, self.kinds.get(&body).map_or("", String::as_str)) {
                    counted.push((&file.rows, row));
                }
            }
        }
        Count { rows: counted }
    }
}

impl Count<'_> {
    fn keep(mut self, keep: impl Fn(&Value) -> bool, column: &str) -> Self {
        self.rows.retain(|(rows, row)| keep(rows.value(row, column)));
        self
    }

    /// Rows whose column is one of `codes`.
    #[must_use]
    pub fn one_of(self, column: &str, codes: &[&str]) -> Self {
        self.keep(|value| value.as_text().is_some_and(|code| codes.contains(&code)), column)
    }

    /// Rows whose date or year lies in `year`.
    #[must_use]
    pub fn in_year(self, column: &str, year: i16) -> Self {
        self.keep(|value| value.year() == Some(year), column)
    }

    /// Rows whose date lies in or before `year`.
    #[must_use]
    pub fn by_end_of(self, column: &str, year: i16) -> Self {
        self.keep(|value| value.year().is_some_and(|found| found <= year), column)
    }

    /// Rows of which nothing happened by the end of `year`: no date, or a later one.
    #[must_use]
    pub fn not_by_end_of(self, column: &str, year: i16) -> Self {
        self.keep(|value| value.year().is_none_or(|found| found > year), column)
    }

    /// Rows whose column says yes.
    #[must_use]
    pub fn yes(self, column: &str) -> Self {
        self.keep(|value| *value == Value::Boolean(true), column)
    }

    /// How many rows.
    pub fn rows(&self) -> i64 {
        self.rows.len() as i64
    }

    /// The sum of a column: fen for money.
    pub fn sum(&self, column: &str) -> i64 {
        self.rows.iter().filter_map(|(rows, row)| rows.value(row, column).as_integer()).sum()
    }

    /// How many different values a column has.
    pub fn distinct(&self, column: &str) -> i64 {
        self.values(column).len() as i64
    }

    /// The different values of a column.
    pub fn values(&self, column: &str) -> BTreeSet<String> {
        self.rows.iter().map(|(rows, row)| rows.value(row, column).to_plain()).collect()
    }
}

/// A figure of the published report: its name, what the rows give, what it must be.
pub type Figure = (&'static str, i64, i64);

/// The figures of 2016 that are counted.
pub fn of_2016(files: &[LedgerFile]) -> Vec<Figure> {
    let ledgers = Ledgers::new(files);
    let mut figures = published(&ledgers);
    figures.extend(responses(&ledgers));
    figures.extend(procurement(&ledgers));
    figures.extend(services(&ledgers));
    figures.extend(requests(&ledgers));
    figures
}

/// Refuses ledgers that do not add up.
pub fn hold(files: &[LedgerFile]) -> Result<()> {
    for (name, found, wanted) in of_2016(files) {
        if found != wanted {
            bail!("{name}: the ledgers give {found}, the report says {wanted}");
        }
    }
    Ok(())
}

fn published(ledgers: &Ledgers<'_>) -> Vec<Figure> {
    let items = || ledgers.of_office("items").one_of("class", &["proactive"]).in_year("published_on", 2016);
    let category = |code| items().one_of("category", &[code]).rows();
    let placed = |codes: &[&str]| {
        ledgers.of_region("placements").one_of("channel", codes).in_year("published_on", 2016).rows()
    };
    vec![
        ("F11", ledgers.of_region("items").by_end_of("published_on", 2016).distinct("class"), 3),
        ("F13", items().rows(), 93),
        ("F14", category("organization"), 3),
        ("F15", category("departmental_document"), 14),
        ("F16", category("news"), 19),
        ("F17", category("administrative_power"), 32),
        ("F18", category("budget_and_final_accounts"), 3),
        ("F19", category("proposal_outcome"), 6),
        ("F20", category("other"), 16),
        ("F21", placed(&["website"]), 12_728),
        (
            "items of the website",
            ledgers.of_region("items").one_of("class", &["proactive"]).in_year("published_on", 2016).rows(),
            12_728,
        ),
        ("F22", placed(&["weibo", "wechat"]), 361),
        ("F23", placed(&["press_conference"]), 5),
        ("F24", placed(&["news_media"]), 28_320),
        ("F25", placed(&["gazette"]), 62),
        ("F36", items().yes("public_funds").rows(), 61),
        ("F69", ledgers.of_office("items").one_of("class", &["on_request"]).rows(), 1),
    ]
}

fn responses(ledgers: &Ledgers<'_>) -> Vec<Figure> {
    let held = |register, column| ledgers.of_region(register).in_year(column, 2016).rows();
    let answered = |codes: &[&str]| {
        ledgers.of_region("responses").one_of("channel", codes).in_year("responded_on", 2016).rows()
    };
    let views =
        ledgers.of_region("page-views").one_of("page", &["petition_hall"]).in_year("counted_on", 2016);
    let petitions = ledgers.of_region("petitions").in_year("accepted_on", 2016);
    vec![
        ("F26", held("hot-topics", "answered_on"), 2),
        ("F27", held("press-conferences", "held_on"), 3),
        ("F28", held("interviews", "held_on"), 6),
        ("F29", held("interpretations", "published_on"), 3),
        ("F30", answered(&["weibo"]), 5),
        ("F31", answered(&["wechat", "news_media", "website", "other"]), 12),
        ("F32", held("consultations", "opened_on"), 4),
        ("F33", ledgers.of_region("livelihood-projects").in_year("plan_year", 2017).rows(), 10),
        ("F34 in hundreds", views.sum("views") / 100, 51),
        ("F35 in tens", petitions.one_of("channel", &["online"]).rows() / 10, 9),
        ("F43", ledgers.of_office("bulletins").in_year("issued_on", 2016).distinct("issue_number"), 35),
        ("F81", held("findings", "found_on"), 3),
    ]
}

fn procurement(ledgers: &Ledgers<'_>) -> Vec<Figure> {
    let projects = ledgers.of_region("procurement-projects").in_year("signed_on", 2016);
    vec![
        ("F37", ledgers.of_region("procurement-guides").in_year("published_on", 2016).rows(), 4),
        ("F38", projects.rows(), 1_533),
        ("F39 in fen", projects.sum("price"), 10_714_000_000),
        ("F40 in fen", projects.sum("budget"), 11_273_000_000),
    ]
}

fn services(ledgers: &Ledgers<'_>) -> Vec<Figure> {
    let online = || ledgers.of_region("service-items").by_end_of("online_on", 2016);
    let approvals = || online().one_of("kind", &["approval"]);
    let integrated = ledgers.of_region("service-items").by_end_of("integrated_on", 2016);
    let windows = |kind| {
        let open = ledgers.of_region("service-windows").by_end_of("opened_on", 2016);
        open.not_by_end_of("closed_on", 2016).one_of("kind", &[kind]).rows()
    };
    vec![
        ("F10", ledgers.of_region("service-centres").distinct("level"), 3),
        ("F12", ledgers.of_region("assessment-members").one_of("group_kind", &["assessment"]).rows(), 5),
        ("F44", ledgers.of_region("centre-residents").by_end_of("since_on", 2016).distinct("body"), 17),
        ("F46", ledgers.of_region("power-lists").by_end_of("published_on", 2016).distinct("body"), 27),
        ("F47", approvals().rows(), 560),
        ("F48", approvals().distinct("body"), 32),
        ("F49", ledgers.of_towns("service-items").by_end_of("online_on", 2016).distinct("body"), 8),
        ("F50", windows("integrated"), 2),
        ("F51", windows("issue"), 1),
        ("F52", integrated.distinct("body"), 16),
        ("F53", integrated.rows(), 331),
        ("F54", ledgers.of_region("rollout-batches").one_of("status", &["done"]).distinct("starts_on"), 2),
        ("F55", windows("dedicated"), 2),
        ("F56", windows("self_integrated"), 3),
        ("F57", ledgers.of_region("batch-exclusions").rows(), 4),
        ("F58", ledgers.of_region("reference-documents").one_of("matter", &["five_ones"]).rows(), 1),
        ("F59", ledgers.of_region("platform-modules").one_of("status", &["deployed"]).rows(), 3),
    ]
}

fn requests(ledgers: &Ledgers<'_>) -> Vec<Figure> {
    let received = || ledgers.of_office("requests").in_year("received_on", 2016);
    let decided = || ledgers.of_office("requests").in_year("decided_on", 2016);
    vec![
        ("F60", received().rows(), 6),
        ("F62", received().one_of("channel", &["letter"]).rows(), 6),
        ("F66", received().one_of("subject", &["land_expropriation_compensation"]).rows(), 6),
        ("F67", decided().rows(), 6),
        ("F68", decided().one_of("outcome", &["not_held_by_this_body"]).rows(), 6),
        ("F78", ledgers.of_office("request-fees").in_year("charged_on", 2016).sum("amount"), 0),
        ("F79", ledgers.of_office("reconsiderations").in_year("received_on", 2016).rows(), 0),
        ("F80", ledgers.of_office("lawsuits").in_year("received_on", 2016).rows(), 0),
    ]
}
