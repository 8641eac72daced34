//! Style sheets, script and icon: embedded, served under addresses that carry their digest.
//!
//! An address such as `/assets/tokens.3f2a….css` never changes its content, so browsers and caches may keep it for
//! ever; a new release gives a new address.

use crate::Markup;
use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::RustEmbed;

/// Paths of all assets begin with this.
pub const ROOM: &str = "assets";

#[derive(RustEmbed)]
#[folder = "assets"]
struct Files;

/// Address of the asset called `name`, with its digest; the plain name when there is none.
pub fn address(base: &str, name: &str) -> String {
    let digest = Files::get(name).map(|file| digest(&file)).unwrap_or_default();
    match name.rsplit_once('.') {
        Some((stem, kind)) => format!("{base}/{ROOM}/{stem}.{digest}.{kind}"),
        None => format!("{base}/{ROOM}/{name}"),
    }
}

/// The style sheets one after the other, for a file that must stand alone.
pub fn style() -> Markup {
    let mut style = Markup::default();
    for name in ["tokens.css", "components.css"] {
        if let Some(Ok(css)) = Files::get(name).map(|file| String::from_utf8(file.data.into_owned())) {
            style.push(&Markup::trusted(css));
        }
    }
    style
}

/// Routes of the assets.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route(&format!("/{ROOM}/{{name}}"), get(show))
}

/// Whether an address is that of an asset as it is now: a small answer, made without asking anything else.
pub fn is_current(base: &str, path: &str) -> bool {
    let inside = path.strip_prefix(base).and_then(|rest| rest.strip_prefix('/'));
    let address = inside.and_then(|rest| rest.strip_prefix(ROOM)).and_then(|rest| rest.strip_prefix('/'));
    address.is_some_and(|address| find(address).is_some())
}

async fn show(Path(address): Path<String>, headers: HeaderMap) -> Response {
    let Some((file, name, digest)) = find(&address) else { return StatusCode::NOT_FOUND.into_response() };
    let tag = format!("\"{digest}\"");
    let known = headers.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let keep = [
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned()),
        (header::ETAG, tag.clone()),
        (header::CONTENT_TYPE, kind(&name).to_owned()),
    ];
    if known.is_some_and(|tags| tags.split(',').any(|known| known.trim().trim_start_matches("W/") == tag)) {
        return (StatusCode::NOT_MODIFIED, keep).into_response();
    }
    (keep, file.data.into_owned()).into_response()
}

/// The file behind `stem.digest.kind`; an old digest finds nothing.
fn find(address: &str) -> Option<(rust_embed::EmbeddedFile, String, String)> {
    let (rest, kind) = address.rsplit_once('.')?;
    let (stem, asked) = rest.rsplit_once('.')?;
    let name = format!("{stem}.{kind}");
    let file = Files::get(&name)?;
    let digest = digest(&file);
    (digest == asked).then_some((file, name, digest))
}

fn digest(file: &rust_embed::EmbeddedFile) -> String {
    hex::encode(&file.metadata.sha256_hash()[..8])
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, kind)| kind) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_back_to_their_file_and_old_ones_do_not() {
        for name in ["tokens.css", "components.css", "page.js", "read-aloud.js", "drop-file.js", "icon.svg"] {
            let address = address("/zwgk", name);
            let last = address.strip_prefix("/zwgk/assets/").unwrap();
            assert_eq!(find(last).unwrap().1, name);
        }
        assert!(find("tokens.0000000000000000.css").is_none());
        assert!(is_current("/zwgk", &address("/zwgk", "page.js")) && is_current("", &address("", "page.js")));
        for other in ["/assets/page.js", "/assets/", "/zfxxgk/", "/assets/../zfxxgk/", ""] {
            assert!(!is_current("", other), "{other}");
        }
        assert!(find("../Cargo.toml").is_none());
    }

    #[test]
    fn scripts_keep_to_what_old_browsers_read() {
        for name in ["page.js", "read-aloud.js", "drop-file.js"] {
            let file = Files::get(name).unwrap();
            let script = String::from_utf8_lossy(&file.data).into_owned();
            let code: String = script.lines().map(|line| line.split("//").next().unwrap()).collect();
            for newer in ["=>", "?.", "??", "`", "let ", "const ", "class ", "async ", "await ", "..."] {
                assert!(!code.contains(newer), "{name} uses {newer}");
            }
            assert!(!code.contains("eval(") && !code.contains("innerHTML"), "{name} writes no HTML");
        }
    }

    #[test]
    fn style_sheets_stay_readable_for_old_browsers() {
        for name in ["tokens.css", "components.css"] {
            let file = Files::get(name).unwrap();
            let css = String::from_utf8_lossy(&file.data).into_owned();
            for newer in [
                ":has(",
                ":is(",
                ":where(",
                "padding-inline:",
                "margin-inline:",
                "padding-block:",
                "@layer",
                "@container",
                "url(",
            ] {
                assert!(!css.contains(newer), "{name} uses {newer}");
            }
        }
    }
}
