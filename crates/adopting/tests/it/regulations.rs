//! Eighty-eight regulations as they are kept in Markdown: titles, days and every article must come out right. The days were
//! read by hand from the texts.

use crate::told::{Files, read};
use gongkai_adopting::Origin;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> Option<PathBuf> {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    above.map(|folder| folder.join("shared/samples/guangdong-regulations")).find(|folder| folder.is_dir())
}

#[test]
fn all_regulations_come_out_whole() {
    let Some(folder) = folder() else {
        println!("skipped: the sample regulations are not at hand");
        return;
    };
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    let texts: Vec<String> =
        files.iter().map(|(_, bytes)| String::from_utf8(bytes.clone()).unwrap()).collect();
    let understood = read(Files(files), "", "", None);
    assert!(understood.passed.is_empty(), "{:?}", understood.passed);
    let told: Vec<String> = understood
        .documents
        .iter()
        .map(|document| {
            let html = document.body.clean(&|_| None);
            let articles = document.words.lines().filter(|line| is_article(line)).count();
            let facts =
                ["title", "published_on", "issued_on", "effective_on"].map(|code| document.facts.value(code));
            format!("{},{},{}", facts.join(","), html.as_str().matches("<h2>").count(), articles)
        })
        .collect();
    let golden: Vec<&str> = include_str!("regulations.csv").lines().collect();
    assert_eq!(told, golden);
    for (document, text) in understood.documents.iter().zip(&texts) {
        assert_eq!(document.facts.get("published_on").unwrap().origin, Origin::Name);
        // Every line of the source but its title and its comment stands in the text.
        let lines =
            text.lines().map(|line| line.trim_start_matches('#').trim()).filter(|line| !line.is_empty());
        let lines: Vec<&str> = lines.filter(|line| !line.starts_with("<!--")).skip(1).collect();
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(bare(&document.words), bare(&lines.concat()), "{}", document.place);
    }
}

fn is_article(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('第') else { return false };
    let numerals: String =
        rest.chars().take_while(|letter| "零一二三四五六七八九十百".contains(*letter)).collect();
    !numerals.is_empty() && rest[numerals.len()..].starts_with('条')
}
