//! A small office: two departments under a district, and what a test does with their ledgers.

use gongkai_app::import::{Applied, By, Comparison, ImportError, Ledger, Replace, apply, compare};
use gongkai_app::sealing::InstallationKey;
use gongkai_app::{Installation, LawBook};
use gongkai_domain::registers::{Row, find};
use gongkai_storage::audit::{StoredChange, each_change, each_entry};
use gongkai_storage::registers::{Stored, load};
use gongkai_storage::{Db, StorageError};
use gongkai_testkit::{Cells, rows};
use jiff::civil::{Date, date};
use std::sync::{Arc, LazyLock};

/// The day every test imports on.
pub const TODAY: Date = date(2017, 1, 4);

pub const DISTRICT: Cells<'_> = &[
    ("code", "district"),
    ("name", "某区人民政府"),
    ("level", "district"),
    ("kind", "government"),
    ("position", "1"),
];
pub const OFFICE: Cells<'_> = &[
    ("code", "office"),
    ("name", "某区人民政府办公室"),
    ("level", "district"),
    ("kind", "government_office"),
    ("parent", "district"),
    ("position", "2"),
];
pub const TOWN: Cells<'_> = &[
    ("code", "town"),
    ("name", "某镇人民政府"),
    ("level", "town"),
    ("kind", "town_or_subdistrict"),
    ("parent", "district"),
    ("position", "3"),
];

static LAW: LazyLock<Arc<LawBook>> = LazyLock::new(|| Arc::new(LawBook::built_in().unwrap()));

/// An installation with a key of its own on an empty, migrated database.
pub async fn installed(db: &Db) -> Installation {
    Installation::open(db.clone(), LAW.clone(), InstallationKey::generate().unwrap()).await.unwrap()
}

/// An installation with three bodies.
pub async fn with_bodies(db: &Db) -> Installation {
    let office = installed(db).await;
    import(&office, ledger("bodies", &[DISTRICT, OFFICE, TOWN])).await;
    office
}

/// Opens the database `db` with the key of `other`.
pub async fn opened_with_key_of(db: &Db, other: &Installation) -> Installation {
    let key = InstallationKey::read(&other.key.write()).unwrap();
    Installation::open(db.clone(), LAW.clone(), key).await.unwrap()
}

pub fn ledger(register: &str, given: &[Cells<'_>]) -> Ledger {
    let register = find(register).unwrap();
    let (rows, places) = rows(register, given);
    Ledger {
        register,
        rows,
        places,
        files: vec![("sample.csv".into(), "0".repeat(64))],
        lacking: Vec::new(),
        replace: None,
    }
}

/// A ledger written as a table: the columns, then the rows, cells parted by strokes; an empty cell is absent.
pub fn table(register: &str, text: &str) -> Ledger {
    let mut lines = text.lines().map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
    let columns = lines.next().unwrap();
    let rows: Vec<Vec<(&str, &str)>> = lines
        .map(|cells| {
            assert_eq!(cells.len(), columns.len(), "{cells:?}");
            columns.iter().copied().zip(cells).filter(|(_, text)| !text.is_empty()).collect()
        })
        .collect();
    let rows: Vec<Cells<'_>> = rows.iter().map(Vec::as_slice).collect();
    ledger(register, &rows)
}

/// A ledger that takes away what it does not have.
pub fn replacing(register: &str, year: i16, body: &str, given: &[Cells<'_>]) -> Ledger {
    Ledger {
        lacking: Vec::new(),
        replace: Some(Replace { year, body: body.to_owned() }),
        ..ledger(register, given)
    }
}

pub fn by() -> By {
    By { actor: "test".to_owned(), at: "2017-01-04T01:02:03.000004Z".parse().unwrap(), today: TODAY }
}

pub async fn try_import(
    office: &Installation,
    ledger: &Ledger,
) -> Result<(Comparison, Applied), ImportError> {
    let comparison = compare(office, ledger).await?;
    let applied = apply(office, ledger, &comparison.digest, &by(), &|_| {}).await?;
    Ok((comparison, applied))
}

pub async fn import(office: &Installation, ledger: Ledger) -> Applied {
    try_import(office, &ledger).await.unwrap().1
}

/// How many rows were added, changed, left alone and removed.
pub fn counts(applied: &Applied) -> [usize; 4] {
    [applied.added, applied.changed, applied.unchanged, applied.removed]
}

pub async fn stored(office: &Installation, register: &str, key: &str) -> Option<Stored> {
    let mut tx = office.db.read().await.unwrap();
    load(&mut tx, find(register).unwrap(), &[key]).await.unwrap().pop()
}

pub async fn row(office: &Installation, register: &str, key: &str) -> Row {
    stored(office, register, key).await.unwrap_or_else(|| panic!("{register} {key}")).row
}

/// The plain text of one column of a stored row.
pub async fn column(office: &Installation, register: &str, key: &str, column: &str) -> String {
    row(office, register, key).await.value(find(register).unwrap(), column).to_plain()
}

/// The facts of every audit entry, in order.
pub async fn audit_facts(office: &Installation) -> Vec<String> {
    let mut facts = Vec::new();
    let mut tx = office.db.read().await.unwrap();
    each_entry(&mut tx, |entry, _| {
        facts.push(entry.facts);
        Ok::<(), StorageError>(())
    })
    .await
    .unwrap();
    facts
}

/// Every row change.
pub async fn changes(office: &Installation) -> Vec<StoredChange> {
    let mut changes = Vec::new();
    let mut tx = office.db.read().await.unwrap();
    each_change(&mut tx, |change| {
        changes.push(change);
        Ok::<(), StorageError>(())
    })
    .await
    .unwrap();
    changes
}

/// The chain is whole and every row is as last recorded.
pub async fn assert_verified(office: &Installation) {
    let verified = gongkai_app::verify::verify(office).await.unwrap();
    assert_eq!(verified.faults, [], "on {:?}", office.db.engine());
}
