//! Typesetting in a process of its own, so that the one that serves stays small.
//!
//! A [`Typesetter`] starts its worker with the first job, gives it one job at a time, and ends it when nobody has asked
//! for a while. A worker that dies or takes too long is ended and started again, once for each job. What was set is
//! kept by its content, so that the next reader has it at once.

mod kept;
mod worker;

use gongkai_domain::issues::Issue;
use gongkai_domain::reports::{Printing, Publication};
use gongkai_domain::retention::Certificate;
use gongkai_domain::says::Says;
use kept::Kept;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;
use worker::{Broken, Worker};

pub use worker::{read_frame, write_frame};

/// What the worker is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    /// A report.
    Report {
        /// The report with everything its files print.
        publication: Box<Publication>,
        /// What the file is made for.
        printing: Printing,
    },
    /// A certificate of disposition.
    Certificate(Box<Certificate>),
    /// A gazette, bulletin or booklet.
    Issue(Box<Issue>),
}

/// What the worker answers; the PDF follows in a frame of its own, which is empty after a fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It has been set.
    Set {
        /// Characters no font has.
        missing: BTreeSet<char>,
    },
    /// It could not be set.
    Fault(Says),
}

/// A PDF that has been set.
#[derive(Debug, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Characters no font has; 〓 stands in their place.
    pub missing: BTreeSet<char>,
}

/// Why there is no PDF.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TypesettingError {
    /// Too many jobs wait; the caller may ask again shortly.
    #[error("排版的任务太多，请稍后再试 / too many reports are waiting to be typeset; try again shortly")]
    Busy,
    /// The worker could not be started, or ended before it answered, twice.
    #[error("排版程序没有运行起来：{0} / the typesetting process does not run: {0}")]
    Lost(String),
    /// It took longer than a job may.
    #[error("排版超过{0}秒，已停止 / typesetting took more than {0} seconds and was stopped")]
    Slow(u64),
    /// The worker says why it cannot.
    #[error("{} / {}", .0.zh, .0.en)]
    Fault(Says),
}

/// How the worker is started, and how long anything may take.
#[derive(Clone, Debug)]
pub struct Working {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// How long one job may take.
    pub per_job: Duration,
    /// After how long without a job the worker is ended.
    pub idle: Duration,
    /// How many jobs may wait or be under way.
    pub queue: usize,
}

impl Working {
    /// The usual limits: 30 seconds a job, 5 minutes idle, 16 jobs.
    pub fn new(program: PathBuf, arguments: Vec<OsString>) -> Self {
        let (per_job, idle) = (Duration::from_secs(30), Duration::from_mins(5));
        Self { program, arguments, per_job, idle, queue: 16 }
    }
}

/// Sets reports, one at a time, in a worker process.
#[derive(Clone, Debug)]
pub struct Typesetter(Arc<Shop>);

#[derive(Debug)]
struct Shop {
    working: Working,
    worker: Mutex<Option<Worker>>,
    waiting: AtomicUsize,
    jobs: AtomicUsize,
    kept: Kept,
}

/// One of the jobs that wait or are under way, counted as long as it lives.
struct Place<'a>(&'a AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Typesetter {
    /// Starts nothing yet.
    pub fn new(working: Working) -> Self {
        Self(Arc::new(Shop {
            working,
            worker: Mutex::default(),
            waiting: AtomicUsize::new(0),
            jobs: AtomicUsize::new(0),
            kept: Kept::default(),
        }))
    }

    /// The PDF of a publication, set now or kept from before.
    ///
    /// # Errors
    /// Too many wait, the worker is lost or too slow twice, or it says why it cannot.
    pub async fn report(
        &self,
        publication: Publication,
        printing: Printing,
    ) -> Result<Arc<Pdf>, TypesettingError> {
        self.job(&Job::Report { publication: Box::new(publication), printing }).await
    }

    /// The PDF of a certificate of disposition, set now or kept from before.
    ///
    /// # Errors
    /// As [`Typesetter::report`].
    pub async fn certificate(&self, certificate: Certificate) -> Result<Arc<Pdf>, TypesettingError> {
        self.job(&Job::Certificate(Box::new(certificate))).await
    }

    /// The PDF of an issue, set now or kept from before.
    ///
    /// # Errors
    /// As [`Typesetter::report`].
    pub async fn issue(&self, issue: Issue) -> Result<Arc<Pdf>, TypesettingError> {
        self.job(&Job::Issue(Box::new(issue))).await
    }

    async fn job(&self, job: &Job) -> Result<Arc<Pdf>, TypesettingError> {
        let frame = serde_json::to_vec(job).map_err(|error| TypesettingError::Lost(error.to_string()))?;
        let digest = Kept::digest(&frame);
        if let Some(pdf) = self.0.kept.get(&digest) {
            return Ok(pdf);
        }
        let _place = self.0.place()?;
        let mut worker = self.0.worker.lock().await;
        // Whoever was before us may have asked for the same.
        if let Some(pdf) = self.0.kept.get(&digest) {
            return Ok(pdf);
        }
        let pdf = self.0.set(&mut worker, &frame).await?;
        drop(worker);
        self.end_when_idle();
        Ok(self.0.kept.keep(digest, pdf))
    }

    /// Ends the worker unless another job comes in time.
    fn end_when_idle(&self) {
        let shop = Arc::downgrade(&self.0);
        let (idle, seen) = (self.0.working.idle, self.0.jobs.load(Ordering::Acquire));
        tokio::spawn(async move {
            tokio::time::sleep(idle).await;
            let Some(shop) = shop.upgrade() else { return };
            let mut worker = shop.worker.lock().await;
            if shop.jobs.load(Ordering::Acquire) == seen {
                *worker = None;
            }
        });
    }
}

impl Shop {
    fn place(&self) -> Result<Place<'_>, TypesettingError> {
        let before = self.waiting.fetch_add(1, Ordering::AcqRel);
        let place = Place(&self.waiting);
        if before < self.working.queue { Ok(place) } else { Err(TypesettingError::Busy) }
    }

    /// Asks the worker, and a new one once more if the first is lost; a worker that was too slow is not asked again.
    async fn set(&self, worker: &mut Option<Worker>, frame: &[u8]) -> Result<Pdf, TypesettingError> {
        self.jobs.fetch_add(1, Ordering::AcqRel);
        match self.ask(worker, frame).await {
            Err(TypesettingError::Lost(_)) => self.ask(worker, frame).await,
            answer => answer,
        }
    }

    /// Asks the worker that is there, or a new one. It stays only if it answered: whoever goes away in between, a
    /// reader who hung up among them, leaves no worker behind in the middle of a job.
    async fn ask(&self, place: &mut Option<Worker>, frame: &[u8]) -> Result<Pdf, TypesettingError> {
        let mut worker = match place.take() {
            Some(worker) => worker,
            None => {
                Worker::start(&self.working).map_err(|error| TypesettingError::Lost(error.to_string()))?
            }
        };
        let limit = self.working.per_job;
        let answered = tokio::time::timeout(limit, worker.ask(frame)).await;
        let (answer, bytes) = match answered {
            Ok(Ok(answered)) => answered,
            Ok(Err(Broken(why))) => return Err(TypesettingError::Lost(why)),
            Err(_) => return Err(TypesettingError::Slow(limit.as_secs())),
        };
        *place = Some(worker);
        match answer {
            Answer::Set { missing } => Ok(Pdf { bytes, missing }),
            Answer::Fault(says) => Err(TypesettingError::Fault(says)),
        }
    }
}
