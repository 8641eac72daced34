//! One file of a source, read as a document.

use crate::body::{Body, Linked};
use crate::facts::{COLUMN, Facts, Origin};
use crate::kind::{self, Kind};
use crate::labels::Labels;
use crate::metadata::{ColumnMap, Metadata};
use crate::names::{self, also_at};
use crate::page::{self, Page};
use crate::source::Head;
use crate::{document, markdown, wording};
use gongkai_domain::catalogue::{ITEMS, OldAddress, OldSites};
use gongkai_domain::digest::Digest;
use gongkai_domain::law::Headings;
use gongkai_domain::registers::{Kind as ColumnKind, MoneyUnit, Value, Vocabulary, comparable};
use gongkai_domain::says::Says;
use url::Url;

/// Letters from which on a text stands for itself, whatever its title.
const WHOLE_TEXT: usize = 200;

/// Letters below which a text is probably not whole.
const SHORT_TEXT: usize = 60;

/// What is told beside the source.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// Headings of ledgers.
    pub headings: &'a Headings,
    /// What is known of old sites.
    pub rules: &'a OldSites,
    /// Code lists and bodies.
    pub words: Vocabulary<'a>,
    /// The site the files are of, where their folders do not say.
    pub site: Option<&'a Url>,
    /// Code of the body whose site it was.
    pub body: &'a str,
    /// Which categories its columns become.
    pub columns: &'a ColumnMap,
    /// The category of what nothing else tells.
    pub category: Option<&'a str>,
    /// Tables of metadata beside the source.
    pub metadata: &'a [gongkai_ledgers::Sheet],
}

/// A document as it was understood.
#[derive(Clone, Debug)]
pub struct Document {
    /// Where it stands in the source.
    pub place: String,
    /// Other places of the same document.
    pub also: Vec<String>,
    /// Its addresses on the old site, in one spelling.
    pub addresses: Vec<OldAddress>,
    /// What it is known by, however often it is brought along: its text, its addresses with their host.
    pub marks: Vec<String>,
    /// What is known of it.
    pub facts: Facts,
    /// Its text.
    pub body: Body,
    /// Its words, a block a line.
    pub words: String,
    /// Files and pictures of its text.
    pub links: Vec<Linked>,
    /// What was not understood of it.
    pub remarks: Vec<Says>,
}

/// What a file turned out to be.
pub(crate) enum Read {
    Document(Box<Document>),
    List,
    Empty,
    Fault(Says),
}

/// Reads the bytes of a file.
pub(crate) fn read(
    head: &Head,
    bytes: &[u8],
    told: &Told<'_>,
    metadata: Option<&Metadata>,
    labels: &Labels<'_>,
) -> Read {
    let kind = kind::of(head);
    let known = head.address.clone().or_else(|| names::address_of(&head.place, told.site));
    let address =
        known.or_else(|| (kind == Kind::Page).then(|| names::address_nowhere(&head.place)).flatten());
    let page = match kind {
        Kind::Page | Kind::Markdown => {
            if bytes.iter().all(u8::is_ascii_whitespace) {
                return Read::Empty;
            }
            let named = head.media.split("charset=").nth(1).map(|name| name.trim_matches(['"', ' ', ';']));
            let Some(text) = gongkai_documents::letters(bytes, named) else {
                return Read::Fault(Says::new("认不出文字编码", "its letters cannot be read"));
            };
            if kind == Kind::Page {
                page::read(&text, address.as_ref(), labels)
            } else {
                markdown::read(&text, address.as_ref(), labels)
            }
        }
        _ => match document::read(&head.place, bytes, labels) {
            Ok(page) => page,
            Err(fault) => return Read::Fault(Says::of_both(&fault.to_string())),
        },
    };
    if page.is_list {
        return Read::List;
    }
    let words = page.body.clean(&|_| None).plain();
    if words.trim().is_empty() && page.links.is_empty() {
        return Read::Empty;
    }
    Read::Document(Box::new(document_of(head, address, page, words, told, metadata, labels)))
}

fn document_of(
    head: &Head,
    address: Option<Url>,
    page: Page,
    words: String,
    told: &Told<'_>,
    metadata: Option<&Metadata>,
    labels: &Labels<'_>,
) -> Document {
    let Page { mut facts, body, links, .. } = page;
    let lines: Vec<&str> = words.lines().collect();
    if facts.get("title").is_none_or(|fact| fact.origin >= Origin::Properties)
        && let Some((title, _)) = wording::title(&lines, labels.rules)
        && labels.rules.is_title(&title)
    {
        facts.put("title", &title, Origin::Text);
    }
    let path = address.as_ref().map_or_else(|| head.place.clone(), |address| unescaped(address.path()));
    names::read(if head.address.is_some() { &path } else { &head.place }, &mut facts);
    wording::read(&lines, &mut facts);
    let mut urls: Vec<Url> = address.iter().cloned().collect();
    urls.extend(address.iter().flat_map(also_at));
    let mut addresses: Vec<OldAddress> =
        urls.iter().filter_map(|url| OldAddress::of(url.as_str()).ok()).collect();
    let mut marks = Vec::new();
    for (url, old) in urls.iter().zip(&addresses).filter(|(url, _)| names::has_host(url)) {
        marks.push(format!("{}{old}", url.host_str().unwrap_or_default()));
    }
    if let Some((_, row)) = metadata.and_then(|metadata| metadata.of(&head.place, &addresses)) {
        facts.take_over(&row.facts);
        addresses.extend(row.address.clone().filter(|address| !addresses.contains(address)));
    }
    addresses.dedup();
    let mut remarks = Vec::new();
    settle(&mut facts, told, &mut remarks);
    let letters = words.chars().filter(|letter| letter.is_alphanumeric()).count();
    if letters < SHORT_TEXT && links.is_empty() {
        remarks.push(Says::new(
            format!("正文只有 {letters} 个字，请看一看是不是缺了"),
            format!("its text has {letters} letters only; see whether something is missing"),
        ));
    }
    marks.insert(0, text_mark(&facts, &words, &links));
    Document {
        place: head.place.clone(),
        also: Vec::new(),
        addresses,
        marks,
        facts,
        body,
        words,
        links,
        remarks,
    }
}

fn unescaped(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut after = rest.clone();
        let digit = |byte: Option<u8>| byte.and_then(|byte| (byte as char).to_digit(16));
        if let (Some(high), Some(low)) = (digit(after.next()), digit(after.next())) {
            bytes.push((high * 16 + low) as u8);
            rest = after;
        } else {
            bytes.push(byte);
        }
    }
    gongkai_documents::letters(&bytes, Some("gbk")).unwrap_or_else(|| path.to_owned())
}

/// What a document is known by: its words, and its title and files where they are few.
fn text_mark(facts: &Facts, words: &str, links: &[Linked]) -> String {
    let words = comparable(words);
    let mut digest = Digest::new();
    digest.field(&words);
    if words.chars().count() < WHOLE_TEXT {
        digest.field(comparable(facts.value("title")));
        for link in links {
            digest.field(link.address.path());
        }
    }
    format!("text:{}", digest.finish())
}

/// Brings the facts in line with the register: the publisher and the category by their codes; what a page says and the
/// register has no word for goes, with a remark. What a table of metadata says is left to be refused.
pub(crate) fn settle(facts: &mut Facts, told: &Told<'_>, remarks: &mut Vec<Says>) {
    publisher(facts, told);
    if let Some(fact) = facts.get("category").cloned()
        && !matches!(fact.origin, Origin::Sheet | Origin::Told)
        && told.words.recognise_code("item-categories", &fact.value).is_err()
    {
        facts.remove("category");
        facts.put(COLUMN, &fact.value, fact.origin);
    }
    let column = facts.value(COLUMN).to_owned();
    if let Some(category) = told.columns.category(&column) {
        facts.put("category", category, Origin::Told);
    }
    if let Some(category) = told.rules.category_of_column(&column) {
        facts.put("category", category, Origin::Column);
    }
    let title = facts.value("title").to_owned();
    if let Some(category) = told.rules.category_of_title(&title).or(told.category) {
        facts.put("category", category, Origin::Title);
    }
    if facts.get("class").is_none() {
        facts.put("class", "proactive", Origin::Told);
    }
    for column in ITEMS.columns {
        let Some(fact) = facts.get(column.code).filter(|fact| fact.origin != Origin::Sheet).cloned() else {
            continue;
        };
        if let Err(fault) = Value::parse(&fact.value, column, MoneyUnit::Yuan, &told.words) {
            facts.remove(column.code);
            let shown: String = fact.value.chars().take(40).collect();
            remarks.push(Says::new(
                format!(
                    "{}里的“{}”写作“{shown}”：{}，没有采用",
                    fact.origin.says().zh,
                    column.zh,
                    fault.rule.zh
                ),
                format!(
                    "{}: “{}” is “{shown}”: {}; not taken",
                    fact.origin.says().en,
                    column.en,
                    fault.rule.en
                ),
            ));
        }
        debug_assert!(column.kind != ColumnKind::LongText || facts.get(column.code).is_none());
    }
}

/// The publisher is whom the catalogue of the page or the table of metadata names, where it is a body of ours; otherwise the
/// body whose site it was, and the one named is the source.
fn publisher(facts: &mut Facts, told: &Told<'_>) {
    if let Some(fact) = facts.get("body").cloned() {
        if fact.origin == Origin::Sheet {
            return;
        }
        let known = told.words.bodies.recognise(&fact.value).ok();
        if known.is_some() && fact.origin <= Origin::Header {
            return;
        }
        facts.remove("body");
        if known != Some(told.body) {
            facts.put("source", &fact.value, fact.origin);
        }
    }
    facts.put("body", told.body, Origin::Told);
}
