//! Looking after people: inviting, roles, locking and closing, and what keeps those three apart.

use crate::house::{Answer, House, PASSWORD, Visitor};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use gongkai_app::people;
use gongkai_domain::people::Role;
use gongkai_web::Arrival;

async fn id(house: &House, account: &str) -> String {
    let all = people::staff_list(&house.office.records).await.unwrap();
    all.into_iter().find(|(staff, _)| staff.account == account).unwrap().0.id
}

async fn act(house: &House, who: &mut Visitor, account: &str, act: &str, fields: &[(&str, &str)]) -> Answer {
    let path = format!("/office/people/{}/{act}", id(house, account).await);
    house.send(who, &path, fields).await
}

#[tokio::test]
async fn somebody_invited_takes_up_the_account_with_the_link_once() {
    let house = House::with_staff().await;
    let mut admin = house.somebody(Role::Administrator, "conghua-gov").await;
    for (account, name, body, says) in [
        ("wang fang", "王芳", "conghua-gov", "账号只能用字母"),
        ("editor.conghua-gov", "王芳", "conghua-gov", "已经有人用了"),
        ("wang.fang", " ", "conghua-gov", "请写姓名"),
        ("wang.fang", "王芳", "zengcheng-gov", "对这个机构没有"),
        ("wang.fang", "王芳", "nowhere", "机构名录里没有"),
    ] {
        let fields = [("account", account), ("name", name), ("body", body)];
        let answer = house.send(&mut admin, "/office/people/new", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        answer.says(&[says, "<title>错误："]);
    }
    let fields = [("account", "Wang.Fang"), ("name", "王芳<b>"), ("body", "conghua-gov"), ("email", "")];
    let made = house.send(&mut admin, "/office/people/new", &fields).await;
    made.says(&["王芳&#60;b&#62;", "只显示这一次", "有效到 4月9日 10:20"]);
    let link = format!("/office/link/{}", made.between("/office/link/", "<"));
    let list = house.get(&mut admin, "/office/people/?state=invited").await;
    list.says(&["wang.fang", "待启用", "<b>1</b> 人"]);

    let mut new = Visitor::default();
    house.get(&mut new, &link).await.says(&["启用账号", "你的账号是", "至少 10 个字符", "有效到 4月9日"]);
    for (password, again, says) in [
        ("Wang.Fang-2016", "Wang.Fang-2016", "不能含有账号名"),
        ("abc", "abc", "至少 10 个字符"),
        (PASSWORD, "x", "两次输入的口令不一样"),
    ] {
        let answer = house.send(&mut new, &link, &[("password", password), ("password-again", again)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        answer.says(&[says, "aria-invalid"]);
    }
    let fields = [("password", PASSWORD), ("password-again", PASSWORD)];
    assert_eq!(house.send(&mut new, &link, &fields).await.header("location"), "/office/");
    assert_eq!(house.get(&mut new, "/office/").await.status, StatusCode::OK);
    for dead in [&*link, "/office/link/x", "/office/link/%00%ff"] {
        let answer = house.get(&mut new, dead).await;
        assert!(answer.status.is_client_error(), "{dead}");
    }
    house.get(&mut new, &link).await.says(&["这个链接已经不能用了", "请系统管理员再发一个"]);
    assert_eq!(house.send(&mut new, &link, &fields).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_link_ends_with_its_time_and_with_the_next_one() {
    let house = House::with_staff().await;
    let mut admin = house.somebody(Role::Administrator, "conghua-gov").await;
    let mut links = Vec::new();
    for _ in 0..2 {
        let made = act(&house, &mut admin, "editor.conghua-gov", "link", &[]).await;
        links.push(format!("/office/link/{}", made.between("/office/link/", "<")));
    }
    let mut nobody = Visitor::default();
    assert_eq!(house.get(&mut nobody, &links[0]).await.status, StatusCode::NOT_FOUND);
    house.get(&mut nobody, &links[1]).await.says(&["重设口令"]);
    house.wait(72 * 60);
    assert_eq!(house.get(&mut nobody, &links[1]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_security_officer_gives_roles_and_nobody_to_themselves() {
    let house = House::with_staff().await;
    let mut admin = house.somebody(Role::Administrator, "conghua-gov").await;
    let mut security = house.somebody(Role::SecurityOfficer, "conghua-gov").await;
    let leader = [("role", "leader"), ("body", "conghua-gov")];
    act(&house, &mut admin, "editor.conghua-gov", "roles", &leader).await.says(&["授权由安全管理员办理"]);
    let answer = act(&house, &mut security, "editor.conghua-gov", "roles", &leader).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let mut editor = house.somebody(Role::Editor, "conghua-gov").await;
    house.get(&mut editor, "/office/").await.says(&["编辑、领导"]);

    for (account, fields, says) in [
        ("editor.conghua-gov", [("role", "auditor"), ("body", "conghua-gov")], "三员分立"),
        ("security-officer.conghua-gov", leader, "不能对自己的账号"),
        ("editor.conghua-gov", [("role", "leader"), ("body", "zengcheng-gov")], "不能为“zengcheng-gov”授权"),
        ("editor.conghua-gov", [("role", "leader"), ("body", "nowhere")], "机构名录里没有"),
        ("editor.conghua-gov", [("role", "root"), ("body", "conghua-gov")], "请选角色"),
    ] {
        let answer = act(&house, &mut security, account, "roles", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        answer.says(&[says]);
    }
    // The scope of what is given stays within one's own: this officer has the office, not the street below.
    let below = [("role", "leader"), ("body", "conghua-gov"), ("below", "yes")];
    act(&house, &mut security, "editor.conghua-gov", "roles", &below).await.says(&["不能为“jiekou”授权"]);
    act(&house, &mut security, "editor.conghua-gov", "roles/removal", &leader).await;
    assert!(!house.get(&mut editor, "/office/").await.text.contains("领导"), "taken back at once");
}

#[tokio::test]
async fn where_there_is_no_security_officer_the_administrator_gives_roles() {
    let house = House::with_bodies().await;
    house.hire("admin", "conghua-gov", &[Role::Administrator]).await;
    house.hire("security", "conghua-gov", &[]).await;
    house.hire("editor", "conghua-gov", &[]).await;
    let mut admin = house.signed_in("admin").await;
    let path = format!("/office/people/{}", id(&house, "security").await);
    house.get(&mut admin, &path).await.says(&["还没有在用的安全管理员，暂由你授权"]);
    let role = [("role", "security-officer"), ("body", "conghua-gov")];
    assert_eq!(act(&house, &mut admin, "security", "roles", &role).await.status, StatusCode::SEE_OTHER);
    act(&house, &mut admin, "editor", "roles", &[("role", "editor"), ("body", "conghua-gov")])
        .await
        .says(&["授权由安全管理员办理"]);
}

#[tokio::test]
async fn the_last_of_each_stays() {
    let house = House::with_bodies().await;
    house.hire("admin", "conghua-gov", &[Role::Administrator]).await;
    house.hire("security", "conghua-gov", &[Role::SecurityOfficer]).await;
    let mut admin = house.signed_in("admin").await;
    let mut security = house.signed_in("security").await;
    let role = [("role", "administrator"), ("body", "conghua-gov")];
    for (who, what, fields) in [("admin", "roles/removal", &role[..]), ("admin", "lock", &[])] {
        act(&house, &mut security, who, what, fields).await.says(&["他是最后一位系统管理员"]);
    }
    let ending = [role[0], role[1], ("until", "2017-05-01")];
    act(&house, &mut security, "admin", "roles", &ending).await.says(&["他是最后一位系统管理员"]);
    act(&house, &mut admin, "security", "closing", &[]).await.says(&["他是最后一位安全管理员"]);
    house.hire("second", "conghua-gov", &[Role::SecurityOfficer]).await;
    assert_eq!(act(&house, &mut admin, "security", "closing", &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn who_is_locked_or_closed_is_out_at_once() {
    let house = House::with_staff().await;
    let mut admin = house.somebody(Role::Administrator, "conghua-gov").await;
    let mut security = house.somebody(Role::SecurityOfficer, "conghua-gov").await;
    let editor = "editor.conghua-gov";
    let right = [("account", editor), ("password", PASSWORD)];
    for (locks, act_of, undo) in [(true, "lock", "unlock"), (false, "sessions/ending", "")] {
        let mut visitor = house.signed_in(editor).await;
        assert_eq!(act(&house, &mut security, editor, act_of, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(house.get(&mut visitor, "/office/").await.status, StatusCode::SEE_OTHER);
        if locks {
            let answer = house.send(&mut Visitor::default(), "/office/sign-in", &right).await;
            answer.says(&["账号或口令不对"]);
            assert_eq!(act(&house, &mut security, editor, undo, &[]).await.status, StatusCode::SEE_OTHER);
        }
    }
    let mut visitor = house.signed_in(editor).await;
    assert_eq!(act(&house, &mut security, editor, "closing", &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(act(&house, &mut admin, editor, "closing", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.get(&mut visitor, "/office/").await.status, StatusCode::SEE_OTHER);
    act(&house, &mut admin, editor, "link", &[]).await.says(&["账号已经停用"]);
    act(&house, &mut admin, editor, "reopening", &[]).await;
    let answer = house.send(&mut Visitor::default(), "/office/sign-in", &right).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "its old password is gone");
    let path = format!("/office/people/{}", id(&house, editor).await);
    house.get(&mut admin, &path).await.says(&["还没有角色", "待启用"]);
}

#[tokio::test]
async fn refusals_tell_nothing_about_who_has_an_account() {
    let house = House::with_staff().await;
    let editor = "editor.conghua-gov";
    let mut pages = Vec::new();
    // Five wrong tries lock the account: the page says the same before and after, and for nobody.
    for (account, password) in
        [(editor, "wrong"); 6].into_iter().chain([(editor, PASSWORD), ("nobody", PASSWORD)])
    {
        let begun = std::time::Instant::now();
        let fields = [("account", account), ("password", password)];
        let answer = house.send(&mut Visitor::default(), "/office/sign-in", &fields).await;
        assert!(begun.elapsed().as_millis() >= 300, "no refusal comes sooner than another");
        pages.push((answer.status, answer.text.replace(account, "…")));
    }
    pages.dedup();
    assert_eq!(pages.len(), 1, "{pages:#?}");
}

#[tokio::test]
async fn the_address_of_a_session_is_that_of_the_connection() {
    let house = House::with_staff().await;
    let form = format!(
        "account=leader.conghua-gov&password={}",
        "Xk7-%E5%A4%9A%E4%BA%91%E8%BD%AC%E6%99%B4%E7%9A%84%E6%97%A9%E4%B8%8A"
    );
    let mut request = Request::post("/office/sign-in")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("x-forwarded-for", "6.6.6.6")
        .header("x-forwarded-host", "evil.example")
        .header("forwarded", "for=6.6.6.6;host=evil.example;proto=https")
        .header("x-forwarded-proto", "https")
        .header(header::USER_AGENT, "Mozilla/5.0 (Windows NT 10.0) <script>alert(1)</script> Chrome/120.0")
        .body(Body::from(form))
        .unwrap();
    request.extensions_mut().insert(Arrival { client: "10.1.2.3".parse().unwrap(), ..Arrival::default() });
    let mut visitor = Visitor::default();
    let answer = house.ask(&mut visitor, request).await;
    assert_eq!(answer.header("location"), "/office/", "no host of a header leads away");
    assert!(!answer.header("set-cookie").contains("Secure"), "nor is a plain connection called encrypted");
    let page = house.get(&mut visitor, "/office/account/").await;
    page.says(&["10.1.2.3", "Windows 上的 Chrome"]);
    assert!(!page.text.contains("6.6.6.6") && !page.text.contains("<script>alert"));
}
