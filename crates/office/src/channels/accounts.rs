//! B22, accounts of channels: which services a body uses, with what, and whether they work.

use super::{ACCOUNTS, Says2, channels, refused, untried};
use crate::forms::Fields;
use crate::frame::{go_on, page};
use crate::{Call, Frame, Office, settings};
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gongkai_app::channels::{self, Account, ChannelError, NewAccount};
use gongkai_app::registers::body_names;
use gongkai_domain::channels::{AccountSettings, Connector, Signing, Trouble};
use gongkai_domain::people::Permission;
use gongkai_domain::says::Says;
use gongkai_web::PageError;

#[derive(Template)]
#[template(path = "channels/accounts.html")]
struct AccountsPage {
    frame: Frame,
    tab: &'static str,
    accounts: Vec<Account>,
    names: Vec<(String, String)>,
    website: bool,
}

pub(super) async fn list(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let failed = |error| crate::error::failed(&error);
    let accounts = channels::accounts(&office.records, &call.officer, Permission::ChangeSettings).await;
    let frame = Frame::new(&office, &call, settings::PATH).telling(&headers);
    let (title, above) =
        (frame.say("渠道账号", "Accounts of channels"), frame.say("设置", "Settings").to_owned());
    let frame = frame.titled(title).under(above, settings::PATH);
    let list = AccountsPage {
        names: channels(&office, &frame),
        frame,
        tab: "channels",
        accounts: accounts.map_err(failed)?,
        website: channels::records_website(&office.records).await.map_err(failed)?,
    };
    page(&list.frame, &list)
}

pub(super) async fn website(
    State(office): State<Office>,
    call: Call,
    sent: Fields,
) -> Result<Response, PageError> {
    let records = sent.has("website");
    channels::set_records_website(&office.records, &call.officer, records, &call.by())
        .await
        .map_err(refused)?;
    let told = if records {
        Says::new(
            "以后发布的信息都记一条网站渠道。",
            "What is published is recorded for the website from now on.",
        )
    } else {
        Says::new(
            "以后发布的信息不再自动记网站渠道。",
            "What is published is not recorded for the website from now on.",
        )
    };
    Ok(go_on(&office, &call.visit, ACCOUNTS, &told))
}

#[derive(Template)]
#[template(path = "channels/account.html")]
struct AccountPage {
    frame: Frame,
    connector: Connector,
    typed: NewAccount,
    bodies: Vec<(String, String)>,
    names: Vec<(String, String)>,
    faults: Vec<(&'static str, Says)>,
    /// Whether there is a cover already.
    covered: bool,
}

pub(super) async fn new(State(office): State<Office>, call: Call) -> Result<Response, PageError> {
    let code = call.visit.query.get("connector").unwrap_or_default();
    let connector = Connector::of_code(code).ok_or_else(PageError::not_found)?;
    let typed = NewAccount {
        connector: connector.code().to_owned(),
        channel: connector.channel().unwrap_or_default().to_owned(),
        offered: true,
        ..NewAccount::default()
    };
    let form = form(&office, &call, connector, typed, false, Vec::new()).await?;
    page(&form.frame, &form)
}

pub(super) async fn edit(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let account = known(&office, &call, &id).await?;
    let covered = !account.settings.cover.is_empty();
    let mut form = form(&office, &call, account.connector, typed_of(account), covered, Vec::new()).await?;
    form.frame = form.frame.telling(&headers);
    page(&form.frame, &form)
}

fn typed_of(account: Account) -> NewAccount {
    NewAccount {
        id: Some(account.id),
        body: account.body,
        connector: account.connector.code().to_owned(),
        channel: account.channel,
        name: account.name,
        settings: AccountSettings { cover: String::new(), ..account.settings },
        secret: String::new(),
        offered: account.offered,
        closed: account.closed_at.is_some(),
    }
}

/// An account of a body whose settings whoever asks keeps.
async fn known(office: &Office, call: &Call, id: &str) -> Result<Account, PageError> {
    let all = channels::accounts(&office.records, &call.officer, Permission::ChangeSettings).await;
    let mut all = all.map_err(|error| crate::error::failed(&error))?;
    all.retain(|account| account.id == id);
    all.pop().ok_or_else(PageError::not_found)
}

async fn form(
    office: &Office,
    call: &Call,
    connector: Connector,
    typed: NewAccount,
    covered: bool,
    faults: Vec<(&'static str, Says)>,
) -> Result<AccountPage, PageError> {
    let names = body_names(&office.records).await.map_err(|error| crate::error::failed(&error))?;
    let bodies = call.officer.bodies(Permission::ChangeSettings);
    let bodies = bodies.into_iter().map(|code| {
        let name = names.name(&code).map_or_else(|| code.clone(), str::to_owned);
        (code, name)
    });
    let frame = Frame::new(office, call, settings::PATH);
    let name = if typed.id.is_some() { typed.name.clone() } else { frame.says(&connector.name()).to_owned() };
    let (above, list) =
        (frame.say("设置", "Settings").to_owned(), frame.say("渠道账号", "Accounts of channels").to_owned());
    let frame = frame.titled(&name).faulty(!faults.is_empty());
    Ok(AccountPage {
        names: channels(office, &frame),
        frame: frame.under(above, settings::PATH).under(list, ACCOUNTS),
        connector,
        typed,
        bodies: bodies.collect(),
        faults,
        covered,
    })
}

pub(super) async fn create(
    State(office): State<Office>,
    call: Call,
    upload: Multipart,
) -> Result<Response, PageError> {
    keep(&office, &call, None, upload).await
}

pub(super) async fn change(
    State(office): State<Office>,
    call: Call,
    Path(id): Path<String>,
    upload: Multipart,
) -> Result<Response, PageError> {
    let account = known(&office, &call, &id).await?;
    keep(&office, &call, Some(account), upload).await
}

async fn keep(
    office: &Office,
    call: &Call,
    account: Option<Account>,
    upload: Multipart,
) -> Result<Response, PageError> {
    let (fields, cover) = taken(upload).await?;
    let covered = account.as_ref().is_some_and(|account| !account.settings.cover.is_empty());
    let connector = match &account {
        Some(account) => account.connector,
        None => Connector::of_code(fields.get("connector")).ok_or_else(PageError::not_found)?,
    };
    let mut typed = typed(&fields, connector);
    if let Some(account) = account {
        (typed.id, typed.body) = (Some(account.id), account.body);
    }
    let is_picture = matches!(cover.as_slice(), [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..]);
    if is_picture {
        typed.settings.cover = STANDARD.encode(&cover);
    }
    let kept = if cover.is_empty() || is_picture {
        channels::keep_account(&office.records, &call.officer, typed.clone(), &call.by()).await
    } else {
        let says = Says::new("封面要是 PNG 或 JPEG 图片", "a cover is a PNG or JPEG picture");
        Err(ChannelError::Fields(vec![("cover", says)]))
    };
    match kept {
        Ok(id) => {
            let told = Says::new(
                "已保存。按“试一试连接”看看通不通。",
                "Kept. Press “try the connection” to see whether it works.",
            );
            Ok(go_on(office, &call.visit, &format!("{ACCOUNTS}{id}"), &told))
        }
        Err(ChannelError::Fields(faults)) => {
            typed.secret.clear();
            let form = form(office, call, connector, typed, covered, faults).await?;
            let mut response = page(&form.frame, &form)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(error) => Err(refused(error)),
    }
}

fn typed(fields: &Fields, connector: Connector) -> NewAccount {
    let text = |name: &str| fields.get(name).to_owned();
    NewAccount {
        id: None,
        body: text("body"),
        connector: connector.code().to_owned(),
        channel: text("channel"),
        name: text("name"),
        settings: AccountSettings {
            app_id: text("app_id"),
            author: text("author"),
            cover: String::new(),
            address: text("address"),
            signing: if fields.get("signing") == "hmac-sha256" {
                Signing::HmacSha256
            } else {
                Signing::HmacSm3
            },
        },
        secret: text("secret"),
        offered: fields.has("offered"),
        closed: fields.has("closed"),
    }
}

/// The fields of the form, and the bytes of the cover.
async fn taken(mut upload: Multipart) -> Result<(Fields, Vec<u8>), PageError> {
    let (mut fields, mut cover) = (Vec::new(), Vec::new());
    let unread = |error: axum::extract::multipart::MultipartError| {
        PageError::refused(
            error.status(),
            Says::new("内容没有收全", "It did not arrive whole"),
            Says::new(
                "图片太大，或者网络中断，没有保存。",
                "The picture is too large, or the connection was cut.",
            ),
            Says::new("封面最大 1 MB；请换一张小的再试。", "A cover has at most 1 MB; try a smaller one."),
        )
    };
    while let Some(field) = upload.next_field().await.map_err(unread)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "cover" {
            cover = field.bytes().await.map_err(unread)?.to_vec();
        } else {
            fields.push((name, field.text().await.map_err(unread)?));
        }
    }
    Ok((fields.into_iter().collect(), cover))
}

pub(super) async fn try_account(
    State(office): State<Office>,
    call: Call,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let opened = channels::open_account(&office.records, &call.officer, &id).await.map_err(refused)?;
    let Some(services) = &office.services else { return Err(PageError::not_found()) };
    let told = match services.of(opened.account.connector).try_account(&opened, call.moment.at).await {
        Ok(says) => {
            Says::new(format!("连接正常：{}。", says.zh), format!("The connection works: {}.", says.en))
        }
        Err(
            Trouble::Later(says, _) | Trouble::Lost(says) | Trouble::Person(says) | Trouble::Unsure(says),
        ) => Says::new(format!("没有通：{}。", says.zh), format!("It does not work: {}.", says.en)),
    };
    Ok(go_on(&office, &call.visit, &format!("{ACCOUNTS}{id}"), &told))
}

impl AccountsPage {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the template hands over references")]
    fn adding(&self, connector: &Connector) -> String {
        let query = self.frame.visit.query_of("connector", connector.code());
        self.frame.href("/office/settings/channels/new") + &query
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn connectors(&self) -> [Connector; 3] {
        Connector::ALL
    }

    fn of(&self, account: &Account) -> String {
        self.frame.href(&format!("{ACCOUNTS}{}", account.id))
    }

    fn channel<'a>(&'a self, code: &'a str) -> &'a str {
        self.names.iter().find(|(known, _)| known == code).map_or(code, |(_, name)| name)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the template hands over references")]
    fn untried(&self, connector: &Connector) -> &'static str {
        untried(&self.frame, *connector)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the template hands over references")]
    fn about(&self, connector: &Connector) -> &'static str {
        match connector {
            Connector::Wechat => Says2("在公众号里发一篇文章", "publishes an article"),
            Connector::Weibo => {
                Says2("发一条微博，带信息的链接", "sends a message with the address of the item")
            }
            Connector::Webhook => Says2(
                "把信息送到本单位自己的系统，如大屏、触摸屏、集约化平台",
                "hands items to systems of your own: screens, kiosks, platforms",
            ),
        }
        .of(&self.frame)
    }
}

impl AccountPage {
    fn why(&self, field: &str) -> Option<&Says> {
        self.faults.iter().find(|(wrong, _)| *wrong == field).map(|(_, says)| says)
    }

    fn action(&self) -> String {
        let id = self.typed.id.as_deref().unwrap_or("new");
        self.frame.href(&format!("{ACCOUNTS}{id}"))
    }

    fn untried(&self) -> &'static str {
        untried(&self.frame, self.connector)
    }

    fn is(&self, code: &str) -> bool {
        self.connector.code() == code
    }

    fn is_sha256(&self) -> bool {
        self.typed.settings.signing == Signing::HmacSha256
    }

    /// Label and hint of the secret.
    fn secret(&self) -> (&str, &str) {
        let say = |zh, en| self.frame.say(zh, en);
        let label = match self.connector {
            Connector::Wechat => "AppSecret",
            Connector::Weibo => "access_token",
            Connector::Webhook => say("签名密钥", "Key of the signature"),
        };
        let hint = if self.typed.id.is_some() {
            say(
                "已加密保存，不再显示；不换就空着",
                "kept sealed and never shown again; leave empty to keep it",
            )
        } else {
            say("加密保存，以后不再显示", "it is sealed and never shown again")
        };
        (label, hint)
    }
}
