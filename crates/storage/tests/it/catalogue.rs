//! Editions of items, and the text a row shows.

use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::registers::{Row, Value};
use gongkai_storage::StorageError;
use gongkai_storage::attachments::{self, Attachment, DraftFile, EditionFile};
use gongkai_storage::audit::{self, Act};
use gongkai_storage::catalogue::{self, Edition};
use gongkai_storage::drafts::{self, Draft};
use gongkai_storage::registers::{self, Stored, Written};
use gongkai_testkit::on_each_engine;
use jiff::Timestamp;
use jiff::civil::date;

const DIGEST: &str = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";

fn file() -> Attachment {
    Attachment {
        digest: DIGEST.to_owned(),
        kind: "pdf".to_owned(),
        size: 1_234,
        original: "original".to_owned(),
        parts: "[]".to_owned(),
        hidden: "[]".to_owned(),
        removed: "[]".to_owned(),
        scan: "waiting".to_owned(),
        scan_says: String::new(),
        scanned_at: None,
        received_by: "staff:a".to_owned(),
        received_at: Timestamp::UNIX_EPOCH,
    }
}

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
                attachments: vec![EditionFile { digest: DIGEST.to_owned(), name: format!("{text}.pdf") }],
            };
            attachments::insert(&mut tx, &file(), "附件的文字").await.unwrap();
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
        let current = attachments::current(&mut tx, &[&key, "nothing"]).await.unwrap();
        assert_eq!(
            current,
            [(key.clone(), EditionFile { digest: DIGEST.to_owned(), name: "新文.pdf".into() })]
        );
        assert_eq!(
            attachments::users(&mut tx, DIGEST).await.unwrap(),
            [(key.clone(), "新文.pdf".to_owned())]
        );
        assert_eq!(
            attachments::of_edition(&mut tx, &key, 1).await.unwrap(),
            [(file(), "旧文.pdf".to_owned())]
        );
    })
    .await
    .unwrap();
}

fn draft() -> Draft {
    Draft {
        id: "d".to_owned(),
        item_key: None,
        body: "office".to_owned(),
        stage: "draft".to_owned(),
        version: 1,
        fields: "{}".to_owned(),
        html: String::new(),
        authors: "[]".to_owned(),
        hands: "{}".to_owned(),
        accepted: "[]".to_owned(),
        publish_at: None,
        made_by: "a".to_owned(),
        made_at: Timestamp::UNIX_EPOCH,
        saved_by: "a".to_owned(),
        saved_at: Timestamp::UNIX_EPOCH,
    }
}

#[tokio::test]
async fn files_of_a_draft_keep_their_order_and_what_the_scanner_said() {
    on_each_engine(|test| async move {
        let mut tx = test.db.write().await.unwrap();
        drafts::insert(&mut tx, &draft()).await.unwrap();
        let other = Attachment { digest: "b".repeat(64), ..file() };
        for file in [&file(), &other, &file()] {
            attachments::insert(&mut tx, file, "文字").await.unwrap();
        }
        assert_eq!(attachments::unscanned(&mut tx, 10).await.unwrap(), []);
        let used = |file: Attachment, name: &str| DraftFile {
            file,
            name: name.to_owned(),
            added_by: "staff:a".to_owned(),
            added_at: Timestamp::UNIX_EPOCH,
        };
        let files = [used(other.clone(), "乙.pdf"), used(file(), "甲.pdf")];
        for _ in 0..2 {
            attachments::put_of_draft(&mut tx, "d", &files).await.unwrap();
        }
        assert_eq!(attachments::of_draft(&mut tx, "d").await.unwrap(), files);
        assert_eq!(attachments::unscanned(&mut tx, 10).await.unwrap().len(), 2);
        assert_eq!(attachments::count_waiting(&mut tx).await.unwrap(), 2);
        let at = "2017-04-06T02:20:00Z".parse().unwrap();
        attachments::set_scan(&mut tx, DIGEST, "infected", "Eicar", at).await.unwrap();
        let scanned = attachments::load(&mut tx, DIGEST).await.unwrap().unwrap();
        assert_eq!(
            (scanned.scan.as_str(), scanned.scan_says.as_str(), scanned.scanned_at),
            ("infected", "Eicar", Some(at))
        );
        assert_eq!(attachments::text(&mut tx, DIGEST).await.unwrap(), "文字");
        attachments::put_of_draft(&mut tx, "d", &files[1..]).await.unwrap();
        attachments::set_original(&mut tx, &other.digest, "again").await.unwrap();
        for digest in [DIGEST, &other.digest] {
            attachments::receive_again(&mut tx, digest, at).await.unwrap();
        }
        let received = attachments::load(&mut tx, DIGEST).await.unwrap().unwrap().received_at;
        assert_eq!(received, Timestamp::UNIX_EPOCH, "one that is in use was received when it was");
        let again = attachments::load(&mut tx, &other.digest).await.unwrap().unwrap();
        assert_eq!((again.received_at, again.original.as_str()), (at, "again"));
        assert_eq!(attachments::forget_unused(&mut tx, at).await.unwrap(), 0);
        assert_eq!(attachments::forget_unused(&mut tx, Timestamp::MAX).await.unwrap(), 1);
        assert!(attachments::load(&mut tx, &other.digest).await.unwrap().is_none());
        for (blob, needed) in [(DIGEST, true), ("original", true), ("nothing", false)] {
            assert_eq!(attachments::is_needed(&mut tx, blob).await.unwrap(), needed, "{blob}");
        }
        let mut walked = Vec::new();
        attachments::each(&mut tx, |digest, size, original| {
            walked.push((digest, size, original));
            Ok::<(), StorageError>(())
        })
        .await
        .unwrap();
        assert_eq!(walked, [(DIGEST.to_owned(), 1_234, "original".to_owned())]);
    })
    .await
    .unwrap();
}
