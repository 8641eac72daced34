//! Ledgers that wait are found by whoever sent them, for as long as they wait.

use gongkai_storage::people::{self, Staff};
use gongkai_storage::waiting::{self, WaitingLedger};
use gongkai_testkit::on_each_engine;
use jiff::Timestamp;

fn at(hour: i64) -> Timestamp {
    Timestamp::from_second(1_490_000_000 + hour * 3_600).unwrap()
}

fn staff(id: &str) -> Staff {
    Staff {
        id: id.to_owned(),
        account: id.to_owned(),
        name: id.to_owned(),
        body: "office".to_owned(),
        email: None,
        state: "active".to_owned(),
        password: None,
        password_set_at: None,
        second_factor: None,
        second_factor_step: None,
        recovery_codes: None,
        provider_subject: None,
        failures: 0,
        locked_until: None,
        made_at: at(0),
        signed_in_at: None,
    }
}

#[tokio::test]
async fn a_ledger_waits_for_its_sender_and_is_forgotten_whole() {
    on_each_engine(|test| async move {
        let mut tx = test.db.write().await.unwrap();
        for id in ["one", "two"] {
            people::put(&mut tx, &staff(id)).await.unwrap();
        }
        let ledger = |id: &str, register: &str, hour| WaitingLedger {
            id: id.to_owned(),
            register: register.to_owned(),
            staff: "one".to_owned(),
            facts: "{}".to_owned(),
            data_key: "k".to_owned(),
            made_at: at(hour),
        };
        for (id, register, hour) in [("a", "requests", 1), ("b", "funds", 5)] {
            waiting::add(&mut tx, &ledger(id, register, hour)).await.unwrap();
            for part in [1, 0] {
                waiting::add_part(&mut tx, id, (0, part), &format!("{id}{part}")).await.unwrap();
            }
        }
        assert_eq!(waiting::parts(&mut tx, "a", 0).await.unwrap(), ["a0", "a1"]);
        assert_eq!(waiting::get(&mut tx, "one", "a", at(0)).await.unwrap(), Some(ledger("a", "requests", 1)));
        assert_eq!(waiting::get(&mut tx, "one", "a", at(1)).await.unwrap(), None, "its time is over");
        assert_eq!(waiting::get(&mut tx, "two", "a", at(0)).await.unwrap(), None, "it is another's");
        waiting::forget(&mut tx, "two", "requests", at(0)).await.unwrap();
        assert!(waiting::get(&mut tx, "one", "a", at(0)).await.unwrap().is_some());
        waiting::forget(&mut tx, "two", "requests", at(2)).await.unwrap();
        assert!(waiting::parts(&mut tx, "a", 0).await.unwrap().is_empty());
        waiting::forget(&mut tx, "one", "funds", at(0)).await.unwrap();
        assert_eq!(waiting::get(&mut tx, "one", "b", at(0)).await.unwrap(), None);
    })
    .await
    .unwrap();
}
