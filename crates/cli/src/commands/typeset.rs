//! `gongkai typeset`: the worker that sets reports for `serve`, one after another, until its input ends.

use crate::Outcome;
use crate::fonts;
use crate::globals::Globals;
use anyhow::{Context, Result};
use gongkai_app::typesetting::{Answer, Job, read_frame, write_frame};
use gongkai_typeset::Typesetter;
use std::io::{BufReader, BufWriter, stdin, stdout};

/// Reads jobs from standard input and answers them on standard output.
///
/// A font that cannot be read is the answer to every job, so that whoever asked can say it.
pub fn run(globals: &Globals) -> Result<Outcome> {
    let (mut jobs, mut answers) = (BufReader::new(stdin()), BufWriter::new(stdout()));
    let typesetter = Typesetter::with_fonts(&fonts::folders(globals));
    while let Some(frame) = read_frame(&mut jobs).context("a job")? {
        let job: Job = serde_json::from_slice(&frame).context("a job")?;
        let (answer, pdf) = match &typesetter {
            Ok(typesetter) => set(typesetter, &job),
            Err(fault) => (Answer::Fault(fault.says()), Vec::new()),
        };
        write_frame(&mut answers, &serde_json::to_vec(&answer)?).context("an answer")?;
        write_frame(&mut answers, &pdf).context("an answer")?;
    }
    Ok(Outcome::Done)
}

fn set(typesetter: &Typesetter, job: &Job) -> (Answer, Vec<u8>) {
    let set = match job {
        Job::Report { publication, printing } => typesetter.report(publication, *printing),
        Job::Certificate(certificate) => typesetter.certificate(certificate),
        Job::Issue(issue) => typesetter.issue(issue),
    };
    match set {
        Ok(set) => (Answer::Set { missing: set.missing }, set.pdf),
        Err(error) => (Answer::Fault(error.says()), Vec::new()),
    }
}
