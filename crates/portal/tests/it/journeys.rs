//! What a reader does, in a real browser on a real server: from the home page to the rows behind a number, on a
//! telephone, without scripts, in English; and what every kind of page must keep to.

use crate::{reports::REPORT, served::Served};
use gongkai_testkit::browser::{PAGE_CHECKS, browser};
use std::collections::BTreeSet;

/// Widths of a small telephone, a tablet, a desk.
const WIDTHS: [u32; 3] = [320, 768, 1280];

#[test]
fn a_reader_opens_a_number_to_its_rows_and_turns_the_page() {
    let Some(mut browser) = browser() else { return };
    let served = Served::start();
    browser.resize(1280, 900);
    served.open(&mut browser, "/zfxxgk/");
    browser.follow("main a[href$='/zfxxgknb/']");
    browser.follow("main table a");
    assert_eq!(browser.address(), REPORT, "two links lead from home to the report");
    assert!(browser.text("h1").contains("2016年"));
    browser.follow(&format!(".official a[href='{REPORT}/F38']"));
    assert_eq!(browser.text(".fig-big .num"), "46");
    assert!(
        browser.text("thead").contains("合同签订日期") && browser.text("thead").contains("合同金额（元）")
    );
    assert_eq!(browser.count("#rows tbody tr"), 20);
    browser.follow("a[rel=next]");
    assert_eq!(
        (browser.address(), browser.text("tbody td")),
        (format!("{REPORT}/F38?page=2"), "21".to_owned())
    );
    browser.follow("a[rel=next]");
    assert_eq!(browser.count("#rows tbody tr"), 6, "the last page holds the rest");
    browser.follow(".crumbs li:nth-child(3) a");
    assert_eq!(browser.address(), REPORT);
    assert_eq!(browser.objections(), [""; 0]);
}

#[test]
fn every_page_fits_names_its_parts_and_is_not_objected_to() {
    let Some(mut browser) = browser() else { return };
    let served = Served::start();
    let checks = PAGE_CHECKS;
    let mut faults = Vec::new();
    for page in served.pages() {
        for front in ["", "/en"] {
            for width in WIDTHS {
                browser.resize(width, 800);
                served.open(&mut browser, &format!("{front}{page}"));
                let found = browser.evaluate(checks);
                let found = found.as_array().unwrap().iter().map(ToString::to_string);
                let objections = browser.objections();
                faults.extend(
                    found.chain(objections).map(|fault| format!("{front}{page} at {width}: {fault}")),
                );
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_largest_type_and_high_contrast_fit_a_telephone() {
    let Some(mut browser) = browser() else { return };
    let served = Served::start();
    browser.resize(360, 800);
    let mut faults = Vec::new();
    for choice in ["?size=huge", "?contrast=high"] {
        served.open(&mut browser, &format!("/zfxxgk/{choice}"));
        for page in served.pages() {
            served.open(&mut browser, &page);
            let found = browser.evaluate(PAGE_CHECKS);
            faults.extend(found.as_array().unwrap().iter().map(|fault| format!("{page} {choice}: {fault}")));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn without_scripts_every_control_is_a_link_or_a_form() {
    let Some(mut browser) = browser() else { return };
    let served = Served::start();
    browser.resize(360, 800);
    browser.without_scripts();
    served.open(&mut browser, "/en/zfxxgk/");
    browser.follow("main a[href$='/zfxxgknb/']");
    browser.follow("main table a");
    browser.follow(&format!(".official a[href='/en{REPORT}/F38']"));
    browser.follow("a[rel=next]");
    assert_eq!(browser.address(), format!("/en{REPORT}/F38?page=2"), "the language stays");
    served.open(&mut browser, REPORT);
    assert_eq!(
        browser.evaluate(
            "[...document.querySelectorAll('button')].filter(b => b.getClientRects().length).length"
        ),
        0
    );
    for always in [".qr", "#attachments a", "#scan p", ".dateline", ".tools a[href='#scan']"] {
        let shown = format!("document.querySelector({always:?}).getClientRects().length");
        assert_ne!(browser.evaluate(&shown), 0, "{always} needs no script");
    }
    browser.follow(".tools a[data-size=large]");
    assert_eq!(browser.evaluate("document.documentElement.dataset.size"), "large");
    served.open(&mut browser, "/zfxxgk/fdzdgknr/");
    assert_eq!(browser.evaluate("document.documentElement.dataset.size"), "large", "the choice is kept");
    browser.follow(".filters button");
    assert!(browser.address().starts_with("/zfxxgk/fdzdgknr/?"), "the filter is a form");
}

#[test]
fn what_is_printed_is_the_text_alone() {
    let Some(mut browser) = browser() else { return };
    let served = Served::start();
    browser.resize(720, 1000);
    browser.as_printed();
    let around = "[...document.querySelectorAll('nav, button, .tools, .aside, .qr, #attachments, #by-year, .foot')]\
                  .filter(part => part.getClientRects().length).map(part => part.outerHTML.slice(0, 60))";
    for page in [REPORT.to_owned(), format!("{REPORT}/F38")].into_iter().chain(served.pages().pop()) {
        served.open(&mut browser, &page);
        assert_eq!(browser.evaluate(around), serde_json::json!([]), "{page}");
        for kept in ["h1", ".dateline time", "[data-read] p"] {
            let shown = format!("document.querySelector({kept:?}).getClientRects().length");
            assert_ne!(browser.evaluate(&shown), 0, "{page}: {kept} is printed");
        }
    }
}

#[test]
fn a_reader_passes_a_page_on() {
    let Some(mut browser) = browser() else { return };
    let served = Served::start();
    served.open(&mut browser, REPORT);
    // The address is copied by hand where the clipboard is not to be had.
    browser.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    let copied = "(() => { document.execCommand = () => { window.taken = document.activeElement.value; return true; };\
                  document.querySelector('[data-copy]').click(); return window.taken; })()";
    assert_eq!(browser.evaluate(copied), format!("https://www.example.gov.cn{REPORT}"), "the public address");
    assert_eq!(browser.text("[data-group] [role=status]"), "地址已复制");
    assert_eq!(browser.count("textarea"), 0);
    let refused = "document.execCommand = () => false; document.querySelector('[data-copy]').click()";
    browser.evaluate(refused);
    assert!(browser.text("[data-group] [role=status]").contains("没能复制"));
    assert_eq!(browser.count("[data-group] a[rel='noopener noreferrer']"), 1);
    assert_eq!(browser.count(".tools a[href='#scan']"), 1);
    assert_eq!(browser.objections(), [""; 0]);
}

#[test]
fn what_the_policy_stops_is_noticed() {
    let Some(mut browser) = browser() else { return };
    let served = Served::start();
    served.open(&mut browser, "/zfxxgk/");
    browser.evaluate("document.head.append(Object.assign(document.createElement('script'), { text: '1' }))");
    assert_eq!(browser.objections().len(), 1, "an inline script is stopped, and we hear of it");
}

#[test]
fn every_link_of_every_page_is_answered() {
    let served = Served::start();
    let mut links = BTreeSet::new();
    for page in served.pages() {
        for front in ["", "/en"] {
            let text = served.get(&format!("{front}{page}")).text;
            let found = text.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next());
            // A page that is not there offers itself in other sizes and languages, and is not there either.
            let inside = found.filter(|link| link.starts_with('/') && !link.contains("/nothing-here"));
            let plain = inside.map(|link| link.replace("&#38;", "&").replace("&amp;", "&"));
            links.extend(plain.map(|link| link.split('#').next().unwrap_or_default().to_owned()));
        }
    }
    assert!(links.len() > 300, "only {} links", links.len());
    for link in links {
        let status = served.get(&link).status;
        assert!(status.is_success() || status.is_redirection(), "{link}: {status}");
    }
}
