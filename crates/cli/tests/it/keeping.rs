//! `backup --keep`, and what `doctor` and `serve` say of backups.

use crate::program::Program;
use std::fs;

#[test]
fn dated_backups_are_kept_noted_and_restorable() {
    for program in Program::on_each_engine() {
        program.run(&["init", "--body", "某区人民政府办公室", "--code", "office"]).done();
        let folder = program.path("backups");
        let keep = ["backup", folder.to_str().unwrap(), "--keep", "1"];
        let first = program.run(&keep).done().says(&["已备份并核验"]);
        assert!(first.out.contains("backups/gongkai-20"), "{}", first.out);
        std::thread::sleep(std::time::Duration::from_millis(1100));
        let second = program.run(&keep).done().says(&["已删去旧的"]);
        let path =
            second.out.lines().find(|line| line.contains("backups/gongkai-")).unwrap().trim().to_owned();
        for record in [folder.join("backups.json"), program.data().join("backups.json")] {
            let text = fs::read_to_string(record).unwrap();
            assert!(text.contains(path.rsplit('/').next().unwrap()), "{text}");
        }
        program.run(&["doctor"]).says(&["最近一次完好的备份", "disk"]);
        let key = program.data().join("keys/installation.key");
        let new = Program::new();
        new.run(&["restore", &path, "--key-file", key.to_str().unwrap(), "--verify"]).done();
        assert_eq!(new.exported("bodies"), program.exported("bodies"));
    }
}

#[test]
fn keeping_none_is_bad_use_and_a_plain_backup_stays_one_folder() {
    let program = Program::with_office();
    let folder = program.path("one");
    program.run(&["backup", folder.to_str().unwrap(), "--keep", "0"]).bad_use();
    program.run(&["backup", folder.to_str().unwrap()]).done();
    assert!(folder.join("manifest.json").is_file() && !program.data().join("backups.json").exists());
    program.run(&["backup", folder.to_str().unwrap()]).problems().says(&["已经有文件"]);
}

#[test]
fn a_backup_that_is_missing_is_an_error_of_doctor_and_a_warning_of_serve() {
    let program = Program::with_office();
    let folder = program.path("backups");
    program.run(&["backup", folder.to_str().unwrap(), "--keep", "1"]).done();
    fs::remove_dir_all(&folder).unwrap();
    program.run(&["doctor"]).problems().says(&["✗ backups", "挂上"]);
    assert!(program.logged_while_serving().contains("挂上"));
}
