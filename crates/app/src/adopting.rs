//! Bringing an old site along (迁入老网站): compare → confirm → apply, as an import does.
//!
//! [`compare`] says what each document would become: a published item with the day it was published then, a draft where
//! something personal or secret stands in it, nothing where it is here already. [`apply`] does exactly that in one
//! transaction with one audit entry, and keeps where the old addresses lead from now on.

mod judging;
mod numbering;
mod planning;
mod writing;

use crate::Installation;
use crate::attachments::Attachment;
use crate::drafts::DraftError;
use crate::import::{By, Comparison, ImportError};
use gongkai_domain::catalogue::{Fields, OldAddress};
use gongkai_domain::registers::{Fault, Place};
use gongkai_domain::safe_html::SafeHtml;
use gongkai_domain::says::Says;
use gongkai_storage::{StorageError, audit};
use std::collections::HashMap;

/// What is to be brought along.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Code of the body whose site it was.
    pub body: String,
    /// The documents.
    pub documents: Vec<Incoming>,
    /// Addresses that lead elsewhere on this site.
    pub redirects: Vec<Redirect>,
    /// What it comes from: names, with the SM3 digest of each where it is a file.
    pub files: Vec<(String, String)>,
    /// Why documents with findings may be published all the same; without it they become drafts.
    pub accepted: Option<String>,
}

/// A document as it was understood.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// Where it stands in the source.
    pub place: Place,
    /// What is known of it, as a ledger writes it, by column.
    pub fields: Fields,
    /// Its text; a file it links to or shows stands in it at `/attachments/` and the digest of the original.
    pub html: SafeHtml,
    /// The files it is published with, in order.
    pub files: Vec<IncomingFile>,
    /// What was found in those files.
    pub found: Vec<Spotted>,
    /// Its addresses on the old site.
    pub addresses: Vec<OldAddress>,
    /// What it is known by when it is brought along again.
    pub marks: Vec<String>,
}

/// A file of the old site that is to be published with a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingFile {
    /// SM3 digest of the file as it came.
    pub digest: String,
    /// What it is called.
    pub name: String,
}

/// The files that were taken into the store, by the digest of each as it came.
pub type Received = HashMap<String, Attachment>;

/// An old address that leads to another page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The old address.
    pub from: OldAddress,
    /// Where it leads.
    pub to: Goal,
}

/// Where an old address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Another address of this site, or an old one.
    Address(OldAddress),
    /// The item with this index number.
    Item(String),
}

/// What becomes of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A new item, published.
    Item,
    /// A draft, because of what was found in it.
    Draft,
    /// An item that is here already is given what it lacks.
    Changed,
    /// It is here already.
    Unchanged,
    /// It is here already and was dealt with since; nothing is done with it.
    LeftAlone(Says),
    /// It cannot be taken.
    Refused,
}

/// A document, judged.
#[derive(Clone, Debug)]
pub struct Judged {
    /// What becomes of it.
    pub fate: Fate,
    /// Why it cannot be taken, and what somebody should look at.
    pub faults: Vec<Fault>,
    /// What is personal or marked secret in it, masked, each once.
    pub findings: Vec<Spotted>,
    /// The index number it has or will have; empty for what is no item.
    pub index_number: String,
}

/// Something personal, or a mark of secrecy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spotted {
    /// What it is; what is personal is masked.
    pub says: Says,
    /// Whether it can hardly be anything else.
    pub certain: bool,
    /// Whether it keeps the document from being published: what is personal or a mark of secrecy does, a word that only
    /// sounds like one is told.
    pub holds: bool,
}

/// What bringing along would do.
#[derive(Clone, Debug)]
pub struct Adoption {
    /// What becomes of each document, in their order.
    pub judged: Vec<Judged>,
    /// What happens in the register.
    pub items: Comparison,
    /// Old addresses that will lead somewhere, and do not yet.
    pub addresses: usize,
    /// Addresses that cannot lead where they should, and why.
    pub conflicts: Vec<(String, Says)>,
    /// Stands for all of it: applying refuses when this comes out differently.
    pub digest: String,
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Adopted {
    /// Items added.
    pub added: usize,
    /// Items changed.
    pub changed: usize,
    /// Drafts begun.
    pub drafts: usize,
    /// Old addresses kept.
    pub addresses: usize,
    /// Place of the act in the audit chain; `None` when there was nothing to do.
    pub sequence: Option<i64>,
}

/// Why a site was not brought along. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum AdoptError {
    /// Documents that cannot be taken are still among them.
    #[error("{0} 件不能迁入 / {0} documents cannot be taken")]
    Refused(usize),
    /// Something has changed since it was compared.
    #[error(
        "内容在比对之后又变了，没有写入；请重新比对 / it changed after it was compared; nothing was written, compare again"
    )]
    Changed,
    /// A file was not taken into the store, or may not be published.
    #[error("附件“{0}”：{1}")]
    File(String, String),
    /// Findings may stay only for a reason.
    #[error("请写明理由 / give a reason")]
    NoReason,
    /// The register did not take it.
    #[error(transparent)]
    Register(#[from] ImportError),
    /// A draft could not be begun.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Adoption {
    /// How many documents meet this fate.
    pub fn count(&self, of: impl Fn(&Fate) -> bool) -> usize {
        self.judged.iter().filter(|judged| of(&judged.fate)).count()
    }

    /// How many cannot be taken.
    pub fn refused(&self) -> usize {
        self.count(|fate| *fate == Fate::Refused)
    }
}

impl Batch {
    /// Takes out the documents that cannot be taken; answers their places in the list before.
    pub fn take_out(&mut self, adoption: &Adoption) -> Vec<usize> {
        let refused =
            |at: &usize| adoption.judged.get(*at).is_some_and(|judged| judged.fate == Fate::Refused);
        let places: Vec<usize> = (0..self.documents.len()).filter(refused).collect();
        let mut at = 0;
        self.documents.retain(|_| {
            at += 1;
            !refused(&(at - 1))
        });
        places
    }
}

/// Tells what bringing a site along would do, without doing it.
///
/// # Errors
/// The database, or the setting for index numbers; documents that cannot be taken are told among the others.
pub async fn compare(office: &Installation, batch: &Batch) -> Result<Adoption, AdoptError> {
    let mut tx = office.db.read().await?;
    Ok(planning::plan(office, &mut tx, batch).await?.adoption)
}

/// Does exactly what [`compare`] told, whose digest is `expected`; the files of the documents are in the store by now.
///
/// # Errors
/// [`AdoptError::Changed`] when it would do something else by now, [`AdoptError::Refused`] while documents that cannot be
/// taken are among them. Nothing is written on any error.
pub async fn apply(
    office: &Installation,
    batch: &Batch,
    received: &Received,
    expected: &str,
    by: &By,
) -> Result<Adopted, AdoptError> {
    if batch.accepted.as_ref().is_some_and(|reason| reason.trim().is_empty()) {
        return Err(AdoptError::NoReason);
    }
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let plan = planning::plan(office, &mut tx, batch).await?;
    if plan.adoption.digest != expected {
        return Err(AdoptError::Changed);
    }
    if plan.adoption.refused() > 0 {
        return Err(AdoptError::Refused(plan.adoption.refused()));
    }
    let done = writing::write(office, &mut tx, &head, (batch, received), plan, by).await?;
    if done.sequence.is_some() {
        tx.commit().await?;
    }
    Ok(done)
}
