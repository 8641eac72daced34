//! Each service: what it is asked, and what becomes of everything that can go wrong.

use crate::office::{KEY, Office};
use crate::stand_in::{Does, StandIn};
use Does::{Breaks, Floods, Hangs, Redirects, Says, Slams};
use gongkai_channels::signature;
use gongkai_domain::channels::{Connector, Signing};
use gongkai_testkit::{on_each_engine, sqlite};

const TOKEN: Does = Says(200, r#"{"access_token":"T1","expires_in":7200}"#);
const COVER: Does = Says(200, r#"{"media_id":"COVER","url":"https://x"}"#);
const DRAFT: Does = Says(200, r#"{"media_id":"DRAFT"}"#);
const SUBMITTED: Does = Says(200, r#"{"errcode":0,"errmsg":"ok","publish_id":"P1","msg_data_id":"M"}"#);
const PUBLISHED: Does = Says(
    200,
    r#"{"publish_id":"P1","publish_status":0,"article_id":"A1","article_detail":{"count":1,"item":[{"idx":1,"article_url":"https://mp.weixin.qq.com/s/a1"}]}}"#,
);

#[tokio::test]
async fn an_article_is_drafted_published_and_recorded_with_its_evidence() {
    on_each_engine(|test| async move {
        let office = Office::over(&test).await;
        let wechat = StandIn::that(&[TOKEN, COVER, DRAFT, SUBMITTED]).await;
        let account = office.account(Connector::Wechat, &wechat).await;
        office.queue(&account).await;
        assert_eq!(office.send(&wechat).await, 1);
        assert_eq!(
            wechat.lines(),
            [
                "POST /cgi-bin/stable_token",
                "POST /cgi-bin/material/add_material",
                "POST /cgi-bin/draft/add",
                "POST /cgi-bin/freepublish/submit"
            ]
        );
        let asked = wechat.asked();
        assert!(asked[0].contains(KEY) && asked[0].contains("wx0123456789"));
        assert!(asked[1].contains("name=\"media\"; filename=\"cover.png\""), "{}", asked[1]);
        assert!(
            asked[2].contains("\"thumb_media_id\":\"COVER\"") && asked[2].contains("各镇人民政府"),
            "{}",
            asked[2]
        );
        let short_id = office.short_id("C-1").await;
        assert!(asked[2].contains(&format!("https://www.conghua.gov.cn/zfxxgk/doc/{short_id}")));
        assert!(office.item().await.placements.is_empty(), "it is not published yet");

        wechat.then(&[Says(200, r#"{"publish_id":"P1","publish_status":1}"#), PUBLISHED]);
        office.wait(1);
        assert_eq!(office.send(&wechat).await, 1, "still being published");
        office.wait(1);
        assert_eq!(office.send(&wechat).await, 1);
        let item = office.item().await;
        assert_eq!(item.sendings[0].state, "done");
        let placement = &item.placements[0];
        assert_eq!(
            (placement.channel.as_str(), placement.address.as_str()),
            ("wechat", "https://mp.weixin.qq.com/s/a1")
        );
        let (evidence, _) = &placement.evidence[0];
        assert!(evidence.content.contains("\"article_id\":\"A1\""), "the answer is kept as it came");
        assert_eq!(evidence.digest, gongkai_domain::digest::of_bytes(evidence.content.as_bytes()));
        assert_eq!(office.send(&wechat).await, 0, "nothing is left to do");
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_token_that_has_ended_is_renewed_once_and_one_that_holds_is_used_again() {
    let test = sqlite().await.unwrap();
    let office = Office::over(&test).await;
    let ended = Says(200, r#"{"errcode":42001,"errmsg":"access_token expired"}"#);
    let again = Says(200, r#"{"access_token":"T2","expires_in":7200}"#);
    let wechat = StandIn::that(&[TOKEN, COVER, DRAFT, ended, again, SUBMITTED, PUBLISHED]).await;
    let account = office.account(Connector::Wechat, &wechat).await;
    office.queue(&account).await;
    office.send(&wechat).await;
    office.wait(1);
    office.send(&wechat).await;
    assert_eq!(office.item().await.placements.len(), 1);
    let asked = wechat.asked();
    assert!(asked[4].contains("\"force_refresh\":true"));
    assert!(asked[5].contains("access_token=T2") && asked[6].contains("access_token=T2"), "{asked:?}");
}

#[tokio::test]
async fn wrong_credentials_stop_and_a_limit_waits_an_hour() {
    let test = sqlite().await.unwrap();
    let office = Office::over(&test).await;
    let wrong = Says(200, r#"{"errcode":40125,"errmsg":"invalid appsecret"}"#);
    let wechat = StandIn::that(&[wrong]).await;
    let account = office.account(Connector::Wechat, &wechat).await;
    office.queue(&account).await;
    office.send(&wechat).await;
    let (state, said) = office.last().await;
    assert_eq!(state, "stopped");
    assert!(said.contains("AppSecret 不对"), "{said}");
    office.wait(60 * 30);
    assert_eq!(office.send(&wechat).await, 0, "it waits for a person");

    let test = sqlite().await.unwrap();
    let office = Office::over(&test).await;
    let wechat = StandIn::that(&[
        TOKEN,
        COVER,
        Says(200, r#"{"errcode":45009,"errmsg":"reach max api daily quota limit"}"#),
    ])
    .await;
    let account = office.account(Connector::Wechat, &wechat).await;
    office.queue(&account).await;
    office.send(&wechat).await;
    assert_eq!(office.last().await.0, "waiting");
    office.wait(50);
    assert_eq!(office.send(&wechat).await, 0, "not within the hour");
    office.wait(11);
    wechat.then(&[COVER, DRAFT, SUBMITTED]);
    assert_eq!(office.send(&wechat).await, 1);
    assert_eq!(wechat.lines().last().unwrap(), "POST /cgi-bin/freepublish/submit");
}

#[tokio::test]
async fn a_lost_answer_is_never_followed_by_a_second_article() {
    for lost in [Hangs, Slams, Says(500, "oops"), Breaks, Says(200, "<html>")] {
        let test = sqlite().await.unwrap();
        let office = Office::over(&test).await;
        let wechat = StandIn::that(&[TOKEN, COVER, DRAFT, lost]).await;
        let account = office.account(Connector::Wechat, &wechat).await;
        office.queue(&account).await;
        office.send(&wechat).await;
        assert_eq!(office.last().await.0, "waiting", "{lost:?}");
        // The look at what is published fails too: the doubt stays.
        office.wait(2);
        wechat.then(&[Says(500, "")]);
        office.send(&wechat).await;
        assert_eq!(wechat.lines().last().unwrap(), "POST /cgi-bin/freepublish/batchget");
        office.wait(5);
        wechat.then(&[Says(200, r#"{"total_count":0,"item_count":0,"item":[]}"#)]);
        office.send(&wechat).await;
        let (state, said) = office.last().await;
        assert_eq!(state, "unsure", "{said}");
        let submitted = wechat.lines().iter().filter(|line| line.ends_with("/submit")).count();
        assert_eq!(submitted, 1, "{lost:?}");
    }
}

#[tokio::test]
async fn an_article_that_was_published_after_all_is_found() {
    let test = sqlite().await.unwrap();
    let office = Office::over(&test).await;
    let wechat = StandIn::that(&[TOKEN, COVER, DRAFT, Hangs]).await;
    let account = office.account(Connector::Wechat, &wechat).await;
    office.queue(&account).await;
    office.send(&wechat).await;
    office.wait(2);
    let short_id = office.short_id("C-1").await;
    let found = format!(
        r#"{{"item":[{{"article_id":"B"}},{{"article_id":"A1","content":{{"news_item":[{{"content_source_url":"https://www.conghua.gov.cn/zfxxgk/doc/{short_id}","url":"https://mp.weixin.qq.com/s/a1"}}]}}}}]}}"#
    );
    wechat.then(&[Says(200, found.leak())]);
    office.send(&wechat).await;
    assert_eq!(office.item().await.placements[0].address, "https://mp.weixin.qq.com/s/a1");
}

#[tokio::test]
async fn what_the_platform_refuses_waits_for_a_person() {
    let test = sqlite().await.unwrap();
    let office = Office::over(&test).await;
    let wechat = StandIn::that(&[TOKEN, COVER, DRAFT, SUBMITTED, Says(200, r#"{"publish_status":4}"#)]).await;
    let account = office.account(Connector::Wechat, &wechat).await;
    office.queue(&account).await;
    office.send(&wechat).await;
    office.wait(1);
    office.send(&wechat).await;
    let (state, said) = office.last().await;
    assert_eq!((state.as_str(), said.as_str()), ("stopped", "微信：平台审核不通过"));
}

#[tokio::test]
async fn a_message_of_weibo_holds_title_and_address_and_is_looked_for_when_its_answer_is_lost() {
    on_each_engine(|test| async move {
        let office = Office::over(&test).await;
        let weibo = StandIn::that(&[Says(200, r#"{"id":42,"idstr":"42","user":{"idstr":"7"}}"#)]).await;
        let account = office.account(Connector::Weibo, &weibo).await;
        office.queue(&account).await;
        office.send(&weibo).await;
        let asked = &weibo.asked()[0];
        assert!(asked.starts_with("POST /2/statuses/share.json"), "{asked}");
        // 【从化区 … and the address, as a form writes them.
        assert!(asked.contains("status=%E3%80%90%E4%BB%8E%E5%8C%96%E5%8C%BA2017"), "{asked}");
        assert!(asked.contains("https%3A%2F%2Fwww.conghua.gov.cn%2Fzfxxgk%2Fdoc%2F"), "{asked}");
        let placement = &office.item().await.placements[0];
        assert_eq!((placement.channel.as_str(), placement.address.as_str()), ("weibo", "https://m.weibo.cn/status/42"));

        weibo.then(&[Slams]);
        office.queue(&account).await;
        office.send(&weibo).await;
        office.wait(2);
        let statuses = r#"{"statuses":[{"idstr":"1","text":"别的"},{"idstr":"43","text":"【从化区2017年政务公开工作要点】各镇… http://t.cn/x"}]}"#;
        weibo.then(&[Says(200, statuses)]);
        office.send(&weibo).await;
        assert_eq!(weibo.lines().last().unwrap(), "GET /2/statuses/user_timeline.json");
        assert!(office.item().await.placements.iter().any(|one| one.address.ends_with("/43")));
        assert_eq!(weibo.lines().iter().filter(|line| line.ends_with("share.json")).count(), 2);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn weibo_says_what_is_wrong_in_its_own_words() {
    for (answer, state, words) in [
        (
            Says(403, r#"{"error":"expired_token","error_code":21327,"request":"/"}"#),
            "stopped",
            "令牌无效或者过期",
        ),
        (Says(400, r#"{"error":"out of limit","error_code":20016}"#), "waiting", "上限"),
        (Says(400, r#"{"error":"repeat content!","error_code":20019}"#), "stopped", "相同"),
        (Says(503, ""), "waiting", "对方答复 503"),
    ] {
        let test = sqlite().await.unwrap();
        let office = Office::over(&test).await;
        let weibo = StandIn::that(&[answer]).await;
        let account = office.account(Connector::Weibo, &weibo).await;
        office.queue(&account).await;
        office.send(&weibo).await;
        let (found, said) = office.last().await;
        assert_eq!(found, state, "{said}");
        assert!(said.contains(words), "{said}");
    }
}

#[tokio::test]
async fn a_webhook_is_signed_and_sent_again_with_the_same_delivery() {
    on_each_engine(|test| async move {
        let office = Office::over(&test).await;
        let taken = Says(201, r#"{"url":"https://screen.example.gov.cn/9","id":9}"#);
        let hook = StandIn::that(&[Says(500, "busy"), Hangs, taken]).await;
        let account = office.account(Connector::Webhook, &hook).await;
        office.queue(&account).await;
        for _ in 0..3 {
            office.send(&hook).await;
            office.wait(10);
        }
        let asked = hook.asked();
        assert_eq!(asked.len(), 3);
        let header = |request: &str, name: &str| {
            let line = request.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
            line.unwrap_or_else(|| panic!("{name} in {request}")).to_owned()
        };
        let deliveries: Vec<String> = asked.iter().map(|one| header(one, "x-gongkai-delivery")).collect();
        assert!(deliveries.iter().all(|one| *one == deliveries[0]), "{deliveries:?}");
        for request in &asked {
            let (_, body) = request.split_once("\r\n\r\n").unwrap();
            let at: i64 = header(request, "x-gongkai-timestamp").parse().unwrap();
            let signed = signature(Signing::HmacSm3, KEY.as_bytes(), at, &deliveries[0], body.as_bytes());
            assert_eq!(header(request, "x-gongkai-signature"), signed);
        }
        let item = office.item().await;
        assert_eq!(item.placements.len(), 1);
        assert_eq!(item.placements[0].channel, "display_screen");
        assert_eq!(item.placements[0].address, "https://screen.example.gov.cn/9");
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn redirects_are_not_followed_and_floods_not_read() {
    for (does, state) in [
        (Redirects, "stopped"),
        (Floods, "waiting"),
        (Says(404, "no"), "stopped"),
        (Says(429, ""), "waiting"),
    ] {
        let test = sqlite().await.unwrap();
        let office = Office::over(&test).await;
        let hook = StandIn::that(&[does]).await;
        let account = office.account(Connector::Webhook, &hook).await;
        office.queue(&account).await;
        office.send(&hook).await;
        let (found, said) = office.last().await;
        assert_eq!(found, state, "{does:?} {said}");
        assert!(office.item().await.placements.is_empty());
    }
}
