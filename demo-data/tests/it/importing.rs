use crate::figures::LEDGERS;
use gongkai_demo_data::ledger::LedgerFile;
use gongkai_demo_data::world::World;
use gongkai_demo_data::writing;
use gongkai_domain::law::{BUILT_IN, Codes, Headings};
use gongkai_domain::registers::{BodyNames, Value};
use gongkai_ledgers::{Context, interpret, read};
use std::collections::BTreeMap;

/// Ledgers of more rows take long to read unoptimised; their looks are those of smaller ones.
const MOST_ROWS: usize = 2_000;

fn bodies(world: &World) -> BodyNames {
    let mut names = BodyNames::new();
    for body in &world.bodies {
        names.add(&body.code, &body.name, &body.short);
    }
    names
}

/// Every row as text, with how often it stands there.
fn tally<'a>(rows: impl Iterator<Item = &'a Vec<Value>>) -> BTreeMap<Vec<String>, usize> {
    let mut tally = BTreeMap::new();
    for row in rows {
        *tally.entry(row.iter().map(Value::to_plain).collect()).or_default() += 1;
    }
    tally
}

#[test]
fn the_importer_reads_exactly_the_rows_that_were_written() {
    let world = World::read().unwrap();
    let codes = Codes::read(BUILT_IN).unwrap();
    let headings = Headings::read(BUILT_IN).unwrap();
    let names = bodies(&world);
    for file in LEDGERS.iter().filter(|file| file.rows.rows.len() <= MOST_ROWS) {
        let context = Context {
            codes: &codes,
            headings: &headings,
            bodies: &names,
            default_body: file.look.body,
            year: file.look.year,
        };
        check(file, &world, &context).unwrap();
    }
}

fn check(file: &LedgerFile, world: &World, context: &Context<'_>) -> anyhow::Result<()> {
    let bytes = writing::bytes(file, &world.vocabulary())?;
    let sheets = read(bytes, &file.path)?;
    let reading = interpret(file.rows.register, &sheets, context);
    let faults: Vec<_> = reading.faults.iter().take(5).map(ToString::to_string).collect();
    assert!(reading.faults.is_empty(), "{}: {faults:#?}", file.path);
    let found = tally(reading.rows.iter().map(|(_, row)| &row.values));
    let wanted = tally(file.rows.rows.iter());
    let lost: Vec<_> = wanted.iter().filter(|(row, count)| found.get(*row) != Some(count)).take(2).collect();
    let made_up: Vec<_> = found.keys().filter(|row| !wanted.contains_key(*row)).take(2).collect();
    assert!(lost.is_empty(), "{}: {lost:#?}\nread instead: {made_up:#?}", file.path);
    assert_eq!(found.len(), wanted.len(), "{}", file.path);
    Ok(())
}
