//! A sitemap: the addresses a site says it has.

use crate::body::ending;
use quick_xml::events::Event;
use quick_xml::reader::Reader;
use url::Url;

/// Most addresses that are read.
const MOST: usize = 500_000;

/// The addresses of a sitemap (`<loc>`); those of a list of sitemaps are files of the same kind and are left out.
pub(crate) fn addresses(text: &str) -> Vec<Url> {
    let mut reader = Reader::from_str(text);
    let mut found = Vec::new();
    let mut within = false;
    let mut words = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                within = element.local_name().as_ref() == b"loc";
                words.clear();
            }
            Ok(Event::Text(text)) if within => words.push_str(&text.decode().unwrap_or_default()),
            Ok(Event::GeneralRef(name)) if within && *name == *b"amp" => words.push('&'),
            Ok(Event::End(_)) if within => {
                within = false;
                found.extend(
                    Url::parse(words.trim()).ok().filter(|url| ending(url.path()).as_deref() != Some("xml")),
                );
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
        if found.len() >= MOST {
            return found;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_a_sitemap() {
        let text = "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>http://x.cn/a.html?b=1&amp;c=2</loc><lastmod>2016-05-12</lastmod></url><url><loc> http://x.cn/b.html </loc></url><url><loc>javascript</loc></url></urlset>";
        let found: Vec<String> = addresses(text).iter().map(Url::to_string).collect();
        assert_eq!(found, ["http://x.cn/a.html?b=1&c=2", "http://x.cn/b.html"]);
        assert!(addresses("<loc>http://x.cn/a").is_empty());
    }
}
