//! Attachments of a draft: uploaded with the form they stand in, ordered, renamed, taken away, opened.
//!
//! The buttons belong to the form of the draft, so that what was typed is saved with them and nothing is lost without a
//! script. Files go to the disk as they come; one that is cut off leaves nothing.

use super::edit::{self, Refused};
use super::{of, refused};
use crate::forms::Fields as Sent;
use crate::frame::go_on;
use crate::{Call, Office};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use gongkai_app::attachments::{
    self, Arrange, Attachment, AttachmentError, AttachmentFault, Incoming, LARGEST, Store,
};
use gongkai_domain::safe_html::LONGEST;
use gongkai_domain::says::Says;
use gongkai_web::{PageError, files};
use std::io::Write;
use std::time::Duration;
use tokio::time::timeout;

/// Most bytes sent at once, of all files together.
pub(super) const MOST: usize = 1 << 30;
/// Most files at once.
const MOST_FILES: usize = 20;
/// How long a line may stand still before an upload is given up.
const STILL: Duration = Duration::from_mins(1);

/// What came: the fields of the form, and the files.
struct Received {
    sent: Sent,
    files: Vec<(String, Result<Incoming, AttachmentFault>)>,
}

/// Why nothing came.
enum CutOff {
    /// The connection broke, or what was sent is no form, or too much.
    Broken(MultipartError),
    /// Nothing more came for too long.
    Still,
    /// The disk takes no more.
    Disk(std::io::Error),
    /// There is no store.
    NoStore,
}

/// Takes files in, and saves the draft around them.
pub(super) async fn upload(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Response, PageError> {
    let store = office.records.files.as_ref().map(|keeping| keeping.store.clone());
    let Received { sent, files } = match store {
        Some(store) => received(&store, form).await,
        None => Err(CutOff::NoStore),
    }
    .map_err(cut_off)?;
    // Whoever may not write the draft is not told what is wrong with a file.
    let (id, meeting) = edit::saved_with(&office, &call, &id, &sent).await?;
    let mut kept: Vec<(Attachment, String)> = Vec::new();
    let mut wrong = Vec::new();
    for (name, incoming) in files {
        let done = match incoming {
            Ok(incoming) => attachments::receive_file(&office.records, &name, incoming, &call.by()).await,
            Err(fault) => Err(fault.into()),
        };
        match done {
            Ok(file) => kept.push((file, name)),
            Err(AttachmentError::Storage(error)) => return Err(crate::error::failed(&error)),
            Err(error) => wrong.push(told(&name, &error)),
        }
    }
    let count = kept.len();
    if count > 0 {
        attachments::attach(&office.records, &call.officer, &id, &kept, &call.by()).await.map_err(refused)?;
    } else if wrong.is_empty() {
        wrong.push(Says::new("请先选文件，再点“上传”。", "Choose a file first."));
    }
    if !wrong.is_empty() {
        return edit::show_refused(&office, &call, &headers, &id, Refused::Files(wrong)).await;
    }
    if let Some(meeting) = meeting {
        return Ok(Redirect::to(&meeting).into_response());
    }
    let told = Says::new(format!("已上传 {count} 个附件。"), format!("{count} attachments were uploaded."));
    Ok(go_on(&office, &call.visit, &place(&id), &told))
}

/// The part of the form with the attachments.
fn place(id: &str) -> String {
    of(id, "") + "#attachments"
}

fn told(name: &str, error: &AttachmentError) -> Says {
    let why = Says::of_both(&error.to_string());
    Says::new(format!("“{name}”：{}", why.zh), format!("“{name}”: {}", why.en))
}

async fn received(store: &Store, mut form: Multipart) -> Result<Received, CutOff> {
    let mut fields = Vec::new();
    let mut files = Vec::new();
    while let Some(field) = next(&mut form).await? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "files" {
            let file: String = field.file_name().unwrap_or_default().to_owned();
            let (incoming, is_empty) = written(store, field).await?;
            // A form without a chosen file sends one without name and bytes.
            if !(file.is_empty() && is_empty) && files.len() < MOST_FILES {
                files.push((last(&file), incoming));
            }
        } else {
            fields.push((name, text(field).await?));
        }
    }
    Ok(Received { sent: fields.into_iter().collect(), files })
}

/// Old browsers send the whole path.
fn last(file: &str) -> String {
    file.rsplit(['/', '\\']).next().unwrap_or_default().chars().take(200).collect()
}

async fn next(form: &mut Multipart) -> Result<Option<Field<'_>>, CutOff> {
    timeout(STILL, form.next_field()).await.map_err(|_| CutOff::Still)?.map_err(CutOff::Broken)
}

async fn text(mut field: Field<'_>) -> Result<String, CutOff> {
    let mut bytes = Vec::new();
    while let Some(chunk) = chunk(&mut field).await? {
        // What is longer is refused when it is saved.
        if bytes.len() <= LONGEST {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

async fn chunk(field: &mut Field<'_>) -> Result<Option<axum::body::Bytes>, CutOff> {
    timeout(STILL, field.chunk()).await.map_err(|_| CutOff::Still)?.map_err(CutOff::Broken)
}

/// Writes a file as it comes; answers too whether nothing was in it. One that is too large is read to its end and not
/// kept, so that the browser shows why.
async fn written(
    store: &Store,
    mut field: Field<'_>,
) -> Result<(Result<Incoming, AttachmentFault>, bool), CutOff> {
    let mut incoming = store.begin().map_err(CutOff::Disk)?;
    let mut too_large = false;
    while let Some(chunk) = chunk(&mut field).await? {
        too_large |= incoming.size() + chunk.len() as u64 > LARGEST as u64;
        if !too_large {
            incoming.write_all(&chunk).map_err(CutOff::Disk)?;
        }
    }
    let is_empty = incoming.size() == 0 && !too_large;
    let fault = AttachmentFault::TooLarge(LARGEST >> 20);
    Ok((if too_large { Err(fault) } else { Ok(incoming) }, is_empty))
}

fn cut_off(cause: CutOff) -> PageError {
    let (status, cause) = match cause {
        // That the connection broke is no fault of ours.
        CutOff::Broken(error) if error.status().is_server_error() => {
            (StatusCode::BAD_REQUEST, error.body_text())
        }
        CutOff::Broken(error) => (error.status(), error.body_text()),
        CutOff::Still => (StatusCode::REQUEST_TIMEOUT, "nothing came for a minute".to_owned()),
        CutOff::Disk(error) => return PageError::unavailable(format!("the store of attachments: {error}")),
        CutOff::NoStore => return PageError::broken("this installation has no folder for attachments"),
    };
    PageError::refused(
        status,
        Says::new("文件没有收全", "The files did not arrive whole"),
        Says::new(
            "没有收全的文件不会留下；稿子是上次保存的样子。",
            "Nothing of them was kept; the draft is as it was last saved.",
        ),
        Says::new(
            "可能是网络中断，或一次传得太多（一个文件 200 MB 以内，一次 1 GB 以内）；请回到那一页再传一次。",
            "The connection may have been cut, or it was too much at once (200 MB a file, 1 GB in all); go back and send it again.",
        ),
    )
    .caused_by(cause)
}

/// Saves the draft with the names of its files, and does what a button says with one of them.
pub(super) async fn arrange(
    State(office): State<Office>,
    call: Call,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, PageError> {
    let (id, meeting) = edit::saved_with(&office, &call, &id, &sent).await?;
    let act = sent.get("do").split_once(':').and_then(|(what, digest)| {
        let digest = digest.to_owned();
        match what {
            "up" => Some(Arrange::Up(digest)),
            "down" => Some(Arrange::Down(digest)),
            "remove" => Some(Arrange::Remove(digest)),
            _ => None,
        }
    });
    if let Some(act) = &act {
        attachments::arrange(&office.records, &call.officer, &id, &[], Some(act), &call.by())
            .await
            .map_err(refused)?;
    }
    if let Some(meeting) = meeting {
        return Ok(Redirect::to(&meeting).into_response());
    }
    let told = match act {
        Some(Arrange::Remove(_)) => Says::new("已移除附件。", "The attachment was taken away."),
        Some(_) => Says::new("已调整顺序。", "They are in another order now."),
        None => Says::new("已保存。", "Saved."),
    };
    Ok(go_on(&office, &call.visit, &place(&id), &told))
}

/// A file of a draft, for those who may see the draft.
pub(super) async fn open(
    State(office): State<Office>,
    call: Call,
    Path((id, digest)): Path<(String, String)>,
    request: Request,
) -> Result<Response, PageError> {
    let found = attachments::file_of_draft(&office.records, &call.officer, &id, &digest).await;
    let (file, name, path) = found.map_err(refused)?;
    let kind = file.kind;
    let words = files::FileWords { name: &name, media_type: kind.media_type(), is_shown: kind.is_shown() };
    Ok(files::file(request, &path, words).await)
}
