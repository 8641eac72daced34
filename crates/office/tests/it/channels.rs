//! Channels through the pages: placing by hand, accounts, sending, printing; and nobody else sees any of it.

use crate::house::House;
use axum::http::StatusCode;
use gongkai_app::channels as use_cases;
use gongkai_app::people::Officer;
use gongkai_domain::people::{Grant, Reach, Role};

const BODY: &str = "conghua-gov";
const TITLE: &str = "从化区2017年政务公开工作要点";

async fn house() -> (House, String) {
    let house = House::with_staff().await;
    for (body, number, title) in [(BODY, "C-1", TITLE), ("zengcheng-gov", "Z-1", "增城区工作要点")] {
        house
            .record(
                "items",
                &[&[
                    ("body", body),
                    ("index_number", number),
                    ("title", title),
                    ("category", "departmental_document"),
                    ("class", "proactive"),
                    ("published_on", "2017-04-01"),
                    ("text", "各镇：\n现印发给你们。"),
                ]],
            )
            .await;
    }
    let mut publisher = house.somebody(Role::DisclosureOfficer, BODY).await;
    let board = house.get(&mut publisher, "/office/channels/").await;
    assert_eq!(board.status, StatusCode::OK, "{}", board.text);
    board.says(&[TITLE, "政府网站", "政府公报"]);
    let short_id = board.between("/office/items/published/", "/").to_owned();
    (house, short_id)
}

#[tokio::test]
async fn a_placement_is_recorded_by_hand_with_its_evidence_and_counted() {
    let (house, short_id) = house().await;
    let mut publisher = house.somebody(Role::DisclosureOfficer, BODY).await;
    let address = format!("/office/items/published/{short_id}/channels");
    let empty = house.send(&mut publisher, &address, &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    empty.says(&["错误：", "选一个渠道", "填发布的日期", "写明链接、版面"]);
    let fields = [
        ("channel", "news_media"),
        ("outlet", "今日从化"),
        ("published_on", "2017-04-05"),
        ("address", "第2版"),
        ("note", "全文刊登"),
    ];
    let early = [("channel", "gazette"), ("published_on", "2017-03-01"), ("address", "第1期")];
    let early = house.send(&mut publisher, &address, &early).await;
    early.says(&["比公开这件信息的日期还早"]);
    let done = house.send(&mut publisher, &address, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = house.get(&mut publisher, &address).await;
    page.says(&["已登记，年报会数到这一条", "新闻媒体", "今日从化", "第2版", "人工登记", "全文刊登", "SM3"]);
    let board = house.get(&mut publisher, "/office/channels/").await;
    board.says(&["mark-done"]);
    let register = house.get(&mut publisher, "/office/registers/placements/").await;
    register.says(&["今日从化"]);
}

#[tokio::test]
async fn an_account_is_made_and_its_secret_is_never_shown() {
    let (house, short_id) = house().await;
    let mut administrator = house.somebody(Role::Administrator, BODY).await;
    let list = house.get(&mut administrator, "/office/settings/channels/").await;
    list.says(&["还没有账号", "尚未在真实服务上试过", "微信公众号"]);
    let form = house.get(&mut administrator, "/office/settings/channels/new?connector=webhook").await;
    form.says(&["签名密钥", "HMAC-SM3"]);
    let fields = [
        ("connector", "webhook"),
        ("body", BODY),
        ("name", "大厅屏幕"),
        ("address", "https://screen.example.gov.cn/hook"),
        ("channel", "display_screen"),
        ("signing", "hmac-sm3"),
        ("secret", "0123456789abcdef-secret"),
        ("offered", "1"),
    ];
    let wrong = [("connector", "webhook"), ("body", BODY), ("name", "x"), ("address", "ftp://x")];
    let wrong = house.upload(&mut administrator, "/office/settings/channels/new", &wrong, &[]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.text);
    wrong.says(&["以 https:// 开头", "选一个渠道", "至少 16 个字符"]);
    let done = house.upload(&mut administrator, "/office/settings/channels/new", &fields, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let account = done.header("location").to_owned();
    let page = house.get(&mut administrator, &account).await;
    page.says(&["大厅屏幕", "试一试连接", "不再显示"]);
    assert!(!page.text.contains("0123456789abcdef-secret"));

    // The second body sees neither the account nor the item's channels, and can send nothing.
    let mut theirs = house.somebody(Role::Administrator, "zengcheng-gov").await;
    assert_eq!(house.get(&mut theirs, &account).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.upload(&mut theirs, &account, &fields, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.send(&mut theirs, &format!("{account}/try"), &[]).await.status, StatusCode::NOT_FOUND);
    house.get(&mut theirs, "/office/settings/channels/").await.says(&["还没有账号"]);
    let stolen = house.upload(&mut theirs, "/office/settings/channels/new", &fields, &[]).await;
    assert_eq!(stolen.status, StatusCode::UNPROCESSABLE_ENTITY);

    let mut publisher = house.somebody(Role::DisclosureOfficer, BODY).await;
    let item = format!("/office/items/published/{short_id}/channels");
    let page = house.get(&mut publisher, &item).await;
    let id = page.between("name=\"account\" value=\"", "\"").to_owned();
    let send = format!("/office/items/published/{short_id}/send");
    let nothing = house.send(&mut publisher, &send, &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    nothing.says(&["勾选要推送到的账号"]);
    let sent = house.send(&mut publisher, &send, &[("account", &id)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let board = house.get(&mut publisher, "/office/channels/").await;
    board.says(&["在路上", "大厅屏幕"]);
    let give_up = house.send(&mut publisher, "/office/channels/sendings/1", &[("decision", "drop")]).await;
    assert_eq!(give_up.status, StatusCode::SEE_OTHER, "{}", give_up.text);
    let again = house.send(&mut publisher, "/office/channels/sendings/1", &[("decision", "again")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text);
}

#[tokio::test]
async fn nobody_of_another_body_sees_or_moves_anything() {
    let (house, short_id) = house().await;
    for role in [Role::DisclosureOfficer, Role::Leader, Role::Editor, Role::Supervisor] {
        let mut theirs = house.somebody(role, "zengcheng-gov").await;
        let board = house.get(&mut theirs, "/office/channels/").await;
        assert!(!board.text.contains(TITLE), "{role:?}");
        let board = house.get(&mut theirs, &format!("/office/channels/?body={BODY}")).await;
        assert!(!board.text.contains(TITLE) && board.text.contains("还没有公开的信息"), "{role:?}");
        let item = format!("/office/items/published/{short_id}/channels");
        assert_eq!(house.get(&mut theirs, &item).await.status, StatusCode::NOT_FOUND, "{role:?}");
    }
    let mut theirs = house.somebody(Role::DisclosureOfficer, "zengcheng-gov").await;
    let place = [("channel", "gazette"), ("published_on", "2017-04-05"), ("address", "第1期")];
    let address = format!("/office/items/published/{short_id}/channels");
    assert_eq!(house.send(&mut theirs, &address, &place).await.status, StatusCode::NOT_FOUND);
    let send = format!("/office/items/published/{short_id}/send");
    assert_eq!(house.send(&mut theirs, &send, &[("account", "x")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        house.send(&mut theirs, "/office/channels/sendings/1", &[("decision", "drop")]).await.status,
        StatusCode::NOT_FOUND
    );
    // An item of another body cannot be slipped into an issue, and its title is not told.
    let fields = issue_fields(&short_id, "add");
    let form = house.send(&mut theirs, "/office/channels/print/new", &as_pairs(&fields)).await;
    assert!(!form.text.contains(TITLE), "{}", form.text);
    let fields = issue_fields(&short_id, "issue");
    let form = house.send(&mut theirs, "/office/channels/print/new", &as_pairs(&fields)).await;
    assert_eq!(form.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!form.text.contains(TITLE) && form.text.contains("有一件找不到"), "{}", form.text);
}

fn issue_fields(short_id: &str, what: &str) -> Vec<(String, String)> {
    [
        ("kind", "gazette"),
        ("body", "zengcheng-gov"),
        ("series", "增城公报"),
        ("year", "2017"),
        ("number", "1"),
        ("dated", "2017-04-06"),
        ("add", short_id),
        ("do", what),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

fn as_pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[tokio::test]
async fn an_issue_is_chosen_ordered_and_kept_and_answers_only_its_own_body() {
    let (house, short_id) = house().await;
    let mut publisher = house.somebody(Role::DisclosureOfficer, BODY).await;
    house.get(&mut publisher, "/office/channels/print/").await.says(&[
        "公报",
        "简报",
        "小册子",
        "还没有编印过",
    ]);
    let form = house.get(&mut publisher, "/office/channels/print/new?kind=gazette").await;
    form.says(&["可选的信息", TITLE]);
    assert!(!form.text.contains("增城区工作要点"), "items of another body are not offered");
    let added = house
        .send(
            &mut publisher,
            "/office/channels/print/new",
            &[("kind", "gazette"), ("do", "add"), ("add", &short_id)],
        )
        .await;
    assert_eq!(added.status, StatusCode::OK);
    added.says(&["name=\"item\" value=", "重排"]);
    let incomplete = [("kind", "gazette"), ("do", "preview"), ("item", short_id.as_str())];
    let incomplete = house.send(&mut publisher, "/office/channels/print/new", &incomplete).await;
    assert_eq!(incomplete.status, StatusCode::UNPROCESSABLE_ENTITY);
    incomplete.says(&["还不能编印", "填期号", "填名称"]);

    // There is no typesetting in this house: what it would have set is kept by the use case.
    let officer = officer(&house);
    let wanted = use_cases::Wanted {
        body: BODY.to_owned(),
        kind: Some(gongkai_domain::issues::IssueKind::Gazette),
        series: "从化区人民政府公报".to_owned(),
        year: "2017".to_owned(),
        number: "3".to_owned(),
        dated: "2017-04-06".to_owned(),
        items: vec![short_id.clone()],
        ..use_cases::Wanted::default()
    };
    let records = &house.office.records;
    let issue = use_cases::assemble(records, &officer, &wanted, false).await.unwrap();
    let pdf = vec![7_u8; 700_000];
    let by = house.by();
    let id = use_cases::keep_issue(records, &officer, &wanted, (&issue, &pdf), &by).await.unwrap();
    let twice = use_cases::keep_issue(records, &officer, &wanted, (&issue, &pdf), &by).await;
    assert!(matches!(twice, Err(use_cases::PrintError::Channel(use_cases::ChannelError::Fields(_)))));
    let file = format!("/office/channels/print/{id}/issue.pdf");
    assert_eq!(house.file(&mut publisher, &file).await, pdf);
    house.get(&mut publisher, "/office/channels/print/").await.says(&["从化区人民政府公报", "2017年第3期"]);
    let item = house.get(&mut publisher, &format!("/office/items/published/{short_id}/channels")).await;
    item.says(&["政府公报", "2017年第3期", "编印"]);

    let mut theirs = house.somebody(Role::DisclosureOfficer, "zengcheng-gov").await;
    assert_eq!(house.get(&mut theirs, &file).await.status, StatusCode::NOT_FOUND);
    assert!(!house.get(&mut theirs, "/office/channels/print/").await.text.contains("从化区人民政府公报"));
}

fn officer(house: &House) -> Officer {
    let grants =
        vec![Grant { role: Role::DisclosureOfficer, body: BODY.to_owned(), below: false, until: None }];
    Officer {
        id: "publisher".into(),
        account: "publisher".into(),
        name: "publisher".into(),
        body: BODY.into(),
        reach: Reach::of(&grants, &[], house.by().today),
        grants,
        standing_in: Vec::new(),
    }
}
