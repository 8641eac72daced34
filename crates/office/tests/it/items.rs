//! Publishing information through the pages, by the people whose work it is.

use crate::house::{House, Visitor};
use axum::http::StatusCode;
use gongkai_domain::people::Role;

pub const BODY: &str = "conghua-gov";

pub struct Office {
    pub house: House,
    pub editor: Visitor,
    pub reviewer: Visitor,
    pub secrecy: Visitor,
    pub leader: Visitor,
    pub publisher: Visitor,
}

impl Office {
    pub async fn open() -> Self {
        Self::of(House::with_staff().await).await
    }

    /// Everybody of a house at their places.
    pub async fn of(house: House) -> Self {
        Self {
            editor: house.somebody(Role::Editor, BODY).await,
            reviewer: house.somebody(Role::Reviewer, BODY).await,
            secrecy: house.somebody(Role::SecrecyReviewer, BODY).await,
            leader: house.somebody(Role::Leader, BODY).await,
            publisher: house.somebody(Role::DisclosureOfficer, BODY).await,
            house,
        }
    }

    /// Drafts an item; answers the address of the draft.
    pub async fn draft(&mut self, title: &str, html: &str) -> String {
        let fields = [
            ("body", BODY),
            ("title", title),
            ("category", "departmental_document"),
            ("document_number", "从府办[2017]第008号"),
            ("issued_on", "2017-03-07"),
            ("html", html),
            ("then", "stay"),
        ];
        let answer = self.house.send(&mut self.editor, "/office/items/new", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        answer.header("location").to_owned()
    }

    /// The draft's count, as its review page sends it back.
    async fn version(&mut self, draft: &str) -> String {
        let page = self.house.get(&mut self.publisher, &format!("{draft}/history")).await;
        assert_eq!(page.status, StatusCode::OK);
        let review = self.house.get(&mut self.leader, &format!("{draft}/review")).await;
        let of_leader = review.text.split_once("name=\"version\" value=\"").map(|(_, rest)| rest);
        match of_leader {
            Some(rest) => rest.split('"').next().unwrap().to_owned(),
            None => String::new(),
        }
    }
}

pub async fn act(
    house: &House,
    who: &mut Visitor,
    draft: &str,
    fields: &[(&str, &str)],
) -> crate::house::Answer {
    let review = house.get(who, &format!("{draft}/review")).await;
    assert_eq!(review.status, StatusCode::OK, "{}", review.text);
    let version = review
        .text
        .split_once("name=\"version\" value=\"")
        .map(|(_, rest)| rest.split('"').next().unwrap().to_owned())
        .unwrap_or_default();
    let mut all = vec![("version", version.as_str())];
    all.extend_from_slice(fields);
    house.send(who, &format!("{draft}/step"), &all).await
}

#[tokio::test]
async fn five_people_take_a_notice_to_the_public_correct_it_and_withdraw_it() {
    let mut office = Office::open().await;
    let draft = office
        .draft("从化区2017年政务公开工作要点", "<h1>一、总则</h1><p>各镇<script>alert(1)</script>：</p>")
        .await;
    let Office { house, editor, reviewer, secrecy, leader, publisher } = &mut office;
    let edit = house.get(editor, &draft).await;
    edit.says(&["&#60;h2&#62;一、总则&#60;/h2&#62;", "已保存", "送部门审核", "从府办[2017]第008号"]);
    assert!(!edit.text.contains("alert(1)"));

    let list = house.get(editor, "/office/items/").await;
    list.says(&["从化区2017年政务公开工作要点", "逾期 1 日", "2017-04-05", "清明"]);

    let sent = act(house, editor, &draft, &[("step", "submit-draft")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    for (who, fields, turn) in [
        (&mut *reviewer, &[("step", "review-draft"), ("reason", "同意")][..], "部门审核"),
        (
            &mut *secrecy,
            &[("step", "decide-secrecy"), ("verdict", "proactive"), ("reason", "不涉密")],
            "保密审查结论",
        ),
        (&mut *leader, &[("step", "approve-draft")], "批准发布"),
    ] {
        let review = house.get(who, &format!("{draft}/review")).await;
        review.says(&["轮到你", turn, "四个人不能相同。你不是拟稿人。", "自动检查", "F13"]);
        let done = act(house, who, &draft, fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{turn}: {}", done.text);
    }
    let done = act(house, publisher, &draft, &[("step", "publish-item")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let review = house.get(publisher, &format!("{draft}/review")).await;
    let published = review.between("href=\"/office/items/published/", "\"").to_owned();
    let page = house.get(publisher, &format!("/office/items/published/{published}")).await;
    page.says(&["conghua-gov/2017-00001", "从府办〔2017〕8号", "第1版", "撤回"]);

    // A correction is a new edition, and goes through all hands again.
    let address = format!("/office/items/published/{published}");
    let begun = house.send(editor, &format!("{address}/correct"), &[]).await;
    let correction = begun.header("location").to_owned();
    let saved = house
        .send(
            editor,
            &correction,
            &[
                ("version", "1"),
                ("body", BODY),
                ("title", "从化区2017年政务公开工作要点"),
                ("category", "departmental_document"),
                ("correction", "更正称谓"),
                ("html", "<h2>一、总则</h2><p>各镇（街）：</p>"),
                ("then", "submit"),
            ],
        )
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let review = house.get(reviewer, &format!("{correction}/review")).await;
    review.says(&["对已发布的一版：改 1 处", "各镇<ins>（街）</ins>：", "没有与已发布信息重名"]);
    act(house, reviewer, &correction, &[("step", "review-draft")]).await;
    act(house, secrecy, &correction, &[("step", "decide-secrecy"), ("verdict", "proactive")]).await;
    act(house, leader, &correction, &[("step", "approve-draft")]).await;
    let done = act(house, publisher, &correction, &[("step", "publish-item")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    house.get(editor, &address).await.says(&["第2版", "更正称谓", "各镇<ins>（街）</ins>："]);

    let refused = house.send(editor, &format!("{address}/withdraw"), &[("reason", "误发")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let refused = house.send(publisher, &format!("{address}/withdraw"), &[("reason", " ")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    house.send(publisher, &format!("{address}/withdraw"), &[("reason", "误发")]).await;
    house.get(publisher, &address).await.says(&["已撤回", "误发"]);

    // Of the published pages at the office, too, a second body gets nothing.
    let mut other = house.somebody(Role::DisclosureOfficer, "zengcheng-gov").await;
    assert_eq!(house.get(&mut other, &address).await.status, StatusCode::NOT_FOUND);
    for act in ["correct", "withdraw"] {
        let answer = house.send(&mut other, &format!("{address}/{act}"), &[("reason", "误发")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
    }
}

#[tokio::test]
async fn two_who_write_at_once_see_both_texts_and_choose() {
    let mut office = Office::open().await;
    let draft = office.draft("通知", "<p>第一段。</p><p>各镇：请于三月底前报送。</p>").await;
    let Office { house, editor, publisher, .. } = &mut office;
    let fields = |version: &'static str, html: &'static str| {
        [("version", version), ("body", BODY), ("title", "通知"), ("html", html)]
    };
    let saved = house
        .send(
            publisher,
            &format!("{draft}/save"),
            &fields("1", "<p>第一段。</p><p>各镇：请于四月底前报送。</p>"),
        )
        .await;
    assert_eq!(saved.status, StatusCode::OK);
    saved.says(&["\"version\":2"]);
    let mine = fields("1", "<p>第一段。</p><p>各镇：请于三月中旬前报送。</p>");
    let met = house.send(editor, &format!("{draft}/save"), &mine).await;
    assert_eq!(met.status, StatusCode::CONFLICT);
    met.says(&["/meeting?aside="]);
    let met = house.send(editor, &draft, &mine).await;
    assert_eq!(met.status, StatusCode::SEE_OTHER);
    let meeting = met.header("location").to_owned();
    let page = house.get(editor, &meeting).await;
    page.says(&[
        "两个人同时改了这一件",
        "各镇：请于<del>四月底</del><ins>三月中旬</ins>前报送。",
        "用我的",
        "合成一稿",
    ]);
    // What was laid aside is nobody else's business, and nothing is lost by taking the other one.
    assert_eq!(house.get(publisher, &meeting).await.status, StatusCode::NOT_FOUND);
    let taken =
        house.send(editor, &draft, &fields("2", "<p>第一段。</p><p>各镇：请于三月中旬前报送。</p>")).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    let history = house.get(editor, &format!("{draft}/history")).await;
    history.says(&["搁下的一稿"]);
}

#[tokio::test]
async fn what_stands_against_a_step_is_said_beside_the_button() {
    let mut office = Office::open().await;
    let draft = office.draft("从化市通知", "<p>内部资料</p>").await;
    let Office { house, editor, reviewer, .. } = &mut office;
    act(house, editor, &draft, &[("step", "submit-draft")]).await;
    let review = house.get(reviewer, &format!("{draft}/review")).await;
    review.says(&["aria-disabled=\"true\"", "不能通过：", "有“内部资料”字样", "“从化市”出现 1 次", "改为"]);
    let refused = act(house, reviewer, &draft, &[("step", "review-draft")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says(&["<title>错误：", "没有办成"]);
    for _ in 0..2 {
        let review = house.get(reviewer, &format!("{draft}/review")).await;
        let finding = review.between("name=\"finding\" value=\"", "\"").to_owned();
        let fields = [("finding", finding.as_str()), ("how", "accept"), ("reason", "引用旧名")];
        let done = house.send(reviewer, &format!("{draft}/finding"), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    }
    let passed = act(house, reviewer, &draft, &[("step", "review-draft")]).await;
    assert_eq!(passed.status, StatusCode::SEE_OTHER, "{}", passed.text);
    house.get(reviewer, &format!("{draft}/history")).await.says(&["写明理由保留", "引用旧名"]);
}

#[tokio::test]
async fn an_incomplete_draft_is_kept_and_its_fields_say_what_is_missing() {
    let mut office = Office::open().await;
    let Office { house, editor, .. } = &mut office;
    let fields = [("body", BODY), ("issued_on", "昨天"), ("html", "<p>文</p>"), ("then", "submit")];
    let answer = house.send(editor, "/office/items/new", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.says(&[
        "<title>错误：",
        "还不能送审，已经保存",
        "href=\"#title\"",
        "href=\"#category\"",
        "id=\"issued_on-why\"",
        "昨天",
    ]);
    house.get(editor, "/office/items/").await.says(&["（还没有标题）"]);
}

#[tokio::test]
async fn a_second_body_sees_nothing_of_the_first() {
    let mut office = Office::open().await;
    let draft = office.draft("从化内部稿", "<p>不给别人看</p>").await;
    let version = office.version(&draft).await;
    let Office { house, .. } = &mut office;
    for role in [
        Role::Editor,
        Role::Reviewer,
        Role::SecrecyReviewer,
        Role::DisclosureOfficer,
        Role::Leader,
        Role::Supervisor,
    ] {
        let mut other = house.somebody(role, "zengcheng-gov").await;
        for page in ["", "/review", "/history", "/preview", "/meeting?aside=1"] {
            let answer = house.get(&mut other, &format!("{draft}{page}")).await;
            assert!(
                matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN),
                "{role:?} {page}"
            );
            assert!(!answer.text.contains("从化内部稿") && !answer.text.contains("不给别人看"));
        }
        for list in [
            "/office/items/",
            "/office/items/?body=conghua-gov",
            "/office/items/?stage=published",
            "/office/items/?words=从化",
        ] {
            let answer = house.get(&mut other, list).await;
            assert!(!answer.text.contains("从化内部稿"), "{role:?} {list}");
        }
        for (page, fields) in [
            ("", vec![("version", "1"), ("title", "改"), ("html", "x")]),
            ("/save", vec![("version", "1"), ("title", "改"), ("html", "x")]),
            ("/step", vec![("version", version.as_str()), ("step", "submit-draft")]),
            ("/finding", vec![("finding", "x"), ("how", "mask")]),
        ] {
            let answer = house.send(&mut other, &format!("{draft}{page}"), &fields).await;
            assert!(
                matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN),
                "{role:?} {page}: {}",
                answer.status
            );
        }
    }
}

#[tokio::test]
async fn a_draft_stands_on_the_desk_of_whoever_has_the_next_hand() {
    let mut office = Office::open().await;
    let draft = office.draft("关于公布2017年重点工作的通知", "<p>正文</p>").await;
    let desk = office.house.get(&mut office.editor, "/office/").await;
    desk.says(&["今天要看 1 件", "逾期 1 日", "关于公布2017年重点工作的通知", "拟稿", "2017-04-05"]);
    assert!(!office.house.get(&mut office.leader, "/office/").await.text.contains("重点工作"));
    let sent = act(&office.house, &mut office.editor, &draft, &[("step", "submit-draft")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    office
        .house
        .get(&mut office.reviewer, "/office/")
        .await
        .says(&["关于公布2017年重点工作的通知", "/review\">审核"]);
    assert!(
        !office.house.get(&mut office.editor, "/office/").await.text.contains("重点工作"),
        "it has left the desk"
    );
    let mut other = office.house.somebody(Role::Reviewer, "zengcheng-gov").await;
    office.house.get(&mut other, "/office/").await.says(&["现在没有等你办的事"]);
}

#[tokio::test]
async fn personal_data_are_masked_before_anything_goes_on() {
    let mut office = Office::open().await;
    let draft = office.draft("公告", "<p>联系人张某，手机13800012345，本办电话020-87927132。</p>").await;
    let review = office.house.get(&mut office.editor, &format!("{draft}/review")).await;
    review.says(&["有手机号码 138****2345"]);
    act(&office.house, &mut office.editor, &draft, &[("step", "submit-draft")]).await;
    let refused = act(&office.house, &mut office.reviewer, &draft, &[("step", "review-draft")]).await;
    assert_ne!(refused.status, StatusCode::SEE_OTHER, "an open finding keeps it here");
    let named = office.draft("张某440117199001010012的补偿公告", "<p>正文</p>").await;
    let review = office.house.get(&mut office.editor, &format!("{named}/review")).await;
    review.says(&["里面有身份证号，不能公开"]);
}
