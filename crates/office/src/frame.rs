//! What stands around every page of the office: the bar, where one is, what was just done.

use crate::undo::{Undo, UndoForm};
use crate::{
    Call, Needs, Office, audit, channels, cookies, desk, items, people, registers, reports, retention,
    settings,
};
use askama::Template;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use gongkai_app::people::Officer;
use gongkai_domain::people::Permission;
use gongkai_domain::says::Says;
use gongkai_web::{Look, Markup, PageError, Visit, assets};
use jiff::civil::Date;

/// One entry of the bar.
#[derive(Clone, Copy, Debug)]
struct Entry {
    path: &'static str,
    zh: &'static str,
    en: &'static str,
    needs: Needs,
}

/// The entries of the bar, in order; each is shown to those who may enter.
const ENTRIES: &[Entry] = &[
    Entry { path: desk::PATH, zh: "我的一天", en: "My day", needs: Needs::SignedIn },
    Entry { path: items::PATH, zh: "信息发布", en: "Information", needs: items::READS },
    Entry { path: channels::PATH, zh: "渠道", en: "Channels", needs: channels::READS },
    Entry { path: registers::PATH, zh: "台账", en: "Registers", needs: registers::READ },
    Entry { path: reports::PATH, zh: "年报", en: "Annual reports", needs: reports::SEES },
    Entry { path: retention::PATH, zh: "归档", en: "Retention", needs: retention::READS },
    Entry { path: people::PATH, zh: "人员", en: "People", needs: people::NEEDS },
    Entry { path: settings::PATH, zh: "设置", en: "Settings", needs: settings::NEEDS },
    Entry { path: audit::PATH, zh: "审计", en: "Audit", needs: audit::NEEDS },
];

/// A step on the way to a page.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// Name of the page.
    pub name: String,
    /// Its address.
    pub href: String,
}

/// Everything around the content of a page of the office.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Who is reading, and how.
    pub visit: Visit,
    /// The installation's look.
    pub look: Look,
    /// Who is signed in: their name; empty for nobody.
    pub name: String,
    /// Secret every form sends back.
    pub csrf: String,
    /// Title of the page.
    pub title: String,
    /// The entry of the bar this page belongs to, by its path.
    pub entry: &'static str,
    /// Steps before this page.
    pub crumbs: Vec<Crumb>,
    /// What was just done.
    pub told: Option<String>,
    /// The form that takes it back, where it can be.
    pub undo: Option<UndoForm>,
    /// The civil day.
    pub today: Date,
    permissions: Vec<Permission>,
}

impl Frame {
    /// The frame of a page for whoever is signed in, if anybody is.
    pub(crate) fn of(office: &Office, visit: Visit, officer: Option<&Officer>) -> Self {
        let may = |permission: &Permission| officer.is_some_and(|officer| officer.may(*permission));
        Self {
            visit,
            look: (*office.look).clone(),
            name: officer.map(|officer| officer.name.clone()).unwrap_or_default(),
            csrf: String::new(),
            title: String::new(),
            entry: "",
            crumbs: Vec::new(),
            told: None,
            undo: None,
            today: (office.clock)().today,
            permissions: Permission::ALL.into_iter().filter(may).collect(),
        }
    }

    /// The frame of a page under an entry of the bar.
    pub fn new(office: &Office, call: &Call, entry: &'static str) -> Self {
        let csrf = call.session.csrf.clone();
        Self { csrf, entry, ..Self::of(office, call.visit.clone(), Some(&call.officer)) }
    }

    /// Gives the page its title.
    #[must_use]
    pub fn titled(mut self, own: &str) -> Self {
        self.title = format!("{own} - {}", self.say("公开", "Gongkai"));
        self
    }

    /// Puts the word that something is wrong before the title, as those who hear pages read are told first.
    #[must_use]
    pub fn faulty(mut self, is_faulty: bool) -> Self {
        if is_faulty {
            self.title = format!("{}{}", self.say("错误：", "Error: "), self.title);
        }
        self
    }

    /// Adds a step before the page.
    #[must_use]
    pub fn under(mut self, name: impl Into<String>, path: &str) -> Self {
        let href = self.href(path);
        self.crumbs.push(Crumb { name: name.into(), href });
        self
    }

    /// Has the page tell what was just done.
    #[must_use]
    pub fn telling(mut self, headers: &HeaderMap) -> Self {
        self.told = cookies::told(headers);
        let undo = cookies::undo(headers).and_then(|undo| Undo::read(&undo));
        self.undo = undo.filter(|_| self.told.is_some()).map(|undo| undo.form(&self));
        self
    }

    /// The entries of the bar that are for whoever is signed in: address, name, whether this page belongs to it.
    pub fn entries(&self) -> Vec<(String, &'static str, bool)> {
        let is_for = |entry: &&Entry| match entry.needs {
            Needs::OneOf(permissions) => {
                permissions.iter().any(|permission| self.permissions.contains(permission))
            }
            Needs::SignedIn | Needs::Account | Needs::Nothing => !self.name.is_empty(),
        };
        let shown = ENTRIES.iter().filter(is_for);
        shown
            .map(|entry| (self.href(entry.path), self.say(entry.zh, entry.en), entry.path == self.entry))
            .collect()
    }

    /// Whether whoever is signed in may do a thing for some body.
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }

    /// Picks one of two sentences by the language of the page.
    pub const fn say<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.visit.say(zh, en)
    }

    /// A sentence of the domain in the language of the page.
    pub fn says<'a>(&self, says: &'a Says) -> &'a str {
        self.visit.says(says)
    }

    /// Address of a page in the same language.
    pub fn href(&self, path: &str) -> String {
        self.visit.href(path)
    }

    /// Address of an asset.
    pub fn asset(&self, name: &str) -> String {
        assets::address(&self.look.base, name)
    }

    /// Language tag of the page.
    pub const fn lang(&self) -> &'static str {
        self.say("zh-CN", "en")
    }

    /// Attribute that marks Chinese data on an English page; empty on a Chinese page.
    pub fn zh(&self) -> Markup {
        let mut attribute = Markup::default();
        attribute.tag(self.say("", " lang=\"zh-CN\""));
        attribute
    }

    /// This page in the other language.
    pub fn other_language(&self) -> String {
        use gongkai_domain::says::Language::{Chinese, English};
        self.visit.in_language(if self.visit.language == Chinese { English } else { Chinese })
    }

    /// The day as the bar shows it.
    pub fn day(&self) -> String {
        let weekday = usize::try_from(self.today.weekday().to_monday_zero_offset()).unwrap_or_default();
        let (month, day) = (self.today.month(), self.today.day());
        match self.visit.language {
            gongkai_domain::says::Language::Chinese => {
                format!("{month}月{day}日 星期{}", ["一", "二", "三", "四", "五", "六", "日"][weekday])
            }
            gongkai_domain::says::Language::English => self.today.strftime("%a %-d %b").to_string(),
        }
    }
}

/// Lays out a page; what it tells is told once.
pub(crate) fn page(frame: &Frame, template: &impl Template) -> Result<Response, PageError> {
    let html = template
        .render()
        .map_err(|error| PageError::broken(format!("a page could not be laid out: {error}")))?;
    let mut response = Html(html).into_response();
    if frame.told.is_some() {
        response.headers_mut().append(header::SET_COOKIE, cookies::of_told(&frame.look, ""));
    }
    if frame.undo.is_some() {
        response.headers_mut().append(header::SET_COOKIE, cookies::of_undo(&frame.look, ""));
    }
    Ok(response)
}

/// Lays out a page whose form was not taken.
pub(crate) fn refused(frame: &Frame, template: &impl Template) -> Result<Response, PageError> {
    let mut response = page(frame, template)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// Goes on to another page of the office, which tells what was done.
pub(crate) fn go_on(office: &Office, visit: &Visit, path: &str, told: &Says) -> Response {
    let mut response = Redirect::to(&visit.href(path)).into_response();
    let cookie = cookies::of_told(&office.look, visit.says(told));
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// Goes on as [`go_on`] does; the page that tells what was done offers to take it back.
pub(crate) fn go_on_undoable(
    office: &Office,
    visit: &Visit,
    path: &str,
    told: &Says,
    undo: &Undo,
) -> Response {
    let mut response = go_on(office, visit, path, told);
    let cookie = cookies::of_undo(&office.look, &undo.write());
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}
