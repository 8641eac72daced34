//! Requests of 2016 (依申请公开): the office's six letters, and a department's register beside them.

use crate::cases::{Case, Course};
use crate::chance::Chance;
use crate::dates::day;
use crate::ledger::{Rows, cells};
use crate::world::{OFFICE, World};
use gongkai_domain::fees::REQUEST_FEES;
use gongkai_domain::requests::REQUESTS;

/// Working days for a reply under the regulation of 2008, article 24.
const LIMIT: i64 = 15;

impl World {
    /// Six letters about compensation for land, all about information other bodies hold.
    pub fn letters(&self) -> Rows {
        let mut chance = Chance::named("letters 2016");
        let mut rows = Rows::of(&REQUESTS);
        let received = [(2, 5), (3, 21), (5, 16), (7, 11), (9, 14), (11, 7)];
        let scope = self.scope(self.body("conghua-land"), 2016);
        for (at, (month, date)) in received.into_iter().enumerate() {
            let mut case = blank(OFFICE, format!("2016-{:03}", at + 1), day(2016, month, date));
            case.channel = "letter";
            case.subject = "land_expropriation_compensation";
            case.outcome = Some("not_held_by_this_body");
            case.reply = Some(format!("从府办公复〔2016〕{}号", at + 1));
            case.run(if at == 0 { Course::Slow } else { Course::Plain }, LIMIT, &self.days, &mut chance);
            case.write(&scope, &self.days, &mut rows, &mut chance);
        }
        rows
    }

    /// The register of the land department: not in the office's own figures.
    pub fn land_requests(&self) -> Rows {
        let mut chance = Chance::named("land requests 2016");
        let mut rows = Rows::of(&REQUESTS);
        let scope = self.scope(self.body("conghua-land"), 2016);
        let outcomes = [
            "granted",
            "granted_in_part",
            "does_not_exist",
            "granted",
            "refused:personal_privacy",
            "already_public",
        ];
        for at in 0..24_usize {
            let received = self.days.add(day(2016, 1, 8), at as i64 * 9 + 2);
            let mut case = blank("conghua-land", format!("GG2016{:03}", at + 1), received);
            case.channel = ["online", "letter", "in_person"][at % 3];
            case.subject = ["land_expropriation_compensation", "urban_planning"][at % 2];
            case.outcome = Some(outcomes[at % outcomes.len()]);
            case.reply = Some(format!("从国规公复〔2016〕{}号", at + 1));
            let course = if at % 8 == 5 { Course::Extended } else { Course::Plain };
            case.run(course, LIMIT, &self.days, &mut chance);
            case.write(&scope, &self.days, &mut rows, &mut chance);
        }
        rows
    }

    /// What one of the six would have been charged, waived.
    pub fn waived_fee(&self) -> Rows {
        let mut rows = Rows::of(&REQUEST_FEES);
        rows.add(cells! {
            body: OFFICE, request_number: "2016-002", kind: "postage_fee", amount: 0,
            charged_on: day(2016, 3, 28), waived: true,
        });
        rows
    }
}

/// A natural person's request before anything happened to it.
pub fn blank(body: &'static str, number: String, received: jiff::civil::Date) -> Case {
    Case {
        body,
        number,
        reply: None,
        received,
        channel: "online",
        requester: "natural_person",
        subject: "other",
        clarification: (None, None),
        third_party: (None, None),
        extended: None,
        decided: None,
        outcome: None,
    }
}
