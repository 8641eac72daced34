//! The service: its files below a root of choice, held against systemd's own reading of them.

use crate::program::Program;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const UNITS: [&str; 3] = ["gongkai.service", "gongkai-backup.service", "gongkai-backup.timer"];

/// Installs below a root of its own.
fn installed(program: &Program, more: &[&str]) -> PathBuf {
    let root = program.path("root");
    let mut arguments = vec!["service", "install", "--prefix", root.to_str().unwrap()];
    arguments.extend(more);
    program.run(&arguments).done().says(&["系统没有改动"]);
    root
}

fn text(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn every_file_lies_where_the_system_looks_for_it() {
    let program = Program::new();
    let backups = program.path("备份 盘");
    let root = installed(
        &program,
        &["--listen", "0.0.0.0:80", "--keep", "7", "--backup-dir", backups.to_str().unwrap()],
    );
    let data = program.data();
    let options = text(&root, "etc/gongkai/gongkai.env");
    assert!(
        options.contains(&format!("GONGKAI_DATA_DIR={}\nGONGKAI_LISTEN=0.0.0.0:80\n", data.display())),
        "{options}"
    );
    let service = text(&root, "etc/systemd/system/gongkai.service");
    assert!(service.contains("CapabilityBoundingSet=CAP_NET_BIND_SERVICE\n"), "{service}");
    assert!(service.contains("\nExecStart=/usr/local/bin/gongkai serve"), "{service}");
    let backup = text(&root, "etc/systemd/system/gongkai-backup.service");
    assert!(backup.contains(&format!("gongkai backup \"{}\" --keep 7\n", backups.display())), "{backup}");
    assert!(text(&root, "etc/systemd/journald@gongkai.conf").contains("MaxRetentionSec=184day\n"));
    let copy = root.join("usr/local/bin/gongkai");
    let said = Command::new(&copy).arg("--version").output().unwrap();
    assert!(said.status.success());
    assert!(root.join(data.strip_prefix("/").unwrap()).is_dir());
}

#[test]
fn systemd_finds_nothing_wrong_with_the_units() {
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        return;
    }
    let program = Program::new();
    let root = installed(&program, &["--listen", "0.0.0.0:80"]);
    let folder = root.join("etc/systemd/system");
    // The program and the user are not on this machine; everything else is as it is installed.
    let here = root.join("usr/local/bin/gongkai");
    for unit in UNITS {
        let path = folder.join(unit);
        let as_here =
            fs::read_to_string(&path).unwrap().replace("/usr/local/bin/gongkai", here.to_str().unwrap());
        fs::write(&path, as_here).unwrap();
    }
    let verify = |unit: &str| {
        let ran = Command::new("systemd-analyze")
            .args(["verify", "--man=no", "--recursive-errors=no"])
            .arg(folder.join(unit))
            .output()
            .unwrap();
        (ran.status.success(), String::from_utf8_lossy(&ran.stderr).into_owned())
    };
    for unit in UNITS {
        let (fine, said) = verify(unit);
        assert!(fine && !said.contains("Unknown") && !said.contains("ignoring"), "{unit}: {said}");
    }
    let path = folder.join("gongkai.service");
    fs::write(&path, text(&root, "etc/systemd/system/gongkai.service").replace("Type=exec", "Typ=exec"))
        .unwrap();
    let (fine, said) = verify("gongkai.service");
    assert!(!fine || said.contains("Unknown"), "the check itself: {said}");
}

#[test]
fn options_that_somebody_changed_are_never_overwritten() {
    let program = Program::new();
    let root = installed(&program, &[]);
    let path = root.join("etc/gongkai/gongkai.env");
    let own = text(&root, "etc/gongkai/gongkai.env") + "GONGKAI_LOG=debug\n";
    fs::write(&path, &own).unwrap();
    let again = ["service", "install", "--prefix", root.to_str().unwrap(), "--listen", "127.0.0.1:9000"];
    program.run(&again).done().says(&["没有动", "gongkai.env.new"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), own);
    assert!(text(&root, "etc/gongkai/gongkai.env.new").contains("GONGKAI_LISTEN=127.0.0.1:9000"));
}

#[test]
fn a_removed_service_leaves_data_and_options() {
    let program = Program::with_office();
    let root = installed(&program, &[]);
    let data = program.data();
    program.run(&["service", "uninstall", "--prefix", root.to_str().unwrap()]).done().says(&["都留着"]);
    for unit in UNITS {
        assert!(!root.join("etc/systemd/system").join(unit).exists());
    }
    assert!(data.join("gongkai.db").exists() && root.join("etc/gongkai/gongkai.env").exists());
    program.verified();
}

#[test]
fn printing_writes_nothing() {
    let program = Program::new();
    let printed = program.run(&["service", "install", "--print"]).done();
    for unit in UNITS {
        assert!(printed.out.contains(&format!("# /etc/systemd/system/{unit}\n[Unit]")), "{}", printed.out);
    }
    assert!(printed.out.contains("# /etc/gongkai/gongkai.env\n"));
    assert!(!program.data().exists());
}

#[test]
fn without_systemd_the_files_are_shown_and_what_to_do() {
    if Path::new("/run/systemd/system").is_dir() {
        return;
    }
    let program = Program::new();
    let refused = program.run(&["service", "install"]);
    // Who is not root is told that first.
    if refused.code == 2 {
        refused.says(&["sudo"]);
        return;
    }
    refused.problems().says(&["ExecStart=", "不由 systemd 管理", "cron"]);
    program.run(&["service", "status"]).bad_use().says(&["systemd"]);
}

#[test]
fn a_name_that_could_be_something_else_is_no_user() {
    for name in ["root;reboot", "../x", "-x", "大"] {
        Program::new().run(&["service", "install", "--print", "--user", name]).bad_use();
    }
}
