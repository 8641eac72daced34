//! One visit to the site: which page, in which language, of which body, in which size of type.

use crate::Query;
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Uri, header::COOKIE, request::Parts},
};
use gongkai_domain::says::{Language, Says};
use std::convert::Infallible;

/// What is known of a request before any page is looked up.
///
/// The language is the front of the address (`/en/…`), not a cookie or a header, so that every page has one
/// canonical address in each language and caches need not ask who is reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visit {
    /// Path the whole site hangs under, such as `/zwgk`; empty at the root.
    pub base: String,
    /// Language of the page.
    pub language: Language,
    /// Code of the body whose pages these are; `None` for the first body.
    pub body: Option<String>,
    /// Path of the page inside the site, without base, language and body.
    pub path: String,
    /// What stands after the `?`.
    pub query: Query,
    /// Size of type.
    pub size: Size,
    /// Whether the reader asked for high contrast (高对比).
    pub high_contrast: bool,
    /// Number that joins an error page to its line in the log.
    pub reference: String,
}

/// Size of type (字体大小).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// As designed (小).
    #[default]
    Normal,
    /// A quarter larger (中).
    Large,
    /// Half as large again (大).
    Huge,
}

impl Size {
    /// Name in addresses, cookies and `data-size`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Large => "large",
            Self::Huge => "huge",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Normal, Self::Large, Self::Huge].into_iter().find(|size| size.name() == name)
    }
}

impl Visit {
    /// Reads the front of an address.
    ///
    /// `rooms` are the first segments every body has, such as `zfxxgk`: `/x/zfxxgk/…` is the body `x`, while
    /// `/x/…` alone is a page of the first body (or none).
    pub fn read(base: &str, rooms: &[&str], uri: &Uri, headers: &HeaderMap) -> Self {
        let path = uri.path();
        let inside = path.strip_prefix(base).filter(|rest| rest.starts_with('/')).unwrap_or(path);
        let (language, inside) = match inside.strip_prefix("/en") {
            Some("") => (Language::English, "/"),
            Some(rest) if rest.starts_with('/') => (Language::English, rest),
            _ => (Language::Chinese, inside),
        };
        let (body, inside) = split_body(inside, rooms);
        let query = Query::read(uri);
        let size = query
            .get("size")
            .and_then(Size::from_name)
            .or_else(|| cookie(headers, "size").and_then(|name| Size::from_name(&name)));
        let contrast = query.get("contrast").map(str::to_owned).or_else(|| cookie(headers, "contrast"));
        Self {
            base: base.to_owned(),
            language,
            body,
            path: inside.to_owned(),
            query,
            size: size.unwrap_or_default(),
            high_contrast: contrast.as_deref() == Some("high"),
            reference: String::new(),
        }
    }

    /// Picks one of two sentences by the language of the page.
    pub const fn say<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        match self.language {
            Language::Chinese => zh,
            Language::English => en,
        }
    }

    /// A sentence of the domain in the language of the page.
    pub fn says<'a>(&self, says: &'a Says) -> &'a str {
        says.in_language(self.language)
    }

    /// Address of a page of the same body in the same language; `path` begins with a slash.
    pub fn href(&self, path: &str) -> String {
        self.address(self.language, self.body.as_deref(), path)
    }

    /// Address of a page of another body (`None`: the first) in the same language.
    pub fn href_of(&self, body: Option<&str>, path: &str) -> String {
        self.address(self.language, body, path)
    }

    /// This page in `language`, its query kept.
    pub fn in_language(&self, language: Language) -> String {
        self.address(language, self.body.as_deref(), &self.path) + &self.query.without(&["size", "contrast"])
    }

    /// The canonical address of this page.
    pub fn canonical(&self) -> String {
        self.in_language(self.language)
    }

    /// This page with one part of the query set; an empty value takes it away.
    pub fn with(&self, name: &str, value: &str) -> String {
        self.href(&self.path) + &self.query.with(name, value)
    }

    /// A query of one part.
    pub fn query_of(&self, name: &str, value: &str) -> String {
        Query::default().with(name, value)
    }

    fn address(&self, language: Language, body: Option<&str>, path: &str) -> String {
        let language = match language {
            Language::Chinese => "",
            Language::English => "/en",
        };
        let body = body.map(|body| format!("/{body}")).unwrap_or_default();
        format!("{}{language}{body}{path}", self.base)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

fn split_body<'a>(inside: &'a str, rooms: &[&str]) -> (Option<String>, &'a str) {
    let mut segments = inside.splitn(4, '/').skip(1);
    let (Some(first), Some(second)) = (segments.next(), segments.next()) else { return (None, inside) };
    if rooms.contains(&first) || !rooms.contains(&second) {
        return (None, inside);
    }
    (Some(first.to_owned()), &inside[first.len() + 1..])
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(uri: &str) -> Visit {
        Visit::read("", &["zfxxgk", "ysqgk"], &uri.parse().unwrap(), &HeaderMap::new())
    }

    #[test]
    fn the_front_of_the_address_says_language_and_body() {
        for (uri, language, body, path) in [
            ("/", Language::Chinese, None, "/"),
            ("/en", Language::English, None, "/"),
            ("/energy", Language::Chinese, None, "/energy"),
            ("/zfxxgk/doc/1", Language::Chinese, None, "/zfxxgk/doc/1"),
            ("/en/zfxxgk/", Language::English, None, "/zfxxgk/"),
            ("/jiekou/ysqgk/", Language::Chinese, Some("jiekou"), "/ysqgk/"),
            ("/en/jiekou/zfxxgk", Language::English, Some("jiekou"), "/zfxxgk"),
            ("/jiekou/other/", Language::Chinese, None, "/jiekou/other/"),
            ("/zfxxgk/zfxxgk/", Language::Chinese, None, "/zfxxgk/zfxxgk/"),
        ] {
            let visit = visit(uri);
            assert_eq!(
                (visit.language, visit.body.as_deref(), visit.path.as_str()),
                (language, body, path),
                "{uri}"
            );
        }
    }

    #[test]
    fn links_keep_base_language_and_body() {
        let visit = Visit::read(
            "/zwgk",
            &["zfxxgk"],
            &"/zwgk/en/jiekou/zfxxgk/?page=2&size=large".parse().unwrap(),
            &HeaderMap::new(),
        );
        assert_eq!(visit.href("/ysqgk/"), "/zwgk/en/jiekou/ysqgk/");
        assert_eq!(visit.href_of(None, "/zfxxgk/"), "/zwgk/en/zfxxgk/");
        assert_eq!(visit.in_language(Language::Chinese), "/zwgk/jiekou/zfxxgk/?page=2");
        assert_eq!(visit.canonical(), "/zwgk/en/jiekou/zfxxgk/?page=2");
        assert_eq!(visit.with("page", "3"), "/zwgk/en/jiekou/zfxxgk/?size=large&page=3");
    }

    #[test]
    fn size_comes_from_the_address_before_the_cookie() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, "a=b; size=huge; contrast=high".parse().unwrap());
        let read = |uri: &str| Visit::read("", &[], &uri.parse().unwrap(), &headers);
        assert_eq!((read("/").size, read("/").high_contrast), (Size::Huge, true));
        assert_eq!(read("/?size=normal").size, Size::Normal);
        assert_eq!(read("/?size=giant").size, Size::Huge);
        assert!(!read("/?contrast=normal").high_contrast);
    }
}
