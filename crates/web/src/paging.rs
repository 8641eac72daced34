//! Numbered pages of a list: which rows stand on one, and the links to the others.

use crate::{Query, Visit, error::PageError};
use gongkai_domain::says::Says;

/// One page of a list of known length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// Page shown, counted from 1.
    pub page: usize,
    /// Rows on a full page.
    pub size: usize,
    /// Rows in all.
    pub total: usize,
}

/// One place in the row of page links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageLink {
    /// The page shown.
    Here(usize),
    /// Another page and its address.
    To(usize, String),
    /// Pages left out.
    Gap,
}

/// The page a query asks for (`?page=3`), 1 when it does not say.
pub fn asked(query: &Query) -> Result<usize, PageError> {
    Ok(query.number("page", 1..=1_000_000)?.unwrap_or(1))
}

impl Paging {
    /// Page `page` of a list of `total` rows; a page past the end is refused with the last page there is.
    pub fn new(page: usize, size: usize, total: usize) -> Result<Self, PageError> {
        let paging = Self { page, size: size.max(1), total };
        if page > paging.pages() {
            return Err(PageError::bad_value(
                "page",
                &page.to_string(),
                Says::new(
                    format!("一共 {} 页", paging.pages()),
                    format!("there are {} pages", paging.pages()),
                ),
            ));
        }
        Ok(paging)
    }

    /// How many pages there are; an empty list has one.
    pub const fn pages(&self) -> usize {
        let pages = self.total.div_ceil(self.size);
        if pages == 0 { 1 } else { pages }
    }

    /// Ordinal of the first row shown, counted from 1; 0 for an empty list.
    pub const fn first(&self) -> usize {
        if self.total == 0 { 0 } else { (self.page - 1) * self.size + 1 }
    }

    /// Ordinal of the last row shown.
    pub fn last(&self) -> usize {
        (self.page * self.size).min(self.total)
    }

    /// Rows before this page.
    pub const fn offset(&self) -> usize {
        (self.page - 1) * self.size
    }

    /// Ordinal of the row at `at` (counted from 0) on this page.
    pub const fn ordinal(&self, at: &usize) -> usize {
        self.offset() + *at + 1
    }

    /// First, last and the pages around this one, with gaps.
    pub fn links(&self, visit: &Visit) -> Vec<PageLink> {
        let mut links = Vec::new();
        let mut previous = 0;
        for page in 1..=self.pages() {
            if page != 1 && page != self.pages() && page.abs_diff(self.page) > 2 {
                continue;
            }
            if page > previous + 1 {
                links.push(PageLink::Gap);
            }
            previous = page;
            links.push(if page == self.page {
                PageLink::Here(page)
            } else {
                PageLink::To(page, address(visit, page))
            });
        }
        links
    }

    /// Address of the next page, if there is one.
    pub fn next(&self, visit: &Visit) -> Option<String> {
        (self.page < self.pages()).then(|| address(visit, self.page + 1))
    }

    /// Address of the page before, if there is one.
    pub fn previous(&self, visit: &Visit) -> Option<String> {
        (self.page > 1).then(|| address(visit, self.page - 1))
    }
}

fn address(visit: &Visit, page: usize) -> String {
    visit.with("page", &if page == 1 { String::new() } else { page.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_is_short_and_the_next_is_refused() {
        let paging = Paging::new(4, 10, 32).unwrap();
        assert_eq!((paging.first(), paging.last(), paging.pages()), (31, 32, 4));
        assert_eq!(Paging::new(5, 10, 32).unwrap_err().status.as_u16(), 400);
        let empty = Paging::new(1, 10, 0).unwrap();
        assert_eq!((empty.first(), empty.last(), empty.pages()), (0, 0, 1));
    }

    #[test]
    fn far_pages_are_left_out_but_first_and_last_stay() {
        let visit = Visit { path: "/list".to_owned(), ..Visit::default() };
        let links = Paging::new(6, 10, 118).unwrap().links(&visit);
        let shape: Vec<String> = links
            .iter()
            .map(|link| match link {
                PageLink::Here(page) => format!("[{page}]"),
                PageLink::To(page, _) => page.to_string(),
                PageLink::Gap => "…".to_owned(),
            })
            .collect();
        assert_eq!(shape.join(" "), "1 … 4 5 [6] 7 8 … 12");
        assert_eq!(links[0], PageLink::To(1, "/list".to_owned()));
        assert_eq!(Paging::new(12, 10, 118).unwrap().next(&visit), None);
        assert_eq!(Paging::new(11, 10, 118).unwrap().next(&visit).as_deref(), Some("/list?page=12"));
    }
}
