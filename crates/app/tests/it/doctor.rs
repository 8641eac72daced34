//! What `doctor` finds, and that it finds nothing where nothing is wrong.

use crate::office::*;
use gongkai_app::Installation;
use gongkai_app::doctor::{Level, confirm_key_copy, examine};
use gongkai_testkit::{on_each_engine, tamper};
use jiff::civil::{Date, date};

async fn level(office: &Installation, check: &str, today: Date) -> Level {
    let findings = examine(office, today).await.unwrap();
    let of_check = findings.iter().filter(|finding| finding.check == check).map(|finding| finding.level);
    of_check.max().unwrap_or_else(|| panic!("nothing looks at {check}"))
}

#[tokio::test]
async fn a_new_installation_lacks_only_a_copy_of_its_key() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        for finding in examine(&office, TODAY).await.unwrap() {
            let expected = if finding.check == "installation-key" { Level::Warning } else { Level::Good };
            assert_eq!(finding.level, expected, "{finding:?}");
        }
        confirm_key_copy(&office, TODAY).await.unwrap();
        assert_eq!(level(&office, "installation-key", TODAY).await, Level::Good);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_calendar_that_ends_is_told_before_and_after() {
    on_each_engine(|test| async move {
        let office = installed(&test.db).await;
        let last = office.law.calendar.last_year().unwrap();
        for (today, expected) in [
            (date(last, 10, 31), Level::Good),
            (date(last, 11, 1), Level::Warning),
            (date(last + 1, 1, 1), Level::Error),
        ] {
            assert_eq!(level(&office, "calendar", today).await, expected, "{today}");
        }
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn what_somebody_broke_is_found() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let item = [
            ("body", "office"),
            ("index_number", "A-1"),
            ("title", "通知"),
            ("category", "news"),
            ("class", "proactive"),
            ("published_on", "2016-03-01"),
        ];
        let request = [
            ("body", "office"),
            ("number", "2016-1"),
            ("received_on", "2016-03-01"),
            ("channel", "letter"),
            ("requester_kind", "natural_person"),
        ];
        import(&office, ledger("items", &[&item])).await;
        import(&office, ledger("requests", &[&request])).await;
        for (check, harm, cure, expected) in [
            ("editions", "update item set edition = 7", "update item set edition = 1", Level::Error),
            (
                "events",
                "update request_event set request_key = 'x'",
                "update request_event set request_key = 'office/2016-1'",
                Level::Error,
            ),
            (
                "requests",
                "update request set key = 'x'",
                "update request set key = 'office/2016-1'",
                Level::Error,
            ),
            (
                "jobs",
                "insert into job (id, kind, facts, queued_at, failure) values (1, 'x', '{}', '2017-01-01 00:00:00+00:00', 'no')",
                "delete from job",
                Level::Warning,
            ),
            ("schema", "alter table page_view add column extra text", "", Level::Error),
        ] {
            assert_eq!(level(&office, check, TODAY).await, Level::Good, "{check}");
            tamper(&test.db, harm).await.unwrap();
            assert_eq!(level(&office, check, TODAY).await, expected, "{check}");
            tamper(&test.db, cure).await.unwrap();
        }
    })
    .await
    .unwrap();
}
