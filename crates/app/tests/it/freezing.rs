//! Freezing: what is kept, what is refused, and how later changes are told, on both engines.

use crate::office::*;
use crate::sample::{MORE, SAMPLE};
use gongkai_app::Installation;
use gongkai_app::backup::{backup, restore};
use gongkai_app::import::{By, ImportError};
use gongkai_app::reports::compute;
use gongkai_app::reports::drift::{CellDrift, Drift, RowFate, drift};
use gongkai_app::reports::freezing::{FreezeRefusal, Frozen, Wanted, freeze, versions};
use gongkai_app::verify::verify;
use gongkai_domain::reports::{Figure, Signatures};
use gongkai_testkit::{on_each_engine, sqlite, tamper};
use std::collections::BTreeMap;

const FORMAT: &str = "gz-2016";

async fn filled(db: &gongkai_storage::Db) -> Installation {
    let office = with_bodies(db).await;
    for (register, text) in SAMPLE {
        import(&office, table(register, text)).await;
    }
    office
}

fn wanted<'a>(office: &'a Installation, format: &str, year: i16) -> Wanted<'a> {
    Wanted {
        body: "office",
        year,
        format: office.law.format(format).unwrap(),
        signatures: Signatures { head: "王喆".to_owned(), ..Signatures::default() },
        accepted: BTreeMap::new(),
        reason: String::new(),
    }
}

/// Freezes with every failing check accepted.
async fn frozen(office: &Installation, mut wanted: Wanted<'_>) -> Result<Frozen, FreezeRefusal> {
    let report = compute(office, wanted.body, wanted.year, wanted.format).await.unwrap();
    let fails = report.checks.iter().filter(|check| !check.holds);
    wanted.accepted = fails.map(|check| (check.id.clone(), "台账不全".to_owned())).collect();
    freeze(office, &wanted, &by()).await
}

async fn drifted(office: &Installation) -> Drift {
    drift(office, "office", 2016, FORMAT).await.unwrap().unwrap()
}

fn cell<'d>(drift: &'d Drift, code: &str) -> &'d CellDrift {
    drift
        .cells
        .iter()
        .find(|cell| cell.frozen.code == code)
        .unwrap_or_else(|| panic!("{code} has not drifted"))
}

#[tokio::test]
async fn a_frozen_report_keeps_its_figures_and_tells_what_changed_since_cell_by_cell() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        let first = frozen(&office, wanted(&office, FORMAT, 2016)).await.unwrap();
        assert_eq!(first.freezing.version, 1);
        assert!(drifted(&office).await.is_none());
        assert_verified(&office).await;

        later_changes(&office).await;
        let drift = drifted(&office).await;
        assert!(drift.faults.is_empty() && !drift.format_changed);
        let items = cell(&drift, "F13");
        assert_eq!((items.frozen.printed.as_str(), items.now.as_ref().unwrap().printed.as_str()), ("2", "3"));
        assert_eq!(fates(items), [("office/A-9", RowFate::Added)]);
        let entry = &drift.entries[&items.rows[0].sequence.unwrap()];
        assert_eq!((entry.act.as_str(), entry.actor.as_str()), ("import", "test"));
        let price = cell(&drift, "F39");
        assert_eq!((price.frozen.printed.as_str(), price.rows.len()), ("90", 1));
        assert_eq!(price.rows[0].what, RowFate::Changed);
        assert!(price.rows[0].key.contains("CH-1") && price.rows[0].sequence.is_some());
        let views = cell(&drift, "F34");
        assert_eq!(views.rows.iter().map(|row| row.what).collect::<Vec<_>>(), [RowFate::Gone]);
        // A sum of cells drifts with its operands; what has nothing to do with these rows does not.
        assert_eq!(cell(&drift, "F41").rows, []);
        assert!(drift.cells.iter().all(|cell| cell.frozen.code != "F40"), "the budget is as it was");
        assert_verified(&office).await;

        let told = freeze(&office, &wanted(&office, FORMAT, 2016), &by()).await;
        assert!(matches!(told, Err(FreezeRefusal::NoReason(1) | FreezeRefusal::Fails(_))), "{told:?}");
        let again = Wanted { reason: "补登一条".to_owned(), ..wanted(&office, FORMAT, 2016) };
        assert_eq!(frozen(&office, again).await.unwrap().freezing.version, 2);
        let kept = versions(&office, "office", 2016, FORMAT).await.unwrap();
        let printed = |at: usize| kept[at].content.report.cell("F13").unwrap().printed.clone();
        assert_eq!((kept.len(), printed(0), printed(1)), (2, "3".to_owned(), "2".to_owned()));
        assert!(drifted(&office).await.is_none());
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

/// One item more, one purchase with another price, one page view taken away.
async fn later_changes(office: &Installation) {
    let item = "body | index_number | title | category | class | published_on
                office | A-9 | 补登 | news | proactive | 2016-12-30";
    import(office, table("items", item)).await;
    let purchase = "body | number | title | method | budget | price | signed_on
                    office | CH-1 | 设备 | inquiry | 100700000 | 60500000 | 2016-02-02";
    import(office, table("procurement-projects", purchase)).await;
    let views: &[(&str, &str)] =
        &[("body", "office"), ("page", "petition_hall"), ("counted_on", "2016-06-30"), ("views", "2600")];
    import(office, replacing("page-views", 2016, "office", &[views])).await;
}

fn fates(cell: &CellDrift) -> Vec<(&str, RowFate)> {
    cell.rows.iter().map(|row| (row.key.as_str(), row.what)).collect()
}

#[tokio::test]
async fn what_may_not_be_frozen_is_refused_and_nothing_is_written() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        let entries = audit_facts(&office).await.len();
        let this_year = freeze(&office, &wanted(&office, FORMAT, 2017), &by()).await;
        assert!(matches!(this_year, Err(FreezeRefusal::NotOver(2017))), "{this_year:?}");
        let nobody = Wanted { signatures: Signatures::default(), ..wanted(&office, FORMAT, 2016) };
        assert!(matches!(freeze(&office, &nobody, &by()).await, Err(FreezeRefusal::Unsigned)));
        let stranger = Wanted { body: "nobody", ..wanted(&office, FORMAT, 2016) };
        assert!(matches!(freeze(&office, &stranger, &by()).await, Err(FreezeRefusal::Report(_))));
        let accepted = |id: &str, why: &str| Wanted {
            accepted: [(id.to_owned(), why.to_owned())].into(),
            ..wanted(&office, FORMAT, 2016)
        };
        let holds = freeze(&office, &accepted("annex-1-total", "不为什么"), &by()).await;
        assert!(matches!(&holds, Err(FreezeRefusal::NotFailing(id)) if id == "annex-1-total"), "{holds:?}");

        // Last year's report and this year's do not fit together: the check fails and must be accepted by name.
        let report = compute(&office, "office", 2016, office.law.format(FORMAT).unwrap()).await.unwrap();
        assert!(report.checks.iter().all(|check| check.holds), "the sample is sound");
        import(&office, override_of("F13", "9")).await;
        let Err(FreezeRefusal::Fails(fails)) = freeze(&office, &wanted(&office, FORMAT, 2016), &by()).await
        else {
            panic!("a failing check blocks");
        };
        assert_eq!(fails.iter().map(|check| check.id.as_str()).collect::<Vec<_>>(), ["annex-1-total"]);
        let blank = freeze(&office, &accepted("annex-1-total", "  "), &by()).await;
        assert!(matches!(blank, Err(FreezeRefusal::Fails(_))), "a reason is more than blanks");
        assert_eq!(audit_facts(&office).await.len(), entries + 1, "only the override was written");

        let kept = freeze(&office, &accepted("annex-1-total", "分类尚未核定"), &by()).await.unwrap();
        assert_eq!(kept.content.accepted["annex-1-total"], "分类尚未核定");
        let same = freeze(&office, &accepted("annex-1-total", "分类尚未核定"), &by()).await;
        assert!(matches!(same, Err(FreezeRefusal::Unchanged(1))), "{same:?}");
    })
    .await
    .unwrap();
}

fn override_of(cell: &str, value: &str) -> gongkai_app::import::Ledger {
    ledger(
        "report-overrides",
        &[&[
            ("body", "office"),
            ("report_year", "2016"),
            ("format", FORMAT),
            ("cell", cell),
            ("value", value),
            ("reason", "台账缺一页"),
            ("decided_by", "李堃"),
            ("decided_on", "2017-01-04"),
        ]],
    )
}

#[tokio::test]
async fn the_office_may_put_a_number_in_place_of_a_counted_one_and_mark_what_does_not_apply() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        let format = office.law.format(FORMAT).unwrap();
        import(&office, override_of("F39", "100.5")).await;
        let not_applicable = "body | report_year | format | cell | reason | decided_by | decided_on
            office | 2016 | gz-2016 | F79 | 没有复议机构 | 李堃 | 2017-01-04
            office | 2016 | national-2021 | A.regulation.* | 没有规章制定权 | 李堃 | 2017-01-04";
        import(&office, table("report-not-applicable", not_applicable)).await;
        let report = compute(&office, "office", 2016, format).await.unwrap();
        let price = report.cell("F39").unwrap();
        assert_eq!(price.value, Figure::Number("100.5".parse().unwrap()));
        assert_eq!(price.counted, Figure::Number("90.399999".parse().unwrap()));
        assert_eq!(price.overridden.as_ref().unwrap().reason, "台账缺一页");
        assert_eq!(
            report.cell("F41").unwrap().value,
            Figure::Number("30.200012".parse().unwrap()),
            "formulas use it"
        );
        assert_eq!(
            (report.cell("F79").unwrap().printed.as_str(), &report.cell("F79").unwrap().value),
            ("/", &Figure::NotApplicable)
        );
        let national = office.law.format("national-2021").unwrap();
        let report = compute(&office, "office", 2016, national).await.unwrap();
        for column in ["issued", "repealed", "valid"] {
            assert_eq!(report.cell(&format!("A.regulation.{column}")).unwrap().printed, "/");
        }
        assert_eq!(report.cell("A.normative_document.issued").unwrap().printed, "0");

        for (wrong, column) in [
            (override_of("F99", "1"), "没有数值单元格“F99”"),
            (override_of("F02", "1"), "没有数值单元格“F02”"),
        ] {
            let Err(ImportError::Faults(faults)) = try_import(&office, &wrong).await else {
                panic!("{column}")
            };
            assert!(faults[0].fault.says.zh.contains(column), "{}", faults[0].fault.says.zh);
        }
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn next_years_checks_are_held_against_the_frozen_report() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        let national = office.law.format("national-2021").unwrap();
        let later = By { today: "2022-01-04".parse().unwrap(), ..by() };
        let open = "body | number | received_on | channel | requester_kind
                    office | 2021-1 | 2021-12-30 | online | natural_person";
        import(&office, table("requests", open)).await;
        let mut last_year = wanted(&office, "national-2021", 2021);
        let fails = compute(&office, "office", 2021, national).await.unwrap();
        last_year.accepted = fails
            .checks
            .iter()
            .filter(|check| !check.holds)
            .map(|check| (check.id.clone(), "样例".to_owned()))
            .collect();
        freeze(&office, &last_year, &later).await.unwrap();
        let carried = |report: &gongkai_domain::reports::Report| {
            let check = report.checks.iter().find(|check| check.id == "requests-carry-over.total").unwrap();
            (check.holds, check.says.zh.contains("按台账重新计算"))
        };
        let report = compute(&office, "office", 2022, national).await.unwrap();
        assert_eq!(carried(&report), (true, false), "held against what was frozen");

        // A request of last year that turns up later: the frozen report did not carry it on.
        let late = "body | number | received_on | channel | requester_kind
                    office | 2021-2 | 2021-12-31 | online | natural_person";
        import(&office, table("requests", late)).await;
        let report = compute(&office, "office", 2022, national).await.unwrap();
        assert_eq!(carried(&report), (false, false));
        let drift = drift(&office, "office", 2021, "national-2021").await.unwrap().unwrap();
        assert_eq!(cell(&drift, "B.r1.natural_person").rows[0].what, RowFate::Added);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_frozen_report_that_was_altered_says_so() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        frozen(&office, wanted(&office, FORMAT, 2016)).await.unwrap();
        for (sql, told) in [
            ("update frozen_report set content = replace(content, '通知', '通告'); update frozen_report set content = replace(content, '\"printed\":\"2\"', '\"printed\":\"7\"')", "内容被改动过"),
            ("update frozen_rows set keys = keys || '0' where part = 0", "明细被改动过"),
            ("update frozen_report set digest = '00'", "没有这个指纹"),
            ("delete from frozen_report; delete from frozen_rows", ""),
        ] {
            assert!(tamper(&test.db, sql).await.unwrap() > 0, "{sql}");
            let verified = verify(&office).await.unwrap();
            assert!(!verified.faults.is_empty(), "{sql}");
            if !told.is_empty() {
                let faults = drifted(&office).await.faults;
                assert!(faults.iter().any(|fault| fault.zh.contains(told)), "{sql}: {faults:?}");
            }
        }
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_frozen_report_proves_itself_after_a_restore_on_either_engine() {
    let source = sqlite().await.unwrap();
    let office = filled(&source.db).await;
    let first = frozen(&office, wanted(&office, FORMAT, 2016)).await.unwrap();
    later_changes(&office).await;
    let before = drifted(&office).await;
    let folder = source.folder.path().join("backup");
    backup(&office, &folder, by().at).await.unwrap();
    let (office, folder, first, before) = (&office, &folder, &first, &before);
    on_each_engine(|test| async move {
        restore(&test.db, folder).await.unwrap();
        let restored = opened_with_key_of(&test.db, office).await;
        assert_verified(&restored).await;
        let after = drifted(&restored).await;
        assert_eq!(after.frozen.freezing, first.freezing);
        assert_eq!(after.faults, []);
        assert_eq!(after.cells, before.cells);
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn the_rows_kept_are_exactly_those_each_cell_counts() {
    on_each_engine(|test| async move {
        let office = filled(&test.db).await;
        for (register, text) in MORE {
            import(&office, table(register, text)).await;
        }
        let kept = frozen(&office, wanted(&office, FORMAT, 2016)).await.unwrap();
        let mut tx = office.db.read().await.unwrap();
        let parts = gongkai_storage::frozen::rows(&mut tx, kept.freezing.sequence).await.unwrap();
        let mut counted = 0;
        for cell in &kept.content.report.cells {
            let keys: usize =
                parts.iter().filter(|part| part.cells.contains(&cell.code)).map(|part| part.keys.len()).sum();
            let format = office.law.format(FORMAT).unwrap().cell(&cell.code).unwrap();
            if matches!(
                format.holds,
                gongkai_domain::reports::Holds::Count(_) | gongkai_domain::reports::Holds::Sum(..)
            ) {
                assert_eq!(keys as i64, cell.rows, "{}", cell.code);
                counted += keys;
            }
        }
        assert!(counted > 30, "{counted}");
    })
    .await
    .unwrap();
}
