//! Roles given to people: for which bodies, until when, and what must not come together.

use super::{Permission, Role};
use crate::says::Says;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A role given to a person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Code of the body it is given for.
    pub body: String,
    /// Whether it holds for every body below that one too.
    pub below: bool,
    /// Last day it holds; `None` for no end.
    pub until: Option<Date>,
}

impl Grant {
    /// Whether it still holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.until.is_none_or(|until| day <= until)
    }

    /// Codes of the bodies it holds for: its own, even where nothing is recorded of it yet, and those below.
    pub fn within(&self, bodies: &[Line]) -> BTreeSet<String> {
        within(self, bodies)
    }
}

/// A body and the one above it.
pub type Line = (String, Option<String>);

/// What a person may do, and for which bodies: every grant that holds, worked out over the bodies there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach(BTreeMap<Permission, BTreeSet<String>>);

impl Reach {
    /// What these grants give on a day.
    pub fn of(grants: &[Grant], bodies: &[Line], today: Date) -> Self {
        let mut reach = BTreeMap::<Permission, BTreeSet<String>>::new();
        for grant in grants.iter().filter(|grant| grant.holds_on(today)) {
            let within = within(grant, bodies);
            for permission in grant.role.permissions() {
                reach.entry(*permission).or_default().extend(within.iter().cloned());
            }
        }
        Self(reach)
    }

    /// Whether a thing may be done for any body at all.
    pub fn may(&self, permission: Permission) -> bool {
        self.0.contains_key(&permission)
    }

    /// Whether a thing may be done for this body.
    pub fn may_for(&self, permission: Permission, body: &str) -> bool {
        self.0.get(&permission).is_some_and(|bodies| bodies.contains(body))
    }

    /// Codes of the bodies a thing may be done for, sorted.
    pub fn bodies(&self, permission: Permission) -> Vec<String> {
        self.0.get(&permission).map(|bodies| bodies.iter().cloned().collect()).unwrap_or_default()
    }
}

fn within(grant: &Grant, bodies: &[Line]) -> BTreeSet<String> {
    let mut within = BTreeSet::from([grant.body.clone()]);
    if !grant.below {
        return within;
    }
    loop {
        let next: Vec<String> = bodies
            .iter()
            .filter(|(code, above)| {
                !within.contains(code) && above.as_ref().is_some_and(|above| within.contains(above))
            })
            .map(|(code, _)| code.clone())
            .collect();
        if next.is_empty() {
            return within;
        }
        within.extend(next);
    }
}

/// Why these roles cannot be one person's; `None` when they can.
///
/// Source: GB/T 22239-2019, 8.1.4 (separate system, security and audit administrators).
pub fn keep_apart(roles: &[Role]) -> Option<Says> {
    let system = roles.iter().find(|role| role.is_of_the_system())?;
    let other = roles.iter().find(|role| *role != system)?;
    let (system, other) = (system.name(), other.name());
    Some(Says::new(
        format!("“{}”不能同时是“{}”：系统管理、安全管理、审计三员分立，也不办理业务", system.zh, other.zh),
        format!(
            "“{}” cannot be “{}” too: those who look after accounts, permissions and the audit are kept apart, and do no other work",
            system.en, other.en
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn grant(role: Role, body: &str, below: bool) -> Grant {
        Grant { role, body: body.to_owned(), below, until: None }
    }

    fn bodies() -> Vec<Line> {
        [
            ("gov", None),
            ("office", Some("gov")),
            ("town", Some("gov")),
            ("village", Some("town")),
            ("far", None),
        ]
        .into_iter()
        .map(|(code, above): (&str, Option<&str>)| (code.to_owned(), above.map(str::to_owned)))
        .collect()
    }

    #[test]
    fn a_grant_reaches_its_body_and_those_below_when_it_says_so() {
        let today = date(2026, 1, 5);
        let reach = Reach::of(
            &[grant(Role::Editor, "town", false), grant(Role::Supervisor, "gov", true)],
            &bodies(),
            today,
        );
        assert_eq!(reach.bodies(Permission::DraftItems), ["town"]);
        assert_eq!(reach.bodies(Permission::CheckReports), ["gov", "office", "town", "village"]);
        assert!(!reach.may_for(Permission::Read, "far") && !reach.may(Permission::ReadAudit));
    }

    #[test]
    fn a_grant_ends_after_its_last_day() {
        let grants = [Grant { until: Some(date(2026, 1, 5)), ..grant(Role::Editor, "town", false) }];
        assert!(Reach::of(&grants, &bodies(), date(2026, 1, 5)).may(Permission::DraftItems));
        assert!(!Reach::of(&grants, &bodies(), date(2026, 1, 6)).may(Permission::DraftItems));
    }

    #[test]
    fn bodies_in_a_circle_end() {
        let circle = vec![("a".to_owned(), Some("b".to_owned())), ("b".to_owned(), Some("a".to_owned()))];
        let reach = Reach::of(&[grant(Role::Editor, "a", true)], &circle, date(2026, 1, 5));
        assert_eq!(reach.bodies(Permission::Read), ["a", "b"]);
    }

    #[test]
    fn the_three_of_the_system_are_kept_apart() {
        use Role::{Administrator, Auditor, DisclosureOfficer, Editor, Leader, SecurityOfficer};
        for apart in [
            [Administrator, Auditor],
            [SecurityOfficer, Administrator],
            [Auditor, Editor],
            [Leader, Administrator],
        ] {
            assert!(keep_apart(&apart).is_some(), "{apart:?}");
        }
        for together in [&[Editor, DisclosureOfficer, Leader][..], &[Auditor], &[Auditor, Auditor], &[]] {
            assert_eq!(keep_apart(together), None, "{together:?}");
        }
    }
}
