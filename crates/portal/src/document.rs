//! One document (P5): its header, its text, its editions; a withdrawn one answers 410 and says why.

use crate::{
    Site, attachments, entries,
    furniture::{Attachment, Furniture, RelatedLink},
    site::{Room, failed},
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use gongkai_app::public::{self, ClosedItem, ItemState, PublicEdition, PublicFile, PublicItem, RelatedItems};
use gongkai_domain::difference::Difference;
use gongkai_domain::safe_html::ATTACHMENTS;
use gongkai_domain::says::Says;
use gongkai_web::{Layout, Markup, PageError, Step, Visit, dates, difference, official, page};

/// The route of the page.
pub fn routes() -> Router<Site> {
    Router::new().route(&entries::document("{short_id}"), get(show))
}

async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path(short_id): Path<String>,
) -> Result<Response, PageError> {
    let room = site.room(visit, entries::ITEMS).await?;
    match public::item(&site.office, &short_id).await.map_err(|error| failed(&error))? {
        ItemState::Published(item) if item.body_code != room.body => Ok(at_its_publisher(&room, &item)),
        ItemState::Published(item) => {
            let related = public::related(&site.office, &item).await.map_err(|error| failed(&error))?;
            let furniture = furniture_of(&room, &item, related);
            page(&DocumentPage { layout: layout_of(room.layout, &item), document: *item, furniture })
        }
        ItemState::Withdrawn { title, body, on, reason } => {
            let step = Step::new("看同机关的其他信息", "See what else is published", entries::ITEMS);
            Err(PageError::withdrawn(&title, &body, Some(on), &reason).step(step))
        }
        ItemState::Closed(item) if item.body_code != room.body => {
            let prefix = room.prefix_of(&item.body_code);
            let href = room.layout.visit.href_of(prefix.as_deref(), &entries::document(&short_id));
            Ok(Redirect::permanent(&href).into_response())
        }
        ItemState::Closed(item) => {
            let list = room.layout.href(entries::ITEMS);
            let name = room.layout.say("法定主动公开内容", "Published information");
            let title = item.title.clone().unwrap_or_else(|| item.index_number.clone());
            let layout = room.layout.clone().titled(&title).crumb(name, list.as_str());
            page(&ClosedPage { layout, item: *item })
        }
        ItemState::Unknown => match public::key_of_address(&site.office, &short_id).await {
            Ok(Some(found)) => {
                let href = room.layout.href(&entries::document(&found));
                Ok(Redirect::permanent(&href).into_response())
            }
            Ok(None) => Err(PageError::not_found()),
            Err(error) => Err(failed(&error)),
        },
    }
}

/// Every document has one address: under its publisher.
fn at_its_publisher(room: &Room, item: &PublicItem) -> Response {
    let prefix = room.prefix_of(&item.body_code);
    let href = room.layout.visit.href_of(prefix.as_deref(), &entries::document(&item.short_id));
    Redirect::permanent(&href).into_response()
}

fn layout_of(layout: Layout, item: &PublicItem) -> Layout {
    let list = layout.href(entries::ITEMS);
    let name = layout.say("法定主动公开内容", "Published information");
    let here = layout.say("正文", "Document");
    let category = layout.says(&item.category).to_owned();
    let layout = if item.archived_on.is_some() { layout.meta("robots", "noindex") } else { layout };
    layout
        .titled(&item.title)
        .crumb(name, list.as_str())
        .crumb(category.as_str(), format!("{list}?category={}", item.category_code))
        .crumb(here, "")
        .meta("ColumnName", category)
        .meta("ArticleTitle", item.title.as_str())
        .meta("PubDate", item.published_on.to_string())
        .meta("ContentSource", source_of(item))
}

/// Whom an item comes from: its publisher, where no other source is recorded.
fn source_of(item: &PublicItem) -> &str {
    if item.source.is_empty() { &item.body } else { &item.source }
}

fn furniture_of(room: &Room, item: &PublicItem, related: RelatedItems) -> Furniture {
    let links = |items: Vec<PublicItem>| -> Vec<RelatedLink> {
        items.into_iter().map(|other| link_to(room, other)).collect()
    };
    Furniture {
        source: source_of(item).to_owned(),
        dated: Some((Says::new("发布日期", "Published"), item.published_on)),
        attachments: item.attachments.iter().map(|file| attachment(room, file)).collect(),
        ..Furniture::default()
    }
    .with_related(Says::new("相关文件", "Related documents"), links(related.by_number))
    .with_related(Says::new("同期同类信息", "Same category, same time"), links(related.by_date))
}

fn attachment(room: &Room, file: &PublicFile) -> Attachment {
    let base = &room.layout.visit.base;
    Attachment {
        kind: file.kind.label(),
        name: Says::new(file.name.as_str(), file.name.as_str()),
        href: format!("{base}{}", attachments::address(&file.digest, &file.name)),
        size: Some(file.size),
    }
}

fn link_to(room: &Room, item: PublicItem) -> RelatedLink {
    let prefix = room.prefix_of(&item.body_code);
    RelatedLink {
        href: room.layout.visit.href_of(prefix.as_deref(), &entries::document(&item.short_id)),
        title: Says::new(item.title.as_str(), item.title.as_str()),
        number: item.document_number,
        on: Some(item.published_on),
    }
}

/// The page of an item that exists and is not open: its number, and why not.
#[derive(Debug, Template)]
#[template(path = "closed-document.html")]
pub struct ClosedPage {
    /// The layout around it.
    pub layout: Layout,
    /// The item.
    pub item: ClosedItem,
}

/// The page of a document.
#[derive(Debug, Template)]
#[template(path = "document.html")]
pub struct DocumentPage {
    /// The layout around it.
    pub layout: Layout,
    /// The document, by its current edition.
    pub document: PublicItem,
    /// What stands around its text.
    pub furniture: Furniture,
}

impl DocumentPage {
    fn title(&self) -> Markup {
        official::title(&self.document.title)
    }

    fn text(&self) -> Markup {
        match &self.document.html {
            Some(html) => {
                let base = &self.layout.visit.base;
                Markup::clean(&html.with_files_at(&format!("{base}{ATTACHMENTS}")))
            }
            None => official::text(&self.document.text),
        }
    }

    /// Whether it is in force, in words; nothing where no day is recorded.
    fn validity(&self) -> Option<String> {
        let validity = &self.document.validity;
        let english = self.layout.lang() == "en";
        let by = &validity.repealed_by;
        let words = match (validity.repealed_on, validity.effective_on) {
            (Some(day), _) if english && by.is_empty() => format!("repealed on {day}"),
            (Some(day), _) if english => format!("repealed on {day} by {by}"),
            (Some(day), _) if by.is_empty() => format!("{day} 失效"),
            (Some(day), _) => format!("{day} 起由 {by} 废止"),
            (None, Some(day)) if english => format!("in force from {day}"),
            (None, Some(day)) => format!("有效，{day} 起施行"),
            (None, None) => return None,
        };
        Some(words)
    }

    /// What an edition changed against the one before it; nothing for the first.
    fn changes(&self, edition: &PublicEdition) -> Option<Markup> {
        let before = self.document.editions.iter().find(|other| other.number + 1 == edition.number)?;
        let found = Difference::of(&before.text, &edition.text);
        let left_out = |count: usize| match self.layout.lang() {
            "en" => format!("{count} paragraphs unchanged"),
            _ => format!("未变的 {count} 段"),
        };
        (!found.is_empty()).then(|| difference::paragraphs(&found, left_out))
    }

    /// The index number in the part of the office and the part that must not be broken.
    fn index_parts(&self) -> (&str, &str) {
        self.document.index_number.rfind('/').map_or(("", self.document.index_number.as_str()), |at| {
            self.document.index_number.split_at(at + 1)
        })
    }

    fn edition_name(&self, edition: &PublicEdition) -> String {
        let current = self.document.editions.iter().all(|other| other.number <= edition.number);
        match (self.layout.lang(), current) {
            ("en", true) => format!("Edition {}, current", edition.number),
            ("en", false) => format!("Edition {}", edition.number),
            (_, true) => format!("第{}版 · 现行", edition.number),
            (_, false) => format!("第{}版", edition.number),
        }
    }
}
