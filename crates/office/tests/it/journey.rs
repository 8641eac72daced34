//! In a browser: from an invitation over the second factor to giving roles. Every page on the way is looked at on a
//! phone and on a desk; with `GONGKAI_PICTURES` set to a folder, pictures of them are put there.

use crate::house::{House, PASSWORD};
use gongkai_app::LawBook;
use gongkai_app::people::{self, NewStaff};
use gongkai_domain::people::{Grant, Role};
use gongkai_testkit::browser::{Browser, PAGE_CHECKS, browser};
use gongkai_web::{assets, shell};
use std::path::PathBuf;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use totp_rs::{Builder, Secret};

struct Journey {
    browser: Browser,
    runtime: Runtime,
    house: House,
    origin: String,
}

impl Journey {
    fn begin() -> Option<Self> {
        let browser = browser()?;
        let runtime = Runtime::new().unwrap();
        let (house, listener) = runtime.block_on(async {
            let house = House::under(LawBook::built_in().unwrap()).await;
            (house, TcpListener::bind("127.0.0.1:0").await.unwrap())
        });
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let router = shell::beside("", gongkai_office::ROOM, house.router.clone(), assets::routes());
        runtime.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Some(Self { browser, runtime, house, origin })
    }

    fn open(&mut self, path: &str) {
        self.browser.open(&format!("{}{path}", self.origin));
    }

    /// Types into the field with this id.
    fn fill(&mut self, id: &str, value: &str) {
        self.browser.evaluate(&format!("document.getElementById({id:?}).value = {value:?}"));
    }

    /// Looks at the page in both widths.
    fn look(&mut self, name: &str) {
        for (width, kind) in [(390, "phone"), (320, ""), (1280, "desk")] {
            self.browser.resize(width, 900);
            let faults = self.browser.evaluate(PAGE_CHECKS);
            assert_eq!(faults, serde_json::json!([]), "{name} at {width}");
            if let Some(folder) = std::env::var_os("GONGKAI_PICTURES").filter(|_| !kind.is_empty()) {
                self.browser.picture(&PathBuf::from(folder).join(format!("{name}-{kind}.png")));
            }
        }
        assert_eq!(self.browser.objections(), Vec::<String>::new(), "{name}");
    }

    fn code(&mut self) -> String {
        let text = self.browser.text("#secret").replace(' ', "");
        let clock = Builder::new()
            .with_secret(Secret::try_from_base32(text).unwrap())
            .with_digits(6)
            .build()
            .unwrap();
        clock.generate(u64::try_from(self.house.by().at.as_second()).unwrap()).to_string()
    }

    fn set_up_second_factor(&mut self) {
        self.browser.follow("main .btn");
        let code = self.code();
        self.fill("code", &code);
        self.browser.follow("main .btn");
    }
}

fn somebody(account: &str, name: &str, grants: Vec<Grant>) -> NewStaff {
    NewStaff {
        account: account.to_owned(),
        name: name.to_owned(),
        body: "conghua-gov".to_owned(),
        email: String::new(),
        grants,
    }
}

#[test]
fn from_an_invitation_to_giving_roles() {
    let Some(mut journey) = Journey::begin() else { return };
    let below = |role| Grant { role, body: "conghua-gov".to_owned(), below: true, until: None };
    let house = &journey.house;
    let (link, security) = journey.runtime.block_on(async {
        let records = &house.office.records;
        for (role, account, name) in [
            (Role::Editor, "deng.xiaomin", "邓小敏"),
            (Role::DisclosureOfficer, "li.qiuyun", "李秋云"),
            (Role::Leader, "huang.jianguo", "黄建国"),
            (Role::Supervisor, "xie.lifang", "谢丽芳"),
        ] {
            let new = somebody(account, name, vec![Grant { below: false, ..below(role) }]);
            let (_, link) = people::invite(records, &new, &house.by()).await.unwrap();
            people::take_up(records, &link, PASSWORD, &house.by()).await.unwrap();
        }
        let admin = somebody("kuang.weiming", "邝伟明", vec![below(Role::Administrator)]);
        let security = somebody("zhong.an", "钟安", vec![below(Role::SecurityOfficer)]);
        let (_, link) = people::invite(records, &admin, &house.by()).await.unwrap();
        let (_, security) = people::invite(records, &security, &house.by()).await.unwrap();
        (link, security)
    });

    journey.open(&format!("/office/link/{link}"));
    journey.look("link");
    journey.fill("password", "short");
    journey.fill("password-again", "other");
    journey.browser.follow("main .btn");
    journey.look("link-refused");
    journey.fill("password", PASSWORD);
    journey.fill("password-again", PASSWORD);
    journey.browser.follow("main .btn");
    assert_eq!(journey.browser.address(), "/office/account/second-factor");
    journey.look("second-factor-begin");
    journey.browser.follow("main .btn");
    journey.look("second-factor");
    let code = journey.code();
    journey.fill("code", &code);
    journey.browser.follow("main .btn");
    journey.look("recovery-codes");
    journey.open("/office/people/");
    journey.look("people");
    journey.open("/office/people/new");
    journey.look("invite");
    journey.fill("name", "王芳");
    journey.fill("account", "wang.fang");
    journey.browser.follow("main .btn");
    journey.look("invited");
    journey.browser.follow("main .btn2");
    journey.look("person-without-security-officer");
    journey.open("/office/account/");
    journey.look("account");
    journey.browser.follow("main .btn2");
    assert_eq!(journey.browser.address(), "/office/sign-in");
    journey.look("sign-in");
    journey.fill("account", "kuang.weiming");
    journey.fill("password", "wrong");
    journey.browser.follow("main .btn");
    journey.look("sign-in-refused");
    journey.fill("password", PASSWORD);
    journey.browser.follow("main .btn");
    journey.look("code");
    journey.fill("code", "000000");
    journey.browser.follow("main .btn");
    journey.look("code-refused");

    journey.open(&format!("/office/link/{security}"));
    journey.fill("password", PASSWORD);
    journey.fill("password-again", PASSWORD);
    journey.browser.follow("main .btn");
    journey.set_up_second_factor();
    journey.open("/office/people/?role=editor");
    journey.browser.follow("main tbody th a");
    journey.look("person");
    journey.browser.evaluate("document.getElementById('role').value = 'auditor'");
    journey.browser.follow("main .btn");
    journey.look("person-refused");
    journey.browser.evaluate("document.getElementById('role').value = 'reviewer'");
    journey.fill("until", "2017-12-31");
    journey.browser.follow("main .btn");
    assert!(journey.browser.text("[role=status]").contains("已授权"));
    journey.look("person-granted");
    journey.open("/office/account/leave");
    journey.look("leave");
    journey.open("/office/account/password");
    journey.look("password");
    journey.house.wait(20);
    journey.fill("password", "x");
    journey.open("/office/account/leave");
    assert!(journey.browser.address().starts_with("/office/sign-in?next="), "{}", journey.browser.address());
}
