//! Many reports at once: each is tested against last year's where it is among them, and all against one another.

use crate::prose;
use crate::{CellState, Checked, Finding, ReadCell, ReadReport, Reading, Severity};
use gongkai_documents::Document;
use gongkai_domain::reports::Format;
use gongkai_domain::says::Says;
use std::collections::HashMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// A file and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedFile {
    /// Its name, as whoever brought it calls it.
    pub file: String,
    /// What it says and what is wrong with it; otherwise why it could not be read and what to do.
    pub outcome: Result<Checked, Says>,
}

impl CheckedFile {
    /// What is wrong with it; nothing where it could not be read.
    pub fn findings(&self) -> &[Finding] {
        self.outcome.as_ref().map_or(&[], |checked| &checked.findings)
    }

    /// How many findings are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings().iter().filter(|finding| finding.severity == severity).count()
    }

    /// What it says, where it could be read.
    pub fn reading(&self) -> Option<&Reading> {
        self.outcome.as_ref().ok().map(|checked| &checked.reading)
    }
}

/// Sorts files so that what needs most work comes first: those nobody could read, then by errors, warnings and notes.
pub fn worst_first(files: &mut [CheckedFile]) {
    files.sort_by_cached_key(|file| {
        let counts = Severity::ALL.map(|severity| std::cmp::Reverse(file.count(severity)));
        (file.outcome.is_ok(), counts, file.file.clone())
    });
}

/// Checks `count` documents, each opened by its number when its turn comes and let go when it has been read; as many at
/// a time as the machine has cores. The outcomes are in the order of the numbers and do not depend on it. A document may
/// be opened a second time.
///
/// A report is tested against that of the same body for the year before, if it is one of them or of `previous`.
pub fn together<F: Send + Sync>(
    count: usize,
    open: impl Fn(usize) -> Result<Document, F> + Sync,
    formats: &[Format],
    previous: &[Reading],
) -> Vec<Result<Checked, F>> {
    let reports = side_by_side(count, |at| open(at).map(|document| ReadReport::of(&document, formats, None)));
    let readings = reports.iter().flatten().map(|report| &report.reading);
    let known = Known::of(readings.chain(previous));
    let copied = copied(&reports);
    let tested = side_by_side(count, |at| {
        let report = reports[at].as_ref().ok()?;
        let before = known.before(&report.reading).or_else(|| the_pair(count, previous, report));
        Some(tested(report, before, copied.get(&at).map_or(&[], Vec::as_slice), formats, || open(at).ok()))
    });
    let outcomes = reports.into_iter().zip(tested);
    outcomes
        .map(|(report, tested)| report.map(|report| tested.unwrap_or_else(|| report.checked(Vec::new()))))
        .collect()
}

/// Tests a report. Last year's may say how digits that ran together are to be read: then it is read once more.
fn tested(
    report: &ReadReport,
    before: Option<&Reading>,
    copied: &[Finding],
    formats: &[Format],
    open: impl FnOnce() -> Option<Document>,
) -> Checked {
    let is_ambiguous = |cell: &ReadCell| matches!(cell.state, CellState::Ambiguous(_));
    let is_unclear = before.is_some() && report.reading.cells.values().any(is_ambiguous);
    let again = is_unclear.then(open).flatten().map(|document| ReadReport::of(&document, formats, before));
    let report = again.as_ref().unwrap_or(report);
    let mut findings = report.test(formats, before);
    findings.extend_from_slice(copied);
    report.checked(findings)
}

/// What stands in the reports of several bodies, by the number of the report.
fn copied<F>(reports: &[Result<ReadReport, F>]) -> HashMap<usize, Vec<Finding>> {
    let (numbers, texts): (Vec<usize>, Vec<_>) = reports
        .iter()
        .enumerate()
        .filter_map(|(at, report)| Some((at, report.as_ref().ok()?)))
        .map(|(at, report)| (at, (report.passages.as_slice(), &report.reading)))
        .unzip();
    let mut copied: HashMap<usize, Vec<Finding>> = HashMap::new();
    for (at, finding) in prose::copies::copies(&texts) {
        copied.entry(numbers[at]).or_default().push(finding);
    }
    copied
}

/// Whether `later` is of the same body as `earlier` and of the year after.
pub fn follows(later: &Reading, earlier: &Reading) -> bool {
    Known::of([earlier].into_iter()).before(later).is_some()
}

/// What is odd about two reports that whoever asks put side by side as this year's and last year's.
pub fn odd_pair(later: &Reading, earlier: &Reading) -> Option<Says> {
    if let Some((before, year)) = earlier.year.zip(later.year).filter(|(before, year)| before + 1 != *year) {
        return Some(Says::new(
            format!("要核对的是{year}年的报告，另一份是{before}年的，不是上一年，没有用来比较"),
            format!(
                "the report is of {year}, the other of {before}, which is not the year before: it was not used"
            ),
        ));
    }
    let (body, other) = later.body.as_ref().zip(earlier.body.as_ref())?;
    (plain(body) != plain(other)).then(|| {
        Says::new(
            format!("要核对的报告是“{body}”的，上一年的报告写的是“{other}”；如果不是同一个机关，与上一年有关的结果不算数"),
            format!("the report is of “{body}”, last year's of “{other}”; if these are two bodies, disregard what is said of last year"),
        )
    })
}

/// One report and one of the year before, put side by side by whoever asks: they belong together unless their years say
/// otherwise, whatever the body calls itself.
fn the_pair<'r>(count: usize, previous: &'r [Reading], report: &ReadReport) -> Option<&'r Reading> {
    let ([earlier], 1) = (previous, count) else { return None };
    let years = earlier.year.zip(report.reading.year);
    years.is_none_or(|(earlier, later)| earlier + 1 == later).then_some(earlier)
}

/// The readings by body and year; of several copies of a report the one that most was read of.
struct Known<'r>(HashMap<(String, i16), &'r Reading>);

impl<'r> Known<'r> {
    fn of(readings: impl Iterator<Item = &'r Reading>) -> Self {
        let mut known: HashMap<(String, i16), &'r Reading> = HashMap::new();
        for reading in readings {
            let (Some(body), Some(year)) = (&reading.body, reading.year) else { continue };
            let place = known.entry((plain(body), year)).or_insert(reading);
            if weight(reading) > weight(place) {
                *place = reading;
            }
        }
        Self(known)
    }

    fn before(&self, reading: &Reading) -> Option<&'r Reading> {
        let body = plain(reading.body.as_ref()?);
        self.0.get(&(body, reading.year?.checked_sub(1)?)).copied()
    }
}

/// What decides between two copies, so that the order they come in does not.
fn weight(reading: &Reading) -> (usize, usize, Vec<(&str, &str)>) {
    let cells = reading.cells.iter().map(|(code, cell)| (code.as_str(), cell.printed.as_str()));
    (reading.cells.len(), reading.figures.len(), cells.collect())
}

/// A name as it is compared: without white space, with brackets of one width.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|letter| !letter.is_whitespace());
    letters
        .map(|letter| match letter {
            '(' => '（',
            ')' => '）',
            other => other,
        })
        .collect()
}

/// Does `count` pieces of work on every core there is; the outcomes are in order.
fn side_by_side<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get).min(count);
    let next = AtomicUsize::new(0);
    let busy = || {
        let taken =
            std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < count));
        taken.map(|at| (at, work(at))).collect::<Vec<_>>()
    };
    let mut done: Vec<(usize, T)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(busy)).collect();
        let outcomes = workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        outcomes.flatten().collect()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FindingKind, Place};

    fn reading(body: &str, year: i16, cells: usize) -> Reading {
        let cell = |at: usize| {
            let place = Place::Line { line: at + 1 };
            (format!("F{at}"), ReadCell { state: CellState::Blank, printed: String::new(), place })
        };
        Reading {
            body: Some(body.to_owned()),
            year: Some(year),
            cells: (0..cells).map(cell).collect(),
            ..Reading::default()
        }
    }

    #[test]
    fn last_year_is_found_by_body_and_year_in_any_order() {
        let mut all = [
            reading("某县(试点) 财政局", 2021, 3),
            reading("某县（试点）财政局", 2021, 9),
            reading("某县教育局", 2021, 9),
            reading("某县（试点）财政局", 2020, 9),
            Reading { body: None, ..reading("", 2021, 9) },
        ];
        let later = reading("某县（试点）财政局", 2022, 1);
        for _ in 0..all.len() {
            all.rotate_left(1);
            let before = Known::of(all.iter()).before(&later).unwrap();
            assert_eq!((before.year, before.cells.len()), (Some(2021), 9));
        }
        assert!(Known::of(all.iter()).before(&reading("某县（试点）财政局", 2024, 1)).is_none());
        assert!(follows(&later, &reading("某县(试点)财政局", 2021, 1)));
        assert!(!follows(&later, &reading("某县（试点）财政局", 2020, 1)));
    }

    #[test]
    fn two_files_put_side_by_side_belong_together_unless_their_years_say_otherwise() {
        let report =
            |year| ReadReport { reading: Reading { year, ..Reading::default() }, ..ReadReport::default() };
        let previous = [reading("某县财政局", 2021, 1)];
        assert!(the_pair(1, &previous, &report(Some(2022))).is_some());
        assert!(the_pair(1, &previous, &report(None)).is_some());
        assert!(the_pair(1, &previous, &report(Some(2023))).is_none());
        assert!(the_pair(2, &previous, &report(Some(2022))).is_none());
        let odd = |body, year| odd_pair(&reading(body, year, 0), &previous[0]).map(|says| says.zh);
        assert_eq!(odd("某县 财政局", 2022), None);
        assert!(odd("某县教育局", 2022).unwrap().contains("某县教育局"));
        assert!(odd("某县教育局", 2024).unwrap().contains("没有用来比较"));
    }

    #[test]
    fn work_is_done_once_each_and_stays_in_order() {
        let done = AtomicUsize::new(0);
        let outcomes = side_by_side(1_000, |at| {
            done.fetch_add(1, Ordering::Relaxed);
            at * 2
        });
        assert_eq!(outcomes, (0..1_000).map(|at| at * 2).collect::<Vec<_>>());
        assert_eq!(done.into_inner(), 1_000);
        assert!(side_by_side(0, |at| at).is_empty());
    }

    #[test]
    fn a_document_that_cannot_be_opened_is_told_in_its_place() {
        let outcomes = together(3, |at| Err::<Document, usize>(at * 10), &[], &[]);
        assert_eq!(outcomes, [Err(0), Err(10), Err(20)]);
    }

    #[test]
    fn the_worst_comes_first() {
        let finding = |severity| Finding {
            severity,
            kind: FindingKind::RowSum,
            place: Place::Line { line: 1 },
            left: None,
            right: None,
            quote: String::new(),
            cells: Vec::new(),
            says: Says::default(),
        };
        let file = |name: &str, found: &[Severity]| CheckedFile {
            file: name.to_owned(),
            outcome: Ok(Checked {
                findings: found.iter().copied().map(finding).collect(),
                ..Checked::default()
            }),
        };
        let mut files = vec![
            file("d", &[]),
            file("c", &[Severity::Warning, Severity::Note]),
            file("b", &[Severity::Error]),
            CheckedFile { file: "z".to_owned(), outcome: Err(Says::default()) },
            file("a", &[Severity::Error, Severity::Error]),
        ];
        worst_first(&mut files);
        assert_eq!(files.iter().map(|file| file.file.as_str()).collect::<String>(), "zabcd");
    }
}
