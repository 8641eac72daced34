//! An answer of a web server as a crawl keeps it: its head, its body in chunks or packed.

use crate::source::too_large;
use flate2::read::{GzDecoder, ZlibDecoder};
use gongkai_domain::says::Says;
use std::borrow::Cow;
use std::io::Read;

/// What a server answered.
#[derive(Debug)]
pub(crate) enum Answer<'a> {
    /// A page or a file.
    Page { media: String, content: Content<'a> },
    /// The address leads to another.
    Forward(String),
    /// An error or something else without content.
    Other,
}

/// A body as it was sent.
#[derive(Debug)]
pub(crate) struct Content<'a> {
    bytes: &'a [u8],
    chunked: bool,
    packing: String,
}

/// Reads an answer; `None` where it is none.
pub(crate) fn answer(bytes: &[u8]) -> Option<Answer<'_>> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|at| (at, at + 4));
    let end = end.or_else(|| bytes.windows(2).position(|two| two == b"\n\n").map(|at| (at, at + 2)));
    let (head, body) = end?;
    let head = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = head.lines();
    let status: u16 = lines.next()?.strip_prefix("HTTP/")?.split_ascii_whitespace().nth(1)?.parse().ok()?;
    let field = |wanted: &str| {
        head.lines().skip(1).find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim().to_owned())
        })
    };
    Some(match (status, field("location")) {
        (301 | 302 | 303 | 307 | 308, Some(to)) => Answer::Forward(to),
        (200..=299, _) => Answer::Page {
            media: field("content-type").unwrap_or_default(),
            content: Content {
                bytes: &bytes[body..],
                chunked: field("transfer-encoding")
                    .is_some_and(|value| value.to_ascii_lowercase().contains("chunked")),
                packing: field("content-encoding").unwrap_or_default().to_ascii_lowercase(),
            },
        },
        _ => Answer::Other,
    })
}

impl Content<'_> {
    /// The content, of at most so many bytes.
    pub(crate) fn read(&self, most: u64) -> Result<Vec<u8>, Says> {
        // Some crawlers put the chunks together and keep the head that announced them.
        let whole = if self.chunked { joined(self.bytes) } else { None };
        let whole: Cow<'_, [u8]> = whole.map_or(Cow::Borrowed(self.bytes), Cow::Owned);
        let mut bytes = Vec::new();
        let mut unpack = |reader: &mut dyn Read| reader.take(most + 1).read_to_end(&mut bytes);
        let read = match self.packing.as_str() {
            "gzip" | "x-gzip" if whole.starts_with(&[0x1f, 0x8b]) => unpack(&mut GzDecoder::new(&*whole)),
            "deflate" => unpack(&mut ZlibDecoder::new(&*whole)),
            "br" | "zstd" => {
                return Err(Says::new(
                    format!("网页用 {} 压缩，不认识", self.packing),
                    format!("it is packed with {}, which is not read", self.packing),
                ));
            }
            _ => unpack(&mut &*whole),
        };
        if bytes.len() as u64 > most {
            return Err(too_large());
        }
        read.map(drop).map_err(|_| Says::new("网页内容已损坏", "its content is damaged"))?;
        Ok(bytes)
    }
}

/// The chunks put together; `None` where they are none.
fn joined(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(bytes.len());
    loop {
        let end = bytes.windows(2).position(|two| two == b"\r\n")?;
        let size = std::str::from_utf8(&bytes[..end]).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        bytes = &bytes[end + 2..];
        if size == 0 {
            return Some(whole);
        }
        whole.extend(bytes.get(..size)?);
        bytes = bytes[size..].strip_prefix(b"\r\n")?;
    }
}
