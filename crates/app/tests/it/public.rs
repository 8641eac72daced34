//! What the public may see: nothing unpublished, nothing withdrawn, nothing personal, whatever it asks for.

use crate::office::*;
use gongkai_app::Installation;
use gongkai_app::public::{
    ItemFilter, ItemState, PublicItem, RowsWanted, Standing, bodies, figure, figure_rows, item, items,
    key_of_address, related, report, report_years, rules, viewing_points, years,
};
use gongkai_domain::catalogue::short_id;
use gongkai_domain::says::Language;
use gongkai_storage::registers::Page;
use gongkai_testkit::on_each_engine;
use std::fmt::Write;

/// Stands in everything the public must never read.
const SECRET: &str = "绝不示人";
/// Title of the withdrawn item: told at its own address only.
const WITHDRAWN: &str = "已撤回的通告";

/// What is hidden beside what is public.
const HIDDEN: [(&str, &str); 6] = [
    (
        "items",
        "body | index_number | title | category | class | published_on | withdrawn_on | withdrawal_reason | text
         office | A-1 | 通知 | news | proactive | 2016-03-01 | | | 公开的正文
         office | A-2 | 绝不示人 | news | withheld | 2016-03-02 | | | 绝不示人
         office | A-3 | 绝不示人 | other | on_request | 2016-03-03 | | | 绝不示人
         office | A-4 | 已撤回的通告 | news | proactive | 2016-03-04 | 2016-12-01 | 内容有误 | 绝不示人
         office | A-5 | 绝不示人 | news | withheld | 2016-03-04 | 2016-12-01 | 绝不示人 |",
    ),
    (
        "requests",
        "body | number | received_on | channel | requester_kind | requester_name | description
         office | 绝不示人-1 | 2016-02-05 | letter | natural_person | 绝不示人 | 绝不示人",
    ),
    (
        "bulletins",
        "body | series | issue_year | issue_number | title | issued_on
         office | 绝不示人 | 2016 | 1 | 绝不示人 | 2016-05-05",
    ),
    (
        "petitions",
        "body | number | channel | petitioner | content | received_on | accepted_on
         office | 绝不示人-2 | online | 绝不示人 | 绝不示人 | 2016-03-01 | 2016-03-02",
    ),
    (
        "reconsiderations",
        "body | number | applicant | received_on
         office | 绝不示人-3 | 绝不示人 | 2016-03-01",
    ),
    (
        "penalties",
        "body | number | act | category | person | person_paper | decided_on
         office | 罚〔2016〕1号 | 占道经营 | warning | 绝不示人 | 绝不示人 | 2016-03-01",
    ),
];

async fn filled(db: &gongkai_storage::Db) -> Installation {
    let office = with_bodies(db).await;
    for (register, text) in HIDDEN {
        import(&office, table(register, text)).await;
    }
    office
}

fn whole(thing: Option<String>) -> RowsWanted {
    RowsWanted { thing, page: Page { offset: 0, limit: 1_000 }, language: Language::Chinese }
}

/// Everything the public queries answer but the page of a single item.
async fn everything(office: &Installation) -> String {
    let mut told = String::new();
    let page = Page { offset: 0, limit: 1_000 };
    write!(told, "{:?}", bodies(office).await.unwrap()).unwrap();
    let filters = [
        ItemFilter::default(),
        ItemFilter { category: Some("news".into()), year: Some(2016), body: Some("office".into()) },
        ItemFilter { category: Some("other".into()), ..ItemFilter::default() },
    ];
    for filter in filters {
        write!(told, "{:?}", items(office, &filter, page).await.unwrap()).unwrap();
    }
    write!(told, "{:?}", rules(office, "office", page).await.unwrap()).unwrap();
    write!(told, "{:?}", viewing_points(office, "office").await.unwrap()).unwrap();
    write!(told, "{:?}", report_years(office, "office").await.unwrap()).unwrap();
    write!(told, "{:?}", years(office, "office", 2030).await.unwrap()).unwrap();
    for format in ["gz-2016", "national-2021"] {
        let computed = report(office, "office", 2016, format).await.unwrap();
        write!(told, "{computed:?}").unwrap();
        for cell in &computed.cells {
            let opened = figure(office, "office", 2016, format, &cell.code, &whole(None)).await.unwrap();
            write!(told, "{opened:?}").unwrap();
            if let Standing::Things { things, .. } = opened.standing {
                for thing in things {
                    let wanted = whole(Some(thing.value));
                    let rows =
                        figure_rows(office, "office", 2016, format, &cell.code, &wanted).await.unwrap();
                    write!(told, "{rows:?}").unwrap();
                }
            }
        }
    }
    told
}

#[tokio::test]
async fn nothing_hidden_stands_in_any_public_answer() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        let told = everything(&office).await;
        assert!(told.contains("通知") && told.contains("占道经营"), "what is public is there");
        assert!(!told.contains(SECRET));
        assert!(!told.contains(WITHDRAWN));
        assert!(!told.contains("s1:") && !told.contains("k1:"), "not even sealed");
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn the_address_of_an_item_tells_only_what_was_published() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        let ItemState::Published(published) = item(&office, &short_id("office/A-1")).await.unwrap() else {
            panic!("the item is published")
        };
        assert_eq!((published.title.as_str(), published.text.as_str()), ("通知", "公开的正文"));
        let withdrawn = item(&office, &short_id("office/A-4")).await.unwrap();
        let ItemState::Withdrawn { title, reason, .. } = &withdrawn else { panic!("{withdrawn:?}") };
        assert_eq!((title.as_str(), reason.as_str()), (WITHDRAWN, "内容有误"));
        assert!(!format!("{withdrawn:?}").contains(SECRET), "its text is gone");
        for hidden in ["A-2", "A-3", "A-5"] {
            let state = item(&office, &short_id(&format!("office/{hidden}"))).await.unwrap();
            assert!(matches!(state, ItemState::Unknown), "{hidden}: {state:?}");
        }
        assert_eq!(key_of_address(&office, "A-1").await.unwrap(), Some(short_id("office/A-1")));
        for hidden in ["A-2", "A-3", "A-4", "A-5", "A-6"] {
            assert_eq!(key_of_address(&office, hidden).await.unwrap(), None, "{hidden}");
        }
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn hidden_rows_are_counted_and_said_to_be_hidden() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        for (cell, visible, hidden) in
            [("F13", 1, 1), ("F60", 0, 1), ("F43", 0, 1), ("F35", 0, 1), ("F69", 0, 1), ("F79", 0, 1)]
        {
            let rows = figure_rows(&office, "office", 2016, "gz-2016", cell, &whole(None)).await.unwrap();
            let rows = rows.unwrap();
            assert_eq!(
                (rows.visible, rows.hidden, rows.rows.len() as i64),
                (visible, hidden, visible),
                "{cell}"
            );
            assert!(!rows.hidden_why.zh.is_empty());
            assert!(rows.columns.iter().all(|column| column.is_public()), "{cell}");
        }
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn what_is_published_later_is_seen_at_once() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        let page = Page { offset: 0, limit: 10 };
        assert_eq!(items(&office, &ItemFilter::default(), page).await.unwrap().total, 1);
        let before = report(&office, "office", 2016, "gz-2016").await.unwrap();
        let more = [
            ("body", "town"),
            ("index_number", "T-1"),
            ("title", "镇文"),
            ("category", "news"),
            ("class", "proactive"),
            ("published_on", "2016-12-01"),
        ];
        import(&office, ledger("items", &[&more])).await;
        let list = items(&office, &ItemFilter::default(), page).await.unwrap();
        assert_eq!((list.total, list.items[0].title.as_str()), (2, "镇文"));
        let mut own = more;
        own[0] = ("body", "office");
        import(&office, ledger("items", &[&own])).await;
        let after = report(&office, "office", 2016, "gz-2016").await.unwrap();
        assert_eq!(before.cell("F13").unwrap().rows + 1, after.cell("F13").unwrap().rows);
    })
    .await
    .unwrap();
}

const RELATIONS: &str = "body | index_number | title | category | class | published_on | document_number | text
     office | R-1 | 管理办法 | other | proactive | 2016-05-01 | 从府办〔2016〕37号 | 见附件
     office | R-2 | 实施细则 | news | proactive | 2016-06-01 | 从府办〔2016〕40号 | 根据从府办〔2016〕37号和绝府〔2016〕1号制定
     office | R-3 | 绝不示人 | other | withheld | 2016-05-02 | 绝府〔2016〕1号 | 绝不示人
     town | R-4 | 转发管理办法 | other | proactive | 2014-07-01 | 从府办〔2016〕37号 | 转发
     office | R-5 | 同月之一 | news | proactive | 2016-05-28 | |
     office | R-6 | 同月之二 | news | proactive | 2016-06-03 | |
     office | R-7 | 次年 | news | proactive | 2017-06-03 | |
     office | R-8 | 三年后 | news | proactive | 2019-06-01 | |
     town | R-9 | 别的机关 | news | proactive | 2016-06-01 | |";

#[tokio::test]
async fn an_item_leads_to_those_it_names_and_those_around_it() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        import(&office, table("items", RELATIONS)).await;
        let page = Page { offset: 0, limit: 100 };
        let all = items(&office, &ItemFilter::default(), page).await.unwrap().items;
        let titled = |title: &str| all.iter().find(|item| item.title == title).unwrap().short_id.clone();
        let around = async |title: &str| {
            let ItemState::Published(found) = item(&office, &titled(title)).await.unwrap() else {
                panic!("{title} is published")
            };
            let related = related(&office, &found).await.unwrap();
            let titles = |items: Vec<PublicItem>| -> Vec<String> {
                items.into_iter().map(|item| item.title).collect()
            };
            (titles(related.by_number), titles(related.by_date))
        };
        let (by_number, by_date) = around("实施细则").await;
        assert_eq!(by_number, ["管理办法", "转发管理办法"], "named in its text, whoever published it");
        assert_eq!(
            by_date,
            ["次年", "同月之二", "同月之一"],
            "newest first, of its body and the years around it"
        );
        let (by_number, by_date) = around("管理办法").await;
        assert_eq!(by_number, ["转发管理办法"], "the same number");
        assert!(by_date.is_empty(), "what is withheld is not shown: {by_date:?}");
        assert_eq!(around("三年后").await, (vec![], vec![]));
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn figures_are_followed_over_the_years_that_are_over() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let requests: Vec<String> = [(2015, 1), (2016, 3), (2021, 2), (2022, 1)]
            .iter()
            .flat_map(|(year, times)| {
                (0..*times).map(move |at| {
                    format!("office | {year}-{at} | {year}-03-0{} | letter | natural_person", at + 1)
                })
            })
            .collect();
        let text = format!("body | number | received_on | channel | requester_kind\n{}", requests.join("\n"));
        import(&office, table("requests", &text)).await;
        let followed = async |last| {
            let charts = years(&office, "office", last).await.unwrap();
            let received = charts.iter().find(|chart| chart.id == "received").cloned();
            let points = received.map(|chart| chart.points).unwrap_or_default();
            points
                .iter()
                .map(|point| format!("{} {} {}", point.year, point.cell, point.printed))
                .collect::<Vec<_>>()
        };
        let until_2021 = ["2015 F60 1", "2016 F60 3", "2021 B.r1.total 2"];
        assert_eq!(followed(2021).await, until_2021);
        assert_eq!(followed(2022).await.len(), 4);
        assert!(followed(2015).await.is_empty(), "one year is no comparison");
        assert!(years(&office, "town", 2022).await.unwrap().is_empty());
        let written = report(&office, "office", 2016, "gz-2016").await.unwrap();
        assert_eq!(written.cell("F60").unwrap().printed, "3", "the number of the report itself");
    })
    .await
    .unwrap();
}
