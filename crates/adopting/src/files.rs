//! The files that documents link to or show, taken out of the source one by one.

use crate::names;
use crate::source::{Head, Met, Source};
use gongkai_domain::says::Says;
use std::collections::{BTreeSet, HashSet};
use std::io;
use url::Url;

/// What is done with each file: its address, and its bytes or why it cannot be read.
pub type Take<'a> = &'a mut dyn FnMut(&str, Result<Vec<u8>, Says>);

/// Hands over the files at these addresses, each once: its bytes, or why it cannot be read. What the source does not have
/// is not handed over.
///
/// # Errors
/// The source itself cannot be read.
pub fn files(
    source: &mut dyn Source,
    site: Option<&Url>,
    wanted: &BTreeSet<String>,
    take: Take<'_>,
) -> io::Result<()> {
    let mut waiting = wanted.clone();
    let of_head = |head: &Head| {
        let known = head.address.clone().or_else(|| names::address_of(&head.place, site));
        known.or_else(|| names::address_nowhere(&head.place)).map(|address| address.to_string())
    };
    let mut given: HashSet<String> = HashSet::new();
    source.each(&mut |head| of_head(head).is_some_and(|address| waiting.remove(&address)), &mut |met| {
        match met {
            Met::File(head, bytes) => {
                if let Some(address) = of_head(&head).filter(|address| given.insert(address.clone())) {
                    take(&address, Ok(bytes));
                }
            }
            Met::Broken { place, why } => {
                let head = Head { address: Url::parse(&place).ok(), place, media: String::new() };
                if let Some(address) = of_head(&head).filter(|address| wanted.contains(address)) {
                    take(&address, Err(why));
                }
            }
            Met::Forward { .. } => {}
        }
    })
}
