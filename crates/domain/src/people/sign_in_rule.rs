//! What a password must be, how often it may be got wrong, how long a session lasts.

use super::Role;
use crate::law::{LawFault, LawText};
use crate::says::Says;
use serde::Deserialize;

/// The rules for signing in, from `law/security/sign-in.toml` (GB/T 22239-2019, 8.1.4.1).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInRule {
    /// Fewest characters.
    pub length: usize,
    /// Fewest kinds of characters among lower case, upper case, digits and others.
    pub kinds: usize,
    /// Days after which it must be changed; 0 for never.
    pub days: u32,
    /// Wrong sign-ins in a row after which the account is locked.
    pub tries: u32,
    /// Minutes it stays locked.
    pub locked_minutes: u32,
    /// Minutes without a request after which a session ends.
    pub idle_minutes: u32,
    /// Hours after which a session ends in any case.
    pub session_hours: u32,
    /// Hours an invitation or reset link can be used.
    pub link_hours: u32,
    /// Roles that must sign in with a second factor too.
    pub second_factor: Vec<Role>,
}

/// What is wrong with a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFault {
    /// Fewer characters than this.
    Short(usize),
    /// Fewer kinds of characters than this.
    Plain(usize),
    /// It holds the account's name.
    Account,
    /// It is among those everybody tries first, or runs along the keyboard.
    Common,
    /// Longer than anybody types.
    Long,
}

/// Longest password in characters, so that nobody can keep the machine busy with one.
const LONGEST: usize = 200;

/// What passwords are made of that are guessed first.
const COMMON: [&str; 14] = [
    "password", "passw0rd", "admin", "qwer", "asdf", "zxcv", "1qaz", "abc123", "123456", "654321", "111111",
    "888888", "666666", "gongkai",
];

impl SignInRule {
    /// Reads the rules.
    ///
    /// # Errors
    /// An unknown or missing key, and numbers nobody could sign in under.
    pub fn read(text: LawText<'_>) -> Result<Self, LawFault> {
        let rule: Self = text.read_toml()?;
        let above_zero = [
            ("length", rule.length as u64),
            ("tries", rule.tries.into()),
            ("locked_minutes", rule.locked_minutes.into()),
            ("idle_minutes", rule.idle_minutes.into()),
            ("session_hours", rule.session_hours.into()),
            ("link_hours", rule.link_hours.into()),
        ];
        if let Some((key, _)) = above_zero.iter().find(|(_, number)| *number == 0) {
            return Err(text.fault(key, Says::new("必须大于 0", "must be above 0")));
        }
        if rule.kinds > 4 || rule.length > LONGEST {
            let says = Says::new(
                format!("kinds 最多 4，length 最多 {LONGEST}"),
                format!("kinds is at most 4, length at most {LONGEST}"),
            );
            return Err(text.fault("kinds", says));
        }
        Ok(rule)
    }

    /// Whether whoever has these roles must sign in with a second factor.
    pub fn wants_second_factor(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.second_factor.contains(role))
    }

    /// What a password must be, one sentence each, as it is told before anybody chooses one.
    pub fn advice(&self) -> Vec<Says> {
        let faults = [
            PasswordFault::Short(self.length),
            PasswordFault::Plain(self.kinds),
            PasswordFault::Account,
            PasswordFault::Common,
        ];
        faults.into_iter().map(PasswordFault::says).collect()
    }

    /// Everything wrong with a password; empty when it will do.
    pub fn faults(&self, password: &str, account: &str) -> Vec<PasswordFault> {
        let letters = password.chars().count();
        let lower = password.to_lowercase();
        let mut faults = Vec::new();
        let mut fault = |wrong: bool, fault| {
            if wrong {
                faults.push(fault);
            }
        };
        fault(letters < self.length, PasswordFault::Short(self.length));
        fault(kinds(password) < self.kinds, PasswordFault::Plain(self.kinds));
        fault(!account.is_empty() && lower.contains(&account.to_lowercase()), PasswordFault::Account);
        fault(is_common(&lower), PasswordFault::Common);
        fault(letters > LONGEST, PasswordFault::Long);
        faults
    }
}

impl PasswordFault {
    /// The fault as a sentence that says what to do.
    pub fn says(self) -> Says {
        match self {
            Self::Short(length) => Says::new(
                format!("至少 {length} 个字符，长句子最好记"),
                format!("at least {length} characters; a long sentence is easiest to remember"),
            ),
            Self::Plain(kinds) => Says::new(
                format!("小写字母、大写字母、数字、其他符号，至少用其中 {kinds} 种"),
                format!("use at least {kinds} of: lower case, upper case, digits, other characters"),
            ),
            Self::Account => Says::new("不能含有账号名", "it must not hold the account's name"),
            Self::Common => Says::new(
                "不能用常见的密码、重复的字符或键盘上连着的键",
                "no common password, no repeated characters, no keys in a row",
            ),
            Self::Long => {
                Says::new(format!("最多 {LONGEST} 个字符"), format!("at most {LONGEST} characters"))
            }
        }
    }
}

fn kinds(password: &str) -> usize {
    let tests: [fn(char) -> bool; 4] = [
        |letter| letter.is_ascii_lowercase(),
        |letter| letter.is_ascii_uppercase(),
        |letter| letter.is_ascii_digit(),
        |letter| !letter.is_ascii_alphanumeric(),
    ];
    tests.iter().filter(|is_of| password.chars().any(**is_of)).count()
}

/// Whether most of a password is what is guessed first: take the guessable part away and too little is left.
fn is_common(lower: &str) -> bool {
    const LEFT: usize = 6;
    let mut rest = lower.to_owned();
    for common in COMMON {
        rest = rest.replace(common, "");
    }
    let mut letters: Vec<char> = rest.chars().collect();
    letters.dedup();
    let rest_is_short = letters.len() < LEFT;
    rest_is_short && (rest.len() < lower.len() || letters.len() < rest.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    static RULE: SignInRule = SignInRule {
        length: 10,
        kinds: 3,
        days: 0,
        tries: 5,
        locked_minutes: 15,
        idle_minutes: 15,
        session_hours: 12,
        link_hours: 72,
        second_factor: Vec::new(),
    };

    #[test]
    fn roles_that_need_a_second_factor_are_data() {
        let rule = SignInRule { second_factor: vec![Role::Leader, Role::Auditor], ..RULE.clone() };
        assert!(rule.wants_second_factor(&[Role::Editor, Role::Leader]));
        assert!(!rule.wants_second_factor(&[Role::Editor]) && !rule.wants_second_factor(&[]));
        let text = "length=10\nkinds=3\ndays=0\ntries=5\nlocked_minutes=15\nidle_minutes=15\nsession_hours=12\n\
                    link_hours=72\nsecond_factor=[\"security-officer\"]";
        let read = SignInRule::read(LawText { path: "security/sign-in.toml", text }).unwrap();
        assert_eq!(read.second_factor, [Role::SecurityOfficer]);
        let wrong = text.replace("security-officer", "root");
        assert!(SignInRule::read(LawText { path: "security/sign-in.toml", text: &wrong }).is_err());
    }

    #[test]
    fn weak_passwords_are_told_why() {
        use PasswordFault::{Account, Common, Long, Plain, Short};
        for (password, faults) in [
            ("Xk7-多云转晴的早上", &[][..]),
            ("correct Horse 9 battery", &[]),
            ("Ab1!", &[Short(10)]),
            ("abcdefghijkl", &[Plain(3)]),
            ("Passw0rd123!", &[Common]),
            ("Admin@123456", &[Common]),
            ("Aa1!aaaaaaaaaaaa", &[Common]),
            ("Wang.Fang-2016x", &[Account]),
            ("", &[Short(10), Plain(3)]),
            (&*format!("Aa1!{}", "xyz".repeat(100)), &[Long]),
        ] {
            assert_eq!(RULE.faults(password, "wang.fang"), faults, "{password}");
        }
    }
}
