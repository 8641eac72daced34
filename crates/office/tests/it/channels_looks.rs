//! The pages of channels with something on them, in a real browser; pictures are left in `target/pages/office`.

use crate::house::{House, account};
use crate::pages::{of_page, serving, sign_in};
use gongkai_app::channels::{self, NewAccount, Taken};
use gongkai_app::people::Officer;
use gongkai_domain::channels::{AccountSettings, Outcome, Trouble};
use gongkai_domain::people::{Grant, Reach, Role};
use gongkai_domain::says::Says;
use gongkai_testkit::browser::browser;
use std::time::Duration;
use tokio::runtime::Runtime;

const BODY: &str = "conghua-gov";
const TITLES: [&str; 4] = [
    "广州市从化区人民政府办公室关于印发从化区2017年政务公开工作要点的通知",
    "从化区2017年度水利工程建设资金安排公告",
    "关于开展城乡居民基本医疗保险参保登记的通知",
    "从化区人民政府关于公布行政许可事项目录的通告",
];

#[test]
fn the_pages_of_channels_fit_and_are_accessible() {
    let Some(mut browser) = browser() else { return };
    let runtime = Runtime::new().unwrap();
    let (origin, short_id, account_id) = runtime.block_on(async {
        let house = House::with_staff().await;
        let (short_id, account_id) = filled(&house).await;
        let origin = serving(&house).await;
        std::mem::forget(house);
        (origin, short_id, account_id)
    });
    let mut faults = Vec::new();
    sign_in(&mut browser, &origin, &account(Role::DisclosureOfficer, BODY));
    let mut look =
        |browser: &mut _, path: &str, name: &str| faults.extend(of_page(browser, &origin, path, name));
    look(&mut browser, "/office/channels/", "channels-board");
    look(&mut browser, &format!("/office/items/published/{short_id}/channels"), "channels-item");
    look(&mut browser, &format!("/office/items/published/{short_id}"), "channels-published");
    look(&mut browser, "/office/channels/print/new?kind=gazette", "channels-print");
    look(&mut browser, "/office/channels/print/", "channels-issues");
    look(&mut browser, "/en/office/channels/", "channels-board-en");
    sign_in(&mut browser, &origin, &account(Role::Administrator, BODY));
    look(&mut browser, "/office/settings/channels/", "channels-accounts");
    look(&mut browser, &format!("/office/settings/channels/{account_id}"), "channels-account");
    for connector in ["wechat", "weibo", "webhook"] {
        let path = format!("/office/settings/channels/new?connector={connector}");
        look(&mut browser, &path, &format!("channels-account-{connector}"));
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn officer(house: &House, role: Role) -> Officer {
    let grants = vec![Grant { role, body: BODY.to_owned(), below: false, until: None }];
    Officer {
        id: role.code().into(),
        account: role.code().into(),
        name: role.code().into(),
        body: BODY.into(),
        reach: Reach::of(&grants, &[], house.by().today),
        grants,
        standing_in: Vec::new(),
    }
}

/// Items, an account, placements by hand, and sendings that stand in every way; answers an item and the account.
async fn filled(house: &House) -> (String, String) {
    for (at, title) in TITLES.iter().enumerate() {
        let (number, day) = (format!("11440117007/2017-{at:05}"), format!("2017-03-{:02}", 28 - at));
        let document = format!("从府办〔2017〕{}号", at + 1);
        house
            .record(
                "items",
                &[&[
                    ("body", BODY),
                    ("index_number", &number),
                    ("title", title),
                    ("category", "departmental_document"),
                    ("class", "proactive"),
                    ("document_number", &document),
                    ("published_on", &day),
                    ("text", "各镇人民政府：\n现印发给你们。"),
                ]],
            )
            .await;
        house
            .record(
                "placements",
                &[&[
                    ("body", BODY),
                    ("channel", "website"),
                    ("index_number", &number),
                    ("published_on", &day),
                    ("address", "/zfxxgk/doc/x"),
                ]],
            )
            .await;
    }
    let records = &house.office.records;
    let (publisher, administrator) =
        (officer(house, Role::DisclosureOfficer), officer(house, Role::Administrator));
    let by = house.by();
    let mut accounts = Vec::new();
    for (connector, channel, name) in [
        ("webhook", "display_screen", "政务大厅电子屏"),
        ("weibo", "", "从化发布微博"),
        ("wechat", "", "从化发布"),
    ] {
        let new = NewAccount {
            body: BODY.to_owned(),
            connector: connector.to_owned(),
            channel: channel.to_owned(),
            name: name.to_owned(),
            settings: AccountSettings {
                address: "https://screen.conghua.gov.cn/hook".to_owned(),
                app_id: "wx0123456789abcdef".to_owned(),
                cover: "iVBORw0KGgo=".to_owned(),
                ..AccountSettings::default()
            },
            secret: "0123456789abcdef-secret".to_owned(),
            offered: true,
            ..NewAccount::default()
        };
        accounts.push(channels::keep_account(records, &administrator, new, &by).await.unwrap());
    }
    let page = gongkai_app::Page { offset: 0, limit: 10 };
    let lines = channels::board(records, &publisher, "", page).await.unwrap().lines;
    for (line, account) in [(0, 1), (1, 2), (2, 0), (0, 0), (3, 2)] {
        let wanted = [accounts[account].as_str()];
        channels::queue(records, &publisher, &lines[line].short_id, &wanted, &by).await.unwrap();
    }
    let outcomes = [
        Outcome::Trouble(Trouble::Unsure(Says::new(
            "发送的答复丢了，最近的微博里也没有找到；请到微博上看一看，再决定重发还是登记",
            "the answer was lost, and it is not among the last messages",
        ))),
        Outcome::Trouble(Trouble::Person(Says::new(
            "微信：本机的 IP 不在公众号的白名单里（40164 invalid ip）",
            "WeChat: the address of this machine is not on the account's list (40164 invalid ip)",
        ))),
        Outcome::Placed(gongkai_domain::channels::Placed {
            address: "https://screen.conghua.gov.cn/show/128".to_owned(),
            id: "128".to_owned(),
            answer: "201 {\"url\":\"https://screen.conghua.gov.cn/show/128\",\"id\":128}".to_owned(),
        }),
        Outcome::Trouble(Trouble::Later(
            Says::new("对方答复 503", "it answered 503"),
            Some(Duration::from_mins(4)),
        )),
    ];
    for outcome in outcomes {
        let Taken::Task(mut task) = channels::take(records, "worker", by.at).await.unwrap() else { panic!() };
        channels::settle(records, &mut task, &outcome, None, (by.at, by.today)).await.unwrap();
    }
    for (channel, outlet, address) in
        [("news_media", "今日从化", "第2版"), ("gazette", "从化区人民政府公报", "2017年第3期")]
    {
        let typed = channels::ByHand {
            channel: channel.to_owned(),
            outlet: outlet.to_owned(),
            published_on: "2017-04-05".to_owned(),
            address: address.to_owned(),
            note: "全文刊登".to_owned(),
        };
        channels::place_by_hand(records, &publisher, &lines[0].short_id, &typed, &by).await.unwrap();
    }
    (lines[0].short_id.clone(), accounts.remove(0))
}
