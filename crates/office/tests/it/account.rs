//! One's own account: password, places, leave.

use crate::house::{House, PASSWORD, Visitor, account};
use axum::http::StatusCode;
use gongkai_domain::people::Role;

const NEW: &str = "另一个-很长的口令9X";
const PATH: &str = "/office/account/password";

#[tokio::test]
async fn a_changed_password_signs_out_everywhere_else() {
    let house = House::with_staff().await;
    let mut own = house.somebody(Role::Editor, "conghua-gov").await;
    let mut stolen = house.somebody(Role::Editor, "conghua-gov").await;
    house.get(&mut own, PATH).await.says(&["至少 10 个字符", "不能含有账号名"]);
    for (present, new, again, says) in [
        ("wrong", NEW, NEW, "现在的口令不对"),
        (PASSWORD, "short", "short", "至少 10 个字符"),
        (PASSWORD, NEW, "other", "两次输入的新口令不一样"),
        (PASSWORD, PASSWORD, PASSWORD, "新口令和现在的一样"),
    ] {
        let fields = [("password", present), ("new-password", new), ("new-password-again", again)];
        let answer = house.send(&mut own, PATH, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        answer.says(&[says, "<title>错误："]);
        assert!(!answer.text.contains(NEW), "no password comes back in a page");
    }
    let fields = [("password", PASSWORD), ("new-password", NEW), ("new-password-again", NEW)];
    assert_eq!(house.send(&mut own, PATH, &fields).await.header("location"), "/office/account/");
    house.get(&mut own, "/office/account/").await.says(&["口令已改"]);
    assert_eq!(house.get(&mut stolen, "/office/").await.status, StatusCode::SEE_OTHER);
    let old = [("account", &*account(Role::Editor, "conghua-gov")), ("password", PASSWORD)];
    let answer = house.send(&mut Visitor::default(), "/office/sign-in", &old).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn whoever_guesses_at_an_open_desk_is_signed_out() {
    let house = House::with_staff().await;
    let mut desk = house.somebody(Role::Leader, "conghua-gov").await;
    for _ in 0..5 {
        let fields = [("password", "guess"), ("new-password", NEW), ("new-password-again", NEW)];
        house.send(&mut desk, PATH, &fields).await;
    }
    assert_eq!(house.get(&mut desk, "/office/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn places_are_listed_and_ended_one_by_one_or_all() {
    let house = House::with_staff().await;
    let mut here = house.somebody(Role::Leader, "conghua-gov").await;
    let mut there = house.somebody(Role::Leader, "conghua-gov").await;
    let mut elsewhere = house.somebody(Role::Leader, "conghua-gov").await;
    let mut other = house.somebody(Role::Editor, "conghua-gov").await;
    let page = house.get(&mut here, "/office/account/").await;
    page.says(&["本机", "退出其他各处", "领导：从化区人民政府办公室"]);
    assert_eq!(page.text.matches("退出这一处").count(), 2);
    let place = page.between("name=\"place\" value=\"", "\"").to_owned();
    let ending = "/office/account/sessions/ending";
    // Another person's place is not theirs to end, and a part of an id is none.
    house.send(&mut other, ending, &[("place", &place)]).await;
    house.send(&mut here, ending, &[("place", &place[..4])]).await;
    house.send(&mut here, ending, &[("place", "")]).await;
    assert_eq!(house.get(&mut there, "/office/").await.status, StatusCode::OK);
    assert_eq!(house.get(&mut elsewhere, "/office/").await.status, StatusCode::OK);
    house.send(&mut here, ending, &[("place", &place)]).await;
    let open =
        [house.get(&mut there, "/office/").await.status, house.get(&mut elsewhere, "/office/").await.status];
    assert_eq!(open.iter().filter(|status| **status == StatusCode::OK).count(), 1);
    house.send(&mut here, ending, &[("others", "yes")]).await;
    for visitor in [&mut there, &mut elsewhere] {
        assert_eq!(house.get(visitor, "/office/").await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(house.get(&mut here, "/office/").await.status, StatusCode::OK);
    assert_eq!(house.get(&mut other, "/office/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_colleague_stands_in_for_some_days() {
    let house = House::with_staff().await;
    let mut leader = house.somebody(Role::Leader, "conghua-gov").await;
    let mut editor = house.somebody(Role::Editor, "conghua-gov").await;
    let page = house.get(&mut leader, "/office/account/leave").await;
    let id_of = |account: &str| {
        let before = page.text.split(&format!("（{account}）")).next().unwrap();
        before.rsplit("<option value=\"").next().unwrap().split('"').next().unwrap().to_owned()
    };
    assert!(!page.text.contains("zengcheng"), "colleagues of one's own body alone");
    let (to, auditor) = (id_of("editor.conghua-gov"), id_of("auditor.conghua-gov"));
    let days = |to: &str, first: &str, last: &str| {
        [("to", to), ("first", first), ("last", last), ("reason", "出差")]
            .map(|(name, value)| (name, value.to_owned()))
    };
    for (fields, says) in [
        (days(&to, "2017-04-07", "2017-04-06"), "最后一天早于第一天"),
        (days(&to, "2017-04-01", "2017-04-05"), "最后一天已经过去"),
        (days(&to, "x", "2017-04-08"), "请写日期"),
        (days(&auditor, "2017-04-06", "2017-04-08"), "三员分立"),
        (days("nobody", "2017-04-06", "2017-04-08"), "请选一位本机构的同事"),
    ] {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, &**value)).collect();
        let answer = house.send(&mut leader, "/office/account/leave", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        answer.says(&[says]);
    }
    let before = house.get(&mut editor, "/office/").await;
    assert!(!before.text.contains("领导"));
    let good = [("to", &*to), ("first", "2017-04-06"), ("last", "2017-04-08"), ("reason", "出差")];
    let answer = house.send(&mut leader, "/office/account/leave", &good).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    house.send(&mut leader, "/office/account/leave", &good).await.says(&["已经有人代理"]);
    house.get(&mut editor, "/office/").await.says(&["编辑、领导"]);
    let page = house.get(&mut editor, "/office/account/").await;
    page.says(&["代理</span> 领导：从化区人民政府办公室", "到 2017年4月8日", "不再代理"]);
    let ending = format!("/office/account/leaves/{}", page.between("/office/account/leaves/", "\""));
    let mut other = house.somebody(Role::Reviewer, "conghua-gov").await;
    assert_eq!(house.send(&mut other, &ending, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.send(&mut leader, &ending, &[]).await.status, StatusCode::SEE_OTHER);
    let after = house.get(&mut editor, "/office/").await;
    assert!(!after.text.contains("领导"), "ended early");
}
