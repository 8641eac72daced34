//! A small office with records, and a reader who visits its portal.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, Response, StatusCode},
};
use gongkai_app::{
    Installation, LawBook,
    attachments::{Keeping, Store},
    import::{self, By, Ledger},
    sealing::InstallationKey,
};
use gongkai_domain::registers::{self, Place, Register, Row, Value, columns_key};
use gongkai_portal::{Site, router};
use gongkai_testkit::{TestDb, sqlite};
use gongkai_web::{Arrival, Look};
use jiff::{Timestamp, civil::date};
use std::sync::Arc;
use tower::ServiceExt;

/// A portal over its own database.
pub struct Portal {
    pub router: Router,
    pub office: Installation,
    _database: TestDb,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub response: Response<()>,
    pub text: String,
    pub bytes: Vec<u8>,
}

impl Portal {
    /// The portal of an office with two bodies and the records of 2016.
    pub async fn with_records() -> Self {
        let portal = Self::empty().await;
        portal.record("bodies", &BODIES).await;
        portal.record("items", &ITEMS).await;
        portal.record("requests", &REQUESTS).await;
        portal.record("procurement-projects", &PROJECTS).await;
        portal
    }

    /// A portal over an empty database.
    pub async fn empty() -> Self {
        let database = sqlite().await.unwrap();
        let law = Arc::new(LawBook::built_in().unwrap());
        let key = InstallationKey::generate().unwrap();
        let office = Installation::open(database.db.clone(), law, key).await.unwrap();
        let store = Store::new(database.folder.path().join("files"));
        let office = office.keeping(Keeping::new(store, None));
        let site = Site {
            office: office.clone(),
            look: Arc::new(Look { origin: "https://www.example.gov.cn".to_owned(), ..Look::default() }),
            today: Arc::new(|| date(2017, 3, 1)),
            typesetter: None,
        };
        Self { router: router(site), office, _database: database }
    }

    /// Imports rows; each names its columns.
    pub async fn record(&self, register: &str, rows: &[&[(&str, &str)]]) {
        let register = registers::find(register).unwrap();
        let rows: Vec<Row> = rows.iter().map(|row| row_of(register, row)).collect();
        let place =
            |(at, _)| Place { file: "sample.csv".into(), sheet: "".into(), row: at as u32 + 2, column: None };
        let places = rows.iter().enumerate().map(place).collect();
        let ledger = Ledger { register, rows, places, files: Vec::new(), lacking: Vec::new(), replace: None };
        let comparison = import::compare(&self.office, &ledger).await.unwrap();
        let by = By { actor: "test".to_owned(), at: Timestamp::UNIX_EPOCH, today: date(2017, 1, 4) };
        import::apply(&self.office, &ledger, &comparison.digest, &by, &|_| ()).await.unwrap();
    }

    /// A reader opens an address.
    pub async fn get(&self, address: &str) -> Answer {
        self.ask(Method::GET, address, &[]).await
    }

    /// A request with headers.
    pub async fn ask(&self, method: Method, address: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.answer(request.body(Body::empty()).unwrap()).await
    }

    /// A reader sends something.
    pub async fn send(&self, address: &str, headers: &[(&str, &str)], body: String) -> Answer {
        let mut request = Request::post(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.answer(request.body(Body::from(body)).unwrap()).await
    }

    /// A request that a server tells something about.
    pub async fn arrive(&self, address: &str, arrival: Arrival) -> Answer {
        let mut request = Request::get(address).body(Body::empty()).unwrap();
        request.extensions_mut().insert(arrival);
        self.answer(request).await
    }

    async fn answer(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 10_000_000).await.unwrap();
        Answer {
            status: parts.status,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.to_vec(),
            response: Response::from_parts(parts, ()),
        }
    }
}

impl Answer {
    /// A header, or the empty text.
    pub fn header(&self, name: &str) -> &str {
        self.response.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// Asserts that the page holds these words.
    pub fn says(&self, words: &[&str]) {
        for words in words {
            assert!(self.text.contains(words), "“{words}” is missing from {}:\n{}", self.status, self.text);
        }
    }
}

fn row_of(register: &Register, cells: &[(&str, &str)]) -> Row {
    use gongkai_domain::registers::Kind;
    for (code, _) in cells {
        assert!(register.column(code).is_some(), "{} has no column {code}", register.code);
    }
    let value = |column: &gongkai_domain::registers::Column| {
        let Some((_, text)) = cells.iter().find(|(code, _)| *code == column.code) else {
            return Value::Absent;
        };
        match column.kind {
            Kind::Date => Value::Date(text.parse().unwrap()),
            Kind::Integer | Kind::Money | Kind::Year => Value::Integer(text.parse().unwrap()),
            Kind::Boolean => Value::Boolean(*text == "true"),
            Kind::Text | Kind::LongText | Kind::Code(_) | Kind::Body => Value::Text((*text).to_owned()),
        }
    };
    let values: Vec<Value> = register.columns.iter().map(value).collect();
    Row { key: columns_key(register, &values).unwrap(), values }
}

const BODIES: [&[(&str, &str)]; 2] = [
    &[
        ("code", "conghua-gov"),
        ("name", "从化区人民政府办公室"),
        ("level", "district"),
        ("kind", "government_office"),
        ("position", "1"),
        ("address", "街口街新城东路99号"),
        ("phone", "020-87927132"),
        ("hours", "工作日 9:00—17:30"),
        ("disclosure_office", "政务公开办公室"),
    ],
    &[
        ("code", "jiekou"),
        ("name", "街口街道办事处"),
        ("level", "town"),
        ("kind", "town_or_subdistrict"),
        ("parent", "conghua-gov"),
        ("position", "2"),
    ],
];

const ITEMS: [&[(&str, &str)]; 4] = [
    &[
        ("body", "conghua-gov"),
        ("index_number", "CH/2016-00001"),
        ("title", "关于印发<办法>的通知"),
        ("category", "departmental_document"),
        ("class", "proactive"),
        ("document_number", "从府办〔2016〕37号"),
        ("published_on", "2016-11-18"),
        ("text", "各镇（街）人民政府：\n一、总体要求\n加强<管理>。"),
    ],
    &[
        ("body", "conghua-gov"),
        ("index_number", "CH/2016-00002"),
        ("title", "内部材料"),
        ("category", "news"),
        ("class", "withheld"),
        ("published_on", "2016-05-01"),
    ],
    &[
        ("body", "conghua-gov"),
        ("index_number", "CH/2016-00003"),
        ("title", "汽车采购流程"),
        ("category", "administrative_power"),
        ("class", "proactive"),
        ("published_on", "2016-08-15"),
        ("withdrawn_on", "2016-12-01"),
        ("withdrawal_reason", "已由《政府采购工作流程》代替"),
    ],
    &[
        ("body", "jiekou"),
        ("index_number", "JK/2016-00001"),
        ("title", "街口街道公告"),
        ("category", "news"),
        ("class", "proactive"),
        ("published_on", "2016-09-01"),
    ],
];

const REQUESTS: [&[(&str, &str)]; 1] = [&[
    ("body", "conghua-gov"),
    ("number", "2016-1"),
    ("received_on", "2016-03-01"),
    ("channel", "letter"),
    ("requester_kind", "natural_person"),
    ("requester_name", "张某某"),
    ("description", "某村征地补偿材料"),
]];

const PROJECTS: [&[(&str, &str)]; 1] = [&[
    ("body", "conghua-gov"),
    ("number", "CH-1"),
    ("title", "办公设备,采购"),
    ("supplier", "=样例公司"),
    ("method", "inquiry"),
    ("central", "true"),
    ("budget", "11273000000"),
    ("price", "10714000000"),
    ("signed_on", "2016-06-01"),
]];
