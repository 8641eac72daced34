//! An office with two bodies, a published item each, and accounts at stand-ins.

use crate::stand_in::StandIn;
use gongkai_app::channels::{self, Account, ItemChannels, NewAccount};
use gongkai_app::import::{self, By, Ledger};
use gongkai_app::people::Officer;
use gongkai_app::sealing::InstallationKey;
use gongkai_app::{Installation, LawBook};
use gongkai_channels::{Caller, Services, Site, send_due};
use gongkai_domain::channels::{AccountSettings, Connector, Signing};
use gongkai_domain::people::{Grant, Permission, Reach, Role};
use gongkai_domain::registers;
use gongkai_testkit::{Cells, TestDb, rows};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub const TODAY: Date = date(2017, 4, 18);
pub const KEY: &str = "0123456789abcdef0123";

/// The office and its clock.
pub struct Office {
    pub records: Installation,
    now: Mutex<Timestamp>,
}

impl Office {
    pub async fn over(test: &TestDb) -> Self {
        let law = Arc::new(LawBook::built_in().unwrap());
        let records =
            Installation::open(test.db.clone(), law, InstallationKey::generate().unwrap()).await.unwrap();
        let office = Self { records, now: Mutex::new("2017-04-18T02:00:00Z".parse().unwrap()) };
        office
            .record(
                "bodies",
                &[
                    &[
                        ("code", "conghua"),
                        ("name", "从化区人民政府办公室"),
                        ("level", "district"),
                        ("kind", "government_office"),
                        ("position", "1"),
                    ],
                    &[
                        ("code", "zengcheng"),
                        ("name", "增城区人民政府办公室"),
                        ("level", "district"),
                        ("kind", "government_office"),
                        ("position", "2"),
                    ],
                ],
            )
            .await;
        for (body, number) in [("conghua", "C-1"), ("zengcheng", "Z-1")] {
            let item: Cells<'_> = &[
                ("body", body),
                ("index_number", number),
                ("title", "从化区2017年政务公开工作要点"),
                ("category", "departmental_document"),
                ("class", "proactive"),
                ("published_on", "2017-04-01"),
                ("text", "各镇人民政府：\n现将要点印发给你们。"),
            ];
            office.record("items", &[item]).await;
        }
        office
    }

    pub fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    pub fn wait(&self, minutes: i64) {
        *self.now.lock().unwrap() += SignedDuration::from_mins(minutes);
    }

    pub fn by(&self, officer: &Officer) -> By {
        officer.by(self.now(), TODAY)
    }

    async fn record(&self, register: &str, given: &[Cells<'_>]) {
        let register = registers::find(register).unwrap();
        let (rows, places) = rows(register, given);
        let ledger = Ledger { register, rows, places, files: Vec::new(), lacking: Vec::new(), replace: None };
        let told = import::compare(&self.records, &ledger).await.unwrap();
        let by = By { actor: "test".into(), at: self.now(), today: TODAY };
        import::apply(&self.records, &ledger, &told.digest, &by, &|_| ()).await.unwrap();
    }

    /// The address of an item, by its index number.
    pub async fn short_id(&self, number: &str) -> String {
        let body = if number.starts_with('C') { "conghua" } else { "zengcheng" };
        let reader = officer("reader", body, &[Role::Supervisor]);
        let page = gongkai_app::Page { offset: 0, limit: 10 };
        channels::board(&self.records, &reader, body, page).await.unwrap().lines.remove(0).short_id
    }

    /// An account of conghua at a stand-in; answers its id.
    pub async fn account(&self, connector: Connector, at: &StandIn) -> String {
        let administrator = officer("administrator", "conghua", &[Role::Administrator]);
        let settings = AccountSettings {
            app_id: "wx0123456789".into(),
            author: "从化政务".into(),
            cover: "iVBORw0KGgo=".into(),
            address: format!("{}/hook", at.address),
            signing: Signing::HmacSm3,
        };
        let new = NewAccount {
            body: "conghua".into(),
            connector: connector.code().into(),
            channel: "display_screen".into(),
            name: format!("从化{}", connector.name().zh),
            settings,
            secret: KEY.into(),
            offered: true,
            ..NewAccount::default()
        };
        channels::keep_account(&self.records, &administrator, new, &self.by(&administrator)).await.unwrap()
    }

    /// The publisher of conghua asks for the item to be sent.
    pub async fn queue(&self, account: &str) {
        let publisher = publisher();
        let item = self.short_id("C-1").await;
        let queued =
            channels::queue(&self.records, &publisher, &item, &[account], &self.by(&publisher)).await;
        assert_eq!(queued.unwrap(), 1);
    }

    /// Everything due is sent by one worker.
    pub async fn send(&self, at: &StandIn) -> usize {
        self.send_as(at, "one").await
    }

    pub async fn send_as(&self, at: &StandIn, holder: &str) -> usize {
        let clock = || (self.now(), TODAY);
        let site = Site { origin: "https://www.conghua.gov.cn", base: "", holder, clock: &clock };
        send_due(&self.records, &services(at), &site).await.unwrap()
    }

    /// The item with its channels.
    pub async fn item(&self) -> ItemChannels {
        channels::of_item(&self.records, &publisher(), &self.short_id("C-1").await).await.unwrap()
    }

    /// State and words of the last sending.
    pub async fn last(&self) -> (String, String) {
        let last = self.item().await.sendings.remove(0);
        (last.state, last.said.zh)
    }

    pub async fn accounts(&self) -> Vec<Account> {
        channels::accounts(&self.records, &publisher(), Permission::Read).await.unwrap()
    }
}

/// The services at a stand-in, with little patience.
pub fn services(at: &StandIn) -> Services {
    let caller = Caller::new(Arc::new(|address| address.is_loopback())).unwrap();
    Services::new(&caller.patient_for(Duration::from_millis(400)), Some(&at.address), Some(&at.address))
}

pub fn publisher() -> Officer {
    officer("publisher", "conghua", &[Role::DisclosureOfficer])
}

/// Somebody of these roles at a body.
pub fn officer(id: &str, body: &str, roles: &[Role]) -> Officer {
    let grant = |role: &Role| Grant { role: *role, body: body.to_owned(), below: false, until: None };
    let grants: Vec<Grant> = roles.iter().map(grant).collect();
    let reach = Reach::of(&grants, &[], TODAY);
    Officer {
        id: id.into(),
        account: id.into(),
        name: id.into(),
        body: body.into(),
        grants,
        reach,
        standing_in: Vec::new(),
    }
}
