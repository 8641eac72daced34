//! The worker: takes what is due from the queue, sends it step by step, and settles each step.

use crate::service::{Attempt, Sending, Services};
use gongkai_app::Installation;
use gongkai_app::channels::{ChannelError, Taken, Task, settle, take};
use gongkai_domain::channels::{Outcome, Trouble};
use gongkai_domain::says::Says;
use jiff::Timestamp;
use jiff::civil::Date;
use std::time::Duration;

/// Most sendings of one look at the queue.
const MOST: usize = 100;
/// Waits between tries of writing down that something was placed, while the database does not answer.
const WAITS: [Duration; 4] =
    [Duration::from_millis(200), Duration::from_secs(1), Duration::from_secs(5), Duration::from_secs(15)];

/// What a worker must know of the site.
pub struct Site<'a> {
    /// Scheme and host the public uses; empty where it was not given.
    pub origin: &'a str,
    /// Path the site hangs under.
    pub base: &'a str,
    /// Who this worker is; no two have the same name.
    pub holder: &'a str,
    /// The instant, and the civil day in the office's time zone.
    pub clock: &'a (dyn Fn() -> (Timestamp, Date) + Send + Sync),
}

impl std::fmt::Debug for Site<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Site")
            .field("origin", &self.origin)
            .field("holder", &self.holder)
            .finish_non_exhaustive()
    }
}

/// Sends everything that is due; answers how many sendings it took.
///
/// # Errors
/// The database failed. What was being sent is taken up again when its lease ends, with doubt.
pub async fn send_due(
    office: &Installation,
    services: &Services,
    site: &Site<'_>,
) -> Result<usize, ChannelError> {
    for taken in 0..MOST {
        match take(office, site.holder, (site.clock)().0).await? {
            Taken::Nothing => return Ok(taken),
            Taken::Settled => {}
            Taken::Task(task) => carry_out(office, services, site, *task).await?,
        }
    }
    Ok(MOST)
}

async fn carry_out(
    office: &Installation,
    services: &Services,
    site: &Site<'_>,
    mut task: Task,
) -> Result<(), ChannelError> {
    let path = std::mem::take(&mut task.post.address);
    task.post.address = format!("{}{}{path}", site.origin, site.base);
    let connector = task.account.account.connector;
    loop {
        let at = (site.clock)().0;
        let attempt = if site.origin.is_empty() {
            Attempt::from(Outcome::Trouble(Trouble::Person(no_origin())))
        } else {
            let sending = Sending {
                account: &task.account,
                post: &task.post,
                progress: &task.progress,
                doubt: task.doubt,
                at,
            };
            services.of(connector).advance(sending).await
        };
        tell(&task, &attempt.outcome);
        if !settled(office, site, &mut task, &attempt).await? {
            return Ok(());
        }
    }
}

/// Settles a step. That something was placed is too dear to be lost to a database that is away for a moment.
async fn settled(
    office: &Installation,
    site: &Site<'_>,
    task: &mut Task,
    attempt: &Attempt,
) -> Result<bool, ChannelError> {
    let mut waits = WAITS.iter();
    loop {
        let done = settle(office, task, &attempt.outcome, attempt.token.as_ref(), (site.clock)()).await;
        match (done, waits.next()) {
            (Err(ChannelError::Storage(error)), Some(wait)) => {
                tracing::warn!(job = task.id, "a sending could not be settled, trying again: {error}");
                tokio::time::sleep(*wait).await;
            }
            (done, _) => return done,
        }
    }
}

fn tell(task: &Task, outcome: &Outcome) {
    let (job, connector) = (task.id, task.account.account.connector.code());
    match outcome {
        Outcome::GoOn { .. } => tracing::debug!(job, connector, "a step of a sending was taken"),
        Outcome::Placed(_) => tracing::info!(job, connector, "an item was sent to a channel"),
        Outcome::Trouble(trouble) => tracing::warn!(job, connector, ?trouble, "an item was not sent"),
    }
}

fn no_origin() -> Says {
    Says::new(
        "没有设置公众访问的网址（--origin），推送里没有可写的链接",
        "the address the public uses was not given (--origin): there is no link to send",
    )
}
