//! What an audit entry answers for besides its row changes: the editions and the events it made.
//!
//! Row changes stand for the rows as they are now. Earlier editions of an item and the events of a request are part
//! of no row, so each entry's facts hold a digest of those it made.

use gongkai_domain::digest::Digest;
use gongkai_storage::catalogue::Edition;
use gongkai_storage::requests::StoredEvent;

/// Digests of the editions and events of one entry; absent where it made none.
#[derive(Default)]
pub(crate) struct Digests {
    editions: Option<Digest>,
    events: Option<Digest>,
}

/// What an entry has made so far: each edition and event by its place, with its digest.
#[derive(Default)]
pub(crate) struct Made {
    editions: Vec<(String, i64, String)>,
    events: Vec<(String, i64, String)>,
}

impl Made {
    /// Adds what was written.
    pub(crate) fn add(&mut self, editions: &[Edition], events: &[StoredEvent]) {
        self.editions.extend(
            editions.iter().map(|edition| (edition.item_key.clone(), edition.number, of_edition(edition))),
        );
        self.events
            .extend(events.iter().map(|event| (event.request_key.clone(), event.position, of_event(event))));
    }

    /// The digests of all of it, in whatever order it was written.
    pub(crate) fn digests(mut self) -> Digests {
        let mut digests = Digests::default();
        self.editions.sort_unstable();
        for (_, _, digest) in self.editions {
            digests.editions.get_or_insert_default().field(digest);
        }
        self.events.sort_unstable();
        for (_, _, digest) in self.events {
            digests.events.get_or_insert_default().field(digest);
        }
        digests
    }
}

impl Digests {
    /// Adds an edition; they come by key and number.
    pub(crate) fn edition(&mut self, edition: &Edition) {
        self.editions.get_or_insert_default().field(of_edition(edition));
    }

    /// Adds an event; they come by key and position.
    pub(crate) fn event(&mut self, event: &StoredEvent) {
        self.events.get_or_insert_default().field(of_event(event));
    }

    /// What the entry's facts say of them, by name.
    pub(crate) fn facts(self) -> [(&'static str, Option<String>); 2] {
        [("editions", self.editions.map(Digest::finish)), ("events", self.events.map(Digest::finish))]
    }
}

fn of_edition(edition: &Edition) -> String {
    let mut digest = Digest::new();
    digest.field(&edition.item_key);
    digest.field(edition.number.to_be_bytes());
    digest.field(&edition.facts);
    optional(&mut digest, edition.text.as_deref());
    // Editions made before there was HTML keep their digest.
    if let Some(html) = &edition.html {
        digest.field("html");
        digest.field(html);
    }
    // As those made before there were files.
    for file in &edition.attachments {
        digest.field("attachment");
        digest.field(&file.digest);
        digest.field(&file.name);
    }
    digest.finish()
}

fn of_event(event: &StoredEvent) -> String {
    let mut digest = Digest::new();
    digest.field(&event.request_key);
    digest.field(event.position.to_be_bytes());
    digest.field(&event.kind);
    optional(&mut digest, event.happened_on.map(|day| day.to_string()).as_deref());
    digest.field(&event.facts);
    digest.finish()
}

fn optional(digest: &mut Digest, text: Option<&str>) {
    match text {
        Some(text) => {
            digest.field("1");
            digest.field(text);
        }
        None => digest.field("0"),
    }
}
