//! Every page of the office in a real browser: nothing serious for axe-core, nothing cut off on a telephone, nothing the
//! policy stops. Pictures of them are left in `target/pages/office` for people to look at.

use crate::house::{House, PASSWORD};
use axum::Router;
use axum::http::{Method, StatusCode};
use gongkai_domain::people::Role;
use gongkai_testkit::browser::{Browser, PAGE_CHECKS, browser};
use gongkai_web::{Look, assets, shell};
use std::path::Path;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// Widths of a small telephone and a desk.
const WIDTHS: [u32; 2] = [320, 1280];

#[test]
fn every_page_fits_is_accessible_and_not_objected_to() {
    let Some(mut browser) = browser() else { return };
    let runtime = Runtime::new().unwrap();
    let (house, origin) = runtime.block_on(served());
    let mut faults = Vec::new();
    faults.extend(of_page(&mut browser, &origin, "/office/sign-in", "sign-in"));
    // The page that says somebody may not enter is the same everywhere.
    let mut refused = false;
    for role in Role::ALL {
        let mut visitor = runtime.block_on(house.somebody(role, "conghua-gov"));
        sign_in(&mut browser, &origin, &crate::house::account(role, "conghua-gov"));
        for room in house.rooms().all() {
            // Pages about one thing are looked at where that thing is made; files are no pages.
            if room.method != Method::GET || room.path.contains(['{', '.']) {
                continue;
            }
            let status = runtime.block_on(house.get(&mut visitor, room.path)).status;
            assert!(!status.is_server_error(), "{} for {}: {status}", room.path, role.code());
            if status == StatusCode::FORBIDDEN && std::mem::replace(&mut refused, true) {
                continue;
            }
            let name = format!("{}{}", role.code(), room.path.replace('/', "-"));
            faults.extend(of_page(&mut browser, &origin, room.path, &name));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

async fn served() -> (House, String) {
    let house = House::with_staff().await;
    let origin = serving(&house).await;
    (house, origin)
}

/// Serves a house with its style sheets and scripts; answers where.
pub(crate) async fn serving(house: &House) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let assets = shell::enclose(Router::new().merge(assets::routes()), &Look::default(), &[]);
    let router = shell::beside("", gongkai_office::ROOM, house.router.clone(), assets);
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    origin
}

pub(crate) fn sign_in(browser: &mut Browser, origin: &str, account: &str) {
    browser.open(&format!("{origin}/office/sign-in"));
    browser.fill("#account", account);
    browser.fill("#password", PASSWORD);
    browser.press("Enter", true);
    assert_eq!(browser.address(), "/office/", "{account}");
}

pub(crate) fn of_page(browser: &mut Browser, origin: &str, path: &str, name: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for width in WIDTHS {
        browser.resize(width, 900);
        browser.open(&format!("{origin}{path}"));
        let found = browser.evaluate(PAGE_CHECKS);
        faults.extend(found.as_array().unwrap().iter().map(ToString::to_string));
        // Before axe, whose own doings the policy objects to.
        faults.extend(browser.objections());
        faults.extend(browser.inaccessible());
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/pages/office");
        browser.picture(&folder.join(format!("{name}-{width}.png")));
    }
    faults.into_iter().map(|fault| format!("{name}: {fault}")).collect()
}
