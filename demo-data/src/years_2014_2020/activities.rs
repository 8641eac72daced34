//! What the office answered, explained, held and spent, in the years of the statistical table.

use super::{OFFICERS, TABLE_YEARS};
use crate::chance::Chance;
use crate::dates::{day, shift};
use crate::ledger::{Rows, cells};
use crate::world::{OFFICE, World};
use gongkai_domain::engagement::{HOT_TOPICS, INTERPRETATIONS, INTERVIEWS, PRESS_CONFERENCES, RESPONSES};
use gongkai_domain::resources::{FUNDS, STAFF};
use gongkai_domain::supervision::TRAININGS;

const TOPICS: [&str; 4] =
    ["台风过后道路和供电恢复", "中小学校车运行线路调整", "老旧小区加装电梯的补助", "农村饮水工程水压不足"];
const EVENTS: [(&str, &str); 6] = [
    ("weibo", "发布处置进展"),
    ("wechat", "说明政策口径"),
    ("news_media", "通报核查结果"),
    ("weibo", "提示出行安排"),
    ("website", "公布整改情况"),
    ("other", "在社区现场答疑"),
];

impl World {
    /// Hot topics, and the responses to them.
    pub fn earlier_topics(&self) -> (Rows, Rows) {
        let (mut topics, mut responses) = (Rows::of(&HOT_TOPICS), Rows::of(&RESPONSES));
        for (at, year) in TABLE_YEARS.into_iter().enumerate() {
            for number in 0..=at % 3 {
                let title = TOPICS[(at + number) % TOPICS.len()];
                let raised = day(year, 3 + number as i8 * 3, 9);
                topics.add(
                    cells! { body: OFFICE, title: title, raised_on: raised, answered_on: shift(raised, 1) },
                );
                for (step, (channel, event)) in EVENTS.into_iter().enumerate().skip(number) {
                    responses.add(cells! {
                        body: OFFICE, channel: channel, title: format!("{title}：{event}"), topic: title,
                        responded_on: shift(raised, 1 + step as i64),
                    });
                }
            }
        }
        (topics, responses)
    }

    /// Press conferences, online interviews and policy interpretations, with the officers who spoke.
    pub fn earlier_press(&self) -> (Rows, Rows, Rows) {
        let mut press = Rows::of(&PRESS_CONFERENCES);
        let mut interviews = Rows::of(&INTERVIEWS);
        let mut explained = Rows::of(&INTERPRETATIONS);
        for (at, year) in TABLE_YEARS.into_iter().enumerate() {
            let officer =
                |post: &str, number: usize| format!("{post}{}", OFFICERS[(at + number) % OFFICERS.len()]);
            for (number, (title, month)) in [("重点工作进展", 4), ("民生实事完成情况", 9), ("防汛准备", 6)]
                .into_iter()
                .enumerate()
                .take(2 + at % 2)
            {
                press.add(cells! {
                    body: OFFICE, title: format!("{year}年{title}新闻发布会"), held_on: self.days.on_or_after(day(year, month, 17)),
                    principal_attended: number == 0, speakers: officer("区政府办公室主任", number),
                });
            }
            for (number, (title, month)) in
                [("信息公开怎样申请", 5), ("办事指南怎么看", 7), ("公报在哪里取", 10)].into_iter().enumerate()
            {
                interviews.add(cells! {
                    body: OFFICE, title: format!("{title}（{year}年）"), held_on: self.days.on_or_after(day(year, month, 23)),
                    principal_attended: number == at % 3, guest: officer("区政府办公室副主任", number), questions: 12 + 5 * number as i64 + at as i64,
                });
            }
            for (number, form) in
                ["text", "picture", "expert", "video"].into_iter().enumerate().take(2 + at % 3)
            {
                explained.add(cells! {
                    body: OFFICE, title: format!("{}办法解读之{}（{year}年）", ["公共资源配置", "财政资金管理", "公共服务收费"][number % 3], number + 1),
                    form: form, published_on: self.days.on_or_after(day(year, 4 + number as i8 * 2, 20)),
                });
            }
        }
        (press, interviews, explained)
    }

    /// Meetings, trainings and exchanges.
    pub fn earlier_trainings(&self) -> Rows {
        let mut chance = Chance::named("trainings 2014-2018");
        let mut rows = Rows::of(&TRAININGS);
        for (at, year) in TABLE_YEARS.into_iter().enumerate() {
            for (kind, title, month) in [
                ("meeting", "全区政府信息公开工作会议", 3),
                ("training", "政府信息公开业务培训班（第一期）", 5),
                ("training", "政府信息公开业务培训班（第二期）", 9),
                ("exchange", "依申请公开案例交流会", 11),
            ]
            .into_iter()
            .take(3 + at % 2)
            {
                rows.add(cells! {
                    body: OFFICE, kind: kind, title: format!("{year}年{title}"), held_on: self.days.on_or_after(day(year, month, 12)),
                    attendance: chance.between(38, 120),
                });
            }
        }
        rows
    }

    /// Staff and funds of the office.
    pub fn earlier_means(&self) -> (Rows, Rows) {
        let (mut staff, mut funds) = (Rows::of(&STAFF), Rows::of(&FUNDS));
        for (year, full, part, amount) in [
            (2014, 1, 3, 9_500_000),
            (2015, 2, 3, 12_800_000),
            (2017, 3, 4, 19_250_000),
            (2018, 3, 5, 21_000_000),
        ] {
            staff.add(cells! { body: OFFICE, staff_year: year, full_time: full, part_time: part });
            funds.add(cells! { body: OFFICE, fund_year: year, amount: amount });
        }
        (staff, funds)
    }
}
