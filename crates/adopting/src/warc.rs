//! A crawl in a WARC file (ISO 28500), plain or gzipped, read record by record: however large it is, one page of it stands in
//! memory.

use crate::http;
use crate::source::{Head, LARGEST, Met, Source, too_large};
use flate2::bufread::MultiGzDecoder;
use gongkai_domain::says::Says;
use std::collections::HashMap;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use url::Url;

/// Longest line of a head, in bytes.
const LONGEST_LINE: u64 = 64 << 10;
/// Most lines of a head.
const MOST_LINES: usize = 200;

/// A WARC file that can be opened again for each walk.
pub struct Warc {
    name: String,
    open: Box<dyn FnMut() -> io::Result<Box<dyn Read>> + Send>,
}

impl fmt::Debug for Warc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Warc").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Warc {
    /// A file; `open` opens it at its beginning.
    pub fn new(name: &str, open: impl FnMut() -> io::Result<Box<dyn Read>> + Send + 'static) -> Self {
        Self { name: name.to_owned(), open: Box::new(open) }
    }
}

/// Whether a file is a crawl, by its first bytes (unpacked, where it is gzipped).
pub fn is_warc(beginning: &[u8]) -> bool {
    beginning.starts_with(b"WARC/")
}

/// Unpacks what is gzipped.
fn plain(file: Box<dyn Read>) -> io::Result<Box<dyn BufRead>> {
    let mut buffered = BufReader::with_capacity(256 << 10, file);
    let is_gzip = buffered.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(if is_gzip {
        Box::new(BufReader::with_capacity(256 << 10, MultiGzDecoder::new(buffered)))
    } else {
        Box::new(buffered)
    })
}

impl Source for Warc {
    fn each(&mut self, wanted: &mut dyn FnMut(&Head) -> bool, take: &mut dyn FnMut(Met)) -> io::Result<()> {
        let mut file = plain((self.open)()?)?;
        let mut records = 0_u64;
        loop {
            let record = match next_record(&mut file) {
                Ok(Some(record)) => record,
                Ok(None) => break,
                Err(error) => {
                    take(cut_off(&self.name, records, &error));
                    break;
                }
            };
            records += 1;
            let before = record.length;
            let mut body = (&mut file).take(before);
            let done = one(&record, &mut body, wanted, take);
            // What was not read of the record is passed over; what is missing of it ends the file.
            let rest = body.limit();
            let skipped = io::copy(&mut body, &mut io::sink());
            if let Err(error) = done.and(skipped.map(drop)) {
                take(cut_off(&self.name, records, &error));
                break;
            }
            if body.limit() > 0 {
                if rest > 0 {
                    take(cut_off(&self.name, records, &io::Error::from(io::ErrorKind::UnexpectedEof)));
                }
                break;
            }
        }
        if records == 0 {
            let why = "不是 WARC 文件，或一条记录也没有 / this is no WARC file, or has no record";
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        Ok(())
    }
}

fn cut_off(name: &str, records: u64, error: &io::Error) -> Met {
    let why = Says::new(
        format!("第 {records} 条记录之后读不下去（{error}），后面的没有读"),
        format!("it cannot be read beyond record {records} ({error})"),
    );
    Met::Broken { place: name.to_owned(), why }
}

/// The head of a record.
struct Record {
    kind: String,
    address: Option<Url>,
    media: String,
    length: u64,
}

/// Reads up to the content of the next record; `None` at the end.
fn next_record(file: &mut impl BufRead) -> io::Result<Option<Record>> {
    let bad = |why: &str| io::Error::new(io::ErrorKind::InvalidData, why.to_owned());
    let version = loop {
        match line(file)? {
            None => return Ok(None),
            Some(line) if line.is_empty() => {}
            Some(line) => break line,
        }
    };
    if !version.starts_with("WARC/") {
        return Err(bad("a record does not begin with WARC/"));
    }
    let mut fields: HashMap<String, String> = HashMap::new();
    for _ in 0..MOST_LINES {
        let line = line(file)?.ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?;
        if line.is_empty() {
            let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
            let address = field("warc-target-uri").trim_matches(['<', '>']);
            return Ok(Some(Record {
                kind: field("warc-type").to_ascii_lowercase(),
                address: Url::parse(address).ok(),
                media: field("content-type").to_owned(),
                length: field("content-length").parse().map_err(|_| bad("a record has no length"))?,
            }));
        }
        if let Some((name, value)) = line.split_once(':') {
            fields.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
        }
    }
    Err(bad("the head of a record has no end"))
}

/// A line without its end; `None` at the end of the file.
fn line(file: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    if file.take(LONGEST_LINE).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if bytes.last() != Some(&b'\n') && bytes.len() as u64 == LONGEST_LINE {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a line of a head is too long"));
    }
    while matches!(bytes.last(), Some(b'\n' | b'\r')) {
        bytes.pop();
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// Takes one record.
fn one(
    record: &Record,
    body: &mut dyn Read,
    wanted: &mut dyn FnMut(&Head) -> bool,
    take: &mut dyn FnMut(Met),
) -> io::Result<()> {
    let Some(address) =
        record.address.as_ref().filter(|address| matches!(address.scheme(), "http" | "https"))
    else {
        return Ok(());
    };
    let place = address.to_string();
    let is_answer = record.kind == "response" && record.media.starts_with("application/http");
    if !is_answer && record.kind != "resource" {
        return Ok(());
    }
    if record.length > LARGEST {
        let head = Head { place: place.clone(), address: Some(address.clone()), media: record.media.clone() };
        if wanted(&head) {
            take(Met::Broken { place, why: too_large() });
        }
        return Ok(());
    }
    if !is_answer {
        let head = Head { place, address: Some(address.clone()), media: record.media.clone() };
        if wanted(&head) {
            let mut bytes = Vec::new();
            body.read_to_end(&mut bytes)?;
            if bytes.len() as u64 == record.length {
                take(Met::File(head, bytes));
            }
        }
        return Ok(());
    }
    let mut bytes = Vec::new();
    body.read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < record.length {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
    }
    match http::answer(&bytes) {
        None => take(Met::Broken {
            place,
            why: Says::new("不是完整的网页应答", "it is no whole HTTP answer"),
        }),
        Some(http::Answer::Forward(to)) => {
            if let Ok(to) = address.join(&to) {
                take(Met::Forward { from: address.clone(), to });
            }
        }
        Some(http::Answer::Other) => {}
        Some(http::Answer::Page { media, content }) => {
            let head = Head { place: place.clone(), address: Some(address.clone()), media };
            if wanted(&head) {
                match content.read(LARGEST) {
                    Ok(bytes) => take(Met::File(head, bytes)),
                    Err(why) => take(Met::Broken { place, why }),
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::{Cursor, Write};

    fn record(kind: &str, address: &str, media: &str, body: &[u8]) -> Vec<u8> {
        let mut record = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <{address}>\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        record.extend(body);
        record.extend(b"\r\n\r\n");
        record
    }

    fn answer(address: &str, head: &str, body: &[u8]) -> Vec<u8> {
        let whole = [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat();
        record("response", address, "application/http; msgtype=response", &whole)
    }

    fn walked(bytes: Vec<u8>) -> io::Result<Vec<String>> {
        let mut told = Vec::new();
        let mut warc = Warc::new("a.warc", move || Ok(Box::new(Cursor::new(bytes.clone()))));
        warc.each(&mut |head| !head.place.ends_with("unwanted"), &mut |met| {
            told.push(match met {
                Met::File(head, bytes) => {
                    format!("{} {} {}", head.place, head.media, String::from_utf8_lossy(&bytes))
                }
                Met::Forward { from, to } => format!("{from} → {to}"),
                Met::Broken { place, why } => format!("{place}! {}", why.zh),
            });
        })?;
        Ok(told)
    }

    fn crawl() -> Vec<u8> {
        [
            record("warcinfo", "", "application/warc-fields", b"software: x"),
            record(
                "request",
                "http://x.cn/a.html",
                "application/http; msgtype=request",
                b"GET / HTTP/1.1\r\n\r\n",
            ),
            answer("http://x.cn/a.html", "200 OK\r\nContent-Type: text/html", b"<p>a"),
            answer("http://x.cn/old", "301 Moved\r\nLocation: /a.html", b""),
            answer("http://x.cn/none", "404 Not Found\r\nContent-Type: text/html", b"no"),
            answer("http://x.cn/unwanted", "200 OK", b"x"),
            answer(
                "http://x.cn/c",
                "200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain",
                b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",
            ),
        ]
        .concat()
    }

    const WHOLE: [&str; 3] = [
        "http://x.cn/a.html text/html <p>a",
        "http://x.cn/old → http://x.cn/a.html",
        "http://x.cn/c text/plain abcde",
    ];

    #[test]
    fn plain_and_gzipped_crawls_are_walked() {
        assert_eq!(walked(crawl()).unwrap(), WHOLE);
        let mut zipped = GzEncoder::new(Vec::new(), Compression::fast());
        zipped.write_all(&crawl()).unwrap();
        assert_eq!(walked(zipped.finish().unwrap()).unwrap(), WHOLE);
        let mut one_by_one = Vec::new();
        for part in [crawl(), answer("http://x.cn/z", "200 OK\r\nContent-Type: text/html", b"z")] {
            let mut zipped = GzEncoder::new(Vec::new(), Compression::fast());
            zipped.write_all(&part).unwrap();
            one_by_one.extend(zipped.finish().unwrap());
        }
        assert_eq!(walked(one_by_one).unwrap().len(), 4, "each record may be a member of its own");
    }

    #[test]
    fn a_crawl_that_is_cut_off_gives_what_was_whole() {
        let whole = crawl();
        let told = walked(whole[..whole.len() - 30].to_vec()).unwrap();
        assert_eq!(told[..2], WHOLE[..2]);
        assert!(told[2].contains("读不下去"), "{told:?}");
        for end in 0..whole.len() {
            let _ = walked(whole[..end].to_vec());
        }
        assert!(walked(b"nothing like it".to_vec()).is_err());
        assert!(walked(Vec::new()).is_err());
    }

    #[test]
    fn a_length_that_lies_is_not_believed() {
        let lie = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.cn/a\r\nContent-Type: application/http\r\nContent-Length: 99999999999999\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx";
        let told = walked(lie.to_vec()).unwrap();
        assert!(told.iter().any(|one| one.contains("超过")), "{told:?}");
    }
}
