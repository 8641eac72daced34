//! What stands around every public page: head, masthead, entries, breadcrumbs, footer.

use crate::{Markup, PageError, Query, Size, Visit, assets, scan};
use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use gongkai_domain::says::{Language, Says};

/// How an installation looks: set once, the same on every page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Scheme and host the site is known by, such as `https://www.conghua.gov.cn`; empty when not known, then
    /// canonical addresses are relative.
    pub origin: String,
    /// Path the site hangs under, such as `/zwgk`; empty at the root.
    pub base: String,
    /// A line above the masthead, such as that this is a demonstration.
    pub notice: Option<Says>,
    /// Lines of the footer the office must show: registration numbers, site code (备案号、网站标识码).
    pub footer: Vec<String>,
    /// Name of the website, in both languages; the body's own where it is empty.
    pub site_name: Says,
    /// Code of the website (网站标识码); empty where it has none.
    pub site_code: String,
    /// Address of the style sheet with the institution's own colour, below the base; empty for the usual red.
    pub colour: String,
    /// Address of the emblem, below the base; empty where there is none.
    pub emblem: String,
}

/// The body whose pages these are, as masthead, footer and help show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owner {
    /// Name of the body.
    pub name: String,
    /// Its disclosure office (政府信息公开工作机构).
    pub office: String,
    /// Street address.
    pub address: String,
    /// Postcode.
    pub postcode: String,
    /// Telephone.
    pub phone: String,
    /// Fax.
    pub fax: String,
    /// E-mail.
    pub email: String,
    /// Office hours.
    pub hours: String,
    /// The body's own website.
    pub website: String,
}

/// One of the fixed entries (栏目), with the part of its name that is left out on a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Path of its page.
    pub path: &'static str,
    /// Chinese: what stands before the short name, the short name, what stands after it.
    pub zh: [&'static str; 3],
    /// English, in the same three parts.
    pub en: [&'static str; 3],
}

impl Entry {
    /// The name in three parts.
    pub const fn parts(&self, language: Language) -> &[&'static str; 3] {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }

    /// The whole name.
    pub fn name(&self, language: Language) -> String {
        self.parts(language).concat()
    }
}

/// One step of the way from the home page; the last one has no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// Name of the page.
    pub name: String,
    /// Its address; empty for the page itself.
    pub href: String,
}

/// Everything around the content of a public page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Who is reading, and how.
    pub visit: Visit,
    /// The installation's look.
    pub look: Look,
    /// Whose pages these are.
    pub owner: Owner,
    /// The fixed entries.
    pub entries: &'static [Entry],
    /// Path of the entry this page belongs to; empty for none.
    pub entry: &'static str,
    /// Title of the page, in the language of the visit.
    pub title: String,
    /// Steps between the home page and this one; the last is this page.
    pub crumbs: Vec<Crumb>,
    /// Further `<meta>` names and contents (网站内容标签).
    pub metas: Vec<(&'static str, String)>,
}

impl Layout {
    /// Picks one of two sentences by the language of the page.
    pub const fn say<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.visit.say(zh, en)
    }

    /// A sentence of the domain in the language of the page.
    pub fn says<'a>(&self, says: &'a Says) -> &'a str {
        self.visit.says(says)
    }

    /// Address of a page of the same body in the same language.
    pub fn href(&self, path: &str) -> String {
        self.visit.href(path)
    }

    /// Language tag of the page.
    pub const fn lang(&self) -> &'static str {
        self.say("zh-CN", "en")
    }

    /// Attribute that marks Chinese data on an English page, so that it is read aloud in Chinese; empty on a
    /// Chinese page.
    pub fn zh(&self) -> Markup {
        let mut attribute = Markup::default();
        attribute.tag(self.say("", " lang=\"zh-CN\""));
        attribute
    }

    /// A title of the page: its own, then the site's.
    #[must_use]
    pub fn titled(mut self, own: &str) -> Self {
        self.title = format!("{own} - {}", self.say("政府信息公开", "Information disclosure"));
        self
    }

    /// Adds a step to the breadcrumbs.
    #[must_use]
    pub fn crumb(mut self, name: impl Into<String>, href: impl Into<String>) -> Self {
        self.crumbs.push(Crumb { name: name.into(), href: href.into() });
        self
    }

    /// Adds a `<meta>`.
    #[must_use]
    pub fn meta(mut self, name: &'static str, content: impl Into<String>) -> Self {
        self.metas.push((name, content.into()));
        self
    }

    /// Name of the website in the language of the page: as set, otherwise after the body.
    pub fn site_name(&self) -> String {
        match self.says(&self.look.site_name) {
            "" => format!("{}{}", self.owner.name, self.say("政府信息公开", " information disclosure")),
            name => name.to_owned(),
        }
    }

    /// Host the site is known by; empty where it is not known.
    pub fn domain(&self) -> &str {
        self.look.origin.split_once("://").map(|(_, host)| host).unwrap_or_default()
    }

    /// Canonical address, whole where the origin is known.
    pub fn canonical(&self) -> String {
        self.look.origin.clone() + &self.visit.canonical()
    }

    /// The address of this page as a QR code, where the site's origin is known.
    ///
    /// The host a request names is not taken for it: whoever sends the request chooses it, and a page kept by a cache
    /// would lead every later reader there.
    pub fn scan(&self) -> Option<Markup> {
        if self.look.origin.is_empty() {
            return None;
        }
        scan::code(&self.canonical(), self.say("本页地址二维码", "QR code of this page's address"))
    }

    /// Address at which the microblog most offices use (新浪微博) takes a page to be passed on; a plain link.
    pub fn microblog(&self) -> String {
        let query = Query::default().with("url", &self.canonical());
        let title = Query::default().with("title", &self.title);
        format!("https://service.weibo.com/share/share.php{query}&{}", title.trim_start_matches('?'))
    }

    /// This page in Chinese, whole where the origin is known.
    pub fn in_chinese(&self) -> String {
        self.look.origin.clone() + &self.visit.in_language(Language::Chinese)
    }

    /// This page in English, whole where the origin is known.
    pub fn in_english(&self) -> String {
        self.look.origin.clone() + &self.visit.in_language(Language::English)
    }

    /// This page in the other language.
    pub fn other_language(&self) -> String {
        self.visit.in_language(match self.visit.language {
            Language::Chinese => Language::English,
            Language::English => Language::Chinese,
        })
    }

    /// Address of an asset.
    pub fn asset(&self, name: &str) -> String {
        assets::address(&self.look.base, name)
    }

    /// The sizes of type with their names, largest first.
    pub const fn sizes(&self) -> [(Size, &'static str); 3] {
        [
            (Size::Huge, self.say("大", "large")),
            (Size::Large, self.say("中", "medium")),
            (Size::Normal, self.say("小", "normal")),
        ]
    }

    /// Whether the type is larger than designed.
    pub fn is_larger(&self) -> bool {
        self.visit.size != Size::Normal
    }

    /// The name of an entry in three parts, in the language of the page.
    pub fn entry_parts(&self, entry: &Entry) -> [&'static str; 3] {
        *entry.parts(self.visit.language)
    }

    /// The whole name of an entry, in the language of the page.
    pub fn entry_name(&self, entry: &Entry) -> String {
        entry.name(self.visit.language)
    }
}

/// Lays out a page.
pub fn page(template: &impl Template) -> Result<Response, PageError> {
    match template.render() {
        Ok(html) => Ok(Html(html).into_response()),
        Err(error) => Err(PageError::broken(format!("a page could not be laid out: {error}"))),
    }
}
