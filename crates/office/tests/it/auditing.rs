//! The audit browser: who sees which entries, how they are found, and the proof that the trail is whole.

use crate::house::{House, account};
use axum::http::StatusCode;
use gongkai_domain::people::{Grant, Role};
use std::time::Duration;

const PURCHASE: &[(&str, &str)] = &[
    ("body", "conghua-gov"),
    ("number", "CH-1"),
    ("title", "办公设备<采购>"),
    ("method", "inquiry"),
    ("budget", "1200000"),
    ("price", "1100000"),
    ("signed_on", "2017-01-05"),
];

/// An auditor for every body there is.
async fn overall(house: &House) -> crate::house::Visitor {
    let id = house.hire("overall", "conghua-gov", &[]).await;
    for body in ["conghua-gov", "jiekou", "zengcheng-gov"] {
        let grant = Grant { role: Role::Auditor, body: body.to_owned(), below: true, until: None };
        gongkai_app::people::grant(&house.office.records, &id, &grant, &house.by()).await.unwrap();
    }
    house.signed_in("overall").await
}

#[tokio::test]
async fn an_auditor_of_everything_finds_what_was_done_to_a_row() {
    let house = House::with_staff().await;
    house.record("procurement-projects", &[PURCHASE]).await;
    let mut auditor = overall(&house).await;
    let list = house.get(&mut auditor, "/office/audit/").await;
    list.says(&["登录", "auditor.zengcheng-gov 某"]);
    let early = house.get(&mut auditor, "/office/audit/?before=4").await;
    assert_eq!(early.text.matches("<th scope=\"row\">").count(), 3, "{}", early.text);
    let found = house.get(&mut auditor, "/office/audit/?act=import&from=2017-04-06&until=2017-04-06").await;
    found.says(&["导入台账", "政府采购项目"]);
    let entry = found
        .between("<a href=\"/office/audit/", "\">导入台账")
        .rsplit("/office/audit/")
        .next()
        .unwrap()
        .to_owned();
    house.get(&mut auditor, &format!("/office/audit/{entry}")).await.says(&["CH-1", "新增", "本条摘要"]);
    let row =
        house.get(&mut auditor, "/office/audit/?register=procurement-projects&key=conghua-gov/CH-1").await;
    assert_eq!(row.text.matches("<tr>").count(), 2, "the head, and the one entry that touched the row");
    house.get(&mut auditor, "/office/audit/?act=nothing").await.says(&["没有符合条件的记录"]);
    assert_eq!(
        house.get(&mut auditor, "/office/audit/?from=yesterday").await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn an_auditor_of_one_body_sees_what_its_staff_did_and_no_more() {
    let house = House::with_staff().await;
    house.record("procurement-projects", &[PURCHASE]).await;
    let mut auditor = house.somebody(Role::Auditor, "zengcheng-gov").await;
    let list = house.get(&mut auditor, "/office/audit/").await;
    list.says(&["auditor.zengcheng-gov 某"]);
    assert!(!list.text.contains("conghua-gov") && !list.text.contains("导入台账</a>"), "{}", list.text);
    for sequence in 1..20 {
        let entry = house.get(&mut auditor, &format!("/office/audit/{sequence}")).await;
        assert!(entry.status == StatusCode::NOT_FOUND || entry.text.contains("zengcheng-gov"), "{sequence}");
        assert!(!entry.text.contains("CH-1"), "{sequence}");
    }
    let other = account(Role::Editor, "conghua-gov");
    let staff = gongkai_app::people::staff_list(&house.office.records).await.unwrap();
    let (other, _) = staff.iter().find(|(staff, _)| staff.account == other).unwrap();
    let asked = house.get(&mut auditor, &format!("/office/audit/?actor=staff:{}", other.id)).await;
    asked.says(&["没有符合条件的记录"]);
}

#[tokio::test]
async fn the_trail_is_proved_from_the_browser() {
    let house = House::with_staff().await;
    let mut auditor = house.somebody(Role::Auditor, "conghua-gov").await;
    let begun = house.send(&mut auditor, "/office/audit/verify", &[]).await;
    assert_eq!(begun.header("location"), "/office/audit/");
    for _ in 0..100 {
        let list = house.get(&mut auditor, "/office/audit/").await;
        if list.text.contains("核验通过") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it never ended");
}
