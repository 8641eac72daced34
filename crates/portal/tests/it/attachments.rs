//! Files beside documents: there while a visible document has them, and nowhere else; safe to open, whole or in parts.

use crate::office::Portal;
use axum::http::{Method, StatusCode};
use gongkai_app::Installation;
use gongkai_app::attachments::{self, Attachment};
use gongkai_app::drafts::{self, Move, Text};
use gongkai_app::import::By;
use gongkai_app::people::Officer;
use gongkai_domain::catalogue::{Fields, Step, Verdict, Verdicts};
use gongkai_domain::digest::of_bytes;
use gongkai_domain::people::{Grant, Reach, Role};
use gongkai_testkit::files::{PNG, docx};
use jiff::Timestamp;
use jiff::civil::{Date, date};

const BODY: &str = "conghua-gov";
const TODAY: Date = date(2017, 3, 1);

fn officer(role: Role) -> Officer {
    let grants = vec![Grant { role, body: BODY.to_owned(), below: false, until: None }];
    Officer {
        id: role.code().to_owned(),
        account: role.code().to_owned(),
        name: role.code().to_owned(),
        body: BODY.to_owned(),
        reach: Reach::of(&grants, &[], TODAY),
        grants,
        standing_in: Vec::new(),
    }
}

fn by(officer: &Officer) -> By {
    officer.by(Timestamp::UNIX_EPOCH, TODAY)
}

/// A draft with files, not published.
async fn drafted(office: &Installation, files: &[(&str, Vec<u8>)]) -> (String, Vec<Attachment>) {
    let editor = officer(Role::Editor);
    let mut kept = Vec::new();
    for (name, bytes) in files {
        let file = attachments::receive(office, name, bytes.clone(), &by(&editor)).await.unwrap();
        kept.push((file, (*name).to_owned()));
    }
    let picture = kept.iter().find(|(file, _)| file.kind.is_picture());
    let html = picture.map_or_else(String::new, |(file, _)| {
        format!("<p>见图。<img src=\"/attachments/{}\" alt=\"地图\"></p>", file.digest)
    });
    let fields: Fields =
        [("title", "关于值班的通知"), ("category", "departmental_document"), ("issued_on", "2017-02-27")]
            .into_iter()
            .map(|(code, typed)| (code.to_owned(), typed.to_owned()))
            .collect();
    let text = Text { fields: &fields, html: &format!("<p>各镇：</p>{html}") };
    let draft = drafts::create(office, &editor, BODY, text, &by(&editor)).await.unwrap();
    attachments::attach(office, &editor, &draft.id, &kept, &by(&editor)).await.unwrap();
    (draft.id, kept.into_iter().map(|(file, _)| file).collect())
}

/// Takes a draft through all hands; answers the key of the item.
async fn published(office: &Installation, draft: &str) -> String {
    for (role, step) in [
        (Role::Editor, Step::Submit),
        (Role::Reviewer, Step::Review),
        (Role::SecrecyReviewer, Step::DecideSecrecy),
        (Role::Leader, Step::Approve),
        (Role::DisclosureOfficer, Step::Publish),
    ] {
        let who = officer(role);
        let mut now = drafts::open(office, &who, draft).await.unwrap();
        if step != Step::Submit {
            for finding in drafts::examine(office, &now).await.unwrap().open() {
                now = drafts::accept(office, &who, draft, &finding.id, "已看过", &by(&who)).await.unwrap();
            }
        }
        let verdict = Verdict {
            kind: Verdicts::Proactive,
            ground: String::new(),
            article: String::new(),
            opinion: "已审".to_owned(),
            notice: false,
        };
        let wanted = Move {
            step,
            version: now.version,
            reason: String::new(),
            forced: false,
            verdict: (step == Step::DecideSecrecy).then_some(verdict),
            publish_at: None,
        };
        drafts::step(office, &who, draft, &wanted, &by(&who)).await.unwrap();
    }
    drafts::open(office, &officer(Role::Editor), draft).await.unwrap().item_key.unwrap()
}

#[tokio::test]
async fn files_come_with_their_document_and_go_with_it() {
    let portal = Portal::with_records().await;
    let (table, hidden) = (docx("值班安排", &[]), docx("没有发布的", &[]));
    let (draft, files) =
        drafted(&portal.office, &[("值班 表.docx", table), ("地图.png", PNG.to_vec())]).await;
    let (_, unpublished) = drafted(&portal.office, &[("草稿.docx", hidden)]).await;
    let addresses: Vec<String> =
        files.iter().chain(&unpublished).map(|file| format!("/attachments/{}", file.digest)).collect();
    let never = portal.get(&format!("/attachments/{}", "0".repeat(64))).await;
    assert_eq!(never.status, StatusCode::NOT_FOUND);
    let as_never = async |address: &str| {
        let answer = portal.get(address).await;
        let without_number = |text: &str| text.split("出错编号").next().unwrap().to_owned();
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
        let said = without_number(&answer.text).replace(&address[13..77], &"0".repeat(64));
        assert_eq!(said, without_number(&never.text), "{address} answers as if it had never been");
    };
    for address in &addresses {
        as_never(address).await;
    }

    let key = published(&portal.office, &draft).await;
    let short_id = drafts::short_id_of(&portal.office, &key).await.unwrap().unwrap();
    let page = portal.get(&format!("/zfxxgk/doc/{short_id}")).await;
    page.says(&[
        "相关附件",
        ">DOCX</span>",
        "值班 表.docx",
        " B</span>",
        &format!("href=\"{}/%E5%80%BC%E7%8F%AD%20%E8%A1%A8.docx\"", addresses[0]),
        &format!("<img alt=\"地图\" src=\"{}\">", addresses[1]),
    ]);
    assert_eq!(portal.get(&addresses[0]).await.status, StatusCode::OK);
    as_never(&addresses[2]).await;

    // The address with the right name gives it, with another leads to the right one.
    let named = format!("{}/%E5%80%BC%E7%8F%AD%20%E8%A1%A8.docx", addresses[0]);
    assert_eq!(portal.get(&named).await.status, StatusCode::OK);
    let other = portal.get(&format!("{}/%E5%81%87.exe", addresses[0])).await;
    assert_eq!((other.status, other.header("location")), (StatusCode::SEE_OTHER, named.as_str()));

    let who = officer(Role::DisclosureOfficer);
    drafts::withdraw(&portal.office, &who, &key, "误发", &by(&who)).await.unwrap();
    for address in &addresses {
        as_never(address).await;
    }
}

#[tokio::test]
async fn a_file_is_told_as_what_it_is_and_given_in_parts() {
    let portal = Portal::with_records().await;
    let (draft, files) =
        drafted(&portal.office, &[("值班表.docx", docx("值班安排", &[])), ("地图.png", PNG.to_vec())]).await;
    published(&portal.office, &draft).await;
    let address = |at: usize| format!("/attachments/{}", files[at].digest);
    let whole = portal.ask(Method::GET, &address(0), &[("accept-encoding", "gzip")]).await;
    for (name, told) in [
        ("content-type", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (
            "content-disposition",
            "attachment; filename=\"file.docx\"; filename*=UTF-8''%E5%80%BC%E7%8F%AD%E8%A1%A8.docx",
        ),
        ("x-content-type-options", "nosniff"),
        (
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
        ),
        ("accept-ranges", "bytes"),
        ("content-encoding", ""),
        ("cache-control", "no-cache"),
    ] {
        assert_eq!(whole.header(name), told, "{name}");
    }
    assert_eq!(of_bytes(&whole.bytes), files[0].digest);
    let tag = whole.header("etag").to_owned();
    let again = portal.ask(Method::GET, &address(0), &[("if-none-match", &tag)]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    let part = portal.ask(Method::GET, &address(0), &[("range", "bytes=10-19"), ("if-range", &tag)]).await;
    assert_eq!((part.status, &part.bytes[..]), (StatusCode::PARTIAL_CONTENT, &whole.bytes[10..20]));
    assert!(part.header("content-range").starts_with("bytes 10-19/"));
    let beyond = portal.ask(Method::GET, &address(0), &[("range", "bytes=999999-")]).await;
    assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
    let head = portal.ask(Method::HEAD, &address(0), &[]).await;
    assert_eq!((head.status, head.bytes.len()), (StatusCode::OK, 0));

    let picture = portal.get(&address(1)).await;
    assert_eq!(picture.header("content-type"), "image/png");
    assert!(picture.header("content-disposition").starts_with("inline; "));
    assert!(!picture.bytes.windows(6).any(|window| window == b"Author"), "who made it is gone");
    for address in ["/attachments/", "/attachments/..%2f..%2fetc%2fpasswd", "/attachments/ab/cd/ef"] {
        assert_eq!(portal.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
}
