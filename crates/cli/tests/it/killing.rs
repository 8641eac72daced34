//! Killed at any moment, an import has happened whole or not at all.

use crate::program::Program;
use std::fmt::Write;
use std::thread;
use std::time::{Duration, Instant};

/// Rows of the ledger that is being imported.
const ROWS: usize = 20_000;
/// How often it is killed.
const TIMES: u32 = 10;

fn ledger(attempt: u32) -> String {
    let mut text = String::from("发布机构,公开渠道,标题,发布日期\n");
    for row in 0..ROWS {
        writeln!(text, "office,政府网站,第{attempt}次第{row}条,2016-{:02}-{:02}", row % 12 + 1, row % 28 + 1)
            .unwrap();
    }
    text
}

#[test]
fn an_import_that_is_killed_happened_whole_or_not_at_all() {
    let programs = Program::on_each_engine();
    thread::scope(|scope| {
        for program in &programs {
            scope.spawn(|| kill_many_times(program));
        }
    });
}

fn kill_many_times(program: &Program) {
    program.run(&["init", "--body", "某区人民政府办公室", "--code", "office"]).done();
    let first = program.file("0.csv", ledger(0));
    let begun = Instant::now();
    program.run(&["import", "placements", &first]).done();
    let whole = begun.elapsed();
    let mut rows = program.verified()[2];
    assert_eq!(rows, ROWS as i64 + 1);
    let mut undone = 0;
    for attempt in 1..=TIMES {
        let file = program.file(&format!("{attempt}.csv"), ledger(attempt));
        let mut import = program.start(&["import", "placements", &file]);
        thread::sleep(moment(whole, attempt));
        import.kill().unwrap();
        import.wait().unwrap();
        let now = program.verified()[2];
        assert!(now == rows || now == rows + ROWS as i64, "{now} rows after {rows}");
        undone += u32::from(now == rows);
        rows = now;
        std::fs::remove_file(file).unwrap();
    }
    assert!(undone > 0, "every import was over before it was killed");
    // Nothing of the killed ones stands in the way of the next.
    let last = program.file("last.csv", ledger(TIMES + 1));
    program.run(&["import", "placements", &last]).done();
    assert_eq!(program.verified()[2], rows + ROWS as i64);
}

/// Moments spread over the time a whole import takes, and a little beyond its end.
fn moment(whole: Duration, attempt: u32) -> Duration {
    whole * attempt * 11 / (TIMES * 10)
}
