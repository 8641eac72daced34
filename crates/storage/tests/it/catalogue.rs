//! Editions of items, and the text a row shows.

use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::registers::{Row, Value};
use gongkai_storage::StorageError;
use gongkai_storage::audit::{self, Act};
use gongkai_storage::catalogue::{self, Edition};
use gongkai_storage::registers::{self, Stored, Written};
use gongkai_testkit::on_each_engine;
use jiff::civil::date;

fn item(edition: i64, text: &str) -> Stored {
    let values = ITEMS
        .columns
        .iter()
        .map(|column| match column.code {
            "published_on" => Value::Date(date(2016, 3, 1)),
            "text" => Value::Text(text.to_owned()),
            _ if column.required => Value::Text(column.code.to_owned()),
            _ => Value::Absent,
        })
        .collect();
    let row = Row { key: "conghua-office/A/2016-00001".to_owned(), values };
    Stored { row, data_key: None, edition: Some((edition, "0123456789ab".to_owned())) }
}

#[tokio::test]
async fn a_row_shows_the_text_of_its_current_edition() {
    on_each_engine(|test| async move {
        let act =
            Act { at: jiff::Timestamp::UNIX_EPOCH, actor: "t", act: "import", article: "", facts: "{}" };
        for (number, text) in [(1, "旧文"), (2, "新文")] {
            let mut tx = test.db.write().await.unwrap();
            let stored = item(number, text);
            registers::upsert(&mut tx, &ITEMS, &[Written::from(&stored)]).await.unwrap();
            let head = audit::take_place(&mut tx).await.unwrap();
            audit::append(&mut tx, &head, act, &mut []).await.unwrap();
            let edition = Edition {
                item_key: stored.row.key.clone(),
                number,
                facts: "{}".to_owned(),
                text: Some(text.to_owned()),
                html: None,
            };
            catalogue::add_editions(&mut tx, number, &[edition]).await.unwrap();
            tx.commit().await.unwrap();
        }
        let mut tx = test.db.read().await.unwrap();
        let key = catalogue::key_of_short_id(&mut tx, "0123456789ab").await.unwrap().unwrap();
        let found = registers::load(&mut tx, &ITEMS, &[&key]).await.unwrap();
        assert_eq!(found, [item(2, "新文")]);
        let editions = catalogue::editions(&mut tx, &key).await.unwrap();
        let texts: Vec<_> = editions.iter().map(|(_, edition)| edition.text.as_deref().unwrap()).collect();
        assert_eq!(texts, ["新文", "旧文"]);
        let mut walked = Vec::new();
        catalogue::each_edition(&mut tx, |sequence, edition| {
            walked.push((sequence, edition));
            Ok::<(), StorageError>(())
        })
        .await
        .unwrap();
        assert_eq!(walked, editions.into_iter().rev().collect::<Vec<_>>());
    })
    .await
    .unwrap();
}
