//! The office with twenty people at work at once over a million items: how long each page takes to answer, what saving,
//! approving and publishing cost, and changing ten thousand rows at once.
//!
//! Every person asks one page after another, through the router that `gongkai serve` answers with, and pauses between two as
//! somebody who reads does; then once more without any pause, which is what both cores can carry.

use crate::importing;
use crate::rows::{BODIES, body, text};
use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use gongkai_app::import::By;
use gongkai_app::people::{self, NewStaff, Officer};
use gongkai_app::registers::{MOST_AT_ONCE, Outcome, Picked, carry_out_many, set_on_many, settable};
use gongkai_app::{Installation, LawBook};
use gongkai_domain::credit::LICENCES;
use gongkai_domain::people::{Grant, Reach, Role};
use gongkai_office::{Moment, Office, Verifying, router};
use gongkai_web::Look;
use jiff::Timestamp;
use jiff::civil::date;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tower::ServiceExt;

/// How many people work at once.
const PEOPLE: usize = 20;
/// How many rounds each of them goes.
const ROUNDS: usize = 8;
/// How long somebody looks at a page before asking for the next.
const PAUSE: Duration = Duration::from_millis(500);
/// Items imported at once.
const AT_ONCE: usize = 100_000;
/// Whose items are worked on.
const BODY: &str = "bench-gov";
/// The password of everybody.
const PASSWORD: &str = "Xk7-多云转晴的早上";

/// Drafts begun so far, so that no two have the same title.
static DRAFTS: AtomicUsize = AtomicUsize::new(1);

/// Times by what was asked, in seconds.
type Times = BTreeMap<&'static str, Vec<f64>>;

/// Fills the office and lets people work in it.
pub async fn run(records: Installation, rows: usize) -> Result<()> {
    importing::bodies(&records).await?;
    let start = Instant::now();
    for first in (0..rows).step_by(AT_ONCE) {
        importing::items_from(&records, first, AT_ONCE.min(rows - first)).await?;
    }
    println!("{rows} items in {:.1} s", start.elapsed().as_secs_f64());
    records.db.analyze().await?;
    let router = router(open(records.clone()));
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(Person::hired(&records, &router, number).await?);
    }
    for person in &mut people {
        person.begin().await?;
    }
    told("one person at work", at_work(&people[..1], None).await?);
    told("with half a second between pages", at_work(&people, Some(PAUSE)).await?);
    told("without a pause", at_work(&people, None).await?);
    one_by_one(&mut people[0]).await?;
    many_rows(&records).await
}

/// Whoever looks after the office, at nine in the morning.
fn by() -> By {
    let at = Timestamp::from_second(1_767_574_800).unwrap_or_default();
    By { actor: people::COMMAND_LINE.to_owned(), at, today: date(2026, 1, 5) }
}

fn open(records: Installation) -> Office {
    let clock = || Moment { at: by().at, today: by().today };
    Office {
        records,
        look: Arc::new(Look::default()),
        clock: Arc::new(clock),
        verifying: Verifying::default(),
        services: None,
        typesetter: None,
        offline_copy: None,
    }
}

/// The law of the bench: a password is enough.
pub fn law() -> Result<LawBook> {
    let mut law = LawBook::built_in()?;
    law.sign_in.second_factor.clear();
    Ok(law)
}

/// Somebody at a browser, with a draft of their own.
#[derive(Clone)]
struct Person {
    router: Router,
    number: usize,
    cookie: String,
    csrf: String,
    draft: String,
    drafts: usize,
    saves: usize,
}

impl Person {
    async fn hired(records: &Installation, router: &Router, number: usize) -> Result<Self> {
        let account = format!("person-{number}");
        let roles =
            [Role::Editor, Role::Reviewer, Role::SecrecyReviewer, Role::Leader, Role::DisclosureOfficer];
        let grant = |role: Role| Grant { role, body: BODY.to_owned(), below: true, until: None };
        let new = NewStaff {
            account: account.clone(),
            name: format!("第{number}人"),
            body: BODY.to_owned(),
            email: String::new(),
            grants: roles.into_iter().map(grant).collect(),
        };
        let (_, link) = people::invite(records, &new, &by()).await?;
        people::take_up(records, &link, PASSWORD, &by()).await?;
        let (router, cookie, csrf, draft) = (router.clone(), String::new(), String::new(), String::new());
        let mut person = Self { router, number, cookie, csrf, draft, drafts: 0, saves: 1 };
        person.send("/office/sign-in", &[("account", &account), ("password", PASSWORD)]).await?;
        let desk = person.get("/office/").await?.1;
        between(&desk, "name=\"csrf\" value=\"", "\"")?.clone_into(&mut person.csrf);
        Ok(person)
    }

    fn title(&self) -> String {
        format!("第{}人草拟的第{}份通知", self.number, self.drafts)
    }

    /// Writes a draft.
    async fn begin(&mut self) -> Result<()> {
        self.drafts = DRAFTS.fetch_add(1, Ordering::Relaxed);
        let title = self.title();
        self.saves = 0;
        let text = self.text();
        self.saves = 1;
        let fields = [
            ("body", BODY),
            ("title", title.as_str()),
            ("category", "departmental_document"),
            ("issued_on", "2026-01-04"),
            ("html", &text),
            ("then", "stay"),
        ];
        self.draft = self.send("/office/items/new", &fields).await?.2;
        ensure!(self.draft.starts_with("/office/items/"), "no draft: {}", self.draft);
        Ok(())
    }

    /// Saves the draft with other words.
    async fn save(&mut self) -> Result<f64> {
        let title = self.title();
        let (text, version) = (self.text(), self.saves.to_string());
        let fields = [
            ("body", BODY),
            ("title", title.as_str()),
            ("category", "departmental_document"),
            ("issued_on", "2026-01-04"),
            ("html", &text),
            ("version", &version),
        ];
        let address = format!("{}/save", self.draft);
        let (took, answer, _) = self.send(&address, &fields).await?;
        ensure!(!answer.contains("meeting"), "the draft was not saved: {answer}");
        self.saves += 1;
        Ok(took)
    }

    fn text(&self) -> String {
        let paragraph = "<p>区政府办公室就有关事项通知如下，请各单位遵照执行，并于月底前报送落实情况。</p>";
        format!("<p>第{}稿。</p>{}", self.saves, paragraph.repeat(60))
    }

    /// Takes a step with the draft; the time is that of the step alone.
    async fn step(&mut self, draft: &str, fields: &[(&str, &str)]) -> Result<f64> {
        let review = self.get(&format!("{draft}/review")).await?.1;
        // The form of the step is the last of the page; what undoes the step before has a version of its own.
        let (_, version) = review.rsplit_once("name=\"version\" value=\"").context("no form for the step")?;
        let version = version.split('"').next().unwrap_or_default().to_owned();
        let mut all = vec![("version", version.as_str())];
        all.extend_from_slice(fields);
        let (took, answer, there) = self.send(&format!("{draft}/step"), &all).await?;
        ensure!(!there.is_empty(), "the step was refused: {}", answer.chars().take(4000).collect::<String>());
        Ok(took)
    }

    /// Takes the draft through all hands, alone; the time of each step by its name.
    async fn publish(&mut self, times: &mut Times) -> Result<()> {
        let draft = self.draft.clone();
        let forced = [("forced", "on"), ("reason", "测速：一人经办")];
        for (name, fields) in [
            ("submitting", &[("step", "submit-draft")][..]),
            ("reviewing", &[("step", "review-draft")]),
            ("deciding on secrecy", &[("step", "decide-secrecy"), ("verdict", "proactive")]),
            ("approving", &[("step", "approve-draft")]),
            ("publishing", &[("step", "publish-item")]),
        ] {
            let fields: Vec<_> = fields.iter().copied().chain(forced).collect();
            let took = self.step(&draft, &fields).await.map_err(|error| error.context(name))?;
            times.entry(name).or_default().push(took);
        }
        Ok(())
    }

    async fn get(&mut self, address: &str) -> Result<(f64, String)> {
        let (took, answer, _) = self.ask(Request::get(address), Body::empty()).await?;
        Ok((took, answer))
    }

    async fn send(&mut self, address: &str, fields: &[(&str, &str)]) -> Result<(f64, String, String)> {
        let csrf = [("csrf", self.csrf.as_str())];
        let form = csrf.iter().chain(fields).map(|(name, value)| format!("{name}={}", escaped(value)));
        let body = Body::from(form.collect::<Vec<_>>().join("&"));
        let request =
            Request::post(address).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request, body).await
    }

    /// Asks; answers the time until the whole answer was there, its text, and where it leads.
    async fn ask(
        &mut self,
        request: axum::http::request::Builder,
        body: Body,
    ) -> Result<(f64, String, String)> {
        let request = request.header(header::COOKIE, self.cookie.as_str()).body(body)?;
        let address = request.uri().to_string();
        let start = Instant::now();
        let response = self.router.clone().oneshot(request).await?;
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 50_000_000).await?;
        let took = start.elapsed().as_secs_f64();
        ensure!(
            parts.status.as_u16() < 400,
            "{address}: {} {}",
            parts.status,
            String::from_utf8_lossy(&bytes)
        );
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str()?.split(';').next().unwrap_or_default();
            if !self.cookie.is_empty() {
                self.cookie.push_str("; ");
            }
            self.cookie.push_str(pair);
        }
        let there = parts.headers.get(header::LOCATION).map(|value| value.to_str()).transpose()?;
        Ok((took, String::from_utf8_lossy(&bytes).into_owned(), there.unwrap_or_default().to_owned()))
    }
}

/// Everybody at work at once; what each page took.
async fn at_work(people: &[Person], pause: Option<Duration>) -> Result<Times> {
    let tasks: Vec<_> = people.iter().map(|person| tokio::spawn(rounds(person.clone(), pause))).collect();
    let mut times = Times::new();
    for task in tasks {
        for (page, took) in task.await?? {
            times.entry(page).or_default().extend(took);
        }
    }
    Ok(times)
}

/// One person's rounds through the pages, with a save in each.
async fn rounds(mut person: Person, pause: Option<Duration>) -> Result<Times> {
    person.begin().await?;
    let mut times = Times::new();
    let draft = person.draft.clone();
    let (edit, review) = (draft.clone(), format!("{draft}/review"));
    let list = person.get("/office/registers/items/").await?.1;
    let row = between(&list, "<th scope=\"row\"><a href=\"", "\"")?.to_owned();
    for round in 0..ROUNDS {
        let of = (person.number * ROUNDS + round) * 37;
        let page = format!("/office/registers/items/?page={}", 1 + of % 400);
        for (name, address) in [
            ("desk", "/office/"),
            ("drafts", "/office/items/"),
            ("published items", "/office/items/?stage=published"),
            ("editor", edit.as_str()),
            ("review", review.as_str()),
            ("register, first page", "/office/registers/items/"),
            ("register, a page", page.as_str()),
            ("register, filtered", "/office/registers/items/?category=news&published_on.from=2016-05-01"),
            ("register, words", "/office/registers/items/?q=%E7%AC%AC77777%E5%8F%B7"),
            ("row", row.as_str()),
            ("reports", "/office/reports/"),
            ("report studio", "/office/reports/bench-office/2016/gz-2016"),
        ] {
            if let Some(pause) = pause {
                tokio::time::sleep(pause).await;
            }
            times.entry(name).or_default().push(person.get(address).await?.0);
        }
        times.entry("saving a draft").or_default().push(person.save().await?);
        // One in five publishes, so that what others look at changes meanwhile.
        if round % 2 == 1 && person.number.is_multiple_of(5) {
            person.publish(&mut times).await?;
            person.begin().await?;
        }
    }
    Ok(times)
}

/// Notices through all hands, with nobody else at work.
async fn one_by_one(person: &mut Person) -> Result<()> {
    let mut times = Times::new();
    for _ in 0..20 {
        person.begin().await?;
        times.entry("saving a draft").or_default().push(person.save().await?);
        person.publish(&mut times).await?;
    }
    told("one person publishing", times);
    Ok(())
}

/// Ten thousand rows changed at once, foreseen and carried out.
async fn many_rows(records: &Installation) -> Result<()> {
    importing::licences_of(records, MOST_AT_ONCE as usize).await?;
    let officer = officer();
    let category: Vec<_> =
        settable(&LICENCES).into_iter().filter(|column| column.code == "category").collect();
    let column = *category.first().context("licences have a category")?;
    let keys = (0..MOST_AT_ONCE).map(|number| format!("XK-{number:07}")).collect();
    let start = Instant::now();
    let set = [(column, text("franchise"))];
    let bulk = set_on_many(records, &officer, &LICENCES, &Picked::Keys(keys), &set).await?;
    let rows = bulk.comparison.changed.len();
    let foreseen = start.elapsed().as_secs_f64();
    let work = carry_out_many(records, &officer, (bulk.amendment, rows), bulk.comparison.digest, by())
        .context("the rows are of somebody else")?;
    let outcome = loop {
        if let Some(outcome) = work.outcome() {
            break outcome;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    };
    ensure!(matches!(outcome, Outcome::Applied(_)), "the rows were not changed: {outcome:?}");
    println!(
        "{rows} rows changed at once: {:.2} s, of which {foreseen:.2} s to tell what it would do",
        start.elapsed().as_secs_f64()
    );
    Ok(())
}

fn officer() -> Officer {
    let grants = vec![Grant { role: Role::Editor, body: body(0), below: true, until: None }];
    let below: Vec<_> = (0..BODIES).map(|number| (body(number), (number > 0).then(|| body(0)))).collect();
    let reach = Reach::of(&grants, &below, by().today);
    let name = "bench".to_owned();
    let (id, account, body) = (name.clone(), name.clone(), body(0));
    Officer { id, account, name, body, grants, reach, standing_in: Vec::new() }
}

fn told(what: &str, times: Times) {
    println!("{what}\n    {:<24} {:>6} {:>9} {:>9} {:>9}", "", "times", "p50 ms", "p99 ms", "worst");
    for (page, mut took) in times {
        took.sort_by(f64::total_cmp);
        let at = |part: usize| {
            took.get((took.len() * part / 100).min(took.len() - 1)).map_or(0.0, |took| took * 1e3)
        };
        println!("    {page:<24} {:>6} {:>9.1} {:>9.1} {:>9.1}", took.len(), at(50), at(99), at(100));
    }
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Result<&'t str> {
    let rest = text.split_once(before).with_context(|| format!("no {before} in {text}"))?.1;
    Ok(rest.split_once(after).map_or(rest, |(found, _)| found))
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
