//! Who may enter which room: every route with every role, as `routes.txt` says it.

use crate::house::{House, Visitor};
use axum::http::StatusCode;
use gongkai_domain::people::Role;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What the table writes for nobody.
const NOBODY: &str = "-";

#[tokio::test]
async fn every_route_lets_in_exactly_the_roles_of_the_table() {
    let house = House::with_staff().await;
    let mut people = BTreeMap::new();
    let mut table = String::new();
    for room in house.rooms().all() {
        let open = house.try_room(&mut Visitor::default(), &room.method, room.path).await;
        let open =
            open.status != StatusCode::FORBIDDEN && !open.header("location").contains("/office/sign-in");
        let mut roles = Vec::new();
        for role in Role::ALL {
            let mut visitor = match people.remove(&role) {
                Some(visitor) => visitor,
                None => house.somebody(role, "conghua-gov").await,
            };
            if house.try_room(&mut visitor, &room.method, room.path).await.status != StatusCode::FORBIDDEN {
                roles.push(role.code());
            }
            // Some rooms are the way out: whoever went there comes in again for the next.
            if house.get(&mut visitor, "/office/").await.status == StatusCode::OK {
                people.insert(role, visitor);
            }
        }
        let roles = match roles.len() {
            _ if open => "everybody".to_owned(),
            0 => NOBODY.to_owned(),
            all if all == Role::ALL.len() => "signed in".to_owned(),
            _ => roles.join(" "),
        };
        let _ = writeln!(table, "{:4} {:44} {roles}", room.method.as_str(), room.path);
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/routes.txt");
    if std::env::var_os("GONGKAI_WRITE_ROUTES").is_some() {
        std::fs::write(file, &table).unwrap();
    }
    let known = std::fs::read_to_string(file).unwrap_or_default();
    assert_eq!(
        table, known,
        "the table of routes and roles has changed; look at it, then write it anew with GONGKAI_WRITE_ROUTES=1"
    );
}

#[tokio::test]
async fn people_of_one_body_are_not_there_for_those_of_another() {
    let house = House::with_staff().await;
    let all = gongkai_app::people::staff_list(&house.office.records).await.unwrap();
    let theirs: Vec<_> = all.iter().filter(|(staff, _)| staff.body == "zengcheng-gov").collect();
    assert_eq!(theirs.len(), Role::ALL.len());
    for role in [Role::Administrator, Role::SecurityOfficer] {
        let mut visitor = house.somebody(role, "conghua-gov").await;
        for query in ["", "?body=zengcheng-gov", "?role=editor", "?state=active"] {
            let list = house.get(&mut visitor, &format!("/office/people/{query}")).await;
            assert!(!list.text.contains("增城") && !list.text.contains(".zengcheng-gov"), "{role:?} {query}");
            list.says(&["共 9 人"]);
        }
        for (staff, _) in &theirs {
            for room in house.rooms().all().iter().filter(|room| room.path.starts_with("/office/people/{id}"))
            {
                let address = room.path.replace("{id}", &staff.id);
                let answer = if room.method == axum::http::Method::GET {
                    house.get(&mut visitor, &address).await
                } else {
                    house.send(&mut visitor, &address, &[("role", "editor"), ("body", "zengcheng-gov")]).await
                };
                let refused = matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN);
                assert!(refused, "{role:?} {} {}: {}", room.method, room.path, answer.status);
                assert!(!answer.text.contains(&staff.name), "{role:?} {}", room.path);
            }
        }
    }
    let after = gongkai_app::people::staff_list(&house.office.records).await.unwrap();
    let left: Vec<_> = after.iter().filter(|(staff, _)| staff.body == "zengcheng-gov").collect();
    assert_eq!(left, theirs, "nothing of theirs was touched");
}
