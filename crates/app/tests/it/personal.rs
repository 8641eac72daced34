//! Personal values: stored sealed, sealed again only when they change, and told nowhere else.

use crate::office::*;
use gongkai_app::import::compare;
use gongkai_app::rows::opened;
use gongkai_domain::registers::find;
use gongkai_storage::registers::Stored;
use gongkai_storage::requests::events;
use gongkai_testkit::{Cells, on_each_engine};

const KEY: &str = "office/2016-1";
const PERSONAL: [(&str, &str); 6] = [
    ("requester_name", "欧阳慕白"),
    ("requester_paper", "440184199001017777"),
    ("requester_phone", "13900007777"),
    ("requester_address", "街口街慕白路7号"),
    ("requester_email", "mubai@example.cn"),
    ("description", "慕白家的征地补偿材料"),
];

fn request<'a>(channel: &'a str, personal: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut cells = vec![
        ("body", "office"),
        ("number", "2016-1"),
        ("received_on", "2016-03-01"),
        ("channel", channel),
        ("requester_kind", "natural_person"),
    ];
    cells.extend(personal);
    cells
}

fn sealed(stored: &Stored, column: &str) -> String {
    stored.row.value(find("requests").unwrap(), column).to_plain()
}

#[tokio::test]
async fn personal_values_are_stored_sealed_and_open_with_the_key_alone() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let cells = request("letter", &PERSONAL);
        import(&office, ledger("requests", &[&cells])).await;
        let kept = stored(&office, "requests", KEY).await.unwrap();
        let register = find("requests").unwrap();
        let open = opened(&office, register, &kept).unwrap();
        for (column, plain) in PERSONAL {
            assert!(sealed(&kept, column).starts_with("s1:"), "{column}");
            assert!(!sealed(&kept, column).contains(plain), "{column}");
            assert_eq!(open.value(register, column).to_plain(), plain);
        }
        let other = installed(&gongkai_testkit::sqlite().await.unwrap().db).await;
        assert!(opened(&other, register, &kept).is_err());
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn what_did_not_change_stays_as_it_was_sealed() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let first = request("letter", &PERSONAL);
        import(&office, ledger("requests", &[&first])).await;
        let before = stored(&office, "requests", KEY).await.unwrap();

        let mut personal = PERSONAL;
        personal[2].1 = "13900008888";
        let second = request("fax", &personal);
        let told = compare(&office, &ledger("requests", &[&second])).await.unwrap();
        let columns: Vec<_> = told.changed[0]
            .columns
            .iter()
            .map(|change| (change.column, change.before.as_str(), change.after.as_str()))
            .collect();
        assert_eq!(
            columns,
            [("申请方式", "letter", "fax"), ("联系电话", "（个人信息）", "（个人信息）")],
            "a personal value is not told even to who imports"
        );
        import(&office, ledger("requests", &[&second])).await;
        let after = stored(&office, "requests", KEY).await.unwrap();
        assert_eq!(after.data_key, before.data_key);
        for (column, _) in PERSONAL {
            let kept = sealed(&after, column) == sealed(&before, column);
            assert_eq!(kept, column != "requester_phone", "{column}");
        }
        let register = find("requests").unwrap();
        let open = opened(&office, register, &after).unwrap();
        assert_eq!(open.value(register, "requester_phone").to_plain(), "13900008888");
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn personal_values_stand_in_no_change_no_entry_and_no_event() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let (first, without) = (request("letter", &PERSONAL), request("letter", &[]));
        import(&office, ledger("requests", &[&first])).await;
        import(&office, ledger("requests", &[&without])).await;
        import(&office, ledger("requests", &[&first])).await;
        let other: Cells<'_> = &[
            ("body", "office"),
            ("number", "2016-9"),
            ("received_on", "2016-03-01"),
            ("channel", "fax"),
            ("requester_kind", "natural_person"),
        ];
        import(&office, replacing("requests", 2016, "office", &[other])).await;

        let mut told = audit_facts(&office).await;
        told.extend(changes(&office).await.into_iter().filter_map(|change| change.before));
        let mut tx = office.db.read().await.unwrap();
        told.extend(events(&mut tx, &[KEY]).await.unwrap().into_iter().map(|event| event.facts));
        let told = told.join("\n");
        assert!(told.contains("requester_name"), "that it changed is told");
        for (column, plain) in PERSONAL {
            assert!(!told.contains(plain), "{column} in {told}");
        }
        assert!(!told.contains("s1:"), "sealed text is erased with its data key, so it is kept in one place");
    })
    .await
    .unwrap();
}
