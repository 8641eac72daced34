//! What the district explained, answered and asked in 2016: topics, press, interviews, consultations, the hotline.

use crate::chance::Chance;
use crate::dates::{day, shift};
use crate::ledger::{Rows, cells};
use crate::people;
use crate::world::{GOVERNMENT, OFFICE, World};
use gongkai_domain::bulletins::BULLETINS;
use gongkai_domain::engagement::{
    CONSULTATIONS, HOT_TOPICS, INTERPRETATIONS, INTERVIEWS, LIVELIHOOD_PROJECTS, PRESS_CONFERENCES, RESPONSES,
};
use gongkai_domain::petitions::{PAGE_VIEWS, PETITIONS};

const TOPICS: [(&str, i8, i8); 2] =
    [("强降雨期间道路积水和交通管制", 4, 18), ("城区个别路段水质异味传闻", 9, 5)];

/// The four consultations, titled as published; quotation marks have no partner.
pub const CONSULTED: [&str; 4] = [
    "从化区财政投资信息化项目管理办法(征求意见稿)",
    "公开征集2017年从化区十件民生实事建议的公告\"意见征集",
    "再次公开征求2017年从化区十件民生实事(建议)的公告\"意见征集",
    "您认为新版政府网站应在哪些方面需要加强?",
];

impl World {
    /// Hot topics, and the responses to them and to smaller events.
    pub fn topics_and_responses(&self) -> (Rows, Rows) {
        let mut topics = Rows::of(&HOT_TOPICS);
        for (title, month, date) in TOPICS {
            let raised = day(2016, month, date);
            topics
                .add(cells! { body: OFFICE, title: title, raised_on: raised, answered_on: shift(raised, 1) });
        }
        let mut responses = Rows::of(&RESPONSES);
        let channels = [
            "weibo",
            "weibo",
            "news_media",
            "weibo",
            "news_media",
            "other",
            "news_media",
            "weibo",
            "news_media",
            "other",
            "news_media",
            "news_media",
            "weibo",
            "news_media",
            "other",
            "news_media",
            "news_media",
        ];
        for (at, channel) in channels.into_iter().enumerate() {
            let (topic, month, date) = TOPICS[at % 2];
            let about = (at < 10).then_some(topic);
            let event = ["通报情况", "说明原因", "公布处置进展", "发布提示", "澄清传闻"][at % 5];
            let on = if at < 10 {
                shift(day(2016, month, date), 1 + at as i64 / 2)
            } else {
                self.days.on_or_after(shift(day(2016, 2, 15), at as i64 * 17))
            };
            responses.add(cells! {
                body: ["conghua-office", "conghua-water", "conghua-transport"][at % 3], channel: channel,
                title: format!("{}（第{}次回应）：{event}", about.unwrap_or("群众关心的有关事件"), at + 1), topic: about, responded_on: on,
            });
        }
        (topics, responses)
    }

    /// Press conferences, online interviews and policy interpretations.
    pub fn press_and_interviews(&self) -> (Rows, Rows, Rows) {
        let mut press = Rows::of(&PRESS_CONFERENCES);
        for (title, month, date, principal) in [
            ("2016年荔枝文化旅游节新闻发布会", 5, 31, false),
            ("十件民生实事进展情况新闻发布会", 8, 16, true),
            ("区第十次重点项目集中开工新闻发布会", 11, 8, false),
        ] {
            press.add(cells! { body: GOVERNMENT, title: title, held_on: day(2016, month, date), principal_attended: principal, speakers: "区政府分管副区长，有关部门负责人" });
        }
        let mut interviews = Rows::of(&INTERVIEWS);
        let subjects = [
            ("conghua-education", "义务教育招生政策问答", 4, 26),
            ("conghua-labour", "就业创业扶持政策解读", 5, 24),
            ("conghua-water", "汛期防御与流溪河治理", 6, 21),
            ("conghua-health", "家庭医生签约服务", 8, 30),
            ("conghua-agriculture", "美丽乡村建设与农民增收", 10, 18),
            ("conghua-service", "综合受理改革怎样方便群众", 11, 22),
        ];
        for (at, (body, title, month, date)) in subjects.into_iter().enumerate() {
            interviews.add(cells! { body: body, title: title, held_on: day(2016, month, date), principal_attended: at % 3 == 0, guest: if at % 3 == 0 { "主要负责同志" } else { "分管负责同志" }, questions: 18 + at as i64 * 7 });
        }
        let mut explained = Rows::of(&INTERPRETATIONS);
        for (body, title, form, month, date) in [
            ("conghua-finance", "财政投资信息化项目怎样管：管理办法解读", "text", 7, 12),
            ("conghua-service", "一图读懂政务服务综合受理", "picture", 4, 20),
            ("conghua-development", "“十三五”规划纲要解读", "expert", 9, 27),
        ] {
            let body = if body == "conghua-development" { "conghua-drc" } else { body };
            explained
                .add(cells! { body: body, title: title, form: form, published_on: day(2016, month, date) });
        }
        (press, interviews, explained)
    }

    /// Consultations, and the ten livelihood projects two of them chose.
    pub fn consultations(&self) -> (Rows, Rows) {
        let mut rows = Rows::of(&CONSULTATIONS);
        let opened = [day(2016, 6, 6), day(2016, 9, 12), day(2016, 11, 14), day(2016, 12, 5)];
        for (at, (title, opened)) in CONSULTED.into_iter().zip(opened).enumerate() {
            rows.add(cells! {
                body: OFFICE, title: title, opened_on: opened, closed_on: shift(opened, 25), opinions: [21, 164, 88, 57][at],
                adopted: [9, 41, 26, 18][at], feedback_on: self.days.on_or_after(shift(opened, 45)),
            });
        }
        let mut projects = Rows::of(&LIVELIHOOD_PROJECTS);
        let titles = [
            "新增公办幼儿园学位",
            "改造农村危房",
            "完善村级卫生站设备",
            "新建社区健身路径",
            "升级农村生活污水处理设施",
            "增设公交线路和候车亭",
            "改造城区老旧供水管网",
            "建设居家养老服务站",
            "整治内涝黑点",
            "推广政务服务网上办理",
        ];
        for (at, title) in titles.into_iter().enumerate() {
            projects.add(cells! { body: GOVERNMENT, plan_year: 2017, position: at as i64 + 1, title: title, consultation: CONSULTED[2] });
        }
        (rows, projects)
    }

    /// Cases accepted by the hotline in 2016, and some it did not accept or accepted in 2017.
    pub fn petitions(&self) -> Rows {
        let mut chance = Chance::named("petitions 2016");
        let mut rows = Rows::of(&PETITIONS);
        let mut received: Vec<_> =
            self.days.of_year(2016).into_iter().filter(|date| *date < day(2016, 12, 20)).collect();
        chance.shuffle(&mut received);
        let mut received: Vec<_> = received.into_iter().take(107).collect();
        received.sort_unstable();
        for (at, received) in received.into_iter().enumerate() {
            let refused = at % 10 == 9 && at < 100;
            let accepted = match at {
                106 => Some(day(2017, 1, 4)),
                _ if refused => None,
                _ => Some(self.days.add(received, 3)),
            };
            let scope = self.scope(self.body("conghua-wenquan"), 2016);
            rows.add(cells! {
                body: "conghua-petition", number: format!("XF2016{:04}", at + 1), channel: "online",
                kind: *chance.pick(&["inquiry", "request", "complaint", "report", "suggestion", "thanks"]),
                petitioner: people::name(&mut chance), content: scope.say("反映{地点}{事项}的有关问题，希望{尽快处理|公开进展|给予答复}。", &mut chance),
                received_on: received, accepted_on: accepted, answered_on: accepted.map(|accepted| self.days.add(accepted, 12)),
            });
        }
        rows
    }

    /// Page views by month: of the petition hall, the disclosure column and the home page.
    pub fn page_views(&self) -> Rows {
        let mut rows = Rows::of(&PAGE_VIEWS);
        let hall = [388, 301, 452, 437, 421, 465, 440, 418, 455, 402, 487, 497];
        for (at, views) in hall.into_iter().enumerate() {
            let last = shift(
                day(if at == 11 { 2017 } else { 2016 }, if at == 11 { 1 } else { at as i8 + 2 }, 1),
                -1,
            );
            for (page, views) in
                [("petition_hall", views), ("disclosure_column", views * 31 + 7), ("home", views * 412 + 93)]
            {
                rows.add(cells! { body: if page == "petition_hall" { "conghua-petition" } else { OFFICE }, page: page, counted_on: last, views: views });
            }
        }
        rows
    }

    /// Issues 1 to 35 of 《从府简报》, with the neighbours of the years before and after.
    pub fn bulletins(&self) -> Rows {
        let mut chance = Chance::named("bulletins 2016");
        let mut rows = Rows::of(&BULLETINS);
        let scope = self.scope(self.body(OFFICE), 2016);
        let mut issue = |year: i16, number: i64, on: jiff::civil::Date| {
            rows.add(cells! { body: OFFICE, series: "从府简报", issue_year: i64::from(year), issue_number: number, title: scope.say("{地点}{事项}情况", &mut chance), issued_on: on });
        };
        issue(2015, 33, day(2015, 12, 24));
        for number in 1..=35 {
            issue(2016, number, self.days.on_or_after(shift(day(2016, 1, 6), (number - 1) * 10)));
        }
        issue(2017, 1, day(2017, 1, 10));
        rows
    }
}
