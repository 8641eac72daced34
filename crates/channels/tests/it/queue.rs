//! The queue: nothing is lost, nothing is sent twice, a person decides what cannot be known.

use crate::office::{Office, TODAY, officer, publisher};
use crate::stand_in::{Does, StandIn};
use gongkai_app::channels::{self, ChannelError, Decision, Taken};
use gongkai_domain::channels::Connector;
use gongkai_domain::people::{Permission, Role};
use gongkai_testkit::{on_each_engine, sqlite};

const TAKEN: Does = Does::Says(200, "{}");

#[tokio::test]
async fn of_several_workers_only_one_sends() {
    on_each_engine(|test| async move {
        let office = Office::over(&test).await;
        let hook = StandIn::that(&[TAKEN, TAKEN, TAKEN, TAKEN]).await;
        let account = office.account(Connector::Webhook, &hook).await;
        office.queue(&account).await;
        let sent = tokio::join!(
            Box::pin(office.send_as(&hook, "one")),
            Box::pin(office.send_as(&hook, "two")),
            Box::pin(office.send_as(&hook, "three")),
            Box::pin(office.send_as(&hook, "four")),
        );
        assert_eq!(sent.0 + sent.1 + sent.2 + sent.3, 1, "{:?}", test.engine());
        assert_eq!(hook.asked().len(), 1);
        assert_eq!(office.item().await.placements.len(), 1);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn what_a_killed_worker_held_is_taken_up_with_doubt() {
    on_each_engine(|test| async move {
        let office = Office::over(&test).await;
        let weibo = StandIn::that(&[Does::Says(200, r#"{"statuses":[]}"#)]).await;
        let account = office.account(Connector::Weibo, &weibo).await;
        office.queue(&account).await;
        // A worker takes it and is never heard of again: nobody knows whether it has sent.
        let taken = channels::take(&office.records, "killed", office.now()).await.unwrap();
        assert!(matches!(taken, Taken::Task(ref task) if !task.doubt));
        assert_eq!(office.send(&weibo).await, 0, "its lease still holds");
        office.wait(4);
        assert_eq!(office.send(&weibo).await, 1);
        assert_eq!(weibo.lines(), ["GET /2/statuses/user_timeline.json"], "it looks before anything else");
        assert_eq!(office.last().await.0, "unsure");
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_person_decides_what_cannot_be_known() {
    on_each_engine(|test| async move {
        let office = Office::over(&test).await;
        let weibo = StandIn::that(&[]).await;
        let account = office.account(Connector::Weibo, &weibo).await;
        let empty = Does::Says(200, r#"{"statuses":[]}"#);
        let publisher = publisher();
        let unsure = async || {
            weibo.then(&[Does::Slams, empty]);
            office.queue(&account).await;
            office.send(&weibo).await;
            office.wait(2);
            office.send(&weibo).await;
            assert_eq!(office.last().await.0, "unsure");
            office.item().await.sendings[0].id
        };
        let decide = async |id, decision: Decision| {
            channels::decide(&office.records, &publisher, id, &decision, &office.by(&publisher)).await
        };
        let id = unsure().await;
        let queued = channels::queue(
            &office.records,
            &publisher,
            &office.short_id("C-1").await,
            &[account.as_str()],
            &office.by(&publisher),
        )
        .await;
        assert!(matches!(queued, Err(ChannelError::Refused(_))), "the last one must be settled first");
        let stranger = officer("stranger", "zengcheng", &[Role::DisclosureOfficer]);
        let theirs =
            channels::decide(&office.records, &stranger, id, &Decision::Drop, &office.by(&stranger)).await;
        assert!(matches!(theirs, Err(ChannelError::Unknown)));
        assert!(matches!(decide(id, Decision::WasPlaced(" ".into())).await, Err(ChannelError::Fields(_))));
        decide(id, Decision::WasPlaced("https://m.weibo.cn/status/9".into())).await.unwrap();
        assert_eq!(office.item().await.placements[0].address, "https://m.weibo.cn/status/9");
        assert!(matches!(decide(id, Decision::Again).await, Err(ChannelError::Refused(_))), "it is settled");

        let id = unsure().await;
        decide(id, Decision::Drop).await.unwrap();
        assert_eq!(office.last().await.0, "dropped");

        let id = unsure().await;
        decide(id, Decision::Again).await.unwrap();
        weibo.then(&[Does::Says(200, r#"{"idstr":"50"}"#)]);
        office.send(&weibo).await;
        assert_eq!(office.last().await.0, "done");
        assert_eq!(office.item().await.placements.len(), 2);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn it_is_tried_for_a_day_and_then_waits_for_a_person() {
    let test = sqlite().await.unwrap();
    let office = Office::over(&test).await;
    let hook = StandIn::that(&[Does::Says(503, ""); 40]).await;
    let account = office.account(Connector::Webhook, &hook).await;
    office.queue(&account).await;
    for _ in 0..26 * 60 {
        office.wait(1);
        office.send(&hook).await;
    }
    assert_eq!(hook.asked().len(), 13, "one at once, twelve after growing waits");
    assert_eq!(office.last().await.0, "stopped");
}

#[tokio::test]
async fn nobody_else_sends_or_sees_what_belongs_to_a_body() {
    let test = sqlite().await.unwrap();
    let office = Office::over(&test).await;
    let hook = StandIn::that(&[]).await;
    let account = office.account(Connector::Webhook, &hook).await;
    let stranger = officer("stranger", "zengcheng", &[Role::DisclosureOfficer, Role::Administrator]);
    let by = office.by(&stranger);
    let ours = office.short_id("C-1").await;
    let theirs = office.short_id("Z-1").await;
    assert!(matches!(
        channels::queue(&office.records, &stranger, &ours, &[&account], &by).await,
        Err(ChannelError::Unknown)
    ));
    assert!(matches!(
        channels::queue(&office.records, &stranger, &theirs, &[&account], &by).await,
        Err(ChannelError::Fields(_))
    ));
    assert!(matches!(channels::of_item(&office.records, &stranger, &ours).await, Err(ChannelError::Unknown)));
    assert!(matches!(
        channels::open_account(&office.records, &stranger, &account).await,
        Err(ChannelError::Unknown)
    ));
    assert!(channels::accounts(&office.records, &stranger, Permission::Read).await.unwrap().is_empty());
    office.queue(&account).await;
    let page = gongkai_app::Page { offset: 0, limit: 30 };
    let board = channels::board(&office.records, &stranger, "", page).await.unwrap();
    assert_eq!((board.lines.len(), board.sendings.len()), (1, 0));
    let board = channels::board(&office.records, &stranger, "conghua", page).await.unwrap();
    assert_eq!((board.lines.len(), board.total, board.sendings.len()), (0, 0, 0));
    let board = channels::board(&office.records, &publisher(), "", page).await.unwrap();
    assert_eq!((board.lines.len(), board.sendings.len()), (1, 1));
    assert_eq!(board.lines[0].marks["display_screen"].waiting, 1);
}

#[tokio::test]
async fn secrets_are_not_shown_and_a_closed_account_sends_nothing() {
    let test = sqlite().await.unwrap();
    let office = Office::over(&test).await;
    let hook = StandIn::that(&[]).await;
    let account = office.account(Connector::Webhook, &hook).await;
    assert!(!format!("{:?}", office.accounts().await).contains(crate::office::KEY));
    office.queue(&account).await;
    let administrator = officer("administrator", "conghua", &[Role::Administrator]);
    let kept = office.accounts().await.remove(0);
    let closed = channels::NewAccount {
        id: Some(account.clone()),
        name: kept.name.clone(),
        channel: kept.channel.clone(),
        settings: kept.settings.clone(),
        closed: true,
        ..channels::NewAccount::default()
    };
    let by = administrator.by(office.now(), TODAY);
    channels::keep_account(&office.records, &administrator, closed, &by).await.unwrap();
    assert_eq!(office.send(&hook).await, 1);
    assert_eq!(office.last().await, ("stopped".to_owned(), "这个账号已经停用".to_owned()));
    assert!(hook.asked().is_empty());
}
