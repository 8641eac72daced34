//! Applying an import: rows, what stands behind them, the audit entry — one transaction.

use super::comparing::{Before, Plan, plan};
use super::{By, ImportError, Ledger};
use crate::Installation;
use crate::behind;
use crate::rows::{Sealing, before_of};
use gongkai_domain::audit::{RowAct, RowChange};
use gongkai_domain::catalogue::short_id;
use gongkai_domain::registers::{Holding, Register, Row, Value};
use gongkai_domain::requests;
use gongkai_storage::attachments::{self, EditionFile};
use gongkai_storage::audit::{self, Act, Head};
use gongkai_storage::catalogue::{Edition, add_editions};
use gongkai_storage::registers::{self, Stored, Written};
use gongkai_storage::requests::{StoredEvent, append_events, last_positions};
use gongkai_storage::{StorageError, Tx};
use serde_json::json;
use std::collections::{BTreeSet, HashMap};

/// Rows written between two reports of progress.
const STEP: usize = 4_000;

/// What an import did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Rows added.
    pub added: usize,
    /// Rows changed.
    pub changed: usize,
    /// Rows that were as in the ledger already.
    pub unchanged: usize,
    /// Rows taken away (items: withdrawn; requests: struck out).
    pub removed: usize,
    /// Place of the act in the audit chain; `None` when there was nothing to do.
    pub sequence: Option<i64>,
}

/// Does exactly what [`compare`](super::compare) told, whose digest is `expected`.
///
/// `progress` is told how many rows are written so far.
///
/// # Errors
/// [`ImportError::Changed`] when the register is no longer as it was compared. Nothing is written on any error.
pub async fn apply(
    office: &Installation,
    ledger: &Ledger,
    expected: &str,
    by: &By,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Applied, ImportError> {
    let under = Under {
        act: "import",
        article: "",
        facts: facts_of(ledger),
        html: HashMap::new(),
        attachments: HashMap::new(),
    };
    carry_out(office, (ledger, &[]), &under, expected, by, progress).await
}

/// Carries a change of a ledger's rows and of those that go out in one transaction, if it still is the one of the
/// digest.
pub(super) async fn carry_out(
    office: &Installation,
    (ledger, gone): (&Ledger, &[String]),
    under: &Under<'_>,
    expected: &str,
    by: &By,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Applied, ImportError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let mut plan = plan(office, &mut tx, ledger, gone).await?;
    plan.change_beside(&mut tx, under).await?;
    let told = plan.comparison(ledger.register);
    if told.digest != expected {
        return Err(ImportError::Changed);
    }
    let applied = write(office, &mut tx, &head, (ledger, plan), under, by, progress).await?;
    if applied.sequence.is_some() {
        tx.commit().await?;
    }
    Ok(applied)
}

/// Under what rows are written: what the audit trail calls the act, and what it says of it besides.
pub(crate) struct Under<'a> {
    /// Permanent name of the act.
    pub(crate) act: &'a str,
    /// Under which article.
    pub(crate) article: &'a str,
    /// Facts of the act, without personal data.
    pub(crate) facts: serde_json::Value,
    /// Texts of items as clean HTML, by key; kept with the edition.
    pub(crate) html: HashMap<String, String>,
    /// Files published beside items, by key. An item that is not among the keys keeps those it has.
    pub(crate) attachments: HashMap<String, Vec<EditionFile>>,
}

/// Writes a ledger, with what stands behind its rows and the audit entry, in a transaction that is open and has its
/// place in the chain; whoever opened it commits.
///
/// # Errors
/// As [`apply`], less [`ImportError::Changed`]: the plan is made on what this transaction sees.
pub(crate) async fn apply_within(
    office: &Installation,
    tx: &mut Tx,
    head: &Head,
    ledger: &Ledger,
    under: &Under<'_>,
    by: &By,
) -> Result<Applied, ImportError> {
    let mut plan = plan(office, tx, ledger, &[]).await?;
    plan.change_beside(tx, under).await?;
    write(office, tx, head, (ledger, plan), under, by, &|_| ()).await
}

async fn write(
    office: &Installation,
    tx: &mut Tx,
    head: &Head,
    (ledger, plan): (&Ledger, Plan<'_>),
    under: &Under<'_>,
    by: &By,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Applied, ImportError> {
    let mut applied = Applied {
        added: plan.added.len(),
        changed: plan.changed.len(),
        unchanged: plan.unchanged,
        removed: plan.removed.len(),
        sequence: None,
    };
    if applied.added + applied.changed + applied.removed == 0 {
        return Ok(applied);
    }
    let sequence = head.sequence + 1;
    let mut writing = Writing {
        sealing: Sealing::new(office, ledger.register),
        register: ledger.register,
        sequence,
        today: by.today,
        html: &under.html,
        files: files_of(tx, &plan, ledger.register, under).await?,
        changes: Vec::with_capacity(applied.added + applied.changed + applied.removed),
        behind: Behind::default(),
        made: behind::Made::default(),
    };
    let bodies = bodies_of(&plan, ledger.register);
    writing.rows(tx, plan, progress).await?;
    let facts = with_counts(under.facts.clone(), &applied, bodies, std::mem::take(&mut writing.made));
    let act = Act { at: by.at, actor: &by.actor, act: under.act, article: under.article, facts: &facts };
    audit::append(tx, head, act, &mut writing.changes).await?;
    applied.sequence = Some(sequence);
    Ok(applied)
}

/// Most bodies an entry names; an import over a whole region names none.
const MOST_BODIES: usize = 100;

/// Codes of the bodies whose rows a plan touches, so that everybody can be told when rows in their reach last changed,
/// and nobody of others; none where they are many.
fn bodies_of(plan: &Plan<'_>, register: &Register) -> Vec<String> {
    let planned = plan.added.iter().chain(plan.changed.iter().map(|(planned, _)| planned));
    let rows = planned.map(|planned| &plan.rows[planned.at]);
    let rows = rows.chain(plan.removed.iter().map(|stored| &stored.row));
    let bodies: BTreeSet<&str> = rows.map(|row| row.body(register)).collect();
    if bodies.len() > MOST_BODIES {
        return Vec::new();
    }
    bodies.into_iter().map(str::to_owned).collect()
}

/// What the audit entry says of a ledger.
pub(super) fn facts_of(ledger: &Ledger) -> serde_json::Value {
    let files = ledger.files.iter().map(|(name, digest)| json!({ "name": name, "sm3": digest }));
    json!({ "register": ledger.register.code, "files": files.collect::<Vec<_>>() })
}

/// The facts with how many rows were written, of which bodies, and the digests of what stands behind them.
fn with_counts(
    mut facts: serde_json::Value,
    applied: &Applied,
    bodies: Vec<String>,
    made: behind::Made,
) -> String {
    for (name, count) in [
        ("added", applied.added),
        ("changed", applied.changed),
        ("unchanged", applied.unchanged),
        ("removed", applied.removed),
    ] {
        facts[name] = count.into();
    }
    facts["bodies"] = bodies.into();
    for (name, digest) in made.digests().facts() {
        if let Some(digest) = digest {
            facts[name] = digest.into();
        }
    }
    facts.to_string()
}

/// Rows being written, and what has to be written after them.
struct Writing<'a> {
    sealing: Sealing<'a>,
    register: &'static Register,
    sequence: i64,
    today: jiff::civil::Date,
    html: &'a HashMap<String, String>,
    files: HashMap<String, Vec<EditionFile>>,
    changes: Vec<RowChange>,
    behind: Behind,
    made: behind::Made,
}

/// Editions and events that follow from the rows.
#[derive(Default)]
struct Behind {
    editions: Vec<Edition>,
    events: Vec<StoredEvent>,
}

impl Writing<'_> {
    async fn rows(
        &mut self,
        tx: &mut Tx,
        plan: Plan<'_>,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<(), ImportError> {
        let positions = self.positions(tx, &plan).await?;
        let mut written = 0;
        for planned in plan.added.chunks(STEP) {
            let mut chunk = Vec::with_capacity(planned.len());
            for planned in planned {
                chunk.push(self.add(&plan.rows[planned.at], &planned.digest, &positions)?);
            }
            registers::insert(tx, self.register, &chunk).await?;
            self.write_behind(tx).await?;
            written += chunk.len();
            progress(written);
        }
        let mut changed = Vec::with_capacity(plan.changed.len());
        for (planned, before) in &plan.changed {
            changed.push(self.change(before, &plan.rows[planned.at], &planned.digest, &positions)?);
        }
        registers::upsert(tx, self.register, &changed).await?;
        self.write_behind(tx).await?;
        written += changed.len();
        progress(written);
        self.remove(tx, plan.removed, &positions).await
    }

    /// Where the lists of events of these requests end; also of requests once struck out.
    async fn positions(&self, tx: &mut Tx, plan: &Plan<'_>) -> Result<HashMap<String, i64>, StorageError> {
        if self.register.holding != Holding::Events {
            return Ok(HashMap::new());
        }
        let keys: Vec<&str> = plan
            .added
            .iter()
            .chain(plan.changed.iter().map(|(planned, _)| planned))
            .map(|planned| plan.rows[planned.at].key.as_str())
            .chain(plan.removed.iter().map(|stored| stored.row.key.as_str()))
            .collect();
        last_positions(tx, &keys).await
    }

    fn add<'r>(
        &mut self,
        row: &'r Row,
        digest: &str,
        positions: &HashMap<String, i64>,
    ) -> Result<Written<'r>, ImportError> {
        self.changes.push(RowChange {
            register: self.register.code,
            key: row.key.clone(),
            act: RowAct::Added,
            digest: digest.to_owned(),
            before: None,
        });
        let edition = (self.register.holding == Holding::Editions).then(|| (1, short_id(&row.key)));
        if let Some((number, _)) = &edition {
            let edition = self.edition_of(row, *number);
            self.behind.editions.push(edition);
        }
        if self.register.holding == Holding::Events {
            self.events(&row.key, requests::events_of(&row.values), positions);
        }
        self.sealing.seal_new(row, edition)
    }

    fn change<'r>(
        &mut self,
        before: &Before,
        after: &'r Row,
        digest: &str,
        positions: &HashMap<String, i64>,
    ) -> Result<Written<'r>, ImportError> {
        self.changes.push(RowChange {
            register: self.register.code,
            key: after.key.clone(),
            act: RowAct::Changed,
            digest: digest.to_owned(),
            before: Some(before_of(self.register, &before.row, Some(after))),
        });
        let edition = before.stored.edition.as_ref().map(|(number, short_id)| (number + 1, short_id.clone()));
        if let Some((number, _)) = &edition {
            let edition = self.edition_of(after, *number);
            self.behind.editions.push(edition);
        }
        if self.register.holding == Holding::Events {
            let corrected = requests::changes(&before.row.values, &after.values, self.today);
            self.events(&after.key, corrected, positions);
        }
        self.sealing.seal_changed(before, after, edition)
    }

    async fn remove(
        &mut self,
        tx: &mut Tx,
        removed: Vec<Stored>,
        positions: &HashMap<String, i64>,
    ) -> Result<(), ImportError> {
        if self.register.holding == Holding::Editions {
            return self.withdraw(tx, removed).await;
        }
        for stored in &removed {
            self.changes.push(RowChange {
                register: self.register.code,
                key: stored.row.key.clone(),
                act: RowAct::Removed,
                digest: String::new(),
                before: Some(before_of(self.register, &stored.row, None)),
            });
            if self.register.holding == Holding::Events {
                self.events(&stored.row.key, vec![requests::struck(self.today)], positions);
            }
        }
        let keys: Vec<&str> = removed.iter().map(|stored| stored.row.key.as_str()).collect();
        registers::remove(tx, self.register, &keys).await?;
        self.write_behind(tx).await?;
        Ok(())
    }

    /// Writes the editions and events that the rows written so far stand for.
    async fn write_behind(&mut self, tx: &mut Tx) -> Result<(), StorageError> {
        let Behind { editions, events } = std::mem::take(&mut self.behind);
        self.made.add(&editions, &events);
        add_editions(tx, self.sequence, &editions).await?;
        append_events(tx, self.sequence, &events).await
    }

    /// An item is never removed: a replacing import withdraws it, with the day and the reason.
    async fn withdraw(&mut self, tx: &mut Tx, removed: Vec<Stored>) -> Result<(), ImportError> {
        let withdrawn: Vec<(Before, Row)> =
            removed.into_iter().map(|stored| self.withdrawal(stored)).collect();
        let mut written = Vec::with_capacity(withdrawn.len());
        for (before, after) in &withdrawn {
            written.push(self.change(before, after, &after.digest(self.register), &HashMap::new())?);
        }
        registers::upsert(tx, self.register, &written).await?;
        self.write_behind(tx).await?;
        Ok(())
    }

    /// An item's row before and after its withdrawal.
    fn withdrawal(&self, stored: Stored) -> (Before, Row) {
        let mut after = stored.row.clone();
        for (code, value) in [
            ("withdrawn_on", Value::Date(self.today)),
            ("withdrawal_reason", Value::Text("替换台账时不再列入".to_owned())),
        ] {
            if let Some(at) = self.register.position(code) {
                after.values[at] = value;
            }
        }
        (Before { row: stored.row.clone(), stored }, after)
    }

    /// The edition an item's row stands for: everything but the text as facts, text and files beside them.
    fn edition_of(&self, row: &Row, number: i64) -> Edition {
        let mut facts = serde_json::Map::new();
        for (column, value) in self.register.columns.iter().zip(&row.values) {
            if column.code != "text" && !value.is_absent() {
                facts.insert(column.code.to_owned(), value.to_plain().into());
            }
        }
        Edition {
            item_key: row.key.clone(),
            number,
            facts: serde_json::Value::Object(facts).to_string(),
            text: row.value(self.register, "text").as_text().map(str::to_owned),
            html: self.html.get(&row.key).cloned(),
            attachments: self.files.get(&row.key).cloned().unwrap_or_default(),
        }
    }

    fn events(&mut self, key: &str, events: Vec<requests::Event>, positions: &HashMap<String, i64>) {
        let last = positions.get(key).copied().unwrap_or_default();
        for (at, event) in events.into_iter().enumerate() {
            self.behind.events.push(StoredEvent {
                request_key: key.to_owned(),
                position: last + 1 + at as i64,
                kind: event.kind.code().to_owned(),
                happened_on: event.on,
                facts: event.facts_json(),
            });
        }
    }
}

/// The files each item's new edition has: those given for it, otherwise those of its edition before.
async fn files_of(
    tx: &mut Tx,
    plan: &Plan<'_>,
    register: &Register,
    under: &Under<'_>,
) -> Result<HashMap<String, Vec<EditionFile>>, StorageError> {
    let mut files = HashMap::new();
    if register.holding != Holding::Editions {
        return Ok(files);
    }
    let changed = plan.changed.iter().map(|(planned, _)| plan.rows[planned.at].key.as_str());
    let keys: Vec<&str> = changed.chain(plan.removed.iter().map(|stored| stored.row.key.as_str())).collect();
    for (key, file) in attachments::current(tx, &keys).await? {
        files.entry(key).or_insert_with(Vec::new).push(file);
    }
    files.extend(under.attachments.iter().map(|(key, given)| (key.clone(), given.clone())));
    Ok(files)
}
