//! The report studio through the door: a small office of 2016 from the first look to the public.

use crate::house::{Answer, House, Visitor};
use axum::http::StatusCode;
use gongkai_app::public;
use gongkai_domain::people::Role;
use gongkai_testkit::Cells;
use gongkai_testkit::browser::{Browser, PAGE_CHECKS, browser};
use serde_json::Value;
use std::path::Path;

const HOME: &str = "/office/reports/conghua-gov/2016/gz-2016";
const BODY: &str = "conghua-gov";

const ITEMS: [Cells<'_>; 4] = [
    &[
        ("body", BODY),
        ("index_number", "2016-00001"),
        ("title", "综合受理窗口进驻部门和事项清单"),
        ("category", "administrative_power"),
        ("class", "proactive"),
        ("published_on", "2016-12-30"),
    ],
    &[
        ("body", BODY),
        ("index_number", "2016-00002"),
        ("title", "2016年部门预算"),
        ("category", "budget_and_final_accounts"),
        ("class", "proactive"),
        ("public_funds", "true"),
        ("published_on", "2016-02-20"),
    ],
    &[
        ("body", BODY),
        ("index_number", "2015-00001"),
        ("title", "去年的动态"),
        ("category", "news"),
        ("class", "proactive"),
        ("published_on", "2015-05-01"),
    ],
    &[
        ("body", "zengcheng-gov"),
        ("index_number", "2016-Z-1"),
        ("title", "增城未公开的稿子"),
        ("category", "news"),
        ("class", "withheld"),
        ("published_on", "2016-03-01"),
    ],
];
const REQUESTS: [Cells<'_>; 2] = [
    &[
        ("body", BODY),
        ("number", "2016-1"),
        ("received_on", "2016-02-05"),
        ("channel", "letter"),
        ("requester_kind", "natural_person"),
        ("requester_name", "欧阳测试"),
        ("decided_on", "2016-02-25"),
        ("outcome", "not_held_by_this_body"),
    ],
    &[
        ("body", BODY),
        ("number", "2016-2"),
        ("received_on", "2016-05-05"),
        ("channel", "online"),
        ("requester_kind", "commercial_enterprise"),
    ],
];
const PURCHASES: [Cells<'_>; 1] = [&[
    ("body", BODY),
    ("number", "CH-1"),
    ("title", "办公设备"),
    ("method", "inquiry"),
    ("budget", "100700000"),
    ("price", "60400000"),
    ("signed_on", "2016-02-02"),
]];

/// The house with the registers of a small office of 2016.
pub async fn filled() -> House {
    let house = House::with_staff().await;
    house.record("items", &ITEMS).await;
    house.record("requests", &REQUESTS).await;
    house.record("procurement-projects", &PURCHASES).await;
    house
}

fn at(rest: &str) -> String {
    format!("{HOME}{rest}")
}

async fn home(house: &House, visitor: &mut Visitor) -> Answer {
    house.get(visitor, HOME).await
}

/// Presses the button of a form that sends back what was seen.
async fn press(house: &House, visitor: &mut Visitor, rest: &str) -> Answer {
    let page = home(house, visitor).await;
    let seen = page.between("name=\"seen\" value=\"", "\"").to_owned();
    house.send(visitor, &at(rest), &[("seen", &seen)]).await
}

#[track_caller]
fn went_on(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
}

#[tokio::test]
async fn a_report_is_prepared_checked_signed_and_published() {
    let house = filled().await;
    let mut officer = house.somebody(Role::DisclosureOfficer, BODY).await;
    let mut leader = house.somebody(Role::Leader, BODY).await;

    let shelf = house.get(&mut officer, "/office/reports/").await;
    shelf.says(&["2016 年度", HOME, "编制中", "2017-03-31", "第三十一条"]);
    let page = home(&house, &mut officer).await;
    page.says(&["附表1 主动公开情况统计", "行政职权类信息", "编制步骤", "还不能审核", "与上年比较"]);
    let cell = house.get(&mut officer, &at("?cell=F17")).await;
    cell.says(&["综合受理窗口进驻部门和事项清单", "第 1—1 条，共 1 条", "公开属性"]);
    assert!(!cell.text.contains("增城未公开的稿子"));
    let requests = house.get(&mut officer, &at("?cell=F60")).await;
    requests.says(&["2016-1"]);
    assert!(!requests.text.contains("欧阳测试"), "personal columns are not shown");

    // Write, be told of a number typed by hand, put the figure in its place, save.
    let place = at("/text/public_columns");
    house.get(&mut officer, &place).await.says(&["公开的渠道和形式", "上年这里没有写"]);
    let words = "全年办理政府采购项目3宗。";
    let told = house.send(&mut officer, &place, &[("before", ""), ("words", words), ("preview", "1")]).await;
    told.says(&["这里写“3”，F38 是 1", "换成 {F38}"]);
    let insert = told.between("name=\"insert\" value=\"", "\">").to_owned();
    let insert = if insert.contains('{') {
        insert
    } else {
        let after = told.text.rsplit("name=\"insert\" value=\"").next().unwrap();
        after.split('"').next().unwrap().to_owned()
    };
    let put =
        house.send(&mut officer, &place, &[("before", ""), ("words", words), ("insert", &insert)]).await;
    put.says(&["全年办理政府采购项目{F38}宗。", "<p>全年办理政府采购项目1宗。</p>"]);
    let words = "全年办理政府采购项目{F38}宗。";
    went_on(&house.send(&mut officer, &place, &[("before", ""), ("words", words)]).await);
    home(&house, &mut officer).await.says(&["全年办理政府采购项目<a class=\"chip\""]);

    // The reply that was not counted is explained by overriding; what then fails is accepted with a reason.
    let empty =
        house.send(&mut officer, &at("/cell/F13"), &[("what", "set"), ("value", "9"), ("reason", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    empty.says(&["<title>错误：", "请写明理由"]);
    let wrong = house
        .send(&mut officer, &at("/cell/F13"), &[("what", "set"), ("value", "许多"), ("reason", "x")])
        .await;
    wrong.says(&["请填一个数"]);
    let set = [("what", "set"), ("value", "９"), ("reason", "迁移前另有记录")];
    went_on(&house.send(&mut officer, &at("/cell/F13"), &set).await);
    let page = house.get(&mut officer, &at("?cell=F13")).await;
    page.says(&["F13 已另定数值", "另定的数值，不是台账数出来的", "迁移前另有记录", "1 项未通过", "不符"]);
    went_on(&house.send(&mut officer, &at("/check/annex-1-total"), &[("reason", "类别待核")]).await);
    went_on(&press(&house, &mut officer, "/submission").await);
    home(&house, &mut officer).await.says(&["待审核"]);
    let closed = house.send(&mut officer, &place, &[("before", words), ("words", "x")]).await;
    assert_eq!(closed.status, StatusCode::CONFLICT);

    // The leader sends it back about a figure; the number is taken back, the comment dealt with.
    let back = [("about", "cell:F13"), ("words", "九条从哪里来")];
    went_on(&house.send(&mut leader, &at("/return"), &back).await);
    let page = home(&house, &mut officer).await;
    page.says(&["已退回，编制中", "九条从哪里来", "1 条意见没有办结"]);
    let comment = page.between("/comments/", "\"").to_owned();
    went_on(&house.send(&mut officer, &at("/cell/F13"), &[("what", "count")]).await);
    went_on(&house.send(&mut officer, &at(&format!("/comments/{comment}")), &[]).await);
    went_on(&press(&house, &mut officer, "/submission").await);
    went_on(&press(&house, &mut leader, "/checking").await);

    let form = house.get(&mut leader, &at("/signature")).await;
    form.says(&["签发以后", "leader.conghua-gov 某", "disclosure-officer.conghua-gov 某"]);
    let seen = form.between("id=\"seen\" value=\"", "\"").to_owned();
    let stale = house.send(&mut leader, &at("/signature"), &[("seen", "0")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    went_on(&house.send(&mut leader, &at("/signature"), &[("seen", &seen), ("phone", "020-1")]).await);
    let records = &house.office.records;
    let is_frozen = || async { public::standing(records, BODY, 2016, "gz-2016").await.unwrap().is_some() };
    assert!(!is_frozen().await, "signed is not published");
    let page = home(&house, &mut leader).await;
    page.says(&["第 1 版", "未公布", "公布到门户"]);
    went_on(&house.send(&mut officer, &at("/publication"), &[("note", "")]).await);
    assert!(is_frozen().await);

    // Afterwards the registers change: the studio warns, and tells the row.
    house
        .record(
            "items",
            &[&[
                ("body", BODY),
                ("index_number", "2016-00009"),
                ("title", "补登的一条"),
                ("category", "administrative_power"),
                ("class", "proactive"),
                ("published_on", "2016-12-31"),
            ]],
        )
        .await;
    home(&house, &mut officer).await.says(&["定稿后台账变了", "F17"]);
    let page = house.get(&mut officer, &at("?cell=F17&against=1")).await;
    page.says(&["定稿时是 1", "新增", "conghua-gov/2016-00009", "与定稿比较"]);
    house.get(&mut officer, "/office/reports/").await.says(&["定稿后有", "个数变了", "已公布"]);
    went_on(&house.send(&mut officer, &at("/withdrawal"), &[("why", "数据有误")]).await);
    assert!(public::report(records, BODY, 2016, "gz-2016").await.is_err());
}

#[tokio::test]
async fn two_who_write_the_same_words_see_what_the_other_wrote() {
    let house = filled().await;
    let mut one = house.somebody(Role::DisclosureOfficer, BODY).await;
    let mut other = one.clone();
    let place = at("/text/problems");
    went_on(&house.send(&mut one, &place, &[("before", ""), ("words", "一\n甲写的")]).await);
    let told = house.send(&mut other, &place, &[("before", ""), ("words", "一\n乙写的")]).await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    told.says(&["<title>错误：", "<del>甲写的</del>", "<ins>乙写的</ins>", "乙写的</textarea>"]);
    // What stands there now is what the next try is held against.
    went_on(&house.send(&mut other, &place, &[("before", "一\n甲写的"), ("words", "一\n两人写的")]).await);
    house.get(&mut one, &place).await.says(&["两人写的</textarea>"]);
}

#[tokio::test]
async fn nothing_of_a_report_answers_another_body() {
    let house = filled().await;
    for role in [Role::DisclosureOfficer, Role::Leader, Role::Supervisor] {
        let mut stranger = house.somebody(role, "zengcheng-gov").await;
        let shelf = house.get(&mut stranger, "/office/reports/").await;
        assert!(!shelf.text.contains("conghua-gov"), "{}", shelf.text);
        for rest in [
            "",
            "?cell=F17",
            "/signature",
            "/text/overview",
            "/cell/F13",
            "/file/report.json",
            "/file/report.docx",
            "/file/report.xlsx",
            "/file/report.csv",
            "/file/report.pdf",
            "/file/report.json?version=1",
        ] {
            let answer = house.get(&mut stranger, &at(rest)).await;
            assert!(
                matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN),
                "{rest}: {}",
                answer.status
            );
            assert!(!answer.text.contains("综合受理窗口"), "{rest}");
        }
        for rest in [
            "/submission",
            "/checking",
            "/return",
            "/comments",
            "/comments/1",
            "/signature",
            "/publication",
            "/withdrawal",
            "/text/overview",
            "/cell/F13",
            "/check/savings",
        ] {
            let sent = [("words", "x"), ("reason", "x"), ("why", "x"), ("value", "1"), ("what", "set")];
            let answer = house.send(&mut stranger, &at(rest), &sent).await;
            assert!(
                matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN),
                "{rest}: {}",
                answer.status
            );
        }
    }
    let mut leader = house.somebody(Role::Leader, "zengcheng-gov").await;
    let answer = house.send(&mut leader, "/office/reports/conghua-gov/public", &[("only", "yes")]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn files_are_given_as_drafts_and_as_frozen() {
    let house = filled().await;
    let mut officer = house.somebody(Role::DisclosureOfficer, BODY).await;
    for (name, start) in
        [("report.docx", "PK"), ("checking.docx", "PK"), ("report.xlsx", "PK"), ("report.json", "{")]
    {
        let answer = house.get(&mut officer, &at(&format!("/file/{name}"))).await;
        assert_eq!(answer.status, StatusCode::OK, "{name}");
        assert!(answer.text.starts_with(start), "{name}");
        assert!(answer.header("content-disposition").ends_with(&format!("-draft-{name}\"")));
    }
    house.get(&mut officer, &at("/file/report.csv")).await.says(&["F13,主动公开信息数"]);
    for none in ["report.pdf", "report.html", "passwd", "report.json?version=7"] {
        let answer = house.get(&mut officer, &at(&format!("/file/{none}"))).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{none}");
    }
}

#[tokio::test]
async fn every_format_has_a_studio_in_both_languages() {
    let house = filled().await;
    let mut officer = house.somebody(Role::DisclosureOfficer, BODY).await;
    for format in &house.office.records.law.formats {
        for language in ["", "/en"] {
            let address = format!("{language}/office/reports/{BODY}/2016/{}", format.id);
            let page = house.get(&mut officer, &address).await;
            assert_eq!(page.status, StatusCode::OK, "{address}: {}", page.text);
            for cell in [&format.cells[0], format.cells.last().unwrap()] {
                let answer = house.get(&mut officer, &format!("{address}?cell={}", cell.code)).await;
                assert_eq!(answer.status, StatusCode::OK, "{address} {}", cell.code);
            }
            for table in &format.tables {
                let answer = house.get(&mut officer, &format!("{address}?table={}", table.id)).await;
                assert_eq!(answer.status, StatusCode::OK, "{address} {}", table.id);
            }
        }
    }
    for wrong in ["/office/reports/conghua-gov/16/gz-2016", "/office/reports/conghua-gov/2016/none"] {
        assert_eq!(house.get(&mut officer, wrong).await.status, StatusCode::NOT_FOUND);
    }
}

/// Serves the house on a port of its own.
async fn served(house: &House) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    // The portal serves the assets of both.
    let assets = gongkai_web::assets::routes();
    let router = gongkai_web::shell::beside("", gongkai_office::ROOM, house.router.clone(), assets);
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_way_goes_by_keyboard_in_a_browser() {
    let house = filled().await;
    let address = served(&house).await;
    tokio::task::spawn_blocking(move || {
        if let Some(mut tab) = browser() {
            by_keyboard(&mut tab, &address);
        }
    })
    .await
    .unwrap();
    let standing = public::standing(&house.office.records, BODY, 2016, "gz-2016").await.unwrap();
    if let Some(standing) = standing {
        assert_eq!(standing.freezing.signatures.head, "leader.conghua-gov 某");
    }
}

fn by_keyboard(tab: &mut Browser, address: &str) {
    tab.resize(1280, 900);
    sign_in(tab, address, "disclosure-officer.conghua-gov");
    tab.tab_to("a[href='/office/reports/']");
    tab.enter();
    look(tab, "studio-shelf");
    tab.tab_to(&format!("a[href='{HOME}']"));
    tab.enter();
    look(tab, "studio");
    tab.tab_to(&format!(".cells a[href^='{HOME}?cell=F17']"));
    tab.enter();
    look(tab, "studio-cell");
    tab.tab_to(&format!("a[href='{HOME}/text/public_columns']"));
    tab.enter();
    tab.tab_to("#words");
    tab.type_in("全年办理政府采购项目3宗。");
    tab.tab_to("button[name=preview]");
    tab.enter();
    look(tab, "studio-text");
    tab.tab_to("button[name=insert][value*='{F38}']");
    tab.enter();
    assert_eq!(tab.evaluate("document.querySelector('#words').value"), "全年办理政府采购项目{F38}宗。");
    tab.tab_to("form button.btn");
    tab.enter();
    assert_eq!(tab.text(".notice.ok"), "已保存");
    tab.open(&format!("{address}{HOME}/cell/F13"));
    look(tab, "studio-override");
    tab.open(&format!("{address}{HOME}"));
    tab.tab_to("#submit");
    tab.enter();

    sign_in(tab, address, "leader.conghua-gov");
    tab.open(&format!("{address}{HOME}?cell=F17"));
    tab.tab_to("#hands summary");
    tab.space();
    tab.tab_to("#back");
    tab.type_in("请核对采购一段");
    tab.tab_to("#hands details button");
    tab.enter();

    sign_in(tab, address, "disclosure-officer.conghua-gov");
    tab.open(&format!("{address}{HOME}"));
    look(tab, "studio-sent-back");
    tab.tab_to("#comments .acts button");
    tab.enter();
    tab.tab_to("#submit");
    tab.enter();

    sign_in(tab, address, "leader.conghua-gov");
    tab.open(&format!("{address}{HOME}"));
    tab.tab_to("#check");
    tab.enter();
    tab.tab_to(&format!("a.btn[href='{HOME}/signature']"));
    tab.enter();
    look(tab, "studio-sign");
    tab.tab_to("#sign");
    tab.enter();
    tab.tab_to("#publish");
    tab.enter();
    assert_eq!(tab.text(".notice.ok"), "第 1 版已在门户公布");
    look(tab, "studio-published");
}

fn sign_in(tab: &mut Browser, address: &str, account: &str) {
    tab.open(&format!("{address}/office/sign-in"));
    tab.tab_to("#account");
    tab.type_in(account);
    tab.tab_to("#password");
    tab.type_in(crate::house::PASSWORD);
    tab.enter();
    assert_eq!(tab.address(), "/office/");
}

/// Holds a page against what every page must keep to, on a desk and on a phone; keeps pictures of it where a folder is
/// named for them.
fn look(tab: &mut Browser, name: &str) {
    for width in [1280, 390, 320] {
        tab.resize(width, 900);
        let faults = tab.evaluate(PAGE_CHECKS);
        assert_eq!(faults.as_array().unwrap(), &[] as &[Value], "{name} at {width}");
        if let Some(folder) = std::env::var_os("GONGKAI_PICTURES") {
            tab.picture(&Path::new(&folder).join(format!("{name}-{width}.png")));
        }
    }
    assert_eq!(tab.objections(), Vec::<String>::new(), "{name}");
    tab.resize(1280, 900);
}
