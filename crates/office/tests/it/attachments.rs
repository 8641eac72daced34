//! Attachments through the pages: uploaded with the form, reviewed, published; refused, cut off, kept from others.

use crate::house::{Answer, House, Visitor};
use crate::items::{BODY, Office, act};
use crate::writing::{Served, fill, look, wait};
use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode, header};
use gongkai_app::attachments::Clamd;
use gongkai_app::public;
use gongkai_domain::digest::of_bytes;
use gongkai_domain::people::Role;
use gongkai_testkit::browser::{Browser, browser};
use gongkai_testkit::files::{PNG, docx};
use jiff::Timestamp;
use std::fs;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The digest of the first file on the form of a draft.
fn digest(page: &Answer) -> String {
    page.between("id=\"name-", "\"").to_owned()
}

async fn upload(house: &House, who: &mut Visitor, draft: &str, files: &[(&str, &[u8])]) -> Answer {
    let files: Vec<(&str, &str, &[u8])> =
        files.iter().map(|(name, bytes)| ("files", *name, *bytes)).collect();
    house.upload(who, &format!("{draft}/attachments"), &[], &files).await
}

fn nothing_is_kept(house: &House) {
    assert_eq!(house.store().older_than(Timestamp::MAX).unwrap(), Vec::<String>::new());
    let incoming = house.store().folder().join("incoming");
    assert!(!incoming.is_dir() || fs::read_dir(incoming).unwrap().next().is_none());
}

#[tokio::test]
async fn files_go_with_a_notice_through_all_hands_to_the_public() {
    let mut office = Office::open().await;
    let draft = office.draft("关于值班的通知", "<p>正文</p>").await;
    let mut stranger = office.house.somebody(Role::Editor, "zengcheng-gov").await;
    let Office { house, editor, reviewer, secrecy, leader, publisher } = &mut office;

    // What is typed is saved with the files.
    let fields = [("version", "1"), ("body", BODY), ("title", "关于春节值班的通知"), ("html", "<p>正文</p>")];
    let (table, picture) = (docx("值班安排", &[]), PNG);
    let files = [("files", "值班表.docx", &table[..]), ("files", "地图.png", picture)];
    let sent = house.upload(editor, &format!("{draft}/attachments"), &fields, &files).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    assert_eq!(sent.header("location"), format!("{draft}#attachments"));
    let edit = house.get(editor, &draft).await;
    edit.says(&[
        "已上传 2 个附件。",
        "关于春节值班的通知",
        "value=\"值班表.docx\"",
        "value=\"地图.png\"",
        "已去掉文档属性",
        "可以公开",
        "data-pictures=\"[{&#34;name&#34;:&#34;地图.png&#34;",
    ]);
    let file = digest(&edit);

    // Down, and under another name; both with what is typed.
    let version = edit.between("name=\"version\" value=\"", "\"").to_owned();
    let arranged = house
        .send(
            editor,
            &format!("{draft}/attachments/arrange"),
            &[
                ("version", &version),
                ("body", BODY),
                ("title", "关于春节值班的通知"),
                ("category", "departmental_document"),
                ("issued_on", "2017-03-07"),
                ("html", "<p>正文</p>"),
                (&format!("name-{file}"), "春节值班表.docx"),
                ("do", &format!("down:{file}")),
            ],
        )
        .await;
    assert_eq!(arranged.status, StatusCode::SEE_OTHER, "{}", arranged.text);
    let edit = house.get(editor, &draft).await;
    edit.says(&["value=\"春节值班表.docx\"", "已调整顺序"]);
    assert!(edit.text.find("value=\"地图.png\"") < edit.text.find("value=\"春节值班表.docx\""));

    // Staff of the body open it; another body's staff get nothing.
    let address = format!("{draft}/attachments/{file}");
    let opened = house.get(reviewer, &address).await;
    assert_eq!(opened.status, StatusCode::OK);
    for (name, begins) in [
        ("content-disposition", "attachment; filename=\"file.docx\"; filename*=UTF-8''%E6%98%A5"),
        ("content-type", "application/vnd.openxmlformats"),
        ("x-content-type-options", "nosniff"),
        (
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
        ),
        ("cache-control", "no-store"),
    ] {
        assert!(opened.header(name).starts_with(begins), "{name}: {}", opened.header(name));
    }
    for path in
        [&draft, &address, &format!("{draft}/review"), &format!("{draft}/attachments/{}", "0".repeat(64))]
    {
        let asked = if path.ends_with(&"0".repeat(64)) { &mut *reviewer } else { &mut stranger };
        let answer = house.get(asked, path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!answer.text.contains("值班"), "{path}");
    }
    let refused = upload(house, &mut stranger, &draft, &[("a.docx", &table)]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);

    let sent = act(house, editor, &draft, &[("step", "submit-draft")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let review = house.get(reviewer, &format!("{draft}/review")).await;
    review.says(&[
        "春节值班表.docx",
        "1 张图片（地图.png 等）机器读不了，要人看",
        "打开的就是公众将拿到的那一份",
    ]);
    let finding = review.between("name=\"finding\" value=\"", "\"").to_owned();
    let fields = [("finding", finding.as_str()), ("how", "accept"), ("reason", "已看过")];
    let accepted = house.send(reviewer, &format!("{draft}/finding"), &fields).await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.text);
    for (who, fields) in [
        (reviewer, &[("step", "review-draft")][..]),
        (secrecy, &[("step", "decide-secrecy"), ("verdict", "proactive"), ("reason", "不涉密")]),
        (leader, &[("step", "approve-draft")]),
        (publisher, &[("step", "publish-item")]),
    ] {
        let asked = public::published_file(&house.office.records, &file).await.unwrap();
        assert_eq!(asked, None, "nothing is public before {fields:?}");
        let done = act(house, who, &draft, fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{fields:?}: {}", done.text);
    }
    let published = public::published_file(&house.office.records, &file).await.unwrap().unwrap();
    assert_eq!(published.name, "春节值班表.docx");
    let bytes = fs::read(&published.path).unwrap();
    assert_eq!(of_bytes(&bytes), file);
    let mut core = String::new();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    archive.by_name("docProps/core.xml").unwrap().read_to_string(&mut core).unwrap();
    assert!(!core.contains("李某"), "{core}");
    let history = house.get(editor, &format!("{draft}/history")).await;
    history.says(&["上传附件", "值班表.docx、地图.png"]);
}

#[tokio::test]
async fn a_draft_begins_with_its_files_and_unfit_ones_are_told_by_name() {
    let mut office = Office::open().await;
    let Office { house, editor, .. } = &mut office;
    let fields = [("version", "1"), ("body", BODY), ("title", "新通知"), ("html", "<p>正文</p>")];
    let (good, macros) = (docx("值班安排", &[]), docx("宏", &[("word/vbaProject.bin", "x")]));
    let files = [
        ("files", "好.docx", &good[..]),
        ("files", "假.pdf", &good[..]),
        ("files", "宏.docx", &macros[..]),
        ("files", "图.svg", b"<svg onload=alert(1)>"),
        ("files", "空.pdf", b""),
    ];
    let sent = house.upload(editor, "/office/items/new/attachments", &fields, &files).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    sent.says(&[
        "<title>错误：新通知",
        "有文件没有收下，稿子和其他文件已经保存",
        "“假.pdf”：文件名像是“.pdf”，内容却是 docx",
        "“宏.docx”：文件里有程序",
        "“图.svg”：这种文件不能公开",
        "“空.pdf”：文件是空的",
        "href=\"#attachments\"",
        "value=\"好.docx\"",
    ]);
    let list = house.get(editor, "/office/items/").await;
    list.says(&["新通知"]);
    let draft = sent.between("formaction=\"", "/attachments").to_owned();
    let nothing = upload(house, editor, &draft, &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    nothing.says(&["请先选文件"]);
    let gone = house
        .send(
            editor,
            &format!("{draft}/attachments/arrange"),
            &[("do", &format!("remove:{}", digest(&sent)))],
        )
        .await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    let edit = house.get(editor, &draft).await;
    edit.says(&["已移除附件", "新通知"]);
    assert!(!edit.text.contains("好.docx"));
}

/// Megabytes of an upload, of which so many come.
fn stream(csrf: &str, megabytes: usize, whole: bool) -> Body {
    let head = format!(
        "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--x\r\n\
         Content-Disposition: form-data; name=\"files\"; filename=\"大.pdf\"\r\n\r\n%PDF-1.7\n"
    );
    let end: Result<Bytes, std::io::Error> =
        if whole { Ok("\r\n--x--\r\n".into()) } else { Err(std::io::ErrorKind::ConnectionReset.into()) };
    let parts = (0..megabytes).map(|_| Ok(Bytes::from(vec![b' '; 1 << 20])));
    Body::from_stream(futures_util::stream::iter([Ok(head.into())].into_iter().chain(parts).chain([end])))
}

#[tokio::test]
async fn what_is_cut_off_or_too_large_leaves_nothing() {
    let mut office = Office::open().await;
    let draft = office.draft("关于值班的通知", "<p>正文</p>").await;
    let Office { house, editor, .. } = &mut office;
    for (megabytes, whole, status, words) in [
        (150, false, StatusCode::BAD_REQUEST, "文件没有收全"),
        (201, true, StatusCode::UNPROCESSABLE_ENTITY, "“大.pdf”：文件超过 200 MB"),
    ] {
        let request = Request::post(format!("{draft}/attachments"))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .body(stream(&editor.csrf, megabytes, whole))
            .unwrap();
        let answer = house.ask(editor, request).await;
        assert_eq!(answer.status, status, "{megabytes} MB: {}", answer.text);
        answer.says(&[words]);
        nothing_is_kept(house);
    }
    let page = house.get(editor, &draft).await;
    page.says(&["关于值班的通知"]);
}

#[tokio::test]
async fn while_the_scanner_is_silent_files_wait_and_the_desk_says_so() {
    let scanner = Clamd::new("tcp:127.0.0.1:1".parse().unwrap());
    let mut office = Office::of(House::with_staff().await.with_scanner(scanner)).await;
    let draft = office.draft("关于值班的通知", "<p>正文</p>").await;
    let mut stranger = office.house.somebody(Role::Editor, "zengcheng-gov").await;
    let Office { house, editor, .. } = &mut office;
    let sent = upload(house, editor, &draft, &[("值班表.docx", &docx("值班安排", &[]))]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    house.get(editor, &draft).await.says(&["还没有查过病毒", "等待"]);
    let refused = act(house, editor, &draft, &[("step", "submit-draft")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says(&["附件“值班表.docx”：还没有查过病毒"]);
    house.get(editor, "/office/").await.says(&["1 个附件等着查病毒", "值班表.docx"]);
    let desk = house.get(&mut stranger, "/office/").await;
    assert!(!desk.text.contains("值班表"));
}

/// Chooses files as somebody does: by name, kind and bytes.
fn choose(browser: &mut Browser, files: &[(&str, &str, &[u8])]) {
    let chosen: Vec<String> = files
        .iter()
        .map(|(name, kind, bytes)| {
            format!("new File([new Uint8Array({bytes:?})], {name:?}, {{ type: {kind:?} }})")
        })
        .collect();
    browser.evaluate(&format!(
        "(() => {{ const chosen = new DataTransfer();\
         for (const file of [{}]) chosen.items.add(file);\
         document.getElementById('files').files = chosen.files; }})()",
        chosen.join(",")
    ));
}

#[test]
fn a_picture_is_uploaded_and_put_into_the_text_with_its_description() {
    let Some(mut browser) = browser() else { return };
    let served = Served::start();
    served.sign_in(&mut browser, Role::Editor);
    served.open(&mut browser, "/office/items/new");
    wait(&mut browser, "!!document.querySelector('.ProseMirror')");
    fill(&mut browser, "#title", "关于值班的通知");
    // Nothing is saved yet: the draft is made by the upload, with what was typed.
    let comment =
        "<w:comments xmlns:w=\"w\"><w:comment><w:p><w:r><w:t>删去</w:t></w:r></w:p></w:comment></w:comments>";
    let table = docx("联系人 13800012345", &[("word/comments.xml", comment)]);
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let long = "从化区2017年春节期间各镇（街）值班安排及应急联系电话一览表（修订稿）.docx";
    choose(&mut browser, &[(long, word, &table), ("地图.png", "image/png", PNG)]);
    browser.follow("#attachments button[formenctype]");
    let draft = browser.address();
    assert!(draft.starts_with("/office/items/") && !draft.contains("new"), "{draft}");
    wait(&mut browser, "!!document.querySelector('.ProseMirror')");
    assert_eq!(browser.evaluate("document.getElementById('title').value"), "关于值班的通知");
    assert_eq!(browser.count(".files.kept li"), 2);

    let press = |browser: &mut Browser, label: &str| {
        browser.evaluate(&format!(
            "[...document.querySelectorAll('.editor-bar button')].find((one) => one.textContent === {label:?}).click()"
        ));
    };
    press(&mut browser, "图片");
    assert_eq!(browser.text(".editor-ask select"), "地图.png");
    look(&mut browser, "attachments-picture");
    press(&mut browser, "好");
    assert_eq!(browser.count(".ProseMirror img[src]"), 0, "not without a description");
    fill(&mut browser, ".editor-ask input", "值班点位置图");
    press(&mut browser, "好");
    wait(&mut browser, "(document.querySelector('.ProseMirror img[src]') || {}).naturalWidth === 96");
    browser.follow("aside button[name=then][value=stay]");
    wait(&mut browser, "(document.querySelector('.ProseMirror img[src]') || {}).naturalWidth === 96");
    look(&mut browser, "attachments-edit");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/pages/office");
    for width in [390, 1280] {
        browser.resize(width, 900);
        browser.evaluate("document.getElementById('attachments').scrollIntoView()");
        browser.picture(&folder.join(format!("attachments-{width}.png")));
    }
    let faults = browser.inaccessible();
    assert!(faults.is_empty(), "{faults:?}");

    served.open(&mut browser, &format!("{draft}/review"));
    look(&mut browser, "attachments-review");
    wait(&mut browser, "(document.querySelector('.official img') || {}).naturalWidth === 96");
    let faults = browser.inaccessible();
    assert!(faults.is_empty(), "{faults:?}");
    served.open(&mut browser, &format!("{draft}/preview"));
    look(&mut browser, "attachments-preview");
}
