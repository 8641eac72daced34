//! The channels of one item: where it was placed and what proves it; placing it by hand, and sending it.

use super::{PATH, channels, of_item, refused, state, untried};
use crate::forms::Fields;
use crate::frame::{go_on, page};
use crate::items::when;
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use gongkai_app::channels::{self, ByHand, ChannelError, Evidence, ItemChannels, PlacementLine, Sending};
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::people::Permission;
use gongkai_domain::says::Says;
use gongkai_web::{Markup, PageError, dates};

#[derive(Template)]
#[template(path = "channels/item.html")]
struct ItemPage {
    frame: Frame,
    short_id: String,
    found: ItemChannels,
    names: Vec<(String, String)>,
    may_publish: bool,
    typed: ByHand,
    faults: Vec<(&'static str, Says)>,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    Path(short_id): Path<String>,
) -> Result<Response, PageError> {
    let typed = ByHand { published_on: call.moment.today.to_string(), ..ByHand::default() };
    let mut item = item(&office, &call, short_id, typed, Vec::new()).await?;
    item.frame = item.frame.telling(&headers);
    page(&item.frame, &item)
}

async fn item(
    office: &Office,
    call: &Call,
    short_id: String,
    typed: ByHand,
    faults: Vec<(&'static str, Says)>,
) -> Result<ItemPage, PageError> {
    let found = channels::of_item(&office.records, &call.officer, &short_id).await.map_err(refused)?;
    let frame = Frame::new(office, call, PATH);
    let title = found.item.row.value(&ITEMS, "title").to_plain();
    let list = frame.say("公开渠道", "Channels").to_owned();
    Ok(ItemPage {
        names: channels(office, &frame),
        may_publish: call.officer.may_for(Permission::PublishItems, found.item.row.body(&ITEMS)),
        frame: frame.titled(&title).faulty(!faults.is_empty()).under(list, PATH),
        short_id,
        found,
        typed,
        faults,
    })
}

pub(super) async fn place(
    State(office): State<Office>,
    call: Call,
    Path(short_id): Path<String>,
    sent: Fields,
) -> Result<Response, PageError> {
    let text = |name: &str| sent.get(name).to_owned();
    let typed = ByHand {
        channel: text("channel"),
        outlet: text("outlet"),
        published_on: text("published_on"),
        address: text("address"),
        note: text("note"),
    };
    match channels::place_by_hand(&office.records, &call.officer, &short_id, &typed, &call.by()).await {
        Ok(()) => {
            let told = Says::new("已登记，年报会数到这一条。", "Recorded; the report counts it.");
            Ok(go_on(&office, &call.visit, &of_item(&short_id), &told))
        }
        Err(ChannelError::Fields(faults)) => again(&office, &call, short_id, typed, faults).await,
        Err(error) => Err(refused(error)),
    }
}

pub(super) async fn send(
    State(office): State<Office>,
    call: Call,
    Path(short_id): Path<String>,
    sent: Fields,
) -> Result<Response, PageError> {
    let wanted = sent.all("account");
    match channels::queue(&office.records, &call.officer, &short_id, &wanted, &call.by()).await {
        Ok(count) => {
            let zh = format!("已排队推送到 {count} 个账号；发出以后这里会有凭证。");
            let en = format!("Queued for {count}; the evidence will stand here once it is sent.");
            Ok(go_on(&office, &call.visit, &of_item(&short_id), &Says::new(zh, en)))
        }
        Err(ChannelError::Fields(faults)) => {
            let typed = ByHand { published_on: call.moment.today.to_string(), ..ByHand::default() };
            again(&office, &call, short_id, typed, faults).await
        }
        Err(error) => Err(refused(error)),
    }
}

async fn again(
    office: &Office,
    call: &Call,
    short_id: String,
    typed: ByHand,
    faults: Vec<(&'static str, Says)>,
) -> Result<Response, PageError> {
    let item = item(office, call, short_id, typed, faults).await?;
    let mut response = page(&item.frame, &item)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

impl ItemPage {
    fn text(&self, code: &str) -> String {
        self.found.item.row.value(&ITEMS, code).to_plain()
    }

    fn why(&self, field: &str) -> Option<&Says> {
        self.faults.iter().find(|(wrong, _)| *wrong == field).map(|(_, says)| says)
    }

    fn here(&self) -> String {
        self.frame.href(&of_item(&self.short_id))
    }

    fn send_to(&self) -> String {
        self.frame.href(&format!("/office/items/published/{}/send", self.short_id))
    }

    fn office_page(&self) -> String {
        self.frame.href(&format!("/office/items/published/{}", self.short_id))
    }

    fn sending(&self, sending: &Sending) -> String {
        self.frame.href(&format!("{PATH}sendings/{}", sending.id))
    }

    fn state(&self, sending: &Sending) -> (&'static str, &'static str) {
        state(&self.frame, sending)
    }

    fn when(&self, sending: &Sending) -> String {
        when(sending.queued_at, self.frame.today)
    }

    fn channel<'a>(&'a self, code: &'a str) -> &'a str {
        self.names.iter().find(|(known, _)| known == code).map_or(code, |(_, name)| name)
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn day(&self, line: &PlacementLine) -> Markup {
        line.published_on.map(dates::short).unwrap_or_default()
    }

    /// An address that leads somewhere: a page of the web, or of this site.
    fn link(&self, address: &str) -> Option<String> {
        if address.starts_with("https://") || address.starts_with("http://") {
            Some(address.to_owned())
        } else if address.starts_with("/zfxxgk/") {
            Some(self.frame.href(address))
        } else {
            None
        }
    }

    /// Where evidence comes from.
    fn source(&self, evidence: &Evidence) -> &str {
        let say = |zh, en| self.frame.say(zh, en);
        match evidence.source.as_str() {
            "by-hand" => say("人工登记", "by hand"),
            "publication" => say("发布时记录", "at publication"),
            "issue" => say("编印", "printed issue"),
            _ => say("对方的答复", "the service's answer"),
        }
    }

    fn kept(&self, evidence: &Evidence) -> String {
        when(evidence.kept_at, self.frame.today)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the template hands over references")]
    fn untried(&self, connector: &gongkai_domain::channels::Connector) -> &'static str {
        untried(&self.frame, *connector)
    }
}
