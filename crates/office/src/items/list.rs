//! B3, the list of items: drafts by stage with their limits, and what is published.

use super::{PATH, of, of_published, when};
use crate::frame::page;
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use gongkai_app::Page;
use gongkai_app::drafts::{self, DraftFilter, DraftLine, DraftList, StageCount};
use gongkai_domain::catalogue::{Limit, Stage};
use gongkai_domain::people::Permission;
use gongkai_web::paging::{self, PageLink, Paging};
use gongkai_web::{PageError, Query};
use jiff::civil::Date;

/// Rows on a page.
const SIZE: usize = 30;

#[derive(Debug, Template)]
#[template(path = "items/list.html")]
struct ListPage {
    frame: Frame,
    filter: DraftFilter,
    list: DraftList,
    categories: Vec<(String, String)>,
    paging: Paging,
    may_draft: bool,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let filter = filter_of(&call.visit.query)?;
    let asked = paging::asked(&call.visit.query)?;
    let rows = Page { offset: ((asked - 1) * SIZE) as i64, limit: SIZE as i64 };
    let list = drafts::list(&office.records, &call.officer, &filter, call.moment.today, rows)
        .await
        .map_err(|error| crate::error::failed(&error))?;
    let paging = Paging::new(asked, SIZE, list.total as usize)?;
    let frame = Frame::new(&office, &call, PATH).telling(&headers);
    let title = frame.say("信息发布", "Information").to_owned();
    let frame = frame.titled(&title);
    let categories = super::form::codes(&office, &frame, "item-categories");
    let may_draft = call.officer.may(Permission::DraftItems);
    let list_page = ListPage { frame, filter, list, categories, paging, may_draft };
    page(&list_page.frame, &list_page)
}

fn filter_of(query: &Query) -> Result<DraftFilter, PageError> {
    let text = |name: &str| query.get(name).unwrap_or_default().trim().to_owned();
    Ok(DraftFilter {
        stage: Stage::of_code(&text("stage")),
        category: text("category"),
        body: text("body"),
        year: query.number("year", 1900..=2100)?.map(|year| year as i16),
        words: text("words"),
    })
}

impl ListPage {
    /// The queues on top: name, count, address, whether it is the one shown, and how it stands out.
    fn queues(&self) -> Vec<(String, i64, String, bool)> {
        let shown = |count: &&StageCount| count.stage != Stage::Abandoned;
        let open: i64 = self.list.counts.iter().filter(|one| one.stage.is_open()).map(|one| one.count).sum();
        let all = (
            self.frame.say("在办", "Open").to_owned(),
            open,
            self.frame.href(PATH),
            self.filter.stage.is_none(),
        );
        let of_stage = |one: &StageCount| {
            let address = self.frame.href(PATH) + "?stage=" + one.stage.code();
            let name = self.frame.says(&one.stage.name()).to_owned();
            (name, one.count, address, self.filter.stage == Some(one.stage))
        };
        std::iter::once(all).chain(self.list.counts.iter().filter(shown).map(of_stage)).collect()
    }

    fn is_published(&self) -> bool {
        self.filter.stage == Some(Stage::Published)
    }

    fn stage_code(&self) -> &'static str {
        self.filter.stage.map_or("", Stage::code)
    }

    fn year(&self) -> String {
        self.filter.year.map(|year| year.to_string()).unwrap_or_default()
    }

    /// The page to go to from the list: writing while it is a draft, reviewing afterwards.
    fn address(&self, line: &DraftLine) -> String {
        let page = if line.draft.stage == Stage::Draft { "" } else { "review" };
        self.frame.href(&of(&line.draft.id, page))
    }

    fn published_address(&self, short_id: &str) -> String {
        self.frame.href(&of_published(short_id))
    }

    fn title<'a>(&'a self, line: &'a DraftLine) -> &'a str {
        let title = line.draft.title().trim();
        if title.is_empty() { self.frame.say("（还没有标题）", "(no title yet)") } else { title }
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn field<'a>(&self, line: &'a DraftLine, code: &str) -> &'a str {
        line.draft.fields.get(code).map(String::as_str).unwrap_or_default()
    }

    fn saved(&self, line: &DraftLine) -> String {
        when(line.draft.saved.1, self.frame.today)
    }

    fn due(&self, line: &DraftLine) -> String {
        line.draft.publish_at.map(|at| when(at, self.frame.today)).unwrap_or_default()
    }

    fn stage_name(&self, line: &DraftLine) -> String {
        self.frame.says(&line.draft.stage.name()).to_owned()
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the template hands over references")]
    fn explain(&self, issued: &Date, limit: &Limit) -> String {
        self.frame.says(&limit.explain(*issued)).to_owned()
    }

    /// Class and words of the days left.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the template hands over references")]
    fn left(&self, left: &i64) -> (&'static str, String) {
        let left = *left;
        let class = match left {
            i64::MIN..=0 => "late",
            1..=3 => "soon",
            _ => "",
        };
        let (zh, en) = match left {
            0 => ("今天".to_owned(), "today".to_owned()),
            i64::MIN..0 => (format!("逾期 {} 日", -left), format!("{} days late", -left)),
            _ => (format!("{left} 日"), format!("{left} days")),
        };
        (class, self.frame.say(&zh, &en).to_owned())
    }

    fn category(&self, code: &str) -> String {
        let found = self.categories.iter().find(|(known, _)| known == code);
        found.map_or_else(|| code.to_owned(), |(_, name)| name.clone())
    }
}
