//! What a register counts stays what counting all of it anew gives, whatever was done to its rows since.

use crate::office::*;
use gongkai_app::Installation;
use gongkai_app::import::Ledger;
use gongkai_domain::registers::{Group, find};
use gongkai_testkit::on_each_engine;

/// The groups, in an order of their own.
async fn groups(office: &Installation, register: &str) -> Vec<Group> {
    let tally = office.cache.tally(office, find(register).unwrap()).await.unwrap();
    let mut groups = tally.groups.clone();
    groups.sort_by_key(|group| format!("{:?}", group.values));
    groups
}

/// Imports, and holds what is kept against what somebody counts who knows nothing yet.
async fn after(office: &Installation, ledger: Ledger) -> Vec<Group> {
    let register = ledger.register.code;
    import(office, ledger).await;
    let kept = groups(office, register).await;
    let anew = Installation { cache: std::sync::Arc::default(), ..office.clone() };
    assert_eq!(kept, groups(&anew, register).await, "{register}");
    kept
}

const FIRST: &str = "body|number|title|method|budget|price|signed_on
office|2016-1|办公设备|open_tender|100000|90000|2016-03-01
office|2016-2|物业服务|open_tender|200000|180050|2016-05-01
town|2016-3|道路养护|competitive_negotiation|50000||2016-06-01
town|2015-1|绿化|open_tender|30000|29999|2015-06-01";

#[tokio::test]
async fn rows_that_change_move_between_what_is_counted() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let register = "procurement-projects";
        assert!(groups(&office, register).await.is_empty());
        let first = after(&office, table(register, FIRST)).await;
        assert_eq!(first.iter().map(|group| group.rows).sum::<i64>(), 4);

        // A sum alone; the year; a dimension that was absent; the body; nothing at all.
        for line in [
            "office|2016-1|办公设备|open_tender|100000|95000|2016-03-01",
            "office|2016-1|办公设备|open_tender|100000|95000|2017-03-01",
            "town|2016-3|道路养护|single_source|50000|49900|",
            "town|2016-2|物业服务|open_tender|200000|180050|2016-05-01",
            "town|2016-2|物业服务|open_tender|200000|180050|2016-05-01",
        ] {
            let text = format!("body|number|title|method|budget|price|signed_on\n{line}");
            after(&office, table(register, &text)).await;
        }

        // Two acts between two looks; then rows taken away and one brought back.
        let more = FIRST.replace("2016-", "2018-").replace("2015-", "2014-");
        import(&office, table(register, &more)).await;
        after(&office, table(register, FIRST)).await;
        after(&office, replacing(register, 2016, "town", &[])).await;
        after(&office, table(register, FIRST)).await;

        // More changes than are followed one by one.
        let many: Vec<String> =
            (0..600).map(|number| format!("office|N-{number}|甲|open_tender|100|100|2016-01-01")).collect();
        let many = format!("body|number|title|method|budget|price|signed_on\n{}", many.join("\n"));
        let counted = after(&office, table(register, &many)).await;
        assert!(counted.iter().any(|group| group.rows >= 600));
    })
    .await
    .unwrap();
}
