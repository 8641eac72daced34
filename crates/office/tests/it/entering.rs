//! Signing in and out, and what is refused at the door.

use crate::house::{House, PASSWORD, Visitor, account};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use gongkai_domain::people::Role;

#[tokio::test]
async fn who_signs_in_comes_to_the_page_they_wanted() {
    let house = House::with_staff().await;
    let mut visitor = Visitor::default();
    let answer = house.get(&mut visitor, "/en/office/?page=2").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/en/office/sign-in"));
    house.get(&mut visitor, answer.header("location")).await.says(&[
        "Sign in",
        "从化区人民政府办公室",
        "15 minutes",
    ]);
    let fields = [("account", "Editor.Conghua-Gov"), ("password", PASSWORD), ("next", "/office/?x=1")];
    let answer = house.send(&mut visitor, "/office/sign-in", &fields).await;
    assert_eq!(answer.header("location"), "/office/?x=1");
    assert_eq!(answer.header("cache-control"), "no-store");
    house.get(&mut visitor, "/office/").await.says(&["我的一天", "编辑", "4月6日 星期四"]);
}

#[tokio::test]
async fn nobody_is_led_out_of_the_house() {
    let house = House::with_staff().await;
    for next in [
        "https://evil.example/",
        "//evil.example/office/",
        "/office/\\evil",
        "/zfxxgk/",
        "javascript:alert(1)",
    ] {
        let fields =
            [("account", &*account(Role::Editor, "conghua-gov")), ("password", PASSWORD), ("next", next)];
        let answer = house.send(&mut Visitor::default(), "/office/sign-in", &fields).await;
        assert_eq!(answer.header("location"), "/office/", "{next}");
    }
}

#[tokio::test]
async fn a_wrong_password_tells_nothing_and_locks_after_five() {
    let house = House::with_staff().await;
    let editor = account(Role::Editor, "conghua-gov");
    let mut visitor = Visitor::default();
    for (account, password) in [("nobody", PASSWORD), (&*editor, "wrong"), (&*editor, ""), ("", "")] {
        let answer = house
            .send(&mut visitor, "/office/sign-in", &[("account", account), ("password", password)])
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        answer.says(&["账号或口令不对", "<title>错误："]);
    }
    for _ in 0..3 {
        house.send(&mut visitor, "/office/sign-in", &[("account", &editor), ("password", "wrong")]).await;
    }
    let right = [("account", &*editor), ("password", PASSWORD)];
    house.send(&mut visitor, "/office/sign-in", &right).await.says(&["账号锁定 15 分钟"]);
    house.wait(16);
    assert_eq!(house.send(&mut visitor, "/office/sign-in", &right).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_session_ends_when_told_when_idle_and_when_old() {
    let house = House::with_staff().await;
    let mut visitor = house.somebody(Role::Leader, "conghua-gov").await;
    let mut stolen = visitor.clone();
    assert_eq!(house.send(&mut visitor, "/office/sign-out", &[]).await.status, StatusCode::SEE_OTHER);
    house.get(&mut visitor, "/office/sign-in").await.says(&["已退出"]);
    assert_eq!(
        house.get(&mut stolen, "/office/").await.status,
        StatusCode::SEE_OTHER,
        "the cookie is worth nothing"
    );

    let mut idle = house.somebody(Role::Leader, "conghua-gov").await;
    house.wait(16);
    assert_eq!(house.get(&mut idle, "/office/").await.status, StatusCode::SEE_OTHER);
    let answer = house.send(&mut idle, "/office/sign-out", &[("a", "b")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    answer.says(&["登录已过期，内容没有提交"]);
}

#[tokio::test]
async fn what_another_site_sends_is_refused() {
    let house = House::with_staff().await;
    let visitor = house.somebody(Role::Leader, "conghua-gov").await;
    let form = |headers: &[(&str, &str)], body: String| {
        let mut request = Request::post("/office/sign-out")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::from(body)).unwrap()
    };
    let whole = format!("csrf={}", visitor.csrf);
    for (headers, body) in [
        (&[("sec-fetch-site", "cross-site")][..], whole.clone()),
        (&[("origin", "https://evil.example"), ("host", "office")], whole.clone()),
        (&[], String::new()),
        (&[], "csrf=x".to_owned()),
    ] {
        let answer = house.ask(&mut visitor.clone(), form(headers, body)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
        answer.says(&["没有接受这次提交"]);
    }
    let answer = house.ask(&mut visitor.clone(), form(&[("sec-fetch-site", "same-origin")], whole)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn addresses_of_nothing_are_pages_of_the_office() {
    let house = House::with_staff().await;
    let mut visitor = house.somebody(Role::Editor, "conghua-gov").await;
    let answer = house.get(&mut visitor, "/office/nothing").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    answer.says(&["没有这一页", "回到我的一天"]);
}
