//! A log file a day, in the office's days; old ones are removed.
//!
//! Our own, because tracing-appender turns its files over at midnight of Greenwich, which is eight in the morning here,
//! and counts files where the law counts days.

use crate::globals::civil_day;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes to the file of the day.
#[derive(Debug)]
pub struct DailyFiles {
    folder: PathBuf,
    keep_days: u16,
    clock: fn() -> Timestamp,
    day: Date,
    ends: Timestamp,
    file: File,
}

impl DailyFiles {
    /// Opens today's file, makes the folder where there is none, and removes files older than `keep_days` days.
    pub fn open(folder: PathBuf, keep_days: u16, clock: fn() -> Timestamp) -> io::Result<Self> {
        fs::create_dir_all(&folder)?;
        let day = civil_day(clock());
        let file = open(&folder, day)?;
        let files = Self { folder, keep_days, clock, day, ends: end_of(day), file };
        files.remove_old();
        Ok(files)
    }

    /// Goes on to the file of another day.
    fn turn(&mut self, day: Date) -> io::Result<()> {
        self.file = open(&self.folder, day)?;
        self.day = day;
        self.ends = end_of(day);
        self.remove_old();
        Ok(())
    }

    /// One that cannot be removed is tried again tomorrow; logging goes on.
    fn remove_old(&self) {
        let Ok(first_kept) = self.day.checked_sub(i64::from(self.keep_days).days()) else { return };
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            if day_of(&path).is_some_and(|day| day < first_kept) {
                let _ = fs::remove_file(&path);
            }
        }
    }
}

impl Write for DailyFiles {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let now = (self.clock)();
        if now >= self.ends {
            self.turn(civil_day(now))?;
        }
        self.file.write(line)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn name_of(day: Date) -> String {
    format!("gongkai-{day}.log")
}

/// The day a file is of; whoever keeps them compressed adds an ending.
fn day_of(path: &Path) -> Option<Date> {
    let rest = path.file_name()?.to_str()?.strip_prefix("gongkai-")?;
    let (day, _) = rest.split_once(".log")?;
    day.parse().ok()
}

fn open(folder: &Path, day: Date) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o640);
    }
    options.open(folder.join(name_of(day)))
}

/// The first instant after a day.
fn end_of(day: Date) -> Timestamp {
    let next = day.tomorrow().ok().and_then(|next| next.to_zoned(crate::globals::office_zone()).ok());
    next.map_or(Timestamp::MAX, |next| next.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    thread_local! {
        static NOW: Cell<Timestamp> = const { Cell::new(Timestamp::UNIX_EPOCH) };
    }

    fn it_is(text: &str) {
        NOW.set(text.parse().unwrap());
    }

    fn files_in(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn every_day_of_the_office_has_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("logs/here");
        it_is("2026-11-23T23:59:59.9+08:00");
        let mut files = DailyFiles::open(place.clone(), 183, || NOW.get()).unwrap();
        files.write_all(b"first\n").unwrap();
        it_is("2026-11-24T00:00:00+08:00");
        files.write_all(b"second\n").unwrap();
        it_is("2026-11-24T08:00:00+08:00");
        files.write_all(b"third\n").unwrap();
        it_is("2026-11-26T10:00:00+08:00");
        files.write_all(b"fourth\n").unwrap();
        let read = |day: &str| fs::read_to_string(place.join(format!("gongkai-{day}.log"))).unwrap();
        assert_eq!(read("2026-11-23"), "first\n");
        assert_eq!(read("2026-11-24"), "second\nthird\n");
        assert_eq!(read("2026-11-26"), "fourth\n");
        assert_eq!(files_in(&place).len(), 3);
        drop(files);
        DailyFiles::open(place.clone(), 183, || NOW.get()).unwrap().write_all(b"fifth\n").unwrap();
        assert_eq!(read("2026-11-26"), "fourth\nfifth\n", "a restart goes on with the file of the day");
    }

    #[test]
    fn files_past_their_time_are_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "gongkai-2026-05-23.log",
            "gongkai-2026-05-24.log",
            "gongkai-2026-05-24.log.gz",
            "gongkai-2025-01-01.log.gz",
            "gongkai-2025-01-01.txt",
            "nginx-2025-01-01.log",
            "gongkai-.log",
        ] {
            fs::write(folder.path().join(name), "kept?").unwrap();
        }
        it_is("2026-11-23T12:00:00+08:00");
        let mut files = DailyFiles::open(folder.path().to_owned(), 183, || NOW.get()).unwrap();
        let kept = ["gongkai-.log", "gongkai-2025-01-01.txt"];
        let today = "gongkai-2026-11-23.log";
        let older = ["gongkai-2026-05-24.log", "gongkai-2026-05-24.log.gz"];
        assert_eq!(files_in(folder.path()), [&kept[..], &older, &[today, "nginx-2025-01-01.log"]].concat());
        it_is("2026-11-24T12:00:00+08:00");
        files.write_all(b"a day later\n").unwrap();
        assert_eq!(
            files_in(folder.path()),
            [&kept[..], &[today, "gongkai-2026-11-24.log", "nginx-2025-01-01.log"]].concat()
        );
    }
}
