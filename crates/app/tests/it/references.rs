//! What a ledger names must exist; where it does not, the row, the column and the value are told.

use crate::office::*;
use gongkai_app::import::{ImportError, compare};
use gongkai_domain::registers::Severity;
use gongkai_testkit::{Cells, on_each_engine};

const ITEM: Cells<'_> = &[
    ("body", "office"),
    ("index_number", "A-1"),
    ("title", "通知"),
    ("category", "news"),
    ("class", "proactive"),
    ("published_on", "2016-03-01"),
];
const PLACED: Cells<'_> =
    &[("body", "office"), ("channel", "website"), ("index_number", "A-1"), ("published_on", "2016-03-01")];
const REQUEST: Cells<'_> = &[
    ("body", "office"),
    ("number", "2016-1"),
    ("received_on", "2016-03-01"),
    ("channel", "letter"),
    ("requester_kind", "natural_person"),
];
const FEE: Cells<'_> = &[
    ("body", "office"),
    ("request_number", "2016-1"),
    ("kind", "copy_fee"),
    ("amount", "100"),
    ("charged_on", "2016-03-05"),
];

#[tokio::test]
async fn a_placement_names_an_item_and_a_fee_a_request() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        for (register, naming, column, value, target, named) in [
            ("placements", PLACED, "索引号", "A-1", "items", ITEM),
            ("request-fees", FEE, "登记编号", "2016-1", "requests", REQUEST),
        ] {
            let refused = compare(&office, &ledger(register, &[naming])).await.unwrap_err();
            let ImportError::Faults(problems) = refused else { panic!("{refused}") };
            let [problem] = &problems[..] else { panic!("{problems:?}") };
            assert_eq!((problem.index, problem.fault.severity), (0, Severity::Error));
            assert_eq!(problem.fault.value, value);
            let place = &problem.fault.place;
            assert_eq!((&*place.file, place.row), ("sample.csv", 2));
            assert!(place.column.as_deref().unwrap().contains(column), "{place:?}");
            assert!(problem.fault.says.zh.contains(value), "{}", problem.fault.says.zh);

            import(&office, ledger(target, &[named])).await;
            assert_eq!(counts(&import(&office, ledger(register, &[naming])).await), [1, 0, 0, 0]);
        }
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_body_stands_under_one_that_is_registered_or_in_the_same_ledger() {
    on_each_engine(|test| async move {
        let office = installed(&test.db).await;
        let refused = compare(&office, &ledger("bodies", &[OFFICE, TOWN])).await.unwrap_err();
        let ImportError::Faults(problems) = refused else { panic!("{refused}") };
        assert_eq!(problems.iter().map(|problem| problem.index).collect::<Vec<_>>(), [0, 1]);
        assert!(problems[1].fault.place.column.as_deref().unwrap().contains("上级机构"));
        import(&office, ledger("bodies", &[OFFICE, DISTRICT])).await;
        assert_eq!(counts(&import(&office, ledger("bodies", &[TOWN])).await), [1, 0, 0, 0]);
    })
    .await
    .unwrap();
}
