//! Personal data and the key that opens them: what lies where, and what a backup needs to come back.

use crate::program::{Program, files_below};
use std::fs;
use std::path::Path;

const PERSONAL: [&str; 6] = [
    "欧阳慕白",
    "440184199001017777",
    "13900007777",
    "慕白路7号",
    "mubai@example.cn",
    "慕白家的征地补偿材料",
];

/// An office with two requests; the second import changes one, so that old pages of the file are reused.
fn with_requests() -> Program {
    let program = Program::with_office();
    let mut ledger = String::from(
        "受理机关,登记编号,收到日期,申请方式,申请人类型,申请人,证件号码,联系电话,联系地址,电子邮箱,所需信息\n",
    );
    ledger += "office,2016-1,2016-03-01,信函,公民,欧阳慕白,440184199001017777,13900007777,慕白路7号,mubai@example.cn,慕白家的征地补偿材料\n";
    ledger += "office,2016-2,2016-03-02,网上申请,公民,,,,,,\n";
    program.run(&["import", "requests", &program.file("依申请.csv", &ledger)]).done();
    let changed = ledger.replace("13900007777", "13900008888");
    program.run(&["import", "requests", &program.file("依申请.csv", changed)]).done();
    program.run(&["import", "requests", &program.file("依申请.csv", &ledger)]).done();
    program
}

fn assert_nothing_personal(folder: &Path) {
    let files = files_below(folder);
    assert!(!files.is_empty());
    for file in files {
        let bytes = fs::read(&file).unwrap();
        for words in PERSONAL {
            let found = bytes.windows(words.len()).any(|window| window == words.as_bytes());
            assert!(!found, "“{words}” stands in {}", file.display());
        }
    }
}

#[test]
fn no_personal_text_stands_in_the_database_file_or_in_a_backup() {
    let program = with_requests();
    assert!(program.exported("requests").contains("欧阳慕白"), "with the key it is there");
    let without = program.run(&["export", "requests"]).done();
    assert!(!without.out.contains("欧阳慕白") && !without.out.contains("s1:"), "{}", without.out);
    assert!(program.data().join("gongkai.db").exists());
    assert_nothing_personal(&program.data());
    let backup = program.path("backup");
    program.run(&["backup", backup.to_str().unwrap()]).done().says(&["没有安装密钥"]);
    assert_nothing_personal(&backup);
}

fn assert_owners_only(key: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(key).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(key.is_file());
}

#[test]
fn the_key_is_for_its_owner_only_and_in_no_backup() {
    let program = with_requests();
    let key = program.data().join("keys/installation.key");
    let text = fs::read_to_string(&key).unwrap();
    assert_owners_only(&key);
    let secret = text.split_whitespace().nth(1).unwrap();
    let backup = program.path("backup");
    program.run(&["backup", backup.to_str().unwrap()]).done();
    for file in files_below(&backup) {
        assert!(!fs::read_to_string(&file).unwrap().contains(secret), "{}", file.display());
    }
    assert!(!String::from_utf8_lossy(&fs::read(program.data().join("gongkai.db")).unwrap()).contains(secret));
}

#[test]
fn a_backup_comes_back_with_its_key_and_not_without() {
    let old = with_requests();
    let backup = old.path("backup");
    let backup = backup.to_str().unwrap();
    old.run(&["backup", backup]).done();
    let key = old.data().join("keys/installation.key");
    let key = key.to_str().unwrap();

    for new in Program::on_each_engine() {
        new.run(&["restore", backup]).bad_use().says(&["安装密钥", "--key-file"]);
        let other = Program::with_office();
        let other_key = other.data().join("keys/installation.key");
        new.run(&["restore", backup, "--key-file", other_key.to_str().unwrap()]).bad_use().says(&["指纹"]);
        assert!(!new.data().join("keys").exists(), "a refused restore makes no key");

        new.run(&["restore", backup, "--key-file", key, "--verify"]).done().says(&["已恢复", "审计链完整"]);
        let opened = new.run(&["export", "requests", "--with-personal", "--key-file", key]).done();
        assert_eq!(opened.out, old.exported("requests"));
        new.run(&["restore", backup, "--key-file", key]).problems().says(&["已经有数据"]);
        // From now on the key lies where it belongs, for its owner only.
        new.verified();
        assert_owners_only(&new.data().join("keys/installation.key"));
    }
}

#[test]
fn a_lost_key_is_asked_for_not_made_anew() {
    let program = with_requests();
    let key = program.data().join("keys/installation.key");
    let text = fs::read_to_string(&key).unwrap();
    fs::remove_file(&key).unwrap();
    program.run(&["verify"]).bad_use().says(&["安装密钥", "--key-file"]);
    assert!(!key.exists());
    fs::write(&key, text.replacen("gongkai-key-1 ", "gongkai-key-1 A", 1)).unwrap();
    program.run(&["verify"]).problems().says(&["安装密钥"]);
    fs::write(&key, text).unwrap();
    program.verified();
}
