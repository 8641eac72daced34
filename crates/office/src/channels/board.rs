//! B14, the board of channels: which items were placed where, and what is on its way or waits for somebody.

use super::{PATH, PRINT, channels, of_item, refused, state};
use crate::forms::Fields;
use crate::frame::{go_on, page};
use crate::items::when;
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use gongkai_app::Page;
use gongkai_app::channels::{self, Board, BoardLine, Decision, Sending};
use gongkai_domain::people::Permission;
use gongkai_domain::says::Says;
use gongkai_web::paging::{self, PageLink, Paging};
use gongkai_web::{Markup, PageError, dates};

/// Items on a page.
const SIZE: usize = 30;

#[derive(Template)]
#[template(path = "channels/board.html")]
struct BoardPage {
    frame: Frame,
    board: Board,
    body: String,
    /// Channels that stand as columns: code and name.
    columns: Vec<(String, String)>,
    names: Vec<(String, String)>,
    paging: Paging,
    may_publish: bool,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let asked = paging::asked(&call.visit.query)?;
    let body = call.visit.query.get("body").unwrap_or_default().to_owned();
    let rows = Page { offset: ((asked - 1) * SIZE) as i64, limit: SIZE as i64 };
    let board = channels::board(&office.records, &call.officer, &body, rows)
        .await
        .map_err(|error| crate::error::failed(&error))?;
    let paging = Paging::new(asked, SIZE, board.total as usize)?;
    let frame = Frame::new(&office, &call, PATH).telling(&headers);
    let title = frame.say("公开渠道", "Channels").to_owned();
    let names = channels(&office, &frame);
    let columns = columns(&board, &names);
    let board_page = BoardPage {
        frame: frame.titled(&title),
        board,
        body,
        columns,
        names,
        paging,
        may_publish: call.officer.may(Permission::PublishItems),
    };
    page(&board_page.frame, &board_page)
}

/// The columns of the matrix: those every office has, and those in use.
fn columns(board: &Board, names: &[(String, String)]) -> Vec<(String, String)> {
    const ALWAYS: [&str; 5] = ["website", "weibo", "wechat", "news_media", "gazette"];
    let used = |code: &str| board.lines.iter().any(|line| line.marks.contains_key(code));
    names.iter().filter(|(code, _)| ALWAYS.contains(&code.as_str()) || used(code)).cloned().collect()
}

impl BoardPage {
    fn print(&self) -> String {
        self.frame.href(PRINT)
    }

    fn item(&self, short_id: &str) -> String {
        self.frame.href(&of_item(short_id))
    }

    fn sending(&self, sending: &Sending) -> String {
        self.frame.href(&format!("{PATH}sendings/{}", sending.id))
    }

    fn channel<'a>(&'a self, code: &'a str) -> &'a str {
        self.names.iter().find(|(known, _)| known == code).map_or(code, |(_, name)| name)
    }

    fn state(&self, sending: &Sending) -> (&'static str, &'static str) {
        state(&self.frame, sending)
    }

    fn when(&self, at: &jiff::Timestamp) -> String {
        when(*at, self.frame.today)
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn day(&self, line: &BoardLine) -> Markup {
        line.published_on.map(dates::short).unwrap_or_default()
    }

    /// What stands in a cell: class and words; nothing where the item was not placed there.
    fn mark(&self, line: &BoardLine, code: &str) -> (&'static str, String) {
        let Some(mark) = line.marks.get(code) else { return ("none", "—".to_owned()) };
        match mark {
            mark if mark.stopped > 0 => ("stop", self.frame.say("要处理", "see to it").to_owned()),
            mark if mark.waiting > 0 => ("wait", self.frame.say("在路上", "on its way").to_owned()),
            mark if mark.placed > 1 => ("done", format!("✓ {}", mark.placed)),
            _ => ("done", "✓".to_owned()),
        }
    }

    /// Sendings that wait for a person, and those that go on by themselves.
    fn sendings(&self, waiting: bool) -> Vec<&Sending> {
        self.board.sendings.iter().filter(|one| (one.state == "waiting") == waiting).collect()
    }

    fn links(&self) -> Vec<PageLink> {
        self.paging.links(&self.frame.visit)
    }
}

pub(super) async fn decide(
    State(office): State<Office>,
    call: Call,
    Path(id): Path<String>,
    sent: Fields,
) -> Result<Response, PageError> {
    let id = id.parse().map_err(|_| PageError::not_found())?;
    let (decision, told) = match sent.get("decision") {
        "again" => {
            (Decision::Again, Says::new("已重新排队，马上再发。", "Queued again; it is sent right away."))
        }
        "was-placed" => (
            Decision::WasPlaced(sent.get("address").to_owned()),
            Says::new("已按你看到的登记为发出。", "Recorded as sent, as you have seen it."),
        ),
        "drop" => (Decision::Drop, Says::new("这一次不发了。", "It is not sent.")),
        _ => return Err(PageError::not_found()),
    };
    let short_id =
        channels::decide(&office.records, &call.officer, id, &decision, &call.by()).await.map_err(refused)?;
    let path = if sent.get("from") == "item" { of_item(&short_id) } else { PATH.to_owned() };
    Ok(go_on(&office, &call.visit, &path, &told))
}
