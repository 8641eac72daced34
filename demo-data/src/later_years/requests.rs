//! Requests of 2021 to 2024 under the regulation of 2019, with fees and remedies; some are carried over each year.

use crate::cases::{Case, Course};
use crate::chance::Chance;
use crate::dates::{day, shift};
use crate::ledger::{Rows, cells};
use crate::people;
use crate::world::{OFFICE, World};
use crate::year_2016::blank;
use gongkai_domain::fees::REQUEST_FEES;
use gongkai_domain::remedies::{LAWSUITS, RECONSIDERATIONS};
use gongkai_domain::requests::REQUESTS;
use jiff::civil::Date;

/// Working days for a reply under the regulation of 2019, article 33.
const LIMIT: i64 = 20;
/// Requests received by the office in each year, the last weeks of 2020 first.
const RECEIVED: [(i16, usize); 5] = [(2020, 4), (2021, 34), (2022, 41), (2023, 52), (2024, 47)];
/// Requests of 2020 that were received and decided earlier in that year, so that these follow on their numbers.
pub const EARLIER_IN_2020: usize = 28;

/// Channels with how often each is used, in percent.
pub const CHANNELS: [(&str, i64); 5] =
    [("online", 62), ("letter", 22), ("in_person", 11), ("fax", 2), ("other", 3)];
/// Kinds of requester with how often each asks, in percent.
pub const REQUESTERS: [(&str, i64); 6] = [
    ("natural_person", 70),
    ("commercial_enterprise", 11),
    ("research_institution", 3),
    ("public_welfare_organization", 4),
    ("legal_service_institution", 8),
    ("other_organization", 4),
];
/// What requests are about.
pub const SUBJECTS: [&str; 10] = [
    "land_expropriation_compensation",
    "urban_planning",
    "environment",
    "finance",
    "personnel",
    "education",
    "health",
    "housing",
    "transport",
    "other",
];

/// Outcomes of cases that run plainly, with how many there are among a round of cases.
const OUTCOMES: [(&str, usize); 25] = [
    ("granted", 34),
    ("not_held_by_this_body", 18),
    ("already_public", 15),
    ("does_not_exist", 12),
    ("granted_in_part", 10),
    ("refused:process_information", 5),
    ("refused:internal_affairs", 4),
    ("refused:special_enquiry_regime", 4),
    ("petition_in_disguise", 5),
    ("refused:enforcement_file", 3),
    ("needs_creation", 3),
    ("repeated", 3),
    ("not_government_information", 3),
    ("withdrawn", 3),
    ("refused:law_prohibits", 2),
    ("refused:three_safety_one_stability", 2),
    ("public_print", 2),
    ("refused:state_secret", 1),
    ("excessive_unreasonable", 1),
    ("confirm_or_reissue", 1),
    ("other", 2),
    ("refused:business_secret", 1),
    ("refused:personal_privacy", 1),
    ("refused:other_third_party_rights", 1),
    ("still_unclear", 1),
];

/// The cases of the office with their fees.
pub struct Requests {
    /// The requests.
    pub cases: Vec<Case>,
    /// The fees.
    pub fees: Rows,
}

impl World {
    /// Requests of the office from the end of 2020 to 2024.
    pub fn later_requests(&self) -> Requests {
        let mut chance = Chance::named("requests 2021-2024");
        let mut outcomes: Vec<&'static str> =
            OUTCOMES.iter().flat_map(|(code, count)| vec![*code; *count]).collect();
        chance.shuffle(&mut outcomes);
        let mut deck = outcomes.iter().cycle();
        let mut cases = Vec::new();
        for (year, count) in RECEIVED {
            for (at, received) in self.receipts(year, count, &mut chance).into_iter().enumerate() {
                let course = course(at, count, &mut chance);
                let before = if year == 2020 { EARLIER_IN_2020 } else { 0 };
                let mut case = blank(OFFICE, format!("{year}-{:03}", before + at + 1), received);
                case.channel = weighted(&CHANNELS, &mut chance);
                case.requester = weighted(&REQUESTERS, &mut chance);
                case.subject = *chance.pick(&SUBJECTS);
                case.outcome = outcome(course, &mut deck, &mut chance);
                case.run(course, LIMIT, &self.days, &mut chance);
                cases.push(case);
            }
        }
        number_replies(&mut cases);
        let fees = self.processing_fees(&cases);
        Requests { cases, fees }
    }

    /// Days of receipt: spread over the year, with several in December.
    fn receipts(&self, year: i16, count: usize, chance: &mut Chance) -> Vec<Date> {
        let working = self.days.of_year(year);
        let december: Vec<Date> = working.iter().copied().filter(|date| *date >= day(year, 12, 8)).collect();
        let earlier: Vec<Date> = working.into_iter().filter(|date| *date < day(year, 11, 20)).collect();
        let late = if year == 2020 { count } else { 4 };
        let mut received: Vec<Date> = (0..count - late).map(|_| *chance.pick(&earlier)).collect();
        received.extend((0..late).map(|_| *chance.pick(&december)));
        received.sort_unstable();
        received
    }

    /// Fees by pages (国办函〔2020〕109号, article 5) for a few large requests, and the one never paid.
    fn processing_fees(&self, cases: &[Case]) -> Rows {
        let mut rows = Rows::of(&REQUEST_FEES);
        let mut large = [550_i64, 1_300, 300, 2_700, 70].into_iter().cycle();
        let mut paying = 0;
        for case in cases.iter().filter(|case| case.received.year() > 2020) {
            let unpaid = case.outcome == Some("abandoned_no_payment");
            paying += usize::from(case.outcome == Some("granted"));
            let pays = case.outcome == Some("granted") && paying % 9 == 4 && !case.number.ends_with('0');
            if !(unpaid || pays) {
                continue;
            }
            let charged = self.days.add(case.received, 2);
            let paid = pays.then(|| self.days.add(charged, 2).min(case.decided.unwrap_or(charged)));
            rows.add(cells! {
                body: OFFICE, request_number: case.number.as_str(), kind: "information_processing_fee",
                amount: large.next().unwrap_or(70) * 100, charged_on: charged, paid_on: paid, waived: false,
            });
        }
        rows
    }

    /// The cases as rows of the register.
    pub fn case_rows(&self, cases: &[Case], years: &str) -> Rows {
        let mut chance = Chance::named(&format!("requesters {years}"));
        let mut rows = Rows::of(&REQUESTS);
        for case in cases {
            let scope = self.scope(self.body(case.body), case.received.year());
            case.write(&scope, &self.days, &mut rows, &mut chance);
        }
        rows
    }

    /// A department's own register, so that scopes can be told apart.
    pub fn department_requests(&self) -> Vec<Case> {
        let mut chance = Chance::named("water requests");
        let mut cases = Vec::new();
        for year in 2021..=2024_i16 {
            for at in 0..9_i64 {
                let received = self.days.add(day(year, 1, 10), at * 25 + chance.between(0, 9));
                let mut case = blank("conghua-water", format!("SW{year}-{}", at + 1), received);
                case.subject = "environment";
                case.outcome = Some(*chance.pick(&["granted", "does_not_exist", "already_public"]));
                case.run(Course::Plain, LIMIT, &self.days, &mut chance);
                cases.push(case);
            }
        }
        cases
    }

    /// Reconsiderations and lawsuits about the office's replies; some are pending at the end of a year.
    pub fn remedies(&self, cases: &[Case]) -> (Rows, Rows) {
        let mut chance = Chance::named("remedies");
        let mut reconsiderations = Rows::of(&RECONSIDERATIONS);
        let mut lawsuits = Rows::of(&LAWSUITS);
        let contested: Vec<&Case> = cases
            .iter()
            .filter(|case| {
                case.outcome.is_some_and(|code| code.starts_with("refused") || code == "does_not_exist")
            })
            .collect();
        for (at, case) in contested.into_iter().enumerate() {
            let Some(decided) = case.decided.filter(|date| date.year() > 2020) else { continue };
            let received = self.days.on_or_after(shift(decided, chance.between(12, 50)));
            let closed = shift(received, chance.between(35, 88));
            let result = *chance.pick(&["upheld", "upheld", "upheld", "corrected", "other"]);
            // From 2024 a refusal must first be reconsidered (行政复议法 2023, article 23).
            let direct = at % 5 == 3 && received.year() < 2024;
            if at % 2 == 0 && !direct {
                reconsiderations.add(cells! {
                    body: OFFICE, number: format!("穗府行复〔{}〕样例{}号", received.year(), at + 1), applicant: people::name(&mut chance),
                    organ: "上一级人民政府", request_number: case.number.as_str(), received_on: received,
                    decided_on: self.days.on_or_after(closed), result: result,
                });
            }
            if direct || at % 6 == 0 {
                let filed = if direct { received } else { self.days.on_or_after(shift(closed, 12)) };
                let judged = self.days.on_or_after(shift(filed, chance.between(70, 170)));
                lawsuits.add(cells! {
                    body: OFFICE, number: format!("（{}）粤样行初{}号", filed.year(), at + 1), plaintiff: people::name(&mut chance),
                    court: "样例铁路运输法院", request_number: case.number.as_str(), after_reconsideration: !direct,
                    co_defendant: false, received_on: filed, decided_on: judged, result: ["upheld", "corrected", "upheld", "other"][at % 4],
                });
            }
        }
        (reconsiderations, lawsuits)
    }
}

/// How the case at a place in its year runs; the last four are of December and slow.
fn course(at: usize, count: usize, chance: &mut Chance) -> Course {
    if at + 4 >= count {
        return Course::Slow;
    }
    match at {
        7 => Course::Overdue,
        19 if count > 50 => Course::Overdue,
        11 => Course::Unpaid,
        4 | 23 => Course::Abandoned,
        _ => match chance.between(0, 99) {
            0..10 => Course::Extended,
            10..19 => Course::Clarified,
            19..27 => Course::ThirdParty,
            _ => Course::Plain,
        },
    }
}

fn outcome<'a>(
    course: Course,
    deck: &mut impl Iterator<Item = &'a &'static str>,
    chance: &mut Chance,
) -> Option<&'static str> {
    match course {
        Course::Abandoned => Some("abandoned_no_clarification"),
        Course::Unpaid => Some("abandoned_no_payment"),
        Course::ThirdParty => Some(*chance.pick(&[
            "refused:business_secret",
            "refused:personal_privacy",
            "refused:other_third_party_rights",
            "granted_in_part",
            "granted",
        ])),
        Course::Clarified => Some(*chance.pick(&["granted", "still_unclear", "does_not_exist"])),
        Course::Plain | Course::Slow | Course::Extended | Course::Overdue => deck.next().copied(),
    }
}

/// Numbers the replies of each year in the order they were signed.
pub fn number_replies(cases: &mut [Case]) {
    let mut order: Vec<usize> = (0..cases.len()).collect();
    order.sort_by_key(|at| cases[*at].decided);
    let mut last = (0, 0);
    for at in order {
        let Some(decided) = cases[at].decided else { continue };
        last = if last.0 == decided.year() { (last.0, last.1 + 1) } else { (decided.year(), 1) };
        cases[at].reply = Some(format!("从府办公复〔{}〕{}号", last.0, last.1));
    }
}

/// One of `choices`, each as likely as it is heavy.
pub fn weighted(choices: &[(&'static str, i64)], chance: &mut Chance) -> &'static str {
    let weights: Vec<i64> = choices.iter().map(|(_, weight)| *weight).collect();
    choices[chance.weighted(&weights)].0
}
