//! Writing and reviewing in a real browser: what is pasted comes out clean, saves itself, and goes on.

use crate::house::{House, PASSWORD, account};
use gongkai_domain::people::Role;
use gongkai_testkit::browser::{Browser, PAGE_CHECKS, browser};
use std::path::{Path, PathBuf};

const BODY: &str = "conghua-gov";
const WORD: &str = "<p class=MsoNormal style='color:red'><b>各镇人民政府：</b><o:p></o:p></p>\
    <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.</span>公开重点工作</p>\
    <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.</span>回应关切</p>\
    <table><tr><td>项目</td><td>时限</td></tr><tr><td>目录</td><td>3月底</td></tr></table>\
    <script>alert(1)</script><img src=https://evil.example/a.png>";

/// The office on a port of this machine.
pub struct Served {
    pub house: House,
    pub runtime: tokio::runtime::Runtime,
    root: String,
}

impl Served {
    pub fn start() -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let house = runtime.block_on(House::with_staff());
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let root = format!("http://{}", listener.local_addr().unwrap());
        let router = gongkai_web::shell::beside(
            "",
            gongkai_office::ROOM,
            house.router.clone(),
            gongkai_web::assets::routes(),
        );
        runtime.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { house, runtime, root }
    }

    pub fn open(&self, browser: &mut Browser, path: &str) {
        browser.open(&format!("{}{path}", self.root));
    }

    pub fn sign_in(&self, browser: &mut Browser, role: Role) {
        browser.open("about:blank");
        self.open(browser, "/office/");
        if browser.count("form[action$='/sign-out']") > 0 {
            browser.follow("form[action$='/sign-out'] button");
            self.open(browser, "/office/sign-in");
        }
        fill(browser, "#account", &account(role, BODY));
        fill(browser, "#password", PASSWORD);
        browser.follow("form .btn");
        assert_eq!(browser.address(), "/office/", "{role:?}");
    }
}

pub fn fill(browser: &mut Browser, selector: &str, text: &str) {
    browser.evaluate(&format!(
        "(() => {{ const control = document.querySelector({selector:?}); control.value = {text:?};\
         control.dispatchEvent(new Event('input', {{ bubbles: true }})); }})()"
    ));
}

pub fn wait(browser: &mut Browser, condition: &str) {
    for _ in 0..80 {
        if browser.evaluate(condition) == true {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("never came true: {condition}");
}

/// Where pictures of the pages go when they are wanted.
fn pictures() -> Option<PathBuf> {
    std::env::var_os("GONGKAI_PICTURES").map(PathBuf::from)
}

/// Looks at the page as it is: it fits every width, names its parts, and nothing was stopped by the policy.
pub fn look(browser: &mut Browser, name: &str) {
    for width in [320, 390, 768, 1280] {
        browser.resize(width, 900);
        let found = browser.evaluate(PAGE_CHECKS);
        let found: Vec<&str> = found.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
        // The office has no footer; a table within a text has the caption its author gave it, or none; the editor puts
        // empty pictures beside pictures, for the cursor.
        let found: Vec<&str> = found
            .into_iter()
            .filter(|one| *one != "0 footer" && !one.starts_with("no caption: <table class=\"\">"))
            .filter(|one| !one.contains("ProseMirror-separator"))
            .collect();
        assert!(found.is_empty(), "{name} at {width}: {found:?}");
        if let Some(folder) = pictures().filter(|_| width == 390 || width == 1280) {
            browser.picture(&Path::new(&folder).join(format!("{name}-{width}.png")));
        }
    }
    assert_eq!(browser.objections(), [""; 0], "{name}");
}

#[test]
fn a_text_pasted_from_word_saves_itself_and_goes_through_all_hands() {
    let Some(mut browser) = browser() else { return };
    let served = Served::start();
    served.sign_in(&mut browser, Role::Editor);
    served.open(&mut browser, "/office/items/");
    look(&mut browser, "items-empty");
    served.open(&mut browser, "/office/items/new");
    wait(&mut browser, "!!document.querySelector('.ProseMirror')");
    fill(&mut browser, "#title", "从化区2017年政务公开工作要点");
    fill(&mut browser, "#category", "departmental_document");
    fill(&mut browser, "#issued_on", "2017-03-07");
    fill(&mut browser, "#document_number", "从府办[2017]第008号");
    browser.evaluate(&format!(
        "(() => {{ const data = new DataTransfer(); data.setData('text/html', {WORD:?});\
         const text = document.querySelector('.ProseMirror'); text.focus();\
         text.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true, cancelable: true }})); }})()"
    ));
    wait(&mut browser, "document.getElementById('saved').textContent.startsWith('已保存')");
    let draft = browser.address();
    assert!(draft.starts_with("/office/items/") && !draft.ends_with("new"), "{draft}");
    look(&mut browser, "items-edit");
    served.open(&mut browser, &draft);
    let kept = browser.evaluate("document.getElementById('html').value");
    let kept = kept.as_str().unwrap();
    assert!(
        kept.contains("<p><strong>各镇人民政府：</strong></p>")
            && kept.contains("<ol><li>公开重点工作</li><li>回应关切</li></ol>")
            && kept.contains("<td>项目</td>")
            && !kept.contains("evil")
            && !kept.contains("style")
            && !kept.contains("alert"),
        "{kept}"
    );
    // Without scripts the text area is there as it always was.
    browser.follow("button[name=then][value=submit]");
    assert_eq!(browser.address(), format!("{draft}/review"));
    look(&mut browser, "items-waiting");
    for (role, button) in [
        (Role::Reviewer, "[value=review-draft]"),
        (Role::SecrecyReviewer, "[value=decide-secrecy]"),
        (Role::Leader, "[value=approve-draft]"),
        (Role::DisclosureOfficer, "[value=publish-item]"),
    ] {
        served.sign_in(&mut browser, role);
        served.open(&mut browser, &format!("{draft}/review"));
        look(&mut browser, &format!("items-review-{}", role.code()));
        if role == Role::SecrecyReviewer {
            browser.evaluate("document.getElementById('s1').checked = true");
        }
        browser.follow(button);
        assert!(browser.text(".notice.ok").contains("已"), "{role:?}");
    }
    let published = browser.evaluate("document.querySelector('#decision a').getAttribute('href')");
    served.open(&mut browser, published.as_str().unwrap());
    look(&mut browser, "items-published");
    served.open(&mut browser, &format!("{draft}/history"));
    look(&mut browser, "items-history");
    served.open(&mut browser, &format!("{draft}/preview"));
    look(&mut browser, "items-preview");
    served.open(&mut browser, "/office/items/?stage=published");
    look(&mut browser, "items-list");
}

#[test]
fn two_editors_meet_in_the_browser() {
    let Some(mut browser) = browser() else { return };
    let served = Served::start();
    served.sign_in(&mut browser, Role::Editor);
    served.open(&mut browser, "/office/items/new");
    fill(&mut browser, "#title", "从化市值班通知");
    fill(&mut browser, "#category", "news");
    fill(&mut browser, "#issued_on", "2017-04-05");
    wait(&mut browser, "document.getElementById('saved').textContent.startsWith('已保存')");
    let draft = browser.address();
    served.runtime.block_on(async {
        let house = &served.house;
        let mut other = house.somebody(Role::DisclosureOfficer, BODY).await;
        let fields = [
            ("version", "1"),
            ("body", BODY),
            ("title", "从化市值班通知"),
            ("category", "news"),
            ("html", "<p>各镇：四月底前报送值班表。</p>"),
        ];
        let saved = house.send(&mut other, &format!("{draft}/save"), &fields).await;
        assert_eq!(saved.status, axum::http::StatusCode::OK, "{}", saved.text);
    });
    browser.evaluate(
        "(() => { const data = new DataTransfer(); data.setData('text/html', '<p>各镇：三月中旬前报送值班表。</p>');\
         const text = document.querySelector('.ProseMirror'); text.focus();\
         text.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); })()",
    );
    wait(&mut browser, "!!document.querySelector('#saved a')");
    browser.follow("#saved a");
    look(&mut browser, "items-meeting");
    browser.follow("aside form button");
    assert_eq!(browser.address(), draft);
    served.open(&mut browser, &format!("{draft}/review"));
    look(&mut browser, "items-findings");
}
