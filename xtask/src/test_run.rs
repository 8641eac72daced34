//! The tests of the workspace, on both databases, and the count at the end.

use std::fmt;
use std::io::{BufRead as _, BufReader, IsTerminal as _};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::postgres;
use crate::process::{cargo, run as run_command, succeeds};

/// Where the journeys look for the browser.
pub const CHROMIUM_VARIABLE: &str = "GONGKAI_TEST_CHROMIUM";

/// Runs every test, through nextest where it is installed, and counts.
pub fn run(postgres_url: &str, chromium: &Path) -> Result<Tally> {
    let nextest = succeeds(cargo().args(["nextest", "--version"]));
    let mut command = cargo();
    if nextest {
        // A crate without tests is no fault; it may not have begun.
        command.args(["nextest", "run", "--workspace", "--locked", "--no-fail-fast", "--no-tests", "pass"]);
        command.args(["--hide-progress-bar", "--status-level", "slow", "--final-status-level", "slow"]);
        if std::io::stderr().is_terminal() {
            command.args(["--color", "always"]);
        }
    } else {
        command.args(["test", "--workspace", "--lib", "--bins", "--tests", "--locked", "--no-fail-fast"]);
    }
    command.env(postgres::URL_VARIABLE, postgres_url).env(CHROMIUM_VARIABLE, chromium);
    let tally = count(&mut command, nextest)?;
    println!("   {tally}");
    Ok(tally)
}

/// The examples in doc comments, which nextest does not run.
pub fn run_documentation() -> Result<()> {
    run_command(cargo().args(["test", "--workspace", "--doc", "--locked", "--quiet"]))
}

/// How many tests passed, failed and were skipped.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    passed: u64,
    failed: u64,
    skipped: u64,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tests: {} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

impl Tally {
    /// Adds the summaries of `cargo test` (one a test binary) and of nextest (one in all).
    fn add_line(&mut self, line: &str) {
        let line = without_colour(line);
        let line = line.trim();
        let is_summary =
            line.starts_with("test result: ") || (line.starts_with("Summary [") && line.contains(" run: "));
        if !is_summary {
            return;
        }
        let words: Vec<&str> =
            line.split([' ', ';', ',', ':', '(']).filter(|word| !word.is_empty()).collect();
        for pair in words.windows(2) {
            let Ok(count) = pair[0].parse::<u64>() else { continue };
            match pair[1].trim_end_matches(')') {
                "passed" => self.passed += count,
                "failed" => self.failed += count,
                "ignored" | "skipped" => self.skipped += count,
                _ => {}
            }
        }
    }
}

/// Shows what the command says as it says it, and counts. nextest reports on stderr, `cargo test` on stdout.
fn count(command: &mut Command, nextest: bool) -> Result<Tally> {
    let (stdout, stderr) =
        if nextest { (Stdio::inherit(), Stdio::piped()) } else { (Stdio::piped(), Stdio::inherit()) };
    let mut child = command.stdout(stdout).stderr(stderr).spawn().context("cannot start cargo")?;
    let mut tally = Tally::default();
    let mut show = |line: &[u8]| {
        let line = String::from_utf8_lossy(line);
        println!("{}", line.trim_end());
        tally.add_line(&line);
    };
    if let Some(pipe) = child.stdout.take() {
        BufReader::new(pipe).split(b'\n').map_while(Result::ok).for_each(|line| show(&line));
    }
    if let Some(pipe) = child.stderr.take() {
        BufReader::new(pipe).split(b'\n').map_while(Result::ok).for_each(|line| show(&line));
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("{tally}");
    }
    Ok(tally)
}

/// Drops the terminal's colour sequences, `ESC [ … m`.
fn without_colour(line: &str) -> String {
    let mut pieces = line.split('\u{1b}');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        plain.push_str(piece.split_once('m').map_or("", |(_, rest)| rest));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(lines: &[&str]) -> String {
        let mut tally = Tally::default();
        for line in lines {
            tally.add_line(line);
        }
        tally.to_string()
    }

    #[test]
    fn cargo_test_reports_once_a_binary() {
        let lines = [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 7 filtered out; finished in 0.00s",
        ];
        assert_eq!(tally(&lines), "tests: 7 passed, 2 failed, 1 skipped");
    }

    #[test]
    fn nextest_reports_once() {
        let lines = ["     Summary [   0.015s] 9 tests run: 7 passed (1 slow), 2 failed, 3 skipped"];
        assert_eq!(tally(&lines), "tests: 7 passed, 2 failed, 3 skipped");
    }

    #[test]
    fn colours_do_not_hide_the_numbers() {
        let lines = [
            "\u{1b}[32;1m     Summary\u{1b}[0m [   0.015s] \u{1b}[1m4\u{1b}[0m tests run: \u{1b}[1m4\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, \u{1b}[1m0\u{1b}[0m skipped",
        ];
        assert_eq!(tally(&lines), "tests: 4 passed, 0 failed, 0 skipped");
    }

    #[test]
    fn what_a_test_prints_is_not_counted() {
        assert_eq!(
            tally(&["5 passed, 1 failed", "I saw 3 failed attempts"]),
            "tests: 0 passed, 0 failed, 0 skipped"
        );
    }
}
