//! The second factor: who must have it, that a code opens once, and what half a session is worth.

use crate::house::{House, PASSWORD, Visitor};
use axum::http::StatusCode;
use gongkai_app::{LawBook, people};
use gongkai_domain::people::Role;
use totp_rs::{Builder, Secret};

const LED: &str = "/office/account/second-factor";

/// A house under the law as it is, with an administrator.
async fn with_administrator() -> House {
    let house = House::under(LawBook::built_in().unwrap()).await;
    house.hire("admin", "conghua-gov", &[Role::Administrator]).await;
    house
}

/// The code an authenticator shows now.
fn code(house: &House, secret: &str) -> String {
    let secret = Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    let clock = Builder::new().with_secret(secret).with_digits(6).with_step_duration(30).build().unwrap();
    clock.generate(u64::try_from(house.by().at.as_second()).unwrap()).to_string()
}

/// Somebody who gave account and password.
async fn with_password(house: &House, account: &str) -> (Visitor, String) {
    let mut visitor = Visitor::default();
    let fields = [("account", account), ("password", PASSWORD)];
    let answer = house.send(&mut visitor, "/office/sign-in", &fields).await;
    let location = answer.header("location").to_owned();
    (visitor, location)
}

/// Sets the second factor up; answers the secret and the recovery codes.
async fn set_up(house: &House, visitor: &mut Visitor) -> (String, Vec<String>) {
    let page = house.get(visitor, LED).await;
    page.says(&["先设动态码，再办别的事", "开始设置"]);
    page.between("name=\"csrf\" value=\"", "\"").clone_into(&mut visitor.csrf);
    assert_eq!(house.send(visitor, LED, &[]).await.header("location"), LED);
    let page = house.get(visitor, LED).await;
    page.says(&["<svg class=\"qr\"", "手动输入密钥"]);
    let secret = page.between("id=\"secret\">", "<").to_owned();
    let path = "/office/account/second-factor/confirmation";
    let answer = house.send(visitor, path, &[("code", "000000")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.says(&["动态码不对或已过期", "<title>错误："]);
    let answer = house.send(visitor, path, &[("code", &code(house, &secret))]).await;
    answer.says(&["只显示这一次"]);
    assert_eq!(answer.header("cache-control"), "no-store");
    let codes: Vec<String> = answer
        .text
        .split("<li class=\"num no\">")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap().to_owned())
        .collect();
    assert_eq!(codes.len(), 10);
    (secret, codes)
}

#[tokio::test]
async fn who_must_have_one_sets_it_up_before_anything_else() {
    let house = with_administrator().await;
    house.hire("editor", "conghua-gov", &[Role::Editor]).await;
    let (mut editor, location) = with_password(&house, "editor").await;
    assert_eq!(location, "/office/");
    assert_eq!(house.get(&mut editor, "/office/").await.status, StatusCode::OK, "an editor need not");

    let (mut other, _) = with_password(&house, "admin").await;
    let (mut admin, _) = with_password(&house, "admin").await;
    for path in ["/office/", "/office/people/", "/office/people/new", "/office/account/leave"] {
        assert_eq!(house.get(&mut admin, path).await.header("location"), LED, "{path}");
    }
    let invited = house.send(&mut admin, "/office/people/new", &[("account", "x"), ("name", "x")]).await;
    assert_eq!(invited.header("location"), LED);
    house.get(&mut admin, "/office/account/").await.says(&["必须启用"]);
    let (secret, _) = set_up(&house, &mut admin).await;
    assert_eq!(house.get(&mut admin, "/office/people/").await.status, StatusCode::OK);
    house.get(&mut admin, LED).await.says(&["备用码还剩 10 组", "不能关闭"]);
    assert_eq!(
        house.get(&mut other, "/office/").await.status,
        StatusCode::SEE_OTHER,
        "signed in nowhere else"
    );

    let all = people::staff_list(&house.office.records).await.unwrap();
    let stored =
        all.iter().find(|(staff, _)| staff.account == "admin").unwrap().0.second_factor.clone().unwrap();
    assert!(!stored.contains(&secret.replace(' ', "")), "the secret is sealed");
    let answer =
        house.send(&mut admin, "/office/account/second-factor/removal", &[("password", PASSWORD)]).await;
    answer.says(&["你的角色必须用动态码"]);
}

#[tokio::test]
async fn a_code_opens_once_and_half_a_session_opens_nothing() {
    let house = with_administrator().await;
    let (mut admin, _) = with_password(&house, "admin").await;
    let (secret, codes) = set_up(&house, &mut admin).await;

    let used = code(&house, &secret);
    let (mut half, location) = with_password(&house, "admin").await;
    assert_eq!(location, "/office/sign-in/code");
    assert!(house.get(&mut half, "/office/").await.header("location").starts_with("/office/sign-in"));
    let first = half.cookies.clone();
    house.get(&mut half, "/office/sign-in/code").await.says(&[
        "6 位动态码",
        "上次登录 4月6日 10:20",
        "aria-current=\"step\"",
    ]);
    let answer = house.send(&mut half, "/office/sign-in/code", &[("code", &used)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "the code that was confirmed with is used");
    answer.says(&["再错 4 次", "错误：动态码不对或已过期", "<title>错误："]);

    house.wait(1);
    let fresh = code(&house, &secret);
    let spaced = format!("{} {}", &fresh[..3], &fresh[3..]);
    let answer = house
        .send(&mut half, "/office/sign-in/code", &[("code", &spaced), ("next", "/office/people/")])
        .await;
    assert_eq!(answer.header("location"), "/office/people/");
    assert_ne!(half.cookies, first, "a new secret for the whole session");
    let mut fixed = Visitor { cookies: first, csrf: String::new() };
    assert_eq!(house.get(&mut fixed, "/office/").await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.get(&mut half, "/office/people/").await.status, StatusCode::OK);

    let (mut replay, _) = with_password(&house, "admin").await;
    let answer = house.send(&mut replay, "/office/sign-in/code", &[("code", &fresh)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "replayed");
    house.get(&mut replay, "/office/sign-in/code?recovery=yes").await.says(&["备用码", "每组只能用一次"]);
    let recovery = [("code", &*codes[3]), ("recovery", "yes")];
    assert_eq!(
        house.send(&mut replay, "/office/sign-in/code", &recovery).await.header("location"),
        "/office/"
    );
    let (mut again, _) = with_password(&house, "admin").await;
    let answer = house.send(&mut again, "/office/sign-in/code", &recovery).await;
    answer.says(&["备用码不对或已用过"]);
    house.get(&mut replay, LED).await.says(&["备用码还剩 9 组"]);
}

#[tokio::test]
async fn wrong_codes_lock_even_when_the_password_is_given_in_between() {
    let house = with_administrator().await;
    let (mut admin, _) = with_password(&house, "admin").await;
    let (secret, codes) = set_up(&house, &mut admin).await;
    for _ in 0..4 {
        let (mut half, _) = with_password(&house, "admin").await;
        let answer = house.send(&mut half, "/office/sign-in/code", &[("code", "000000")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let (mut half, _) = with_password(&house, "admin").await;
    house.send(&mut half, "/office/sign-in/code", &[("code", "000000")]).await.says(&["锁定 15 分钟"]);
    let answer = house.send(&mut half, "/office/sign-in/code", &[("code", &codes[0])]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "the half session is over");
    let (_, location) = with_password(&house, "admin").await;
    assert_eq!(location, "", "and the right password does not help");
    house.wait(16);
    let (mut half, _) = with_password(&house, "admin").await;
    let answer = house.send(&mut half, "/office/sign-in/code", &[("code", &code(&house, &secret))]).await;
    assert_eq!(answer.header("location"), "/office/");
}

#[tokio::test]
async fn a_lost_one_is_taken_away_by_the_security_officer_alone() {
    let house = with_administrator().await;
    let (mut admin, _) = with_password(&house, "admin").await;
    set_up(&house, &mut admin).await;
    let security = house.hire("security", "conghua-gov", &[Role::SecurityOfficer]).await;
    let (mut officer, _) = with_password(&house, "security").await;
    set_up(&house, &mut officer).await;
    let all = people::staff_list(&house.office.records).await.unwrap();
    let id = all.iter().find(|(staff, _)| staff.account == "admin").unwrap().0.id.clone();

    let forbidden = format!("/office/people/{security}/second-factor/removal");
    assert_eq!(house.send(&mut admin, &forbidden, &[]).await.status, StatusCode::FORBIDDEN);
    let own = house.send(&mut officer, &forbidden, &[]).await;
    own.says(&["不能对自己的账号做这件事"]);
    // A reset link of the administrator does not lead past the second factor.
    let link = people::send_reset(&house.office.records, &security, &house.by()).await.unwrap();
    let mut thief = Visitor::default();
    let new = "另一个-很长的口令9X";
    let fields = [("password", new), ("password-again", new)];
    let answer = house.send(&mut thief, &format!("/office/link/{link}"), &fields).await;
    assert_eq!(answer.header("location"), "/office/sign-in/code");
    assert_eq!(house.get(&mut thief, "/office/people/").await.status, StatusCode::SEE_OTHER);

    let mut officer = Visitor::default();
    let _ = people::clear_second_factor(&house.office.records, &security, &house.by()).await;
    house.send(&mut officer, "/office/sign-in", &[("account", "security"), ("password", new)]).await;
    set_up(&house, &mut officer).await;
    house.get(&mut officer, "/office/").await;
    let page = house.get(&mut officer, &format!("/office/people/{id}")).await;
    page.between("name=\"csrf\" value=\"", "\"").clone_into(&mut officer.csrf);
    let answer = house.send(&mut officer, &format!("/office/people/{id}/second-factor/removal"), &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(house.get(&mut admin, "/office/").await.status, StatusCode::SEE_OTHER, "signed out");
    let (mut admin, location) = with_password(&house, "admin").await;
    assert_eq!(location, "/office/");
    assert_eq!(house.get(&mut admin, "/office/").await.header("location"), LED);
}
