//! The report studio: from hand to hand, to the public and back, on both engines.

use crate::office::*;
use crate::sample::SAMPLE;
use gongkai_app::Installation;
use gongkai_app::import::By;
use gongkai_app::people::Officer;
use gongkai_app::public;
use gongkai_app::reports::ReportError;
use gongkai_app::reports::freezing::FreezeRefusal;
use gongkai_app::reports::studio::*;
use gongkai_app::verify::verify;
use gongkai_domain::people::{Grant, Reach, Role};
use gongkai_domain::reports::{IssueState, Issued, WorkRefusal, WorkState};
use gongkai_domain::says::Language;
use gongkai_storage::registers::Page;
use gongkai_testkit::on_each_engine;
use jiff::civil::date;

const FORMAT: &str = "gz-2016";

async fn filled(db: &gongkai_storage::Db) -> Installation {
    let office = with_bodies(db).await;
    for (register, text) in SAMPLE {
        import(&office, table(register, text)).await;
    }
    office
}

fn officer(id: &str, role: Role, body: &str) -> Officer {
    let grants = vec![Grant { role, body: body.to_owned(), below: false, until: None }];
    let lines = ["district", "office", "town"].map(|body| (body.to_owned(), None));
    Officer {
        id: id.to_owned(),
        account: id.to_owned(),
        name: format!("{id}某"),
        body: body.to_owned(),
        reach: Reach::of(&grants, &lines, TODAY),
        standing_in: Vec::new(),
        grants,
    }
}

fn of(office: &Installation) -> ReportOf<'_> {
    ReportOf { body: "office", year: 2016, format: office.law.format(FORMAT).unwrap() }
}

fn as_(officer: &Officer) -> By {
    officer.by(by().at, date(2017, 1, 12))
}

async fn seen(office: &Installation, officer: &Officer) -> Studio {
    look(office, officer, of(office), date(2017, 1, 12)).await.unwrap()
}

/// Hands the report to the checker and has it checked.
async fn checked(office: &Installation, preparer: &Officer, leader: &Officer) {
    let digest = seen(office, preparer).await.digest;
    submit(office, preparer, of(office), &digest, &as_(preparer)).await.unwrap();
    check(office, leader, of(office), (&digest, ""), &as_(leader)).await.unwrap();
}

async fn signing(office: &Installation, leader: &Officer, reason: &str) -> Signing {
    let seen = seen(office, leader).await.digest;
    Signing { seen, reason: reason.to_owned(), phone: "020-1".to_owned(), ..Signing::default() }
}

#[tokio::test]
async fn a_report_goes_through_all_hands_to_the_public_and_back() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        let (preparer, leader) =
            (officer("p", Role::DisclosureOfficer, "office"), officer("l", Role::Leader, "office"));
        let of = of(&office);

        // What is wrong in the words stops it, then it is put right.
        let words = |after: &'static str| ("overview", "", after);
        save_words(&office, &preparer, of, words("采购{F999}"), &as_(&preparer)).await.unwrap();
        let studio = seen(&office, &preparer).await;
        assert_eq!(studio.obstacles.text_faults, 1);
        let told = submit(&office, &preparer, of, &studio.digest, &as_(&preparer)).await;
        assert!(
            matches!(&told, Err(StudioError::Refused(why)) if why == &[WorkRefusal::TextFaults(1)]),
            "{told:?}"
        );
        let right = ("overview", "采购{F999}", "公开{F13:unit}。\r\n又一段");
        save_words(&office, &preparer, of, right, &as_(&preparer)).await.unwrap();
        decide(&office, &preparer, of, ("F13", Some("9"), "另有记录"), &as_(&preparer)).await.unwrap();
        let studio = seen(&office, &preparer).await;
        assert_eq!(
            (studio.obstacles.failing, studio.texts["overview"].as_str()),
            (1, "公开{F13:unit}。\n又一段")
        );
        let text = gongkai_report(&studio);
        assert!(text.contains("公开9条。"), "{text}");
        accept_check(&office, &preparer, of, ("annex-1-total", "分类未定"), &as_(&preparer)).await.unwrap();

        let digest = seen(&office, &preparer).await.digest;
        submit(&office, &preparer, of, &digest, &as_(&preparer)).await.unwrap();
        let closed = save_words(&office, &preparer, of, words("x"), &as_(&preparer)).await;
        assert!(matches!(closed, Err(StudioError::Closed(WorkState::Submitted))), "{closed:?}");
        let closed = decide(&office, &preparer, of, ("F14", None, "x"), &as_(&preparer)).await;
        assert!(matches!(closed, Err(StudioError::Closed(_))), "{closed:?}");
        assert_eq!(waiting(&office, &leader, date(2017, 1, 12)).await.unwrap()[0].act, WaitsFor::Check);

        send_back(&office, &leader, of, ("cell:F13", "九条有依据吗"), &as_(&leader)).await.unwrap();
        assert_eq!(waiting(&office, &preparer, date(2017, 1, 12)).await.unwrap()[0].act, WaitsFor::Repair);
        let studio = seen(&office, &preparer).await;
        assert_eq!((studio.open_comments(), studio.comments[0].stored.about.as_str()), (1, "cell:F13"));
        let told = submit(&office, &preparer, of, &studio.digest, &as_(&preparer)).await;
        assert!(matches!(told, Err(StudioError::Refused(_))), "the comment is open");
        resolve(&office, &preparer, of, &studio.comments[0].stored.id, &as_(&preparer)).await.unwrap();
        assert!(take_decision_back(&office, &preparer, of, "F13", &as_(&preparer)).await.unwrap());
        checked(&office, &preparer, &leader).await;

        let signed =
            sign(&office, &leader, of, &signing(&office, &leader, "").await, &as_(&leader)).await.unwrap();
        assert_eq!((signed.freezing.version, signed.content.signatures.head.as_str()), (1, "l某"));
        assert_eq!(signed.content.accepted.len(), 0, "what no longer fails is not accepted");
        assert_public(&office, None).await;
        let shelf = shelf(&office, &leader, (0, 20), date(2017, 1, 12)).await.unwrap();
        let place = shelf.places.iter().find(|place| place.year == 2016).unwrap();
        assert_eq!(
            (place.state, place.frozen.unwrap().0, place.issued),
            (WorkState::Signed, 1, Issued::Nothing)
        );

        assert_eq!(publish(&office, &preparer, of, "", &as_(&preparer)).await.unwrap(), 1);
        assert_public(&office, Some(1)).await;
        // Reopened, corrected, signed again: the first version is read until the second is published.
        send_back(&office, &leader, of, ("", "补登一条"), &as_(&leader)).await.unwrap();
        let item = "body | index_number | title | category | class | published_on
                    office | A-9 | 补登 | news | proactive | 2016-12-30";
        import(&office, table("items", item)).await;
        let studio = seen(&office, &preparer).await;
        assert!(studio.drifted.iter().any(|(cell, now)| cell.code == "F13" && now.as_deref() == Some("3")));
        resolve(&office, &preparer, of, &studio.comments[1].stored.id, &as_(&preparer)).await.unwrap();
        checked(&office, &preparer, &leader).await;
        let silent = sign(&office, &leader, of, &signing(&office, &leader, "").await, &as_(&leader)).await;
        assert!(matches!(silent, Err(StudioError::Freeze(FreezeRefusal::NoReason(1)))), "{silent:?}");
        sign(&office, &leader, of, &signing(&office, &leader, "补登一条").await, &as_(&leader))
            .await
            .unwrap();
        assert_public(&office, Some(1)).await;
        publish(&office, &leader, of, "更正：补登一条", &as_(&leader)).await.unwrap();
        assert_public(&office, Some(2)).await;
        withdraw(&office, &leader, of, "数据待核", &as_(&leader)).await.unwrap();
        let gone = public::report(&office, "office", 2016, FORMAT).await;
        let Err(ReportError::Unpublished(Some(withdrawn))) = gone else { panic!("{gone:?}") };
        assert_eq!(withdrawn.reason, "数据待核");
        assert_eq!(seen(&office, &leader).await.issues[0].state, IssueState::Withdrawn.code());
        assert_eq!(verify(&office).await.unwrap().faults, Vec::new());
    })
    .await
    .unwrap();
}

/// The own words of the report as they are printed.
fn gongkai_report(studio: &Studio) -> String {
    use gongkai_domain::reports::{Block, Span};
    let blocks = studio.report.sections.iter().flat_map(|section| &section.blocks);
    let spans =
        blocks.filter_map(|block| if let Block::Paragraph(spans) = block { Some(spans) } else { None });
    spans
        .flatten()
        .map(|span| match span {
            Span::Text(text) | Span::Figure { text, .. } => text.as_str(),
            Span::OwnWords { text, .. } => text.as_deref().unwrap_or_default(),
        })
        .collect()
}

async fn assert_public(office: &Installation, version: Option<i64>) {
    let standing = public::standing(office, "office", 2016, FORMAT).await.unwrap();
    assert_eq!(standing.map(|standing| standing.freezing.version), version);
    assert!(public::report(office, "office", 2016, FORMAT).await.is_ok());
}

#[tokio::test]
async fn until_it_is_published_the_public_reads_nothing_where_the_body_says_so() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        let (preparer, leader) =
            (officer("p", Role::DisclosureOfficer, "office"), officer("l", Role::Leader, "office"));
        assert_public(&office, None).await;
        let refused = keep_unpublished_back(&office, &preparer, "office", true, &as_(&preparer)).await;
        assert!(matches!(refused, Err(StudioError::Unknown)));
        keep_unpublished_back(&office, &leader, "office", true, &as_(&leader)).await.unwrap();
        let kept = public::report(&office, "office", 2016, FORMAT).await;
        assert!(matches!(kept, Err(ReportError::Unpublished(None))), "{kept:?}");
        assert!(public::report_years(&office, "office").await.unwrap().is_empty());
        checked(&office, &preparer, &leader).await;
        let signing = signing(&office, &leader, "").await;
        sign(&office, &leader, of(&office), &signing, &as_(&leader)).await.unwrap();
        assert!(public::report(&office, "office", 2016, FORMAT).await.is_err(), "signed is not published");
        publish(&office, &leader, of(&office), "", &as_(&leader)).await.unwrap();
        assert_public(&office, Some(1)).await;
        let years = public::report_years(&office, "office").await.unwrap();
        assert_eq!(years, [(2016, vec![FORMAT.to_owned()])]);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn own_work_is_signed_only_with_a_reason_that_the_audit_keeps() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        let mut alone = officer("a", Role::DisclosureOfficer, "office");
        alone.grants.push(Grant { role: Role::Leader, ..alone.grants[0].clone() });
        alone.reach = Reach::of(&alone.grants, &[("office".to_owned(), None)], TODAY);
        let of = of(&office);
        let digest = seen(&office, &alone).await.digest;
        submit(&office, &alone, of, &digest, &as_(&alone)).await.unwrap();
        let own = check(&office, &alone, of, (&digest, ""), &as_(&alone)).await;
        assert!(matches!(&own, Err(StudioError::Refused(why)) if why == &[WorkRefusal::OwnWork]), "{own:?}");
        check(&office, &alone, of, (&digest, "只有一人"), &as_(&alone)).await.unwrap();
        let signing = Signing { forced: "只有一人".to_owned(), ..signing(&office, &alone, "").await };
        sign(&office, &alone, of, &signing, &as_(&alone)).await.unwrap();
        let forced =
            audit_facts(&office).await.into_iter().filter(|facts| facts.contains("\"forced\":\"只有一人\""));
        assert_eq!(forced.count(), 2, "checking and signing are both flagged");
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn nothing_is_overwritten_and_nothing_signed_that_was_not_seen() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        let (preparer, leader) =
            (officer("p", Role::DisclosureOfficer, "office"), officer("l", Role::Leader, "office"));
        let of = of(&office);
        save_words(&office, &preparer, of, ("overview", "", "甲写的"), &as_(&preparer)).await.unwrap();
        let late = save_words(&office, &preparer, of, ("overview", "", "乙写的"), &as_(&preparer)).await;
        assert!(matches!(&late, Err(StudioError::Conflict(theirs)) if theirs == "甲写的"), "{late:?}");
        // Two at once: one of them is told.
        let by = as_(&preparer);
        let (one, other) = tokio::join!(
            save_words(&office, &preparer, of, ("problems", "", "一"), &by),
            save_words(&office, &preparer, of, ("problems", "", "二"), &by),
        );
        assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "{one:?} {other:?}");
        save_words(&office, &preparer, of, ("overview", "甲写的", " "), &as_(&preparer)).await.unwrap();
        let texts = seen(&office, &preparer).await.texts;
        assert!(!texts.contains_key("overview") && texts.contains_key("problems"), "{texts:?}");

        checked(&office, &preparer, &leader).await;
        let signing = signing(&office, &leader, "").await;
        let item = "body | index_number | title | category | class | published_on
                    office | A-9 | 补登 | news | proactive | 2016-12-30";
        import(&office, table("items", item)).await;
        let changed = sign(&office, &leader, of, &signing, &as_(&leader)).await;
        assert!(matches!(changed, Err(StudioError::Changed)), "{changed:?}");
        assert_eq!(seen(&office, &leader).await.versions.len(), 0);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn another_body_sees_nothing_and_rows_of_other_bodies_are_only_counted() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        let of = of(&office);
        let town = officer("t", Role::DisclosureOfficer, "town");
        let editor = officer("e", Role::Editor, "office");
        let today = date(2017, 1, 12);
        for stranger in [&town, &editor] {
            assert!(matches!(look(&office, stranger, of, today).await, Err(StudioError::Unknown)));
            let page = (Page { offset: 0, limit: 10 }, Language::Chinese);
            assert!(matches!(behind(&office, stranger, of, "F13", page).await, Err(StudioError::Unknown)));
            assert!(matches!(version(&office, stranger, of, 1).await, Err(StudioError::Unknown)));
            let by = as_(stranger);
            for told in [
                save_words(&office, stranger, of, ("overview", "", "x"), &by).await,
                decide(&office, stranger, of, ("F13", Some("1"), "x"), &by).await,
                submit(&office, stranger, of, "", &by).await,
                check(&office, stranger, of, ("", ""), &by).await,
                send_back(&office, stranger, of, ("", "x"), &by).await,
                comment(&office, stranger, of, ("", "x"), &by).await,
                resolve(&office, stranger, of, "1", &by).await,
                accept_check(&office, stranger, of, ("savings", "x"), &by).await,
                sign(&office, stranger, of, &Signing::default(), &by).await.map(drop),
                publish(&office, stranger, of, "", &by).await.map(drop),
                withdraw(&office, stranger, of, "x", &by).await.map(drop),
            ] {
                assert!(matches!(told, Err(StudioError::Unknown)), "{told:?}");
            }
        }
        let shelf = shelf(&office, &town, (0, 100), today).await.unwrap();
        assert!(shelf.places.iter().all(|place| place.body == "town"));
        assert!(shelf_of(&office, &editor).await.is_empty());
        assert!(waiting(&office, &town, today).await.unwrap().iter().all(|waits| waits.body == "town"));

        let preparer = officer("p", Role::DisclosureOfficer, "office");
        let all = Page { offset: 0, limit: 1_000 };
        for cell in &of.format.cells {
            let behind = behind(&office, &preparer, of, &cell.code, (all, Language::Chinese)).await.unwrap();
            assert!(behind.columns.iter().all(|column| !column.personal));
            assert_eq!(i64::try_from(behind.rows.len()).unwrap(), behind.seen, "{}", cell.code);
        }
        let placements = behind(&office, &preparer, of, "F21", (all, Language::Chinese)).await.unwrap();
        assert!(placements.rows.iter().all(|(key, _)| key.starts_with("office/")), "{:?}", placements.rows);
    })
    .await
    .unwrap();
}

async fn shelf_of(office: &Installation, officer: &Officer) -> Vec<Place> {
    shelf(office, officer, (0, 100), date(2017, 1, 12)).await.unwrap().places
}
