//! `verify` finds whatever was changed behind the program's back, and nothing where nothing was.

use crate::office::*;
use gongkai_app::Installation;
use gongkai_testkit::{on_each_engine, tamper};

async fn filled(db: &gongkai_storage::Db) -> Installation {
    let office = with_bodies(db).await;
    let item = |title| {
        vec![
            ("body", "office"),
            ("index_number", "A-1"),
            ("title", title),
            ("category", "news"),
            ("class", "proactive"),
            ("published_on", "2016-03-01"),
            ("text", "正文"),
        ]
    };
    import(&office, ledger("items", &[&item("第一版")])).await;
    import(&office, ledger("items", &[&item("第二版")])).await;
    let request = [
        ("body", "office"),
        ("number", "2016-1"),
        ("received_on", "2016-03-01"),
        ("channel", "letter"),
        ("requester_kind", "natural_person"),
        ("requester_name", "欧阳测试"),
    ];
    import(&office, ledger("requests", &[&request])).await;
    let guide = |title| [("body", "office"), ("title", title), ("published_on", "2016-03-01")];
    import(&office, ledger("procurement-guides", &[&guide("甲"), &guide("乙")])).await;
    import(&office, ledger("procurement-guides", &[&guide("丙")])).await;
    office
}

/// What is done, how it is undone, and what the fault says.
const TAMPERINGS: [(&str, &str, &str); 26] = [
    (
        "update procurement_guide set title = '丁' where key = 'office/甲'",
        "update procurement_guide set title = '甲' where key = 'office/甲'",
        "office/甲",
    ),
    (
        "update procurement_guide set key = 'office/戊' where key = 'office/甲'",
        "update procurement_guide set key = 'office/甲' where key = 'office/戊'",
        "office/戊",
    ),
    (
        "insert into procurement_guide (key, body, title, published_on) values ('office/己', 'office', '己', '2016-05-05')",
        "delete from procurement_guide where key = 'office/己'",
        "office/己",
    ),
    ("update request set channel = 'fax'", "update request set channel = 'letter'", "office/2016-1"),
    (
        "update row_change set digest = '00' where key = 'office/甲'",
        "update row_change set digest = (select digest from audit_kept_change where key = 'office/甲') where key = 'office/甲'",
        "第 5 条",
    ),
    (
        "update row_change set act = 'removed' where key = 'office/甲'",
        "update row_change set act = 'added' where key = 'office/甲'",
        "第 5 条",
    ),
    (
        "update row_change set before = '{}' where before is not null",
        "update row_change set before = (select before from audit_kept_change k where k.key = row_change.key and k.sequence = row_change.sequence)",
        "第 3 条",
    ),
    (
        "update audit_entry set actor = 'somebody' where sequence = 3",
        "update audit_entry set actor = 'test' where sequence = 3",
        "第 3 条",
    ),
    (
        "update audit_entry set at = '2017-01-04 01:02:03.000005+00:00' where sequence = 3",
        "update audit_entry set at = '2017-01-04 01:02:03.000004+00:00' where sequence = 3",
        "第 3 条",
    ),
    (
        "update audit_entry set act = 'export' where sequence = 3",
        "update audit_entry set act = 'import' where sequence = 3",
        "第 3 条",
    ),
    (
        "update audit_entry set article = '33' where sequence = 3",
        "update audit_entry set article = '' where sequence = 3",
        "第 3 条",
    ),
    (
        "update audit_entry set changes = 2 where sequence = 3",
        "update audit_entry set changes = 1 where sequence = 3",
        "第 3 条",
    ),
    (
        "update audit_entry set hash = '00' where sequence = 3",
        "update audit_entry set hash = (select previous from audit_entry where sequence = 4) where sequence = 3",
        "第 4 条",
    ),
    (
        "update chain_head set sequence = 5, hash = (select previous from audit_entry where sequence = 6)",
        "update chain_head set sequence = 6, hash = (select hash from audit_entry where sequence = 6)",
        "链头",
    ),
    (
        "delete from procurement_guide where key = 'office/丙'",
        "insert into procurement_guide (key, body, title, published_on, published_on_year) values ('office/丙', 'office', '丙', '2016-03-01', 2016)",
        "office/丙",
    ),
    (
        "update edition set text = '假的' where number = 2",
        "update edition set text = '正文' where number = 2",
        "office/A-1",
    ),
    (
        "update edition set text = '改过的旧版' where number = 1",
        "update edition set text = '正文' where number = 1",
        "第 2 条",
    ),
    (
        "update edition set facts = replace(facts, '第一版', '第二版') where number = 1",
        "update edition set facts = replace(facts, '第二版', '第一版') where number = 1",
        "第 2 条",
    ),
    (
        "delete from edition where number = 1",
        "insert into edition select * from audit_kept_edition where number = 1",
        "第 2 条",
    ),
    ("update item set edition = 1", "update item set edition = 2", "office/A-1"),
    (
        "update item set short_id = 'elsewhere'",
        "update item set short_id = (select short_id from audit_kept_item)",
        "office/A-1",
    ),
    (
        "update request_event set happened_on = '2016-03-02'",
        "update request_event set happened_on = '2016-03-01'",
        "第 4 条",
    ),
    ("delete from request_event", "insert into request_event select * from audit_kept_event", "第 4 条"),
    (
        "insert into request_event (request_key, position, sequence, kind, facts) values ('office/2016-1', 2, 4, 'registered', '{}')",
        "delete from request_event where position = 2",
        "第 4 条",
    ),
    (
        "update request set requester_name = replace(requester_name, 's1:', 's1:AAAA')",
        "update request set requester_name = replace(requester_name, 's1:AAAA', 's1:')",
        "office/2016-1",
    ),
    // The last entry with its changes and its row: only the head of the chain remembers it.
    (
        "delete from procurement_guide where key = 'office/丙'; delete from row_change where sequence = 6; delete from audit_entry where sequence = 6",
        "",
        "链头",
    ),
];

#[tokio::test]
async fn every_tampering_is_found() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        for (kept, table) in
            [("change", "row_change"), ("edition", "edition"), ("item", "item"), ("event", "request_event")]
        {
            let copy = format!("create table audit_kept_{kept} as select * from {table}");
            tamper(&test.db, &copy).await.unwrap();
        }
        for (harm, cure, told) in TAMPERINGS {
            assert_verified(&office).await;
            assert!(tamper(&test.db, harm).await.unwrap() > 0, "{harm}");
            let verified = gongkai_app::verify::verify(&office).await.unwrap();
            assert!(
                verified.faults.iter().any(|fault| fault.zh.contains(told)),
                "{:?}: {harm}: {:?}",
                test.engine(),
                verified.faults
            );
            tamper(&test.db, cure).await.unwrap();
        }
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn everything_is_walked() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        let verified = gongkai_app::verify::verify(&office).await.unwrap();
        assert_eq!((verified.entries, verified.changes, verified.rows), (6, 9, 8));
        assert_eq!(verified.faults, []);
    })
    .await
    .unwrap();
}
