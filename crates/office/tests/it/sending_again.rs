//! What is sent after the session is over is offered again to whoever wrote it, and to nobody else.

use crate::house::{Answer, House, PASSWORD, Visitor};
use axum::http::StatusCode;
use gongkai_domain::people::Role;

const HOSTILE: &str = "\"><script>alert(1)</script>\r\n第二行 & ‘引号’ + 加号%";

/// The sealed form a page carries.
fn kept(answer: &Answer) -> String {
    answer.between("name=\"kept\" value=\"", "\"").replace("&#43;", "+").replace("&#47;", "/")
}

async fn sent_too_late(house: &House, visitor: &mut Visitor) -> Answer {
    house.wait(20);
    let fields =
        [("reason", HOSTILE), ("to", "x"), ("to", "y"), ("password", "geheim"), ("new-password", "geheim")];
    house.send(visitor, "/en/office/account/leave?x=1&y=%22", &fields).await
}

#[tokio::test]
async fn what_was_written_comes_back_after_signing_in() {
    let house = House::with_staff().await;
    let mut visitor = house.somebody(Role::Leader, "conghua-gov").await;
    let late = sent_too_late(&house, &mut visitor).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN);
    late.says(&["The session is over; nothing was sent", "What you wrote is kept"]);
    let kept = kept(&late);
    assert!(
        !late.text.contains("geheim") && !late.text.contains("第二行"),
        "sealed: not to be read at the desk"
    );

    let fields = [("account", "leader.conghua-gov"), ("password", "wrong"), ("kept", &*kept)];
    let wrong = house.send(&mut visitor, "/en/office/sign-in", &fields).await;
    wrong.says(&["name=\"kept\""]);
    let fields = [("account", "leader.conghua-gov"), ("password", PASSWORD), ("kept", &*kept)];
    let again = house.send(&mut visitor, "/en/office/sign-in", &fields).await;
    assert_eq!(again.status, StatusCode::OK);
    again.says(&[
        "Send again",
        "action=\"/en/office/account/leave?x=1&#38;y=%22\"",
        "name=\"to\" value=\"y\"",
        "第二行",
    ]);
    assert!(!again.text.contains("<script>alert") && !again.text.contains("geheim"), "{}", again.text);
    again.between("name=\"csrf\" value=\"", "\"").clone_into(&mut visitor.csrf);
    let answer = house.send(&mut visitor, "/office/account/leave", &[("reason", HOSTILE)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "taken by the form it was for");
}

#[tokio::test]
async fn it_is_offered_to_nobody_else_and_nobody_can_make_one_up() {
    let house = House::with_staff().await;
    let mut visitor = house.somebody(Role::Leader, "conghua-gov").await;
    let kept = kept(&sent_too_late(&house, &mut visitor).await);
    for (account, kept, why) in [
        ("editor.conghua-gov", kept.clone(), "somebody else"),
        ("leader.conghua-gov", kept.replace("s1:", "s1:A"), "changed"),
        ("leader.conghua-gov", "{\"path\":\"/office/\"}".to_owned(), "made up"),
    ] {
        let fields = [("account", account), ("password", PASSWORD), ("kept", &*kept)];
        let answer = house.send(&mut Visitor::default(), "/office/sign-in", &fields).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/office/"), "{why}");
    }
    house.wait(25 * 60);
    let fields = [("account", "leader.conghua-gov"), ("password", PASSWORD), ("kept", &*kept)];
    let answer = house.send(&mut Visitor::default(), "/office/sign-in", &fields).await;
    assert_eq!(answer.header("location"), "/office/", "a day later it is gone");
}

#[tokio::test]
async fn files_and_the_forms_of_strangers_are_not_kept() {
    let house = House::with_staff().await;
    let mut visitor = house.somebody(Role::Leader, "conghua-gov").await;
    house.wait(20);
    let upload = house.upload(&mut visitor, "/office/account/leave", &[], &[("file", "a.txt", b"x")]).await;
    let stranger = house.send(&mut Visitor::default(), "/office/account/leave", &[("reason", "x")]).await;
    let long = "长".repeat(400_000);
    let too_long = house.send(&mut visitor, "/office/account/leave", &[("reason", &long)]).await;
    for answer in [upload, stranger, too_long] {
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        answer.says(&["登录已过期，内容没有提交", "没法带过来"]);
        assert!(!answer.text.contains("name=\"kept\""));
    }
}
