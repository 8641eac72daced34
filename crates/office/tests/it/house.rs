//! An office with two separate bodies and one person of every role at each, and what they ask and send.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, Response, StatusCode, header};
use gongkai_app::attachments::{Clamd, Keeping, Store};
use gongkai_app::import::{self, By, Ledger};
use gongkai_app::people::{self, NewStaff};
use gongkai_app::sealing::InstallationKey;
use gongkai_app::{Installation, LawBook};
use gongkai_domain::people::{Grant, Role};
use gongkai_domain::registers;
use gongkai_office::{Moment, Office, Rooms, Verifying, rooms, router};
use gongkai_testkit::{Cells, TestDb, rows, sqlite};
use gongkai_web::Look;
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

/// The password of everybody.
pub const PASSWORD: &str = "Xk7-多云转晴的早上";

/// An office over its own database, with a clock that stands still until it is moved.
pub struct House {
    pub router: Router,
    pub office: Office,
    now: Arc<Mutex<Timestamp>>,
    _database: TestDb,
}

/// Somebody at a browser: their cookies, and the secret of their forms.
#[derive(Clone, Default)]
pub struct Visitor {
    pub cookies: Vec<(String, String)>,
    pub csrf: String,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub response: Response<()>,
    pub text: String,
}

impl House {
    /// The office with its people: `ROLE@BODY` for every role at each of the bodies `conghua-gov` and `zengcheng-gov`,
    /// neither of which stands above the other.
    pub async fn with_staff() -> Self {
        let house = Self::with_bodies().await;
        for body in ["conghua-gov", "zengcheng-gov"] {
            for role in Role::ALL {
                house.hire(&account(role, body), body, &[role]).await;
            }
        }
        house
    }

    /// The office with its bodies and nobody in it, where the password is enough for every role.
    pub async fn with_bodies() -> Self {
        let mut law = LawBook::built_in().unwrap();
        law.sign_in.second_factor.clear();
        Self::under(law).await
    }

    /// The office with its bodies and nobody in it, under a law.
    pub async fn under(law: LawBook) -> Self {
        let database = sqlite().await.unwrap();
        let law = Arc::new(law);
        let key = InstallationKey::generate().unwrap();
        let records = Installation::open(database.db.clone(), law, key).await.unwrap();
        let store = Store::new(database.folder.path().join("files"));
        let records = records.keeping(Keeping::new(store, None));
        let now = Arc::new(Mutex::new("2017-04-06T02:20:00Z".parse::<Timestamp>().unwrap()));
        let told = Arc::clone(&now);
        let clock = move || Moment { at: *told.lock().unwrap(), today: date(2017, 4, 6) };
        let office = Office {
            records,
            look: Arc::new(Look::default()),
            clock: Arc::new(clock),
            verifying: Verifying::default(),
            typesetter: None,
            services: None,
            offline_copy: None,
        };
        let house = Self { router: router(office.clone()), office, now, _database: database };
        house.record("bodies", &BODIES).await;
        house
    }

    /// The same house, with a virus scanner.
    #[must_use]
    pub fn with_scanner(mut self, scanner: Clamd) -> Self {
        let store = self.store();
        self.office.records = self.office.records.clone().keeping(Keeping::new(store, Some(scanner)));
        self.router = router(self.office.clone());
        self
    }

    /// Where attachments are kept.
    pub fn store(&self) -> Store {
        self.office.records.files.as_ref().unwrap().store.clone()
    }

    /// Every route.
    pub fn rooms(&self) -> Rooms {
        rooms(&self.office)
    }

    /// Lets time pass.
    pub fn wait(&self, minutes: i64) {
        let mut now = self.now.lock().unwrap();
        *now += SignedDuration::from_mins(minutes);
    }

    /// Whoever tests, acting now.
    pub fn by(&self) -> By {
        By { actor: people::COMMAND_LINE.to_owned(), at: *self.now.lock().unwrap(), today: date(2017, 4, 6) }
    }

    /// Imports rows; each names its columns.
    pub async fn record(&self, register: &str, given: &[Cells<'_>]) {
        let register = registers::find(register).unwrap();
        let (rows, places) = rows(register, given);
        let ledger = Ledger { register, rows, places, files: Vec::new(), lacking: Vec::new(), replace: None };
        let records = &self.office.records;
        let comparison = import::compare(records, &ledger).await.unwrap();
        import::apply(records, &ledger, &comparison.digest, &self.by(), &|_| ()).await.unwrap();
    }

    /// Makes an account that is taken up already; answers its id.
    pub async fn hire(&self, account: &str, body: &str, roles: &[Role]) -> String {
        let grant = |role: &Role| Grant { role: *role, body: body.to_owned(), below: false, until: None };
        let new = NewStaff {
            account: account.to_owned(),
            name: format!("{account} 某"),
            body: body.to_owned(),
            email: String::new(),
            grants: roles.iter().map(grant).collect(),
        };
        let (staff, link) = people::invite(&self.office.records, &new, &self.by()).await.unwrap();
        people::take_up(&self.office.records, &link, PASSWORD, &self.by()).await.unwrap();
        staff.id
    }

    /// Somebody of this role at this body, signed in.
    pub async fn somebody(&self, role: Role, body: &str) -> Visitor {
        self.signed_in(&account(role, body)).await
    }

    /// Whoever has this account, signed in.
    pub async fn signed_in(&self, account: &str) -> Visitor {
        let mut visitor = Visitor::default();
        let fields = [("account", account), ("password", PASSWORD)];
        let answer = self.send(&mut visitor, "/office/sign-in", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{account}: {}", answer.text);
        let desk = self.get(&mut visitor, "/office/").await;
        desk.between("name=\"csrf\" value=\"", "\"").clone_into(&mut visitor.csrf);
        visitor
    }

    /// Somebody opens an address.
    pub async fn get(&self, visitor: &mut Visitor, address: &str) -> Answer {
        self.ask(visitor, Request::get(address).body(Body::empty()).unwrap()).await
    }

    /// The bytes of a file somebody fetches.
    pub async fn file(&self, visitor: &mut Visitor, address: &str) -> Vec<u8> {
        let cookies: Vec<String> =
            visitor.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::get(address).header(header::COOKIE, cookies.join("; "));
        let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        to_bytes(response.into_body(), 50_000_000).await.unwrap().to_vec()
    }

    /// Somebody sends a form; the secret of their forms goes with it.
    pub async fn send(&self, visitor: &mut Visitor, address: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = [("csrf", visitor.csrf.clone())];
        let fields = fields.iter().map(|(name, value)| (*name, (*value).to_owned()));
        let form: Vec<String> = csrf
            .into_iter()
            .chain(fields)
            .map(|(name, value)| format!("{}={}", escaped(name), escaped(&value)))
            .collect();
        let request =
            Request::post(address).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(visitor, request.body(Body::from(form.join("&"))).unwrap()).await
    }

    /// Somebody sends a form with files: name of the field, name of the file, its bytes.
    pub async fn upload(
        &self,
        visitor: &mut Visitor,
        address: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let mut body = Vec::new();
        let csrf = [("csrf", visitor.csrf.clone())];
        let fields = fields.iter().map(|(name, value)| (*name, (*value).to_owned()));
        for (name, value) in csrf.into_iter().chain(fields) {
            let part = format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        for (name, file, bytes) in files {
            let head = format!(
                "--xyz\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--xyz--\r\n");
        let request =
            Request::post(address).header(header::CONTENT_TYPE, "multipart/form-data; boundary=xyz");
        self.ask(visitor, request.body(Body::from(body)).unwrap()).await
    }

    /// A request as it is, with the visitor's cookies.
    pub async fn ask(&self, visitor: &mut Visitor, mut request: Request<Body>) -> Answer {
        let cookies: Vec<String> =
            visitor.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            visitor.keep(cookie.to_str().unwrap());
        }
        let bytes = to_bytes(body, 50_000_000).await.unwrap();
        Answer {
            status: parts.status,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            response: Response::from_parts(parts, ()),
        }
    }

    /// What comes back for a route when its parts in braces are of nothing there is.
    pub async fn try_room(&self, visitor: &mut Visitor, method: &Method, path: &str) -> Answer {
        let filled: Vec<&str> =
            path.split('/').map(|part| if part.starts_with('{') { "nothing" } else { part }).collect();
        let address = filled.join("/");
        if method == Method::GET {
            self.get(visitor, &address).await
        } else {
            self.send(visitor, &address, &[]).await
        }
    }
}

impl Visitor {
    fn keep(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        self.cookies.retain(|(known, _)| known != name);
        if !cookie.contains("Max-Age=0") {
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }
}

impl Answer {
    /// A header, or the empty text.
    pub fn header(&self, name: &str) -> &str {
        self.response.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// Asserts that the page holds these words.
    #[track_caller]
    pub fn says(&self, words: &[&str]) {
        for words in words {
            assert!(self.text.contains(words), "“{words}” is missing from {}:\n{}", self.status, self.text);
        }
    }

    /// What stands between two texts for the first time.
    #[track_caller]
    pub fn between(&self, before: &str, after: &str) -> &str {
        let rest = self.text.split_once(before).unwrap_or_else(|| panic!("no {before} in {}", self.text)).1;
        rest.split_once(after).unwrap().0
    }
}

/// The account of somebody of this role at this body.
pub fn account(role: Role, body: &str) -> String {
    format!("{}.{body}", role.code())
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}

const BODIES: [Cells<'_>; 3] = [
    &[
        ("code", "conghua-gov"),
        ("name", "从化区人民政府办公室"),
        ("level", "district"),
        ("kind", "government_office"),
        ("position", "1"),
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
    &[
        ("code", "zengcheng-gov"),
        ("name", "增城区人民政府办公室"),
        ("level", "district"),
        ("kind", "government_office"),
        ("position", "3"),
    ],
];
