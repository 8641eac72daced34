//! Retention through the pages: an item says why it is kept, one person proposes, another confirms; nobody else sees it.

use crate::house::{House, Visitor};
use axum::http::StatusCode;
use gongkai_domain::catalogue::short_id;
use gongkai_domain::people::Role;
use gongkai_testkit::Cells;

const BODY: &str = "conghua-gov";

fn item<'a>(body: &'a str, number: &'a str, title: &'a str, day: &'a str) -> [(&'a str, &'a str); 7] {
    [
        ("body", body),
        ("index_number", number),
        ("title", title),
        ("category", "news"),
        ("class", "proactive"),
        ("published_on", day),
        ("text", "正文"),
    ]
}

pub(crate) async fn filled() -> House {
    let house = House::with_staff().await;
    let items = [
        item(BODY, "C-1", "春节值班的通知", "2005-02-01"),
        item(BODY, "C-2", "温泉镇征地动态", "2005-03-01"),
        item(BODY, "C-3", "新近的动态", "2017-03-01"),
        item("zengcheng-gov", "Z-1", "增城的旧动态", "2005-02-01"),
    ];
    let items: Vec<Cells<'_>> = items.iter().map(|item| &item[..]).collect();
    house.record("items", &items).await;
    gongkai_app::retention::keep_up(&house.office.records, house.by().at).await.unwrap();
    house
}

/// Proposes what is due; answers the address of the run.
async fn proposed(house: &House, publisher: &mut Visitor) -> String {
    let due = "/office/retention/due/conghua-gov";
    let page = house.get(publisher, due).await;
    page.says(&["春节值班的通知", "保管 10 年，至 2015-12-31", "工作动态、一般事务", "提请处置"]);
    let sent = house.send(publisher, due, &[("reason", "年度处置")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    sent.header("location").to_owned()
}

#[tokio::test]
async fn two_people_archive_what_is_due() {
    let house = filled().await;
    let mut publisher = house.somebody(Role::DisclosureOfficer, BODY).await;
    let mut leader = house.somebody(Role::Leader, BODY).await;
    let overview = house.get(&mut publisher, "/office/retention/").await;
    overview.says(&["从化区人民政府办公室", "已到期", "2015", "逐件查看", "还没有与原文核对"]);

    let page = format!("/office/items/published/{}", short_id("conghua-gov/C-3"));
    house
        .get(&mut publisher, &page)
        .await
        .says(&["保管 10 年，至 2027-12-31", "2017 年发布，次年起算 10 年"]);

    let holds = "/office/retention/holds";
    let wrong =
        house.send(&mut publisher, holds, &[("body", BODY), ("numbers", "没有"), ("reason", "诉讼")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.says(&["<title>错误：", "没有索引号“没有”", "aria-invalid"]);
    let fields =
        [("body", BODY), ("word", "征地"), ("matter", "（2017）粤行终1号"), ("reason", "行政诉讼未结")];
    let placed = house.send(&mut publisher, holds, &fields).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.text);
    house.get(&mut publisher, holds).await.says(&["含“征地”的信息", "（2017）粤行终1号", "暂缓中", "已暂缓"]);

    let run = proposed(&house, &mut publisher).await;
    house.get(&mut publisher, &run).await.says(&["等批准", "要由有“批准发布”权限的人批准", "行政诉讼未结"]);
    let looked = house.get(&mut leader, &run).await;
    let digest = looked.between("name=\"digest\" value=\"", "\"").to_owned();
    let stale = house.send(&mut leader, &run, &[("act", "confirm"), ("digest", "0")]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    stale.says(&["刚才有人改过"]);
    let done =
        house.send(&mut leader, &run, &[("act", "confirm"), ("digest", &digest), ("reason", "同意")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = house.get(&mut leader, &run).await;
    page.says(&[
        "处置〔2017〕1号",
        "已归档",
        "暂缓处置",
        "清单（CSV）",
        "同意",
        "已办结，证明 处置〔2017〕1号。",
    ]);
    let csv = house.get(&mut leader, &format!("{run}/certificate.csv")).await;
    csv.says(&["处置〔2017〕1号,从化区人民政府办公室,1,C-1,春节值班的通知,1,", "暂缓处置"]);
    assert_eq!(house.get(&mut leader, &format!("{run}/certificate.pdf")).await.status, StatusCode::NOT_FOUND);
    let page = format!("/office/items/published/{}", short_id("conghua-gov/C-1"));
    house.get(&mut leader, &page).await.says(&["已归档 2017-04-06"]);
    house.get(&mut leader, "/office/items/?stage=published").await.says(&["已归档"]);

    let hold = house.get(&mut leader, holds).await.between("/office/retention/holds/", "/lift").to_owned();
    let lifted = house.send(&mut leader, &format!("{holds}/{hold}/lift"), &[("why", "判决生效")]).await;
    assert_eq!(lifted.status, StatusCode::SEE_OTHER, "{}", lifted.text);
    house.get(&mut leader, holds).await.says(&["已解除", "判决生效"]);
}

#[tokio::test]
async fn the_other_body_gets_nothing_of_it() {
    let house = filled().await;
    let mut publisher = house.somebody(Role::DisclosureOfficer, BODY).await;
    let mut leader = house.somebody(Role::Leader, BODY).await;
    let fields = [("body", BODY), ("word", "征地"), ("reason", "行政诉讼未结")];
    house.send(&mut publisher, "/office/retention/holds", &fields).await;
    let hold = house.get(&mut leader, "/office/retention/holds").await;
    let hold = hold.between("/office/retention/holds/", "/lift").to_owned();
    let run = proposed(&house, &mut publisher).await;
    for role in [Role::DisclosureOfficer, Role::Leader, Role::Supervisor, Role::Editor] {
        let mut stranger = house.somebody(role, "zengcheng-gov").await;
        let overview = house.get(&mut stranger, "/office/retention/").await;
        assert!(!overview.text.contains("从化"), "{role:?}: {}", overview.text);
        overview.says(&["增城区人民政府办公室"]);
        let holds = house.get(&mut stranger, "/office/retention/holds").await;
        assert!(!holds.text.contains("征地") && !holds.text.contains("从化"), "{role:?}");
        for address in [
            "/office/retention/due/conghua-gov".to_owned(),
            run.clone(),
            format!("{run}/certificate.csv"),
            format!("{run}/certificate.pdf"),
            format!("{run}/package.zip"),
        ] {
            let answer = house.get(&mut stranger, &address).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role:?} {address}: {}", answer.text);
        }
        for (address, fields) in [
            ("/office/retention/due/conghua-gov".to_owned(), &[("reason", "x")][..]),
            ("/office/retention/holds".to_owned(), &[("body", BODY), ("word", "值班"), ("reason", "x")]),
            (format!("/office/retention/holds/{hold}/lift"), &[("why", "x")]),
            (run.clone(), &[("act", "confirm"), ("digest", "0"), ("reason", "x")]),
            (run.clone(), &[("act", "drop"), ("reason", "x")]),
        ] {
            let answer = house.send(&mut stranger, &address, fields).await;
            let refused = matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN);
            assert!(refused, "{role:?} {address}: {}", answer.status);
        }
    }
    house.get(&mut leader, &run).await.says(&["等批准", "批准并办理"]);
}
