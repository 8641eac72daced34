//! Lists and documents: what may be seen, what may not, and what a withdrawn one says.

use crate::office::Portal;
use axum::http::StatusCode;
use gongkai_app::people::Officer;
use gongkai_app::{Page, drafts, public};
use gongkai_domain::catalogue::{Step, Verdict, Verdicts};
use gongkai_domain::people::{Grant, Reach, Role};
use jiff::civil::date;

async fn short_id(portal: &Portal, body: &str, title: &str) -> String {
    let filter = public::ItemFilter { body: Some(body.to_owned()), ..public::ItemFilter::default() };
    let list = public::items(&portal.office, &filter, Page { offset: 0, limit: 100 }).await.unwrap();
    list.items.into_iter().find(|item| item.title == title).unwrap().short_id
}

#[tokio::test]
async fn the_home_page_shows_the_entries_and_what_is_new() {
    let portal = Portal::with_records().await;
    let home = portal.get("/zfxxgk/").await;
    assert_eq!(home.status, StatusCode::OK);
    home.says(&[
        "政府信息公开指南",
        "政府信息公开制度",
        "法定主动公开内容",
        "政府信息公开年报",
        "依申请公开",
    ]);
    home.says(&[
        "从化区人民政府办公室",
        "关于印发&#60;办法&#62;的通知",
        "2016年度报告",
        "href=\"/jiekou/zfxxgk/\"",
    ]);
    assert!(!home.text.contains("内部材料") && !home.text.contains("汽车采购流程"));
    portal.get("/en/zfxxgk/").await.says(&[
        "<html lang=\"en\"",
        "Newly published",
        "href=\"/en/jiekou/zfxxgk/\"",
    ]);
}

#[tokio::test]
async fn each_body_has_its_own_pages() {
    let portal = Portal::with_records().await;
    let home = portal.get("/jiekou/zfxxgk/").await;
    home.says(&["街口街道办事处", "街口街道公告", "href=\"/jiekou/zfxxgk/fdzdgknr/\"", "href=\"/zfxxgk/\""]);
    assert!(!home.text.contains("关于印发"));
    let own = portal.get("/conghua-gov/zfxxgk/").await;
    own.says(&["<link rel=\"canonical\" href=\"https://www.example.gov.cn/zfxxgk/\">"]);
    assert_eq!(portal.get("/nobody/zfxxgk/").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_list_filters_and_keeps_what_is_not_public_to_itself() {
    let portal = Portal::with_records().await;
    let list = portal.get("/zfxxgk/fdzdgknr/").await;
    list.says(&["关于印发&#60;办法&#62;的通知", "共 <b>1</b> 条"]);
    let all = portal.get("/zfxxgk/fdzdgknr/?body=all&year=2016").await;
    all.says(&["街口街道公告", "共 <b>2</b> 条", "<option value=\"2016\" selected>"]);
    let none = portal.get("/zfxxgk/fdzdgknr/?category=news").await;
    none.says(&["筛选后没有结果", "去掉全部条件"]);
    assert_eq!(none.status, StatusCode::OK);
}

#[tokio::test]
async fn a_document_is_set_as_official_text() {
    let portal = Portal::with_records().await;
    let id = short_id(&portal, "conghua-gov", "关于印发<办法>的通知").await;
    let page = portal.get(&format!("/zfxxgk/doc/{id}")).await;
    page.says(&[
        "<h2>一、总体要求</h2>",
        "加强&lt;管理&gt;。",
        "从府办〔2016〕37号",
        "<time datetime=\"2016-11-18\">2016年11月18日</time>",
    ]);
    page.says(&[
        "<meta name=\"PubDate\" content=\"2016-11-18\">",
        "CH/<wbr><span class=\"no\">2016-00001</span>",
    ]);
    let moved = portal.get(&format!("/jiekou/zfxxgk/doc/{id}")).await;
    assert_eq!(
        (moved.status, moved.header("location")),
        (StatusCode::PERMANENT_REDIRECT, format!("/zfxxgk/doc/{id}").as_str())
    );
}

#[tokio::test]
async fn a_withdrawn_document_says_who_when_and_why() {
    let portal = Portal::with_records().await;
    let key = gongkai_domain::catalogue::short_id("conghua-gov/CH/2016-00003");
    let page = portal.get(&format!("/zfxxgk/doc/{key}")).await;
    assert_eq!(page.status, StatusCode::GONE);
    page.says(&["这条信息已撤回", "汽车采购流程", "2016年12月1日", "已由《政府采购工作流程》代替"]);
}

#[tokio::test]
async fn what_was_never_public_is_not_there() {
    let portal = Portal::with_records().await;
    let key = gongkai_domain::catalogue::short_id("conghua-gov/CH/2016-00002");
    let page = portal.get(&format!("/zfxxgk/doc/{key}")).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(!page.text.contains("内部材料"));
}

#[tokio::test]
async fn the_other_entries_answer_for_each_body() {
    let portal = Portal::with_records().await;
    portal.get("/zfxxgk/zfxxgkzn/").await.says(&["政务公开办公室", "020-87927132", "工作日 9:00—17:30"]);
    portal.get("/zfxxgk/zfxxgkzd/").await.says(&["本栏目没有信息"]);
    portal.get("/ysqgk/").await.says(&["怎样申请", "15 个工作日内答复", "政府信息公开申请"]);
    portal.get("/en/jiekou/ysqgk/").await.says(&["No address is recorded", "Within 15 working days"]);
}

#[tokio::test]
async fn a_document_leads_to_those_that_belong_with_it() {
    let portal = Portal::with_records().await;
    let more: [&[(&str, &str)]; 2] = [
        &[
            ("body", "conghua-gov"),
            ("index_number", "N-1"),
            ("title", "实施细则"),
            ("category", "news"),
            ("class", "proactive"),
            ("published_on", "2016-08-01"),
            ("document_number", "从府办〔2016〕40号"),
            ("text", "按照从府办〔2016〕41号执行。"),
        ],
        &[
            ("body", "jiekou"),
            ("index_number", "N-2"),
            ("title", "考核方案"),
            ("category", "other"),
            ("class", "proactive"),
            ("published_on", "2016-08-02"),
            ("document_number", "从府办〔2016〕41号"),
            ("source", "区考核办"),
        ],
    ];
    portal.record("items", &more).await;
    let rules = short_id(&portal, "conghua-gov", "实施细则").await;
    let scheme = short_id(&portal, "jiekou", "考核方案").await;
    let page = portal.get(&format!("/zfxxgk/doc/{rules}")).await;
    page.says(&["相关文件", &format!("href=\"/jiekou/zfxxgk/doc/{scheme}\""), "从府办〔2016〕41号"]);
    page.says(&[
        "发布日期：",
        "来源：",
        "扫一扫在手机打开当前页",
        &format!("https://www.example.gov.cn/zfxxgk/doc/{rules}"),
    ]);
    portal
        .get(&format!("/en/jiekou/zfxxgk/doc/{scheme}"))
        .await
        .says(&["Source: <span lang=\"zh-CN\">区考核办</span>", "Open this page on a phone"]);
}

/// One person who has every hand, as in the smallest office; each second one is forced.
async fn published(portal: &Portal, title: &str, html: &str, kind: Verdicts) -> String {
    let roles = [Role::Editor, Role::Reviewer, Role::SecrecyReviewer, Role::Leader, Role::DisclosureOfficer];
    let grants: Vec<Grant> = roles
        .into_iter()
        .map(|role| Grant { role, body: "conghua-gov".into(), below: false, until: None })
        .collect();
    let reach = Reach::of(&grants, &[], date(2017, 3, 1));
    let officer = Officer {
        id: "one".into(),
        account: "one".into(),
        name: "某".into(),
        body: "conghua-gov".into(),
        grants,
        reach,
        standing_in: Vec::new(),
    };
    let by = officer.by("2017-03-01T01:00:00Z".parse().unwrap(), date(2017, 3, 1));
    let fields = [
        ("title", title),
        ("category", "news"),
        ("repealed_on", "2017-02-01"),
        ("repealed_by", "从府办[2017]第1号"),
    ]
    .map(|(code, typed)| (code.to_owned(), typed.to_owned()))
    .into();
    let text = drafts::Text { fields: &fields, html };
    let mut draft = drafts::create(&portal.office, &officer, "conghua-gov", text, &by).await.unwrap();
    let closed = kind != Verdicts::Proactive;
    for step in [Step::Submit, Step::Review, Step::DecideSecrecy, Step::Approve, Step::Publish] {
        let verdict = Verdict {
            kind,
            ground: if closed { "internal_affairs".into() } else { String::new() },
            article: if closed { "《条例》第十六条第一款".into() } else { String::new() },
            opinion: "已审".into(),
            notice: closed,
        };
        let wanted = drafts::Move {
            step,
            version: draft.version,
            reason: "只有一人".into(),
            forced: true,
            verdict: (step == Step::DecideSecrecy).then_some(verdict),
            publish_at: None,
        };
        draft = drafts::step(&portal.office, &officer, &draft.id, &wanted, &by).await.unwrap();
    }
    drafts::short_id_of(&portal.office, &draft.item_key.unwrap()).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_text_written_with_the_editor_is_shown_as_it_was_set() {
    let portal = Portal::with_records().await;
    let html = "<h2>一、时间</h2><table><thead><tr><th scope=\"col\">镇</th></tr></thead><tbody><tr><td>鳌头</td></tr></tbody></table><p onclick=alert(1)>完</p>";
    let short_id = published(&portal, "值班安排", html, Verdicts::Proactive).await;
    let page = portal.get(&format!("/zfxxgk/doc/{short_id}")).await;
    page.says(&[
        "<th scope=\"col\">镇</th>",
        "<td>鳌头</td>",
        "2017-02-01 起由 从府办〔2017〕1号 废止",
        "2017-00001",
    ]);
    assert!(!page.text.contains("onclick"));
}

#[tokio::test]
async fn of_what_is_withheld_the_public_reads_number_ground_and_article() {
    let portal = Portal::with_records().await;
    let short_id = published(&portal, "内部通讯录", "<p>不能公开的正文</p>", Verdicts::Withheld).await;
    let page = portal.get(&format!("/zfxxgk/doc/{short_id}")).await;
    assert_eq!(page.status, StatusCode::OK);
    page.says(&["conghua-gov/2017-", "内部事务信息", "《条例》第十六条第一款", "经审查不予公开"]);
    assert!(!page.text.contains("内部通讯录") && !page.text.contains("正文不能"));
    let list = portal.get("/zfxxgk/fdzdgknr/").await;
    assert!(!list.text.contains("内部通讯录") && !list.text.contains(&short_id));
}
