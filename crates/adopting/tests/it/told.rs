//! A source made of files in memory, read by the law as built in.

use gongkai_adopting::{ColumnMap, Head, Met, Source, Told, Understood, Url, understand};
use gongkai_domain::catalogue::OldSites;
use gongkai_domain::law::{BUILT_IN, Codes, Headings};
use gongkai_domain::registers::{BodyNames, Vocabulary};
use gongkai_ledgers::Sheet;
use std::io;

/// Files by their path.
pub struct Files(pub Vec<(String, Vec<u8>)>);

impl Files {
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|(place, text)| ((*place).to_owned(), text.as_bytes().to_vec())).collect())
    }
}

impl Source for Files {
    fn each(&mut self, wanted: &mut dyn FnMut(&Head) -> bool, take: &mut dyn FnMut(Met)) -> io::Result<()> {
        for (place, bytes) in &self.0 {
            let head = Head { place: place.clone(), address: None, media: String::new() };
            if wanted(&head) {
                take(Met::File(head, bytes.clone()));
            }
        }
        Ok(())
    }
}

/// What is understood of files, with a table of metadata and a map of columns as CSV.
pub fn read(mut files: Files, metadata: &str, map: &str, site: Option<&str>) -> Understood {
    let codes = Codes::read(BUILT_IN).unwrap();
    let headings = Headings::read(BUILT_IN).unwrap();
    let text = BUILT_IN.iter().find(|text| text.path == "reading/old-sites.toml").unwrap();
    let rules = OldSites::read(*text, &codes).unwrap();
    let mut bodies = BodyNames::new();
    bodies.add("office", "某区人民政府办公室", "区府办");
    bodies.add("edu", "某区教育局", "区教育局");
    let sheets = |text: &str| -> Vec<Sheet> {
        if text.is_empty() {
            Vec::new()
        } else {
            gongkai_ledgers::read(text.as_bytes().to_vec(), "a.csv").unwrap()
        }
    };
    let site = site.map(|site| Url::parse(site).unwrap());
    let told = Told {
        headings: &headings,
        rules: &rules,
        words: Vocabulary { codes: &codes, bodies: &bodies },
        site: site.as_ref(),
        body: "office",
        columns: &ColumnMap::read(&sheets(map)).unwrap(),
        category: None,
        metadata: &sheets(metadata),
    };
    understand(&mut files, &told).unwrap()
}
