//! What stands around the text of every page that is read: where it comes from and of which day it is, what is
//! attached to it, what belongs with it (来源、日期、相关附件、相关信息).
//!
//! Reading aloud, size of type, print, share and the QR code need no facts of the page; they are in
//! `reading-tools.html` and `scan.html`.

use crate::site::Room;
use gongkai_domain::says::Says;
use gongkai_web::{Layout, Markup, dates, files};
use jiff::civil::Date;

/// What stands around the text of a page.
#[derive(Clone, Debug, Default)]
pub struct Furniture {
    /// Whom the text comes from (来源).
    pub source: String,
    /// What happened to it last, and on which day.
    pub dated: Option<(Says, Date)>,
    /// One more fact of it, with its name.
    pub fact: Option<(Says, Says)>,
    /// Files that go with it.
    pub attachments: Vec<Attachment>,
    /// What belongs with it; none of the groups is empty.
    pub related: Vec<Related>,
}

/// A file that goes with a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its format, as readers know it (PDF, DOCX).
    pub kind: &'static str,
    /// What it holds.
    pub name: Says,
    /// Its address.
    pub href: String,
    /// How large it is, where that is known.
    pub size: Option<u64>,
}

impl Attachment {
    /// Its size as readers write it: 312 KB, 4.2 MB.
    pub(crate) fn size(&self) -> Option<String> {
        self.size.map(files::size)
    }
}

/// Pages that belong with this one for the same reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The reason.
    pub title: Says,
    /// The pages.
    pub links: Vec<RelatedLink>,
}

/// A page that belongs with this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedLink {
    /// What it is called.
    pub title: Says,
    /// Its address.
    pub href: String,
    /// Its document number; may be empty.
    pub number: String,
    /// Its day, if it has one.
    pub on: Option<Date>,
}

impl Furniture {
    /// A page made from the records of the room's body as they are on `today`.
    pub(crate) fn of_records(room: &Room, today: Date) -> Self {
        Self {
            source: room.layout.owner.name.clone(),
            dated: Some((Says::new("内容截至", "As of"), today)),
            ..Self::default()
        }
    }

    /// Adds a group, unless it is empty.
    #[must_use]
    pub(crate) fn with_related(mut self, title: Says, links: Vec<RelatedLink>) -> Self {
        if !links.is_empty() {
            self.related.push(Related { title, links });
        }
        self
    }

    /// The day in words, with what happened on it.
    pub(crate) fn day(&self, layout: &Layout) -> Option<(String, Markup)> {
        let (says, date) = self.dated.as_ref()?;
        let says = format!("{}{}", layout.says(says), layout.say("：", ": "));
        Some((says, dates::long(*date, layout.visit.language)))
    }
}

impl RelatedLink {
    /// A page of the site.
    pub(crate) fn new(title: Says, href: String) -> Self {
        Self { title, href, number: String::new(), on: None }
    }

    /// Its day, as lists write it.
    pub(crate) fn day(&self) -> Option<Markup> {
        self.on.map(dates::short)
    }
}
