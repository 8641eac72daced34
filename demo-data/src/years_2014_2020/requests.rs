//! Requests of these years: under the regulation of 2008 until 14 May 2019, under that of 2019 from then on.

use crate::cases::{Case, Course};
use crate::chance::Chance;
use crate::dates::{day, shift};
use crate::later_years::requests::{EARLIER_IN_2020, SUBJECTS, number_replies};
use crate::ledger::{Rows, cells};
use crate::people;
use crate::world::{OFFICE, World};
use crate::year_2016::blank;
use gongkai_domain::fees::REQUEST_FEES;
use gongkai_domain::remedies::{COMPLAINTS, LAWSUITS, RECONSIDERATIONS};
use jiff::civil::Date;

/// Outcomes of a year's requests; those after the bar came in the last days of December and are carried over.
///
/// Nothing is carried over from 2015, because the published report of 2016 has no such request, and from 2020 only what
/// the ledger of the later years begins with.
const OUTCOMES: [(i16, &str); 6] = [
    (
        2014,
        "granted already_public not_held_by_this_body does_not_exist granted_in_part refused:personal_privacy \
         still_unclear granted petition_in_disguise | granted not_held_by_this_body",
    ),
    (
        2015,
        "granted granted already_public not_held_by_this_body does_not_exist refused:business_secret granted_in_part \
         not_government_information refused:special_enquiry_regime still_unclear no_special_need withdrawn |",
    ),
    (
        2017,
        "granted granted granted granted already_public already_public not_held_by_this_body not_held_by_this_body \
         does_not_exist granted_in_part refused:state_secret refused:three_safety_one_stability repeated \
         refused:law_prohibits abandoned_no_clarification | granted does_not_exist already_public",
    ),
    (
        2018,
        "granted granted granted granted granted already_public already_public granted_in_part granted_in_part \
         refused:personal_privacy not_held_by_this_body not_held_by_this_body does_not_exist does_not_exist \
         not_government_information still_unclear other petition_in_disguise withdrawn | granted \
         not_held_by_this_body granted_in_part",
    ),
    (
        2019,
        "granted granted granted granted granted already_public already_public granted_in_part granted_in_part \
         refused:state_secret refused:law_prohibits refused:process_information refused:internal_affairs \
         refused:enforcement_file refused:special_enquiry_regime not_held_by_this_body not_held_by_this_body \
         not_held_by_this_body does_not_exist does_not_exist needs_creation still_unclear petition_in_disguise \
         repeated abandoned_no_clarification | granted does_not_exist granted_in_part not_held_by_this_body",
    ),
    (
        2020,
        "granted granted granted granted granted granted already_public already_public already_public granted_in_part \
         granted_in_part refused:three_safety_one_stability refused:business_secret \
         refused:other_third_party_rights refused:personal_privacy not_held_by_this_body not_held_by_this_body \
         not_held_by_this_body does_not_exist does_not_exist public_print excessive_unreasonable \
         confirm_or_reissue repeated not_government_information withdrawn other \
         refused:special_enquiry_regime |",
    ),
];

const CHANNELS: [&str; 12] = [
    "letter",
    "online",
    "in_person",
    "online",
    "letter",
    "online",
    "fax",
    "online",
    "letter",
    "in_person",
    "online",
    "other",
];
const REQUESTERS: [&str; 10] = [
    "natural_person",
    "natural_person",
    "commercial_enterprise",
    "natural_person",
    "legal_service_institution",
    "natural_person",
    "natural_person",
    "public_welfare_organization",
    "research_institution",
    "other_organization",
];
const RESULTS: [&str; 4] = ["upheld", "corrected", "upheld", "other"];

impl World {
    /// Requests of the office in these years.
    pub fn earlier_requests(&self) -> Vec<Case> {
        let mut chance = Chance::named("requests 2014-2020");
        let mut cases = Vec::new();
        for (year, outcomes) in OUTCOMES {
            let (most, last) = outcomes.split_once('|').unwrap_or((outcomes, ""));
            let mut most: Vec<&'static str> = most.split_whitespace().collect();
            chance.shuffle(&mut most);
            let last: Vec<&'static str> = last.split_whitespace().collect();
            let received = self.receipts_of(year, most.len(), last.len(), &mut chance);
            debug_assert!(year != 2020 || most.len() == EARLIER_IN_2020);
            for (at, (outcome, received)) in most.iter().chain(&last).zip(received).enumerate() {
                let mut case = blank(OFFICE, format!("{year}-{:03}", at + 1), received);
                case.channel = CHANNELS[at % CHANNELS.len()];
                case.requester = REQUESTERS[at % REQUESTERS.len()];
                case.subject = *chance.pick(&SUBJECTS);
                case.outcome = Some(outcome);
                let course = if at < most.len() { course(outcome, at, year) } else { Course::Slow };
                // Article 24 of the regulation of 2008, article 33 of that of 2019.
                let limit = if received < day(2019, 5, 15) { 15 } else { 20 };
                case.run(course, limit, &self.days, &mut chance);
                cases.push(case);
            }
        }
        number_replies(&mut cases);
        cases
    }

    /// Days of receipt: early enough to be decided in the year, and in its last days.
    fn receipts_of(&self, year: i16, most: usize, last: usize, chance: &mut Chance) -> Vec<Date> {
        let working = self.days.of_year(year);
        let early: Vec<Date> = working.iter().copied().filter(|date| *date < day(year, 10, 16)).collect();
        let late: Vec<Date> = working.into_iter().filter(|date| *date >= day(year, 12, 16)).collect();
        let mut received: Vec<Date> = (0..most).map(|_| *chance.pick(&early)).collect();
        received.extend((0..last).map(|_| *chance.pick(&late)));
        received.sort_unstable();
        received
    }

    /// Fees for searching, copying and postage, until they were abolished in 2017; some were waived.
    pub fn earlier_fees(&self, cases: &[Case]) -> Rows {
        let mut rows = Rows::of(&REQUEST_FEES);
        let granted = cases.iter().filter(|case| {
            case.outcome == Some("granted") && case.decided.is_some_and(|date| date < day(2017, 4, 1))
        });
        let kinds = [("copy_fee", 12_600), ("search_fee", 4_000), ("postage_fee", 2_200)];
        for (at, case) in granted.enumerate() {
            let Some(charged) = case.decided else { continue };
            for (kind, amount) in kinds.into_iter().take(3 - at % 2) {
                let waived = at % 3 == 1;
                rows.add(cells! {
                    body: OFFICE, request_number: case.number.as_str(), kind: kind, amount: amount + at as i64 * 300,
                    charged_on: charged, paid_on: (!waived).then(|| self.days.add(charged, 3)), waived: waived,
                });
            }
        }
        rows
    }

    /// Reconsiderations and lawsuits about these replies, none of them received or decided in 2016 or after 2020.
    pub fn earlier_remedies(&self, cases: &[Case]) -> (Rows, Rows) {
        let mut chance = Chance::named("remedies 2014-2020");
        let mut reconsiderations = Rows::of(&RECONSIDERATIONS);
        let mut lawsuits = Rows::of(&LAWSUITS);
        let (mut reconsidered, mut sued) = (0, 0);
        let kept = |date: Date| date.year() != 2016 && date.year() <= 2020;
        let contested = cases.iter().filter(|case| {
            case.outcome.is_some_and(|code| {
                code.starts_with("refused") || code.ends_with("exist") || code.starts_with("not_")
            })
        });
        for (at, case) in contested.enumerate() {
            let Some(decided) = case.decided else { continue };
            let received = self.days.on_or_after(shift(decided, chance.between(12, 40)));
            let closed = self.days.on_or_after(shift(received, chance.between(40, 85)));
            let direct = at % 3 == 1;
            if !direct && kept(received) && kept(closed) {
                reconsidered += 1;
                reconsiderations.add(cells! {
                    body: OFFICE, number: format!("穗府行复〔{}〕样例9{at:02}号", received.year()), applicant: people::name(&mut chance),
                    organ: "上一级人民政府", request_number: case.number.as_str(), received_on: received,
                    decided_on: closed, result: RESULTS[reconsidered % 4],
                });
            }
            let filed = if direct { received } else { self.days.on_or_after(shift(closed, 12)) };
            let judged = self.days.on_or_after(shift(filed, chance.between(70, 150)));
            if (direct || at % 4 == 0) && kept(filed) && kept(judged) {
                sued += 1;
                lawsuits.add(cells! {
                    body: OFFICE, number: format!("（{}）粤样行初9{at:02}号", filed.year()), plaintiff: people::name(&mut chance),
                    court: "样例铁路运输法院", request_number: case.number.as_str(), after_reconsideration: !direct,
                    co_defendant: sued % 7 == 5, received_on: filed, decided_on: judged, result: RESULTS[sued % 4],
                });
            }
        }
        (reconsiderations, lawsuits)
    }

    /// Complaints about the office's disclosure, by year of the statistical table.
    pub fn earlier_complaints(&self) -> Rows {
        let mut chance = Chance::named("complaints 2014-2018");
        let mut rows = Rows::of(&COMPLAINTS);
        for year in super::TABLE_YEARS {
            for (at, kind) in
                ["complaint", "report", "appeal"].into_iter().enumerate().take(1 + year as usize % 3)
            {
                let received = self.days.on_or_after(day(year, 3 + at as i8 * 3, 14));
                rows.add(cells! {
                    body: OFFICE, number: format!("JB{year}-{}", at + 1), kind: kind, complainant: people::name(&mut chance),
                    content: "反映目录中个别信息的附件打不开，希望核对。", received_on: received,
                    answered_on: self.days.add(received, 11),
                });
            }
        }
        rows
    }
}

/// How a request with this outcome ran.
fn course(outcome: &str, at: usize, year: i16) -> Course {
    match outcome {
        "abandoned_no_clarification" => Course::Abandoned,
        "still_unclear" => Course::Clarified,
        "refused:business_secret" | "refused:personal_privacy" | "refused:other_third_party_rights" => {
            Course::ThirdParty
        }
        _ if at == 6 && matches!(year, 2018 | 2019) => Course::Overdue,
        _ if at % 6 == 2 => Course::Extended,
        _ => Course::Plain,
    }
}
