//! Every register in the browser: its list, files, rows and form, for whoever may see them and nobody else.

use crate::house::{House, Visitor};
use axum::http::StatusCode;
use gongkai_domain::people::Role;
use gongkai_domain::registers::ALL;
use gongkai_testkit::Cells;

const PURCHASES: [Cells<'_>; 3] = [
    &[
        ("body", "conghua-gov"),
        ("number", "CH2016-1412"),
        ("title", "政府网站无障碍改造"),
        ("method", "inquiry"),
        ("budget", "12000000"),
        ("price", "11320000"),
        ("signed_on", "2016-11-30"),
    ],
    &[
        ("body", "conghua-gov"),
        ("number", "CH2017/1"),
        ("title", "=cmd|' /C calc'!A0<script>alert(1)</script>"),
        ("method", "open_tender"),
        ("budget", "125000000"),
        ("signed_on", "2017-01-05"),
    ],
    &[
        ("body", "zengcheng-gov"),
        ("number", "ZC-1"),
        ("title", "增城的采购"),
        ("method", "inquiry"),
        ("budget", "100"),
        ("signed_on", "2016-05-01"),
    ],
];

const LIST: &str = "/office/registers/procurement-projects/";

async fn with_purchases() -> (House, Visitor) {
    let house = House::with_staff().await;
    house.record("procurement-projects", &PURCHASES).await;
    let visitor = house.somebody(Role::DisclosureOfficer, "conghua-gov").await;
    (house, visitor)
}

/// A form's fields for one purchase, some of them in place of others.
fn purchase<'f>(with: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let mut fields = vec![
        ("c.body", "conghua-gov"),
        ("c.number", "CH2017-2"),
        ("c.title", "办公用纸"),
        ("c.method", "inquiry"),
        ("c.budget", "45000"),
        ("c.signed_on", "2017-02-01"),
    ];
    for (name, value) in with {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    fields
}

#[tokio::test]
async fn every_register_has_its_list_print_form_and_files() {
    let (house, mut visitor) = with_purchases().await;
    let shelves = house.get(&mut visitor, "/office/registers/").await;
    for register in ALL {
        for front in ["", "/en"] {
            let list = format!("{front}/office/registers/{}/", register.code);
            assert!(front == "/en" || shelves.text.contains(&list), "{list} is on no shelf");
            for page in ["", "?q=a&sort=body", "print", "rows.csv", "rows.xlsx", "template.xlsx"] {
                let answer = house.get(&mut visitor, &format!("{list}{page}")).await;
                assert_eq!(answer.status, StatusCode::OK, "{list}{page}: {}", answer.text);
            }
            let form = house.get(&mut visitor, &format!("{list}new")).await;
            let is_item = register.code == "items";
            let wanted = if is_item { StatusCode::NOT_FOUND } else { StatusCode::OK };
            assert_eq!(form.status, wanted, "{list}new: {}", form.text);
            if is_item {
                continue;
            }
            for column in register.columns.iter().filter(|column| !column.computed) {
                assert!(form.text.contains(&format!("name=\"c.{}\"", column.code)), "{list} {}", column.code);
            }
            let empty = house.send(&mut visitor, &format!("{list}new"), &[]).await;
            assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "{list}");
        }
    }
}

#[tokio::test]
async fn a_list_is_filtered_sorted_and_added_up() {
    let (house, mut visitor) = with_purchases().await;
    let all = house.get(&mut visitor, LIST).await;
    all.says(&["共", "政府网站无障碍改造", "137", "6800.00", "5.67%", "aria-sort=\"descending\""]);
    assert!(all.text.find("CH2017/1") < all.text.find("CH2016-1412"), "the newest stands first");
    assert!(!all.text.contains("<script>alert"), "{}", all.text);
    let of_2016 = house.get(&mut visitor, &format!("{LIST}?f.signed_on=2016")).await;
    assert!(of_2016.text.contains("CH2016-1412") && !of_2016.text.contains("CH2017/1"));
    let words = house.get(&mut visitor, &format!("{LIST}?q=%E6%97%A0%E9%9A%9C%E7%A2%8D%20ch2016")).await;
    assert!(words.text.contains("CH2016-1412") && !words.text.contains("CH2017/1"), "{}", words.text);
    let none = house.get(&mut visitor, &format!("{LIST}?q=%25_%27")).await;
    none.says(&["没有符合的行"]);
    let sorted = house.get(&mut visitor, &format!("{LIST}?sort=budget&col=budget")).await;
    assert!(sorted.text.find("CH2016-1412") < sorted.text.find("=cmd"), "the smallest stands first");
    sorted.says(&["aria-sort=\"ascending\"", "sort=-budget"]);
}

#[tokio::test]
async fn nothing_of_another_body_is_listed_exported_or_opened() {
    let (house, _) = with_purchases().await;
    for role in [Role::Editor, Role::DisclosureOfficer, Role::Leader, Role::Supervisor] {
        let mut stranger = house.somebody(role, "zengcheng-gov").await;
        for page in ["", "?body=conghua-gov", "?q=CH2016", "print", "rows.csv", "?sort=-budget"] {
            let answer = house.get(&mut stranger, &format!("{LIST}{page}")).await;
            for told in ["CH2016", "CH2017", "无障碍", "137"] {
                assert!(page.contains(told) || !answer.text.contains(told), "{page} tells {told}");
            }
        }
        for page in ["rows/conghua-gov~1CH2016-1412", "rows/conghua-gov~1CH2016-1412/edit"] {
            let answer = house.get(&mut stranger, &format!("{LIST}{page}")).await;
            assert!(answer.status.is_client_error(), "{page}: {}", answer.status);
        }
        for act in ["edit", "removal", "restoration", "personal"] {
            let path = format!("{LIST}rows/conghua-gov~1CH2016-1412/{act}");
            let answer = house.send(&mut stranger, &path, &purchase(&[("seen", "x"), ("reason", "x")])).await;
            assert!(answer.status.is_client_error(), "{act}: {}", answer.status);
        }
        let shelf = house.get(&mut stranger, "/office/registers/").await;
        assert!(!shelf.text.contains(">3 <"), "{}", shelf.text);
    }
    let mut stranger = house.somebody(Role::Editor, "zengcheng-gov").await;
    let answer = house.send(&mut stranger, &format!("{LIST}new"), &purchase(&[])).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.says(&["你不登记这个机构的台账"]);
}

#[tokio::test]
async fn a_row_is_entered_changed_removed_and_brought_back() {
    let (house, mut visitor) = with_purchases().await;
    let wrong = purchase(&[("c.signed_on", "2016-11-31"), ("c.title", "")]);
    let answer = house.send(&mut visitor, &format!("{LIST}new"), &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.says(&["<title>错误：", "href=\"#c-signed_on\"", "href=\"#c-title\"", "2016-11-31"]);

    let answer = house.send(&mut visitor, &format!("{LIST}new"), &purchase(&[("c.price", "50000")])).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let row = answer.header("location").to_owned();
    assert_eq!(row, format!("{LIST}rows/conghua-gov~1CH2017-2"));
    house.get(&mut visitor, &row).await.says(&["已保存", "提醒", "办公用纸", "登记", "年报"]);
    let twice = house.send(&mut visitor, &format!("{LIST}new"), &purchase(&[])).await;
    twice.says(&["已有一行的项目编号与此相同"]);

    let form = house.get(&mut visitor, &format!("{row}/edit")).await;
    let seen = form.between("name=\"seen\" value=\"", "\"").to_owned();
    let changed = purchase(&[("c.number", "CH2017-3"), ("c.title", "办公用纸二"), ("seen", &seen)]);
    let answer = house.send(&mut visitor, &format!("{row}/edit"), &changed).await;
    let moved = answer.header("location").to_owned();
    assert_eq!(moved, format!("{LIST}rows/conghua-gov~1CH2017-3"), "{}", answer.text);
    house.get(&mut visitor, &moved).await.says(&["办公用纸二", "改了编号", "登记"]);

    let page = house.get(&mut visitor, &moved).await;
    let seen = page.between("name=\"seen\" value=\"", "\"").to_owned();
    let unreasoned = house.send(&mut visitor, &format!("{moved}/removal"), &[("seen", &seen)]).await;
    unreasoned.says(&["请写明原因"]);
    let gone = [("seen", &*seen), ("reason", "重复登记")];
    assert_eq!(
        house.send(&mut visitor, &format!("{moved}/removal"), &gone).await.status,
        StatusCode::SEE_OTHER
    );
    house.get(&mut visitor, &moved).await.says(&["这一行已经删除", "重复登记", "办公用纸二", "恢复"]);
    house.send(&mut visitor, &format!("{moved}/restoration"), &[]).await;
    let back = house.get(&mut visitor, &moved).await;
    back.says(&["已恢复", "办公用纸二", "/edit"]);
}

#[tokio::test]
async fn who_saves_over_another_is_shown_both_and_loses_nothing() {
    let (house, mut first) = with_purchases().await;
    let mut second = house.somebody(Role::Editor, "conghua-gov").await;
    let row = format!("{LIST}rows/conghua-gov~1CH2016-1412/edit");
    let seen = house.get(&mut first, &row).await.between("name=\"seen\" value=\"", "\"").to_owned();
    let of = |title: &'static str, price: &'static str, seen: &str| {
        let mut fields = vec![("c.number".to_owned(), "CH2016-1412".to_owned())];
        let own = purchase(&[("c.title", title), ("c.price", price), ("c.number", "CH2016-1412")]);
        fields.extend(own.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        fields.push(("seen".to_owned(), seen.to_owned()));
        fields
    };
    let fields = of("甲的名称", "100", &seen);
    let sent: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    assert_eq!(house.send(&mut first, &row, &sent).await.status, StatusCode::SEE_OTHER);
    let fields = of("乙的名称", "100", &seen);
    let sent: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    let answer = house.send(&mut second, &row, &sent).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.says(&["这一行已被别人改过", "甲的名称", "乙的名称", "take.title"]);
    let now = answer.between("name=\"seen\" value=\"", "\"").to_owned();
    let mut fields = of("乙的名称", "100", &now);
    fields.extend([
        ("take.title".to_owned(), "theirs".to_owned()),
        ("theirs.title".to_owned(), "甲的名称".to_owned()),
    ]);
    fields.retain(|(name, value)| name != "c.price" || value == "100");
    let sent: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    let answer = house.send(&mut second, &row, &sent).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    house.get(&mut second, &format!("{LIST}rows/conghua-gov~1CH2016-1412")).await.says(&["甲的名称"]);
}

#[tokio::test]
async fn personal_data_are_shown_only_when_asked_for_by_whoever_keeps_them() {
    let (house, mut keeper) = with_purchases().await;
    let request: Cells<'_> = &[
        ("body", "conghua-gov"),
        ("number", "2017-001"),
        ("received_on", "2017-03-01"),
        ("requester_name", "张三丰"),
        ("channel", "online"),
        ("requester_kind", "natural_person"),
        ("requester_phone", "13800000000"),
    ];
    house.record("requests", &[request]).await;
    let list = "/office/registers/requests/";
    let row = format!("{list}rows/conghua-gov~12017-001");
    let mut leader = house.somebody(Role::Leader, "conghua-gov").await;
    for visitor in [&mut keeper, &mut leader] {
        for page in [
            format!("{list}?col=requester_name&col=requester_phone"),
            format!("{list}?q=%E5%BC%A0%E4%B8%89"),
            format!("{list}rows.csv"),
            row.clone(),
        ] {
            let answer = house.get(visitor, &page).await;
            assert_eq!(answer.status, StatusCode::OK);
            assert!(!answer.text.contains("张三丰") && !answer.text.contains("13800000000"), "{page}");
        }
    }
    house.send(&mut keeper, &format!("{row}/personal"), &[]).await.says(&["张三丰", "13800000000"]);
    house.send(&mut keeper, &format!("{list}personal.csv"), &[]).await.says(&["张三丰"]);
    for act in [format!("{row}/personal"), format!("{list}personal.csv")] {
        let answer = house.send(&mut leader, &act, &[]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{act}");
    }
}

#[tokio::test]
async fn what_would_be_a_formula_is_no_formula_in_a_file() {
    let (house, mut visitor) = with_purchases().await;
    house.get(&mut visitor, &format!("{LIST}rows.csv")).await.says(&["'=cmd|"]);
}

#[tokio::test]
async fn views_are_ones_own_or_the_bodys() {
    let (house, mut visitor) = with_purchases().await;
    let own = [("name", "二零一六年"), ("query", "?f.signed_on=2016")];
    let answer = house.send(&mut visitor, &format!("{LIST}views"), &own).await;
    assert_eq!(answer.header("location"), format!("{LIST}?f.signed_on=2016"));
    let shared = [("name", "全单位<b>"), ("query", "https://evil.example/"), ("shared", "on")];
    house.send(&mut visitor, &format!("{LIST}views"), &shared).await;
    house.get(&mut visitor, LIST).await.says(&["二零一六年", "全单位&#60;b&#62;"]);
    let mut colleague = house.somebody(Role::Editor, "conghua-gov").await;
    let seen = house.get(&mut colleague, LIST).await;
    assert!(seen.text.contains("全单位") && !seen.text.contains("二零一六年") && !seen.text.contains("evil"));
    let mut stranger = house.somebody(Role::Editor, "zengcheng-gov").await;
    assert!(!house.get(&mut stranger, LIST).await.text.contains("全单位"));
    let page = house.get(&mut visitor, LIST).await;
    let id = page.between("views/", "/removal").to_owned();
    let path = format!("{LIST}views/{id}/removal");
    assert_eq!(house.send(&mut colleague, &path, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.send(&mut visitor, &path, &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn many_rows_are_changed_at_once_after_they_were_compared() {
    let (house, mut visitor) = with_purchases().await;
    let bulk = format!("{LIST}bulk");
    let list = house.get(&mut visitor, LIST).await;
    list.says(&["name=\"key\" value=\"conghua-gov/CH2016-1412\"", "批量修改"]);
    house.send(&mut visitor, &bulk, &[]).await.says(&["请先在列表里勾选行"]);
    let keys = [("key", "conghua-gov/CH2016-1412"), ("key", "zengcheng-gov/ZC-1")];
    let with = |more: &[(&'static str, &'static str)]| [&keys[..], more].concat();
    house.send(&mut visitor, &bulk, &with(&[("step", "compare")])).await.says(&["请勾选要改的列"]);
    let wrong = with(&[("step", "compare"), ("set.budget", "on"), ("c.budget", "很多")]);
    let answer = house.send(&mut visitor, &bulk, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let empty = with(&[("step", "compare"), ("set.budget", "on")]);
    house.send(&mut visitor, &bulk, &empty).await.says(&["没有填写"]);

    let set = with(&[("set.method", "on"), ("c.method", "open_tender")]);
    let told = house.send(&mut visitor, &bulk, &set).await;
    told.says(&["会更改 1 行", "<del>询价</del>", "<ins>公开招标</ins>"]);
    assert!(!told.text.contains("增城"), "rows of another body are passed over");
    let digest = told.between("name=\"digest\" value=\"", "\"").to_owned();
    let stale = [&set[..], &[("digest", "another")]].concat();
    house.send(&mut visitor, &bulk, &stale).await.says(&["台账在你核对之后变了"]);
    let confirmed = [&set[..], &[("digest", &*digest)]].concat();
    let done = house.send(&mut visitor, &bulk, &confirmed).await;
    assert_eq!(done.header("location"), LIST, "{}", done.text);
    let list = house.get(&mut visitor, LIST).await;
    list.says(&["已修改 1 行", "bulk/undoing", "撤销"]);
    assert!(!house.get(&mut visitor, LIST).await.text.contains("bulk/undoing"), "offered once");
    let row = house.get(&mut visitor, &format!("{LIST}rows/conghua-gov~1CH2016-1412")).await;
    row.says(&["批量修改", "公开招标"]);
    let sequence = list.between("name=\"sequence\" value=\"", "\"").to_owned();
    let undoing = format!("{LIST}bulk/undoing");
    let mut colleague = house.somebody(Role::Reviewer, "conghua-gov").await;
    house.send(&mut colleague, &undoing, &[("sequence", &*sequence)]).await;
    house.get(&mut colleague, LIST).await.says(&["没有可以撤销的", "公开招标"]);
    house.send(&mut visitor, &undoing, &[("sequence", &*sequence)]).await;
    house.get(&mut visitor, LIST).await.says(&["已撤销，1 行恢复原来的内容", "询价", "撤销"]);
    house.send(&mut visitor, &undoing, &[("sequence", &*sequence)]).await;
    house.get(&mut visitor, LIST).await.says(&["没有可以撤销的"]);
    let mut stranger = house.somebody(Role::DisclosureOfficer, "zengcheng-gov").await;
    let others = [("key", "conghua-gov/CH2016-1412"), ("set.method", "on"), ("c.method", "inquiry")];
    house.send(&mut stranger, &bulk, &others).await.says(&["没有选中可以修改的行"]);
}

#[tokio::test]
async fn ten_thousand_rows_are_changed_at_once_and_whoever_began_may_leave() {
    let house = House::with_staff().await;
    let numbers: Vec<String> = (0..10_000).map(|at| format!("{at:05}")).collect();
    let row = |number| {
        [
            ("body", "conghua-gov"),
            ("number", number),
            ("title", "办公用纸"),
            ("method", "inquiry"),
            ("budget", "100"),
            ("signed_on", "2016-05-01"),
        ]
    };
    let rows: Vec<[(&str, &str); 6]> = numbers.iter().map(|number| row(number.as_str())).collect();
    let rows: Vec<Cells<'_>> = rows.iter().map(|row| &row[..]).collect();
    house.record("procurement-projects", &rows).await;
    let mut visitor = house.somebody(Role::Editor, "conghua-gov").await;
    let all = [("all", "1"), ("query", "?f.signed_on=2016")];
    let set = [&all[..], &[("set.method", "on"), ("c.method", "open_tender")]].concat();
    let told = house.send(&mut visitor, &format!("{LIST}bulk"), &set).await;
    told.says(&["会更改 10000 行"]);
    let digest = told.between("name=\"digest\" value=\"", "\"").to_owned();
    let confirmed = [&set[..], &[("digest", &*digest)]].concat();
    let answer = house.send(&mut visitor, &format!("{LIST}bulk"), &confirmed).await;
    let watched = answer.header("location").to_owned();
    while watched.contains("/work/") {
        let page = house.get(&mut visitor, &watched).await;
        page.says(&["10000"]);
        if !page.text.contains("http-equiv") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let list = house.get(&mut visitor, &format!("{LIST}?f.method=open_tender")).await;
    list.says(&["<b class=\"num\">10<span class=\"g\">000</span></b>"]);
}
