//! In a browser: what is due is gone through by keyboard, what was done is taken back, and every page of it looks right.

use crate::house::{House, account};
use crate::pages::{of_page, serving, sign_in};
use gongkai_domain::catalogue::short_id;
use gongkai_domain::people::Role;
use gongkai_testkit::browser::{Browser, browser};
use tokio::runtime::Runtime;

const BODY: &str = "conghua-gov";

/// Presses a key on whatever has the focus.
fn key(browser: &mut Browser, key: &str) {
    browser.evaluate(&format!(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', bubbles: true, cancelable: true }}))"
    ));
}

fn is_true(browser: &mut Browser, expression: &str) -> bool {
    browser.evaluate(expression).as_bool().unwrap()
}

#[test]
fn rows_are_gone_through_by_keyboard_and_typing_is_left_alone() {
    let Some(mut browser) = browser() else { return };
    let runtime = Runtime::new().unwrap();
    let (house, origin) = runtime.block_on(with_drafts());
    browser.resize(1280, 900);
    sign_in(&mut browser, &origin, &account(Role::Editor, BODY));
    assert_eq!(browser.text("[data-keys-hint] kbd"), "j");
    for (pressed, expected) in [("j", 0), ("j", 1), ("j", 2), ("j", 2), ("k", 1)] {
        key(&mut browser, pressed);
        let at =
            "[...document.querySelectorAll('tr[data-at]')].map(row => row.querySelector('a').textContent)";
        let shown = browser.evaluate(at);
        let all = "[...document.querySelectorAll('main tbody th a')].map(link => link.textContent)";
        assert_eq!(shown[0], browser.evaluate(all)[expected], "{pressed}");
    }
    assert!(is_true(&mut browser, "document.activeElement === document.querySelector('tr[data-at] a')"));
    key(&mut browser, "?");
    assert!(is_true(&mut browser, "document.getElementById('keys').open"));
    assert_eq!(browser.inaccessible(), Vec::<String>::new());
    browser.evaluate("document.getElementById('keys').close()");

    browser.open(&format!("{origin}/office/items/"));
    key(&mut browser, "/");
    assert!(is_true(&mut browser, "document.activeElement.name === 'words'"));
    key(&mut browser, "j");
    key(&mut browser, "?");
    assert_eq!(browser.count("tr[data-at]"), 0, "no key is taken from a field");
    assert!(!is_true(&mut browser, "document.getElementById('keys').open"));
    browser.evaluate("document.activeElement.blur()");
    browser.evaluate("document.querySelector('[data-keys]').click()");
    browser.evaluate("document.querySelector('[data-keys-off]').click()");
    browser.evaluate("document.getElementById('keys').close()");
    browser.open(&format!("{origin}/office/"));
    key(&mut browser, "j");
    assert_eq!(browser.count("tr[data-at]"), 0, "turned off");
    assert!(is_true(&mut browser, "document.querySelector('[data-keys-hint]').hidden"));
    assert_eq!(browser.objections(), Vec::<String>::new());
    drop(house);
}

async fn with_drafts() -> (House, String) {
    let house = House::with_staff().await;
    let mut editor = house.somebody(Role::Editor, BODY).await;
    for title in ["一号通知", "二号通知", "三号通知"] {
        let fields = [("body", BODY), ("title", title), ("category", "news"), ("then", "stay")];
        house.send(&mut editor, "/office/items/new", &fields).await;
    }
    let origin = serving(&house).await;
    (house, origin)
}

#[test]
fn the_pages_of_retention_and_settings_fit_and_are_accessible() {
    let Some(mut browser) = browser() else { return };
    let runtime = Runtime::new().unwrap();
    let (house, run) = runtime.block_on(async {
        let house = crate::retention::filled().await;
        let mut publisher = house.somebody(Role::DisclosureOfficer, BODY).await;
        let fields =
            [("body", BODY), ("word", "征地"), ("matter", "（2017）粤行终1号"), ("reason", "行政诉讼未结")];
        house.send(&mut publisher, "/office/retention/holds", &fields).await;
        let due = "/office/retention/due/conghua-gov";
        let run =
            house.send(&mut publisher, due, &[("reason", "年度处置")]).await.header("location").to_owned();
        (house, run)
    });
    let origin = runtime.block_on(serving(&house));
    let mut faults = Vec::new();
    let published = format!("/office/items/published/{}", short_id("conghua-gov/C-1"));
    sign_in(&mut browser, &origin, &account(Role::Leader, BODY));
    for (path, name) in [
        ("/office/retention/", "retention"),
        ("/office/retention/holds", "retention-holds"),
        ("/office/retention/due/conghua-gov", "retention-due-read"),
        (run.as_str(), "retention-run-waits"),
        (published.as_str(), "retention-item"),
    ] {
        faults.extend(of_page(&mut browser, &origin, path, name));
    }
    browser.resize(1280, 900);
    browser.open(&format!("{origin}{run}"));
    browser.follow("#decision .btn");
    assert!(browser.text("[role=status]").contains("处置〔2017〕1号"));
    faults.extend(of_page(&mut browser, &origin, &run, "retention-run-done"));
    sign_in(&mut browser, &origin, &account(Role::DisclosureOfficer, BODY));
    faults.extend(of_page(&mut browser, &origin, "/office/retention/due/conghua-gov", "retention-due"));
    sign_in(&mut browser, &origin, &account(Role::Administrator, BODY));
    for name in ["index-rule", "wrong-words", "columns"] {
        faults.extend(of_page(
            &mut browser,
            &origin,
            &format!("/office/settings/{name}"),
            &format!("settings-{name}"),
        ));
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[tokio::test]
async fn what_was_sent_on_or_given_up_is_taken_back_by_its_author_once() {
    let house = House::with_staff().await;
    let mut editor = house.somebody(Role::Editor, BODY).await;
    let mut reviewer = house.somebody(Role::Reviewer, BODY).await;
    let fields = [
        ("body", BODY),
        ("title", "通知"),
        ("category", "news"),
        ("html", "<p>正文</p>"),
        ("then", "submit"),
    ];
    let sent = house.send(&mut editor, "/office/items/new", &fields).await;
    let review = sent.header("location").to_owned();
    let draft = review.trim_end_matches("/review").to_owned();
    let told = house.get(&mut editor, &review).await;
    told.says(&["已送部门审核", "take-back-draft", "撤销"]);
    let version = told.between(
        "name=\"step\" value=\"take-back-draft\"><input type=\"hidden\" name=\"version\" value=\"",
        "\"",
    );
    let step = |step: &'static str, version: &str| {
        [
            ("step".to_owned(), step.to_owned()),
            ("version".to_owned(), version.to_owned()),
            ("reason".to_owned(), "重复".to_owned()),
        ]
    };
    let back = step("take-back-draft", version);
    let back: Vec<(&str, &str)> = back.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let refused = house.send(&mut reviewer, &format!("{draft}/step"), &back).await;
    refused.says(&["只有拟稿的人能收回"]);
    let done = house.send(&mut editor, &format!("{draft}/step"), &back).await;
    assert_eq!(done.header("location"), draft, "{}", done.text);
    let page = house.get(&mut editor, &draft).await;
    page.says(&["已收回"]);
    let version = page.between("name=\"version\" value=\"", "\"").to_owned();
    let give_up = step("abandon-draft", &version);
    let give_up: Vec<(&str, &str)> =
        give_up.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let given_up = house.send(&mut editor, &format!("{draft}/step"), &give_up).await;
    let list = house.get(&mut editor, given_up.header("location")).await;
    list.says(&["已放弃", "reopen-draft", "撤销"]);
    let version =
        list.between("value=\"reopen-draft\"><input type=\"hidden\" name=\"version\" value=\"", "\"");
    let reopen = step("reopen-draft", version);
    let reopen: Vec<(&str, &str)> =
        reopen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let done = house.send(&mut editor, &format!("{draft}/step"), &reopen).await;
    assert_eq!(done.header("location"), draft, "{}", done.text);
    house.get(&mut editor, &format!("{draft}/history")).await.says(&["收回", "恢复"]);
}
