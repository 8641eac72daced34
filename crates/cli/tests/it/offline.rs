//! The whole portal on a machine with no network but its own loopback: an office's inner network reaches nothing else.

use crate::program::Program;
use crate::served::{Answer, Served};
use gongkai_testkit::browser::browser;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

/// Set for the run of this test inside the namespace.
const INSIDE: &str = "GONGKAI_TEST_WITHOUT_NETWORK";
/// A shell in a network namespace of its own, with nothing but loopback.
const ALONE: [&str; 5] = ["--user", "--map-root-user", "--net", "sh", "-c"];
const NAME: &str = "offline::every_page_answers_without_a_network_and_asks_for_nothing_outside";

#[test]
fn every_page_answers_without_a_network_and_asks_for_nothing_outside() {
    if std::env::var_os(INSIDE).is_some() {
        return walk();
    }
    let possible = Command::new("unshare").args(ALONE).arg("ip link set lo up").output();
    match possible {
        Ok(made) if made.status.success() => {}
        Ok(made) => return skipped(&String::from_utf8_lossy(&made.stderr)),
        Err(error) => return skipped(&format!("unshare: {error}")),
    }
    let inside = Command::new("unshare")
        .args(ALONE)
        .arg(r#"ip link set lo up && exec "$0" "$@""#)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", NAME, "--nocapture"])
        .env(INSIDE, "1")
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&inside.stdout), String::from_utf8_lossy(&inside.stderr));
    assert!(inside.status.success() && out.contains("1 passed"), "{out}\n{err}");
    eprint!("{err}");
}

fn skipped(reason: &str) {
    eprintln!("skipped: no network namespace can be made here: {}", reason.trim());
}

fn walk() {
    nothing_but_loopback();
    let program = a_small_office();
    let served = Served::start(&program, &["--rate-limit", "off"]);
    let pages = every_page(&served);
    let kinds: BTreeMap<String, &String> = pages.iter().rev().map(|path| (kind_of(path), path)).collect();
    eprintln!("{} addresses of {} kinds answered without a network", pages.len(), kinds.len());
    for kind in [
        "/zfxxgk/",
        "/en/zfxxgk/",
        "/zfxxgk/zfxxgkzn/",
        "/zfxxgk/zfxxgkzd/",
        "/zfxxgk/fdzdgknr/",
        "/zfxxgk/zfxxgknb/",
        "/zfxxgk/doc/0",
        "/zfxxgk/zfxxgknb/0/national-0",
        "/zfxxgk/zfxxgknb/0/national-0/cell",
        "/ysqgk/",
    ] {
        assert!(kinds.contains_key(kind), "no {kind} among {:#?}", kinds.keys());
    }
    let lost = served.get("/nothing-here", &[]);
    assert_eq!((lost.status, outside(&lost).len()), (404, 0));
    in_a_browser(&served, kinds.into_values());
}

fn nothing_but_loopback() {
    let devices = fs::read_to_string("/proc/net/dev").unwrap();
    let up: Vec<&str> =
        devices.lines().filter_map(|line| line.split_once(':')).map(|(name, _)| name.trim()).collect();
    assert_eq!(up, ["lo"]);
    let outside = "192.0.2.1:80".parse().unwrap();
    assert!(TcpStream::connect_timeout(&outside, Duration::from_secs(2)).is_err());
}

/// The office of the manual, with a few rows of each of its ledgers.
fn a_small_office() -> Program {
    let program = Program::new();
    program.run(&["init", "--body", "青禾县人民政府办公室", "--code", "qinghe-office"]).done();
    for (register, file) in [
        ("normative-documents", "规范性文件.csv"),
        ("items", "信息目录.csv"),
        ("requests", "依申请公开.csv"),
        ("request-fees", "收费.csv"),
        ("report-texts", "报告文字.csv"),
        ("bodies", "机构.csv"),
    ] {
        let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/src/examples/").to_owned() + file;
        // The manual corrects this day, which there never was.
        let text = fs::read_to_string(example).unwrap().replace("2025-02-30", "2025-07-10");
        let ledger = program.file(file, text);
        let body = if register == "bodies" { &[][..] } else { &["--body", "qinghe-office"] };
        program.run(&[&["import", register, &ledger, "--yes"], body].concat()).done();
    }
    program
}

/// Follows every link inside the site, a few of each kind, and looks at each answer.
fn every_page(served: &Served) -> Vec<String> {
    let mut waiting: VecDeque<String> = ["/zfxxgk/", "/en/zfxxgk/"].map(str::to_owned).into();
    let (mut seen, mut of_kind) = (BTreeSet::new(), BTreeMap::<String, usize>::new());
    let mut pages = Vec::new();
    while let Some(path) = waiting.pop_front() {
        let count = of_kind.entry(kind_of(&path)).or_default();
        if *count == 4 || !seen.insert(path.clone()) {
            continue;
        }
        *count += 1;
        let answer = served.get(&path, &[]);
        assert!(answer.status < 400, "{path}: {}", answer.status);
        assert!(!answer.header("location").contains("//"), "{path} leads outside");
        let found = outside(&answer);
        assert!(found.is_empty(), "{path} asks for {found:?}");
        let is_page = answer.header("content-type").starts_with("text/html")
            && answer.header("content-disposition").is_empty();
        if is_page && answer.status == 200 {
            waiting.extend(links(&answer.body));
            pages.push(path);
        }
    }
    pages
}

/// What an address is like: numbers are all the same, documents and cells too, and only the names of a query count.
fn kind_of(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut kind = Vec::new();
    for (at, segment) in path.split('/').enumerate() {
        let behind = |name: &str, back: usize| at >= back && path.split('/').nth(at - back) == Some(name);
        let ending = segment.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_file = ["csv", "json", "html"].contains(&ending);
        kind.push(match segment {
            _ if behind("doc", 1) => "0".to_owned(),
            _ if behind("zfxxgknb", 3) && !is_file => "cell".to_owned(),
            _ => without_numbers(segment),
        });
    }
    let names = query.split('&').filter_map(|pair| pair.split('=').next());
    kind.join("/") + &names.collect::<String>()
}

fn without_numbers(text: &str) -> String {
    let mut like = String::new();
    for letter in text.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }) {
        if letter != '0' || !like.ends_with('0') {
            like.push(letter);
        }
    }
    like
}

/// Addresses inside the site a page leads to or loads.
fn links(page: &str) -> Vec<String> {
    let inside = attributes(page)
        .into_iter()
        .filter(|(_, name, value)| matches!(*name, "href" | "src") && value.starts_with('/'));
    let whole =
        |value: &str| value.split('#').next().unwrap_or_default().replace("&#38;", "&").replace("&amp;", "&");
    inside.map(|(_, _, value)| whole(value)).collect()
}

/// What a browser would fetch from elsewhere. Where a link merely leads is for the reader to follow, and the name of
/// a vocabulary (`xmlns`) is never fetched.
fn outside(answer: &Answer) -> Vec<String> {
    let kind = answer.header("content-type");
    if kind.starts_with("text/css") || kind.starts_with("text/javascript") {
        return signs_in(&answer.body);
    }
    if !kind.starts_with("text/html") && !kind.starts_with("image/svg") {
        return Vec::new();
    }
    let styles = answer.body.split("<style").skip(1).filter_map(|rest| rest.split("</style").next());
    let styles: Vec<String> = styles.flat_map(signs_in).collect();
    let absolute =
        |value: &str| ["http:", "https:", "//"].iter().any(|start| value.trim().starts_with(start));
    attributes(&answer.body)
        .into_iter()
        .filter(|(tag, name, value)| {
            let leads = (*tag, *name) == ("a", "href") || name.starts_with("xmlns");
            let loads = absolute(value) || (*name == "style" && value.contains("url("));
            loads && !leads
        })
        .map(|(tag, name, value)| format!("<{tag} {name}={value}>"))
        .chain(styles)
        .collect()
}

/// Signs of an address elsewhere in a style sheet or a script.
fn signs_in(text: &str) -> Vec<String> {
    let elsewhere = ["http://", "https://", "@import", "url(//", "\"//", "'//"];
    elsewhere.into_iter().filter(|sign| text.contains(sign)).map(str::to_owned).collect()
}

/// Every attribute of every element: element, name, value.
fn attributes(page: &str) -> Vec<(&str, &str, &str)> {
    let elements = page.split('<').skip(1).filter_map(|rest| rest.split('>').next());
    let of_element = |element| {
        let (tag, mut rest): (&str, &str) = str::split_once(element, [' ', '\n']).unwrap_or((element, ""));
        let mut found = Vec::new();
        while let Some((before, after)) = rest.split_once("=\"") {
            let name = before.rsplit([' ', '\n']).next().unwrap_or_default();
            let (value, after) = after.split_once('"').unwrap_or((after, ""));
            found.push((tag, name, value));
            rest = after;
        }
        found
    };
    elements.flat_map(of_element).collect()
}

/// One page of each kind as a reader sees it: everything it loads comes from the site, and nothing fails.
fn in_a_browser<'a>(served: &Served, pages: impl Iterator<Item = &'a String>) {
    let Some(mut browser) = browser() else { return };
    let origin = format!("http://{}/", served.addresses[0]);
    for page in pages {
        browser.open(&format!("{}{page}", origin.trim_end_matches('/')));
        let loaded = browser.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)");
        let loaded = loaded.as_array().unwrap();
        assert!(!loaded.is_empty(), "{page} loads no style sheet");
        for address in loaded {
            assert!(address.as_str().unwrap().starts_with(&origin), "{page} loads {address}");
        }
        assert_eq!(browser.objections(), Vec::<String>::new(), "{page}");
    }
}

#[test]
fn what_a_page_would_fetch_from_elsewhere_is_found() {
    let page = |body: &str| Answer {
        status: 200,
        head: "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8".to_owned(),
        body: body.to_owned(),
    };
    for (body, found) in [
        (r#"<p>http://example.org</p><a class="t" href="https://example.org/">x</a>"#, 0),
        (r#"<link rel="stylesheet" href="/assets/a.css"><img src="/a.svg" alt="">"#, 0),
        (r#"<svg xmlns="http://www.w3.org/2000/svg"></svg>"#, 0),
        (r#"<script defer src="https://example.org/a.js"></script>"#, 1),
        (r#"<img alt="" src="//example.org/a.png"><link href="http://example.org/a.css">"#, 2),
        ("<style>@import 'a.css'; p { background: url(//example.org/a.png) }</style>", 2),
        ("<p style=\"background: url(https://example.org/a.png)\">", 1),
    ] {
        assert_eq!(outside(&page(body)).len(), found, "{body}");
    }
}
