//! Retention: worked out with its rule, held, proposed by one and carried out by another; no figure ever changes.

use crate::office::*;
use gongkai_app::Installation;
use gongkai_app::import::By;
use gongkai_app::people::Officer;
use gongkai_app::public::{self, ItemFilter, ItemState};
use gongkai_app::reports::compute;
use gongkai_app::retention::{self, Authority, Confirmation, RetentionError};
use gongkai_domain::catalogue::short_id;
use gongkai_domain::people::{Grant, Reach, Role};
use gongkai_domain::retention::{Choice, Hold, HoldScope, Outcome};
use gongkai_storage::registers::Page;
use gongkai_testkit::on_each_engine;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

const ITEMS: &str =
    "body | index_number | title | category | class | published_on | text | public_funds | effective_on
    office | A-1 | 春节值班 | news | proactive | 2005-03-01 | 值班安排 | |
    office | A-2 | 征地动态 | news | proactive | 2005-03-02 | 征地情况 | |
    office | A-3 | 资金动态 | news | proactive | 1985-03-02 | 资金情况 | true |
    office | A-4 | 老文件 | departmental_document | proactive | 1985-03-02 | 办法 | | 1985-05-01
    office | A-5 | 旧事 | other | proactive | 2005-05-02 | 其他 | |
    office | A-6 | 新事 | news | proactive | 2016-05-02 | 新的 | |
    town | B-1 | 镇上的事 | news | proactive | 2005-05-02 | 镇 | |";

fn officer(id: &str, body: &str, roles: &[Role]) -> Officer {
    let grant = |role: &Role| Grant { role: *role, body: body.to_owned(), below: false, until: None };
    let grants: Vec<Grant> = roles.iter().map(grant).collect();
    let reach = Reach::of(&grants, &[], TODAY);
    let (id, body) = (id.to_owned(), body.to_owned());
    Officer { account: id.clone(), name: id.clone(), id, body, grants, reach, standing_in: Vec::new() }
}

fn by_of(officer: &Officer) -> By {
    officer.by(by().at, TODAY)
}

fn publisher() -> Officer {
    officer("publisher", "office", &[Role::DisclosureOfficer])
}

fn leader() -> Officer {
    officer("leader", "office", &[Role::Leader])
}

async fn filled(db: &gongkai_storage::Db) -> Installation {
    let office = with_bodies(db).await;
    import(&office, table("items", ITEMS)).await;
    assert_eq!(retention::keep_up(&office, by().at).await.unwrap(), 7);
    office
}

fn hold(scope: HoldScope) -> Hold {
    Hold {
        id: String::new(),
        body: "office".into(),
        scope,
        matter: "（2017）粤行终1号".into(),
        reason: "诉讼".into(),
    }
}

async fn due(office: &Installation, today: Date) -> Vec<(String, String, Option<Date>)> {
    let found = retention::due(office, Authority::Officer(&publisher()), "office", today).await.unwrap();
    found
        .into_iter()
        .map(|item| (item.index_number, item.decision.basis.id.clone(), item.decision.last_day()))
        .collect()
}

async fn propose(office: &Installation, choices: &[(&str, Choice)]) -> Result<String, RetentionError> {
    let who = publisher();
    let choices: BTreeMap<String, Choice> =
        choices.iter().map(|(key, choice)| ((*key).to_owned(), *choice)).collect();
    retention::propose(office, Authority::Officer(&who), "office", &choices, "年度处置", &by_of(&who)).await
}

async fn confirm(office: &Installation, who: &Officer, id: &str) -> Result<String, RetentionError> {
    let run = retention::run(office, Authority::Officer(who), id).await.unwrap();
    let given = Confirmation { digest: run.digest, ..Confirmation::default() };
    retention::carry_out(office, Authority::Officer(who), id, &given, &by_of(who)).await
}

fn refused(answer: Result<String, RetentionError>) -> String {
    match answer {
        Err(RetentionError::Refused(_, says)) => says.zh,
        other => panic!("{other:?}"),
    }
}

async fn listed(office: &Installation) -> Vec<String> {
    let page = Page { offset: 0, limit: 100 };
    let filter = ItemFilter { body: Some("office".into()), ..ItemFilter::default() };
    let list = public::items(office, &filter, page).await.unwrap();
    assert_eq!(list.total as usize, list.items.len());
    let mut numbers: Vec<String> = list.items.into_iter().map(|item| item.index_number).collect();
    numbers.sort();
    numbers
}

async fn state(office: &Installation, number: &str) -> ItemState {
    public::item(office, &short_id(&format!("office/{number}"))).await.unwrap()
}

#[tokio::test]
async fn terms_are_worked_out_once_for_each_edition() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        let entries = audit_facts(&office).await.len();
        assert_eq!(retention::keep_up(&office, by().at).await.unwrap(), 0);
        assert_eq!(audit_facts(&office).await.len(), entries, "nothing was done");
        let expected = [
            ("A-3", "public-funds-30", date(2015, 12, 31)),
            ("A-1", "news-10", date(2015, 12, 31)),
            ("A-2", "news-10", date(2015, 12, 31)),
            ("A-5", "other-10", date(2015, 12, 31)),
        ];
        let mut expected: Vec<_> =
            expected.map(|(number, rule, day)| (number.to_owned(), rule.to_owned(), Some(day))).to_vec();
        expected.sort();
        let mut found = due(&office, TODAY).await;
        found.sort();
        assert_eq!(found, expected, "what is in force is kept on");
        assert!(due(&office, date(2015, 12, 31)).await.is_empty(), "the last day is not over yet");
        let repealed = ITEMS.replacen("1985-05-01", "1985-05-01 | 2001-06-01", 1).replacen(
            "effective_on",
            "effective_on | repealed_on",
            1,
        );
        let repealed: Vec<&str> =
            repealed.lines().filter(|line| line.contains("body |") || line.contains("A-4")).collect();
        import(&office, table("items", &repealed.join("\n"))).await;
        assert_eq!(retention::keep_up(&office, by().at).await.unwrap(), 1);
        // 30 years from publication end in 2015, 10 from the repeal in 2011: the longer wins.
        let found = due(&office, TODAY).await;
        assert!(
            found.contains(&("A-4".into(), "documents-30".into(), Some(date(2015, 12, 31)))),
            "{found:?}"
        );
        assert_eq!(retention::reckon_anew(&office, &by()).await.unwrap(), 7, "every item again");
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn two_people_archive_what_is_due_and_no_figure_changes() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        let format = office.law.format("gz-2016").unwrap();
        let report = |year| {
            let office = office.clone();
            async move { format!("{:#}", compute(&office, "office", year, format).await.unwrap().to_json()) }
        };
        let before = (report(2005).await, report(2016).await);
        let behind = figures(&office).await;
        retention::place(&office, &leader(), &hold(HoldScope::Word("征地".into())), &by_of(&leader()))
            .await
            .unwrap();

        let choices = [("office/A-3", Choice::Extend(10)), ("office/A-5", Choice::Wait)];
        let id = propose(&office, &choices).await.unwrap();
        assert!(refused(propose(&office, &choices).await).contains("在等批准"));
        assert!(refused(confirm(&office, &publisher(), &id).await).contains("批准发布"), "may not");
        let number = confirm(&office, &leader(), &id).await.unwrap();
        assert_eq!(number, "处置〔2017〕1号");
        assert!(matches!(confirm(&office, &leader(), &id).await, Err(RetentionError::Changed)), "once");

        let run = retention::run(&office, Authority::Officer(&leader()), &id).await.unwrap();
        let mut outcomes: Vec<(&str, Outcome)> =
            run.items.iter().map(|item| (item.index_number.as_str(), item.outcome)).collect();
        outcomes.sort_by_key(|(number, _)| *number);
        assert_eq!(
            outcomes,
            [
                ("A-1", Outcome::Archived),
                ("A-2", Outcome::Held),
                ("A-3", Outcome::Extended),
                ("A-5", Outcome::Waits)
            ]
        );
        assert_eq!(listed(&office).await, ["A-2", "A-3", "A-4", "A-5", "A-6"]);
        let ItemState::Published(item) = state(&office, "A-1").await else { panic!("its address answers") };
        assert_eq!((item.archived_on, item.text.as_str()), (Some(TODAY), "值班安排"));
        assert_eq!((report(2005).await, report(2016).await), before, "no figure changes");
        assert_eq!(figures(&office).await, behind, "the rows behind the figures are the same");
        let left = due(&office, TODAY).await;
        let left: Vec<&str> = left.iter().map(|(number, ..)| number.as_str()).collect();
        assert_eq!(left, ["A-2", "A-5"], "extended and archived ones are not due");
        assert_eq!(retention::keep_up(&office, by().at).await.unwrap(), 0, "all is worked out already");
        assert_verified(&office).await;

        // A ledger that has the item again leaves it archived.
        let again: Vec<&str> =
            ITEMS.lines().filter(|line| line.contains("body |") || line.contains("A-1")).collect();
        import(&office, table("items", &again.join("\n"))).await;
        assert_eq!(column(&office, "items", "office/A-1", "archived_on").await, TODAY.to_string());
    })
    .await
    .unwrap();
}

/// How many rows the public sees behind each figure of 2005, and how many it does not.
async fn figures(office: &Installation) -> Vec<(i64, i64)> {
    let mut counts = Vec::new();
    for cell in &public::report(office, "office", 2005, "gz-2016").await.unwrap().cells {
        let wanted = public::RowsWanted {
            thing: None,
            page: Page { offset: 0, limit: 1_000 },
            language: gongkai_domain::says::Language::Chinese,
        };
        let figure = public::figure(office, "office", 2005, "gz-2016", &cell.code, &wanted).await.unwrap();
        if let public::Standing::Rows(rows) = figure.standing {
            counts.push((rows.visible, rows.hidden));
        }
    }
    assert!(counts.iter().any(|(visible, _)| *visible > 0));
    counts
}

#[tokio::test]
async fn the_certificate_names_every_item_and_stays_as_it_was() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        let id = propose(&office, &[("office/A-5", Choice::Transfer)]).await.unwrap();
        let leader = leader();
        let who = Authority::Officer(&leader);
        assert!(retention::certificate(&office, who, &id).await.is_err(), "not before");
        confirm(&office, &leader, &id).await.unwrap();
        let certificate = retention::certificate(&office, who, &id).await.unwrap();
        assert_eq!((certificate.number.as_str(), certificate.lines.len()), ("处置〔2017〕1号", 4));
        assert!(
            certificate.proposed.starts_with("publisher")
                || certificate.proposed.starts_with("staff:publisher")
        );
        let csv = retention::csv(&office, who, &id).await.unwrap();
        let text = String::from_utf8(csv.bytes.clone()).unwrap();
        assert!(text.contains("A-5,旧事,1,") && text.contains("已移交并归档"), "{text}");
        let package = retention::package(&office, who, &id).await.unwrap();
        assert_eq!(package, retention::package(&office, who, &id).await.unwrap(), "the same bytes each time");
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(package.bytes)).unwrap();
        let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        let folder = format!("0001-{}", short_id("office/A-5"));
        assert_eq!(names.len(), 3, "{names:?}");
        let mut kept = String::new();
        std::io::Read::read_to_string(&mut zip.by_name(&format!("{folder}/text.txt")).unwrap(), &mut kept)
            .unwrap();
        assert_eq!(kept, "其他");
        let pdf = retention::keep_pdf(&office, who, &id, b"%PDF-1", &by_of(&leader)).await.unwrap();
        let later = retention::keep_pdf(&office, who, &id, b"%PDF-2", &by_of(&leader)).await.unwrap();
        assert_eq!((later.bytes.as_slice(), later == pdf), (&b"%PDF-1"[..], true), "the first stays");
        gongkai_testkit::tamper(
            &test.db,
            "update disposition_file set content = 'eA==' where name = 'certificate.csv'",
        )
        .await
        .unwrap();
        assert!(retention::csv(&office, who, &id).await.is_err(), "a list that was changed is refused");
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn holds_stop_a_run_that_was_looked_at_and_are_lifted_with_a_reason() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        let (publisher, leader) = (publisher(), leader());
        let id = propose(&office, &[]).await.unwrap();
        let looked = retention::run(&office, Authority::Officer(&leader), &id).await.unwrap().digest;
        let none = hold(HoldScope::Items(vec!["Z-9".into()]));
        assert!(retention::place(&office, &publisher, &none, &by_of(&publisher)).await.is_err());
        let mut bare = hold(HoldScope::Items(vec!["A-1".into()]));
        bare.reason = " ".into();
        assert!(retention::place(&office, &publisher, &bare, &by_of(&publisher)).await.is_err(), "no reason");
        let one = hold(HoldScope::Items(vec!["A-1".into()]));
        let placed = retention::place(&office, &publisher, &one, &by_of(&publisher)).await.unwrap();
        let given = Confirmation { digest: looked, ..Confirmation::default() };
        let late =
            retention::carry_out(&office, Authority::Officer(&leader), &id, &given, &by_of(&leader)).await;
        assert!(matches!(late, Err(RetentionError::Changed)), "{late:?}");
        confirm(&office, &leader, &id).await.unwrap();
        assert!(listed(&office).await.contains(&"A-1".to_owned()));
        assert!(retention::lift(&office, &leader, &placed, "", &by_of(&leader)).await.is_err());
        retention::lift(&office, &leader, &placed, "判决已生效", &by_of(&leader)).await.unwrap();
        let again = retention::lift(&office, &leader, &placed, "再", &by_of(&leader)).await;
        assert!(matches!(again, Err(RetentionError::Changed)));
        let lines = retention::holds(&office, &leader).await.unwrap();
        assert_eq!(lines[0].lifted.as_ref().unwrap().2, "判决已生效");
        let id = propose(&office, &[]).await.unwrap();
        assert_eq!(confirm(&office, &leader, &id).await.unwrap(), "处置〔2017〕2号");
        assert!(!listed(&office).await.contains(&"A-1".to_owned()));
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn one_person_alone_gives_a_reason_and_another_body_gets_nothing() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        let both = officer("both", "office", &[Role::DisclosureOfficer, Role::Leader]);
        let stranger = officer("stranger", "town", &[Role::DisclosureOfficer, Role::Leader]);
        let who = Authority::Officer(&both);
        let id =
            retention::propose(&office, who, "office", &BTreeMap::new(), "", &by_of(&both)).await.unwrap();
        assert!(refused(confirm(&office, &both, &id).await).contains("不能自己批准"));
        let digest = retention::run(&office, who, &id).await.unwrap().digest;
        let mut given = Confirmation { digest, forced: true, reason: String::new() };
        assert!(
            refused(retention::carry_out(&office, who, &id, &given, &by_of(&both)).await)
                .contains("请写理由")
        );
        let strange = Authority::Officer(&stranger);
        assert!(matches!(retention::run(&office, strange, &id).await, Err(RetentionError::Unknown)));
        assert!(matches!(
            retention::due(&office, strange, "office", TODAY).await,
            Err(RetentionError::Unknown)
        ));
        let taken = retention::carry_out(&office, strange, &id, &given, &by_of(&stranger)).await;
        assert!(matches!(taken, Err(RetentionError::Unknown)));
        assert!(matches!(
            retention::drop_run(&office, strange, &id, "不办", &by_of(&stranger)).await,
            Err(RetentionError::Unknown)
        ));
        given.reason = "只有一人在岗".into();
        retention::carry_out(&office, who, &id, &given, &by_of(&both)).await.unwrap();
        let done = retention::run(&office, who, &id).await.unwrap();
        assert!(done.run.forced);
        for file in [
            retention::csv(&office, strange, &id).await,
            retention::package(&office, strange, &id).await,
            retention::keep_pdf(&office, strange, &id, b"", &by_of(&stranger)).await,
        ] {
            assert!(matches!(file, Err(RetentionError::Unknown)));
        }
        let overview = retention::overview(&office, &stranger, TODAY).await.unwrap();
        assert!(overview.runs.is_empty() && overview.years.iter().all(|line| line.body == "town"));
        let other = hold(HoldScope::Word("征地".into()));
        assert!(matches!(
            retention::place(&office, &stranger, &other, &by_of(&stranger)).await,
            Err(RetentionError::Unknown)
        ));
        assert!(retention::holds(&office, &stranger).await.unwrap().is_empty());
    })
    .await
    .unwrap();
}
