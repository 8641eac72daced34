//! From an older program to this one: the data, and the program itself.

use crate::program::Program;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::Duration;

#[test]
fn every_command_asks_for_the_upgrade_and_serve_makes_it() {
    for program in Program::on_each_engine() {
        program.run(&["init", "--body", "某区人民政府办公室", "--code", "office"]).done();
        let old = program.as_an_older_program_left_it();
        for command in [&["verify"][..], &["doctor"], &["export", "bodies"], &["backup", "x"]] {
            old.run(command).bad_use().says(&["gongkai upgrade", "第 2 版"]);
        }
        old.run(&["upgrade", "--dry-run"]).done().says(&["版本 2", "没有写入任何东西"]);
        assert!(!old.data().join("before-upgrade").exists());
        assert!(old.home(&["serve"]).starts_with("HTTP/1.1 200"));
        old.verified();
        old.run(&["upgrade"]).done().says(&["最新"]);
        assert_eq!(old.exported("bodies"), program.exported("bodies"));
    }
}

#[test]
fn a_newer_database_is_refused_by_every_command_with_both_versions() {
    let program = Program::with_office();
    program.tamper("insert into schema_version (version) values (9999)");
    for command in
        [&["serve"][..], &["report", "2021"], &["verify"], &["upgrade"], &["migrate"], &["backup", "x"]]
    {
        program.run(command).problems().says(&["第 9999 版", env!("CARGO_PKG_VERSION"), "更新的程序"]);
    }
}

#[test]
fn killed_at_any_step_or_moment_it_can_be_started_again() {
    for engine in Program::on_each_engine() {
        engine.run(&["init", "--body", "某区人民政府办公室", "--code", "office"]).done();
        for step in 0..=4 {
            let old = engine.as_an_older_program_left_it();
            let mut upgrading = old.command(&["upgrade"]).stdout(Stdio::piped()).spawn().unwrap();
            let said = BufReader::new(upgrading.stdout.take().unwrap()).lines();
            assert!(said.take(step).all(|line| line.is_ok()));
            upgrading.kill().unwrap();
            upgrading.wait().unwrap();
            assert!(old.home(&["serve"]).starts_with("HTTP/1.1 200"), "after step {step}");
            old.verified();
        }
        for moment in [30, 60, 90, 120, 160, 200] {
            let old = engine.as_an_older_program_left_it();
            let mut upgrading = old.start(&["upgrade"]);
            thread::sleep(Duration::from_millis(moment));
            upgrading.kill().unwrap();
            upgrading.wait().unwrap();
            old.run(&["upgrade"]).done();
            old.verified();
        }
    }
}

/// A program in a folder of its own, and archives of others.
struct Installed {
    office: Program,
    program: PathBuf,
}

impl Installed {
    fn new() -> Self {
        let office = Program::with_office();
        let program = office.path("bin/gongkai");
        fs::create_dir(office.path("bin")).unwrap();
        fs::write(&program, "#!/bin/sh\necho old\n").unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        Self { office, program }
    }

    fn upgrade(&self, archive: &Path) -> crate::program::Ran {
        let [archive, program] = [archive, &self.program].map(|path| path.to_str().unwrap());
        self.office.run(&["upgrade", "--to", archive, "--program", program])
    }

    fn is_old(&self) -> bool {
        fs::read_to_string(&self.program).is_ok_and(|text| text.contains("echo old"))
    }

    /// An archive with `program`, whose list is made of what `listed` would be.
    fn archive(&self, program: &[u8], listed: &[u8]) -> PathBuf {
        let sums = format!("{}  gongkai\n{}  law/a.toml\n", sum(listed), sum(b"a"));
        let path = self.office.path("new.tar.gz");
        let file = fs::File::create(&path).unwrap();
        let mut archive = tar::Builder::new(GzEncoder::new(file, Compression::fast()));
        for (name, bytes) in [("SHA256SUMS", sums.as_bytes()), ("gongkai", program), ("law/a.toml", b"a")] {
            let mut header = tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            archive.append_data(&mut header, format!("gongkai-9.9.9/{name}"), bytes).unwrap();
        }
        archive.into_inner().unwrap().finish().unwrap();
        path
    }
}

fn sum(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

#[test]
fn the_program_of_a_whole_archive_takes_the_place_of_the_old_one() {
    let installed = Installed::new();
    let new = fs::read(env!("CARGO_BIN_EXE_gongkai")).unwrap();
    installed.upgrade(&installed.archive(&new, &new)).done().says(&["校验值相符", "已换上新的程序"]);
    assert_eq!(fs::read(&installed.program).unwrap(), new);
    let previous = fs::read_to_string(installed.office.path("bin/gongkai.previous")).unwrap();
    assert!(previous.contains("echo old"));
    assert!(!installed.office.path("bin/gongkai.new").exists());
    installed.office.verified();
}

#[test]
fn an_archive_that_was_altered_replaces_nothing() {
    let installed = Installed::new();
    let refused = installed.upgrade(&installed.archive(b"#!/bin/sh\necho altered\n", b"another"));
    refused.bad_use().says(&["gongkai 与校验值不符"]);
    let whole = installed.archive(b"#!/bin/sh\nexit 0\n", b"#!/bin/sh\nexit 0\n");
    fs::write(installed.office.path("new.tar.gz.sha256"), format!("{}  new.tar.gz\n", sum(b"other")))
        .unwrap();
    installed.upgrade(&whole).bad_use().says(&[".sha256"]);
    fs::write(&whole, &fs::read(&whole).unwrap()[..100]).unwrap();
    fs::remove_file(installed.office.path("new.tar.gz.sha256")).unwrap();
    installed.upgrade(&whole).bad_use();
    assert!(installed.is_old());
    assert!(!installed.office.path("bin/gongkai.previous").exists());
}

#[test]
fn a_new_program_that_does_not_manage_the_data_gives_way_to_the_old_one() {
    let installed = Installed::new();
    let looks_only = b"#!/bin/sh\ncase \"$*\" in *--dry-run*) exit 0;; *) exit 1;; esac\n";
    installed.upgrade(&installed.archive(looks_only, looks_only)).problems().says(&["已换回原来的程序"]);
    assert!(installed.is_old());
    let never = b"#!/bin/sh\nexit 1\n";
    installed.upgrade(&installed.archive(never, never)).problems();
    assert!(installed.is_old() && !installed.office.path("bin/gongkai.new").exists());
    installed.office.verified();
}
