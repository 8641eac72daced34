//! Events of requests are appended and read back in their order.

use gongkai_domain::registers::{Row, Value};
use gongkai_domain::requests::REQUESTS;
use gongkai_storage::StorageError;
use gongkai_storage::audit::{self, Act};
use gongkai_storage::registers::{self, Stored, Written};
use gongkai_storage::requests::{StoredEvent, append_events, each_event, events};
use gongkai_testkit::on_each_engine;
use jiff::civil::date;

fn request() -> Stored {
    let values = REQUESTS
        .columns
        .iter()
        .map(|column| match column.code {
            "received_on" => Value::Date(date(2016, 3, 1)),
            "requester_name" => Value::Absent,
            _ if column.required => Value::Text(column.code.to_owned()),
            _ => Value::Absent,
        })
        .collect();
    let row = Row { key: "conghua-office/1".to_owned(), values };
    Stored { row, data_key: Some("wrapped".to_owned()), edition: None }
}

fn event(position: i64, kind: &str) -> StoredEvent {
    StoredEvent {
        request_key: "conghua-office/1".to_owned(),
        position,
        kind: kind.to_owned(),
        happened_on: Some(date(2016, 3, 1)),
        facts: "{}".to_owned(),
    }
}

#[tokio::test]
async fn events_come_back_in_order() {
    on_each_engine(|test| async move {
        let mut tx = test.db.write().await.unwrap();
        registers::insert(&mut tx, &REQUESTS, &[Written::from(&request())]).await.unwrap();
        let head = audit::take_place(&mut tx).await.unwrap();
        let act =
            Act { at: jiff::Timestamp::UNIX_EPOCH, actor: "t", act: "import", article: "", facts: "{}" };
        audit::append(&mut tx, &head, act, &mut []).await.unwrap();
        let written = [event(1, "received"), event(2, "registered"), event(3, "decided")];
        append_events(&mut tx, 1, &written).await.unwrap();
        assert_eq!(events(&mut tx, &["conghua-office/1"]).await.unwrap(), written);
        let mut walked = Vec::new();
        each_event(&mut tx, |sequence, event| {
            assert_eq!(sequence, 1);
            walked.push(event);
            Ok::<(), StorageError>(())
        })
        .await
        .unwrap();
        assert_eq!(walked, written);
        assert!(append_events(&mut tx, 1, &written[..1]).await.is_err(), "a place in the list is taken once");
    })
    .await
    .unwrap();
}
