//! The files documents link to: looked at, and taken into the store when all is confirmed.

use super::sources::Sources;
use crate::globals::by;
use anyhow::{Result, anyhow};
use gongkai_adopting::{Document, Linked, Understood, Url, files};
use gongkai_app::Installation;
use gongkai_app::adopting::{IncomingFile, Received, Spotted};
use gongkai_app::attachments::receive;
use gongkai_attachments::{Examined, Found, HiddenKind, examine};
use gongkai_domain::catalogue::OldAddress;
use gongkai_domain::digest;
use gongkai_domain::safe_html::ATTACHMENTS;
use gongkai_domain::says::Says;
use std::collections::{BTreeSet, HashMap, HashSet};

/// The files of a source, by their address.
#[derive(Debug, Default)]
pub struct Files(HashMap<String, Result<Looked, Says>>);

/// A file that may be published.
#[derive(Debug)]
pub struct Looked {
    /// SM3 digest as it came.
    digest: String,
    /// What was found in it.
    found: Vec<Spotted>,
}

impl Files {
    /// Looks at every file that documents link to or show; none of them stays in memory.
    pub fn look(
        office: &Installation,
        sources: &mut Sources,
        understood: &Understood,
        site: Option<&Url>,
    ) -> Result<Self> {
        let wanted: BTreeSet<String> = understood
            .documents
            .iter()
            .flat_map(|document| &document.links)
            .map(|link| link.address.to_string())
            .collect();
        let mut found = HashMap::new();
        if wanted.is_empty() {
            return Ok(Self(found));
        }
        files(sources, site, &wanted, &mut |address, bytes| {
            let looked = bytes.and_then(|bytes| look(office, &file_name(address), &bytes));
            found.insert(address.to_owned(), looked);
        })?;
        Ok(Self(found))
    }

    /// The text of a document with its files at the digests they came with, those files, and what was found in them.
    pub fn of(
        &self,
        document: &Document,
    ) -> (gongkai_domain::safe_html::SafeHtml, Vec<IncomingFile>, Vec<Spotted>) {
        let mut used: Vec<IncomingFile> = Vec::new();
        let mut found: Vec<Spotted> = Vec::new();
        let mut places: HashMap<String, String> = HashMap::new();
        for link in &document.links {
            let Some(Ok(looked)) = self.0.get(link.address.as_str()) else { continue };
            if let Ok(old) = OldAddress::of(link.address.as_str()) {
                places.insert(old.as_str().to_owned(), format!("{ATTACHMENTS}{}", looked.digest));
            }
            if used.iter().all(|file| file.digest != looked.digest) {
                used.push(IncomingFile { digest: looked.digest.clone(), name: shown_name(link) });
                found.extend(looked.found.iter().cloned());
            }
        }
        (document.body.clean(&|old| places.get(old).cloned()), used, found)
    }

    /// The links of a document that come to nothing, and why.
    pub fn missing<'d>(&'d self, document: &'d Document) -> impl Iterator<Item = (&'d Linked, Says)> {
        document.links.iter().filter_map(|link| match self.0.get(link.address.as_str()) {
            Some(Ok(_)) => None,
            Some(Err(why)) => Some((link, why.clone())),
            None => Some((link, Says::new("来源里没有这个文件", "the source does not have this file"))),
        })
    }

    /// Takes the files of these digests into the store.
    pub fn receive(
        &self,
        office: &Installation,
        sources: &mut Sources,
        site: Option<&Url>,
        wanted: &HashSet<&str>,
    ) -> Result<Received> {
        let fits = |looked: &Result<Looked, Says>| {
            looked.as_ref().is_ok_and(|looked| wanted.contains(looked.digest.as_str()))
        };
        let addresses: BTreeSet<String> =
            self.0.iter().filter(|(_, looked)| fits(looked)).map(|(address, _)| address.clone()).collect();
        let mut received = Received::new();
        let mut failed: Option<anyhow::Error> = None;
        if addresses.is_empty() {
            return Ok(received);
        }
        let handle = tokio::runtime::Handle::current();
        tokio::task::block_in_place(|| {
            files(sources, site, &addresses, &mut |address, bytes| {
                let Ok(bytes) = bytes else { return };
                let digest = digest::of_bytes(&bytes);
                if failed.is_some() || received.contains_key(&digest) {
                    return;
                }
                match handle.block_on(receive(office, &file_name(address), bytes, &by())) {
                    Ok(kept) => {
                        received.insert(digest, kept);
                    }
                    Err(error) => failed = Some(anyhow!("{address}：{error}")),
                }
            })
        })?;
        failed.map_or(Ok(received), Err)
    }
}

/// The name of a file in its address.
fn file_name(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

/// What a file is called on the page: the words of its link, where they say more than “download”.
fn shown_name(link: &Linked) -> String {
    let words = link.words.trim();
    let says_nothing = matches!(words, "" | "下载" | "点击下载" | "附件" | "查看" | "点击查看" | "附件下载");
    if says_nothing { file_name(link.address.as_str()) } else { words.to_owned() }
}

fn look(office: &Installation, name: &str, bytes: &[u8]) -> Result<Looked, Says> {
    let examined = examine(name, bytes).map_err(|fault| Says::of_both(&fault.to_string()))?;
    let found = examined
        .read(&office.law.secrecy_marks, &[])
        .into_iter()
        .filter_map(|found| spotted(&examined, found));
    Ok(Looked { digest: digest::of_bytes(bytes), found: found.collect() })
}

/// What was found in a file, as it is told of the document it belongs to; what the public copy loses anyway is not.
fn spotted(examined: &Examined, found: Found) -> Option<Spotted> {
    let (what, certain, holds) = match found {
        Found::Personal(_, kind, _, masked, certain) => {
            let name = kind.name();
            (Says::new(format!("{} {masked}", name.zh), format!("{} {masked}", name.en)), certain, true)
        }
        Found::Secrecy(_, words, certain) => {
            (Says::new(format!("“{words}”字样"), format!("the words “{words}”")), certain, certain)
        }
        Found::Hidden(kind, _) if kind.is_stripped() => return None,
        Found::Hidden(kind, name) => {
            let holds = !matches!(kind, HiddenKind::Unread | HiddenKind::Signature);
            let says = kind.says();
            (Says::new(format!("{} {name}", says.zh), format!("{} {name}", says.en)), holds, holds)
        }
    };
    let says = Says::new(
        format!("附件“{}”里有{}", examined.name, what.zh),
        format!("the attachment “{}”: {}", examined.name, what.en),
    );
    Some(Spotted { says, certain, holds })
}
