//! Accounts and sign-in on both engines: what must hold when two come at once, and what no copy of the database holds.

use crate::office::*;
use gongkai_app::backup::{backup, restore};
use gongkai_app::import::By;
use gongkai_app::people::{self, Asker, COMMAND_LINE, NewStaff, PeopleError, SignInStep};
use gongkai_app::{Installation, LawBook};
use gongkai_domain::people::{Grant, Permission, Role};
use gongkai_testkit::{on_each_engine, sqlite};
use jiff::{SignedDuration, Timestamp};
use std::fs;

const PASSWORD: &str = "Xk7-多云转晴的早上";

fn machine() -> By {
    By { actor: COMMAND_LINE.to_owned(), ..by() }
}

fn after(seconds: i64) -> By {
    let at: Timestamp = by().at + SignedDuration::from_secs(seconds);
    By { at, ..machine() }
}

fn grant(role: Role, body: &str, below: bool) -> Grant {
    Grant { role, body: body.to_owned(), below, until: None }
}

async fn hire(office: &Installation, account: &str, body: &str, grants: &[Grant]) -> String {
    let new = NewStaff {
        account: account.to_owned(),
        name: account.to_owned(),
        body: body.to_owned(),
        email: String::new(),
        grants: grants.to_vec(),
    };
    let (staff, link) = people::invite(office, &new, &machine()).await.unwrap();
    people::take_up(office, &link, PASSWORD, &machine()).await.unwrap();
    staff.id
}

/// The secret of a session, or of half of one.
async fn signed_in(office: &Installation, account: &str, by: &By) -> String {
    match people::sign_in(office, account, PASSWORD, &Asker::default(), by).await.unwrap() {
        SignInStep::Whole(secret) | SignInStep::Code(secret) => secret,
    }
}

fn as_staff(id: &str) -> By {
    By { actor: format!("staff:{id}"), ..by() }
}

#[tokio::test]
async fn a_restored_installation_is_signed_in_nowhere() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let id = hire(&office, "leader", "office", &[grant(Role::Leader, "office", false)]).await;
        let cookie = signed_in(&office, "leader", &machine()).await;
        let link = people::send_reset(&office, &id, &machine()).await.unwrap();
        assert!(people::signed_in(&office, &cookie, by().at, TODAY).await.unwrap().is_some());
        assert!(people::open_link(&office, &link, by().at).await.is_ok());

        let folder = test.folder.path().join("backup");
        let manifest = backup(&office, &folder, by().at).await.unwrap();
        for table in ["session", "staff_link"] {
            let file = manifest.tables.iter().find(|file| file.name == table).unwrap();
            assert_eq!(file.rows, 0, "{table}");
            assert_eq!(fs::read_to_string(folder.join(format!("tables/{table}.jsonl"))).unwrap(), "");
        }
        let there = sqlite().await.unwrap();
        restore(&there.db, &folder).await.unwrap();
        let restored = opened_with_key_of(&there.db, &office).await;
        assert!(people::signed_in(&restored, &cookie, by().at, TODAY).await.unwrap().is_none());
        assert!(people::open_link(&restored, &link, by().at).await.is_err());
        signed_in(&restored, "leader", &machine()).await;
        assert_verified(&restored).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn one_of_two_who_use_a_link_at_once_gets_the_account() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let id = hire(&office, "editor", "office", &[]).await;
        let link = people::send_reset(&office, &id, &machine()).await.unwrap();
        let by = machine();
        let (one, other) = futures_util::future::join(
            people::take_up(&office, &link, PASSWORD, &by),
            people::take_up(&office, &link, "另一个-很长的口令9X", &by),
        )
        .await;
        assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1);
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_recovery_code_opens_one_of_two_that_come_at_once() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let id = hire(&office, "editor", "office", &[]).await;
        people::begin_second_factor(&office, &id).await.unwrap();
        let setup = people::second_factor_setup(&office, &id).await.unwrap().unwrap();
        let code = code_of(&setup.text, by().at);
        let codes = people::confirm_second_factor(&office, &id, "", &code, &machine()).await.unwrap();
        let halves =
            [signed_in(&office, "editor", &after(60)).await, signed_in(&office, "editor", &after(60)).await];
        let (by, asker) = (after(61), Asker::default());
        let (one, other) = futures_util::future::join(
            people::sign_in_with_code(&office, &halves[0], &codes[0], &asker, &by),
            people::sign_in_with_code(&office, &halves[1], &codes[0], &asker, &by),
        )
        .await;
        assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "{one:?} {other:?}");
        assert_eq!(people::recovery_codes_left(&office, &id).await.unwrap(), Some(9));
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

/// The code an authenticator shows for a secret as the page shows it.
fn code_of(secret: &str, at: Timestamp) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    let clock = totp_rs::Builder::new().with_secret(secret).with_digits(6).build().unwrap();
    clock.generate(u64::try_from(at.as_second()).unwrap()).to_string()
}

#[tokio::test]
async fn what_an_act_may_do_is_asked_of_whom_it_names() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let admin = hire(&office, "admin", "district", &[grant(Role::Administrator, "district", true)]).await;
        let security =
            hire(&office, "security", "office", &[grant(Role::SecurityOfficer, "office", false)]).await;
        let editor = hire(&office, "editor", "town", &[]).await;
        let role = grant(Role::Editor, "town", false);
        for (actor, why) in [
            (as_staff(&security), "another body"),
            (as_staff(&editor), "oneself without any role"),
            (as_staff("nobody"), "no such person"),
            (by(), "no person and not the command line"),
            (By { actor: String::new(), ..by() }, "nobody"),
        ] {
            let answer = people::grant(&office, &editor, &role, &actor).await;
            assert!(matches!(answer, Err(PeopleError::Unknown)), "{why}: {answer:?}");
        }
        // No security officer looks after the town, so the administrator does.
        people::grant(&office, &editor, &role, &as_staff(&admin)).await.unwrap();
        let elsewhere =
            people::grant(&office, &editor, &grant(Role::Editor, "office", false), &as_staff(&admin)).await;
        assert!(matches!(elsewhere, Err(PeopleError::Field("body", _))), "{elsewhere:?}");
        // A permission taken away counts in the very next act.
        people::lock(&office, &security, &machine()).await.unwrap_err();
        hire(&office, "second", "office", &[grant(Role::SecurityOfficer, "office", false)]).await;
        people::lock(&office, &security, &machine()).await.unwrap();
        let locked = people::unlock(&office, &security, &as_staff(&security)).await;
        assert!(matches!(locked, Err(PeopleError::Unknown)), "{locked:?}");
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn who_stands_in_has_the_roles_of_the_absent_person_on_those_days_alone() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        hire(&office, "leader", "office", &[grant(Role::Leader, "office", false)]).await;
        let editor = hire(&office, "editor", "office", &[grant(Role::Editor, "office", false)]).await;
        let cookie = signed_in(&office, "leader", &machine()).await;
        let leader = people::signed_in(&office, &cookie, by().at, TODAY).await.unwrap().unwrap().officer;
        let (first, last) = (TODAY.tomorrow().unwrap(), TODAY.tomorrow().unwrap().tomorrow().unwrap());
        let new = people::NewDelegation { to: editor, first, last, reason: "休假".to_owned() };
        people::delegate(&office, &leader, &new, &machine()).await.unwrap();
        let cookie = signed_in(&office, "editor", &machine()).await;
        for (day, may) in [(TODAY, false), (first, true), (last, true), (last.tomorrow().unwrap(), false)] {
            let signed = people::signed_in(&office, &cookie, by().at, day).await.unwrap().unwrap();
            assert_eq!(signed.officer.may_for(Permission::SignReports, "office"), may, "{day}");
            assert_eq!(signed.officer.grants.len(), 1, "marked as another's, never as their own");
            assert_eq!(
                signed.due.is_some(),
                may,
                "a role that must have a second factor asks it of the stand-in too"
            );
        }
        people::close(&office, &leader.id, &machine()).await.unwrap();
        let signed = people::signed_in(&office, &cookie, by().at, first).await.unwrap().unwrap();
        assert!(!signed.officer.may(Permission::SignReports), "an account that is closed lends nothing");
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_password_too_old_is_due() {
    let test = sqlite().await.unwrap();
    let office = with_bodies(&test.db).await;
    hire(&office, "editor", "office", &[]).await;
    let mut law = LawBook::built_in().unwrap();
    law.sign_in.days = 90;
    let office = Installation { law: law.into(), ..office };
    for (days, due) in [(89, None), (90, Some(people::Due::Password))] {
        let now = after(days * 86_400);
        let cookie = signed_in(&office, "editor", &now).await;
        let signed = people::signed_in(&office, &cookie, now.at, TODAY).await.unwrap().unwrap();
        assert_eq!(signed.due, due, "{days}");
    }
}
