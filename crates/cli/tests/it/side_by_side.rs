//! More than one process on one database, and databases that are not there.

use crate::program::Program;
use gongkai_storage::Db;
use std::time::{Duration, Instant};

#[test]
fn what_only_reads_does_not_wait_for_a_long_import() {
    let program = Program::with_office();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let writing = runtime.block_on(async {
        let db = Db::sqlite(&program.data().join("gongkai.db")).await.unwrap();
        db.write().await.unwrap()
    });
    let begun = Instant::now();
    for command in [vec!["verify"], vec!["report", "2016"], vec!["export", "bodies"]] {
        program.run(&command).done();
    }
    program.in_order();
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    // What writes waits, and then says why it gave up.
    let ledger = program.file("a.csv", "制作机构,指南名称,制作日期\noffice,甲,2016-03-01\n");
    program.run(&["import", "procurement-guides", &ledger]).problems().says(&["正忙"]);
    runtime.block_on(async { drop(writing) });
}

#[test]
fn a_server_that_is_not_there_is_told_at_once_without_its_password() {
    let program = Program::new();
    let begun = Instant::now();
    let ran = program.run(&["verify", "--database", "postgres://gongkai:geheim@127.0.0.1:1/gongkai"]);
    let ran = ran.problems().says(&["127.0.0.1:1", "refused"]);
    assert!(!ran.said().contains("geheim"), "{}", ran.said());
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
}

#[test]
fn the_portal_is_served_and_ends_when_told() {
    let program = Program::with_office();
    let answer = program.home(&["serve"]);
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("某区人民政府办公室"), "{answer}");
    assert!(!answer.contains("演示站点") && answer.contains("canonical\" href=\"/zfxxgk/\""), "{answer}");
    let answer = program.home(&["serve", "--origin", "https://www.example.gov.cn/"]);
    assert!(answer.contains("canonical\" href=\"https://www.example.gov.cn/zfxxgk/\""), "{answer}");
    program.run(&["serve", "--origin", "www.example.gov.cn"]).bad_use();
    program.verified();
}
