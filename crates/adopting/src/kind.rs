//! What a file of a source is, by what the server called it and by its name.

use crate::body::ending;
use crate::source::Head;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A web page.
    Page,
    /// Markdown.
    Markdown,
    /// A document in a file of its own, unless a page links to it.
    Document,
    /// A list of addresses.
    Sitemap,
    /// A picture, an old Word file, an archive: something a page may link to.
    Attachment,
    /// Something pages are made with: styles, scripts, fonts.
    Furniture,
}

/// Names of a table of metadata among the files.
pub const METADATA: [&str; 4] = ["元数据.csv", "元数据.xlsx", "metadata.csv", "metadata.xlsx"];

/// What a file is.
pub(crate) fn of(head: &Head) -> Kind {
    let path = head.address.as_ref().map_or(head.place.as_str(), |address| address.path());
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    if name.starts_with("sitemap") && ending(&name).as_deref() == Some("xml") {
        return Kind::Sitemap;
    }
    let is_metadata = METADATA.contains(&name.as_str());
    if is_metadata || matches!(name.as_str(), "robots.txt" | "humans.txt" | "security.txt") {
        return Kind::Furniture;
    }
    let media = head.media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media.as_str() {
        "text/html" | "application/xhtml+xml" => return Kind::Page,
        "text/markdown" => return Kind::Markdown,
        "text/css"
        | "text/javascript"
        | "application/javascript"
        | "application/x-javascript"
        | "application/json"
        | "application/manifest+json" => return Kind::Furniture,
        "application/pdf" => return Kind::Document,
        _ if media.starts_with("font/") => return Kind::Furniture,
        _ if media.starts_with("image/") || media.starts_with("video/") || media.starts_with("audio/") => {
            return Kind::Attachment;
        }
        _ => {}
    }
    // What a query asks of a program, as mirroring programs name it, is a page.
    let of_program = |name: &str| {
        let program = name.split(['?', '@']).next().unwrap_or(name);
        let program = ending(program).unwrap_or_default();
        matches!(program.as_str(), "asp" | "aspx" | "jsp" | "jspx" | "php" | "do" | "action" | "cgi")
    };
    match ending(&name).unwrap_or_default().as_str() {
        "html" | "htm" | "shtml" | "xhtml" | "mht" => Kind::Page,
        "md" | "markdown" => Kind::Markdown,
        "docx" | "pdf" | "txt" => Kind::Document,
        "css" | "js" | "mjs" | "json" | "map" | "woff" | "woff2" | "ttf" | "eot" | "otf" | "ico" | "xml"
        | "db" | "ini" => Kind::Furniture,
        _ if of_program(&name) => Kind::Page,
        _ if head.address.is_some() && !media.is_empty() && media.starts_with("text/") => Kind::Page,
        _ => Kind::Attachment,
    }
}
