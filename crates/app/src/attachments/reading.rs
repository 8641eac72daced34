//! What the automatic reading finds in the files of a draft, and what keeps them from going on.

use super::{Attachment, Keeping};
use crate::Installation;
use gongkai_attachments::{Examined, Found, Hidden, HiddenKind, Kind, Whereabouts};
use gongkai_domain::catalogue::{Finding, Level};
use gongkai_domain::registers::{RowFault, Severity};
use gongkai_domain::says::Says;
use gongkai_storage::attachments::{self as stored, DraftFile};
use gongkai_storage::{StorageError, Tx};

/// Where the faults of files are told; the form has a part of this name.
pub(crate) const PLACE: &str = "attachments";

/// Everything found in files that would be published with them; one that says so when there is nothing.
pub(crate) async fn findings(
    office: &Installation,
    tx: &mut Tx,
    files: &[DraftFile],
    known: &[String],
) -> Result<Vec<Finding>, StorageError> {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let mut findings: Vec<Finding> = Vec::new();
    for (at, used) in files.iter().enumerate() {
        let Some(examined) = kept(tx, used).await? else { continue };
        for found in examined.read(&office.law.secrecy_marks, &known) {
            let finding = finding(at + 1, used, found);
            if findings.iter().all(|other| other.id != finding.id) {
                findings.push(finding);
            }
        }
        if examined.text.trim().is_empty() && !examined.kind.is_picture() {
            findings.push(silent(at + 1, used));
        }
    }
    findings.extend(pictures(files));
    if findings.is_empty() && !files.is_empty() {
        let says = Says::new(
            "附件里没有个人信息、密级标志和藏着的内容",
            "No personal data, secrecy marks or hidden contents in the attachments",
        );
        findings.push(Finding::new("attachments", Level::Passed, says));
    }
    Ok(findings)
}

/// The public copy of a file as it was looked at when it came, under the name it has in the draft.
async fn kept(tx: &mut Tx, used: &DraftFile) -> Result<Option<Examined>, StorageError> {
    let Some(kind) = Kind::of_ending(&used.file.kind) else { return Ok(None) };
    Ok(Some(Examined {
        name: used.name.clone(),
        kind,
        text: stored::text(tx, &used.file.digest).await?,
        parts: serde_json::from_str(&used.file.parts).unwrap_or_default(),
        hidden: serde_json::from_str::<Vec<Hidden>>(&used.file.hidden).unwrap_or_default(),
    }))
}

fn finding(number: usize, used: &DraftFile, found: Found) -> Finding {
    let (place, known_by, says, certain) = match found {
        Found::Personal(place, kind, stands, masked, certain) => {
            let name = kind.name();
            let says =
                Says::new(format!("有{} {masked}", name.zh), format!("there is a {}: {masked}", name.en));
            (whereabouts(&place), format!("personal:{stands}"), says, certain)
        }
        Found::Secrecy(place, words, certain) => {
            let says = Says::new(format!("有“{words}”字样"), format!("“{words}” stands in it"));
            (whereabouts(&place), format!("mark:{words}:{certain}"), says, certain)
        }
        Found::Hidden(kind, name) => hidden(kind, &name),
    };
    let of = of(number, used);
    let says = Says::new(
        format!("{}{}：{}", of.zh, place.zh, says.zh),
        format!("{}{}: {}", of.en, place.en, says.en),
    );
    let level = if certain { Level::Stop } else { Level::Look };
    let known_by = format!("attachment:{}:{known_by}", used.file.digest);
    Finding::new(&known_by, level, says).remedy(
        "改好文件重新上传，或者写明理由保留",
        "put the file right and send it again, or say why it may stay",
    )
}

/// Something hidden: its place, what it is known by, what is said, and whether it must be handled.
fn hidden(kind: HiddenKind, name: &str) -> (Says, String, Says, bool) {
    let what = kind.says();
    let named = if name.is_empty() { String::new() } else { format!("“{name}”") };
    let certain = !matches!(
        kind,
        HiddenKind::Property | HiddenKind::Photograph | HiddenKind::Signature | HiddenKind::Unread
    );
    let says = if kind == HiddenKind::Unread {
        what.clone()
    } else {
        Says::new(
            format!("有{}{named}，会随文件公开", what.zh),
            format!("{} {named} would be published too", what.en),
        )
    };
    (Says::default(), format!("hidden:{kind:?}:{name}"), says, certain)
}

/// A file a machine finds no words in.
fn silent(number: usize, used: &DraftFile) -> Finding {
    let of = of(number, used);
    let says = Says::new(
        format!("{}：没有文字，机器读不了，要人看", of.zh),
        format!("{}: there is no text to read; somebody must look at it", of.en),
    );
    Finding::new(&format!("attachment:{}:silent", used.file.digest), Level::Look, says).remedy(
        "看过没有问题的，写明“已看过”保留；扫描件最好换成有文字的文件",
        "look at it and say so; better, send a file with text instead of a scan",
    )
}

/// Pictures, told together: a picture may show a card or a letter.
fn pictures(files: &[DraftFile]) -> Option<Finding> {
    let pictures: Vec<&DraftFile> =
        files.iter().filter(|used| Kind::of_ending(&used.file.kind).is_some_and(Kind::is_picture)).collect();
    let first = pictures.first()?;
    let digests: Vec<&str> = pictures.iter().map(|used| used.file.digest.as_str()).collect();
    let says = Says::new(
        format!("{} 张图片（{} 等）机器读不了，要人看", pictures.len(), first.name),
        format!("{} pictures ({}, …) no machine can read; somebody must look", pictures.len(), first.name),
    );
    let finding = Finding::new(&format!("attachment:pictures:{}", digests.join(":")), Level::Look, says);
    Some(finding.remedy("看过没有问题的，写明“已看过”保留", "look at them and say so"))
}

/// “附件 2 预算表.pdf”.
fn of(number: usize, used: &DraftFile) -> Says {
    Says::new(format!("附件 {number} {}", used.name), format!("attachment {number}, {}", used.name))
}

fn whereabouts(place: &Whereabouts) -> Says {
    match place {
        Whereabouts::Name => Says::new(" · 文件名", ", name of the file"),
        Whereabouts::Line(_, Some(part)) => {
            let part = part.says();
            Says::new(format!(" · {}", part.zh), format!(", {}", part.en))
        }
        Whereabouts::Line(line, None) => Says::new(format!(" · 第 {line} 行"), format!(", line {line}")),
        Whereabouts::Hidden(kind, name) => {
            let kind = kind.says();
            Says::new(format!(" · {} {name}", kind.zh), format!(", {} {name}", kind.en))
        }
    }
}

/// Why files are not ready: not scanned, infected, or not there.
pub(crate) fn faults(keeping: Option<&Keeping>, files: &[DraftFile]) -> Vec<RowFault> {
    let is_asked = keeping.is_some_and(|keeping| keeping.scanner.is_some());
    let is_there = |digest: &str| keeping.is_some_and(|keeping| keeping.store.has(digest));
    let of_file = |used: &DraftFile| {
        let why = match Attachment::of(&used.file) {
            Some(file) if is_there(&file.digest) => file.scan.obstacle(is_asked)?,
            _ => Says::new(
                "文件不在附件目录里，请重新上传",
                "the file is not in the folder of attachments; send it again",
            ),
        };
        let says = Says::new(
            format!("附件“{}”：{}", used.name, why.zh),
            format!("attachment “{}”: {}", used.name, why.en),
        );
        Some(RowFault { column: PLACE, says, remedy: Says::default(), severity: Severity::Error })
    };
    files.iter().filter_map(of_file).collect()
}
