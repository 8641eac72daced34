//! One document (P5): its header, its text, its editions; a withdrawn one answers 410 and says why.

use crate::entries;
use askama::Template;
use gongkai_domain::says::Says;
use gongkai_web::{Layout, Markup, dates, official};
use jiff::civil::Date;

/// The page of a document.
#[derive(Debug, Template)]
#[template(path = "document.html")]
pub struct DocumentPage {
    /// The layout around it.
    pub layout: Layout,
    /// The document, by its current edition.
    pub document: Document,
}

/// A published item of information.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its part of the address.
    pub short_id: String,
    /// Index number (索引号).
    pub index_number: String,
    /// Title.
    pub title: String,
    /// Category (信息类别).
    pub category: Says,
    /// Code of the category.
    pub category_code: String,
    /// Statutory topic (《条例》第二十条), if it has one.
    pub topic: Option<Says>,
    /// Name of the publisher.
    pub body: String,
    /// Document number (文号); may be empty.
    pub document_number: String,
    /// Date of the document.
    pub issued_on: Option<Date>,
    /// Day it was published.
    pub published_on: Date,
    /// Where it comes from; may be empty.
    pub source: String,
    /// Keywords; may be empty.
    pub keywords: String,
    /// Summary; may be empty.
    pub summary: String,
    /// The text; may be empty.
    pub text: String,
    /// Whether it is about the use and supervision of public funds.
    pub public_funds: bool,
    /// Editions, newest first; one for a document that has never changed.
    pub editions: Vec<Edition>,
}

/// One edition of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Ordinal, from 1.
    pub number: usize,
    /// Day it took the place of the one before.
    pub on: Date,
    /// Why; may be empty.
    pub reason: String,
}

impl DocumentPage {
    fn title(&self) -> Markup {
        official::title(&self.document.title)
    }

    fn text(&self) -> Markup {
        official::text(&self.document.text)
    }

    fn long(&self, date: &Date) -> Markup {
        dates::long(*date, self.layout.visit.language)
    }

    fn short(&self, date: &Date) -> Markup {
        dates::short(*date)
    }

    /// The index number in the part of the office and the part that must not be broken.
    fn index_parts(&self) -> (&str, &str) {
        self.document.index_number.rfind('/').map_or(("", self.document.index_number.as_str()), |at| {
            self.document.index_number.split_at(at + 1)
        })
    }

    fn edition_name(&self, edition: &Edition) -> String {
        let current = edition.number == self.document.editions.len();
        match (self.layout.lang(), current) {
            ("en", true) => format!("Edition {}, current", edition.number),
            ("en", false) => format!("Edition {}", edition.number),
            (_, true) => format!("第{}版 · 现行", edition.number),
            (_, false) => format!("第{}版", edition.number),
        }
    }
}
