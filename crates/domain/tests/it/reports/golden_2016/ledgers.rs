//! The ledgers of 2016, with rows of other years, bodies and classes beside those that count.

use crate::reports::{Ledgers, body, day, text};
use gongkai_domain::registers::{Row, Value};
use gongkai_domain::{
    bulletins::BULLETINS, catalogue::ITEMS, channels::PLACEMENTS, fees::REQUEST_FEES, modules::MODULES,
    petitions::PAGE_VIEWS, petitions::PETITIONS, powers::POWER_LISTS, procurement::GUIDES,
    procurement::PROJECTS, requests::REQUESTS, rules::REFERENCE_DOCUMENTS,
};
use gongkai_domain::{engagement, services, supervision};

/// The bodies of the district.
pub(super) fn bodies() -> Vec<Row> {
    let mut bodies = vec![
        body("district", "从化区人民政府", "government", ""),
        body("office", "从化区人民政府办公室", "government_office", "district"),
        body("assets", "产权交易所", "authorized_organization", "district"),
    ];
    bodies.extend((0..40).map(|at| body(&department(at), &format!("部门{at}"), "department", "district")));
    bodies.extend((0..8).map(|at| body(&town(at), &format!("镇街{at}"), "town_or_subdistrict", "district")));
    bodies
}

fn department(at: usize) -> String {
    format!("department-{at:02}")
}

fn town(at: usize) -> String {
    format!("town-{at}")
}

/// Every ledger of the year.
pub(super) fn ledgers() -> Ledgers {
    let mut ledgers = Ledgers::default();
    catalogue(&mut ledgers);
    engagement_rows(&mut ledgers);
    procurement(&mut ledgers);
    hall(&mut ledgers);
    requests(&mut ledgers);
    ledgers
}

fn catalogue(ledgers: &mut Ledgers) {
    let categories = [
        ("organization", 3),
        ("departmental_document", 14),
        ("news", 19),
        ("administrative_power", 32),
        ("budget_and_final_accounts", 3),
        ("proposal_outcome", 6),
        ("other", 16),
    ];
    let mut funds = 61;
    for (category, times) in categories {
        for _ in 0..times {
            let is_funds = Value::Boolean(funds > 0);
            funds -= i32::from(funds > 0);
            // One item was withdrawn the year after: it was published in 2016 all the same.
            let withdrawn = if funds == 0 { day("2017-01-05") } else { Value::Absent };
            ledgers.add(
                &ITEMS,
                1,
                &[
                    ("body", text("office")),
                    ("category", text(category)),
                    ("class", text("proactive")),
                    ("public_funds", is_funds),
                    ("published_on", day("2016-06-01")),
                    ("withdrawn_on", withdrawn),
                ],
            );
        }
    }
    for (body, class, published, times) in [
        ("office", "proactive", "2015-12-31", 5),
        ("office", "on_request", "2015-03-01", 1),
        ("office", "withheld", "2016-03-01", 2),
        ("department-00", "proactive", "2016-03-01", 7),
    ] {
        let columns = [
            ("body", text(body)),
            ("category", text("news")),
            ("class", text(class)),
            ("published_on", day(published)),
        ];
        ledgers.add(&ITEMS, times, &columns);
    }
    for (channel, times) in [
        ("website", 12728),
        ("weibo", 200),
        ("wechat", 161),
        ("press_conference", 5),
        ("news_media", 28320),
        ("gazette", 62),
        ("display_screen", 9),
    ] {
        let columns = |body: &str, on: &str| {
            [("body", text(body)), ("channel", text(channel)), ("published_on", day(on))]
        };
        ledgers.add(&PLACEMENTS, times - 1, &columns("department-01", "2016-02-01"));
        ledgers.add(&PLACEMENTS, 1, &columns("office", "2016-02-01"));
        ledgers.add(&PLACEMENTS, 3, &columns("assets", "2016-02-01"));
        ledgers.add(&PLACEMENTS, 4, &columns("office", "2017-01-01"));
    }
}

fn engagement_rows(ledgers: &mut Ledgers) {
    use engagement::{
        CONSULTATIONS, HOT_TOPICS, INTERPRETATIONS, INTERVIEWS, LIVELIHOOD_PROJECTS, PRESS_CONFERENCES,
        RESPONSES,
    };
    let body = ("body", text("department-02"));
    for (register, date, times) in [
        (&HOT_TOPICS, "answered_on", 2),
        (&PRESS_CONFERENCES, "held_on", 3),
        (&INTERVIEWS, "held_on", 6),
        (&INTERPRETATIONS, "published_on", 3),
    ] {
        ledgers.add(register, times, &[body.clone(), (date, day("2016-05-05"))]);
        ledgers.add(register, 2, &[body.clone(), (date, day("2015-05-05"))]);
    }
    for (channel, times) in [("weibo", 5), ("news_media", 10), ("website", 2)] {
        let columns = [body.clone(), ("channel", text(channel)), ("responded_on", day("2016-05-05"))];
        ledgers.add(&RESPONSES, times, &columns);
    }
    for (title, on) in [
        ("您认为新版政府网站应在哪些方面需要加强？", "2016-12-01"),
        ("从化区财政投资信息化项目管理办法（征求意见稿）", "2016-03-01"),
        ("《公开征集2017年从化区十件民生实事建议的公告\"意见征集》", "2016-09-01"),
        ("再次公开征求2017年从化区十件民生实事（建议）的公告", "2016-11-07"),
    ] {
        ledgers.add(&CONSULTATIONS, 1, &[body.clone(), ("title", text(title)), ("opened_on", day(on))]);
    }
    for (year, times) in [(2016, 9), (2017, 10)] {
        let columns = [body.clone(), ("plan_year", Value::Integer(year))];
        ledgers.add(&LIVELIHOOD_PROJECTS, times, &columns);
    }
    for (page, on, views) in [
        ("petition_hall", "2016-06-30", 2500),
        ("petition_hall", "2016-12-31", 2687),
        ("home", "2016-12-31", 90000),
        ("petition_hall", "2017-01-31", 400),
    ] {
        let columns =
            [body.clone(), ("page", text(page)), ("counted_on", day(on)), ("views", Value::Integer(views))];
        ledgers.add(&PAGE_VIEWS, 1, &columns);
    }
    for (channel, accepted, times) in
        [("online", day("2016-06-06"), 93), ("letter", day("2016-06-06"), 4), ("online", Value::Absent, 2)]
    {
        let columns = [body.clone(), ("channel", text(channel)), ("accepted_on", accepted)];
        ledgers.add(&PETITIONS, times, &columns);
    }
}

fn procurement(ledgers: &mut Ledgers) {
    let project = |budget: i64, price: i64, signed: Value| {
        [
            ("body", text("department-03")),
            ("method", text("online_inquiry")),
            ("budget", Value::Integer(budget)),
            ("price", Value::Integer(price)),
            ("signed_on", signed),
        ]
    };
    // 1 532 contracts of 7.00 against 7.30 万元, and one that makes up the year's totals.
    ledgers.add(&PROJECTS, 1532, &project(7_300_000, 6_900_000, day("2016-08-08")));
    let (budget, price) = (11_273_000_000 - 1532 * 7_300_000, 10_714_000_000 - 1532 * 6_900_000);
    ledgers.add(&PROJECTS, 1, &project(budget, price, day("2016-12-31")));
    ledgers.add(&PROJECTS, 6, &project(7_300_000, 6_900_000, day("2017-01-01")));
    ledgers.add(&PROJECTS, 6, &project(7_300_000, 0, Value::Absent));
    for (title, on) in [
        ("政府采购工作流程", "2016-01-01"),
        ("网上询价业务流程", "2016-02-01"),
        ("汽车采购流程", "2016-03-01"),
        ("政府采购业务知识简介", "2016-04-01"),
    ] {
        let columns = [("body", text("department-03")), ("title", text(title)), ("published_on", day(on))];
        ledgers.add(&GUIDES, 1, &columns);
    }
}

fn hall(ledgers: &mut Ledgers) {
    use services::{BATCHES, CENTRES, EXCLUSIONS, RESIDENTS, SERVICE_ITEMS, WINDOWS};
    ledgers.add(&BULLETINS, 35, &[("body", text("office")), ("issued_on", day("2016-07-07"))]);
    ledgers.add(&BULLETINS, 2, &[("body", text("department-03")), ("issued_on", day("2016-07-07"))]);
    for level in ["district", "town", "village"] {
        ledgers.add(&CENTRES, 2, &[("body", text("district")), ("level", text(level))]);
    }
    for at in 0..17 {
        ledgers.add(&RESIDENTS, 1, &[("body", text(&department(at)))]);
    }
    let gone = [("body", text("department-30")), ("until_on", day("2016-02-02"))];
    ledgers.add(&RESIDENTS, 1, &gone);
    for at in 0..27 {
        let columns = [("body", text(&department(at))), ("published_on", day("2015-10-10"))];
        ledgers.add(&POWER_LISTS, 1, &columns);
    }
    let revoked = [
        ("body", text("department-30")),
        ("published_on", day("2015-10-10")),
        ("revoked_on", day("2016-10-10")),
    ];
    ledgers.add(&POWER_LISTS, 1, &revoked);

    let shown = [
        "scope",
        "basis",
        "duties",
        "conditions",
        "procedure",
        "commitments",
        "results",
        "discipline",
        "complaint_route",
        "integrity",
        "concerns",
        "key_work",
    ];
    // 32 departments with 520 approval items and 8 towns with 40; 331 of them, of 16 departments, integrated.
    for at in 0..32 {
        let mut columns = vec![
            ("body", text(&department(at))),
            ("kind", text("approval")),
            ("online_on", day("2015-11-11")),
        ];
        columns.push((shown[at % 12], text("已写明")));
        if at < 16 {
            columns.push(("integrated_on", day(if at < 8 { "2016-01-18" } else { "2016-04-18" })));
        }
        let times = match at {
            0 => 31,
            1..16 => 20,
            16 => 24,
            _ => 11,
        };
        ledgers.add(&SERVICE_ITEMS, times, &columns);
    }
    for at in 0..8 {
        let columns =
            [("body", text(&town(at))), ("kind", text("approval")), ("online_on", day("2016-03-03"))];
        ledgers.add(&SERVICE_ITEMS, 5, &columns);
    }
    let later = [
        ("body", text("department-39")),
        ("kind", text("approval")),
        ("online_on", day("2017-01-01")),
        ("integrated_on", day("2017-01-01")),
    ];
    ledgers.add(&SERVICE_ITEMS, 9, &later);
    for (kind, name, owner) in [
        ("integrated", "1号", ""),
        ("integrated", "2号", ""),
        ("issue", "3号", ""),
        ("dedicated", "4号", "市民卡"),
        ("dedicated", "5号", "供电局"),
        ("self_integrated", "6号", "地税局"),
        ("self_integrated", "7号", "市场和质量监管局"),
        ("self_integrated", "8号", "市标院从化办事处"),
    ] {
        let owner = if owner.is_empty() { Value::Absent } else { text(owner) };
        let columns =
            [("body", text("district")), ("kind", text(kind)), ("name", text(name)), ("owner_name", owner)];
        ledgers.add(&WINDOWS, 1, &columns);
    }
    for (number, status, on) in [
        ("第二批", "done", day("2016-04-18")),
        ("第一批", "done", day("2016-01-18")),
        ("第三批", "planned", Value::Absent),
    ] {
        let columns = [
            ("body", text("district")),
            ("number", text(number)),
            ("status", text(status)),
            ("starts_on", on),
        ];
        ledgers.add(&BATCHES, 1, &columns);
    }
    for (at, matter) in ["产权交易", "人事、劳动就业、社保", "婚姻登记"].into_iter().enumerate()
    {
        let columns = [
            ("body", text("district")),
            ("batch", text("第三批")),
            ("position", Value::Integer(at as i64 + 1)),
            ("matter", text(matter)),
        ];
        ledgers.add(&EXCLUSIONS, 1, &columns);
    }
    let basis =
        [("body", text("office")), ("number", text("穗办电〔2015〕21号")), ("matter", text("five_ones"))];
    ledgers.add(&REFERENCE_DOCUMENTS, 1, &basis);
    for (module, status) in
        [("platform", "deployed"), ("net", "deployed"), ("window", "deployed"), ("grid", "assisting")]
    {
        let columns = [
            ("body", text("office")),
            ("module", text(module)),
            ("status", text(status)),
            ("deployed_on", if status == "deployed" { day("2016-06-06") } else { Value::Absent }),
        ];
        ledgers.add(&MODULES, 1, &columns);
    }
    for (at, member) in ["政府办", "监察局", "科工商信局", "法制办", "政务办"].into_iter().enumerate()
    {
        let columns = [
            ("body", text("office")),
            ("group_kind", text("assessment")),
            ("member", text(member)),
            ("position", Value::Integer(at as i64)),
        ];
        ledgers.add(&supervision::ASSESSMENT_MEMBERS, 1, &columns);
    }
    let finding = [("body", text("department-05")), ("found_on", day("2016-11-11"))];
    ledgers.add(&supervision::FINDINGS, 3, &finding);
}

fn requests(ledgers: &mut Ledgers) {
    ledgers.add(
        &REQUESTS,
        6,
        &[
            ("body", text("office")),
            ("received_on", day("2016-05-05")),
            ("channel", text("letter")),
            ("requester_kind", text("natural_person")),
            ("subject", text("land_expropriation_compensation")),
            ("decided_on", day("2016-05-20")),
            ("outcome", text("not_held_by_this_body")),
        ],
    );
    let of_a_department = [
        ("body", text("department-05")),
        ("received_on", day("2016-05-05")),
        ("channel", text("online")),
        ("decided_on", day("2016-05-20")),
        ("outcome", text("granted")),
    ];
    ledgers.add(&REQUESTS, 4, &of_a_department);
    let fee = |on: &str, waived: bool| {
        [
            ("body", text("office")),
            ("amount", Value::Integer(2_500)),
            ("charged_on", day(on)),
            ("waived", Value::Boolean(waived)),
        ]
    };
    ledgers.add(&REQUEST_FEES, 1, &fee("2015-05-05", false));
    ledgers.add(&REQUEST_FEES, 1, &fee("2016-05-05", true));
}
