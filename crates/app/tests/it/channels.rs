//! What publication does for the channels of an item, and what becomes of a queue that was restored.

use crate::drafts::{by_of, drafted, last_facts, officer, staff};
use crate::office::*;
use gongkai_app::Installation;
use gongkai_app::backup;
use gongkai_app::channels::{self, ItemChannels, NewAccount, Taken};
use gongkai_app::drafts::{self, Draft};
use gongkai_app::people::Officer;
use gongkai_domain::catalogue::Verdicts;
use gongkai_domain::channels::AccountSettings;
use gongkai_domain::people::Role;
use gongkai_testkit::{on_each_engine, sqlite};

async fn account(office: &Installation, name: &str, offered: bool) -> String {
    let administrator = officer("administrator", "office", &[Role::Administrator]);
    let new = NewAccount {
        body: "office".into(),
        connector: "webhook".into(),
        channel: "touch_kiosk".into(),
        name: name.into(),
        settings: AccountSettings { address: "https://a.example/h".into(), ..AccountSettings::default() },
        secret: "0123456789abcdef".into(),
        offered,
        ..NewAccount::default()
    };
    channels::keep_account(office, &administrator, new, &by_of(&administrator)).await.unwrap()
}

async fn of(office: &Installation, officer: &Officer, draft: &Draft) -> ItemChannels {
    let key = draft.item_key.as_deref().unwrap();
    let short_id = drafts::short_id_of(office, key).await.unwrap().unwrap();
    channels::of_item(office, officer, &short_id).await.unwrap()
}

#[tokio::test]
async fn publication_records_the_website_once_and_queues_what_was_chosen() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let staff = staff("office");
        let (offered, other) =
            (account(&office, "触摸屏", true).await, account(&office, "另一处", false).await);
        let draft = drafted(&office, &staff.editor, "通知", "<p>文</p>").await;
        let draft = staff.approved(&office, draft, Verdicts::Proactive).await;
        let ticked: Vec<bool> =
            channels::choices(&office, &draft).await.unwrap().iter().map(|choice| choice.ticked).collect();
        assert_eq!(ticked.iter().filter(|ticked| **ticked).count(), 1, "offered ones are ticked at first");
        let stranger = officer("stranger", "town", &[Role::DisclosureOfficer]);
        let theirs = channels::choose(&office, &stranger, &draft.id, &[&other], &by_of(&stranger)).await;
        assert!(theirs.is_err(), "a draft out of reach is not there");
        let chosen = [other.as_str(), "nothing"];
        channels::choose(&office, &staff.publisher, &draft.id, &chosen, &by_of(&staff.publisher))
            .await
            .unwrap();
        let draft = staff.publish(&office, &draft).await.unwrap();
        let found = of(&office, &staff.publisher, &draft).await;
        assert_eq!(found.placements.len(), 1);
        assert_eq!(
            (found.placements[0].channel.as_str(), found.placements[0].evidence.len()),
            ("website", 1)
        );
        let sent_to: Vec<&str> = found.sendings.iter().map(|sending| sending.account.as_str()).collect();
        assert_eq!(sent_to, ["另一处"], "{offered}");

        // A correction is the same item in the same place.
        let key = draft.item_key.clone().unwrap();
        let correction = drafts::correct(&office, &staff.editor, &key, &by_of(&staff.editor)).await.unwrap();
        assert!(channels::choices(&office, &correction).await.unwrap().is_empty());
        let mut fields = correction.fields.clone();
        fields.insert("correction".into(), "更正".into());
        let text = drafts::Text { fields: &fields, html: "<p>文二</p>" };
        let by = by_of(&staff.editor);
        let saved = drafts::save(&office, &staff.editor, &correction.id, 1, text, &by).await.unwrap();
        let drafts::Saved::Kept(correction) = saved else { panic!() };
        let correction = staff.approved(&office, *correction, Verdicts::Proactive).await;
        let correction = staff.publish(&office, &correction).await.unwrap();
        let found = of(&office, &staff.publisher, &correction).await;
        assert_eq!((found.placements.len(), found.sendings.len()), (1, 1));
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn what_is_not_open_goes_nowhere_and_the_website_can_be_left_to_its_own_ledger() {
    let test = sqlite().await.unwrap();
    let office = with_bodies(&test.db).await;
    let staff = staff("office");
    let draft = drafted(&office, &staff.editor, "内部事务", "<p>文</p>").await;
    let draft = staff.approved(&office, draft, Verdicts::Withheld).await;
    let draft = staff.publish(&office, &draft).await.unwrap();
    assert!(of(&office, &staff.publisher, &draft).await.placements.is_empty());

    let administrator = officer("administrator", "office", &[Role::Administrator]);
    let by = by_of(&administrator);
    assert!(channels::records_website(&office).await.unwrap());
    assert!(channels::set_records_website(&office, &staff.editor, false, &by).await.is_err());
    channels::set_records_website(&office, &administrator, false, &by).await.unwrap();
    let draft = drafted(&office, &staff.editor, "通知", "<p>文</p>").await;
    let draft = staff.approved(&office, draft, Verdicts::Proactive).await;
    let draft = staff.publish(&office, &draft).await.unwrap();
    assert!(of(&office, &staff.publisher, &draft).await.placements.is_empty());
}

#[tokio::test]
async fn a_restored_queue_waits_for_a_person() {
    let test = sqlite().await.unwrap();
    let office = with_bodies(&test.db).await;
    let staff = staff("office");
    let account = account(&office, "触摸屏", true).await;
    let draft = drafted(&office, &staff.editor, "通知", "<p>文</p>").await;
    let draft = staff.approved(&office, draft, Verdicts::Proactive).await;
    channels::choose(&office, &staff.publisher, &draft.id, &[&account], &by_of(&staff.publisher))
        .await
        .unwrap();
    let draft = staff.publish(&office, &draft).await.unwrap();
    let folder = test.folder.path().join("backup");
    backup::backup(&office, &folder, by().at).await.unwrap();
    let other = sqlite().await.unwrap();
    backup::restore(&other.db, &folder).await.unwrap();
    let restored = opened_with_key_of(&other.db, &office).await;
    let found = of(&restored, &staff.publisher, &draft).await;
    assert_eq!(found.sendings[0].state, "unsure");
    assert!(matches!(channels::take(&restored, "one", by().at).await.unwrap(), Taken::Nothing));
    assert!(matches!(channels::take(&office, "one", by().at).await.unwrap(), Taken::Task(_)));
}

#[tokio::test]
async fn secrets_are_sealed_and_stay_when_nothing_is_typed() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let id = account(&office, "触摸屏", true).await;
        let mut tx = test.db.read().await.unwrap();
        let stored = gongkai_storage::channels::account(&mut tx, &id).await.unwrap().unwrap();
        drop(tx);
        assert!(stored.secret.starts_with("s1:") && !format!("{stored:?}").contains("0123456789abcdef"));
        let administrator = officer("administrator", "office", &[Role::Administrator]);
        let new = NewAccount {
            id: Some(id.clone()),
            name: "大厅触摸屏".into(),
            channel: "touch_kiosk".into(),
            settings: AccountSettings { address: "https://b.example/h".into(), ..AccountSettings::default() },
            ..NewAccount::default()
        };
        channels::keep_account(&office, &administrator, new, &by_of(&administrator)).await.unwrap();
        let opened = channels::open_account(&office, &administrator, &id).await.unwrap();
        assert_eq!(
            (opened.secret.as_str(), opened.account.name.as_str()),
            ("0123456789abcdef", "大厅触摸屏")
        );
        assert!(!last_facts(&office).await.contains("0123456789abcdef"));
    })
    .await
    .unwrap();
}
