//! The people of the sample: one of every role, all with one password, which is printed.

use crate::globals::{Globals, by};
use anyhow::{Context, Result};
use gongkai_app::Installation;
use gongkai_app::people::{self, NewStaff};
use gongkai_app::reports::first_body;
use gongkai_domain::people::{Grant, Role};

/// The password of everybody in the sample; only `gongkai demo` makes accounts with it.
const PASSWORD: &str = "Conghua-2016-open";

/// Role, account, name; the first body is everybody's, and those below are too for those who look after the whole.
const PEOPLE: [(Role, &str, &str, bool); 9] = [
    (Role::Editor, "editor", "邓小敏", false),
    (Role::Reviewer, "reviewer", "何志强", false),
    (Role::SecrecyReviewer, "secrecy", "骆文华", false),
    (Role::DisclosureOfficer, "officer", "李秋云", true),
    (Role::Leader, "leader", "黄建国", false),
    (Role::Supervisor, "supervisor", "谢丽芳", true),
    (Role::Administrator, "admin", "邝伟明", true),
    (Role::SecurityOfficer, "security", "钟安", true),
    (Role::Auditor, "auditor", "欧阳静", true),
];

/// Makes those that are missing, and tells how to sign in.
pub async fn hire(globals: &Globals, office: &Installation) -> Result<()> {
    let body = first_body(office).await?.context("the sample has no body")?;
    let known = people::staff_list(office).await?;
    for (role, account, name, below) in PEOPLE {
        if known.iter().any(|(staff, _)| staff.account == account) {
            continue;
        }
        let grant = Grant { role, body: body.clone(), below, until: None };
        let new = NewStaff {
            account: account.to_owned(),
            name: name.to_owned(),
            body: body.clone(),
            email: String::new(),
            grants: vec![grant],
        };
        let (_, link) = people::invite(office, &new, &by()).await?;
        people::take_up(office, &link, PASSWORD, &by()).await?;
    }
    out!("{}", globals.say("样例账号（办公端 /office/ 登录）：", "Sample accounts, to sign in at /office/:"));
    for (role, account, name, _) in PEOPLE {
        let role = role.name();
        out!("  {account:<12}{name}  {}", role.in_language(globals.language()));
    }
    out!("  {}{PASSWORD}", globals.say("口令都是 ", "all with the password "));
    Ok(())
}
