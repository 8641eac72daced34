//! Drafts: saved, met, taken through all hands, published once.

use crate::office::*;
use gongkai_app::Installation;
use gongkai_app::Page;
use gongkai_app::drafts::{self, Draft, DraftError, DraftFilter, Move, Saved, Text};
use gongkai_app::import::By;
use gongkai_app::people::Officer;
use gongkai_app::public::{self, ItemState};
use gongkai_domain::catalogue::{Fields, Hand, Refusal, Stage, Step, Verdict, Verdicts};
use gongkai_domain::people::{Grant, Reach, Role};
use gongkai_storage::registers;
use gongkai_testkit::on_each_engine;
use jiff::{SignedDuration, Timestamp};

/// Somebody of these roles at a body.
pub fn officer(id: &str, body: &str, roles: &[Role]) -> Officer {
    let grant = |role: &Role| Grant { role: *role, body: body.to_owned(), below: false, until: None };
    let grants: Vec<Grant> = roles.iter().map(grant).collect();
    let reach = Reach::of(&grants, &[], TODAY);
    Officer {
        id: id.into(),
        account: id.into(),
        name: id.into(),
        body: body.into(),
        grants,
        reach,
        standing_in: Vec::new(),
    }
}

pub fn by_of(officer: &Officer) -> By {
    officer.by(by().at, TODAY)
}

fn fields(title: &str) -> Fields {
    [
        ("title", title),
        ("category", "动态"),
        ("document_number", "某府办[2016]第003号"),
        ("issued_on", "2016-12-30"),
    ]
    .into_iter()
    .map(|(code, typed)| (code.to_owned(), typed.to_owned()))
    .collect()
}

pub async fn drafted(office: &Installation, editor: &Officer, title: &str, html: &str) -> Draft {
    let fields = fields(title);
    let text = Text { fields: &fields, html };
    drafts::create(office, editor, &editor.body, text, &by_of(editor)).await.unwrap()
}

fn verdict(kind: Verdicts) -> Verdict {
    let withheld = kind != Verdicts::Proactive;
    Verdict {
        kind,
        ground: if withheld { "internal_affairs".into() } else { String::new() },
        article: if withheld { "《条例》第十六条第一款".into() } else { String::new() },
        opinion: "已审".into(),
        notice: withheld,
    }
}

pub fn a(step: Step, draft: &Draft) -> Move {
    Move {
        step,
        version: draft.version,
        reason: String::new(),
        forced: false,
        verdict: (step == Step::DecideSecrecy).then(|| verdict(Verdicts::Proactive)),
        publish_at: None,
    }
}

pub struct Staff {
    pub editor: Officer,
    pub reviewer: Officer,
    pub secrecy: Officer,
    pub leader: Officer,
    pub publisher: Officer,
}

pub fn staff(body: &str) -> Staff {
    let one = |id: &str, role| officer(&format!("{id}-{body}"), body, &[role]);
    Staff {
        editor: one("editor", Role::Editor),
        reviewer: one("reviewer", Role::Reviewer),
        secrecy: one("secrecy", Role::SecrecyReviewer),
        leader: one("leader", Role::Leader),
        publisher: one("publisher", Role::DisclosureOfficer),
    }
}

impl Staff {
    /// Takes a draft through all hands but the last.
    pub async fn approved(&self, office: &Installation, draft: Draft, kind: Verdicts) -> Draft {
        let mut draft = draft;
        for (who, step) in [
            (&self.editor, Step::Submit),
            (&self.reviewer, Step::Review),
            (&self.secrecy, Step::DecideSecrecy),
            (&self.leader, Step::Approve),
        ] {
            let mut wanted = a(step, &draft);
            if step == Step::DecideSecrecy {
                wanted.verdict = Some(verdict(kind));
            }
            draft = drafts::step(office, who, &draft.id, &wanted, &by_of(who)).await.unwrap();
        }
        draft
    }

    pub async fn publish(&self, office: &Installation, draft: &Draft) -> Result<Draft, DraftError> {
        let by = by_of(&self.publisher);
        drafts::step(office, &self.publisher, &draft.id, &a(Step::Publish, draft), &by).await
    }
}

pub async fn public_item(office: &Installation, draft: &Draft) -> ItemState {
    let key = draft.item_key.as_deref().unwrap();
    let short_id = drafts::short_id_of(office, key).await.unwrap().unwrap();
    public::item(office, &short_id).await.unwrap()
}

#[tokio::test]
async fn a_notice_goes_through_all_hands_is_corrected_and_withdrawn() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let staff = staff("office");
        let draft = drafted(
            &office,
            &staff.editor,
            "关于春节值班的通知",
            "<p>各镇：<b>值班</b><script>x</script></p>",
        )
        .await;
        let draft = staff.approved(&office, draft, Verdicts::Proactive).await;
        let draft = staff.publish(&office, &draft).await.unwrap();
        assert_eq!(
            (draft.stage, draft.item_key.as_deref()),
            (Stage::Published, Some("office/office/2017-00001"))
        );
        let ItemState::Published(item) = public_item(&office, &draft).await else { panic!() };
        assert_eq!(item.html.as_ref().unwrap().as_str(), "<p>各镇：<strong>值班</strong></p>");
        assert_eq!((item.text.as_str(), item.document_number.as_str()), ("各镇：值班", "某府办〔2016〕3号"));
        assert_eq!(item.published_on, TODAY);
        // Counted as an import would be.
        assert_eq!(column(&office, "items", "office/office/2017-00001", "class").await, "proactive");

        let correction = drafts::correct(
            &office,
            &staff.editor,
            draft.item_key.as_deref().unwrap(),
            &by_of(&staff.editor),
        )
        .await
        .unwrap();
        let again = drafts::correct(
            &office,
            &staff.editor,
            draft.item_key.as_deref().unwrap(),
            &by_of(&staff.editor),
        )
        .await
        .unwrap();
        assert_eq!(correction.id, again.id, "one correction at a time");
        let mut fields = correction.fields.clone();
        fields.insert("correction".into(), "更正值班时间".into());
        let text = Text { fields: &fields, html: "<p>各镇：<b>值班</b>七天</p>" };
        let by = by_of(&staff.editor);
        let saved = drafts::save(&office, &staff.editor, &correction.id, 1, text, &by).await.unwrap();
        let Saved::Kept(correction) = saved else { panic!() };
        let correction = staff.approved(&office, *correction, Verdicts::Proactive).await;
        let correction = staff.publish(&office, &correction).await.unwrap();
        let ItemState::Published(item) = public_item(&office, &correction).await else { panic!() };
        assert_eq!(item.editions.len(), 2);
        assert_eq!(item.correction, "更正值班时间");
        assert_eq!(item.index_number, "office/2017-00001", "a correction keeps its number");

        let key = correction.item_key.as_deref().unwrap();
        let by = by_of(&staff.publisher);
        let refused = drafts::withdraw(&office, &staff.editor, key, "误发", &by).await;
        assert!(matches!(refused, Err(DraftError::Refused(_))));
        drafts::withdraw(&office, &staff.publisher, key, "误发", &by).await.unwrap();
        let ItemState::Withdrawn { reason, .. } = public_item(&office, &correction).await else { panic!() };
        assert_eq!(reason, "误发");
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn the_same_person_is_refused_unless_forced_which_is_flagged() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let both = officer("both", "office", &[Role::Editor, Role::Reviewer]);
        let draft = drafted(&office, &both, "通知", "<p>文</p>").await;
        let by = by_of(&both);
        let draft = drafts::step(&office, &both, &draft.id, &a(Step::Submit, &draft), &by).await.unwrap();
        let mut wanted = a(Step::Review, &draft);
        let refused = drafts::step(&office, &both, &draft.id, &wanted, &by).await;
        let Err(DraftError::Refused(why)) = refused else { panic!() };
        assert_eq!(why, [Refusal::SameHand(Hand::Author)]);
        (wanted.forced, wanted.reason) = (true, "部门只有一人".into());
        let draft = drafts::step(&office, &both, &draft.id, &wanted, &by).await.unwrap();
        let (events, _, _) = drafts::history(&office, &both, &draft.id).await.unwrap();
        let last = events.last().unwrap();
        assert_eq!(
            (last.forced, last.reason.as_str(), last.act.as_str()),
            (true, "部门只有一人", "review-draft")
        );
        let facts = last_facts(&office).await;
        assert!(facts.contains("\"forced\":true") && facts.contains(&draft.id), "{facts}");
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn two_who_save_meet_and_neither_loses_a_word() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let (one, two) =
            (officer("one", "office", &[Role::Editor]), officer("two", "office", &[Role::Editor]));
        let draft = drafted(&office, &one, "通知", "<p>第一稿</p>").await;
        let fields = draft.fields.clone();
        let write = |who: &Officer, base: i64, html: &'static str| {
            let (office, who, fields, id) = (office.clone(), who.clone(), fields.clone(), draft.id.clone());
            async move {
                let text = Text { fields: &fields, html };
                drafts::save(&office, &who, &id, base, text, &by_of(&who)).await.unwrap()
            }
        };
        assert!(matches!(write(&one, 1, "<p>甲的稿</p>").await, Saved::Kept(_)));
        let Saved::Met { theirs, aside } = write(&two, 1, "<p>乙的稿</p>").await else { panic!() };
        assert_eq!((theirs.version, theirs.html.plain().as_str()), (2, "甲的稿"));
        let (_, versions, _) = drafts::history(&office, &two, &draft.id).await.unwrap();
        let kept = versions.iter().find(|version| version.position == aside).unwrap();
        assert_eq!((kept.kind.as_str(), kept.html.as_str()), ("aside", "<p>乙的稿</p>"));
        assert!(matches!(write(&two, 2, "<p>合起来的稿</p>").await, Saved::Kept(_)));
        // Saved ten times at once, one is kept and nine laid aside.
        let saves = (0..10).map(|_| write(&one, 3, "<p>又一稿</p>"));
        let done = futures_util::future::join_all(saves).await;
        let met = done.iter().filter(|saved| matches!(saved, Saved::Met { .. })).count();
        let now = drafts::open(&office, &one, &draft.id).await.unwrap();
        assert_eq!(now.version, 4);
        assert!(met <= 9, "the same words saved again meet nobody");
        // Saves of one person within ten minutes are one version.
        let (_, versions, _) = drafts::history(&office, &two, &draft.id).await.unwrap();
        let saved: Vec<&str> = versions
            .iter()
            .filter(|version| version.kind == "saved")
            .map(|version| version.saved_by.as_str())
            .collect();
        assert_eq!(saved, ["staff:one", "staff:two", "staff:one"]);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn index_numbers_never_repeat_however_many_publish_at_once() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let known = [
            ("body", "office"),
            ("index_number", "office/2017-00007"),
            ("title", "旧"),
            ("category", "news"),
            ("class", "proactive"),
            ("published_on", "2017-01-01"),
        ];
        import(&office, ledger("items", &[&known])).await;
        let staff = staff("office");
        let mut ready = Vec::new();
        for at in 0..8 {
            let draft = drafted(&office, &staff.editor, &format!("通知{at}"), "<p>文</p>").await;
            ready.push(staff.approved(&office, draft, Verdicts::Proactive).await);
        }
        let done =
            futures_util::future::join_all(ready.iter().map(|draft| staff.publish(&office, draft))).await;
        let mut keys: Vec<String> = done.into_iter().map(|done| done.unwrap().item_key.unwrap()).collect();
        keys.sort();
        let wanted: Vec<String> = (8..16).map(|serial| format!("office/office/2017-{serial:05}")).collect();
        assert_eq!(keys, wanted, "counted on from the highest the register has");
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn two_approvals_at_once_are_one() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let staff = staff("office");
        let draft = drafted(&office, &staff.editor, "通知", "<p>文</p>").await;
        let draft = staff.approved(&office, draft, Verdicts::Proactive).await;
        let both =
            futures_util::future::join(staff.publish(&office, &draft), staff.publish(&office, &draft)).await;
        let good = [&both.0, &both.1].into_iter().filter(|done| done.is_ok()).count();
        assert_eq!(good, 1, "{both:?}");
        let mut tx = office.db.read().await.unwrap();
        let all = gongkai_domain::registers::Selection {
            register: &gongkai_domain::catalogue::ITEMS,
            bodies: None,
            conditions: Vec::new(),
        };
        assert_eq!(registers::count(&mut tx, &all).await.unwrap(), 1);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn what_is_due_is_published_once_after_the_server_was_down() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let staff = staff("office");
        let draft = drafted(&office, &staff.editor, "通知", "<p>文</p>").await;
        let draft = staff.approved(&office, draft, Verdicts::Proactive).await;
        let due: Timestamp = by().at + SignedDuration::from_hours(1);
        let wanted = Move { publish_at: Some(due), ..a(Step::Schedule, &draft) };
        let publisher = by_of(&staff.publisher);
        let draft = drafts::step(&office, &staff.publisher, &draft.id, &wanted, &publisher).await.unwrap();
        assert!(drafts::publish_due(&office, by().at, TODAY).await.unwrap().is_empty(), "not yet");
        // A day later, two programs come up at the same time.
        let (later, tomorrow) = (due + SignedDuration::from_hours(24), TODAY.tomorrow().unwrap());
        let workers = (0..2).map(|_| drafts::publish_due(&office, later, tomorrow));
        let done: Vec<_> =
            futures_util::future::join_all(workers).await.into_iter().flat_map(Result::unwrap).collect();
        assert_eq!(done, [(draft.id.clone(), None)]);
        let now = drafts::open(&office, &staff.editor, &draft.id).await.unwrap();
        assert_eq!(now.stage, Stage::Published);
        let ItemState::Published(item) = public_item(&office, &now).await else { panic!() };
        assert_eq!(item.published_on, tomorrow, "the day it was published, not the day it was meant for");
        assert!(drafts::publish_due(&office, later, tomorrow).await.unwrap().is_empty());
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn what_is_withheld_is_told_of_without_a_word_of_it() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let staff = staff("office");
        let draft = drafted(&office, &staff.editor, "内部通讯录", "<p>不能公开的正文</p>").await;
        let draft = staff.approved(&office, draft, Verdicts::Withheld).await;
        let draft = staff.publish(&office, &draft).await.unwrap();
        let state = public_item(&office, &draft).await;
        let ItemState::Closed(closed) = &state else { panic!("{state:?}") };
        assert_eq!(closed.index_number, "office/2017-00001");
        assert!(closed.article.contains("第十六条") && closed.ground.zh == "内部事务信息");
        assert!(!format!("{state:?}").contains("正文") && !format!("{state:?}").contains("通讯录"));
        assert_eq!(column(&office, "items", draft.item_key.as_deref().unwrap(), "text").await, "");
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn findings_stop_a_review_until_they_are_handled() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let staff = staff("office");
        let draft = drafted(&office, &staff.editor, "从化市通知", "<p>内部资料，从化市</p>").await;
        let by = by_of(&staff.editor);
        let draft =
            drafts::step(&office, &staff.editor, &draft.id, &a(Step::Submit, &draft), &by).await.unwrap();
        let reviewer = by_of(&staff.reviewer);
        let review =
            drafts::step(&office, &staff.reviewer, &draft.id, &a(Step::Review, &draft), &reviewer).await;
        let Err(DraftError::Refused(why)) = review else { panic!() };
        assert_eq!(why.len(), 2, "{why:?}");
        let found = drafts::examine(&office, &draft).await.unwrap();
        let open = found.open();
        let mark = open.iter().find(|finding| finding.mask.is_none()).unwrap();
        let word = open.iter().find(|finding| finding.mask.is_some()).unwrap();
        assert!(drafts::accept(&office, &staff.reviewer, &draft.id, &mark.id, " ", &reviewer).await.is_err());
        drafts::accept(&office, &staff.reviewer, &draft.id, &mark.id, "只是提到", &reviewer).await.unwrap();
        let draft = drafts::mask(&office, &staff.reviewer, &draft.id, &word.id, &reviewer).await.unwrap();
        assert_eq!((draft.title(), draft.html.plain().as_str()), ("从化区通知", "内部资料，从化区"));
        let draft = drafts::step(&office, &staff.reviewer, &draft.id, &a(Step::Review, &draft), &reviewer)
            .await
            .unwrap();
        assert_eq!(draft.stage, Stage::Secrecy);
        let mut back = a(Step::SendBack, &draft);
        back.reason = "补充依据".into();
        let secrecy = by_of(&staff.secrecy);
        let draft = drafts::step(&office, &staff.secrecy, &draft.id, &back, &secrecy).await.unwrap();
        assert_eq!((draft.stage, draft.hands.reviewer.is_none()), (Stage::Draft, true));
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_draft_may_be_incomplete_and_a_transition_may_not() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let staff = staff("office");
        let text = Text { fields: &Fields::new(), html: "" };
        let by = by_of(&staff.editor);
        let draft = drafts::create(&office, &staff.editor, "office", text, &by).await.unwrap();
        let submitted = drafts::step(&office, &staff.editor, &draft.id, &a(Step::Submit, &draft), &by).await;
        let Err(DraftError::Refused(why)) = submitted else { panic!() };
        let columns: Vec<&str> = why
            .iter()
            .map(|refusal| if let Refusal::Fault(fault) = refusal { fault.column } else { "?" })
            .collect();
        assert_eq!(columns, ["title", "category"]);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_second_body_sees_nothing() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let (ours, theirs) = (staff("office"), staff("town"));
        let draft = drafted(&office, &ours.editor, "秘而不宣", "<p>文</p>").await;
        let page = Page { offset: 0, limit: 10 };
        for other in [&theirs.editor, &theirs.reviewer, &theirs.secrecy, &theirs.leader, &theirs.publisher] {
            assert!(matches!(drafts::open(&office, other, &draft.id).await, Err(DraftError::Unknown)));
            assert!(matches!(drafts::history(&office, other, &draft.id).await, Err(DraftError::Unknown)));
            let wanted = a(Step::Submit, &draft);
            let step = drafts::step(&office, other, &draft.id, &wanted, &by_of(other)).await;
            assert!(matches!(step, Err(DraftError::Unknown)));
            let text = Text { fields: &draft.fields, html: "<p>改</p>" };
            let saved = drafts::save(&office, other, &draft.id, 1, text, &by_of(other)).await;
            assert!(matches!(saved, Err(DraftError::Unknown)));
            let list = drafts::list(&office, other, &DraftFilter::default(), TODAY, page).await.unwrap();
            assert!(list.drafts.is_empty() && list.counts.iter().all(|count| count.count == 0));
            let asked = DraftFilter { body: "office".into(), ..DraftFilter::default() };
            assert_eq!(drafts::list(&office, other, &asked, TODAY, page).await.unwrap().total, 0);
            let created = drafts::create(&office, other, "office", text, &by_of(other)).await;
            assert!(matches!(created, Err(DraftError::Unknown)));
        }
        // Nor can a draft be slipped into another's list.
        let mut fields = draft.fields.clone();
        fields.insert("body".into(), "town".into());
        let text = Text { fields: &fields, html: "<p>改</p>" };
        let moved = drafts::save(&office, &ours.editor, &draft.id, 1, text, &by_of(&ours.editor)).await;
        assert!(matches!(moved, Err(DraftError::Refused(_))));
    })
    .await
    .unwrap();
}

pub(crate) async fn last_facts(office: &Installation) -> String {
    let mut facts = String::new();
    let mut tx = office.db.read().await.unwrap();
    gongkai_storage::audit::each_entry(&mut tx, |entry, _| {
        facts = entry.facts;
        Ok::<(), gongkai_storage::StorageError>(())
    })
    .await
    .unwrap();
    facts
}
