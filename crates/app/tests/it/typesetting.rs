//! A worker that answers, dawdles, dies and comes back.

use gongkai_app::typesetting::{Typesetter, TypesettingError, Working};
use gongkai_domain::reports::{Printing, Publication, Report, Standing};
use gongkai_domain::says::Says;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// A worker in shell: `$1` is a file it notes each start in, and each job; what it does is the script.
struct Shell {
    folder: TempDir,
    typesetter: Typesetter,
}

impl Shell {
    fn doing(script: &str, change: impl Fn(&mut Working)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (program, notes) = (folder.path().join("worker.sh"), folder.path().join("notes"));
        fs::write(&program, format!("{FRAMES}\necho start >> \"$1\"\n{script}")).unwrap();
        let arguments = vec![program.into_os_string(), notes.into_os_string()];
        let mut working = Working::new("/bin/sh".into(), arguments);
        working.per_job = Duration::from_secs(20);
        change(&mut working);
        Self { folder, typesetter: Typesetter::new(working) }
    }

    fn noted(&self, word: &str) -> usize {
        let notes = fs::read_to_string(self.folder.path().join("notes")).unwrap_or_default();
        notes.lines().filter(|line| *line == word).count()
    }

    async fn ask(&self, year: i16) -> Result<String, TypesettingError> {
        let pdf = self.typesetter.report(publication(year), Printing::Official).await?;
        Ok(String::from_utf8_lossy(&pdf.bytes).into_owned())
    }
}

/// Reads a frame with a length below 64 KiB, writes one shorter than 64 bytes.
const FRAMES: &str = r#"
PATH=/usr/bin:/bin
job() {
  length=$(head -c 4 | od -An -tu1 | { read a b c d; echo $((c * 256 + d)); })
  [ "$length" -gt 0 ] || exit 0
  head -c "$length" > /dev/null
}
frame() { printf '\000\000\000'; printf "\\$(printf '%03o' ${#1})"; printf '%s' "$1"; }
set_it() { frame '{"set":{"missing":["x"]}}'; frame "$1"; }
"#;

fn publication(year: i16) -> Publication {
    Publication {
        report: Report {
            format: "f".to_owned(),
            body: "b".to_owned(),
            year,
            title: String::new(),
            cells: Vec::new(),
            checks: Vec::new(),
            sections: Vec::new(),
            charts: Vec::new(),
        },
        format: Says::default(),
        body: String::new(),
        standing: Standing::Draft { counted_on: "2017-01-09".parse().unwrap() },
        definitions: BTreeMap::new(),
        years: Vec::new(),
        address: None,
    }
}

const WELL: &str = r#"while job; do echo job >> "$1"; set_it "%PDF"; done"#;

#[tokio::test]
async fn one_worker_sets_one_report_after_another_and_none_twice() {
    let shell = Shell::doing(WELL, |_| ());
    assert_eq!(shell.noted("start"), 0, "nothing was asked for yet");
    for year in [2016, 2017, 2016, 2017] {
        assert_eq!(shell.ask(year).await.unwrap(), "%PDF");
    }
    assert_eq!((shell.noted("start"), shell.noted("job")), (1, 2));
    let pdf = shell.typesetter.report(publication(2016), Printing::Official).await.unwrap();
    assert!(pdf.missing.contains(&'x'));
    shell.typesetter.report(publication(2016), Printing::Checking).await.unwrap();
    assert_eq!(shell.noted("job"), 3, "another printing is another file");
}

#[tokio::test]
async fn whoever_asks_together_waits_for_one_setting() {
    let shell = Arc::new(Shell::doing(WELL, |_| ()));
    let asking: Vec<_> = (0..8)
        .map(|_| {
            let shell = shell.clone();
            tokio::spawn(async move { shell.ask(2016).await })
        })
        .collect();
    for asked in asking {
        assert_eq!(asked.await.unwrap().unwrap(), "%PDF");
    }
    assert_eq!(shell.noted("job"), 1);
}

#[tokio::test]
async fn a_worker_that_dies_is_started_once_more_for_the_job() {
    let dies_first = r#"job; [ "$(grep -c start "$1")" = 1 ] && kill -9 $$
        set_it "%PDF"; while job; do set_it "%PDF"; done"#;
    let shell = Shell::doing(dies_first, |_| ());
    assert_eq!(shell.ask(2016).await.unwrap(), "%PDF");
    assert_eq!(shell.noted("start"), 2);
    let shell = Shell::doing("job; exit 3", |_| ());
    assert!(matches!(shell.ask(2016).await, Err(TypesettingError::Lost(_))));
    assert_eq!(shell.noted("start"), 2);
}

#[tokio::test]
async fn a_job_that_takes_too_long_is_stopped_and_the_next_one_is_served() {
    let dawdles_first = r#"[ "$(grep -c start "$1")" = 1 ] && job && exec sleep 600
        while job; do set_it "%PDF"; done"#;
    let shell = Shell::doing(dawdles_first, |working| working.per_job = Duration::from_secs(2));
    assert_eq!(shell.ask(2016).await, Err(TypesettingError::Slow(2)));
    assert_eq!(shell.ask(2016).await.unwrap(), "%PDF");
}

#[tokio::test]
async fn too_many_at_once_are_refused_and_a_reader_who_hangs_up_frees_the_place() {
    let shell = Arc::new(Shell::doing("job; exec sleep 600", |working| working.queue = 1));
    let other = shell.clone();
    let waiting = tokio::spawn(async move { other.ask(2016).await });
    while shell.noted("start") == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(shell.ask(2017).await, Err(TypesettingError::Busy));
    waiting.abort();
    assert!(waiting.await.unwrap_err().is_cancelled());
    let next = shell.clone();
    let asked = tokio::spawn(async move { next.ask(2017).await });
    while shell.noted("start") < 2 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    asked.abort();
}

#[tokio::test]
async fn an_idle_worker_is_ended() {
    let script = r#"echo "pid $$" >> "$1"; while job; do set_it "%PDF"; done"#;
    let shell = Shell::doing(script, |working| working.idle = Duration::from_millis(100));
    shell.ask(2016).await.unwrap();
    let notes = fs::read_to_string(shell.folder.path().join("notes")).unwrap();
    let process = notes.lines().find_map(|line| line.strip_prefix("pid ")).unwrap().to_owned();
    for _ in 0..1_000 {
        if !is_running(&process) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(!is_running(&process));
    assert_eq!(shell.ask(2018).await.unwrap(), "%PDF");
    assert_eq!(shell.noted("start"), 2);
}

/// Ended or reaped; a process that was killed and not yet waited for is as good as gone.
fn is_running(process: &str) -> bool {
    let status = fs::read_to_string(Path::new("/proc").join(process).join("status")).unwrap_or_default();
    !status.is_empty() && !status.lines().any(|line| line.starts_with("State:") && line.contains('Z'))
}

#[tokio::test]
async fn what_the_worker_cannot_do_is_said_in_its_words() {
    let fault = r#"while job; do frame '{"fault":{"zh":"x","en":"no fonts"}}'; frame ""; done"#;
    let shell = Shell::doing(fault, |_| ());
    assert_eq!(shell.ask(2016).await, Err(TypesettingError::Fault(Says::new("x", "no fonts"))));
    let nowhere = Typesetter::new(Working::new("/nowhere/gongkai".into(), Vec::new()));
    let lost = nowhere.report(publication(2016), Printing::Official).await.unwrap_err();
    assert!(matches!(lost, TypesettingError::Lost(_)), "{lost}");
}
