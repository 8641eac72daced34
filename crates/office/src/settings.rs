//! B22, settings of the site (站点设置): name and codes, colour, emblem, footer — seen before they are kept.

mod columns;
mod index_rule;
mod wrong_words;

use crate::forms::Fields;
use crate::frame::{go_on, page};
use crate::{Call, Frame, Needs, Office, Rooms};
use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gongkai_app::item_settings::ItemSettingError;
use gongkai_app::site::{self, SiteError};
use gongkai_domain::people::Permission;
use gongkai_domain::says::Says;
use gongkai_domain::site::{Colour, SiteSettings};
use gongkai_web::{PageError, Visit};

/// Path of the page.
pub(crate) const PATH: &str = "/office/settings/";
/// Who may enter.
pub(crate) const NEEDS: Needs = Needs::OneOf(&[Permission::ChangeSettings]);
/// Largest form with its picture, in bytes.
const LARGEST: usize = 1 << 20;

pub(crate) fn routes(rooms: Rooms) -> Rooms {
    rooms
        .page(PATH, NEEDS, show)
        .upload(PATH, NEEDS, LARGEST, keep)
        .page("/office/settings/sample.css", NEEDS, sample)
        .page(index_rule::RULE, NEEDS, index_rule::show)
        .act(index_rule::RULE, NEEDS, index_rule::keep)
        .page(wrong_words::WORDS, NEEDS, wrong_words::show)
        .act(wrong_words::WORDS, NEEDS, wrong_words::keep)
        .page(columns::COLUMNS, NEEDS, columns::show)
        .act(columns::COLUMNS, NEEDS, columns::keep)
}

/// The page for a setting that was not changed, where no form shows it.
fn item_setting_failed(error: ItemSettingError) -> PageError {
    match error {
        ItemSettingError::MayNot => PageError::not_found(),
        ItemSettingError::Storage(error) => crate::error::failed(&error),
        other => PageError::broken(other.to_string()),
    }
}

#[derive(Debug, Template)]
#[template(path = "settings.html")]
struct SettingsPage {
    frame: Frame,
    tab: &'static str,
    settings: SiteSettings,
    /// The colour as it was typed.
    colour: String,
    /// Digest of the settings this form began with.
    known: String,
    /// Name of the first body.
    owner: String,
    faults: Vec<(&'static str, Says)>,
}

impl SettingsPage {
    /// What is wrong with a field.
    fn why(&self, field: &str) -> Option<&Says> {
        self.faults.iter().find(|(wrong, _)| *wrong == field).map(|(_, says)| says)
    }

    /// The fields of one line: id, label, hint, value.
    fn texts(&self) -> [(&'static str, &'static str, &'static str, &str); 6] {
        let say = |zh, en| self.frame.say(zh, en);
        let of = &self.settings;
        [
            (
                "name",
                say("网站名称", "Name of the site"),
                say("空着就用机构名称", "empty: after the body"),
                &of.name,
            ),
            ("name_en", say("网站英文名称", "Its English name"), "", &of.name_en),
            ("code", say("网站标识码", "Site code"), say("10 位", "10 letters or digits"), &of.code),
            ("icp", say("ICP 备案号", "ICP registration"), "", &of.icp),
            ("police", say("公安备案号", "Police registration"), "", &of.police),
            (
                "colour",
                say("机关颜色", "Colour"),
                say(
                    "如 #a4161a；空着用公文红。要深到白底上看得清",
                    "such as #a4161a; empty: the red of official papers. Dark enough to be read on white",
                ),
                &self.colour,
            ),
        ]
    }

    /// Address of the style sheet of the sample.
    fn sample(&self) -> String {
        let colour = self.settings.colour.map(|colour| colour.to_string()).unwrap_or_default();
        let query =
            if colour.is_empty() { String::new() } else { self.frame.visit.query_of("colour", &colour) };
        self.frame.href("/office/settings/sample.css") + &query
    }

    fn name(&self) -> &str {
        let names = [
            self.frame.say(self.settings.name.as_str(), self.settings.name_en.as_str()),
            &self.settings.name,
        ];
        names.into_iter().find(|name| !name.is_empty()).unwrap_or(&self.owner)
    }

    /// The emblem as part of the page would be against the policy: it is shown once it is kept.
    fn emblem(&self) -> String {
        if self.settings.emblem.is_none() {
            return String::new();
        }
        format!("{}/site/{}.png", self.frame.look.base, &self.known[..16])
    }
}

async fn show(State(office): State<Office>, call: Call, headers: HeaderMap) -> Result<Response, PageError> {
    let known = site::site(&office.records).await.map_err(|error| crate::error::failed(&error))?;
    let (settings, digest) = (*known).clone();
    let colour = settings.colour.map(|colour| colour.to_string()).unwrap_or_default();
    let mut form = form(&office, &call, settings, colour, digest, Vec::new()).await?;
    form.frame = form.frame.telling(&headers);
    page(&form.frame, &form)
}

async fn form(
    office: &Office,
    call: &Call,
    settings: SiteSettings,
    colour: String,
    known: String,
    faults: Vec<(&'static str, Says)>,
) -> Result<SettingsPage, PageError> {
    let bodies =
        gongkai_app::public::bodies(&office.records).await.map_err(|error| crate::error::failed(&error))?;
    let owner = bodies.first().map(|body| body.name.clone()).unwrap_or_default();
    let frame = Frame::new(office, call, PATH);
    let mut title = frame.say("站点设置", "Site settings").to_owned();
    if !faults.is_empty() {
        title = frame.say("错误：", "Error: ").to_owned() + &title;
    }
    Ok(SettingsPage { frame: frame.titled(&title), tab: "site", settings, colour, known, owner, faults })
}

async fn keep(State(office): State<Office>, call: Call, upload: Multipart) -> Result<Response, PageError> {
    let (fields, picture) = taken(upload).await?;
    let before = site::site(&office.records).await.map_err(|error| crate::error::failed(&error))?;
    let (mut settings, mut faults) = (settings_of(&fields), Vec::new());
    settings.emblem = if fields.has("no-emblem") { None } else { before.0.emblem.clone() };
    match Some(fields.get("colour")).filter(|colour| !colour.is_empty()).map(Colour::read).transpose() {
        Ok(colour) => settings.colour = colour,
        Err(says) => faults.push(("colour", says)),
    }
    faults.extend(settings.faults());
    let is_sample = fields.has("sample");
    if faults.is_empty() && !is_sample {
        let picture = Some(picture.as_slice()).filter(|bytes| !bytes.is_empty());
        match site::change(&office.records, settings.clone(), picture, fields.get("known"), &call.by()).await
        {
            Ok(()) => {
                let told = Says::new(
                    "站点设置已保存，门户已经换上。",
                    "The settings are kept; the portal shows them now.",
                );
                return Ok(go_on(&office, &call.visit, PATH, &told));
            }
            Err(SiteError::Fields(wrong)) => faults = wrong,
            Err(SiteError::Storage(error)) => return Err(crate::error::failed(&error)),
            Err(SiteError::Changed) => faults.push(("known", changed(&before.0, &settings))),
        }
    }
    let known = if faults.iter().any(|(field, _)| *field == "known") {
        before.1.clone()
    } else {
        fields.get("known").to_owned()
    };
    let is_wrong = !faults.is_empty();
    let form = form(&office, &call, settings, fields.get("colour").to_owned(), known, faults).await?;
    let mut response = page(&form.frame, &form)?;
    if is_wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// What somebody else has set meanwhile, field by field.
fn changed(now: &SiteSettings, mine: &SiteSettings) -> Says {
    let fields = [
        ("网站名称", "name", &now.name, &mine.name),
        ("英文名称", "English name", &now.name_en, &mine.name_en),
        ("网站标识码", "site code", &now.code, &mine.code),
        ("ICP 备案号", "ICP registration", &now.icp, &mine.icp),
        ("公安备案号", "police registration", &now.police, &mine.police),
    ];
    let differing = fields.iter().filter(|(.., now, mine)| now != mine);
    let (zh, en): (Vec<String>, Vec<String>) = differing
        .map(|(zh, en, now, _)| (format!("{zh}现为“{now}”"), format!("{en} is “{now}” now")))
        .unzip();
    let rest = (
        if zh.is_empty() { "你填的都还在".to_owned() } else { zh.join("，") },
        if en.is_empty() { "what you filled in is still here".to_owned() } else { en.join(", ") },
    );
    Says::new(
        format!("刚才有人改过设置：{}。再按一次“保存”就用你填的。", rest.0),
        format!("Somebody has changed the settings meanwhile: {}. Keep once more to have yours.", rest.1),
    )
}

fn settings_of(fields: &Fields) -> SiteSettings {
    let text = |name: &str| fields.get(name).to_owned();
    SiteSettings {
        name: text("name"),
        name_en: text("name_en"),
        code: text("code"),
        icp: text("icp"),
        police: text("police"),
        footer: fields
            .get("footer")
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect(),
        colour: None,
        emblem: None,
    }
}

/// The fields of the form, and the bytes of the picture.
async fn taken(mut upload: Multipart) -> Result<(Fields, Vec<u8>), PageError> {
    let (mut fields, mut picture) = (Vec::new(), Vec::new());
    let unread = |error: axum::extract::multipart::MultipartError| {
        PageError::refused(
            error.status(),
            Says::new("内容没有收全", "It did not arrive whole"),
            Says::new(
                "图片太大，或者网络中断，没有保存。",
                "The picture is too large, or the connection was cut; nothing was kept.",
            ),
            Says::new(
                "徽标最大 200 KB；请换一张小的再试。",
                "An emblem has at most 200 KB; try a smaller one.",
            ),
        )
    };
    while let Some(field) = upload.next_field().await.map_err(unread)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "emblem" {
            picture = field.bytes().await.map_err(unread)?.to_vec();
        } else {
            fields.push((name, field.text().await.map_err(unread)?));
        }
    }
    Ok((fields.into_iter().collect(), picture))
}

/// The colour of the sample; an asked one that cannot be read gives the usual red.
async fn sample(visit: Visit, _: Call) -> Response {
    let colour = visit.query.get("colour").and_then(|colour| Colour::read(colour).ok());
    let style = colour.map(|colour| colour.style(".sample")).unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], style).into_response()
}
