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

impl Digests {
    /// The digests of what an entry is about to make, in any order.
    pub(crate) fn of(editions: &[Edition], events: &[StoredEvent]) -> Self {
        let mut digests = Self::default();
        let mut editions: Vec<&Edition> = editions.iter().collect();
        editions.sort_unstable_by_key(|edition| (&edition.item_key, edition.number));
        for edition in editions {
            digests.edition(edition);
        }
        let mut events: Vec<&StoredEvent> = events.iter().collect();
        events.sort_unstable_by_key(|event| (&event.request_key, event.position));
        for event in events {
            digests.event(event);
        }
        digests
    }

    /// Adds an edition; they come by key and number.
    pub(crate) fn edition(&mut self, edition: &Edition) {
        let digest = self.editions.get_or_insert_default();
        digest.field(&edition.item_key);
        digest.field(edition.number.to_be_bytes());
        digest.field(&edition.facts);
        optional(digest, edition.text.as_deref());
    }

    /// Adds an event; they come by key and position.
    pub(crate) fn event(&mut self, event: &StoredEvent) {
        let digest = self.events.get_or_insert_default();
        digest.field(&event.request_key);
        digest.field(event.position.to_be_bytes());
        digest.field(&event.kind);
        optional(digest, event.happened_on.map(|day| day.to_string()).as_deref());
        digest.field(&event.facts);
    }

    /// What the entry's facts say of them, by name.
    pub(crate) fn facts(self) -> [(&'static str, Option<String>); 2] {
        [("editions", self.editions.map(Digest::finish)), ("events", self.events.map(Digest::finish))]
    }
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
