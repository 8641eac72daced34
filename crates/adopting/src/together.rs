//! All files of a source together: pages first, then the documents no page links to; what is the same counts once.

use crate::facts::{COLUMN, Origin};
use crate::kind::{self, Kind};
use crate::labels::Labels;
use crate::metadata::Metadata;
use crate::reading::{Document, Read, Told, read};
use crate::source::{Head, Met, Source};
use crate::{names, sitemap};
use gongkai_domain::catalogue::OldAddress;
use gongkai_domain::says::Says;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;

/// Pages that are read at the same time, on all cores.
const AT_ONCE: usize = 64;
/// A summary, a list of keywords or a title of the window that so many documents share says nothing of one of them.
const SHARED: usize = 3;

/// What a source was understood as.
#[derive(Clone, Debug, Default)]
pub struct Understood {
    /// The documents, in the order of the source.
    pub documents: Vec<Document>,
    /// What is no document, or was not understood.
    pub passed: Vec<Passed>,
    /// Files pages are made with, which nobody misses.
    pub furniture: usize,
    /// The columns of the old site.
    pub columns: Vec<ColumnUse>,
    /// Addresses that led to others.
    pub forwards: Vec<(OldAddress, OldAddress)>,
    /// Rows of the table of metadata about nothing in the source: number and what they name.
    pub unused: Vec<(u32, String)>,
}

/// Something that was passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    /// Where it stands.
    pub place: String,
    /// What it is.
    pub kind: PassedKind,
    /// Why it was passed over.
    pub why: Says,
}

/// What was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PassedKind {
    /// It cannot be read or understood.
    Fault,
    /// A page that lists others.
    List,
    /// A page without text.
    Empty,
    /// A file no document links to.
    File,
    /// The sitemap names it, the source does not have it.
    Missing,
}

/// A column of the old site, what its documents became and how many there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnUse {
    /// Its name.
    pub column: String,
    /// The category; empty where none is known.
    pub category: String,
    /// Documents in it.
    pub count: usize,
}

/// Reads a source.
///
/// # Errors
/// The source itself cannot be read.
pub fn understand(source: &mut dyn Source, told: &Told<'_>) -> io::Result<Understood> {
    let labels = Labels::of(told.headings, told.rules);
    let metadata = Metadata::read(told.metadata, &labels);
    let mut gathering = Gathering {
        told,
        labels: &labels,
        metadata: metadata.as_ref(),
        waiting: Vec::new(),
        sitemap: Vec::new(),
        understood: Understood::default(),
    };
    let (mut furniture, mut others) = (0, Vec::new());
    source.each(
        &mut |head| {
            let kind = kind::of(head);
            match kind {
                Kind::Furniture => furniture += 1,
                Kind::Document | Kind::Attachment => others.push(head.clone()),
                Kind::Page | Kind::Markdown | Kind::Sitemap => {}
            }
            matches!(kind, Kind::Page | Kind::Markdown | Kind::Sitemap)
        },
        &mut |met| gathering.take(met),
    )?;
    gathering.read_waiting();
    let linked = gathering.linked();
    let alone = |head: &Head| !is_linked(head, told, &linked);
    let documents: HashSet<String> = others
        .iter()
        .filter(|head| kind::of(head) == Kind::Document && alone(head))
        .map(|head| head.place.clone())
        .collect();
    if !documents.is_empty() {
        source.each(&mut |head| documents.contains(&head.place), &mut |met| {
            if matches!(met, Met::File(..)) {
                gathering.take(met);
            }
        })?;
        gathering.read_waiting();
    }
    let files = others.iter().filter(|head| kind::of(head) == Kind::Attachment && alone(head));
    for head in files {
        let why = Says::new("没有网页链接到它，没有带入", "no page links to it; left behind");
        gathering.pass(&head.place, PassedKind::File, why);
    }
    gathering.understood.furniture = furniture;
    Ok(gathering.finish())
}

/// Whether a document links to a file, by its address or its path.
fn is_linked(head: &Head, told: &Told<'_>, linked: &HashSet<String>) -> bool {
    let address = head.address.clone().or_else(|| names::address_of(&head.place, told.site));
    let address = address.or_else(|| names::address_nowhere(&head.place));
    address.is_some_and(|address| linked.contains(address.as_str()))
}

/// What was gathered so far.
struct Gathering<'a> {
    told: &'a Told<'a>,
    labels: &'a Labels<'a>,
    metadata: Option<&'a Metadata>,
    waiting: Vec<(Head, Vec<u8>)>,
    sitemap: Vec<OldAddress>,
    understood: Understood,
}

impl Gathering<'_> {
    fn take(&mut self, met: Met) {
        match met {
            Met::File(head, bytes) if kind::of(&head) == Kind::Sitemap => {
                let text = gongkai_documents::letters(&bytes, None).unwrap_or_default();
                let found = sitemap::addresses(&text);
                self.sitemap.extend(found.iter().filter_map(|url| OldAddress::of(url.as_str()).ok()));
            }
            Met::File(head, bytes) => {
                self.waiting.push((head, bytes));
                if self.waiting.len() >= AT_ONCE {
                    self.read_waiting();
                }
            }
            Met::Forward { from, to } => {
                let stays = from.host_str() == to.host_str();
                if let (true, Ok(from), Ok(to)) =
                    (stays, OldAddress::of(from.as_str()), OldAddress::of(to.as_str()))
                    && from != to
                {
                    self.understood.forwards.push((from, to));
                }
            }
            Met::Broken { place, why } => self.pass(&place, PassedKind::Fault, why),
        }
    }

    fn pass(&mut self, place: &str, kind: PassedKind, why: Says) {
        self.understood.passed.push(Passed { place: place.to_owned(), kind, why });
    }

    /// Reads the files that wait, on all cores, and keeps them in their order.
    fn read_waiting(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let share = waiting.len().div_ceil(cores).max(1);
        let (told, metadata, labels) = (self.told, self.metadata, self.labels);
        let each = |part: &[(Head, Vec<u8>)]| -> Vec<Read> {
            part.iter().map(|(head, bytes)| read(head, bytes, told, metadata, labels)).collect()
        };
        let found: Vec<Read> = std::thread::scope(|scope| {
            let parts: Vec<_> = waiting.chunks(share).map(|part| scope.spawn(move || each(part))).collect();
            let finished = |part: std::thread::ScopedJoinHandle<'_, Vec<Read>>| match part.join() {
                Ok(found) => found,
                Err(panic) => std::panic::resume_unwind(panic),
            };
            parts.into_iter().flat_map(finished).collect()
        });
        for ((head, _), found) in waiting.iter().zip(found) {
            match found {
                Read::Document(document) => self.understood.documents.push(*document),
                Read::List => self.pass(
                    &head.place,
                    PassedKind::List,
                    Says::new("列表页，不是一件信息", "a page that lists others"),
                ),
                Read::Empty => {
                    self.pass(&head.place, PassedKind::Empty, Says::new("没有正文", "it has no text"));
                }
                Read::Fault(why) => self.pass(&head.place, PassedKind::Fault, why),
            }
        }
    }

    /// Addresses of all files that documents link to.
    fn linked(&self) -> HashSet<String> {
        let links = self.understood.documents.iter().flat_map(|document| &document.links);
        links.map(|link| link.address.to_string()).collect()
    }

    fn finish(mut self) -> Understood {
        self.forget_shared();
        self.merge();
        self.columns();
        self.missing();
        if let Some(metadata) = self.metadata {
            let used: HashSet<usize> = self
                .understood
                .documents
                .iter()
                .flat_map(|document| {
                    let places = document.also.iter().chain([&document.place]);
                    places
                        .filter_map(|place| metadata.of(place, &document.addresses).map(|(at, _)| at))
                        .collect::<Vec<_>>()
                })
                .collect();
            let unused = metadata.rows().iter().enumerate().filter(|(at, _)| !used.contains(at));
            let name = |row: &crate::MetadataRow| {
                let address = || row.address.as_ref().map(ToString::to_string).unwrap_or_default();
                if row.file.is_empty() { address() } else { row.file.clone() }
            };
            self.understood.unused = unused.map(|(_, row)| (row.row, name(row))).collect();
        }
        self.understood
    }

    /// What pages say of their site stands on many of them: it says nothing of one.
    fn forget_shared(&mut self) {
        for code in ["summary", "keywords", "title"] {
            let mut counts: HashMap<String, usize> = HashMap::new();
            for document in &self.understood.documents {
                if let Some(fact) = document.facts.get(code) {
                    *counts.entry(fact.value.clone()).or_default() += 1;
                }
            }
            for document in &mut self.understood.documents {
                let shared = document.facts.get(code).filter(|fact| {
                    let guess = code != "title" || fact.origin >= Origin::Properties;
                    guess
                        && fact.origin != Origin::Sheet
                        && counts.get(&fact.value).is_some_and(|count| *count >= SHARED)
                });
                if shared.is_some() {
                    document.facts.remove(code);
                }
            }
        }
    }

    /// The same text at several places is one document with all its addresses.
    fn merge(&mut self) {
        let mut kept: Vec<Document> = Vec::with_capacity(self.understood.documents.len());
        let mut known: HashMap<String, usize> = HashMap::new();
        for document in std::mem::take(&mut self.understood.documents) {
            let same = document.marks.iter().find_map(|mark| known.get(mark)).copied();
            let at = same.unwrap_or(kept.len());
            known.extend(document.marks.iter().map(|mark| (mark.clone(), at)));
            let Some(first) = kept.get_mut(at) else {
                kept.push(document);
                continue;
            };
            first.facts.take_over(&document.facts);
            first.also.push(document.place);
            for address in document.addresses {
                if !first.addresses.contains(&address) {
                    first.addresses.push(address);
                }
            }
            for mark in document.marks {
                if !first.marks.contains(&mark) {
                    first.marks.push(mark);
                }
            }
        }
        self.understood.documents = kept;
    }

    fn columns(&mut self) {
        let mut columns: BTreeMap<(String, String), usize> = BTreeMap::new();
        for document in &self.understood.documents {
            let column = document.facts.value(COLUMN).to_owned();
            let category = document.facts.value("category").to_owned();
            *columns.entry((column, category)).or_default() += 1;
        }
        let uses =
            columns.into_iter().map(|((column, category), count)| ColumnUse { column, category, count });
        self.understood.columns = uses.collect();
    }

    /// What the sitemap names and the source does not have.
    fn missing(&mut self) {
        let mut there: HashSet<&OldAddress> =
            self.understood.documents.iter().flat_map(|document| &document.addresses).collect();
        there.extend(self.understood.forwards.iter().map(|(from, _)| from));
        let passed: HashSet<OldAddress> = self
            .understood
            .passed
            .iter()
            .filter_map(|passed| {
                let address = names::address_of(&passed.place, self.told.site);
                OldAddress::of(&address.map_or_else(|| passed.place.clone(), |address| address.to_string()))
                    .ok()
            })
            .collect();
        let missing: Vec<Passed> = self
            .sitemap
            .iter()
            .filter(|address| !there.contains(address) && !passed.contains(*address))
            .map(|address| Passed {
                place: address.to_string(),
                kind: PassedKind::Missing,
                why: Says::new(
                    "网站地图里有，来源里没有",
                    "the sitemap names it, the source does not have it",
                ),
            })
            .collect();
        self.understood.passed.extend(missing);
    }
}
