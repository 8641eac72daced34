//! What names tell: of files, of folders, and the addresses of pages.

use crate::facts::{COLUMN, Facts, Origin};
use gongkai_domain::registers::{dates_in, parse_date};
use jiff::civil::Date;
use url::Url;

/// Host of pages whose site nobody named; it can be nobody's.
const NOWHERE: &str = "http://old-site.invalid";

/// The address of a file of a mirrored site: by the folder of its host, or below the site that was named.
pub(crate) fn address_of(path: &str, site: Option<&Url>) -> Option<Url> {
    let (first, rest) = path.split_once('/').unwrap_or(("", path));
    if is_host(first) {
        let host = first.replace('+', ":");
        return Url::parse(&format!("http://{host}/{}", escaped(rest))).ok();
    }
    site.and_then(|site| site.join(&format!("/{}", escaped(path))).ok())
}

/// The address of a page that lies in a folder of no known host.
pub(crate) fn address_nowhere(path: &str) -> Option<Url> {
    Url::parse(&format!("{NOWHERE}/{}", escaped(path))).ok()
}

/// Whether the host of an address is known.
pub(crate) fn has_host(address: &Url) -> bool {
    address.host_str().is_some_and(|host| !host.ends_with(".invalid"))
}

/// Names of files hold what an address must escape; a `?` among them is the beginning of the query, as mirroring
/// programs keep it.
fn escaped(path: &str) -> String {
    path.replace('%', "%25").replace('#', "%23")
}

/// Other addresses a mirrored file answers to: its folder for an index page, and without the ending that mirroring
/// programs add.
pub(crate) fn also_at(address: &Url) -> Vec<Url> {
    let mut others = Vec::new();
    let mut with = |text: &str| others.extend(address.join(text).ok());
    let (path, query) = (address.path().to_owned(), address.query().map(str::to_owned));
    if let Some(query) = query {
        for ending in [".html", ".htm"] {
            if let Some(bare) = query.strip_suffix(ending) {
                with(&format!("{path}?{bare}"));
            }
        }
        return others;
    }
    if let Some((folder, name)) = path.rsplit_once('/')
        && matches!(
            name.to_ascii_lowercase().as_str(),
            "index.html" | "index.htm" | "index.shtml" | "default.html"
        )
    {
        with(&format!("{folder}/"));
    }
    // wget on Windows writes @ for the ? of a query.
    if let Some((page, query)) = path.split_once('@')
        && [".asp", ".aspx", ".jsp", ".php", ".do", ".action", ".shtml"]
            .iter()
            .any(|ending| page.ends_with(ending))
    {
        with(&format!("{page}?{}", query.trim_end_matches(".html").trim_end_matches(".htm")));
    }
    others
}

/// Whether the first folder of a mirror is the name of a host.
pub(crate) fn is_host(folder: &str) -> bool {
    let name = folder.split(['+', ':']).next().unwrap_or(folder);
    let parts: Vec<&str> = name.split('.').collect();
    let is_label = |part: &&str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() >= 2
        && parts.iter().all(is_label)
        && (parts.last().is_some_and(|last| last.len() >= 2 && !is_number(last))
            || (parts.len() == 4 && parts.iter().all(is_number)))
}

/// Reads what the name of a file and its folders tell; `path` has forward slashes.
pub(crate) fn read(path: &str, facts: &mut Facts) {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if let Some((range, date)) = date_in_name(stem) {
        facts.put("published_on", &date.to_string(), Origin::Name);
        let title = [&stem[..range.start], &stem[range.end..]].concat();
        put_title(&title, facts);
    } else {
        put_title(stem, facts);
    }
    let column = folders.rsplit('/').find(|folder| names_a_column(folder));
    if let Some(column) = column {
        facts.put(COLUMN, column, Origin::Folder);
    }
}

/// A folder is a column when it has a name in Chinese and is no date and no host.
fn names_a_column(folder: &str) -> bool {
    folder.chars().any(|letter| ('\u{4e00}'..='\u{9fa5}').contains(&letter))
        && dates_in(folder).is_empty()
        && !folder.trim_end_matches('年').bytes().all(|byte| byte.is_ascii_digit())
}

/// A date in the name of a file: `2016-05-12`, `t20160512_123`.
pub(crate) fn date_in_name(stem: &str) -> Option<(std::ops::Range<usize>, Date)> {
    if let Some(found) = dates_in(stem).pop() {
        return Some(found);
    }
    let bytes = stem.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if length == 8
            && let Ok(date) = parse_date(&stem[at..at + 8])
            && (1990..=2100).contains(&date.year())
        {
            return Some((at..at + 8, date));
        }
        at += length.max(1);
    }
    None
}

/// The name of a file is a title when it is written in Chinese.
fn put_title(stem: &str, facts: &mut Facts) {
    let title = stem.replace(['_', '+'], " ");
    let title = title.trim_matches(|letter: char| {
        letter.is_whitespace() || "()（）-—_.、".contains(letter) || letter.is_ascii_digit()
    });
    let chinese = title.chars().filter(|letter| ('\u{4e00}'..='\u{9fa5}').contains(letter)).count();
    if chinese >= 4 {
        // A bracket that was closed at the end belongs to the title.
        let whole = stem.trim().trim_end_matches("()").trim_end_matches("（）").trim();
        let title = if whole.ends_with('）') && whole.contains(title) { whole } else { title };
        facts.put("title", title, Origin::Name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mirrors_give_the_addresses_of_their_pages() {
        let at = |path: &str| address_of(path, None).map(|url| url.to_string());
        assert_eq!(at("www.x.gov.cn/zwgk/t1.html").as_deref(), Some("http://www.x.gov.cn/zwgk/t1.html"));
        assert_eq!(
            at("www.x.gov.cn+8080/show.asp?id=3").as_deref(),
            Some("http://www.x.gov.cn:8080/show.asp?id=3")
        );
        assert_eq!(at("文件/a.html"), None);
        assert_eq!(at("v1.2/a.html"), None, "no host ends in a single digit");
        let site = Url::parse("https://old.gov.cn/").unwrap();
        let named = address_of("文件/a.html", Some(&site)).unwrap();
        assert_eq!(named.as_str(), "https://old.gov.cn/%E6%96%87%E4%BB%B6/a.html");
    }

    #[test]
    fn mirrored_files_answer_to_more_than_their_names() {
        let also = |text: &str| -> Vec<String> {
            also_at(&Url::parse(text).unwrap()).iter().map(Url::to_string).collect()
        };
        assert_eq!(also("http://x.cn/zwgk/index.html"), ["http://x.cn/zwgk/"]);
        assert_eq!(also("http://x.cn/show.asp?id=3.html"), ["http://x.cn/show.asp?id=3"]);
        assert_eq!(also("http://x.cn/show.asp@id=3.html"), ["http://x.cn/show.asp?id=3"]);
        assert!(also("http://x.cn/a@b.html").is_empty());
    }

    #[test]
    fn names_tell_dates_titles_and_columns() {
        let read = |path: &str| {
            let mut facts = Facts::default();
            super::read(path, &mut facts);
            [facts.value("title"), facts.value("published_on"), facts.value(COLUMN)].map(str::to_owned)
        };
        assert_eq!(
            read("规范性文件/2016/养犬管理办法（试行）(2016-05-12).md"),
            ["养犬管理办法（试行）", "2016-05-12", "规范性文件"]
        );
        assert_eq!(read("www.x.gov.cn/zwgk/201605/t20160512_12345.html"), ["", "2016-05-12", ""]);
        assert_eq!(read("2016-05-12 关于印发方案的通知.docx"), ["关于印发方案的通知", "2016-05-12", ""]);
        assert_eq!(read("a/13800012345.html"), ["", "", ""]);
    }
}
