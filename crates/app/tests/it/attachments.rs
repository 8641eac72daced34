//! Attachments: taken in, used by a draft, published with it, gone with it; scanned, backed up, swept.

use crate::drafts::{Staff, a, by_of, drafted, public_item, staff};
use crate::office::*;
use gongkai_app::Installation;
use gongkai_app::attachments::{
    Arrange, Attachment, AttachmentError, AttachmentFault, Clamd, EditionFile, Keeping, Kind, Scan, Store,
    arrange, attach, look, of_draft, receive, receive_file, scan_waiting, sweep,
};
use gongkai_app::backup::{BackupError, backup, manifest, restore, restore_files};
use gongkai_app::backups::keep;
use gongkai_app::channels::{self, Wanted};
use gongkai_app::doctor::Level;
use gongkai_app::drafts::{self, Draft, DraftError, Saved, Text};
use gongkai_app::public::{self, ItemState};
use gongkai_app::verify::verify;
use gongkai_domain::catalogue::{Level as Weight, Refusal, Step, Verdicts};
use gongkai_domain::digest::of_bytes;
use gongkai_domain::issues::IssueKind;
use gongkai_testkit::files::{PNG, docx};
use gongkai_testkit::{TestDb, on_each_engine, sqlite};
use jiff::{SignedDuration, Timestamp};
use std::fs;
use std::io::{Cursor, Read, Write};
use std::num::NonZeroUsize;
use std::path::Path;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use zip::ZipArchive;

/// A part of a Word file, by another reader than the one that wrote it.
fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

async fn with_files(test: &TestDb) -> Installation {
    let store = Store::new(test.folder.path().join("files"));
    with_bodies(&test.db).await.keeping(Keeping::new(store, None))
}

fn with_scanner(office: &Installation, scanner: Clamd) -> Installation {
    let store = office.files.as_ref().unwrap().store.clone();
    office.clone().keeping(Keeping::new(store, Some(scanner)))
}

async fn take_in(office: &Installation, name: &str, bytes: Vec<u8>) -> Attachment {
    receive(office, name, bytes, &by()).await.unwrap()
}

async fn public_file(office: &Installation, file: &Attachment) -> Option<(String, Vec<u8>)> {
    let found = public::published_file(office, &file.digest).await.unwrap()?;
    Some((found.name, fs::read(found.path).unwrap()))
}

/// A draft with one file under the name it came with.
async fn with_file(office: &Installation, staff: &Staff, name: &str, bytes: Vec<u8>) -> (Draft, Attachment) {
    let draft = drafted(office, &staff.editor, "关于值班的通知", "<p>正文</p>").await;
    let file = take_in(office, name, bytes).await;
    let by = by_of(&staff.editor);
    attach(office, &staff.editor, &draft.id, &[(file.clone(), name.to_owned())], &by).await.unwrap();
    (draft, file)
}

/// Everything open of a draft, and why it is not ready.
async fn open(office: &Installation, draft: &Draft) -> (Vec<String>, Vec<String>) {
    let found = drafts::examine(office, draft).await.unwrap();
    let open = found.open().into_iter().map(|finding| finding.says.zh).collect();
    (open, found.faults.iter().map(|fault| fault.says.zh.clone()).collect())
}

#[tokio::test]
async fn a_file_is_public_only_while_a_visible_edition_uses_it() {
    on_each_engine(|test| async move {
        let office = with_files(&test).await;
        let staff = staff("office");
        let original = docx("值班安排", &[]);
        let (draft, file) = with_file(&office, &staff, "值班表.docx", original.clone()).await;
        assert_eq!((file.kind, file.removed.len()), (Kind::Docx, 1));
        assert_eq!(public_file(&office, &file).await, None, "a draft");
        let draft = staff.approved(&office, draft, Verdicts::Proactive).await;
        assert_eq!(public_file(&office, &file).await, None, "approved and not published");
        let draft = staff.publish(&office, &draft).await.unwrap();

        let (name, bytes) = public_file(&office, &file).await.unwrap();
        assert_eq!((name.as_str(), of_bytes(&bytes)), ("值班表.docx", file.digest.clone()));
        assert!(part(&original, "docProps/core.xml").contains("李某"));
        assert!(!part(&bytes, "docProps/core.xml").contains("李某"), "who wrote it is gone");
        assert!(part(&bytes, "word/document.xml").contains("值班安排"), "what it says is not");
        let ItemState::Published(item) = public_item(&office, &draft).await else { panic!() };
        let shown: Vec<_> = item.attachments.iter().map(|file| (file.name.as_str(), file.size)).collect();
        assert_eq!(shown, [("值班表.docx", bytes.len() as u64)]);

        // A change of the row by hand keeps the files; a correction may exchange them, and nothing else.
        let key = draft.item_key.clone().unwrap();
        let correction = drafts::correct(&office, &staff.editor, &key, &by_of(&staff.editor)).await.unwrap();
        let taken_over = of_draft(&office, &staff.editor, &correction.id).await.unwrap();
        assert_eq!(taken_over[0].file.digest, file.digest);
        let other = take_in(&office, "新表.docx", docx("改过的安排", &[])).await;
        let by = by_of(&staff.editor);
        let remove = Arrange::Remove(file.digest.clone());
        attach(&office, &staff.editor, &correction.id, &[(other.clone(), "新表.docx".into())], &by)
            .await
            .unwrap();
        arrange(&office, &staff.editor, &correction.id, &[], Some(&remove), &by).await.unwrap();
        assert_eq!(public_file(&office, &other).await, None, "not yet published");
        let correction = staff.approved(&office, correction, Verdicts::Proactive).await;
        let correction = staff.publish(&office, &correction).await.unwrap();
        assert_eq!(public_file(&office, &file).await, None, "only the edition before had it");
        assert!(public_file(&office, &other).await.is_some());

        let by = by_of(&staff.publisher);
        drafts::withdraw(&office, &staff.publisher, correction.item_key.as_deref().unwrap(), "误发", &by)
            .await
            .unwrap();
        assert_eq!(public_file(&office, &other).await, None, "withdrawn");
        let verified = verify(&office).await.unwrap();
        assert_eq!((verified.faults, verified.attachments), (Vec::new(), 2));
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn what_is_not_open_publishes_no_file() {
    let test = sqlite().await.unwrap();
    let (office, staff) = (with_files(&test).await, staff("office"));
    let (draft, file) = with_file(&office, &staff, "值班表.docx", docx("值班安排", &[])).await;
    let draft = staff.approved(&office, draft, Verdicts::OnRequest).await;
    staff.publish(&office, &draft).await.unwrap();
    assert_eq!(public_file(&office, &file).await, None);
}

#[tokio::test]
async fn whoever_puts_a_file_into_a_draft_is_an_author_and_others_may_not() {
    let test = sqlite().await.unwrap();
    let (office, staff, others) = (with_files(&test).await, staff("office"), staff("town"));
    let (draft, file) = with_file(&office, &staff, "值班表.docx", docx("值班安排", &[])).await;
    let files = [(file.clone(), "值班表.docx".to_owned())];
    for stranger in [&others.editor, &others.publisher] {
        let by = by_of(stranger);
        assert!(matches!(attach(&office, stranger, &draft.id, &files, &by).await, Err(DraftError::Unknown)));
        assert!(matches!(of_draft(&office, stranger, &draft.id).await, Err(DraftError::Unknown)));
    }
    let by = by_of(&staff.secrecy);
    let refused = attach(&office, &staff.secrecy, &draft.id, &files, &by).await;
    assert!(matches!(refused, Err(DraftError::Refused(_))), "who reviews does not write");

    let second = crate::drafts::officer("second", "office", &[gongkai_domain::people::Role::Editor]);
    let name = [(file.digest.clone(), "../改名\u{202e}.docx".to_owned())];
    arrange(&office, &second, &draft.id, &name, None, &by_of(&second)).await.unwrap();
    let now = drafts::open(&office, &staff.editor, &draft.id).await.unwrap();
    assert!(now.authors.contains("staff:second"), "{:?}", now.authors);
    assert_eq!(now.version, draft.version, "whoever writes the text goes on");
    let used = of_draft(&office, &staff.editor, &draft.id).await.unwrap();
    assert_eq!(used[0].name, "改名.docx");

    let by = by_of(&staff.editor);
    drafts::step(&office, &staff.editor, &draft.id, &a(Step::Submit, &now), &by).await.unwrap();
    let late = attach(&office, &staff.editor, &draft.id, &files, &by_of(&staff.editor)).await;
    assert!(matches!(late, Err(DraftError::Refused(_))), "sent on, it is no longer written");
}

#[tokio::test]
async fn what_a_file_says_and_hides_stops_the_draft_until_it_is_handled() {
    let test = sqlite().await.unwrap();
    let (office, staff) = (with_files(&test).await, staff("office"));
    let comment =
        "<w:comments xmlns:w=\"w\"><w:comment><w:p><w:r><w:t>删去</w:t></w:r></w:p></w:comment></w:comments>";
    let bytes = docx("联系人 13800012345", &[("word/comments.xml", comment)]);
    let (draft, _) = with_file(&office, &staff, "名单.docx", bytes).await;
    let (found, faults) = open(&office, &draft).await;
    assert_eq!(
        found,
        [
            "附件 1 名单.docx · 第 1 行：有手机号码 138****2345",
            "附件 1 名单.docx：有批注“comments.xml”，会随文件公开"
        ]
    );
    assert_eq!(faults, Vec::<String>::new());
    let by = by_of(&staff.editor);
    let sent = drafts::step(&office, &staff.editor, &draft.id, &a(Step::Submit, &draft), &by).await.unwrap();
    let reviewed = async |draft: &Draft| {
        let by = by_of(&staff.reviewer);
        drafts::step(&office, &staff.reviewer, &draft.id, &a(Step::Review, draft), &by).await
    };
    let Err(DraftError::Refused(reasons)) = reviewed(&sent).await else { panic!() };
    assert_eq!(reasons.iter().filter(|reason| matches!(reason, Refusal::Open(_))).count(), 2);
    let mut now = sent;
    for finding in drafts::examine(&office, &now).await.unwrap().open() {
        let by = by_of(&staff.reviewer);
        now = drafts::accept(&office, &staff.reviewer, &now.id, &finding.id, "已核", &by).await.unwrap();
    }
    reviewed(&now).await.unwrap();

    // One that is clean says so.
    let (clean, _) = with_file(&office, &staff, "值班表.docx", docx("值班安排", &[])).await;
    let found = drafts::examine(&office, &clean).await.unwrap();
    let passed = found.findings.iter().filter(|(finding, _)| finding.level == Weight::Passed);
    assert!(passed.into_iter().any(|(finding, _)| finding.says.zh.contains("附件里没有")));
}

#[tokio::test]
async fn a_text_shows_only_files_of_its_draft() {
    let test = sqlite().await.unwrap();
    let (office, staff) = (with_files(&test).await, staff("office"));
    let (draft, file) = with_file(&office, &staff, "值班表.docx", docx("值班安排", &[])).await;
    let html = format!(
        "<p><a href=\"/office/items/{}/attachments/{}\">附表</a><img src=\"/attachments/{}\" alt=\"图\"></p>",
        draft.id,
        file.digest,
        "c".repeat(64)
    );
    let text = Text { fields: &draft.fields, html: &html };
    let saved =
        drafts::save(&office, &staff.editor, &draft.id, 1, text, &by_of(&staff.editor)).await.unwrap();
    let Saved::Kept(draft) = saved else { panic!() };
    assert!(draft.html.as_str().contains(&format!("<a href=\"/attachments/{}\"", file.digest)));
    let (found, _) = open(&office, &draft).await;
    assert_eq!(found, [format!("链接打不开：/attachments/{}", "c".repeat(64))]);
}

/// Whether a fault is the one that should be told.
type IsRight = fn(&AttachmentFault) -> bool;

#[tokio::test]
async fn unfit_files_are_refused_and_leave_nothing() {
    let test = sqlite().await.unwrap();
    let office = with_files(&test).await;
    let store = office.files.as_ref().unwrap().store.clone();
    let macros = docx("宏", &[("word/vbaProject.bin", "x")]);
    let refused: [(&str, Vec<u8>, IsRight); 6] = [
        ("空.pdf", Vec::new(), |fault| *fault == AttachmentFault::Empty),
        ("值班表.pdf", docx("值班", &[]), |fault| matches!(fault, AttachmentFault::MisnamedAs { .. })),
        ("图.svg", b"<svg onload=alert(1)>".to_vec(), |fault| *fault == AttachmentFault::OtherKind),
        ("宏.docx", macros, |fault| matches!(fault, AttachmentFault::Program(_))),
        ("断.docx", docx("值班", &[])[..200].to_vec(), |fault| *fault == AttachmentFault::Broken),
        ("壳.doc", [&[0xd0, 0xcf, 0x11, 0xe0][..], &[0; 600]].concat(), |fault| {
            *fault == AttachmentFault::OtherKind
        }),
    ];
    for (name, bytes, is_right) in refused {
        let Err(AttachmentError::Refused(fault)) = receive(&office, name, bytes, &by()).await else {
            panic!("{name}")
        };
        assert!(is_right(&fault), "{name}: {fault}");
    }
    assert_eq!(store.older_than(Timestamp::MAX).unwrap(), Vec::<String>::new());

    // Streamed in, it is the same.
    let mut incoming = store.begin().unwrap();
    incoming.write_all(&docx("值班安排", &[])).unwrap();
    let streamed = receive_file(&office, "值班表.docx", incoming, &by()).await.unwrap();
    assert_eq!(streamed, take_in(&office, "值班表.docx", docx("值班安排", &[])).await);
    let without = with_bodies(&sqlite().await.unwrap().db).await;
    assert!(matches!(receive(&without, "a", Vec::new(), &by()).await, Err(AttachmentError::NoStore)));
}

/// Answers as `clamd` does, on a port of this machine: files with `EICAR` in them are infected, larger ones than `most`
/// are not looked at.
async fn clamd(most: usize) -> Clamd {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("tcp:{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut command = Vec::new();
                while !command.ends_with(b"\0") {
                    command.push(socket.read_u8().await.unwrap());
                }
                if command == b"zPING\0" {
                    return socket.write_all(b"PONG\0").await.unwrap();
                }
                assert_eq!(command, b"zINSTREAM\0");
                let mut bytes = Vec::new();
                loop {
                    let length = socket.read_u32().await.unwrap() as usize;
                    if length == 0 {
                        break;
                    }
                    let before = bytes.len();
                    bytes.resize(before + length, 0);
                    socket.read_exact(&mut bytes[before..]).await.unwrap();
                    if bytes.len() > most {
                        socket.write_all(b"INSTREAM size limit exceeded. ERROR\0").await.unwrap();
                        socket.shutdown().await.unwrap();
                        tokio::io::copy(&mut socket, &mut tokio::io::sink()).await.unwrap();
                        return;
                    }
                }
                let found = bytes.windows(5).any(|window| window == b"EICAR");
                let answer: &[u8] = if found { b"stream: Eicar-Signature FOUND\0" } else { b"stream: OK\0" };
                socket.write_all(answer).await.unwrap();
            });
        }
    });
    Clamd::new(address.parse().unwrap())
}

fn nobody() -> Clamd {
    Clamd::new("tcp:127.0.0.1:1".parse().unwrap())
}

#[tokio::test]
async fn a_scanner_refuses_what_is_infected_and_holds_back_what_it_has_not_seen() {
    on_each_engine(|test| async move {
        let (office, staff) = (with_files(&test).await, staff("office"));
        let scanned = with_scanner(&office, clamd(1 << 20).await);
        let eicar = docx("x", &[("word/media/EICAR.txt", "x")]);
        let refused = receive(&scanned, "毒.docx", eicar.clone(), &by()).await;
        assert!(matches!(refused, Err(AttachmentError::Infected(found)) if found == "Eicar-Signature"));
        assert_eq!(take_in(&scanned, "净.docx", docx("干净", &[])).await.scan, Scan::Clean);

        // Nobody answers: the file waits, and so does the draft.
        let silent = with_scanner(&office, nobody());
        let (draft, file) = with_file(&silent, &staff, "值班表.docx", docx("值班安排", &[])).await;
        assert!(matches!(file.scan, Scan::Waiting(_)));
        let (_, faults) = open(&silent, &draft).await;
        assert_eq!(faults, ["附件“值班表.docx”：还没有查过病毒，查过才能往下办；系统会自动再查"]);
        let by = by_of(&staff.editor);
        let sent = drafts::step(&silent, &staff.editor, &draft.id, &a(Step::Submit, &draft), &by).await;
        assert!(matches!(sent, Err(DraftError::Refused(_))));
        assert_eq!(scan_waiting(&silent, by.at).await.unwrap(), []);
        let told = look(&silent, by.at).await.unwrap();
        assert!(told.iter().any(|finding| finding.check == "scanner" && finding.level == Level::Error));

        // Where it answers again, it is asked again.
        let done = scan_waiting(&scanned, by.at).await.unwrap();
        assert_eq!(done, [(file.digest.clone(), Scan::Clean)]);
        drafts::step(&scanned, &staff.editor, &draft.id, &a(Step::Submit, &draft), &by).await.unwrap();
        let told = look(&scanned, by.at).await.unwrap();
        assert!(told.iter().all(|finding| finding.level == Level::Good), "{told:?}");

        // One that came while nobody looked and turns out to be infected stays out.
        let (late, bad) = with_file(&silent, &staff, "毒.docx", eicar).await;
        let done = scan_waiting(&scanned, by.at).await.unwrap();
        assert_eq!(done, [(bad.digest, Scan::Infected("Eicar-Signature".into()))]);
        let (_, faults) = open(&office, &late).await;
        assert_eq!(faults, ["附件“毒.docx”：查出病毒“Eicar-Signature”，请移除"], "without a scanner too");
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_file_the_scanner_does_not_take_waits_and_says_why() {
    let test = sqlite().await.unwrap();
    let office = with_scanner(&with_files(&test).await, clamd(100).await);
    let (_, file) = with_file(&office, &staff("office"), "大.docx", docx("值班安排", &[])).await;
    let Scan::Waiting(why) = file.scan else { panic!() };
    assert!(why.contains("size limit exceeded"), "{why}");
    let told = look(&office, by().at).await.unwrap();
    assert!(told.iter().any(|finding| finding.says.zh.contains("StreamMaxLength")));
}

async fn published(test: &TestDb) -> (Installation, Attachment) {
    let (office, staff) = (with_files(test).await, staff("office"));
    let (draft, file) = with_file(&office, &staff, "值班表.docx", docx("值班安排", &[])).await;
    let draft = staff.approved(&office, draft, Verdicts::Proactive).await;
    staff.publish(&office, &draft).await.unwrap();
    (office, file)
}

fn damage(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    bytes[20] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[tokio::test]
async fn a_backup_holds_the_files_and_what_is_damaged_is_found() {
    on_each_engine(|test| async move {
        let (office, file) = published(&test).await;
        let folder = test.folder.path().join("backup");
        let told = backup(&office, &folder, by().at).await.unwrap();
        assert_eq!(told.files, Some(2), "copy and original");

        let target = match gongkai_testkit::postgres().await.unwrap() {
            Some(server) if test.engine() == gongkai_storage::Engine::Sqlite => server,
            _ => sqlite().await.unwrap(),
        };
        let store = Store::new(target.folder.path().join("files"));
        restore_files(&folder, &manifest(&folder).unwrap(), &store).await.unwrap();
        restore(&target.db, &folder).await.unwrap();
        let restored =
            opened_with_key_of(&target.db, &office).await.keeping(Keeping::new(store.clone(), None));
        let verified = verify(&restored).await.unwrap();
        assert_eq!((verified.faults, verified.attachments), (Vec::new(), 1));
        assert_eq!(public_file(&restored, &file).await, public_file(&office, &file).await);

        damage(&store.path(&file.digest).unwrap());
        let faults = verify(&restored).await.unwrap().faults;
        assert!(faults.len() == 1 && faults[0].zh.contains("公开的一份"), "{faults:?}");
        let again = backup(&restored, &target.folder.path().join("again"), by().at).await;
        assert!(matches!(again, Err(BackupError::Lost(lost)) if lost == file.digest));
        fs::remove_file(store.path(&file.digest).unwrap()).unwrap();
        let told = look(&restored, by().at).await.unwrap();
        assert_eq!((told[0].check, told[0].level), ("attachments", Level::Error));

        // A backup that is damaged itself is not put anywhere.
        let kept = Store::new(folder.join("files"));
        damage(&kept.path(&file.digest).unwrap());
        let told = manifest(&folder).unwrap();
        let refused = restore_files(&folder, &told, &Store::new(target.folder.path().join("other"))).await;
        assert!(matches!(refused, Err(BackupError::Lost(_))));
        fs::remove_file(kept.path(&file.digest).unwrap()).unwrap();
        let refused = restore_files(&folder, &told, &Store::new(target.folder.path().join("other"))).await;
        assert!(matches!(refused, Err(BackupError::Damaged(_, 1))));
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn dated_backups_share_their_files_and_each_is_whole() {
    use std::os::unix::fs::MetadataExt;
    let test = sqlite().await.unwrap();
    let (office, file) = published(&test).await;
    let folder = test.folder.path().join("backups");
    let two = NonZeroUsize::new(2).unwrap();
    let at = by().at.to_zoned(jiff::tz::TimeZone::UTC);
    let first = keep(&office, &folder, two, &at).await.unwrap();
    assert_eq!((first.verified.attachments, first.manifest.files), (1, Some(2)));
    let file_in = |path: &Path| Store::new(path.join("files")).path(&file.digest).unwrap();
    let second = keep(&office, &folder, two, &at).await.unwrap();
    let inode = |path: &Path| fs::metadata(file_in(path)).unwrap().ino();
    assert_eq!(inode(&first.path), inode(&second.path));
    // One that went bad on the backup's disk is not shared.
    damage(&file_in(&second.path));
    let third = keep(&office, &folder, two, &at).await.unwrap();
    assert_eq!((third.verified.attachments, third.verified.faults), (1, Vec::new()));
    assert_ne!(inode(&second.path), inode(&third.path));
}

#[tokio::test]
async fn what_nobody_needs_goes_after_a_day_and_nothing_else() {
    on_each_engine(|test| async move {
        let (office, used) = published(&test).await;
        let store = office.files.as_ref().unwrap().store.clone();
        let left = take_in(&office, "没用.docx", docx("没有用上", &[])).await;
        let mut stray = store.begin().unwrap();
        stray.write_all(b"stray").unwrap();
        let stray = store.put(stray).unwrap();
        assert_eq!(store.older_than(Timestamp::MAX).unwrap().len(), 5);
        // The store dates its files by the clock of the machine.
        let newest = fs::metadata(store.path(&stray).unwrap()).unwrap().modified().unwrap();
        let newest = Timestamp::try_from(newest).unwrap().max(by().at);
        assert_eq!(sweep(&office, newest).await.unwrap(), 0);
        let gone = sweep(&office, newest + SignedDuration::from_hours(25)).await.unwrap();
        assert_eq!(gone, 3, "copy and original of the one, and the stray");
        assert!(store.has(&used.digest) && !store.has(&left.digest) && !store.has(&stray));
        assert_eq!(take_in(&office, "没用.docx", docx("没有用上", &[])).await.digest, left.digest);
        assert_eq!(verify(&office).await.unwrap().faults, Vec::new());
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn the_name_of_a_file_is_part_of_its_edition() {
    let test = sqlite().await.unwrap();
    let (office, file) = published(&test).await;
    let mut tx = office.db.read().await.unwrap();
    let current = gongkai_storage::attachments::users(&mut tx, &file.digest).await.unwrap();
    drop(tx);
    assert_eq!(current[0].1, "值班表.docx");
    let altered = EditionFile { digest: file.digest.clone(), name: "另一张表.docx".to_owned() };
    gongkai_testkit::tamper(
        &office.db,
        &format!(
            "update edition_attachment set name = '{}' where digest = '{}'",
            altered.name, altered.digest
        ),
    )
    .await
    .unwrap();
    let faults = verify(&office).await.unwrap().faults;
    assert!(faults.iter().any(|fault| fault.zh.contains("信息版本被改动过")), "{faults:?}");
}

#[tokio::test]
async fn what_is_printed_of_an_item_has_its_pictures() {
    let test = sqlite().await.unwrap();
    let (office, staff) = (with_files(&test).await, staff("office"));
    let (draft, file) = with_file(&office, &staff, "示意图.png", PNG.to_vec()).await;
    let foreign = take_in(&office, "别处.docx", docx("别处", &[])).await;
    let html = format!("<p>见图。</p><p><img src=\"/attachments/{}\" alt=\"示意图\"></p>", file.digest);
    let by = by_of(&staff.editor);
    let text = Text { fields: &draft.fields, html: &html };
    let Saved::Kept(draft) = drafts::save(&office, &staff.editor, &draft.id, 1, text, &by).await.unwrap()
    else {
        panic!()
    };
    let found = drafts::examine(&office, &draft).await.unwrap();
    let mut draft = *draft;
    for finding in found.open() {
        draft = drafts::accept(&office, &staff.editor, &draft.id, &finding.id, "看过", &by).await.unwrap();
    }
    let draft = staff.approved(&office, draft, Verdicts::Proactive).await;
    let draft = staff.publish(&office, &draft).await.unwrap();
    let ItemState::Published(item) = public_item(&office, &draft).await else { panic!() };
    let wanted = Wanted {
        body: "office".to_owned(),
        kind: Some(IssueKind::Gazette),
        series: "公报".to_owned(),
        year: "2017".to_owned(),
        number: "1".to_owned(),
        dated: "2017-01-04".to_owned(),
        items: vec![item.short_id],
        ..Wanted::default()
    };
    let issue = channels::assemble(&office, &staff.publisher, &wanted, true).await.unwrap();
    let (name, bytes) = public_file(&office, &file).await.unwrap();
    assert_eq!(name, "示意图.png");
    let kept: Vec<_> = issue.pictures.iter().map(|(address, data)| (address.as_str(), data.len())).collect();
    assert_eq!(kept, [(format!("/attachments/{}", file.digest).as_str(), bytes.len().div_ceil(3) * 4)]);
    assert!(!issue.pictures.keys().any(|address| address.contains(&foreign.digest)));
}
