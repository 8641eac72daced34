//! A portal that listens on a port, and one address of every kind of page it has.

use crate::{
    office::{Answer, Portal},
    reports::REPORT,
};
use gongkai_testkit::browser::Browser;
use tokio::{net::TcpListener, runtime::Runtime};

/// Purchases recorded: more than stand on one page.
const PURCHASES: usize = 45;
/// A portal that listens, with enough in its books that lists have pages and names are long.
pub struct Served {
    runtime: Runtime,
    portal: Portal,
    origin: String,
}

impl Served {
    /// Starts it on a free port.
    pub fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        let (portal, listener) = runtime.block_on(async {
            let portal = Portal::with_records().await;
            fill(&portal).await;
            (portal, TcpListener::bind("127.0.0.1:0").await.unwrap())
        });
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let router = portal.router.clone();
        runtime.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { runtime, portal, origin }
    }

    /// Opens one of its addresses in a browser.
    pub fn open(&self, browser: &mut Browser, address: &str) {
        browser.open(&format!("{}{address}", self.origin));
    }

    /// One address of every kind of page.
    pub fn pages(&self) -> Vec<String> {
        let shown = |title: &str| self.runtime.block_on(self.address_of(title));
        let fixed = [
            "/zfxxgk/",
            "/jiekou/zfxxgk/",
            "/zfxxgk/zfxxgkzn/",
            "/zfxxgk/zfxxgkzd/",
            "/zfxxgk/fdzdgknr/",
            "/zfxxgk/fdzdgknr/?year=2015",
            "/zfxxgk/zfxxgknb/",
            "/zfxxgk/zfxxgknb/check",
            REPORT,
            "/zfxxgk/zfxxgknb/2016/national-2021",
            "/zfxxgk/zfxxgknb/2016/gz-2016/F13",
            "/zfxxgk/zfxxgknb/2016/gz-2016/F32",
            "/zfxxgk/zfxxgknb/2016/gz-2016/F38",
            "/zfxxgk/zfxxgknb/2016/gz-2016/F41",
            "/zfxxgk/zfxxgknb/2016/gz-2016/F44",
            "/zfxxgk/zfxxgknb/2016/gz-2016/F45",
            "/zfxxgk/zfxxgknb/2016/gz-2016/F60",
            "/ysqgk/",
            "/nothing-here",
        ];
        let document = shown("关于印发").unwrap();
        fixed.map(str::to_owned).into_iter().chain([document]).collect()
    }

    /// Asks for an address without a browser.
    pub fn get(&self, address: &str) -> Answer {
        self.runtime.block_on(self.portal.get(address))
    }

    async fn address_of(&self, title: &str) -> Option<String> {
        let list = self.portal.get("/zfxxgk/fdzdgknr/").await.text;
        let before = &list[..list.find(title)?];
        let link = before.rsplit("href=\"").next()?;
        link.split('"').next().map(str::to_owned)
    }
}

async fn fill(portal: &Portal) {
    let numbers: Vec<String> = (0..PURCHASES).map(|at| format!("CHCG2016-{at:04}")).collect();
    let prices: Vec<String> = (0..PURCHASES).map(|at| (1_234_500 + at * 1_000).to_string()).collect();
    let purchases: Vec<Vec<(&str, &str)>> = numbers
        .iter()
        .zip(&prices)
        .map(|(number, price)| {
            vec![
                ("body", "jiekou"),
                ("number", number),
                ("title", "街口街道便民服务中心综合受理窗口自助终端设备采购项目"),
                ("method", "inquiry"),
                ("budget", price),
                ("price", price),
                ("signed_on", "2016-06-01"),
            ]
        })
        .collect();
    let purchases: Vec<&[(&str, &str)]> = purchases.iter().map(Vec::as_slice).collect();
    portal.record("procurement-projects", &purchases).await;
    portal.record("consultations", &CONSULTATIONS).await;
    portal.record("service-items", &SERVICES).await;
    portal.record("normative-documents", &RULES).await;
    portal.record("viewing-points", &POINTS).await;
}

const CONSULTATIONS: [&[(&str, &str)]; 2] = [
    &[
        ("body", "conghua-gov"),
        ("title", "从化区财政投资信息化项目管理办法（征求意见稿）"),
        ("opened_on", "2016-05-03"),
    ],
    &[
        ("body", "conghua-gov"),
        ("title", "再次公开征求2017年从化区十件民生实事（建议）的公告意见征集"),
        ("opened_on", "2016-11-07"),
    ],
];

const SERVICES: [&[(&str, &str)]; 1] = [&[
    ("body", "jiekou"),
    ("number", "JK-1"),
    ("title", "居住证办理"),
    ("kind", "approval"),
    ("online_on", "2015-03-01"),
    ("scope", "本街道"),
    ("basis", "条例"),
    ("duties", "受理"),
    ("conditions", "常住"),
    ("procedure", "申请、受理、审核、发证"),
    ("commitments", "五日办结"),
    ("results", "公示"),
]];

const RULES: [&[(&str, &str)]; 1] = [&[
    ("body", "conghua-gov"),
    ("number", "从府办〔2016〕37号"),
    ("kind", "normative_document"),
    ("title", "从化区财政投资信息化项目管理办法"),
    ("issued_on", "2016-11-16"),
]];

const POINTS: [&[(&str, &str)]; 1] = [&[
    ("body", "conghua-gov"),
    ("name", "从化区档案馆政府信息公开查阅场所"),
    ("kind", "archive"),
    ("address", "街口街河滨北路128号"),
]];
