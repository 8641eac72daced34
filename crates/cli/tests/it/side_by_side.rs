//! More than one process on one database, and databases that are not there.

use crate::program::Program;
use gongkai_storage::Db;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
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
    for command in [vec!["verify"], vec!["report", "2016"], vec!["export", "bodies"], vec!["doctor"]] {
        program.run(&command).done();
    }
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
    let mut serving = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(program.data())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(serving.stdout.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let mut asking = TcpStream::connect(&address).unwrap();
    asking.write_all(b"GET /zfxxgk/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    asking.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("某区人民政府办公室"), "{answer}");
    Command::new("kill").args(["-TERM", &serving.id().to_string()]).status().unwrap();
    assert_eq!(serving.wait().unwrap().code(), Some(0));
    program.verified();
}
