//! Supervision and means of the disclosure work in 2016: groups, assessments, findings, trainings, staff, funds.

use crate::chance::Chance;
use crate::dates::{day, shift};
use crate::ledger::{Rows, cells};
use crate::people;
use crate::world::{OFFICE, World};
use gongkai_domain::inquiries::INQUIRIES;
use gongkai_domain::remedies::COMPLAINTS;
use gongkai_domain::resources::{FUNDS, STAFF, VIEWING_POINTS};
use gongkai_domain::supervision::{ASSESSMENT_GROUPS, ASSESSMENT_MEMBERS, ASSESSMENTS, FINDINGS, TRAININGS};

const GROUP: &str = "区政务公开考评组";

impl World {
    /// The assessment group with its five members, and the supervision group.
    pub fn groups(&self) -> (Rows, Rows) {
        let mut groups = Rows::of(&ASSESSMENT_GROUPS);
        for (name, kind) in [(GROUP, "assessment"), ("区政务公开监督小组", "supervision")] {
            groups.add(cells! { body: OFFICE, name: name, kind: kind, founded_on: day(2015, 4, 20) });
        }
        let mut members = Rows::of(&ASSESSMENT_MEMBERS);
        for (at, member) in
            ["区政府办公室", "监察局", "科工商信局", "法制办", "政务办"].into_iter().enumerate()
        {
            members.add(cells! { body: OFFICE, group_name: GROUP, group_kind: "assessment", member: member, position: at as i64 + 1 });
        }
        (groups, members)
    }

    /// Scores of departments and towns, and the three problems found.
    pub fn assessments(&self) -> (Rows, Rows) {
        let mut chance = Chance::named("assessments 2016");
        let mut rows = Rows::of(&ASSESSMENTS);
        let assessed = self.bodies.iter().filter(|body| {
            body.is("department") || body.is("town_or_subdistrict") || body.is("industrial_park")
        });
        for (at, body) in assessed.enumerate() {
            let score = chance.between(72, 98);
            let grade = match score {
                92.. => "excellent",
                82..92 => "good",
                _ => "pass",
            };
            let on = self.days.on_or_after(shift(day(2016, 11, 14), at as i64 / 5));
            rows.add(cells! { body: body.code.as_str(), group_name: GROUP, assessed_on: on, score: score, grade: grade });
        }
        let mut findings = Rows::of(&FINDINGS);
        let matters = [
            "部分单位主动公开意识不强，公开不够及时，内容不够丰富",
            "监督检查的力度有待加强",
            "宣传力度不够，公众参与程度不高",
        ];
        for matter in matters {
            findings.add(cells! { body: OFFICE, matter: matter, found_on: day(2016, 12, 12), deadline: day(2017, 6, 30) });
        }
        (rows, findings)
    }

    /// Trainings, exchanges and working meetings.
    pub fn trainings(&self) -> Rows {
        let mut rows = Rows::of(&TRAININGS);
        for (body, kind, title, month, date, attendance) in [
            (OFFICE, "meeting", "2016年全区政府信息公开工作会议", 3, 10, 96),
            (OFFICE, "training", "政府信息公开业务培训班（第一期）", 4, 21, 118),
            (OFFICE, "training", "政府信息公开业务培训班（第二期）", 9, 22, 104),
            (OFFICE, "exchange", "依申请公开案例交流会", 6, 16, 42),
            ("conghua-wenquan", "training", "温泉镇村务公开和信息公开培训", 5, 12, 56),
            ("conghua-education", "meeting", "教育系统信息公开专题会议", 10, 20, 63),
        ] {
            rows.add(cells! { body: body, kind: kind, title: title, held_on: day(2016, month, date), attendance: attendance });
        }
        rows
    }

    /// Staff and funds of a year, of the office and some departments.
    pub fn means(&self, year: i16) -> (Rows, Rows) {
        let mut staff = Rows::of(&STAFF);
        let mut funds = Rows::of(&FUNDS);
        for (code, full, part, amount) in [
            (OFFICE, 3, 4, 18_600_000),
            ("conghua-education", 0, 2, 3_000_000),
            ("conghua-land", 1, 3, 5_250_050),
            ("conghua-taiping", 0, 2, 1_200_000),
        ] {
            staff.add(cells! { body: code, staff_year: i64::from(year), full_time: full, part_time: part });
            funds.add(cells! { body: code, fund_year: i64::from(year), amount: amount });
        }
        (staff, funds)
    }

    /// Places where information can be read or asked for.
    pub fn viewing_points(&self) -> Rows {
        let mut rows = Rows::of(&VIEWING_POINTS);
        for (body, name, kind, opened) in [
            ("conghua-archives", "从化区档案馆政府信息查阅点", "archive", day(2009, 5, 4)),
            ("conghua-culture", "从化区图书馆政府信息查阅点", "library", day(2009, 5, 4)),
            ("conghua-service", "区政务服务中心公共查阅室", "public_reading_room", day(2012, 3, 5)),
            ("conghua-service", "区政务服务中心电子触摸屏", "touch_kiosk", day(2013, 7, 1)),
            ("conghua-service", "区政务服务中心电子屏幕", "display_screen", day(2013, 7, 1)),
            (OFFICE, "区政府市民咨询室", "advice_room", day(2011, 9, 1)),
            (OFFICE, "区政府资料索取点", "document_pickup_point", day(2011, 9, 1)),
        ] {
            rows.add(cells! { body: body, name: name, kind: kind, opened_on: opened });
        }
        rows
    }

    /// Inquiries by channel and month.
    pub fn inquiries(&self) -> Rows {
        let mut chance = Chance::named("inquiries 2016");
        let mut rows = Rows::of(&INQUIRIES);
        let scope = self.scope(self.body(OFFICE), 2016);
        for month in 1..=12_i8 {
            for channel in ["online", "phone", "in_person"] {
                let on = self.days.on_or_after(day(2016, month, 20));
                rows.add(cells! { body: OFFICE, channel: channel, received_on: on, matter: scope.say("{事项}", &mut chance), persons: chance.between(1, 18) });
            }
        }
        rows
    }

    /// Complaints about a department's disclosure.
    pub fn complaints(&self) -> Rows {
        let mut chance = Chance::named("complaints 2016");
        let mut rows = Rows::of(&COMPLAINTS);
        for (at, (kind, month)) in [("complaint", 4), ("report", 10)].into_iter().enumerate() {
            let received = self.days.on_or_after(day(2016, month, 12));
            rows.add(cells! {
                body: "conghua-land", number: format!("JB2016-{}", at + 1), kind: kind, complainant: people::name(&mut chance),
                content: "反映信息公开栏更新不及时，希望改进。", received_on: received, answered_on: self.days.add(received, 14),
            });
        }
        rows
    }
}
